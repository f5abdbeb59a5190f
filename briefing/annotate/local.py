"""places.csv: what an office knows of its own places, which wins over the gazetteer.

One line a name: 地名, 类别, 归属, 备注. A line that cannot be used is a flaw with its line and column; the
other lines hold.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.places import City, County, Entry, Level, short_form
from briefing.config import Config
from briefing.errors import ConfigError, nearest, reason
from briefing.model import Problem, Stage
from briefing.profiles import Flaw
from briefing.text import squash

COLUMNS = ("地名", "类别", "归属", "备注")
KINDS = ("区县", "功能区", "乡镇", "社区", "别称")
# A file of more lines than China has towns is no list of an office's.
LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    name: str
    kind: str
    of: str


class _Wrong(Exception):
    """A line that cannot be used: the column and what to say."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def gazetteer(config: Config) -> tuple[Gazetteer, tuple[Problem, ...]]:
    """The program's gazetteer with the office's own places, and what is wrong with lines of theirs.

    Raises ConfigError for a places.csv that cannot be read at all.
    """
    if config.places is None:
        return Gazetteer.default(), ()
    entries, flaws = read(config.places, Gazetteer.default())
    told = tuple(
        Problem(Stage.ANNOTATE, "places", str(config.places), flaw.told(config.places)) for flaw in flaws
    )
    return _extended(entries), told


@lru_cache(maxsize=4)
def _extended(entries: tuple[Entry, ...]) -> Gazetteer:
    return Gazetteer.default().extended(entries)


def read(path: Path, known: Gazetteer) -> tuple[tuple[Entry, ...], tuple[Flaw, ...]]:
    """The entries of a places.csv and the flaws of its other lines, both in the file's order.

    UTF-8 or, as Excel and WPS save it, GB18030; the fields parted by commas, ASCII or full-width.
    Raises ConfigError for a file that cannot be read.
    """
    rows, flaws = _rows(path)
    fresh: dict[str, County] = {}
    entries: dict[int, Entry] = {}
    # New districts and zones first: other lines may lie in them.
    for row in sorted(rows, key=lambda row: row.kind not in ("区县", "功能区")):
        try:
            entries[row.line] = _entry(row, known, fresh)
        except _Wrong as wrong:
            flaws.append(Flaw(row.line, wrong.column, wrong.message))
    return tuple(entries[line] for line in sorted(entries)), tuple(sorted(flaws, key=lambda flaw: flaw.line))


def _rows(path: Path) -> tuple[list[_Row], list[Flaw]]:
    rows: list[_Row] = []
    flaws: list[Flaw] = []
    reader = csv.reader(io.StringIO(_text(path)), strict=True)
    seen: set[tuple[str, str]] = set()
    try:
        for cells in reader:
            fields = [squash(cell) for cell in cells]
            if not any(fields) or fields[0].startswith("#") or fields[0] == COLUMNS[0]:
                continue
            if reader.line_num > LONGEST:
                raise ConfigError(f"{path}：超过 {LONGEST} 行；请核对是不是写错了文件")
            row = _Row(reader.line_num, *[*fields, "", ""][:3])
            try:
                _checked(row, len(fields), (row.name, row.of) in seen)
            except _Wrong as wrong:
                flaws.append(Flaw(row.line, wrong.column, wrong.message))
            else:
                rows.append(row)
            seen.add((row.name, row.of))
    except csv.Error:
        raise ConfigError(f"{path}：第 {reader.line_num} 行写法不对；引号要成对，最好不用引号") from None
    return rows, flaws


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        mend = "改正配置里的 places，或删去这一项"
        raise ConfigError(f"{path}：无法读取（{reason(error)}）；请{mend}") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").replace("，", ",")
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"{path}：认不出文字编码；请另存为 UTF-8 编码的 CSV")


def _checked(row: _Row, fields: int, repeated: bool) -> None:
    if not row.name:
        raise _Wrong("地名", "是空的；请写上文章里的叫法，或删去这一行")
    if len(row.name) < 2:
        raise _Wrong("地名", f"“{row.name}”只有一个字，会认错；至少写两个字")
    if fields < 3:
        raise _Wrong(COLUMNS[fields], "缺这一格；每行写“地名,类别,归属”，用逗号隔开")
    if row.kind not in KINDS:
        raise _Wrong("类别", f"“{row.kind}”不是类别{nearest(row.kind, KINDS)}")
    if not row.of:
        raise _Wrong("归属", "是空的；请写全称，例如“河南省许昌市魏都区”")
    if repeated:
        raise _Wrong("地名", f"“{row.name}”前面已经写过；请删去一行")


def _entry(row: _Row, known: Gazetteer, fresh: dict[str, County]) -> Entry:
    if row.kind == "区县":
        county = County(row.name, _city(row, known), zone=row.name[-1] not in "区县市旗")
        return _new(row, county, known, fresh)
    if row.kind == "功能区" and _only_city(row.of, known):
        return _new(row, County(row.name, _city(row, known), zone=True), known, fresh)
    county, town = _county(row, known, fresh)
    if row.kind in ("功能区", "别称"):
        return Entry(row.name, county)
    return Entry(row.name, county, inside=True, town=row.name if row.kind == "乡镇" else town)


def _new(row: _Row, county: County, known: Gazetteer, fresh: dict[str, County]) -> Entry:
    """A county or zone: the gazetteer's own, where it has it, else a new one."""
    same = [c for c in known.counties if (c.name, c.city) == (county.name, county.city) and not c.former]
    found = same[0] if same else county
    fresh[found.full] = fresh[found.name] = found
    return Entry(row.name, found, new=not same)


def _cities(text: str, known: Gazetteer) -> list[City]:
    senses = [s for name in known.find(text) for s in name.senses if s.level is Level.CITY and s.city]
    municipal = [c for c in known.cities.values() if c.name and c.name == text]
    return [*dict.fromkeys([*(s.city for s in senses if s.city), *municipal[:1]])]


def _only_city(text: str, known: Gazetteer) -> bool:
    cities = _cities(text, known)
    return bool(cities) and text.endswith((cities[-1].name, cities[-1].short))


def _city(row: _Row, known: Gazetteer) -> City:
    if not _only_city(row.of, known):
        raise _Wrong("归属", f"没有叫“{row.of}”的地市；{row.kind}的归属写地级市，例如“河南省许昌市”")
    return _cities(row.of, known)[-1]


def _county(row: _Row, known: Gazetteer, fresh: dict[str, County]) -> tuple[County, str | None]:
    """The county of a line, and the town where its 归属 goes on to one (魏都区南关街道)."""
    own = [name for name in fresh if name in row.of]
    if own:
        name = max(own, key=len)
        return fresh[name], row.of.partition(name)[2] or None
    towns = [name for name in known.find(row.of) if any(s.level is Level.TOWN for s in name.senses)]
    last = towns[-1] if towns and towns[-1].end == len(row.of) and towns[-1].start else None
    text = row.of[: last.start] if last else row.of
    counties = [c for c in known.named(text) if _spelt(c, text)]
    if len(counties) == 1:
        return counties[0], last.text if last else None
    if counties:
        choices = "、".join(one.full for one in counties)
        raise _Wrong("归属", f"“{row.of}”有几个：{choices}；请写上所属地市")
    raise _Wrong("归属", f"没有叫“{row.of}”的区县；请写全称，例如“河南省许昌市魏都区”")


def _spelt(county: County, text: str) -> bool:
    """Whether a text ends with a county's name: “许昌市某某区” must not pass for 许昌市's other one."""
    return text.endswith((county.name, short_form(county.name))) or county.zone
