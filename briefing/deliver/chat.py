"""The chat channel: a short text to a group of 企业微信, 钉钉 or 飞书 by its robot, through apprise.

Apprise says only whether the service took the request. That an HTTP answer of 200 can carry a refusal of the
service itself (a key withdrawn) it does not notice: a receipt here means “taken”, not “read”.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from briefing.deliver.channel import Commit, Later, Refused
from briefing.errors import ConfigError
from briefing.model import Parcel

CHANNEL = "chat"
# 企业微信 takes 2,048 bytes of text.
LONGEST = 640
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
        with _complaints() as complaints:
            taken = sender.notify(body=parcel.letter, body_format=self._apprise.NotifyFormat.TEXT)
        if not taken:
            raise Later("；".join(complaints) or "对方没有接收")
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
