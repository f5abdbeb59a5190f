"""Mail servers on the loopback: one that behaves (aiosmtpd), one that does as told, and certificates."""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "yaowen", "correct horse"


@dataclass
class Mailbox:
    """What the server accepted: recipient and message, in order. Refusals by recipient, or in turn."""

    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    refuse_data: dict[str, str] = field(default_factory=dict)
    refuse_sender: list[str] = field(default_factory=list)
    most: int | None = None
    """Messages for one connection; then it is closed with 421."""
    connections: int = 0
    logins: list[str] = field(default_factory=list)
    after_accepting: Callable[[], None] = lambda: None

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if not hasattr(session, "taken"):
            session.taken = 0
            self.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.most is not None and session.taken >= self.most:
            return "421 too many messages for one connection"
        if self.refuse_sender:
            return self.refuse_sender.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        if recipient in self.refuse_data:
            return self.refuse_data[recipient]
        session.taken += 1
        self.accepted.append((recipient, envelope.content))
        self.after_accepting()
        return f"250 OK queued as {len(self.accepted)}"

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        right = data == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    def message(self, recipient: str) -> EmailMessage:
        """The one message that a recipient got."""
        (data,) = [data for name, data in self.accepted if name == recipient]
        parsed = message_from_bytes(data, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        assert not parsed.defects
        return parsed

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.accepted]


@contextmanager
def server(
    mailbox: Mailbox, *, security: str = "none", context: ssl.SSLContext | None = None, auth: bool = False
) -> Iterator[int]:
    """A well-behaved server in a thread; yields its port."""
    options: dict[str, Any] = {"enable_SMTPUTF8": False, "ident": "test"}
    if auth:
        options |= {"authenticator": mailbox.authenticate, "auth_require_tls": False}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(
        mailbox,
        hostname=HOST,
        port=free_port(),
        ssl_context=context if security == "tls" else None,
        **options,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def scripted(conversation: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that has each connection run a conversation of the test's own."""
    listening = socket.create_server((HOST, 0))
    listening.settimeout(0.1)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            connection.settimeout(10)
            with connection, suppress(OSError):
                conversation(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        stopped.set()
        thread.join(15)
        listening.close()


def polite(connection: socket.socket, until: str = "DATA") -> None:
    """Answer as a server does, up to and including the command `until`."""
    connection.sendall(b"220 test\r\n")
    while True:
        command = line(connection)
        connection.sendall(b"354 go on\r\n" if command.startswith("DATA") else b"250 OK\r\n")
        if command.startswith(until):
            return


def line(connection: socket.socket) -> str:
    read = b""
    while not read.endswith(b"\r\n"):
        piece = connection.recv(1)
        if not piece:
            raise ConnectionError
        read += piece
    return read.decode("ascii").rstrip()


def content(connection: socket.socket) -> bytes:
    """What follows DATA, up to the last dot."""
    read = b""
    while not read.endswith(b"\r\n.\r\n"):
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError
        read += piece
    return read


def reset(connection: socket.socket) -> None:
    """Break the connection off, without a farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


# --- certificates ---------------------------------------------------------------------------------


def certificates(folder: Path, *, name: str = HOST, days: int = 1) -> tuple[ssl.SSLContext, Path]:
    """A server's context for that host name, and the file of the authority that signed its certificate."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate("Test CA", authority_key.public_key(), "Test CA", authority_key, days)
    own = _certificate(name, key.public_key(), "Test CA", authority_key, days)
    ca_file, file = folder / f"ca-{name}-{days}.pem", folder / f"server-{name}-{days}.pem"
    ca_file.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + own.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context, ca_file


def _certificate(name: str, key: Any, issuer: str, signing: Any, days: int) -> x509.Certificate:
    now = datetime.now(UTC)
    start = now - timedelta(days=2)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    alternative: x509.GeneralName
    try:
        alternative = x509.IPAddress(ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name.replace(" ", "-"))
    authority = name == issuer
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .sign(signing, hashes.SHA256())
    )


# --- a server of its own process ------------------------------------------------------------------


def _serve(log: Path) -> None:
    """Note each message as it is accepted, before the client hears of it; until the standard input ends."""

    class Noting(Mailbox):
        async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
            answer = await super().handle_DATA(server, session, envelope)
            recipient, data = self.accepted[-1]
            identity = message_from_bytes(data)["Message-ID"]
            with log.open("a") as file:
                file.write(f"{recipient}\t{identity}\n")
            return answer

    with server(Noting()) as port:
        print(port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
