"""Time expressions in newspaper text: 11月2日下午, 15日, 本周二, 昨日, 10月29日至11月2日, 近日.

Not every date is the event's: deadlines, statistics, speeches and recollections are told apart by the
words next to them. Words and patterns are in data/dates.toml. Texts come without blanks, as `passages`
gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from briefing.resources import read_toml


class Form(StrEnum):
    """How an expression names a day."""

    DATE = "date"
    DAY = "day"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    VAGUE = "vague"


class Use(StrEnum):
    """What the date is for."""

    EVENT = "event"
    START = "start"
    QUOTED = "quoted"
    FUTURE = "future"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression at [start:end] of a text. Of a range, `last` is the last day.

    `weekday` counts Monday as 0; `week` is 0 for this week, -1 for last week; `offset` days from today.
    """

    start: int
    end: int
    text: str
    form: Form
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: tuple[int | None, int, int] | None = None
    weekday: int | None = None
    week: int | None = None
    offset: int | None = None


_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMERALS = "一二三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})"
_TO = r"(?:至|到|—{1,2}|－|–|-|~|～)"
_NIGHT = {"昨": -1, "今": 0, "前": -2, "当": 0}


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The rules of dates.toml."""
    return read_toml("dates.toml")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    times = f"(?:{'|'.join(rules()['times'])})?"
    vague = "|".join(rules()["vague"])
    return re.compile(
        rf"(?P<date>(?:(?P<year>\d{{4}}|[〇零{_NUMERALS}]{{4}})年)?(?<![\d])(?P<month>{_N})月(?P<day>{_N})(?:日|号)?"
        rf"(?:{times}{_TO}(?:(?P<year2>\d{{4}})年)?(?:(?P<month2>{_N})月)?(?P<day2>{_N}))?(?:(?<=[日号])|日|号(?!线|楼)){times})"
        rf"|(?P<iso>(?P<y>(?:19|20)\d\d)[-./](?P<m>\d{{1,2}})[-./](?P<d>\d{{1,2}})(?!\d))"
        rf"|(?P<bare>(?<![\d月第每〇零{_NUMERALS}.．%年/-])(?P<only>\d{{1,2}})(?:日?{_TO}(?P<until>\d{{1,2}}))?日(?![内游均元报志常期产照记本语式方子均]){times})"
        rf"|(?P<week>(?<![每至到—、-])(?P<which>本周|这周|上周|本星期|上星期|上个?星期|周|星期)(?P<dow>[一二三四五六日天])(?!至|到|—|-|[、，]周|[期年岁]){times})"
        rf"|(?P<relative>(?P<rel>[昨今前])(?:天|日)(?!内){times}|(?P<night>[昨今])(?:晚|夜|晨))"
        rf"|(?P<vague>{vague})"
    )


def numeral(text: str) -> int:
    """12, 十二, 二十, 二〇一八 as a number."""
    text = text.translate(_WIDE)
    if text.isdecimal():
        return int(text)
    digits = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
    if len(text) == 4 and "十" not in text:
        return int("".join(str(digits[c]) for c in text))
    tens, _, ones = text.partition("十") if "十" in text else ("", "", text)
    return (digits.get(tens, 1) if "十" in text else 0) * 10 + (digits.get(ones, 0) if ones else 0)


def expressions(text: str) -> Iterator[Expression]:
    """The time expressions of a text without blanks, in order."""
    for match in _pattern().finditer(text.translate(_WIDE)):
        expression = _expression(match)
        if expression:
            yield expression


def _expression(match: re.Match[str]) -> Expression | None:
    start, end, text = match.start(), match.end(), match[0]
    if match["date"]:
        year = numeral(match["year"]) if match["year"] else None
        month, day = numeral(match["month"]), numeral(match["day"])
        last = None
        if match["day2"]:
            month2 = numeral(match["month2"]) if match["month2"] else month
            last = (int(match["year2"]) if match["year2"] else year, month2, numeral(match["day2"]))
            if not _possible(last[1], last[2]):
                last = None
        if not _possible(month, day):
            return None
        return Expression(start, end, text, Form.DATE, year=year, month=month, day=day, last=last)
    if match["iso"]:
        month, day = int(match["m"]), int(match["d"])
        if not _possible(month, day):
            return None
        return Expression(start, end, text, Form.DATE, year=int(match["y"]), month=month, day=day)
    if match["bare"]:
        day = int(match["until"] or match["only"])
        return Expression(start, end, text, Form.DAY, day=day) if 1 <= day <= 31 else None
    if match["week"]:
        weekday = "一二三四五六日".index(match["dow"].replace("天", "日"))
        week = -1 if match["which"].startswith("上") else 0 if match["which"][0] in "本这" else None
        return Expression(start, end, text, Form.WEEKDAY, weekday=weekday, week=week)
    if match["relative"]:
        return Expression(start, end, text, Form.RELATIVE, offset=_NIGHT[match["rel"] or match["night"]])
    return Expression(start, end, text, Form.VAGUE)


def _possible(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (
        31 if month in (1, 3, 5, 7, 8, 10, 12) else 29 if month == 2 else 30
    )


# --- what a date is for ---------------------------------------------------------------------------

_CLAUSE = re.compile(r"[，。；！？：“”（）()、,;:!?《》—…]")


def use(text: str, expression: Expression) -> Use:
    """What the date at this place of the text is for."""
    before, after = text[: expression.start], text[expression.end : expression.end + 60]
    near = _CLAUSE.split(before)[-1][-20:]
    if _inside(before, "《", "》") or _inside(before, "（", "）") or _inside(before, "(", ")"):
        return Use.BACKGROUND
    if matches("future_before", near) or matches("future_after", after):
        return Use.FUTURE
    if matches("background_before", near) or matches("background_after", after):
        return Use.BACKGROUND
    if (matches("start_before", near) and matches("start_after", after)) or after.startswith("起"):
        return Use.START
    return Use.QUOTED if _inside(before, "“", "”") else Use.EVENT


def matches(rule: str, text: str) -> bool:
    """Whether a rule of dates.toml fits the words before (…_before) or after a date."""
    return bool(_compiled(rule).search(text[-20:] if rule.endswith("before") else text[:40]))


@lru_cache(maxsize=16)
def _compiled(rule: str) -> re.Pattern[str]:
    return re.compile(rules()[rule])


def _inside(before: str, opening: str, closing: str) -> bool:
    return before.count(opening) > before.count(closing)
