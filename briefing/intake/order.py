"""The order in which a reader takes a page's blocks: frame by frame, column after column below a headline.

After Breuel (2003), “High performance document layout analysis”: a block comes before those below it in
its columns, and before those to its right unless something that spans both lies between, or it is lower
and no gutter runs down between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefing.boxes import SLACK, Rectangle, area, contains
from briefing.spans import spans

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
# Beyond so many blocks no newspaper page is meant, and the cubic test would take seconds.
MOST = 400


def reading_order(
    boxes: Sequence[Rectangle],
    sizes: Sequence[float],
    frames: Sequence[Rectangle],
    bars: Sequence[Rectangle],
) -> list[int]:
    """Places of `boxes`, set in `sizes`, in reading order. `bars` (ruled lines, pictures) part what spans."""
    homes = [_home(box, frames) for box in boxes]
    inside = [_home(frame, frames, own=place) for place, frame in enumerate(frames)]
    return _within(None, boxes, sizes, frames, bars, homes, inside)


def _home(box: Rectangle, frames: Sequence[Rectangle], own: int | None = None) -> int | None:
    """The smallest frame around a box."""
    around = [
        place
        for place, frame in enumerate(frames)
        if place != own and contains(frame, box) and (own is None or area(frame) > area(box))
    ]
    return min(around, key=lambda place: area(frames[place]), default=None)


def _within(
    home: int | None,
    boxes: Sequence[Rectangle],
    sizes: Sequence[float],
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
        if around == home and (found := _within(frame, boxes, sizes, frames, bars, homes, inside))
    }
    units = [(boxes[place], sizes[place], [place]) for place in own]
    units += [(frames[frame], 0.0, found) for frame, found in groups.items()]
    units.sort(key=lambda unit: (unit[0][1], unit[0][0]))
    order = _sorted([box for box, _, _ in units], [size for _, size, _ in units], bars)
    return [place for unit in order for place in units[unit][2]]


def _sorted(boxes: Sequence[Rectangle], sizes: Sequence[float], bars: Sequence[Rectangle]) -> list[int]:
    count = len(boxes)
    if count > MOST:
        return sorted(range(count), key=lambda i: (round(boxes[i][0] / 40), boxes[i][1]))
    if count < 2:
        return list(range(count))
    x0, y0, x1, y1 = np.array(boxes).T
    x0, x1 = np.array(spans(boxes, sizes, bars)).T
    narrow = np.minimum((x1 - x0)[:, None], (x1 - x0)[None, :])
    shared = np.minimum(x1[:, None], x1[None, :]) - np.maximum(x0[:, None], x0[None, :])
    overlap = shared > np.minimum(SLACK, 0.5 * narrow)
    middle = (y0 + y1) / 2
    before: Flags = overlap & (middle[:, None] < middle[None, :])
    # What stands above by way of others cannot come later for standing right of it.
    beside = _left_of(x0, y0, x1, y1, overlap, bars) & ~_closure(before).T
    return _topological(before | beside)


def _left_of(
    x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, overlap: Flags, bars: Sequence[Rectangle]
) -> Flags:
    """Pairs where the first is left of the second and nothing that spans both lies between their heights."""
    count = len(x0)
    left = (x1[:, None] <= x0[None, :] + SLACK) & ~overlap
    top, bottom = np.minimum(y1[:, None], y1[None, :]), np.maximum(y0[:, None], y0[None, :])
    parted = np.zeros((count, count), dtype=bool)
    for a, b, c, d in [*zip(x0, y0, x1, y1, strict=True), *bars]:
        spans = (np.minimum(c, x1) - np.maximum(a, x0)) > SLACK
        between = (top <= b + SLACK) & (bottom >= d - SLACK)
        parted |= between & spans[:, None] & spans[None, :]
    lower = y0[:, None] >= y1[None, :] - SLACK
    return left & ~parted & (~lower | _corridor(x0, y0, x1, y1))


def _corridor(x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers) -> Flags:
    """Pairs with a straight upright white strip between them, from the second's top to the first's bottom.

    Without one the columns above are others than those below: what stands above is read first.
    """
    found = np.zeros((len(x0), len(x0)), dtype=bool)
    for x in np.unique(x1) + SLACK / 2:
        crossing = (x0 < x) & (x < x1)
        # How far down the strip is free from each box's top.
        met = np.where(crossing[None, :] & (y1[None, :] > y0[:, None] + SLACK), y0[None, :], np.inf)
        free = met.min(axis=1)
        found |= (x1[:, None] <= x) & (x0[None, :] >= x - SLACK) & (free[None, :] >= y1[:, None] - SLACK)
    return found


def _closure(before: Flags) -> Flags:
    """Pairs that are linked by a chain of pairs."""
    reach, size = before, -1
    while int(reach.sum()) != size:
        size = int(reach.sum())
        reach = reach | ((reach.astype(np.float32) @ reach.astype(np.float32)) > 0)
    return reach


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
