"""The mail channel: one SMTP connection for many messages, each handed over so that its fate is known.

A message's last line (the dot alone, RFC 5321 section 4.1.1.4) goes only after `commit`: whatever breaks
before it, the server has accepted nothing. Nothing is sent without the encryption that is configured, nor to
a server whose certificate does not hold.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from briefing.addresses import bare
from briefing.config.delivery import Mail
from briefing.deliver.channel import Commit, Down, Later, Refused, Undelivered, Unsure
from briefing.errors import BriefingError
from briefing.model import Parcel

PORTS = {"tls": 465, "starttls": 587, "none": 25}
_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_CLOSING = 421
# A reply that is longer tells a clerk no more.
_LONGEST_REPLY = 200


class MailChannel:
    """Hands messages to the office's mail server. The password is asked for when a connection is made."""

    repeatable = False

    def __init__(
        self,
        mail: Mail,
        password: Callable[[], str | None],
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mail = mail
        self._password = password
        self._sender = bare(mail.sender)
        self._pace = _Pace(mail.per_minute, sleep, monotonic)
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, parcel: Parcel, commit: Commit) -> str:
        """Hand over one message; returns the server's answer. Raises Undelivered."""
        content = wire(parcel.head + parcel.letter)
        self._pace.wait()
        if self._smtp is not None and not self._alive(len(content)):
            self._drop()
        try:
            if self._smtp is None:
                self._smtp = self._connected()
                _accepted(self._smtp, self._begin(len(content)))
            _accepted(self._smtp, self._smtp.rcpt(parcel.ticket.recipient))
            return self._data(self._smtp, content, commit)
        except Undelivered as error:
            self._tidy(error)
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Later(f"连接中断（{reason(error)}）") from error
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        try:
            password = self._password()
        except BriefingError as error:
            raise Down(str(error)) from error
        return connect(self._mail, password)

    def _begin(self, size: int) -> tuple[int, bytes]:
        """MAIL FROM on the connection there is."""
        assert self._smtp is not None
        options = [f"size={size}"] if self._smtp.has_extn("size") else []
        return self._smtp.mail(self._sender, options)

    def _alive(self, size: int) -> bool:
        """Begin on a connection used before; False where the server has closed it or is about to."""
        assert self._smtp is not None
        try:
            code, text = self._begin(size)
        except (OSError, smtplib.SMTPException):
            return False
        if code == _CLOSING:
            return False
        try:
            _accepted(self._smtp, (code, text))
        except Undelivered as error:
            self._tidy(error)
            raise
        return True

    def _data(self, smtp: smtplib.SMTP, content: bytes, commit: Commit) -> str:
        code, text = smtp.docmd("DATA")
        if code != 354:
            raise _refusal(code, text)
        smtp.send(content)
        commit()
        smtp.send(b".\r\n")  # Where this fails the dot has not gone, and the server can accept nothing.
        try:
            code, text = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unsure(f"已经交出，没有等到服务器的答复（{reason(error)}）") from error
        if not 200 <= code < 300:
            if code < 400:
                self._drop()
                raise Unsure(f"已经交出，服务器的答复看不懂（{told(code, text)}）")
            raise _refusal(code, text)
        return told(code, text)

    def _tidy(self, error: Undelivered) -> None:
        """After a refusal: make the connection fit for the next message, or give it up."""
        if self._smtp is None:
            return
        try:
            if isinstance(error, Later | Refused) and self._smtp.rset()[0] == 250:
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


class _Pace:
    """At most so many messages a minute, evenly; 0 is without limit."""

    def __init__(
        self, per_minute: int, sleep: Callable[[float], None], monotonic: Callable[[], float]
    ) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._sleep, self._monotonic = sleep, monotonic
        self._next = monotonic()

    def wait(self) -> None:
        now = self._monotonic()
        if self._gap and now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self._gap


