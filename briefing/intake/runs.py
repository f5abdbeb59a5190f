"""What a PDF page's lines are made from: its characters without hidden and doubled ones, and its ruled lines.

Lengths are points; y runs down the page, and a run's y is that of its baseline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.boxes import Rectangle
from briefing.intake.glyphs import BOLD, PLAIN, Glyph

ALIGNED = 1.6
"""Points within which two edges are one: hinting and rounding move edges by up to one."""
_HANGING = frozenset("，。、；：！？）》」』”’")


@dataclass(slots=True)
class Run:
    """Characters of one printed line, left to right."""

    glyphs: list[Glyph]
    x0: float
    x1: float
    y: float
    size: float
    text: str = ""
    weight: float = PLAIN
    bold: bool = False
    vertical: float = 0.0

    @property
    def top(self) -> float:
        """Above its ink; of an upright title the first character's."""
        return self.y - 0.88 * self.size - self.vertical

    @property
    def bottom(self) -> float:
        """Below its ink."""
        return self.y + 0.12 * self.size

    @property
    def box(self) -> Rectangle:
        """What it covers."""
        return self.x0, self.top, self.x1, self.bottom


@dataclass(slots=True)
class Ruled:
    """A page's ruled lines, those of frames too; upright ones from left to right."""

    across: list[Rectangle] = field(default_factory=list)
    down: list[Rectangle] = field(default_factory=list)

    @classmethod
    def of(cls, rules: Iterable[Rectangle], frames: Iterable[Rectangle]) -> Ruled:
        """From ruled lines and frames' edges."""
        found = cls()
        for x0, y0, x1, y1 in rules:
            (found.across if x1 - x0 >= y1 - y0 else found.down).append((x0, y0, x1, y1))
        for x0, y0, x1, y1 in frames:
            found.across += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
            found.down += [(x0, y0, x0, y1), (x1, y0, x1, y1)]
        found.down.sort(key=_middle)
        return found

    def parts_sides(self, left: Run, right: Run | Glyph) -> bool:
        """Whether an upright rule stands between a run and what follows on its line."""
        first = bisect_left(self.down, ink_end(left) - 0.5, key=_middle)
        last = bisect_right(self.down, right.x0 + 0.5, key=_middle)
        height = left.y - 0.4 * left.size
        return any(y0 <= height <= y1 for _, y0, _, y1 in self.down[first:last])

    def parts_rows(self, upper: Run, lower: Run) -> bool:
        """Whether a rule lies between a run and one below it, across most of the narrower one."""
        left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
        for x0, y0, x1, y1 in self.across:
            between = upper.y - 0.3 * upper.size <= (y0 + y1) / 2 <= lower.y - 0.3 * lower.size
            if between and min(x1, right) - max(x0, left) > 0.5 * (right - left):
                return True
        return False


def _middle(rule: Rectangle) -> float:
    return (rule[0] + rule[2]) / 2


def clean(found: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Upright characters without hidden and doubled ones, and the turned ones.

    An invisible text is dropped unless the page has no other: then it is what a scanner recognised.
    A character printed twice at nearly one place (fake bold, a shadow) is one bold character.
    """
    every = list(found)
    seen = [glyph for glyph in every if glyph.visible] or every
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], Glyph] = {}
    for glyph in seen:
        if glyph.text.isspace() or not glyph.text.isprintable():
            glyph.text = " " if glyph.text.isspace() else glyph.text
            if glyph.text != " ":
                continue
        step = max(1.0, glyph.size * 0.15)
        across, down = glyph.x0 / step, glyph.y / step
        near = [
            (glyph.text, int(across) + i, int(down) + j)
            for i in ((-1, 0) if across % 1 < 0.5 else (0, 1))
            for j in ((-1, 0) if down % 1 < 0.5 else (0, 1))
        ]
        twin = next((places[place] for place in near if place in places), None)
        if twin is not None and glyph.text != " " and _printed_twice(twin, glyph, step):
            twin.weight = BOLD
            continue
        places[glyph.text, int(across), int(down)] = glyph
        kept.append(glyph)
    return [g for g in kept if g.upright], [g for g in kept if not g.upright]


def _printed_twice(one: Glyph, two: Glyph, step: float) -> bool:
    """Characters of one ligature have one place too, but also one source."""
    return one.source != two.source and abs(one.x0 - two.x0) < step and abs(one.y - two.y) < step


def ink_end(run: Run) -> float:
    """Where a run's ink ends: a mark at its end may hang into the gutter with its own white."""
    last = run.glyphs[-1]
    hangs = last.text in _HANGING and last.x1 - last.x0 > 0.7 * last.size
    return last.x0 + 0.5 * last.size if hangs else run.x1
