"""The order in which a reader takes a page's blocks: frame by frame, column after column below what spans them.

After Breuel (2003), “High performance document layout analysis”: a block comes before those below it in
its columns, and before those to its right unless something that spans both lies between.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefing.intake.glyphs import Rectangle

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
# Beyond so many blocks no newspaper page is meant, and the cubic test would take seconds.
MOST = 400
# Boxes of lines are drawn a little larger than the ink.
SLACK = 2.0
# White up to this on both sides is a gutter's.
WHITE = 14.0


def reading_order(boxes: Sequence[Rectangle], frames: Sequence[Rectangle], bars: Sequence[Rectangle]) -> list[int]:
    """Places of `boxes` in reading order. `bars` are ruled lines across and pictures: they part what spans."""
    homes = [_home(box, frames) for box in boxes]
    inside = [_home(frame, frames, own=place) for place, frame in enumerate(frames)]
    return _within(None, boxes, frames, bars, homes, inside)


def _home(box: Rectangle, frames: Sequence[Rectangle], own: int | None = None) -> int | None:
    """The smallest frame around a box."""
    around = [
        place
        for place, (x0, y0, x1, y1) in enumerate(frames)
        if place != own
        and x0 - SLACK <= box[0]
        and y0 - SLACK <= box[1]
        and x1 + SLACK >= box[2]
        and y1 + SLACK >= box[3]
        and (own is None or (x1 - x0) * (y1 - y0) > (box[2] - box[0]) * (box[3] - box[1]))
    ]
    return min(around, key=lambda p: (frames[p][2] - frames[p][0]) * (frames[p][3] - frames[p][1]), default=None)


def _within(
    home: int | None,
    boxes: Sequence[Rectangle],
    frames: Sequence[Rectangle],
    bars: Sequence[Rectangle],
    homes: Sequence[int | None],
    inside: Sequence[int | None],
) -> list[int]:
    """The boxes whose smallest frame is `home`, and those of the frames within it."""
    own = [place for place, around in enumerate(homes) if around == home]
    groups = {
        frame: found
        for frame, around in enumerate(inside)
        if around == home and (found := _within(frame, boxes, frames, bars, homes, inside))
    }
    units = [(boxes[place], [place]) for place in own] + [(frames[f], found) for f, found in groups.items()]
    units.sort(key=lambda unit: (unit[0][1], unit[0][0]))
    order = _sorted([box for box, _ in units], bars)
    return [place for unit in order for place in units[unit][1]]


def _sorted(boxes: Sequence[Rectangle], bars: Sequence[Rectangle]) -> list[int]:
    count = len(boxes)
    if count > MOST:
        return sorted(range(count), key=lambda i: (round(boxes[i][0] / 40), boxes[i][1]))
    if count < 2:
        return list(range(count))
    x0, y0, x1, y1 = np.array(boxes).T
    x0, x1 = _spread(x0, y0, x1, y1, bars)
    narrow = np.minimum((x1 - x0)[:, None], (x1 - x0)[None, :])
    shared = np.minimum(x1[:, None], x1[None, :]) - np.maximum(x0[:, None], x0[None, :])
    overlap = shared > np.minimum(SLACK, 0.5 * narrow)
    middle = (y0 + y1) / 2
    before: Flags = overlap & (middle[:, None] < middle[None, :])
    before |= _left_of(x0, y0, x1, y1, overlap, bars)
    return _topological(before)


def _spread(x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, bars: Sequence[Rectangle]) -> tuple[Numbers, Numbers]:
    """Edges with the white on both sides added: a centred title spans more columns than its ink does."""
    everything = np.array([*zip(x0, y0, x1, y1, strict=True), *bars])
    left, right = everything[:, 0].min(), everything[:, 2].max()
    out0, out1 = x0.copy(), x1.copy()
    for place in range(len(x0)):
        beside = everything[(everything[:, 1] < y1[place] - SLACK) & (everything[:, 3] > y0[place] + SLACK)]
        before, after = beside[beside[:, 2] <= x0[place] + SLACK, 2], beside[beside[:, 0] >= x1[place] - SLACK, 0]
        room = min(x0[place] - max([left, *before]), min([right, *after]) - x1[place]) - WHITE
        if room > WHITE:
            out0[place], out1[place] = x0[place] - room, x1[place] + room
    return out0, out1


def _left_of(x0: Numbers, y0: NDArray[np.float64], x1: Numbers, y1: NDArray[np.float64],
             overlap: Flags, bars: Sequence[Rectangle]) -> Flags:
    """Pairs where the first is left of the second and nothing that spans both lies between their heights."""
    count = len(x0)
    left = (x1[:, None] <= x0[None, :] + SLACK) & ~overlap
    top, bottom = np.minimum(y1[:, None], y1[None, :]), np.maximum(y0[:, None], y0[None, :])
    parted = np.zeros((count, count), dtype=bool)
    for a, b, c, d in [*zip(x0, y0, x1, y1, strict=True), *bars]:
        spans = (np.minimum(c, x1) - np.maximum(a, x0)) > SLACK
        between = (top <= b + SLACK) & (bottom >= d - SLACK)
        parted |= between & spans[:, None] & spans[None, :]
    return left & ~parted


def _topological(before: Flags) -> list[int]:
    """Depth first, so that what belongs together stays together; a cycle is broken where it is met."""
    order: list[int] = []
    state = [0] * len(before)
    for start in range(len(before)):
        stack = [(start, iter(np.flatnonzero(before[:, start])))]
        if state[start]:
            continue
        state[start] = 1
        while stack:
            place, sources = stack[-1]
            nearest = next((int(s) for s in sources if not state[int(s)]), None)
            if nearest is None:
                order.append(place)
                stack.pop()
            else:
                state[nearest] = 1
                stack.append((nearest, iter(np.flatnonzero(before[:, nearest]))))
    return order
