"""What a printed page's headlines stand over: the columns below each, its white included (in points)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.boxes import LEVEL, SLACK, Rectangle, apart, area, union

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

THIN = 4.0
"""What is no thicker than this is a ruled line."""
LARGER = 1.04
"""Headlines, kickers and subtitles are at least so much larger than the text."""
SMALL = 1.3
"""A lone headline no larger than this may be a section's within a story, at the top of a column."""
LINES = 4.5
"""So many times as high as its type a box holds four lines of running text."""
NARROWEST = 6.0
"""So many ems wide is a column at least."""
LARGEST = 1.4
"""Text is hardly set larger than so many times the page's usual: what is, is a headline."""
REACH = 48.0
"""From a headline down to its text it is hardly farther."""
GUTTER = 60.0
"""Columns of one article are no farther apart, an indent included."""


def spans(
    boxes: Sequence[Rectangle], sizes: Sequence[float], bars: Sequence[Rectangle]
) -> list[tuple[float, float]]:
    """The left and right edge of what each box stands over: a headline, set left or centred, spans the
    columns that begin level below it, as far as nothing stands beside it or the headlines right above it.

    `sizes` are the boxes' sizes of type (what is no larger than most text is no headline, but a lone line
    below one is a byline; a frame has the size 0); `bars` are ruled lines and pictures.
    """
    if not boxes:
        return []
    thin = [bar for bar in bars if min(bar[2] - bar[0], bar[3] - bar[1]) <= THIN]
    thick = [bar for bar in bars if min(bar[2] - bar[0], bar[3] - bar[1]) > THIN]
    every = np.array([*boxes, *thick])
    rules = np.array(thin).reshape(-1, 4)
    wide = every[:, [0, 2]].copy()
    told = text_sizes(boxes, sizes)
    stacks = _stacks(boxes, sizes, told, rules)
    small = [
        stack == {place} and sizes[place] <= SMALL * told[place] and box[3] - box[1] < 1.6 * sizes[place]
        for place, (box, stack) in enumerate(zip(boxes, stacks, strict=True))
    ]
    texts = np.array([not stack or small[i] for i, stack in enumerate(stacks)] + [True] * len(thick))
    for place in np.argsort(-every[: len(boxes), 1], kind="stable"):
        if stacks[place]:
            wide[place] = _span(int(place), stacks[place], texts, len(boxes), every, wide, rules)
    for place in (i for i, size in enumerate(sizes) if size == 0):
        titles = [i for i in range(len(boxes)) if stacks[i] and _is_ground(boxes[place], boxes[i], sizes[i])]
        if titles:
            wide[place] = wide[min(titles, key=lambda i: boxes[i][1])]
    return [(float(left), float(right)) for left, right in wide[: len(boxes)]]


def _is_ground(frame: Rectangle, head: Rectangle, size: float) -> bool:
    """Whether a frame is a label's ground right above a headline of this size, no wider than that."""
    low, apart = frame[3] - frame[1] < size, head[1] - frame[3]
    return low and 0 <= apart <= size and head[0] - LEVEL <= frame[0] and frame[2] <= head[2] + LEVEL


def _stacks(
    boxes: Sequence[Rectangle], sizes: Sequence[float], told: Sequence[float], rules: Numbers
) -> list[frozenset[int]]:
    """For each box of a headline (or a byline below one) the headline's boxes down to it; else none.

    A ruled line ends a headline: what is above it is the masthead, or a label.
    """
    heads = [size > LARGER * text for size, text in zip(sizes, told, strict=True)]
    stacks: list[frozenset[int]] = [frozenset()] * len(boxes)
    for place in sorted(range(len(boxes)), key=lambda i: boxes[i][1]):
        box = boxes[place]
        lone = box[3] - box[1] < 1.6 * sizes[place] and not _level(place, boxes, sizes[place])
        near = [
            i
            for i, other in enumerate(boxes)
            if stacks[i]
            and (heads[i] or any(heads[j] and boxes[j][3] > other[1] - REACH / 2 for j in stacks[i]))
            and -2 * SLACK <= box[1] - other[3] <= 1.2 * max(sizes[i], sizes[place])
            and not _ruled(rules, min(box[0], other[0]), max(box[2], other[2]), other[3], box[1])
        ]
        above = [i for i in near if apart(box, boxes[i]) < -SLACK]
        if not above and lone and not heads[place]:
            above = [i for i in near if _set_aside(place, stacks[i], boxes)]
        if heads[place] or (lone and above):
            stacks[place] = frozenset({place}).union(*(stacks[i] for i in above))
    return stacks


