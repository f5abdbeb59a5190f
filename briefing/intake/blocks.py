"""Printed lines become blocks: what stands one below the other in one column, with nothing between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from briefing.boxes import Rectangle
from briefing.intake.glyphs import PLAIN
from briefing.intake.ink import HEAVY
from briefing.intake.runs import ALIGNED, Ruled, Run, ink_end
from briefing.intake.upright import together

# In ems:
INDENT = 2.6
"""A paragraph's first line is set in by two."""
_SHORT = 6.0
"""In ems: a paragraph's last line may be so short that the next one's indent begins beyond its end."""


EVEN = 0.8
"""In points, the difference of leadings that rounding makes."""
WIDEST = 2.3
"""The widest leading of evenly set lines: a box's text is spread until it fills the box."""


@dataclass(slots=True)
class Block:
    """Lines of one size that stand one below the other in one column."""

    runs: list[Run]

    @property
    def box(self) -> Rectangle:
        """What its lines cover together."""
        return (
            min(r.x0 for r in self.runs),
            min(r.top for r in self.runs),
            max(r.x1 for r in self.runs),
            max(r.bottom for r in self.runs),
        )


def blocks(runs: Sequence[Run], ruled: Ruled, pictures: Sequence[Rectangle]) -> list[Block]:
    """Lines grouped where each is the only one below the other, near, of its size, with nothing between."""
    ordered = sorted((run for run in runs if not run.vertical), key=lambda r: (r.y, r.x0))
    below: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for place, upper in enumerate(ordered):
        taken: list[Run] = []
        for later in range(place + 1, len(ordered)):
            lower = ordered[later]
            if lower.top > upper.y + 1.7 * upper.size:
                break
            under = lower.y > upper.y + 0.5 * min(upper.size, lower.size) and _shared(upper, lower) > 0.3
            if under and not any(_shared(one, lower) > 0.5 * _narrower(one, lower) for one in taken):
                taken.append(lower)
                below[place].append(later)
                above[later].append(place)
    pitches = [
        (ordered[b[0]].y - ordered[a].y) / ordered[a].size
        for a, b in below.items()
        if len(b) == 1 and abs(ordered[b[0]].size - ordered[a].size) < 0.05 * ordered[a].size
    ]
    pitch = median(pitches) if pitches else 1.5
    steps = _Steps(ordered, {a: b[0] for a, b in below.items() if len(b) == 1})
    follows: dict[int, int] = {}
    for place, lowers in below.items():
        upper, lower = ordered[place], ordered[lowers[0]]
        lone = _nearest(lowers, place, ordered) == [lowers[0]]
        if (
            lone
            and _nearest(above[lowers[0]], lowers[0], ordered) == [place]
            and _together(upper, lower, pitch, steps.even(place))
            and not ruled.parts_rows(upper, lower)
            and not any(_between(upper, lower, picture) for picture in pictures)
        ):
            follows[place] = lowers[0]
    chains = [[ordered[i] for i in chain] for chain in _chains(follows, len(ordered))]
    tops = [(chain[0].y, chain[0].x0, chain[0].x1) for chain in chains]
    parted = [part for chain in chains for part in _without_byline(chain, tops)]
    found = [Block(part) for chain in parted for part in _even(chain)]
    found += [Block(group) for group in together(runs)]
    _weigh(found)
    return found


TEXT = 4
"""Lines from which a block is running text."""


def _weigh(found: Sequence[Block]) -> None:
    """Tell which lines are bold: heavier than the text they stand in, or than the nearest above or below.

    One page has texts of several weights: a digest in 黑体 beside stories in 宋体.
    """
    texts = [
        (block.box, median(run.weight for run in block.runs)) for block in found if len(block.runs) >= TEXT
    ]
    for block in found:
        x0, y0, x1, y1 = block.box
        near = [
            (max(box[1] - y1, y0 - box[3]), weight)
            for box, weight in texts
            if min(x1, box[2]) > max(x0, box[0]) and box != block.box
        ]
        own = median(run.weight for run in block.runs)
        usual = own if len(block.runs) >= TEXT else min(near)[1] if near else PLAIN
        for run in block.runs:
            run.bold = run.weight >= HEAVY * usual


class _Steps:
    """How far it is from each line to the only one below it, by the lines' places from top to bottom."""

    def __init__(self, ordered: Sequence[Run], lower: Mapping[int, int]) -> None:
        self.ordered, self.lower = ordered, lower
        self.upper = {below: above for above, below in lower.items()}

    def even(self, place: int) -> bool:
        """Whether the line below a line is as far away as the one above it, or as the next one below."""
        here = self._step(place)
        beside = [self._step(self.upper.get(place)), self._step(self.lower.get(place))]
        return here is not None and any(step is not None and abs(step - here) <= EVEN for step in beside)

    def _step(self, place: int | None) -> float | None:
        if place is None or place not in self.lower:
            return None
        upper, lower = self.ordered[place], self.ordered[self.lower[place]]
        alike = abs(upper.size - lower.size) <= 0.03 * upper.size and max(
            upper.weight, lower.weight
        ) < HEAVY * min(upper.weight, lower.weight)
        return lower.y - upper.y if alike else None


