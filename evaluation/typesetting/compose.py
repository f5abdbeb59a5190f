"""Put a page together: masthead, lead, stacks of stories, digest; then the order of the file's content."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from evaluation.typesetting import furniture
from evaluation.typesetting.bands import bands
from evaluation.typesetting.designs import Design
from evaluation.typesetting.desk import GAP, SMALLEST, Desk
from evaluation.typesetting.grid import grid
from evaluation.typesetting.layout import set_story
from evaluation.typesetting.sheet import Block, Rect, Sheet
from evaluation.typesetting.stories import Copy, Story
from evaluation.typesetting.stream import stream


@dataclass(frozen=True, slots=True)
class Composed:
    """A page with what is true of it. `flows` are regions that the browser fills (see Design.flow)."""

    design: Design
    sheet: Sheet
    copies: tuple[Copy, ...]
    paper: str
    issued: str


def compose(design: Design, stories: Sequence[Story], rng: random.Random) -> Composed:
    """The page; stories that find no room are left out of it."""
    desk = Desk(design, stories, rng)
    name = furniture.paper(tuple(stories), rng)
    issued = furniture.issued(tuple(stories), rng)
    inner = design.width - 2 * design.margin
    top, foot = furniture.masthead(design.masthead, name, issued, inner, rng)
    desk.sheet.add(top, design.margin, design.margin)
    y = design.margin + top.height + 2
    bottom = design.height - design.margin - foot.height
    if design.motto:
        motto = furniture.motto(inner, design.size * 1.5, rng)
        desk.sheet.add(motto, design.margin, y)
        y += motto.height
    if design.lead:
        y = _lead(desk, y, bottom)
    bottom = _LAYOUTS[design.layout](desk, y, bottom)
    desk.sheet.add(foot, design.margin, bottom)
    desk.sheet.height = round(bottom + foot.height + design.margin)
    desk.sheet.blocks = _ordered(desk.sheet.blocks, design.order, rng)
    return Composed(design, desk.sheet, tuple(desk.placed), name, issued.isoformat())


def _lead(desk: Desk, y: float, bottom: float) -> float:
    """The longest story over the whole width."""
    long = [c for c in desk.waiting if c.story.kind in ("feature", "news") and c.story.length > 450]
    if not long:
        return y
    lead = max(long, key=lambda c: c.story.length)
    setting = set_story(lead, desk.design.columns, desk.type, desk.rng)
    if setting.height > (bottom - y) * 0.62:
        return y
    desk.take(lead)
    desk.sheet.add(setting, desk.design.margin, y)
    y += setting.height + GAP
    desk.sheet.rects.append(
        Rect("rule", desk.design.margin, y - GAP / 2, desk.design.width - 2 * desk.design.margin, 0)
    )
    return y


def _stacks(desk: Desk, y: float, bottom: float) -> float:
    """A stack of stories for each of the design's groups; returns where the longest ends."""
    design = desk.design
    ends, edges, x = [], [], design.margin
    for place, columns in enumerate(design.groups):
        ends.append(_stack(desk, columns, x, y, bottom, design.digest == place))
        x += desk.type.span(columns) + design.gutter
        edges.append(x - design.gutter / 2)
    bottom = min(bottom, max(ends))
    if design.rules:
        desk.sheet.rects += [Rect("rule", edge, y, 0, bottom - y) for edge in edges[:-1]]
    return bottom


def _stack(desk: Desk, columns: int, x: float, y: float, bottom: float, digest: bool) -> float:
    """Stories one below the other until the foot of the page; returns where they end.

    What remains of a nearly full column becomes a slogan.
    """
    width = desk.type.span(columns)
    kinds = frozenset({"brief"}) if digest else frozenset({"news", "feature", "photo", "notice"})
    if digest:
        head = furniture.label(desk.design.digest_label, width, desk.type.size + 5)
        desk.sheet.add(head, x, y)
        y += head.height + 1
    while bottom - y > SMALLEST:
        found = (
            desk.choose(columns, bottom - y, kinds, digest)
            or desk.choose(columns, bottom - y, frozenset({"photo", "notice", "news"}))
            or desk.choose(columns, bottom - y, frozenset({"brief"}), digest)
        )
        if found is None:
            break
        chosen, setting = found
        desk.take(chosen, desk.design.digest_label if digest and chosen.story.kind == "brief" else None)
        desk.sheet.add(setting, x, y)
        if desk.design.boxes and not digest:
            desk.sheet.rects.append(Rect("box", x - 2, y - 2, width + 4, setting.height + 4))
        y += (
            setting.height + (GAP if not digest else GAP * 0.6) + (desk.type.row if desk.design.flow else 0.0)
        )
        if not digest and not desk.design.boxes:
            desk.sheet.rects.append(Rect("rule", x, y - GAP / 2, width, 0))
    if SMALLEST < bottom - y < 60 and desk.design.slogan:
        desk.sheet.add(furniture.slogan(width, min(40.0, bottom - y), desk.rng), x, y)
        return bottom
    return y