def connect(mail: Mail, password: str | None) -> smtplib.SMTP:
    """A connection as configured: encrypted, certificate checked, logged in. Raises Down."""
    port = mail.port or PORTS[mail.security]
    place = f"{mail.host}:{port}"
    try:
        return _connect(mail, port, password)
    except ssl.SSLCertVerificationError as error:
        why = f"邮件服务器 {place} 的证书不可信（{error.verify_message}），没有发送"
        mend = "请核对 host，单位自签的证书写在 ca_file"
        raise Down(f"{why}；{mend}") from error
    except ssl.SSLError as error:
        why = f"与邮件服务器 {place} 的加密连接建不起来（{error.reason or error}）"
        raise Down(f"{why}；465 端口配 tls，587 端口配 starttls") from error
    except smtplib.SMTPAuthenticationError as error:
        answer = told(error.smtp_code, error.smtp_error)
        why = f"邮件服务器 {place} 不接受用户名或授权码（{answer}）；请核对 user 和授权码"
        raise Down(why, final=500 <= error.smtp_code < 600) from error
    except smtplib.SMTPNotSupportedError as error:
        what = "STARTTLS 加密" if mail.security == "starttls" and "STARTTLS" in str(error) else "登录"
        raise Down(
            f"邮件服务器 {place} 不支持{what}，没有发送；请核对 port 和 security", final=True
        ) from error
    except smtplib.SMTPResponseException as error:
        answer = told(error.smtp_code, error.smtp_error)
        why = f"邮件服务器 {place} 拒绝连接（{answer}）"
        raise Down(why, final=500 <= error.smtp_code < 600) from error
    except UnicodeEncodeError as error:
        raise Down("用户名或授权码里有中文或全角字符；请重新填写", final=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Down(f"连不上邮件服务器 {place}（{reason(error)}）；请核对 host、port 和网络") from error


def _connect(mail: Mail, port: int, password: str | None) -> smtplib.SMTP:
    # A name for EHLO is given at once: smtplib's own is the computer's, which may be Chinese.
    context = tls_context(mail.ca_file) if mail.security != "none" else None
    smtp: smtplib.SMTP
    if mail.security == "tls":
        smtp = smtplib.SMTP_SSL(
            mail.host, port, local_hostname="localhost", timeout=mail.timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(mail.host, port, local_hostname="localhost", timeout=mail.timeout)
    try:
        assert smtp.sock is not None
        # The last dot is a packet of its own: held back for the answer to the one before it (Nagle's
        # algorithm), a thousand messages would take 40 seconds longer.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        own = smtp.sock.getsockname()[0]
        smtp.local_hostname = f"[IPv6:{own}]" if ":" in own else f"[{own}]"
        smtp.ehlo_or_helo_if_needed()
        if mail.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if mail.user:
            smtp.login(mail.user, password or "")
    except BaseException:
        smtp.close()
        raise
    return smtp


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """What a certificate is checked against: the system's authorities and the office's own."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # From 3.13 Python also asks of an authority extensions that offices' own ones often lack; the chain, the
    # dates and the server's name are checked as before.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise Down(
                f"ca_file {ca_file} 读不了（{reason(error)}）；应是 PEM 格式的证书", final=True
            ) from error
    return context


def wire(message: str) -> bytes:
    """A message as it goes after DATA, but for the last dot: ASCII, CRLF, leading dots doubled."""
    lines = b"\r\n".join(message.encode("ascii").splitlines()) + b"\r\n"
    return _LINE_START_DOT.sub(b"..", lines)


def told(code: int, answer: bytes | str) -> str:
    """A server's answer in one line: “550 5.1.1 User unknown”."""
    text = answer if isinstance(answer, str) else _decoded(answer)
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return f"{code} {' '.join(words)}"[:_LONGEST_REPLY].strip()


def _decoded(answer: bytes) -> str:
    try:
        return answer.decode("utf-8")
    except UnicodeDecodeError:
        return answer.decode("gb18030", "replace")


def reason(error: Exception) -> str:
    """An error of the network in a few words."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "等了太久没有回应"
    if isinstance(error, ConnectionRefusedError):
        return "对方拒绝连接"
    if isinstance(error, socket.gaierror):
        return "找不到这个主机名"
    if isinstance(error, ConnectionResetError | smtplib.SMTPServerDisconnected):
        return "对方断开了连接"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())


def _accepted(smtp: smtplib.SMTP, reply: tuple[int, bytes]) -> None:
    code, text = reply
    if not 200 <= code < 300:
        if code == _CLOSING:
            smtp.close()
        raise _refusal(code, text)


def _refusal(code: int, text: bytes) -> Undelivered:
    answer = told(code, text)
    return Refused(answer) if 500 <= code < 600 else Later(answer)