def _level(place: int, boxes: Sequence[Rectangle], size: float) -> bool:
    """Whether a column of text begins level with a line beside it: then it is one's first line, no byline."""
    left, right = _column(place, np.array(boxes))
    column = (left, boxes[place][1], right, boxes[place][3])
    return any(
        abs(other[1] - column[1]) <= SLACK
        and other[3] - other[1] > LINES / 2 * size
        and 0 <= apart(other, column) <= GUTTER
        for other in boxes
    )


def _set_aside(place: int, stack: frozenset[int], boxes: Sequence[Rectangle]) -> bool:
    """Whether a box stands to the right or left below a headline's boxes with nothing between, and nothing
    level with it beyond them: a byline set right or left.
    """
    x0, y0, x1, y1 = boxes[place]
    own = union(boxes[i] for i in stack)
    left, right = (own[2], x0) if x0 >= own[0] else (x1, own[0])
    return not any(
        (other[0] < right - SLACK and other[2] > left + SLACK and other[1] < y1 - SLACK and other[3] > own[1])
        or (
            # level with it on the headline's other side, or right under the headline: a column's text
            other[1] < y1 - SLACK
            and other[3] > y0 + SLACK
            and other[0] < max(own[2], x1)
            and other[2] > min(own[0], x0)
        )
        for i, other in enumerate(boxes)
        if i != place and i not in stack
    )


def text_sizes(boxes: Sequence[Rectangle], sizes: Sequence[float]) -> list[float]:
    """For each box the size of the running text that it is, or that stands nearest above or below it: pages
    set one story smaller than the next. A frame has no type, its size is 0.
    """
    if not boxes:
        return []
    usual = _usual(boxes, sizes)
    every, size = np.array(boxes), np.array(sizes)
    x0, y0, x1, y1 = every.T
    texts = np.flatnonzero(
        (y1 - y0 >= LINES * size) & (x1 - x0 >= NARROWEST * size) & (size <= LARGEST * usual) & (size > 0)
    )
    out = []
    for place in range(len(boxes)):
        shared = np.minimum(x1[texts], x1[place]) - np.maximum(x0[texts], x0[place]) > SLACK
        apart = np.maximum(np.maximum(y0[texts] - y1[place], y0[place] - y1[texts]), 0.0)
        near = texts[shared & (apart <= 4 * REACH)]
        apart = apart[shared & (apart <= 4 * REACH)]
        own = place in near
        out.append(float(size[place] if own else size[near[apart.argmin()]] if len(near) else usual))
    return out


def _usual(boxes: Sequence[Rectangle], sizes: Sequence[float]) -> float:
    """The size of type that covers the most."""
    covered: defaultdict[float, float] = defaultdict(float)
    for box, size in zip(boxes, sizes, strict=True):
        covered[round(size * 2) / 2] += area(box) if size else 0.0
    return max(covered, key=lambda size: (covered[size], size))


def _span(
    place: int,
    stack: frozenset[int],
    texts: Flags,
    pictures: int,
    every: Numbers,
    wide: Numbers,
    rules: Numbers,
) -> tuple[float, float]:
    """What a box of a headline stands over; from `pictures` on, `every` has pictures and frames."""
    x0, _, x1, y1 = (float(edge) for edge in every[place])
    own = sorted(stack)
    top = float(every[own, 1].min())
    gap = every[:, 1] - y1
    below = np.zeros(0, dtype=np.int64)
    # Below a short byline with nothing right below stands what is below its headline.
    for left, right in ((x0, x1), (float(every[own, 0].min()), float(every[own, 2].max()))):
        shared = np.minimum(wide[:, 1], right) - np.maximum(wide[:, 0], left)
        found = np.flatnonzero((gap >= -2 * SLACK) & (gap <= REACH) & (shared > SLACK))
        below = below if len(below) else np.setdiff1d(found, own)
    if not len(below):
        return x0, x1
    first = below[np.argmin(every[below, 1])]
    if first >= pictures:  # whose top may be level with the byline beside it, not with the text
        near = every[below, 1] <= every[first, 1] + 2 * LEVEL
        first = min((i for i in below[near] if i < pictures), key=lambda i: every[i, 1], default=first)
    floor = float(every[first, 1])
    if _ruled(rules, x0, x1, y1, floor):
        return x0, x1
    reach = np.where(np.arange(len(every)) < pictures, LEVEL, 2 * LEVEL)
    level = [int(i) for i in np.flatnonzero((np.abs(every[:, 1] - floor) <= reach) & texts)]
    beside = (every[:, 1] < floor - LEVEL) & (every[:, 3] > top + SLACK)
    beside[own] = False
    inside = (rules[:, 0] >= every[own, 0].min() - SLACK) & (rules[:, 2] <= every[own, 2].max() + SLACK)
    underlined = inside & (rules[:, 3] <= y1 + SLACK)
    walls = rules[(rules[:, 3] > top + SLACK) & (rules[:, 1] < floor - LEVEL) & ~underlined]
    edges = {item: (float(wide[item, 0]), float(wide[item, 1])) for item in {int(first), *level}}
    edges |= {item: _column(item, every[:pictures]) for item in level if item < pictures}
    columns = [_Column(*edges[int(first)], int(first) < pictures)]
    contested = False
    for item in sorted(level, key=lambda i: float(wide[i, 0])):
        left, right = edges[item]
        if right > columns[-1].right and left - columns[-1].right <= GUTTER:
            if _blocked(columns[-1].right, right, every[beside], walls):
                contested = True
                break
            columns.append(_Column(left, right, item < pictures))
    for item in sorted(level, key=lambda i: -float(wide[i, 1])):
        left, right = edges[item]
        if left < columns[0].left and columns[0].left - right <= GUTTER:
            if _blocked(left, columns[0].left, every[beside], walls):
                contested = True
                break
            columns.insert(0, _Column(left, right, item < pictures))
    return _aligned(x0, x1, columns, contested)


