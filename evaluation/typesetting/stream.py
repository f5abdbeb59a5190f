"""A page that is one stream: story after story in column width, poured through all columns."""

from __future__ import annotations

from dataclasses import replace

from evaluation.typesetting import furniture
from evaluation.typesetting.desk import GAP, Desk
from evaluation.typesetting.layout import set_story
from evaluation.typesetting.pour import poured
from evaluation.typesetting.sheet import Rect, Setting

_NEWS = frozenset({"news", "feature", "notice", "brief"})
_PHOTO = frozenset({"photo"})


def stream(desk: Desk, y: float, bottom: float) -> float:
    """As many stories as fill the columns, a digest among them; returns where the columns end."""
    design, page = desk.design, desk.type
    room = (bottom - y) * design.columns * 0.9
    most, digest_at = desk.rng.randint(6, 13), desk.rng.randint(1, 4)
    settings: list[Setting] = []
    used = 0.0
    while used < room and len(settings) < most:
        if len(settings) == digest_at and (made := _digest(desk)):
            settings += made
        else:
            kinds = _PHOTO if desk.rng.random() < 0.2 else _NEWS
            goal = min(room - used, desk.rng.uniform(15, 50) * page.row)
            setting = desk.nearest(1, goal, kinds, page, 1.5) or desk.nearest(1, goal, _NEWS, page, 1.5)
            if setting is None:
                break
            settings.append(setting)
        used = sum(setting.height + GAP for setting in settings)
    text = poured(settings, design.columns, page, GAP, rule=design.rules)
    desk.sheet.add(text, design.margin, y)
    if design.rules:
        for column in range(1, design.columns):
            edge = design.margin + column * (page.column + page.gutter) - page.gutter / 2
            desk.sheet.rects.append(Rect("rule", edge, y, 0, text.height))
    return y + text.height + GAP


def _digest(desk: Desk) -> list[Setting]:
    """The digest's items as settings of one column, its label over the first."""
    page = replace(desk.type, digest=True, small_heads=True)
    settings = [set_story(item, 1, page, desk.rng) for item in desk.items(desk.rng.randint(3, 5))]
    if not settings:
        return []
    label = furniture.label(desk.design.digest_label, page.column, page.size + 3)
    first = settings[0].at(0, label.height + 1)
    return [
        Setting(
            (*label.blocks, *first.blocks),
            first.height + label.height + 1,
            (*label.rects, *first.rects),
        ),
        *settings[1:],
    ]
