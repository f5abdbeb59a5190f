"""A page of bands, each of cells side by side about equally high: a story, a digest, photo news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluation.typesetting import furniture
from evaluation.typesetting.desk import GAP, SMALLEST, Desk
from evaluation.typesetting.layout import set_story
from evaluation.typesetting.pour import poured
from evaluation.typesetting.sheet import Block, Rect, Type

# How the page's columns may be shared out among a band's cells.
_PLANS = {
    3: ((3,), (2, 1), (1, 2), (1, 1, 1)),
    4: ((4,), (2, 2), (3, 1), (1, 3), (2, 1, 1), (1, 2, 1)),
    5: ((5,), (3, 2), (2, 3), (4, 1), (2, 2, 1), (1, 2, 2), (3, 1, 1)),
    6: ((4, 2), (2, 2, 2), (3, 3), (2, 4), (3, 2, 1)),
}
_NEWS = frozenset({"news", "feature"})
_ANY = frozenset({"news", "feature", "photo", "notice"})


def bands(desk: Desk, y: float, bottom: float) -> float:
    """Bands until the page or the stories are at their end; returns where the last one ends."""
    plan: tuple[int, ...] = ()
    while bottom - y > 3 * SMALLEST:
        plan = desk.rng.choice([one for one in _PLANS[desk.design.columns] if one != plan])
        end = _band(desk, plan, y, bottom)
        if end == y:
            break
        y = end + GAP
        desk.sheet.rects.append(
            Rect("rule", desk.design.margin, y - GAP / 2, desk.design.width - 2 * desk.design.margin, 0)
        )
    return y


def _band(desk: Desk, plan: Sequence[int], y: float, bottom: float) -> float:
    """One band; returns where its highest cell ends."""
    sheet, design = desk.sheet, desk.design
    goal = min(bottom - y, desk.rng.uniform(15, 26) * desk.type.row)
    x, end, start = design.margin, y, len(sheet.blocks)
    cells: list[tuple[float, int, float]] = []
    for columns in plan:
        first = len(sheet.blocks)
        reached = _cell(desk, columns, x, y, goal)
        if reached > end:
            goal = min(bottom - y, reached - y)
        end = max(end, reached)
        if design.order == "rows":
            sheet.blocks[first:] = _by_column(sheet.blocks[first:])
        cells.append((x, columns, reached))
        x += desk.type.span(columns) + design.gutter
    if design.order == "rows":
        sheet.blocks[start:] = sorted(sheet.blocks[start:], key=lambda block: not _above(block))
    _decorate(desk, cells, y, end)
    return end


def _decorate(desk: Desk, cells: Sequence[tuple[float, int, float]], y: float, end: float) -> None:
    """Pictures where a cell ends early, rules between cells, a box around the last."""
    rects, design = desk.sheet.rects, desk.design
    for x, columns, reached in cells:
        wide = desk.type.span(columns)
        if 4 * desk.type.row < end - reached < 60:
            rects.append(Rect("picture", x, reached + GAP / 2, wide, end - reached - GAP))
        if design.rules and x > design.margin:
            rects.append(Rect("rule", x - design.gutter / 2, y, 0, end - y))
    if design.boxes and len(cells) > 1:
        side = min(2.0, design.gutter / 3)
        rects.append(Rect("box", x - side, y - 1, wide + 2 * side, end - y + 2))


def _above(block: Block) -> bool:
    return block.kind in ("furniture", "head", "byline")


def _by_column(blocks: Sequence[Block]) -> list[Block]:
    """Headlines as they stand, then the rest column by column."""

    def key(block: Block) -> tuple[int, float]:
        return (-1, 0) if _above(block) else (round((block.x - block.pieces[0].indent) / 5), block.y)

    return sorted(blocks, key=key)


def _cell(desk: Desk, columns: int, x: float, y: float, goal: float) -> float:
    """Fill a cell down to about `goal` mm below `y`; returns where its text ends."""
    if columns <= 2 and desk.rng.random() < 0.4 and (end := digest(desk, columns, x, y, goal)) > y:
        return end
    end = y
    below = desk.type.row if desk.design.flow else 0.0
    while y + goal - end > SMALLEST:
        room = y + goal - end
        kinds = _NEWS if end == y and desk.rng.random() < 0.8 else _ANY
        setting = desk.nearest(columns, room, kinds) or desk.nearest(columns, room, _ANY | {"brief"})
        if setting is None:
            break
        if end > y:
            desk.sheet.rects.append(Rect("rule", x, end - GAP / 2, desk.type.span(columns), 0))
        desk.sheet.add(setting, x, end)
        end += setting.height + below + GAP
    return end - GAP if end > y else y


def digest(desk: Desk, columns: int, x: float, y: float, room: float, page: Type | None = None) -> float:
    """Briefs under a label, poured into the columns; returns where they end: `y` where under three fit."""
    if desk.design.flow and columns > 1:  # the browser would balance each brief by itself
        return y
    page = replace(page or desk.type, digest=True, small_heads=True)
    waiting = [c for c in desk.waiting if c.story.kind == "brief"]
    label = furniture.label(desk.design.digest_label, page.span(columns), page.size + 3)
    depth, count = label.height + 1, 0
    for brief in waiting[:6]:
        depth += (set_story(brief, 1, page, desk.rng).height + page.row) / columns
        if depth > room * 1.1:
            break
        count += 1
    if count < 3:
        return y
    settings = [set_story(item, 1, page, desk.rng) for item in desk.items(count)]
    gap = page.row * (1.5 if desk.design.flow else 0.5)
    text = poured(settings, columns, page, gap)
    desk.sheet.add(label, x, y)
    desk.sheet.add(text, x, y + label.height + 1)
    return y + label.height + 1 + text.height + (page.row if desk.design.flow else 0)
