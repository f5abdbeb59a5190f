"""A page's non-blank lines, measured: width in ems, the column they were set in, their neighbours.

Two kinds of page text occur, sometimes on one page. *Wrapped* text keeps the lines of the printed
column (15 to 25 characters); *unwrapped* text has one line for each piece of a paragraph that stood
in one column. What tells them apart, and a title from a paragraph's first line, is a line's width
against the width of its column, so the column is measured from the neighbourhood, never from one line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from briefing.boxes import SLACK, Rectangle, union
from briefing.model import Line, LineRanges, Shape
from briefing.segment.sheet import Sheet, sheet
from briefing.text import CLOSING, OPENING, is_han, squash, width

UNWRAPPED = 36.0
"""Ems beyond which a column is no newspaper column: the text was not wrapped (widest seen: 33 ems)."""

_STRETCHED = re.compile(r"(?:[^\x00-\x7f] ){3,}")


class RunIn(StrEnum):
    HEAD = "head"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A non-blank line. `index` counts rows; `gap` is the number of blank lines above it.

    `ems` is the width without blanks; `column` the width of the column it stands in, 0.0 when
    the neighbourhood is unwrapped. `block` numbers the runs of rows without a blank line between.
    On a page with boxes both widths are those of the print, `left` and `right` are the column's edges
    in points, and `sheet` has the page's measures; else that is None. `place` counts the file's non-blank
    lines, where `index` counts those of a part of it, in the order in which they are read. `thread` tells how
    surely a row that was printed among others' lines goes on the one above it now (segment.interleaved), as
    log odds; `loose` rows stand where lines of several columns share a line of the file; `rest` are the lines
    of the file that hold the rest of a printed line. `run_in` tells a headline that ran into its text
    (segment.run_in) and the text's beginning.
    """

    index: int
    line: Line
    raw: str
    text: str
    ems: float
    gap: int
    block: int
    stretched: bool
    column: float = 0.0
    left: float = 0.0
    right: float = 0.0
    sheet: Sheet | None = field(default=None, repr=False, compare=False)
    place: int = -1
    thread: float | None = None
    loose: bool = False
    rest: tuple[Line, ...] = ()
    run_in: RunIn | None = None

    @property
    def number(self) -> int:
        return self.line.number

    @property
    def numbers(self) -> tuple[int, ...]:
        """The lines of the file that it stands on."""
        return self.line.number, *(line.number for line in self.rest)

    @property
    def fill(self) -> float:
        """Width against the column: about 1 for a full line; 0.0 in unwrapped text."""
        return self.ems / self.column if self.column else 0.0


def rows(lines: Sequence[Line], shapes: Sequence[Shape] = ()) -> tuple[Row, ...]:
    """The non-blank lines of a page as measured rows, in file order."""
    found: list[Row] = []
    measures = sheet(lines, shapes)
    texts = [squash(line.text) for line in lines]
    widths = [width(text) for text in texts if text]
    gap, block = 1, -1
    for line, text in zip(lines, texts, strict=True):
        if not text:
            gap += 1
            continue
        if gap or not found:
            block += 1
        raw = line.text.strip()
        stretched = bool(_STRETCHED.search(raw))
        at = len(found)
        column = _column(widths, at) if measures is None else 0.0
        found.append(Row(at, line, raw, text, widths[at], gap, block, stretched, column, place=at))
        gap = 0
    return _whole(found) if measures is None else tuple(_printed(found, measures))


_MARKS = CLOSING + "，、；：。！？"
"""Full-width marks; two side by side are set closer, which PDF viewers take for the end of a line."""
_ENDS = "。！？”’）)"
"""Marks that may end a paragraph."""
TRIMMED = 1.0
"""Ems that the marks between a line's parts are set closer by at most, and that a full line may lack."""


