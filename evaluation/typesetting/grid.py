"""A page as a grid: main block, tinted rail with the digest, boxes below: columns of four widths."""

from __future__ import annotations

from dataclasses import replace

from evaluation.typesetting.bands import digest
from evaluation.typesetting.desk import GAP, SMALLEST, Desk
from evaluation.typesetting.sheet import Rect, Type

_NEWS = frozenset({"news", "feature"})
_BOX = frozenset({"news", "notice", "photo", "brief"})


def grid(desk: Desk, y: float, bottom: float) -> float:
    """The main block with its halves, the rail beside it, then rows of three boxes; returns where it ends."""
    design, rng = desk.design, desk.rng
    inner = design.width - 2 * design.margin
    gap = design.gutter + 2.5
    rail = inner * rng.uniform(0.2, 0.25)
    main = inner - rail - gap
    left = rng.random() < 0.5
    main_x = design.margin + (rail + gap if left else 0)
    rail_x = design.margin + (0 if left else main + gap)
    if left:
        rail_end = _rail(desk, rail_x, y, rail, (bottom - y) * 0.62)
    end = _main(desk, main_x, y, main, bottom)
    if not left:
        rail_end = _rail(desk, rail_x, y, rail, end - y)
    desk.sheet.rects.insert(0, Rect("tint", rail_x - 1.5, y - 1.5, rail + 3, max(end, rail_end) - y + 1.5))
    y = max(end, rail_end) + GAP
    width = (inner - 2 * gap) / 3
    for _ in range(2):
        if bottom - y < 2 * SMALLEST:
            break
        desk.sheet.rects.append(Rect("rule", design.margin, y - GAP / 2, inner, 0))
        y = _row(desk, [design.margin + n * (width + gap) for n in range(3)], y, bottom, _of(desk, width, 1))
    return y


def _of(desk: Desk, width: float, columns: int) -> Type:
    """The page's type in columns so wide that `columns` of them fill `width` mm."""
    gutter = desk.type.gutter
    return replace(desk.type, column=(width - (columns - 1) * gutter) / columns)


def _main(desk: Desk, x: float, y: float, width: float, bottom: float) -> float:
    """The lead in three columns, two halves of two columns below."""
    goal = (bottom - y) * desk.rng.uniform(0.25, 0.35)
    lead = desk.nearest(3, goal, _NEWS, _of(desk, width, 3), 1.5)
    if lead is not None:
        desk.sheet.add(lead, x, y)
        y += lead.height + GAP
    half = (width - desk.design.gutter - 2.5) / 2
    places = [x, x + width - half]
    desk.sheet.rects.append(Rect("rule", x, y - GAP / 2, width, 0))
    return _row(desk, places, y, bottom, _of(desk, half, 2), columns=2)


def _row(desk: Desk, places: list[float], y: float, bottom: float, page: Type, columns: int = 1) -> float:
    """Boxes side by side, about equally high; returns where the highest ends."""
    goal = min(bottom - y, desk.rng.uniform(14, 24) * page.row)
    end = y
    for x in places:
        setting = desk.nearest(columns, goal, _NEWS if columns > 1 else _BOX, page, 1.4)
        if setting is None:
            continue
        desk.sheet.add(setting, x, y)
        end = max(end, y + setting.height + GAP)
        goal = setting.height
    return end


def _rail(desk: Desk, x: float, y: float, width: float, room: float) -> float:
    """The digest and, where there is room, a photo below it."""
    page = _of(desk, width, 1)
    end = digest(desk, 1, x, y, room, page)
    end += GAP if end > y else 0.0
    while y + room - end > SMALLEST:
        setting = desk.nearest(1, y + room - end, frozenset({"photo", "notice"}), page, 1.0)
        if setting is None:
            break
        desk.sheet.rects.append(Rect("rule", x, end - GAP / 2, width, 0))
        desk.sheet.add(setting, x, end)
        end += setting.height + GAP
    return end
