"""Weeks and other spans of days as people write them. Pure: today is passed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefing.errors import UsageError
from briefing.model import Period

_WEEK = re.compile(r"(?P<year>\d{4})-?[Ww](?P<week>\d{1,2})")
_DAY = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})-|/(?P<m2>\d{1,2})/|年(?P<m3>\d{1,2})月)(?P<d>\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Span:
    """What a briefing covers; `week` is its ISO name if it was asked for as a week."""

    period: Period
    week: str | None = None

    def __str__(self) -> str:
        start, end = self.period.start, self.period.end
        days = f"{start} 至 {end}" if start != end else str(start)
        return f"{self.week}（{days}）" if self.week else days


def week_of(day: date) -> Span:
    """The ISO week, Monday to Sunday, that the day is in."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Span(Period(monday, monday + timedelta(days=6)), f"{year}-W{week:02}")


def week(text: str, today: date) -> Span:
    """“2018-W45”, “this” or “last”. Raises UsageError for anything else."""
    if text.lower() in ("this", "last"):
        return week_of(today - timedelta(days=7 * (text.lower() == "last")))
    match = _WEEK.fullmatch(text.strip())
    if not match:
        now = week_of(today).week
        raise UsageError(f"--week“{text}”看不懂；请写成 {now}（年份-W周次），或 this（本周）、last（上周）")
    year, number = int(match["year"]), int(match["week"])
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        last = date(year, 12, 28).isocalendar().week if year else 52
        raise UsageError(f"--week“{text}”：{year} 年只有第 1 至 {last} 周") from None


def day(text: str, option: str) -> date:
    """“2018-11-07”, “2018/11/7” or “2018年11月7日”. Raises UsageError that names the option."""
    match = _DAY.fullmatch(text.strip())
    try:
        if match:
            return date(int(match["y"]), int(match["m"] or match["m2"] or match["m3"]), int(match["d"]))
    except ValueError:
        raise UsageError(f"{option}“{text}”：没有这一天；请核对月和日") from None
    raise UsageError(f"{option}“{text}”看不懂；日期请写成 2018-11-07")


def days(since: str | None, until: str | None, today: date) -> Span:
    """From `since` to `until`, both included; until today where only the beginning is given.

    Raises UsageError for a day that is none, for an end without a beginning or before it.
    """
    if since is None:
        raise UsageError("只有 --until，还缺 --since；例如 --since 2018-11-01 --until 2018-11-07")
    start = day(since, "--since")
    end = day(until, "--until") if until else today
    if end < start:
        raise UsageError(f"--since {start} 晚于 --until {end}；请对调")
    return Span(Period(start, end))


def last_seven_days(today: date) -> Span:
    """The seven days that end today."""
    return Span(Period(today - timedelta(days=6), today))


def whole(days: Sequence[date]) -> Span:
    """From the first to the last of the days, of which there is at least one."""
    return Span(Period(min(days), max(days)))


def weeks(days: Iterable[date]) -> list[Span]:
    """The weeks that the days are in, in order."""
    return sorted({week_of(day) for day in days}, key=lambda span: span.period.start)


def nearest(period: Period, days: Iterable[date], most: int = 3) -> list[Span]:
    """The weeks nearest to the period that have days, in order of time."""

    def distance(span: Span) -> tuple[int, date]:
        before = (period.start - span.period.end).days
        after = (span.period.start - period.end).days
        return max(before, after, 0), span.period.start

    near = sorted(weeks(days), key=distance)[:most]
    return sorted(near, key=lambda span: span.period.start)
