"""Characters with places become printed lines: columns parted, blanks of justification seen through.

    glyphs -> atoms (characters that touch) -> lines (atoms of one column)

Everything is decided by geometry; the order of the file's content does not matter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from briefing.intake.glyphs import Glyph
from briefing.intake.ink import weight
from briefing.intake.runs import ALIGNED, Ruled, Run, ink_end
from briefing.intake.upright import FEWEST, stacks

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
LARGE_INITIAL = 1.7
"""An initial spans two lines or more."""
LONGEST_INITIAL = 2
"""Characters: an opening quotation mark may stand before the letter."""


def lines(found: Sequence[Glyph], ruled: Ruled) -> list[Run]:
    """The printed lines of upright characters, in no order."""
    tall, level = stacks(found)
    atoms = [run for run in (trimmed(atom.glyphs) for atom in _atoms(level, ruled)) if run is not None]
    upright = _stacked(_joined(atoms, ruled)) + [_standing(line) for line in tall]
    for run in upright:
        finish(run)
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
            gap = glyph.x0 - ink_end(run)
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


def trimmed(glyphs: Sequence[Glyph]) -> Run | None:
    """Characters of one line as a run without blanks at its ends; None where nothing is left."""
    first, last = 0, len(glyphs)
    while last > first and glyphs[last - 1].text == " ":
        last -= 1
    while first < last and glyphs[first].text == " ":
        first += 1
    if first == last:
        return None
    return _run(list(glyphs[first:last]))


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
    gaps = [two.x0 - ink_end(one) for one, two in pairwise(row)]
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
    """Characters set one below the other (an upright title) as one line, where the file writes them apart."""
    singles = sorted((r for r in runs if len(r.glyphs) == 1), key=lambda r: (round(r.x0 / 3), r.y))
    taken: set[int] = set()
    found: list[Run] = []
    group: list[Run] = []

    def close() -> None:
        if len(group) >= FEWEST:
            taken.update(map(id, group))
            found.append(_standing([g for run in group for g in run.glyphs]))

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
    return [run for run in runs if id(run) not in taken] + found


def _standing(glyphs: Sequence[Glyph]) -> Run:
    """Characters one below the other as a line."""
    run = _run(list(glyphs))
    run.x0, run.y = min(g.x0 for g in glyphs), glyphs[-1].y
    run.vertical = glyphs[-1].y - glyphs[0].y
    return run


def finish(run: Run) -> Run:
    """The run with its text, a blank where one was printed as a gap only, and its weight."""
    run.weight = weight(run.glyphs)
    if run.vertical:
        run.text = "".join(g.text for g in run.glyphs)
        return run
    gaps = [two.x0 - one.x1 for one, two in zip(run.glyphs, run.glyphs[1:], strict=False)]
    usual = median(gaps) if gaps else 0.0
    parts = [run.glyphs[0].text]
    for glyph, gap in zip(run.glyphs[1:], gaps, strict=True):
        words = parts[-1][-1].isalnum() and glyph.text.isalnum()
        if gap > usual + (WORD if words else MARKED) * run.size and glyph.text != " " and parts[-1] != " ":
            parts.append(" ")
        parts.append(glyph.text)
    run.text = "".join(parts).strip()
    return run
