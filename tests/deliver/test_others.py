"""Secrets, the folder and the chat channel."""

from __future__ import annotations

import builtins
import http.server
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing.deliver.channel import Later, Lost, Refused
from briefing.deliver.chat import LONGEST, ChatChannel, native, shortened
from briefing.deliver.folder import FolderChannel, letter
from briefing.deliver.secrets import secret
from briefing.errors import ConfigError
from briefing.model import Parcel, Ticket


def parcel(recipient: str, text: str, channel: str = "folder") -> Parcel:
    return Parcel(Ticket("期", 1, channel, recipient), "期", "", "", text)


def nothing() -> None:
    pass


# --- secrets ---


def test_the_environment_comes_first(tmp_path: Path) -> None:
    assert secret("授权码", "X", tmp_path / "none", {"X": " abc "}) == "abc"


def test_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "授权码.txt"
    path.write_bytes(b"\xef\xbb\xbfabc\r\n")
    path.chmod(0o600)
    assert secret("授权码", "X", path, {}) == "abc"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_text("geheim")
    path.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        secret("授权码", "X", path, {})
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "是空的"), (b"a\nb\n", "只有一行"), (b"\xff\xfe\x00", "不是纯文本")]
)
def test_a_file_that_holds_no_secret(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match=why):
        secret("授权码", "X", path, {})


def test_no_secret_at_all_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="环境变量 X"):
        secret("授权码", "X", None, {})
    with pytest.raises(ConfigError, match="读不了"):
        secret("授权码", "X", tmp_path / "none", {})


# --- the folder ---


def test_a_file_is_put_into_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "共享" / "一周要闻.docx"
    assert FolderChannel().hand_over(parcel(str(path), letter(b"\0abc")), nothing) == ""
    assert path.read_bytes() == b"\0abc"
    assert list(path.parent.iterdir()) == [path]


def test_another_file_of_that_name_stays_and_the_same_one_too(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"other")
    for _ in range(2):
        answer = FolderChannel().hand_over(parcel(str(path), letter(b"ours")), nothing)
    assert path.read_bytes() == b"other"
    assert answer == "已有同名的文件，另存为 a_2.docx"
    assert {one.name for one in tmp_path.iterdir()} == {"a.docx", "a_2.docx"}


def test_without_the_commit_nothing_is_there(tmp_path: Path) -> None:
    def lost() -> None:
        raise Lost

    with pytest.raises(Lost):
        FolderChannel().hand_over(parcel(str(tmp_path / "a"), letter(b"x")), lost)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Later, match="写不进"):
        FolderChannel().hand_over(parcel(str(tmp_path / "file" / "a"), letter(b"x")), nothing)


# --- chat groups ---


@contextmanager
def webhook(status: int = 200, answer: str = "{}") -> Iterator[tuple[str, list[Any]]]:
    """A robot's webhook on the loopback: its address in apprise's words, and what was posted to it."""
    posted: list[Any] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_arguments: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"json://127.0.0.1:{server.server_port}/robot", posted
        server.shutdown()
        thread.join(10)


def test_a_group_gets_the_text() -> None:
    with webhook() as (address, posted):
        channel = ChatChannel({"工作群": address}.__getitem__)
        assert channel.hand_over(parcel("工作群", "一周要闻\n1. 会议", "chat"), nothing) == ""
    (told,) = posted
    assert told["message"] == "一周要闻\n1. 会议"


def test_a_robot_that_refuses_is_tried_again() -> None:
    with webhook(500) as (address, posted):
        channel = ChatChannel({"工作群": address}.__getitem__)
        with pytest.raises(Later) as caught:
            channel.hand_over(parcel("工作群", "文", "chat"), nothing)
    assert len(posted) == 1
    assert "500" in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            '{"errcode": 93000, "errmsg": "invalid webhook url,\\n hint: x"}',
            "93000 invalid webhook url, hint: x",
        ),
        ('{"errcode": 310000, "errmsg": "keywords not in content"}', "310000 keywords"),
        ('{"code": 19001, "msg": "incoming webhook access token invalid"}', "19001 incoming webhook"),
    ],
)
def test_a_refusal_within_a_friendly_answer_is_none_the_less_one(answer: str, told: str) -> None:
    with webhook(200, answer) as (address, posted):
        channel = ChatChannel({"工作群": address}.__getitem__)
        with pytest.raises(Later, match=told):
            channel.hand_over(parcel("工作群", "文", "chat"), nothing)
    assert len(posted) == 1


@pytest.mark.parametrize("address", ["wecombot://key", "dingtalk://0123abcd/", "feishu://0123abcd-4567/"])
def test_each_groups_own_service_is_listened_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = pytest.importorskip("requests")
    real = requests.request
    with webhook(200, '{"errcode": 7, "code": 7, "errmsg": "no", "msg": "no"}') as (robot, posted):
        here = robot.replace("json:", "http:")
        monkeypatch.setattr(requests, "request", lambda how, _url, **options: real(how, here, **options))
        with pytest.raises(Later, match="7 no"):
            ChatChannel(lambda _name: address).hand_over(parcel("工作群", "文", "chat"), nothing)
    assert len(posted) == 1


@pytest.mark.parametrize(
    "answer",
    ['{"errcode": 0, "errmsg": "ok"}', '{"StatusCode": 0, "code": 0, "msg": "success"}', "", "[1]", "ok"],
)
def test_any_other_answer_is_a_receipt(answer: str) -> None:
    with webhook(200, answer) as (address, posted):
        ChatChannel({"工作群": address}.__getitem__).hand_over(parcel("工作群", "文", "chat"), nothing)
    assert len(posted) == 1


def test_an_address_that_is_none_is_refused_without_showing_it() -> None:
    channel = ChatChannel(lambda _name: "nosuch://secret")
    with pytest.raises(Refused, match="工作群") as caught:
        channel.hand_over(parcel("工作群", "文", "chat"), nothing)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "schema"),
    [
        ("https://open.feishu.cn/open-apis/bot/v2/hook/0123abcd-4567", "feishu://0123abcd-4567/"),
        ("https://oapi.dingtalk.com/robot/send?access_token=0123abcd", "dingtalk://0123abcd/"),
        ("wecombot://key ", "wecombot://key"),
    ],
)
def test_addresses_as_copied_from_a_robots_page(address: str, schema: str) -> None:
    apprise = pytest.importorskip("apprise")
    assert native(address) == schema
    assert apprise.Apprise().add(native(address))


def test_wecoms_own_address_is_known_to_the_library() -> None:
    apprise = pytest.importorskip("apprise")
    address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=01234567-89ab-cdef-0123-456789abcdef"
    assert apprise.Apprise().add(native(address))


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **options: Any) -> Any:
        if name == "apprise":
            raise ModuleNotFoundError(name="apprise")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ConfigError, match=r"briefing\[chat\]") as caught:
        ChatChannel(lambda _name: "")
    assert os.linesep not in str(caught.value)


def test_a_long_text_is_cut_at_a_lines_end() -> None:
    assert shortened("短") == "短"
    cut = shortened("\n".join(f"{n}. 标题标题标题" for n in range(200)))
    assert len(cut) <= LONGEST + 2
    assert cut.endswith("标题\n……")
    assert len(cut.encode()) < 2048
