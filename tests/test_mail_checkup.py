"""What `briefing doctor` says of delivery, against real servers on the loopback; nothing is sent."""

from pathlib import Path
from typing import Any

import pytest

from briefing import mail_checkup
from briefing.archive import Archive
from briefing.config import Config
from briefing.config.delivery import Chat, Mail, Recipient
from briefing.config.service import Duty, Review
from tests.deliver.post_office import HOST, PASSWORD, USER, Mailbox, certificates, free_port, server


def found(config: Config, archive: Archive | None = None) -> list[tuple[str, str, str]]:
    return [(one.subject, one.state, one.message) for one in mail_checkup.examine(config, archive)]


def mail(port: int, **fields: Any) -> Mail:
    values: dict[str, Any] = {"sender": "y@example.cn", "timeout": 5}
    return Mail(host=HOST, port=port, **values | fields)


def test_nothing_configured_is_nothing_said() -> None:
    assert found(Config()) == []


def test_who_is_to_be_told_by_mail_and_cannot_be() -> None:
    duty, review = Duty(addresses=("a@example.cn",)), Review(required=True, editors=("b@example.cn",))
    assert [(one[0], one[1]) for one in found(Config(duty=duty, review=review))] == [
        ("值班人", "bad"),
        ("审稿", "bad"),
    ]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    context, ca_file = certificates(tmp_path)
    monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", PASSWORD)
    mailbox = Mailbox()
    with server(mailbox, security=security, context=context, auth=True) as port:
        settings = mail(port, security=security, ca_file=ca_file, user=USER)
        ((subject, state, message),) = found(Config(mail=settings))
    assert (subject, state) == ("邮件服务器", "ok")
    assert "可以登录" in message
    assert mailbox.logins == [USER]
    assert mailbox.accepted == []


def test_what_is_wrong_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, _ = certificates(tmp_path)
    monkeypatch.delenv("BRIEFING_MAIL_PASSWORD", raising=False)
    with server(Mailbox(), security="tls", context=context) as port:
        assert "证书不可信" in found(Config(mail=mail(port)))[0][2]
        assert "没有邮箱授权码" in found(Config(mail=mail(port, user=USER)))[0][2]
    assert "连不上" in found(Config(mail=mail(free_port())))[0][2]
    assert "环境变量" in found(Config(chats=(Chat(name="群", url_env="NO_SUCH"),)))[0][2]


def test_recipients(archive: Archive) -> None:
    people = (
        Recipient(address="a@example.cn", districts=("河南省许昌市魏都区",)),
        Recipient(address="wrong"),
        Recipient(address="b@example.cn", districts=("没有区",)),
    )
    told = found(Config(recipients=people), archive)
    assert [state for _, state, _ in told] == ["bad", "bad", "bad", "ok"]
    assert "第 2 个" in told[0][2]
    assert "没有区" in told[1][2]
    assert "[mail]" in told[2][2]
    assert told[3][2] == "2 人"
