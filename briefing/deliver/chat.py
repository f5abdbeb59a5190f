"""The chat channel: a short text to a group of 企业微信, 钉钉 or 飞书 by its robot, through apprise.

Apprise says only whether the request was answered with 200, and such an answer can carry a refusal (a key
withdrawn, a word that the group's rule wants missing): so the answer itself is read as well.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from briefing.deliver.channel import Commit, Later, Refused
from briefing.errors import ConfigError
from briefing.model import Parcel

CHANNEL = "chat"
# 企业微信 takes 2,048 bytes of text.
LONGEST = 640
_WORDS = 120
# What a robot's page shows for copying, in apprise's own words (it knows that of 企业微信 itself).
_NATIVE = (
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?"), r"feishu://\1/"),
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=(\w+)"), r"dingtalk://\1/"),
)


class ChatChannel:
    """Sends to the groups by their names; `url` gives a group's secret webhook address."""

    repeatable = False

    def __init__(self, url: Callable[[str], str]) -> None:
        self._url = url
        self._apprise = _library()

    def hand_over(self, parcel: Parcel, commit: Commit) -> str:
        name = parcel.ticket.recipient
        try:
            address = self._url(name)
        except ConfigError as error:
            raise Refused(str(error)) from error
        sender = self._apprise.Apprise()
        if not sender.add(native(address)):
            raise Refused(f"群“{name}”的机器人地址看不懂；请从群设置里重新复制")
        commit()
        with _complaints() as complaints, _answers(sender) as answers:
            taken = sender.notify(body=parcel.letter, body_format=self._apprise.NotifyFormat.TEXT)
        refusals = [told for answer in answers if (told := _refusal(answer))]
        if not taken or refusals:
            raise Later("；".join((*complaints, *refusals)) or "对方没有接收")
        return ""

    def close(self) -> None:
        pass


def native(address: str) -> str:
    """A webhook address as copied from a robot's page, in apprise's words."""
    for pattern, form in _NATIVE:
        if match := pattern.fullmatch(address.strip()):
            return match.expand(form)
    return address.strip()


def shortened(text: str) -> str:
    """The text, cut at a line's end where a group would not take all of it."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n")[0] or text[:LONGEST]
    return f"{kept}\n……"


class _Heard:
    """The library `requests` as an apprise plugin uses it; keeps what is answered."""

    def __init__(self, library: Any) -> None:
        self._library, self.answers = library, list[Any]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def post(self, *arguments: Any, **options: Any) -> Any:
        return self.request("POST", *arguments, **options)

    def request(self, *arguments: Any, **options: Any) -> Any:
        answer = self._library.request(*arguments, **options)
        self.answers.append(answer)
        return answer


@contextmanager
def _answers(sender: Any) -> Iterator[list[Any]]:
    """What the services answer meanwhile: apprise throws it away."""
    plugins = {type(one).__module__: sys.modules[type(one).__module__] for one in sender}
    former = {name: vars(module).get("requests") for name, module in plugins.items()}
    heard = {name: _Heard(library) for name, library in former.items() if library}
    answers: list[Any] = []
    try:
        for name, listening in heard.items():
            vars(plugins[name])["requests"] = listening
        yield answers
    finally:
        for name, listening in heard.items():
            vars(plugins[name])["requests"] = former[name]
            answers += listening.answers


def _refusal(answer: Any) -> str:
    """The refusal that an answer carries: 企业微信 and 钉钉 say errcode, 飞书 code; 0 is success."""
    try:
        said = answer.json()
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    code = next((said[key] for key in ("errcode", "code", "StatusCode") if key in said), 0)
    words = next((said[key] for key in ("errmsg", "msg", "StatusMessage") if key in said), "")
    return f"对方没有接收：{code} {' '.join(str(words).split())[:_WORDS]}" if code not in (0, "0") else ""


def _library() -> Any:
    try:
        import apprise
    except ModuleNotFoundError:
        raise ConfigError('发到群里需要 Python 包 apprise；请先安装：pip install "briefing[chat]"') from None
    return apprise


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What apprise logs meanwhile: it says nowhere else why it failed. It logs no secrets at this level."""
    found: list[str] = []

    class _Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    listener, log = _Listening(logging.WARNING), logging.getLogger("apprise")
    log.addHandler(listener)
    try:
        yield found
    finally:
        log.removeHandler(listener)
