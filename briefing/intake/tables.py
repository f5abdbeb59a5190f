"""Articles that are separate already: JSON Lines and CSV with `title`, `text` and what else is known.

Each row becomes a page of one article whose lines carry their roles, so that nothing has to be guessed.
A bad row is reported with its line in the file; the others go on.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from briefing.intake.source import Unreadable, problem
from briefing.intake.text import LONGEST_LINE
from briefing.model import Format, Given, Line, LineRanges, Page, Problem, Role
from briefing.zone import ZONE

Report = Callable[[Problem], None]

NEEDED = ("title", "text")
OPTIONAL = ("published", "paper", "page", "authors", "column", "url")
# What a clerk writes above a table's columns. JSON Lines are written by programs: they have the keys alone.
HEADINGS = {
    "title": "标题",
    "text": "正文",
    "published": "见报日期",
    "paper": "报名",
    "page": "版次",
    "authors": "作者",
    "column": "栏目",
    "url": "网址",
}
_KEYS = {heading: name for name, heading in HEADINGS.items()}
_LINE_END = re.compile(r"\r\n|\n|\r")
_DATE = re.compile(
    r"(?P<y>\d{4})(?:年|[-/.])(?P<m>\d{1,2})(?:月|[-/.])(?P<d>\d{1,2})日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_BETWEEN_NAMES = re.compile(r"[、,，;；/|]+")
_PROFESSION = re.compile(r"^(?:本报)?(?:全媒体|见习|实习)?(?:记者|通讯员)[:：\s]*")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DELIMITERS = ",\t;，"


class _BadRow(Exception):
    """Why a row cannot be read, without file and line."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells by column name, and the file's line on which each cell starts."""

    cells: Mapping[str, Any]
    starts: Mapping[str, int]
    lines: LineRanges


def jsonl(path: str, digest: str, text: str, given: Given, report: Report) -> tuple[Page, ...]:
    """One page for each line that holds a JSON object with `title` and `text`."""
    pages: list[Page] = []
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if not line.strip():
            continue
        try:
            row = _Row(_object(line), dict.fromkeys(NEEDED, number), ((number, number),))
            page = _page(row, path, digest, given)
            # A row of JSON Lines is one line of the file, whatever its text's paragraphs.
            on_one_line = tuple(replace(part, number=number) for part in page.lines)
            pages.append(replace(page, format=Format.JSONL, lines=on_one_line, number=number))
        except _BadRow as error:
            report(_bad_row(path, f"第 {number} 行", str(error), ((number, number),)))
    return tuple(pages)


def table(path: str, digest: str, text: str, given: Given, report: Report) -> tuple[Page, ...]:
    """One page for each row of a CSV file whose first row names the columns, in Chinese or as JSON Lines do.

    Raises Unreadable where that row is missing or lacks a column; a bad row goes to `report`.
    """
    rows = _records(path, text, report)
    header = next(rows, None)
    if header is None:
        raise Unreadable(problem("empty", path, f"{path}：表格是空的；第一行要写列名：标题,正文。"))
    printed = [cell.strip().lower() for cell, _ in header[1]]
    names = [_KEYS.get(name, name) for name in printed]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        message = (
            f"{path}：第一行没有列名 {_headings(missing)}（现有：{'、'.join(printed)}）；"
            f"必须有 {_headings(NEEDED)}，可以有 {_headings(OPTIONAL)}。"
        )
        raise Unreadable(problem("columns", path, message, ((1, 1),)))
    twice = [name for name in HEADINGS if names.count(name) > 1]
    if twice:
        message = f"{path}：第一行有几列都是 {_headings(twice)}；请只留一列，或改掉列名。"
        raise Unreadable(problem("columns", path, message, ((1, 1),)))
    pages: list[Page] = []
    for number, cells, lines in rows:
        try:
            row = _Row(*_named(names, cells), lines)
            page = _page(row, path, digest, given)
            pages.append(replace(page, format=Format.CSV, number=number))
        except _BadRow as error:
            report(_bad_row(path, f"第 {number} 行", str(error), lines))
    return tuple(pages)


def _headings(names: Sequence[str]) -> str:
    return "、".join(f"{HEADINGS[name]}（{name}）" for name in names)


def _bad_row(path: str, where: str, why: str, lines: LineRanges) -> Problem:
    return problem("bad-row", path, f"{path}：{where}{why}", lines)


