"""What an office tells of the newspapers it reads: papers.toml, one `[[paper]]` each.

A profile says how a paper is known (its name in the masthead, in the file's or folder's name, by --paper),
what its pages print besides the articles (masthead lines, column labels), how its bylines call their people
and where its home is. A wrong entry is a flaw with its line; the other entries hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefing.config import FILES, parsed
from briefing.errors import ConfigError, nearest
from briefing.model import Line, Page, Role
from briefing.text import squash

NAME = FILES["papers"]
_LISTS = ("match", "masthead", "columns", "bylines")
_KEYS = ("name", "home", *_LISTS)
# A line with the paper's name in it is its masthead only up to this length: prose names papers too.
LONGEST = 40
# What stands beside a masthead's words on their line: date, weekday, issue, page.
_BESIDE = re.compile(
    r"[\d年月日号星期周一二三四五六七八九十〇零农历正腊初廿总第版期A-Za-z:：·.,，、|/@_()（）—–-]*"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One paper. `match` are further words that it is known by; `home_line` is the line of its home."""

    name: str
    home: str | None = None
    match: tuple[str, ...] = ()
    masthead: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    home_line: int = 1

    @property
    def words(self) -> tuple[str, ...]:
        """All that the paper is known by, without blanks."""
        return tuple(filter(None, map(squash, (self.name, *self.match))))


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a file of the office, where, and how to mend it."""

    line: int
    column: str
    message: str

    def told(self, path: Path) -> str:
        """One line: the file, the line, the column or key, what is wrong and the mend."""
        return f"{path}：第 {self.line} 行“{self.column}”：{self.message}"


def read(path: Path) -> tuple[tuple[Profile, ...], tuple[Flaw, ...]]:
    """The profiles of a papers.toml and what is wrong with entries of it.

    Raises ConfigError for a file that cannot be read at all (its line and column, where there is one).
    """
    table = parsed(path)
    text = path.read_text("utf-8-sig")
    starts = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*paper\s*\]\]", line)]
    for key in table:
        if key != "paper":
            raise ConfigError(
                f"{path}：第 {_line(text, 1, key)} 行“{key}”不在哪一种报纸里；每种报纸以 [[paper]] 开头"
            )
    entries = table.get("paper", [])
    if not isinstance(entries, list) or len(entries) != len(starts):
        raise ConfigError(f"{path}：每种报纸要各以一行 [[paper]] 开头（两层方括号）")
    profiles: list[Profile] = []
    flaws: list[Flaw] = []
    for start, entry in zip(starts, entries, strict=True):
        wrong = list(_flaws(entry, text, start))
        known = [one.name for one in profiles]
        if not wrong and entry["name"] in known:
            wrong = [Flaw(_line(text, start, "name"), "name", f"“{entry['name']}”前面已经有了；请合成一段")]
        flaws += wrong
        if not wrong:
            lists = {key: tuple(entry.get(key, ())) for key in _LISTS}
            profiles.append(
                Profile(entry["name"], entry.get("home"), **lists, home_line=_line(text, start, "home"))
            )
    return tuple(profiles), tuple(flaws)


def _flaws(entry: dict[str, Any], text: str, start: int) -> Iterator[Flaw]:
    for key, value in entry.items():
        line = _line(text, start, key)
        if key not in _KEYS:
            yield Flaw(line, key, f"没有这一项{nearest(key, _KEYS)}")
        elif key in _LISTS:
            if not isinstance(value, list) or not all(isinstance(one, str) and squash(one) for one in value):
                yield Flaw(line, key, f'应是列表，例如 {key} = ["{_SAMPLES[key]}"]')
        elif not isinstance(value, str) or not squash(value):
            yield Flaw(line, key, f'应是放在英文引号里的文字，例如 {key} = "{_SAMPLES[key]}"')
    if "name" not in entry:
        yield Flaw(start, "name", '缺报名；请加一行 name = "今日魏都"')


_SAMPLES = {
    "name": "今日魏都",
    "home": "河南省许昌市魏都区",
    "match": "魏都新闻",
    "masthead": "魏都区融媒体中心主办",
    "columns": "魏都聚焦",
    "bylines": "本报编辑",
}


def _line(text: str, start: int, key: str) -> int:
    """The line of the first `key = …` from line `start` on."""
    pattern = re.compile(
        rf'\s*(?:"{re.escape(key)}"|{re.escape(key)})\s*[=.\]]|\s*\[+\s*{re.escape(key)}\s*[\].]'
    )
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if n >= start and pattern.match(line)), start)


# --- in use ---------------------------------------------------------------------------------------


def applied(page: Page, profiles: Sequence[Profile]) -> Page:
    """The page with what its paper's profile states of it; what the user or the source states stays."""
    profile = _of(page, profiles)
    if profile is None:
        return page
    given = replace(
        page.given,
        paper=page.given.paper or profile.name,
        home=page.given.home or profile.home,
        roles=profile.bylines,
    )
    vouched = any(line.role is not None for line in page.lines)
    lines = page.lines if vouched else tuple(_told(line, profile) for line in page.lines)
    return replace(page, given=given, lines=lines)


def _told(line: Line, profile: Profile) -> Line:
    """The line with its role, where it is one of the paper's labels or a line of its masthead."""
    text = squash(line.text)
    if text in map(squash, profile.columns):
        return replace(line, role=Role.COLUMN)
    for word in map(squash, (*profile.masthead, profile.name)):
        before, found, after = text.partition(word)
        if found and _BESIDE.fullmatch(before) and _BESIDE.fullmatch(after):
            return replace(line, role=Role.FURNITURE)
    return line


def _of(page: Page, profiles: Sequence[Profile]) -> Profile | None:
    """The profile of a page's paper: by its stated name, by the file's name, by the masthead on the page.

    Where several fit, the one with the longest word: 今日魏都·教育 is not 今日魏都.
    """
    paper, path = squash(page.given.paper or ""), squash(page.path)
    short = [text for line in page.lines if len(text := squash(line.text)) <= LONGEST]

    def named(word: str) -> bool:
        return word == paper

    def filed(word: str) -> bool:
        return word in path

    def printed(word: str) -> bool:
        return any(_printed(word, text) for text in short)

    for test in (named,) if paper else (filed, printed):
        fitting = [(len(word), one) for one in profiles for word in one.words if test(word)]
        if fitting:
            return max(fitting, key=lambda pair: pair[0])[1]
    return None


def _printed(word: str, text: str) -> bool:
    before, found, after = text.partition(word)
    return bool(found and _BESIDE.fullmatch(before) and _BESIDE.fullmatch(after))
