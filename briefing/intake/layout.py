"""Characters with places become printed lines: columns parted, blanks of justification seen through.

    glyphs -> atoms (characters that touch) -> lines (atoms of one column) -> blocks -> reading order

Everything is decided by geometry; the order of the file's content does not matter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from briefing.boxes import Rectangle
from briefing.intake.glyphs import Glyph

# In ems of the characters beside a gap:
TOUCHING = 0.35
"""Up to this gap, characters of one baseline stand in one line whatever is around them."""
ABUTTING = 0.12
"""Up to this, characters follow one another; a gutter is wider, but for a mark that hangs into it."""
WIDEST = 3.0
"""Beyond this gap they never do, unless the file writes both sides in one go."""
STRETCHED = 12.0
"""Then up to this: some programs justify a line by its only blank."""
GUTTER = 0.7
"""A lone gap wider than this parts columns where nothing else tells."""
BLANK = 2.2
"""Unless the file writes both sides in one go: then up to this it is a blank of the text."""
WORD = 0.17
"""A gap this much wider than its line's other gaps is a blank: the narrowest blanks of fonts have 0.22."""
MARKED = 0.8
"""The same beside a mark, whose own white is not always told from a blank."""
INDENT = 2.6
"""A paragraph's first line is set in by two."""
LARGE_INITIAL = 1.7
"""An initial spans two lines or more."""
LONGEST_INITIAL = 2
"""Characters: an opening quotation mark may stand before the letter."""
_HANGING = frozenset("，。、；：！？）》」』”’")
ALIGNED = 1.6
"""Points within which two edges are one: hinting and rounding move edges by up to one."""


@dataclass(slots=True)
class Run:
    """Characters of one printed line, left to right."""

    glyphs: list[Glyph]
    x0: float
    x1: float
    y: float
    size: float
    text: str = ""
    bold: bool = False
    vertical: float = 0.0

    @property
    def top(self) -> float:
        return self.y - 0.88 * self.size - self.vertical

    @property
    def bottom(self) -> float:
        return self.y + 0.12 * self.size

    @property
    def box(self) -> Rectangle:
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
        first = bisect_left(self.down, _ink_end(left) - 0.5, key=_middle)
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
            twin.bold = True
            continue
        places[glyph.text, int(across), int(down)] = glyph
        kept.append(glyph)
    return [g for g in kept if g.upright], [g for g in kept if not g.upright]


def _printed_twice(one: Glyph, two: Glyph, step: float) -> bool:
    """Characters of one ligature have one place too, but also one source."""
    return one.source != two.source and abs(one.x0 - two.x0) < step and abs(one.y - two.y) < step


# --- lines ----------------------------------------------------------------------------------------


def lines(found: Sequence[Glyph], ruled: Ruled) -> list[Run]:
    """The printed lines of upright characters, in no order."""
    atoms = [run for run in map(_trimmed, _atoms(found, ruled)) if run is not None]
    joined = _joined(atoms, ruled)
    upright = _stacked(joined)
    for run in upright:
        _finish(run)
    return _initials([run for run in upright if run.text.strip()])


def _initials(runs: list[Run]) -> list[Run]:
    """A story's large first character, set beside its first lines, put before the first of them."""
    taken: set[int] = set()
    for initial in runs:
        if len(initial.text) > LONGEST_INITIAL or not any(
            char.isalnum() or char in "“‘《" for char in initial.text
        ):
            continue
        beside = sorted(
            (
                run
                for run in runs
                if initial.size > LARGE_INITIAL * run.size
                and -0.3 * run.size <= run.x0 - initial.x1 <= 1.2 * run.size
                and initial.top - 0.5 * run.size <= run.top
                and run.bottom <= initial.bottom + 0.5 * run.size
                and len(run.text) > 4
            ),
            key=lambda run: run.y,
        )
        if len(beside) >= 2 and max(run.x0 for run in beside) - beside[0].x0 <= ALIGNED:
            first = beside[0]
            first.text = initial.text + first.text
            first.x0 = initial.x0
            taken.add(id(initial))
    return [run for run in runs if id(run) not in taken]