def _whole(found: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, with printed lines whole again that were cut between two marks: 守好“钱袋子” / 。纠治……

    No line begins with a mark that closes or ends something (Requirements for Chinese Text Layout, 3.1.6):
    such a line is the rest of the one above, where both fit the column. What begins with an opening mark is
    if it does not begin a paragraph. And an upright headline's characters stand in lines of their own.
    """
    out: list[Row] = []
    at = 0
    while at < len(found):
        parts = found[at : at + _parts(found, at)]
        at += len(parts)
        whole = parts[0]
        for part in parts[1:]:
            raw, text, ems = whole.raw + part.raw, whole.text + part.text, whole.ems + part.ems
            whole = replace(whole, raw=raw, text=text, ems=ems, rest=(*whole.rest, part.line))
        out.append(whole)
    if len(out) == len(found):
        return tuple(found)
    return with_columns([replace(row, index=index) for index, row in enumerate(out)])


def _parts(found: Sequence[Row], at: int) -> int:
    """How many rows from one on are parts of one printed line."""
    if (characters := _upright(found, at)) >= UPRIGHT:
        return characters
    first = found[at]
    ems, parts = first.ems, 1
    for place in range(at + 1, len(found)):
        before, row = found[place - 1], found[place]
        ems += row.ems
        between = before.text[-1] in _MARKS and row.text[0] in _MARKS + OPENING
        if row.gap or not between or not first.column or ems > first.column + TRIMMED:
            break
        ended = before.text[-1] in _ENDS
        signs = ended and row.text[0] in "（("
        full = ems >= first.column - 1.5 * TRIMMED and not (ended and before.ems < SHORTEST)
        if row.text[0] in _MARKS or signs or full:
            parts = place - at + 1
    return parts


UPRIGHT = 4
"""Lines of one character each from which they are an upright headline."""


def _upright(found: Sequence[Row], at: int) -> int:
    """How many rows from one on have a single full-width character each, no blank line between."""
    count = 0
    for row in found[at:]:
        if (count and row.gap) or len(row.text) != 1 or row.ems < 1.0:
            break
        count += 1
    return count


SHORTEST = 5.0
"""Ems below which a paragraph's last line and the next one's first would fit one line together."""


def with_columns(found: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of wrapped or unwrapped text with their columns' widths, measured in the order given."""
    ems = [row.ems for row in found]
    return tuple(replace(row, column=_column(ems, row.index)) for row in found)


def _printed(all_rows: Sequence[Row], page: Sheet) -> Iterator[Row]:
    """Rows measured by their boxes: a line's width and its column's, in ems of its own size."""
    for row, (left, right) in zip(all_rows, _edges(all_rows), strict=True):
        box, size = row.line.box, row.line.size
        if box is None or not size:
            yield replace(row, sheet=page)
            continue
        ems, column = max(0.5, (box[3] - box[1]) / size), (right - left) / size
        yield replace(row, ems=ems, column=column, left=left, right=right, sheet=page)


def _edges(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The edges of the column that each row stands in: those of its block, or of the block nearest above or
    below it that holds it, as a paragraph's short last line does not show its column's width.
    """
    blocks: list[list[int]] = []
    for row in rows:
        if row.gap or not blocks:
            blocks.append([])
        blocks[-1].append(row.index)
    boxes = [union(row_box(rows[i]) for i in block) for block in blocks]
    sizes = [rows[block[0]].line.size or 0.0 for block in blocks]
    full = [n for n, block in enumerate(blocks) if len(block) >= 2]
    found = [(0.0, 0.0)] * len(rows)
    for n, block in enumerate(blocks):
        edges = boxes[n][0], boxes[n][2]
        if n not in full:
            holders = [
                m
                for m in full
                if abs(sizes[m] - sizes[n]) < 0.06 * sizes[n]
                and boxes[m][0] - SLACK <= edges[0]
                and edges[1] <= boxes[m][2] + SLACK
            ]
            if holders:
                nearest = min(
                    holders, key=lambda m: max(boxes[m][1] - boxes[n][3], boxes[n][1] - boxes[m][3])
                )
                edges = boxes[nearest][0], boxes[nearest][2]
        for i in block:
            found[i] = edges
    return found


def row_box(row: Row) -> Rectangle:
    """A row's box in points; empty on a page without boxes."""
    box = row.line.box
    return (box[1], box[2], box[3], box[4]) if box is not None else (0.0, 0.0, 0.0, 0.0)


def _column(widths: Sequence[float], at: int) -> float:
    """The column's width at a row: the largest width that several neighbours share within one em.

    Nine rows to each side: enough for a column's full lines to outnumber titles, few enough to
    follow a change of column.
    """
    near = sorted(widths[max(0, at - 9) : at + 10])
    longest = near[-1]
    for ems in sorted(set(near), reverse=True):
        if ems < 8:
            break
        peers = bisect_right(near, ems + 0.01) - bisect_left(near, ems - 1.01)
        if peers >= max(3, len(near) // 5) and ems <= UNWRAPPED:
            return ems
    return 0.0 if longest > UNWRAPPED or len(near) > 3 else longest


def ranges(found: Iterable[Row]) -> LineRanges:
    """Line ranges in the order of the rows; blank lines between two lines of the file do not part them."""
    out: list[list[int]] = []
    last: Row | None = None
    for row in found:
        if last is not None and row.place == last.place + len(last.numbers):
            out[-1][1] = row.numbers[-1]
        elif last is None or row.place != last.place:
            out.append([row.number, row.numbers[-1]])
        last = row
    return tuple((a, b) for a, b in out)


def blocks(all_rows: Sequence[Row]) -> list[list[Row]]:
    """Rows grouped by the blank lines between them."""
    grouped: list[list[Row]] = []
    for row in all_rows:
        if not grouped or grouped[-1][-1].block != row.block:
            grouped.append([])
        grouped[-1].append(row)
    return grouped


def title_blank(raw: str) -> bool:
    """Whether a line has the blank of a two-part headline: 强化产销对接 助力脱贫攻坚."""
    parts = raw.split()
    return len(parts) in (2, 3) and all(
        (len(part) >= 3 and is_han(part[-1] if part[-1] not in "”》" else part[0])) or len(part) >= 5
        for part in parts
    )
