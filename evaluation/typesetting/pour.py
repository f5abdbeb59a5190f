"""Pour settings of one column, one after the other, into several columns of equal height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evaluation.typesetting.sheet import Block, Piece, Rect, Setting, Type

# What never ends a column: what belongs to it follows.
_TIED = frozenset({"furniture", "head", "byline", "section", "picture"})


@dataclass(frozen=True, slots=True)
class _Atom:
    """What no column break goes through: a line of text, a headline, a picture. `top` as it was set."""

    top: float
    kind: str
    block: int = -1
    pieces: tuple[Piece, ...] = ()
    rect: Rect | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """Atoms that stay together, with the room down to the next."""

    atoms: tuple[_Atom, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Source:
    """A setting whose blocks count from `first`."""

    setting: Setting
    first: int


def poured(settings: Sequence[Setting], columns: int, page: Type, gap: float, rule: bool = False) -> Setting:
    """The settings as one stream through balanced columns, `gap` mm (and a rule) between one and the next."""
    items: list[_Item] = []
    kinds: list[Block] = []
    for setting in settings:
        if items:
            line = Rect("rule", 0, gap / 2, page.column, 0)
            items.append(_Item((_Atom(0, "gap", rect=line if rule else None),), gap))
        items += _items(_Source(setting, len(kinds)))
        kinds += setting.blocks
    height = max([sum(item.height for item in items) / columns, *(item.height for item in items)])
    while (spots := _spots(items, columns, height)) is None:
        height += page.row / 2
    blocks, rects = _placed(items, spots, kinds, page)
    return Setting(tuple(blocks), height, tuple(rects))


def _items(source: _Source) -> Iterator[_Item]:
    """A setting taken apart from top to bottom; headlines, section heads and pictures with what follows."""
    atoms = sorted(_atoms(source), key=lambda atom: atom.top)
    tops = [atom.top for atom in atoms] + [source.setting.height]
    group: list[_Atom] = []
    start = 0.0
    for atom, (_, below) in zip(atoms, pairwise(tops), strict=True):
        group.append(atom)
        tied = atom.kind in _TIED or _tied_caption(atom, atoms)
        if not tied or atom is atoms[-1]:
            yield _Item(tuple(replace(one, top=one.top - start) for one in group), below - start)
            group, start = [], below


def _tied_caption(atom: _Atom, atoms: Sequence[_Atom]) -> bool:
    """A caption above its picture."""
    after = next((one for one in atoms if one.top > atom.top), None)
    return atom.kind == "caption" and after is not None and after.kind == "picture"


def _atoms(source: _Source) -> Iterator[_Atom]:
    for rect in source.setting.rects:
        yield _Atom(rect.y, rect.kind, rect=replace(rect, y=0))
    for number, block in enumerate(source.setting.blocks, source.first):
        if block.kind == "body":
            for piece in block.pieces:
                yield _Atom(piece.y, "body", number, (replace(piece, y=0),))
        else:
            pieces = tuple(replace(piece, y=piece.y - block.y) for piece in block.pieces)
            yield _Atom(block.y, block.kind, number, pieces)


def _spots(items: Sequence[_Item], columns: int, height: float) -> list[tuple[int, float]] | None:
    """(column, y) of each item; None where they do not fit into columns of this height."""
    spots: list[tuple[int, float]] = []
    column, y = 0, 0.0
    for item in items:
        gap = item.atoms[0].kind == "gap"
        if y + item.height > height + 0.01 and not gap:
            column, y = column + 1, 0.0
        spots.append((column, y))
        if not (gap and y == 0.0):
            y += item.height
    return None if column >= columns else spots


def _placed(
    items: Sequence[_Item], spots: Sequence[tuple[int, float]], sources: Sequence[Block], page: Type
) -> tuple[list[Block], list[Rect]]:
    """Blocks in the stream's order, a new one where the source's block or the column changes."""
    blocks: list[Block] = []
    rects: list[Rect] = []
    before = (-1, -1)
    for item, (column, y) in zip(items, spots, strict=True):
        x = column * (page.column + page.gutter)
        for atom in item.atoms:
            if atom.rect and not (atom.kind == "gap" and y == 0.0):
                moved = atom.rect.y + y + atom.top
                rects.append(replace(atom.rect, x=atom.rect.x + x, y=moved))
            if not atom.pieces:
                continue
            pieces = tuple(replace(p, x=p.x + x, y=p.y + y + atom.top) for p in atom.pieces)
            if before == (atom.block, column):
                blocks[-1] = replace(blocks[-1], pieces=(*blocks[-1].pieces, *pieces))
            else:
                source = sources[atom.block]
                blocks.append(Block(source.kind, source.owner, pieces))
            before = (atom.block, column)
    return blocks, rects
