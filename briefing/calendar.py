"""Working days in China: the office's own file, then what the State Council announced, then the law's days.

The adjusted days (调休) of a year are announced each November of the year before, and come with a release
of the chinesecalendar package. For a year that it does not know, the statutory days and the weekends are
all that can be said, and `Calendar.known` is False: who plans by such a day says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from briefing import resources
from briefing.errors import ConfigError, reason

_DAY = timedelta(days=1)
_SPAN = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*(?:(?:至|到|~|—|–)\s*(\d{4}-\d{2}-\d{2})\s*)?")
_KEYS = ("announced", "off", "work")
# A holiday never lasted longer; a span beyond it is a slip of the pen.
_LONGEST = 31
# Announcements came between 25 October and 12 December, mostly in the first half of November.
_ASKED_FROM = (11, 15)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. `off`, `work` and `announced` are the office's own file."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    announced: frozenset[int] = field(default=frozenset())

    @classmethod
    def load(cls, path: Path | None) -> Calendar:
        """With the office's own file, where there is one. Raises ConfigError for a wrong one."""
        return cls() if path is None else cls(**_read(path))

    def works(self, day: date) -> bool:
        """Whether it is a working day: a make-up Saturday is, a holiday or a plain weekend is not."""
        if day in self.off or day in self.work:
            return day in self.work
        if day in _worked():
            return True
        return day.weekday() < 5 and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Whether it is free for another reason than being a weekend."""
        if day in self.off or day in self.work:
            return day in self.off
        first, last = _announced()
        return day in (_free() if first <= day.year <= last else _statutory(day.year))

    def known(self, year: int) -> bool:
        """Whether the year's adjusted days are known."""
        return year <= _announced()[1] or year in self.announced

    @property
    def last_known(self) -> int:
        """The last year whose adjusted days are known, without a gap before it."""
        year = _announced()[1]
        while year + 1 in self.announced:
            year += 1
        return year

    def unknown_year(self, today: date) -> int | None:
        """The year whose adjusted days are still unknown: this one, from 15 November also the next."""
        if not self.known(today.year):
            return today.year
        due = (today.month, today.day) >= _ASKED_FROM
        return today.year + 1 if due and not self.known(today.year + 1) else None

    def next_working_day(self, day: date) -> date:
        """The day itself or the first working day after it."""
        while not self.works(day):
            day += _DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day before the day."""
        day -= _DAY
        while not self.works(day):
            day -= _DAY
        return day


# --- what comes with the program -----------------------------------------------------------------


@cache
def _announced() -> tuple[int, int]:
    """The first and last year of the announced days."""
    days = _free()
    return min(days).year, max(days).year


@cache
def _free() -> frozenset[date]:
    from chinese_calendar.constants import holidays

    return frozenset(holidays)


@cache
def _worked() -> frozenset[date]:
    """Make-up days: Saturdays and Sundays that were announced as working days."""
    from chinese_calendar.constants import workdays

    return frozenset(workdays)


@cache
def _statutory(year: int) -> frozenset[date]:
    """The days that the law makes free, for a year of which nothing was announced."""
    rules = resources.read_toml("holidays.toml")
    days = {date.fromisoformat(f"{year}-{one['day']}") for one in rules["fixed"]}
    for name, day in rules["moving"].get(str(year), {}).items():
        # 除夕 to 正月初三; every other festival is one day.
        days |= {day + n * _DAY for n in range(-1, 3)} if name == "春节" else {day}
    return frozenset(days)


# --- the office's own file ------------------------------------------------------------------------


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"放假安排 {path}：读不了（{reason(error)}）；请检查 [calendar] file") from None
    except UnicodeDecodeError:
        raise ConfigError(f"放假安排 {path}：不是 UTF-8 编码；请用记事本另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"放假安排 {path}：写法不对（{error}）；请对照示例") from None
    for key in values.keys() - set(_KEYS):
        raise ConfigError(f"放假安排 {path}：没有“{key}”这一项；可写 {'、'.join(_KEYS)}")
    off, work = (frozenset(_days(path, key, values.get(key, []))) for key in ("off", "work"))
    for day in sorted(off & work):
        raise ConfigError(f"放假安排 {path}：{day} 既写了放假又写了上班；请删去一处")
    years = values.get("announced", [])
    if not isinstance(years, list) or not all(isinstance(year, int) for year in years):
        raise ConfigError(f"放假安排 {path}：announced 应是年份的列表，例如 [2027]")
    return {"off": off, "work": work, "announced": frozenset(years)}


def _days(path: Path, key: str, values: Any) -> Iterator[date]:
    if not isinstance(values, list):
        raise ConfigError(f'放假安排 {path}：{key} 应是列表，例如 ["2027-01-01 至 2027-01-03"]')
    for value in values:
        try:
            yield from _span(str(value))
        except ValueError:
            raise ConfigError(
                f"放假安排 {path}：{key} 里的“{value}”看不懂；请写成 2027-01-01，或 2027-01-01 至 2027-01-03"
            ) from None


def _span(text: str) -> Iterator[date]:
    match = _SPAN.fullmatch(text)
    if not match:
        raise ValueError(text)
    first = date.fromisoformat(match[1])
    last = date.fromisoformat(match[2] or match[1])
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError(text)
    yield from (first + n * _DAY for n in range((last - first).days + 1))
