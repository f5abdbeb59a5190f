"""Columns that were printed line by line beside each other are taken apart.

Where columns share their baselines, pdftotext gives the first line of each, then the second line of each,
and so on, a blank line after every one. What follows a line then stands two to eight lines below it,
mostly at the distance at which the line above found its own. The best way of following is searched with
a beam: a chance for each distance, and the words (segment.language). Only long stretches are taken apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from briefing.segment import bylines
from briefing.segment.continuation import continuation
from briefing.segment.language import Matrix, language
from briefing.segment.lines import UNWRAPPED, Row, with_columns
from briefing.text import squash, width

FARTHEST = 8
"""Lines to the one before in the same column; measured on 26 interleaved pages: 1 to 5, seldom 8."""
LEAST = 6
"""Lines with others between them and the one before, from which a stretch counts as interleaved."""
USUAL, PROOF = 0.6, 4.5
"""What of a line's fit chance may give (mean log ratio in shuffled pages' best stretches: 0.2), and how much
all lines of a stretch must have beyond it. Of 27 chance stretches none has; of 57 true ones 52 have."""
BEAM = 24
"""Ways that are followed at a time; with 8 a sixth more lines are joined wrongly, with 96 as many."""
HOPELESS = 9.0
"""A way that costs so much more than the best is followed no further."""

_NEW = 0
"""The distance of a line that follows none of those near it."""


def apart(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with interleaved columns one after the other; all others where they were.

    Time is linear in the rows, and next to none for a page whose lines do not stand alone.
    """
    if not rows or rows[0].sheet is not None:
        return tuple(rows)
    rows = _split(rows)
    alone = sum(
        bool(row.loose or (row.gap and below.gap)) and row.column > 0 for row, below in pairwise(rows)
    )
    if alone < 2 * LEAST:
        return tuple(rows)
    fits = _fits(rows)
    distances = _decoded(rows, fits)
    order = list(range(len(rows)))
    inside: set[int] = set()
    for first, last in _stretches(rows, distances, fits):
        order[first : last + 1] = _columns(range(first, last + 1), distances)
        inside.update(range(first, last + 1))
    return _renumbered(rows, order, inside, distances, fits) if inside else tuple(rows)