def _column(place: int, every: Numbers) -> tuple[float, float]:
    """The edges of the column that a box begins: with the box right below it, since a paragraph's last line
    or its first, alone, or a byline is narrower.
    """
    x0, y0, x1, y1 = (float(edge) for edge in every[place])
    if y1 - y0 > 2 * LEVEL:
        return x0, x1
    apart = every[:, 1] - y1
    indented = (every[:, 0] > x0 - GUTTER / 2) & (every[:, 2] > x0 + SLACK)
    inside = (every[:, 0] <= x0 + SLACK) & (indented | (every[:, 2] >= x1 - SLACK))
    below = np.flatnonzero((apart >= -2 * SLACK) & (apart <= REACH) & inside)
    narrow = [i for i in below if every[i, 2] - every[i, 0] < 4 * (x1 - x0) + GUTTER]
    left = min([x0, *(every[i, 0] for i in narrow)])
    right = max([x1, *(every[i, 2] for i in narrow)])
    return float(left), float(right)


@dataclass(frozen=True, slots=True)
class _Column:
    """What begins level below a headline: text, or a picture."""

    left: float
    right: float
    text: bool


def _aligned(x0: float, x1: float, columns: Sequence[_Column], contested: bool) -> tuple[float, float]:
    """The widest run of columns, among them those below the box itself, over which it is centred or set left
    or right; all columns if there is none.

    A picture may stand level beside a story; text that does, with the headline's height of white above it,
    belongs under the headline, even where the last column stayed empty, unless it is `contested`: another
    headline stands in the same row.
    """
    runs = [
        (min(x0, columns[i].left), max(x1, columns[j].right))
        for i in range(len(columns))
        for j in range(i, len(columns))
        if _covered(x0, x1, columns, i, j, contested)
    ]
    fitting = [
        (left, right)
        for left, right in runs
        if abs(x0 - left) <= LEVEL or abs(right - x1) <= LEVEL or abs(left + right - x0 - x1) <= 2 * LEVEL
    ]
    outer = (min(x0, columns[0].left), max(x1, columns[-1].right))
    return max(fitting, key=lambda run: run[1] - run[0], default=outer)


def _covered(
    x0: float, x1: float, columns: Sequence[_Column], first: int, last: int, contested: bool
) -> bool:
    """Whether a run of columns has all those that a box stands over, and those of text where nothing else
    can claim them.
    """
    needed = [
        place
        for place, column in enumerate(columns)
        if (column.text and not contested) or min(column.right, x1) - max(column.left, x0) > SLACK
    ]
    return all(first <= place <= last for place in needed)


def _ruled(rules: Numbers, x0: float, x1: float, top: float, bottom: float) -> bool:
    """Whether a ruled line lies across between two heights."""
    middle = (rules[:, 1] + rules[:, 3]) / 2
    across = np.minimum(rules[:, 2], x1) - np.maximum(rules[:, 0], x0) > 0.5 * (x1 - x0)
    return bool((across & (middle >= top - SLACK) & (middle <= bottom + SLACK)).any())


def _blocked(left: float, right: float, beside: Numbers, walls: Numbers) -> bool:
    """Whether text, a picture or an upright rule stands between two edges."""
    inside = (np.minimum(beside[:, 2], right) - np.maximum(beside[:, 0], left)) > SLACK
    upright = (walls[:, 0] >= left - SLACK) & (walls[:, 2] <= right + SLACK)
    return bool(inside.any() or upright.any())
