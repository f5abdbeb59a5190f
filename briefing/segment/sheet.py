"""A printed page's measures: its body's size and columns, its ruled lines, frames and pictures.

They speak only for pages whose lines have boxes (PDF); other pages are read without them. Lengths are points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.boxes import SLACK, Rectangle, smallest_around, union
from briefing.model import Box, Line, Shape, ShapeKind

SAME_SIZE = 1.08
"""Largest by smallest size of lines that count as of one size."""
NEAR = 3.0
"""In ems: what is nearer than this touches."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page's measures: the body's size and usual column width, its ruled lines, frames and pictures."""

    body: float
    column: float
    area: Rectangle
    across: tuple[Rectangle, ...]
    down: tuple[Rectangle, ...]
    frames: tuple[Rectangle, ...]
    pictures: tuple[Rectangle, ...]

    def frame(self, box: Rectangle) -> int:
        """The smallest frame around a box, -1 where there is none."""
        return smallest_around(box, self.frames)

    def ruled_off(self, upper: Rectangle, lower: Rectangle) -> bool:
        """Whether a ruled line lies between two boxes, one below the other, across most of the narrower."""
        left, right = max(upper[0], lower[0]), min(upper[2], lower[2])
        if right <= left:
            left, right = min(upper[0], lower[0]), max(upper[2], lower[2])
        return any(
            upper[3] - SLACK <= (y0 + y1) / 2 <= lower[1] + SLACK
            and min(x1, right) - max(x0, left) > 0.5 * (right - left)
            for x0, y0, x1, y1 in self.across
        )

    def walled_off(self, left: Rectangle, right: Rectangle) -> bool:
        """Whether an upright rule stands between two boxes side by side, along most of their height."""
        top, bottom = max(left[1], right[1]), min(left[3], right[3])
        if bottom <= top:
            return False
        return any(
            left[2] - SLACK <= (x0 + x1) / 2 <= right[0] + SLACK
            and min(y1, bottom) - max(y0, top) > 0.5 * (bottom - top)
            for x0, y0, x1, y1 in self.down
        )


def sheet(lines: Sequence[Line], shapes: Sequence[Shape]) -> Sheet | None:
    """The measures of a page whose lines have boxes; None for any other, and for one that looks typed."""
    placed = [(line, line.box, line.size) for line in lines if line.box is not None and line.size]
    if not placed or (not shapes and _typed(placed)):
        return None
    sizes: Counter[float] = Counter()
    for line, _, size in placed:
        sizes[round(size * 2) / 2] += len(line.text)
    body = max(1.0, max(sizes, key=lambda size: (sizes[size], size)))
    widths = Counter(round((box[3] - box[1]) / 3) for _, box, size in placed if abs(size - body) <= 0.5)
    column = 3.0 * max(1, max(widths, key=lambda width: (widths[width] * width, width), default=1))
    area = union(box[1:] for _, box, _ in placed)
    across: list[Rectangle] = []
    down: list[Rectangle] = []
    frames: list[Rectangle] = []
    pictures: list[Rectangle] = []
    for shape in shapes:
        box = shape.box[1:]
        if shape.kind is ShapeKind.PICTURE:
            pictures.append(box)
        elif shape.kind is ShapeKind.FRAME:
            (frames if _holds(box, placed) else pictures).append(box)
        else:
            (across if box[2] - box[0] >= box[3] - box[1] else down).append(box)
    for x0, y0, x1, y1 in frames:
        if y1 - y0 <= CHIP * body:
            continue
        across += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
        down += [(x0, y0, x0, y1), (x1, y0, x1, y1)]
    return Sheet(body, column, area, tuple(across), tuple(down), tuple(frames), tuple(pictures))


CHIP = 2.5
"""In ems: a frame no higher is the ground of a line, and parts nothing."""
EMPTY = 40.0
"""In points: an area so large in both ways that holds no text stands for a picture."""


def _holds(frame: Rectangle, placed: Sequence[tuple[Line, Box, float]]) -> bool:
    """Whether a frame holds text, or is too small for a picture."""
    x0, y0, x1, y1 = frame
    return min(x1 - x0, y1 - y0) < EMPTY or any(
        x0 <= (box[1] + box[3]) / 2 <= x1 and y0 <= (box[2] + box[4]) / 2 <= y1 for _, box, _ in placed
    )


def _typed(placed: Sequence[tuple[Line, Box, float]]) -> bool:
    """Whether lines of one size and weight stand one below the other: an office's own text, no newspaper's
    page. Its boxes tell nothing that its blank lines do not, and headlines of the body's size confuse them.
    """
    sizes = [size for _, _, size in placed]
    if max(sizes) > SAME_SIZE * min(sizes) or len({line.bold for line, _, _ in placed}) > 1:
        return False
    return all(
        upper[0] < lower[0] or upper[4] <= (lower[2] + lower[4]) / 2
        for (_, upper, _), (_, lower, _) in pairwise(placed)
    )