_LAYOUTS: dict[str, Callable[[Desk, float, float], float]] = {
    "stacks": _stacks,
    "bands": bands,
    "stream": stream,
    "grid": grid,
}


def _ordered(blocks: list[Block], order: str, rng: random.Random) -> list[Block]:
    """The blocks in the order in which the file will hold them."""
    names = [b.owner for b in blocks]
    rank = {name: place for place, name in reversed(list(enumerate(names)))}
    match order:
        case "title_after":
            late = {"head": 3, "section": 1, "caption": 2}
            return sorted(blocks, key=lambda b: (rank[b.owner] if b.owner else -1, late.get(b.kind, 0)))
        case "some_after":
            return _some_after(blocks, rng)
        case "frames":
            return _in_frames(blocks, rng)
        case "layers":
            layer = {"body": 0, "byline": 0, "section": 1, "head": 2, "caption": 3, "furniture": 4}
            return sorted(blocks, key=lambda b: layer[b.kind])
        case "columns":
            return sorted(blocks, key=lambda b: (round(b.x / 20), b.y))
        case "random":
            return rng.sample(blocks, len(blocks))
        case "scatter":
            return _scattered(blocks, rng)
        case _:
            return blocks


def _some_after(blocks: list[Block], rng: random.Random) -> list[Block]:
    """Story by story where it stands; every other one has its headline after its text."""
    first: dict[str | None, int] = {}
    for place, block in enumerate(blocks):
        first.setdefault(block.owner, place)
    after = {name: rng.random() < 0.5 for name in first}

    def key(numbered: tuple[int, Block]) -> tuple[int, bool]:
        place, block = numbered
        if block.owner is None:
            return place, False
        return first[block.owner], after[block.owner] and block.kind in ("head", "byline")

    return [block for _, block in sorted(enumerate(blocks), key=key)]


def _in_frames(blocks: list[Block], rng: random.Random) -> list[Block]:
    """The headlines and the columns of every story as frames, in any order."""
    frames: dict[tuple[str | None, int, int], list[Block]] = {}
    for place, block in enumerate(blocks):
        above = block.kind in ("head", "byline")
        column = -1 if above else round((block.x - block.pieces[0].indent) / 5)
        frames.setdefault((block.owner, column, 0 if block.owner else place), []).append(block)
    shuffled = rng.sample(list(frames.values()), len(frames))
    return [block for frame in shuffled for block in sorted(frame, key=lambda b: b.y)]


def _scattered(blocks: list[Block], rng: random.Random) -> list[Block]:
    """As one real page has it: stories in any order, heads after text, the longest story's parts apart."""
    size: dict[str | None, int] = {}
    for block in blocks:
        size[block.owner] = size.get(block.owner, 0) + len(block.pieces)
    longest = max((n for n in size if n), key=lambda n: size[n])
    owners = [n for n in dict.fromkeys(b.owner for b in blocks) if n and n != longest]
    rng.shuffle(owners)
    own = [b for b in blocks if b.owner == longest]
    bodies = [b for b in own if b.kind in ("body", "byline")]
    cut = max(1, len(bodies) // 4)
    out = [b for b in blocks if b.owner is None] + bodies[:cut] + [b for b in own if b.kind == "head"]
    for name in owners:
        mine = [b for b in blocks if b.owner == name]
        out += [b for b in mine if b.kind != "head"] + [b for b in mine if b.kind == "head"]
    return out + bodies[cut:] + [b for b in own if b.kind in ("section", "caption")]


def renumbered(composed: Composed, prefix: str) -> Composed:
    """The same page with its stories named prefix-1, prefix-2 … in placed order."""
    names = {c.story.id: f"{prefix}-{n}" for n, c in enumerate(composed.copies, 1)}

    def owned(block: Block) -> Block:
        owner = names.get(block.owner or "")
        return Block(
            block.kind, owner, tuple(replace(p, owner=names.get(p.owner or "")) for p in block.pieces)
        )

    sheet = composed.sheet
    blocks = [owned(block) for block in sheet.blocks]
    copies = tuple(replace(c, story=replace(c.story, id=names[c.story.id])) for c in composed.copies)
    return replace(composed, sheet=Sheet(sheet.width, sheet.height, blocks, sheet.rects), copies=copies)
