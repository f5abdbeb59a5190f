"""The days that a text speaks of, and the half of the day of its event."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"(?:(\d{1,2})月)?(?<!\d)(\d{1,2})日|(前|昨|今)[日天]|本周([一二三四五六日])")
_BACK = {"前": 2, "昨": 1, "今": 0}
_WEEK = "一二三四五六日"
_HALF = re.compile(
    r"(?:日|[昨今][日天]|周[一二三四五六日])(?:（[^）]{1,8}）)?"
    r"(?:(清晨|早|上午|下午|傍晚|晚|夜)|(\d{1,2})时)"
)
_HALVES = {"清晨": "上午", "早": "上午", "傍晚": "晚上", "晚": "晚上", "夜": "晚上"}


def mentioned(text: str, reference: date | None) -> frozenset[date]:
    """All days named in a text; those without a year or month are the last such up to `reference`."""
    if reference is None:
        return frozenset()
    found = set()
    month = reference.month
    for match in _DAY.finditer(text):
        said, number, back, weekday = match.groups()
        if number:
            month = int(said) if said else month
            if day := _latest(month, int(number), reference):
                found.add(day)
        elif back:
            found.add(reference - timedelta(_BACK[back]))
        else:
            found.add(reference + timedelta(_WEEK.index(weekday) - reference.weekday()))
    return frozenset(found)


def _latest(month: int, number: int, reference: date) -> date | None:
    for year in (reference.year, reference.year - 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day <= reference:
            return day
    return None


def is_written(day: date, text: str) -> bool:
    """Whether a text has this day in figures (not as 昨日 or 本周一)."""
    return re.search(rf"(?<!\d){day.day}日", text) is not None


def half(opening: str) -> str:
    """上午, 下午 or 晚上, as the first day of an opening has it behind it; empty where none is said."""
    match = _HALF.search(opening)
    if match is None:
        return ""
    word, hour = match.groups()
    if hour:
        return "上午" if 6 <= int(hour) < 12 else "下午" if 12 <= int(hour) < 18 else "晚上"
    return _HALVES.get(word, word)
