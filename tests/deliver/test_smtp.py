"""The mail channel against servers that behave, and against servers that do not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.config.delivery import Mail
from briefing.deliver.channel import Down, Later, Lost, Refused, Undelivered, Unsure
from briefing.deliver.smtp import MailChannel, told, wire
from briefing.errors import ConfigError
from briefing.model import Parcel, Ticket
from tests.deliver.post_office import (
    HOST,
    PASSWORD,
    USER,
    Mailbox,
    certificates,
    content,
    free_port,
    line,
    polite,
    reset,
    scripted,
    server,
)


def parcel(recipient: str = "a@example.cn", letter: str = "Subject: s\r\n\r\nbody\r\n") -> Parcel:
    return Parcel(Ticket("s", 1, "mail", recipient), "期", "", "To: a\r\n", letter, "<id>")


def settings(port: int, **fields: Any) -> Mail:
    values: dict[str, Any] = {"security": "none", "sender": "编辑部 <y@example.cn>", "timeout": 5}
    return Mail(host=HOST, port=port, **values | fields)


def nothing() -> None:
    pass


@contextmanager
def channel(port: int, password: str | None = None, **fields: Any) -> Iterator[MailChannel]:
    opened = MailChannel(settings(port, **fields), lambda: password)
    try:
        yield opened
    finally:
        opened.close()


def outcome(port: int, commit: Callable[[], None] = nothing, **fields: Any) -> Undelivered:
    """How handing over one message fails."""
    with channel(port, **fields) as opened, pytest.raises(Undelivered) as caught:
        opened.hand_over(parcel(), commit)
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


# --- what arrives ---


def test_what_is_handed_over_arrives_as_it_is() -> None:
    mailbox = Mailbox()
    with server(mailbox) as port, channel(port) as opened:
        answer = opened.hand_over(parcel(letter="Subject: s\n\n.one\n..two\nthree"), nothing)
    assert answer == "250 OK queued as 1"
    assert mailbox.accepted == [("a@example.cn", b"To: a\r\nSubject: s\r\n\r\n.one\r\n..two\r\nthree\r\n")]


def test_one_connection_for_many_messages() -> None:
    mailbox = Mailbox()
    names = [f"{n}@example.cn" for n in range(50)]
    with server(mailbox) as port, channel(port) as opened:
        for name in names:
            opened.hand_over(parcel(name), nothing)
    assert mailbox.recipients == names
    assert mailbox.connections == 1


def test_a_server_that_takes_few_messages_for_one_connection_gets_several() -> None:
    mailbox = Mailbox(most=4)
    with server(mailbox) as port, channel(port) as opened:
        for n in range(10):
            opened.hand_over(parcel(f"{n}@example.cn"), nothing)
    assert len(mailbox.accepted) == 10
    assert mailbox.connections == 3


def test_a_connection_that_was_closed_meanwhile_is_made_anew() -> None:
    mailbox = Mailbox()
    with server(mailbox) as port, channel(port) as opened:
        opened.hand_over(parcel(), nothing)
        assert opened._smtp is not None
        assert opened._smtp.sock is not None
        opened._smtp.sock.shutdown(socket.SHUT_RDWR)
        opened.hand_over(parcel("b@example.cn"), nothing)
    assert mailbox.recipients == ["a@example.cn", "b@example.cn"]


def test_the_last_byte_goes_after_the_commit() -> None:
    mailbox = Mailbox()
    seen: list[int] = []
    with server(mailbox) as port, channel(port) as opened:

        def commit() -> None:
            time.sleep(0.1)
            seen.append(len(mailbox.accepted))

        opened.hand_over(parcel(), commit)
    assert seen == [0]
    assert len(mailbox.accepted) == 1


def test_without_the_commit_nothing_arrives_and_the_channel_goes_on() -> None:
    mailbox = Mailbox()

    def lost() -> None:
        raise Lost

    with server(mailbox) as port, channel(port) as opened:
        with pytest.raises(Lost):
            opened.hand_over(parcel(), lost)
        opened.hand_over(parcel("b@example.cn"), nothing)
    assert mailbox.recipients == ["b@example.cn"]


# --- what the server refuses ---


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("450 mailbox busy", Later),
        ("421 shutting down", Later),
        ("550 no such user", Refused),
        ("552 mailbox full", Refused),
    ],
)
@pytest.mark.parametrize("step", ["sender", "recipient", "data"])
def test_a_refusal_concerns_one_message(reply: str, kind: type[Undelivered], step: str) -> None:
    mailbox = Mailbox()
    if step == "sender":
        mailbox.refuse_sender = [reply] * 2
    elif step == "recipient":
        mailbox.refuse["a@example.cn"] = reply
    else:
        mailbox.refuse_data["a@example.cn"] = reply
    with server(mailbox) as port, channel(port) as opened:
        with pytest.raises(kind, match=reply):
            opened.hand_over(parcel(), nothing)
        mailbox.refuse_sender = []
        opened.hand_over(parcel("b@example.cn"), nothing)
    assert mailbox.recipients == ["b@example.cn"]


def test_the_answer_is_told_in_one_clean_line() -> None:
    assert told(550, b"5.1.1 no\nsuch \x07 user") == "550 5.1.1 no such user"
    assert told(550, "用户不存在".encode("gb18030")) == "550 用户不存在"
    assert len(told(550, b"x" * 5000)) == 200


# --- connections that break ---


def test_a_reset_before_the_last_byte_has_delivered_nothing() -> None:
    broken = threading.Event()

    def conversation(connection: socket.socket) -> None:
        polite(connection)
        reset(connection)
        broken.set()

    def commit() -> None:
        assert broken.wait(10)

    with scripted(conversation) as port:
        assert isinstance(outcome(port, commit), Later)


def test_a_reset_after_the_last_byte_may_have_delivered_it() -> None:
    def conversation(connection: socket.socket) -> None:
        polite(connection)
        content(connection)
        reset(connection)

    with scripted(conversation) as port:
        assert isinstance(outcome(port), Unsure)


def test_a_server_that_never_answers_the_last_byte_leaves_us_unsure() -> None:
    def conversation(connection: socket.socket) -> None:
        polite(connection)
        content(connection)
        time.sleep(1.5)

    with scripted(conversation) as port:
        told = outcome(port, timeout=1)
    assert isinstance(told, Unsure)
    assert "没有回应" in str(told)


def test_an_answer_that_is_none_leaves_us_unsure() -> None:
    def conversation(connection: socket.socket) -> None:
        polite(connection)
        content(connection)
        connection.sendall(b"what?\r\n")

    with scripted(conversation) as port:
        assert isinstance(outcome(port), Unsure)


def test_a_slow_server_is_waited_for_so_long_and_no_longer() -> None:
    def conversation(connection: socket.socket) -> None:
        connection.sendall(b"220 test\r\n")
        line(connection)
        time.sleep(1.5)

    with scripted(conversation) as port:
        told = outcome(port, timeout=1)
    assert isinstance(told, Down)
    assert not told.final


def test_a_server_that_hangs_up_at_once_is_tried_again() -> None:
    def conversation(connection: socket.socket) -> None:
        polite(connection, until="ehlo")
        line(connection)

    with scripted(conversation) as port:
        told = outcome(port)
    assert isinstance(told, Later)
    assert "断开" in str(told)


def test_without_its_password_the_channel_waits() -> None:
    def password() -> str:
        raise ConfigError("没有授权码")

    opened = MailChannel(settings(1), password)
    with pytest.raises(Down, match="没有授权码") as caught:
        opened.hand_over(parcel(), nothing)
    assert not caught.value.final


def test_nobody_listening_is_a_channel_out_of_order_for_now() -> None:
    told = outcome(free_port())
    assert isinstance(told, Down)
    assert not told.final
    assert "拒绝连接" in str(told)


@pytest.mark.parametrize(("greeting", "final"), [(b"421 busy\r\n", False), (b"554 go away\r\n", True)])
def test_a_server_that_does_not_let_us_in(greeting: bytes, final: bool) -> None:
    with scripted(lambda connection: connection.sendall(greeting)) as port:
        told = outcome(port)
    assert isinstance(told, Down)
    assert told.final is final
    assert greeting[:3].decode() in str(told)


def test_what_is_no_mail_server_is_told_as_such() -> None:
    with scripted(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        assert isinstance(outcome(port), Down)


# --- encryption and login ---


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encryption_with_a_certificate_that_holds(tmp_path: Path, security: str) -> None:
    context, ca_file = certificates(tmp_path)
    mailbox = Mailbox()
    with (
        server(mailbox, security=security, context=context, auth=True) as port,
        channel(port, PASSWORD, security=security, ca_file=ca_file, user=USER) as opened,
    ):
        opened.hand_over(parcel(), nothing)
    assert mailbox.recipients == ["a@example.cn"]
    assert mailbox.logins == [USER]


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("fault", ["unknown authority", "another host", "expired"])
def test_a_wrong_certificate_is_refused_before_anything_is_said(
    tmp_path: Path, security: str, fault: str
) -> None:
    name, days = (
        ("mail.example.cn", 1) if fault == "another host" else (HOST, -1 if fault == "expired" else 1)
    )
    context, ca_file = certificates(tmp_path, name=name, days=days)
    trusted = None if fault == "unknown authority" else ca_file
    mailbox = Mailbox()
    with server(mailbox, security=security, context=context, auth=True) as port:
        told = outcome(port, password=PASSWORD, security=security, ca_file=trusted, user=USER)
    assert isinstance(told, Down)
    assert "证书不可信" in str(told)
    assert (mailbox.accepted, mailbox.logins) == ([], [])


def test_without_starttls_nothing_is_sent_in_clear() -> None:
    mailbox = Mailbox()
    with server(mailbox) as port:
        told = outcome(port, password=PASSWORD, security="starttls", user=USER)
    assert isinstance(told, Down)
    assert told.final
    assert "STARTTLS" in str(told)
    assert (mailbox.accepted, mailbox.logins) == ([], [])


def test_tls_on_a_port_without_it_says_which_ports_there_are() -> None:
    with server(Mailbox()) as port:
        told = outcome(port, security="tls")
    assert isinstance(told, Down)
    assert "465" in str(told)


def test_a_wrong_password_is_told_and_not_repeated_on_end(tmp_path: Path) -> None:
    context, ca_file = certificates(tmp_path)
    mailbox = Mailbox()
    with server(mailbox, security="tls", context=context, auth=True) as port:
        told = outcome(port, password="wrong", security="tls", ca_file=ca_file, user=USER)
    assert isinstance(told, Down)
    assert told.final
    assert "授权码" in str(told)
    assert "wrong" not in str(told)


def test_a_password_in_chinese_is_told(tmp_path: Path) -> None:
    context, ca_file = certificates(tmp_path)
    with server(Mailbox(), security="tls", context=context, auth=True) as port:
        told = outcome(port, password="密码", security="tls", ca_file=ca_file, user=USER)
    assert "全角" in str(told)


def test_a_server_without_login_is_told(tmp_path: Path) -> None:
    context, ca_file = certificates(tmp_path)
    with server(Mailbox(), security="tls", context=context) as port:
        told = outcome(port, password=PASSWORD, security="tls", ca_file=ca_file, user=USER)
    assert isinstance(told, Down)
    assert "不支持登录" in str(told)


def test_a_file_that_holds_no_certificate_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "ca.pem"
    wrong.write_text("x")
    with server(Mailbox()) as port:
        told = outcome(port, security="tls", ca_file=wrong)
    assert "ca_file" in str(told)


# --- the wire, the pace ---


@pytest.mark.parametrize(
    ("message", "bytes_"),
    [
        ("a\nb", b"a\r\nb\r\n"),
        ("a\r\nb\r\n", b"a\r\nb\r\n"),
        (".\r\n.a\r\n", b"..\r\n..a\r\n"),
        ("a\n.\nQUIT\n", b"a\r\n..\r\nQUIT\r\n"),
    ],
)
def test_no_message_can_end_itself_early(message: str, bytes_: bytes) -> None:
    assert wire(message) == bytes_


def test_so_many_a_minute_and_no_more() -> None:
    slept: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    with server(Mailbox()) as port:
        opened = MailChannel(settings(port, per_minute=30), lambda: None, sleep, lambda: now[0])
        for n in range(4):
            opened.hand_over(parcel(f"{n}@example.cn"), nothing)
        opened.close()
    assert slept == [2.0, 2.0, 2.0]