def _object(line: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        place = f"第 {error.colno} 个字符附近" if isinstance(error, json.JSONDecodeError) else "嵌套太深"
        raise _BadRow(f"不是有效的 JSON（{place}）；每行应是一个完整的对象。") from None
    if not isinstance(value, dict):
        raise _BadRow('不是 JSON 对象；每行应写成 {"title": …, "text": …}。')
    return value


Record = tuple[int, list[tuple[str, int]], LineRanges]


def _records(path: str, text: str, report: Report) -> Iterator[Record]:
    """Row number as a spreadsheet counts, cells with the file's line each starts on, and the row's lines."""
    limit = csv.field_size_limit(max(LONGEST_LINE * 100, 1 << 24))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        number = 0
        while True:
            number, start = number + 1, reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                span = ((start, max(start, reader.line_num)),)
                why = "引号不成对；含逗号、引号或换行的内容要放在一对英文双引号里，里面的双引号写两个。"
                report(_bad_row(path, f"第 {number} 行", why, span))
                continue
            if any(cell.strip() for cell in cells):
                yield number, list(_placed(cells, start)), ((start, reader.line_num),)
    finally:
        csv.field_size_limit(limit)


def _placed(cells: list[str], start: int) -> Iterator[tuple[str, int]]:
    for cell in cells:
        yield cell, start
        start += len(_LINE_END.split(cell)) - 1


def _delimiter(text: str) -> str:
    """Comma, or what the first line has instead: “Unicode text” of Excel has tabs."""
    header = text.lstrip().split("\n", 1)[0]
    best = max(_DELIMITERS, key=header.count)
    return best if header.count(best) else ","


def _named(names: list[str], cells: list[tuple[str, int]]) -> tuple[dict[str, str], dict[str, int]]:
    if any(cell.strip() for cell, _ in cells[len(names) :]):
        raise _BadRow(f"有 {len(cells)} 格，列名只有 {len(names)} 个；含逗号的内容要放在一对英文双引号里。")
    pairs = list(zip(names, cells, strict=False))
    return {name: cell for name, (cell, _) in pairs}, {name: start for name, (_, start) in pairs}


def _page(row: _Row, path: str, digest: str, given: Given) -> Page:
    title, text = _string(row, "title") or "", _string(row, "text")
    if not text or not text.strip():
        raise _BadRow("没有正文（text）；请补上，或删去这一行。")
    lines = [*_lines(title, row.starts.get("title", 1), Role.TITLE)]
    lines += _lines(text, row.starts.get("text", 1), Role.BODY)
    longest = max(len(line.text) for line in lines)
    if longest > LONGEST_LINE:
        raise _BadRow(f"有一段长达 {longest:,} 个字，不是一篇报道；请检查，或在段落之间换行。")
    # The caller sets what differs between the two formats.
    return Page(path, Format.JSONL, digest, tuple(lines), given=_given(row, given))


def _lines(text: str, start: int, role: Role) -> Iterator[Line]:
    for offset, line in enumerate(_LINE_END.split(text)):
        if line.strip():
            yield Line(start + offset, line, role=role)


def _given(row: _Row, given: Given) -> Given:
    """What the row states wins over what was stated for all sources."""
    stated: dict[str, Any] = {
        name: value for name in ("paper", "page", "column", "url") if (value := _string(row, name))
    }
    published = _string(row, "published")
    if published:
        stated["published"] = _date(published)
    authors = _authors(row.cells.get("authors"))
    if authors:
        stated["authors"] = authors
    return replace(given, **stated)


def _string(row: _Row, name: str) -> str | None:
    value = row.cells.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _BadRow(f"的 {name} 不是文字；请写成一个字符串。")
    text = str(value) if name in NEEDED else str(value).strip()
    # JSON may spell half of a surrogate pair, which is no character and can be written to no file.
    return _LONE_SURROGATE.sub("�", text)


def _date(text: str) -> date:
    """2018-11-07, 2018/11/7, 2018.11.7, 2018年11月7日 or 20181107, also with a time.

    A time with a zone gives China's day.
    """
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        if match:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _BadRow(f"的日期 published“{text[:30]}”看不懂；请写成 2018-11-07。") from None
    return (moment.astimezone(ZONE) if moment.tzinfo else moment).date()


def _authors(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, str) for part in parts):
        raise _BadRow("的 authors 应是姓名，或姓名的列表。")
    names = (_names(piece) for part in parts for piece in _BETWEEN_NAMES.split(part))
    return tuple(dict.fromkeys(name for group in names for name in group))


def _names(text: str) -> list[str]:
    """“记者 付家宝 李靓” are two names; a two-character name may be spaced out to three: “李 靓”."""
    words = _PROFESSION.sub("", _LONE_SURROGATE.sub("�", text).strip()).split()
    return ["".join(words)] if any(len(word) == 1 for word in words) else words