def _split(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, with those cut in two or more that print the lines of several columns side by side.

    Such a line has a blank where one column's full line, or the end of its paragraph, meets the next one's.
    Where several of them stand together no line is taken to go on the one above it (`loose`).
    """
    widths = _widths(rows)
    parts = {row.index: found for row in rows if (found := _side_by_side(row, widths))}
    near = np.convolve([row.index in parts for row in rows], np.ones(2 * MIXED_REACH + 1), "same")
    if near.max(initial=0) < MIXED:
        return tuple(rows)
    usual = max(widths, key=widths.__getitem__)
    out: list[Row] = []
    block = -1
    for row in rows:
        mixed = bool(near[row.index] >= MIXED)
        for n, raw in enumerate(parts.get(row.index, (row.raw,)) if mixed else (row.raw,)):
            text = squash(raw)
            gap = 1 if n else row.gap
            block += bool(gap) or not out
            column = usual if mixed else row.column
            new = replace(row, index=len(out), raw=raw, text=text, ems=width(text), gap=gap, block=block)
            out.append(replace(new, column=column, loose=mixed))
    return tuple(out)


MIXED, MIXED_REACH = 3, 6
"""Lines of several columns, within so many lines to each side, from which a stretch is taken to be mixed."""


def _widths(rows: Sequence[Row]) -> dict[float, int]:
    """The widths that the page's columns have, in ems, with how many lines without blanks have each."""
    counts = Counter(round(row.ems) for row in rows if 8 <= row.ems <= UNWRAPPED and " " not in row.raw)
    return {float(ems): n for ems, n in counts.items() if n >= LEAST}


INDENT = 2
"""Ems by which a paragraph's first line is shorter: its indent is gone."""
_SPACED = re.compile(r"(?:(?:[^\x00-\x7f]|[0-9A-Za-z.%]+)(?: |$)){4,}")


def _side_by_side(row: Row, widths: Mapping[float, int]) -> tuple[str, ...]:
    """The lines of columns that one line prints side by side; none where it is one column's."""
    if " " not in row.raw or not widths or row.ems < 1.15 * min(widths):
        return ()
    parts = _SPACED.sub(lambda match: f" {squash(match[0])} ", row.raw).split()
    if not 2 <= len(parts) <= 6:
        return ()
    full = [
        any(abs(width(part) - ems + lack) <= 1.2 for ems in widths for lack in (0, INDENT)) for part in parts
    ]
    ends = [part[-1] in _ENDS and len(part) > 1 for part in parts]
    fits = all(whole or end for whole, end in zip(full[:-1], ends[:-1], strict=True))
    told = any(full) or all(ends)
    return tuple(parts) if told and fits and len(parts[-1]) > 1 else ()


def _fits(rows: Sequence[Row]) -> Matrix:
    """How much likelier each row follows the one at each distance than none, as a log ratio.

    Shape (rows, FARTHEST + 1); 0 at the distance 0.
    """
    told, net = language(), continuation()
    out = np.zeros((len(rows), FARTHEST + 1))
    texts = [row.text for row in rows]
    befores, afters = net.sides(texts)
    ended = np.array([text[-1] in _ENDS for text in texts])
    lack = np.array([row.column - row.ems for row in rows])
    widths = np.searchsorted(_LACKS, lack)
    kinds = 3 * ended + widths
    opens = np.array([bool(bylines.lead_in(row.raw) or bylines.OPEN_LEAD_IN.match(row.raw)) for row in rows])
    wrapped = np.array([0 < row.ems <= UNWRAPPED and row.column > 0 for row in rows])
    distances = range(1, min(FARTHEST, len(rows) - 1) + 1)
    for distance, said in zip(distances, told.continuity_ahead(texts, distances), strict=True):
        fit = np.clip(said, -7.0, 10.0)
        flow = np.clip((befores[:-distance] * afters[distance:]).sum(axis=1), -8.0, 10.0)
        within, between = (base + a * fit + b * flow for base, a, b in (_WITHIN, _BETWEEN))
        shape = np.array(_SHAPES)[kinds[:-distance], widths[distance:]]
        out[distance:, distance] = np.where(ended[:-distance], between, within) + shape
        out[distance:, distance] = np.where(opens[distance:], _OPENING, out[distance:, distance])
        out[distance:, distance] -= _NEVER * ~(wrapped[:-distance] & wrapped[distance:])
    return out


_NEVER, _OPENING = 1e3, -1.0
_ENDS = "。！？”；"
# What the words say as log odds against the lines near: a base, for a unit of the trigrams' continuity and
# for one of the network's, within a sentence and at its end. Fitted on 27,000 pairs of interleaved lines.
_WITHIN = (0.79, 0.51, 0.27)
_BETWEEN = (0.84, 0.32, 0.13)
_LACKS = (1.2, 3.2)
_SHAPES = (
    (0.4, -0.9, 0.2),
    (0.3, -0.8, -0.6),
    (0.0, -1.0, -0.4),
    (-0.3, 0.4, -0.5),
    (-1.4, 1.0, -0.5),
    (-4.0, 0.8, -1.4),
)
"""The same for how full two lines are: the first ends no sentence and is full, lacks an indent, or more; or
ends one; by the second's width."""


class _Way(NamedTuple):
    """How the rows so far follow each other: `open` are the rows that nothing follows yet."""

    cost: float
    open: tuple[int, ...]
    last: int
    before: _Way | None


def _decoded(rows: Sequence[Row], fits: Matrix) -> list[int]:
    """For each row the distance to the row before in its column, 0 for none near."""
    ways = [_Way(0.0, (), _NEW, None)]
    for row in rows:
        here = row.index
        best: dict[tuple[tuple[int, ...], int], _Way] = {}
        fit = fits[here].tolist()
        dearest = math.inf
        for way in ways:
            costs = _COSTS[way.last, bool(row.gap or row.loose)]
            for distance in (_NEW, *(here - at for at in way.open)):
                cost = way.cost + costs[distance] - fit[distance]
                if cost > dearest:
                    continue
                left = tuple(at for at in way.open if here - at < FARTHEST and here - at != distance)
                key = ((*left, here), distance)
                if key not in best or cost < best[key].cost:
                    best[key] = _Way(cost, key[0], distance, way)
                    dearest = min(dearest, cost + HOPELESS)
        ways = sorted(best.values(), key=lambda way: way.cost)[:BEAM]
    distances = []
    at_end: _Way | None = ways[0]
    while at_end is not None and at_end.before is not None:
        distances.append(at_end.last)
        at_end = at_end.before
    return distances[::-1]


_SAME, _FIRST, _ELSE = 0.80, 0.85, 0.02


def _table(last: int, gap: bool) -> tuple[float, ...]:
    """The costs (negative log-chances) of each distance after the distance `last` of the row above."""
    chances = [_ELSE] * (FARTHEST + 1)
    if not gap:
        chances[1], chances[_NEW] = _FIRST, 0.06
    elif last > 1:
        chances[last], chances[_NEW] = _SAME, 0.08
    elif last == 1:
        chances = [0.40, 0.10, 0.02, 0.22, 0.08, 0.12, 0.02, 0.02, 0.02]
    else:
        chances = [0.38, 0.08, 0.24, 0.13, 0.07, 0.05, 0.02, 0.01, 0.01]
    return tuple((-np.log(np.array(chances) / sum(chances))).tolist())


_COSTS = {(last, gap): _table(last, gap) for last in range(FARTHEST + 1) for gap in (False, True)}


def _stretches(rows: Sequence[Row], distances: Sequence[int], fits: Matrix) -> list[tuple[int, int]]:
    """First and last row of each interleaved stretch, with the lines right above and below in its columns.

    Where blocks of a page are shuffled, some line always fits two lines further: what is believed must have
    more than that.
    """

    def unbroken(at: int) -> bool:
        return at < len(rows) and not (rows[at].gap or rows[at].loose) and distances[at] == 1

    spans: list[tuple[int, int, list[float]]] = []
    for at, distance in enumerate(distances):
        if distance < 2:
            continue
        first, last, proof = at - distance, at, [float(fits[at, distance]) - USUAL]
        while unbroken(first):
            first -= 1
        while unbroken(last + 1):
            last += 1
        while spans and spans[-1][1] >= first:
            before = spans.pop()
            first, last, proof = min(first, before[0]), max(last, before[1]), proof + before[2]
        spans.append((first, last, proof))
    return [(first, last) for first, last, proof in spans if len(proof) >= LEAST and sum(proof) >= PROOF]


def _columns(stretch: range, distances: Sequence[int]) -> list[int]:
    """The stretch's rows column by column."""
    columns: dict[int, list[int]] = {}
    for at in stretch:
        before = columns.pop(at - distances[at], None) if distances[at] else None
        columns[at] = [*(before or ()), at]
    return [at for column in sorted(columns.values()) for at in column]


def _renumbered(
    rows: Sequence[Row], order: Sequence[int], inside: set[int], distances: Sequence[int], fits: Matrix
) -> tuple[Row, ...]:
    """The rows in that order; in a stretch no blank line parts a column, and one parts it from the next."""
    out: list[Row] = []
    block = -1
    for at in order:
        row = rows[at]
        gap, thread = row.gap, None
        if at in inside and not distances[at]:
            gap = max(gap, 1)
        elif at in inside:
            costs = _COSTS[distances[at - 1], bool(row.gap or row.loose)]
            gap, thread = 0, float(fits[at, distances[at]]) + costs[_NEW] - costs[distances[at]]
        block += bool(gap) or not out
        out.append(replace(row, index=len(out), gap=gap, block=block, thread=thread))
    return with_columns(out)