def _without_byline(chain: list[Run], tops: Sequence[tuple[float, float, float]]) -> list[list[Run]]:
    """A column parted from the byline centred above it: the columns beside it begin a line lower."""
    if len(chain) < 3:
        return [chain]
    byline, first = chain[0], chain[1]
    left, right = min(run.x0 for run in chain[1:]), max(ink_end(run) for run in chain[1:])
    whites = byline.x0 - left, right - byline.x1
    centred = min(whites) > 0.7 * byline.size and (
        byline.x0 - left > INDENT * byline.size or whites[1] > byline.size
    )
    beside = [y for y, x0, x1 in tops if x1 < left or x0 > right]
    level = sum(abs(y - first.y) <= ALIGNED for y in beside)
    alone = not any(abs(y - byline.y) <= ALIGNED for y in beside)
    return [chain[:1], chain[1:]] if centred and level and alone else [chain]


def _nearest(others: Sequence[int], place: int, ordered: Sequence[Run]) -> list[int]:
    """Those of the lines above or below one that are not clearly farther from it than the nearest."""
    here = ordered[place]
    far = {other: abs(ordered[other].y - here.y) for other in others}
    return [other for other in others if far[other] <= min(far.values()) + 0.6 * here.size]


def _even(chain: list[Run]) -> list[list[Run]]:
    """A block parted where lines stick out of its column or stand off (a byline above one column)."""
    if len(chain) < 4:
        return [chain]
    left = _common([run.x0 for run in chain], min)
    right = _common([ink_end(run) for run in chain], max)
    if left is None or right is None:
        return [chain]
    pitch = median(two.y - one.y for one, two in pairwise(chain))
    parts: list[list[Run]] = []
    before: bool | None = None
    for run in chain:
        out = run.x0 < left - 0.5 * run.size or ink_end(run) > right + 1.3 * run.size
        above = parts[-1][-1] if parts else run
        resized = abs(run.size - above.size) > 0.012 * run.size  # a subtitle hardly larger than its text
        usual = 1.02 * pitch + 0.2 if resized else 1.12 * pitch + 0.6
        if out is not before or run.y - above.y > usual:
            parts.append([])
        parts[-1].append(run)
        before = out
    return parts


def _common(edges: Sequence[float], outermost: Callable[[Iterable[float]], float]) -> float | None:
    """The outermost of the edges that at least a third of the lines share; None where none is shared so."""
    shared = [
        edge for edge in edges if 3 * sum(abs(edge - other) <= ALIGNED for other in edges) >= len(edges)
    ]
    return outermost(shared) if shared else None


def _shared(upper: Run, lower: Run) -> float:
    """How much of their width two lines share."""
    ends = _ends(upper, lower)
    return min(ends) - max(upper.x0, lower.x0)


def _narrower(one: Run, two: Run) -> float:
    ends = _ends(one, two)
    return min(ends[0] - one.x0, ends[1] - two.x0)


def _ends(one: Run, two: Run) -> tuple[float, float]:
    """Where two lines end; short ones of one column count as longer."""
    size = max(one.size, two.size)
    alike = min(one.size, two.size) > 0.94 * size and abs(one.x0 - two.x0) <= INDENT * size
    if not alike:
        return one.x1, two.x1
    return max(one.x1, one.x0 + _SHORT * size), max(two.x1, two.x0 + _SHORT * size)


def _together(upper: Run, lower: Run, pitch: float, even: bool) -> bool:
    size = max(upper.size, lower.size)
    if min(upper.size, lower.size) < 0.94 * size:
        return False
    if lower.y - upper.y > (WIDEST if even else max(1.25 * pitch, 1.45)) * size:
        return False
    # A line begins where the one above does, or is indented, or is centred or set right within its column.
    shift = lower.x0 - upper.x0
    inside = lower.x0 >= upper.x0 - 0.5 * size and lower.x1 <= upper.x1 + 0.8 * size
    around = upper.x0 >= lower.x0 - 0.5 * size and upper.x1 <= lower.x1 + 0.8 * size
    return abs(shift) <= INDENT * size or inside or around


def _between(upper: Run, lower: Run, box: Rectangle) -> bool:
    middle = (box[1] + box[3]) / 2
    wide = min(box[2], upper.x1, lower.x1) - max(box[0], upper.x0, lower.x0)
    return upper.y <= middle <= lower.top and wide > 0


def _chains(follows: dict[int, int], count: int) -> list[list[int]]:
    heads = sorted(set(range(count)) - set(follows.values()))
    found = []
    for head in heads:
        chain = [head]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        found.append(chain)
    return found
