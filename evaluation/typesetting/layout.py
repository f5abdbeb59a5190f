"""Set one story in a region of columns: headline above or inset, pictures with captions, balanced columns."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.text import width
from evaluation.typesetting.breaking import break_lines, break_title
from evaluation.typesetting.heads import caption_lines, captioned, heads, photo
from evaluation.typesetting.sheet import POINT, Block, Obstacle, Piece, Rect, Setting, Type
from evaluation.typesetting.stories import Copy


@dataclass(frozen=True, slots=True)
class _Row:
    """A body line before it has a place; `kind` is body, section or byline; None text is a blank row."""

    role: str
    text: str
    part: int
    line: int
    last: bool


def set_story(copy: Copy, columns: int, page: Type, rng: random.Random) -> Setting:
    """The story in a region `columns` wide, its columns balanced."""
    if copy.story.kind == "photo":
        return photo(copy, columns, page)
    rows = _rows(copy, page)
    inset = page.inset_heads and columns >= 3 and len(rows) > 12 * columns
    span = columns - 1 if inset else columns
    above, depth = heads(copy, span, page)
    head_rows = -(-int(depth * 100) // int(page.row * 100))
    fixed = [Obstacle(0, span, 0, head_rows)]
    figures = _figures(copy, columns, page, rng)
    height = head_rows + max([1, len(rows) // columns, *(figure.rows for figure in figures)])
    while True:
        places = [_placed(figure, height, head_rows, columns) for figure in figures]
        slots = _flow(rows, columns, height, [*fixed, *places])
        if slots is not None and _clear(places):
            break
        height += 1
        if height > head_rows + len(rows) + 60:  # pictures in one column, one upon the other at any height
            figures = _apart(figures)
    blocks = list(above)
    blocks += _bodies(copy, rows, slots, page)
    rects: list[Rect] = []
    for place, caption in zip(places, copy.story.captions, strict=True):
        setting = captioned(copy, caption, place, page)
        blocks += setting.blocks
        rects += () if page.flow else setting.rects
    return Setting(tuple(blocks), height * page.row, tuple(rects))


def _rows(copy: Copy, page: Type) -> list[_Row]:
    rows: list[_Row] = []
    for part, (role, text) in enumerate(copy.parts):
        if role in ("kicker", "title", "subtitle", "caption"):
            continue
        if role == "byline" and copy.byline == text and not text.startswith("本报讯"):
            continue
        indent = 2.0 if role == "body" else 0.0
        lines = break_lines(text, page.capacity, indent, page.squeeze)
        if role == "section":
            lines = break_title(text, page.capacity / 1.1)
            rows.append(_Row("blank", "", part, 0, True))
        last = len(lines) - 1
        rows += [_Row(role, line, part, place, place == last) for place, line in enumerate(lines)]
    return rows


def _figures(copy: Copy, columns: int, page: Type, rng: random.Random) -> list[Obstacle]:
    """A picture for each caption; `row` is still the share of the height (in percent) where it stands."""
    figures, free = [], list(range(columns))
    for caption in copy.story.captions:
        span = 2 if len(free) >= 3 and rng.random() < 0.5 and not page.flow else 1
        starts = [c for c in free if all(c + i in free for i in range(span))]
        if not starts:
            span, starts = 1, list(range(columns))
        column = rng.choice(starts)
        free = [c for c in free if not column <= c < column + span]
        lines = len(caption_lines(caption, page.span(span), page))
        picture = int(page.span(span) * 0.6 / page.row)
        figures.append(Obstacle(column, span, rng.choice([0, 30, 50, 65, 100]), picture + lines + 1))
    return figures


def _apart(figures: Sequence[Obstacle]) -> list[Obstacle]:
    """The pictures spread evenly from top to bottom."""
    return [replace(f, row=100 * n // max(1, len(figures) - 1)) for n, f in enumerate(figures)]


def _placed(figure: Obstacle, height: int, head_rows: int, columns: int) -> Obstacle:
    room = max(0, height - head_rows - figure.rows)
    row = head_rows + room * figure.row // 100
    return Obstacle(figure.column, min(figure.span, columns), row, figure.rows)


def _clear(places: Sequence[Obstacle]) -> bool:
    """No two pictures overlap."""
    cells = [
        (c, r)
        for p in places
        for c in range(p.column, p.column + p.span)
        for r in range(p.row, p.row + p.rows)
    ]
    return len(cells) == len(set(cells))


def _flow(
    rows: Sequence[_Row], columns: int, height: int, taken: Sequence[Obstacle]
) -> list[tuple[int, int] | None] | None:
    """(column, row) of each line, None for blank rows that fall away; None when they do not fit."""
    slots = [
        (column, row)
        for column in range(columns)
        for row in range(height)
        if not any(obstacle.covers(column, row) for obstacle in taken)
    ]
    found: list[tuple[int, int] | None] = []
    place = 0
    for number, line in enumerate(rows):
        if line.role == "blank":
            left = [s for s in slots[place : place + 3] if place < len(slots) and s[0] == slots[place][0]]
            if len(left) < 3:  # a section head never ends a column
                place += len(left)
            elif number and found[-1] is not None and slots[place][1] == found[-1][1] + 1:
                place += 1
            found.append(None)
            continue
        if place >= len(slots):
            return None
        found.append(slots[place])
        place += 1
    return found


def _bodies(
    copy: Copy, rows: Sequence[_Row], slots: Sequence[tuple[int, int] | None], page: Type
) -> list[Block]:
    blocks: list[Block] = []
    before: tuple[int, int, str] | None = None
    for line, slot in zip(rows, slots, strict=True):
        if slot is None:
            continue
        column, row = slot
        piece = _body_piece(copy, line, column, row, page)
        kind = "section" if line.role == "section" else "body"
        if before == (column, row - 1, kind):
            joined = blocks[-1]
            blocks[-1] = Block(kind, joined.owner, (*joined.pieces, piece))
        else:
            blocks.append(Block(kind, copy.story.id, (piece,)))
        before = (column, row, kind)
    return blocks


def _body_piece(copy: Copy, line: _Row, column: int, row: int, page: Type) -> Piece:
    x, y = column * (page.column + page.gutter), row * page.row
    indent = 2 * page.em if line.role == "body" and line.line == 0 else 0.0
    natural = width(line.text) * page.em
    room = page.capacity * page.em - indent
    over = natural - room
    spacing = -over / max(1, len(line.text) - 1) / POINT if over > 0.3 * page.em else 0.0
    align = "left" if line.last else "justify"
    face = "section" if line.role == "section" else "body"
    if line.role == "sign_off":
        align = "right"
    if line.role == "section":
        align = "center"
    return Piece(
        line.role, line.text, copy.story.id, x + indent, y, page.column - indent, page.size, face, align,
        line.part, line.line, line.last, indent, spacing,
    )  # fmt: skip