def _atoms(found: Sequence[Glyph], ruled: Ruled) -> list[Run]:
    """Characters of one baseline that touch one another."""
    bands: defaultdict[int, list[Run]] = defaultdict(list)
    runs: list[Run] = []
    for glyph in sorted(found, key=lambda g: (g.x0, g.y)):
        band = int(glyph.y // 4)
        best: Run | None = None
        for run in (*bands[band - 1], *bands[band], *bands[band + 1]):
            size = max(run.size, glyph.size)
            gap = glyph.x0 - _ink_end(run)
            if abs(run.y - glyph.y) > 0.22 * min(run.size, glyph.size):
                continue
            widest = GUTTER if _in_one_go(run.glyphs[-1], glyph) else TOUCHING
            fits = -0.75 * size <= gap <= widest * size and min(run.size, glyph.size) > 0.5 * size
            if fits and (best is None or run.x1 > best.x1) and not ruled.parts_sides(run, glyph):
                best = run
        if best is None:
            best = Run([], glyph.x0, glyph.x1, glyph.y, glyph.size)
            runs.append(best)
            bands[band] = [run for run in bands[band] if run.x1 > glyph.x0 - 4 * run.size]
            bands[band].append(best)
        best.glyphs.append(glyph)
        best.x1 = max(best.x1, glyph.x1)
        best.size = max(best.size, glyph.size) if len(best.glyphs) < 3 else best.size
    return runs


def _ink_end(run: Run) -> float:
    """Where a run's ink ends: a mark at its end may hang into the gutter with its own white."""
    last = run.glyphs[-1]
    hangs = last.text in _HANGING and last.x1 - last.x0 > 0.7 * last.size
    return last.x0 + 0.5 * last.size if hangs else run.x1


def _trimmed(run: Run) -> Run | None:
    """The run without blanks at its ends; None where nothing is left."""
    first, last = 0, len(run.glyphs)
    while last > first and run.glyphs[last - 1].text == " ":
        last -= 1
    while first < last and run.glyphs[first].text == " ":
        first += 1
    if first == last:
        return None
    return _run(run.glyphs[first:last])


def _run(glyphs: list[Glyph]) -> Run:
    sizes = Counter(round(g.size, 1) for g in glyphs if g.text != " ")
    size = max(sizes, key=lambda s: (sizes[s], s))
    baseline = next(g.y for g in glyphs if round(g.size, 1) == size)
    return Run(glyphs, glyphs[0].x0, max(g.x1 for g in glyphs), baseline, size)


class _Edges:
    """Where lines begin and which stretches they cover: what tells a gutter from a justified gap."""

    def __init__(self, atoms: Sequence[Run]) -> None:
        self.by_y = sorted((a for a in atoms if len(a.glyphs) >= 3), key=lambda a: a.y)
        self.ys = [a.y for a in self.by_y]

    def near(self, y: float, reach: float) -> list[Run]:
        return self.by_y[bisect_left(self.ys, y - reach) : bisect_right(self.ys, y + reach)]

    def begins(self, right: Run) -> int:
        """How many lines near by begin where this run does."""
        return sum(
            abs(a.x0 - right.x0) <= ALIGNED and a is not right for a in self.near(right.y, 8 * right.size)
        )

    def crossed(self, left: Run, right: Run) -> tuple[bool, bool]:
        """Whether the nearest lines above and below run across the gap between two runs."""
        size = max(left.size, right.size)
        above = below = False
        for atom in self.near(left.y, 2.4 * size):
            alike = abs(atom.size - size) <= 0.15 * size
            if alike and atom.x0 < left.x1 - 0.5 * size and atom.x1 > right.x0 + 0.5 * size:
                above = above or atom.y < left.y - 0.5 * size
                below = below or atom.y > left.y + 0.5 * size
        return above, below


def _joined(atoms: list[Run], ruled: Ruled) -> list[Run]:
    """Atoms that one column's justification, or a title's spacing, has put apart, joined."""
    edges = _Edges(atoms)
    rows: list[list[Run]] = []
    bands: defaultdict[int, list[list[Run]]] = defaultdict(list)
    for atom in sorted(atoms, key=lambda a: a.x0):
        band = int(atom.y // 4)
        options = [
            row
            for row in (*bands[band - 1], *bands[band], *bands[band + 1])
            if abs(row[-1].y - atom.y) <= 0.22 * min(row[-1].size, atom.size)
            and -0.5 * atom.size <= atom.x0 - row[-1].x1 <= _widest(row[-1], atom)
        ]
        row = max(options, key=lambda r: r[-1].x1) if options else None
        if row is None:
            row = []
            rows.append(row)
            bands[band].append(row)
        row.append(atom)
    return [run for row in rows for run in _parted(row, edges, ruled)]


def _parted(row: list[Run], edges: _Edges, ruled: Ruled) -> list[Run]:
    """One row's atoms as the lines of its columns."""
    if len(row) == 1:
        return row
    gaps = [two.x0 - _ink_end(one) for one, two in pairwise(row)]
    out = [[row[0]]]
    for place, (one, two) in enumerate(pairwise(row)):
        beside = [gaps[i] for i in (place - 1, place + 1) if 0 <= i < len(gaps)]
        if _one_line(one, two, gaps[place], beside, edges, ruled):
            out[-1].append(two)
        else:
            out.append([two])
    return [_run([g for run in runs for g in run.glyphs]) for runs in out]


def _one_line(one: Run, two: Run, gap: float, beside: Sequence[float], edges: _Edges, ruled: Ruled) -> bool:
    """Whether a gap in a row is a blank within a line, not the gutter between two columns."""
    size = max(one.size, two.size)
    if min(one.size, two.size) < 0.87 * size or ruled.parts_sides(one, two):
        return False
    above, below = edges.crossed(one, two)
    begins = edges.begins(two)
    if above and below:
        return begins < 3 or gap < 0.8 * size
    if (above or below) and two.x0 - one.x1 <= ABUTTING * size:
        return True  # 底” and 机制: only the mark's own white is between, where other lines are indented
    if begins >= 2:
        return False
    if (above or below) and begins == 0:
        return True
    if beside and len(one.glyphs) <= 2 and len(two.glyphs) <= 2:  # a spaced title: 市 民 广 场
        return gap <= 1.5 * min(beside)
    return gap <= (BLANK if _in_one_go(one.glyphs[-1], two.glyphs[0]) else GUTTER) * size


def _widest(one: Run, two: Run) -> float:
    """The widest gap in points that two runs of one line may have between them."""
    written = _in_one_go(one.glyphs[-1], two.glyphs[0])
    return (STRETCHED if written else WIDEST) * max(one.size, two.size)


def _in_one_go(one: Glyph, two: Glyph) -> bool:
    """Whether the file writes a character right after another, but for blanks."""
    return 0 < two.place - one.place <= 4


def _stacked(runs: list[Run]) -> list[Run]:
    """Characters set one below the other (an upright title) as one line."""
    singles = sorted((r for r in runs if len(r.glyphs) == 1), key=lambda r: (round(r.x0 / 3), r.y))
    taken: set[int] = set()
    stacks: list[Run] = []
    group: list[Run] = []

    def close() -> None:
        if len(group) >= 3:
            taken.update(map(id, group))
            whole = _run([g for run in group for g in run.glyphs])
            whole.y, whole.vertical = group[-1].y, group[-1].y - group[0].y
            stacks.append(whole)

    for run in singles:
        last = group[-1] if group else None
        if (
            last is None
            or abs(last.x0 - run.x0) > 0.2 * run.size
            or abs(last.size - run.size) > 0.05 * run.size
            or not 0.9 <= (run.y - last.y) / run.size <= 2.2
        ):
            close()
            group = []
        group.append(run)
    close()
    return [run for run in runs if id(run) not in taken] + stacks


def _finish(run: Run) -> None:
    """The run's text, with a blank where one was printed as a gap only, and its weight."""
    run.bold = 2 * sum(g.bold for g in run.glyphs) > len(run.glyphs)
    if run.vertical:
        run.text = "".join(g.text for g in run.glyphs)
        return
    gaps = [two.x0 - one.x1 for one, two in zip(run.glyphs, run.glyphs[1:], strict=False)]
    usual = median(gaps) if gaps else 0.0
    parts = [run.glyphs[0].text]
    for glyph, gap in zip(run.glyphs[1:], gaps, strict=True):
        words = parts[-1][-1].isalnum() and glyph.text.isalnum()
        if gap > usual + (WORD if words else MARKED) * run.size and glyph.text != " " and parts[-1] != " ":
            parts.append(" ")
        parts.append(glyph.text)
    run.text = "".join(parts).strip()


# --- blocks ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Block:
    """Lines of one size that stand one below the other in one column."""

    runs: list[Run]

    @property
    def box(self) -> Rectangle:
        return (
            min(r.x0 for r in self.runs),
            min(r.top for r in self.runs),
            max(r.x1 for r in self.runs),
            max(r.bottom for r in self.runs),
        )


def blocks(runs: Sequence[Run], ruled: Ruled, pictures: Sequence[Rectangle]) -> list[Block]:
    """Lines grouped where each is the only one below the other, near, of its size, with nothing between."""
    ordered = sorted(runs, key=lambda r: (r.y, r.x0))
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
    follows: dict[int, int] = {}
    for place, lowers in below.items():
        upper, lower = ordered[place], ordered[lowers[0]]
        lone = _nearest(lowers, place, ordered) == [lowers[0]]
        if (
            lone
            and _nearest(above[lowers[0]], lowers[0], ordered) == [place]
            and _together(upper, lower, pitch)
            and not ruled.parts_rows(upper, lower)
            and not any(_between(upper, lower, picture) for picture in pictures)
        ):
            follows[place] = lowers[0]
    chains = [[ordered[i] for i in chain] for chain in _chains(follows, len(ordered))]
    tops = [(chain[0].y, chain[0].x0, chain[0].x1) for chain in chains]
    parted = [part for chain in chains for part in _without_byline(chain, tops)]
    return [Block(part) for chain in parted for part in _even(chain)]


def _without_byline(chain: list[Run], tops: Sequence[tuple[float, float, float]]) -> list[list[Run]]:
    """A column parted from the byline centred above it: the columns beside it begin a line lower."""
    if len(chain) < 3:
        return [chain]
    byline, first = chain[0], chain[1]
    left, right = min(run.x0 for run in chain[1:]), max(_ink_end(run) for run in chain[1:])
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
    right = _common([_ink_end(run) for run in chain], max)
    if left is None or right is None:
        return [chain]
    pitch = median(two.y - one.y for one, two in pairwise(chain))
    parts: list[list[Run]] = []
    before: bool | None = None
    for run in chain:
        out = run.x0 < left - 0.5 * run.size or _ink_end(run) > right + 1.3 * run.size
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


_SHORT = 6.0
"""In ems: a paragraph's last line may be so short that the next one's indent begins beyond its end."""


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
    if not alike or one.vertical or two.vertical:
        return one.x1, two.x1
    return max(one.x1, one.x0 + _SHORT * size), max(two.x1, two.x0 + _SHORT * size)


def _together(upper: Run, lower: Run, pitch: float) -> bool:
    size = max(upper.size, lower.size)
    if upper.vertical or lower.vertical or min(upper.size, lower.size) < 0.94 * size:
        return False
    if lower.y - upper.y > max(1.25 * pitch, 1.45) * size:
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
