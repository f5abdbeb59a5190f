"""Rectangles on a printed page: x0, y0, x1, y1 in points from the top left corner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Rectangle = tuple[float, float, float, float]

SLACK = 2.0
"""Points by which boxes of text are larger than its ink."""
LEVEL = 8.0
"""Tops within this are level: a picture's edge stands a little above the first line beside it."""


def union(boxes: Iterable[Sequence[float]]) -> Rectangle:
    """The smallest rectangle around all of them."""
    every = list(boxes)
    return (
        min(b[0] for b in every),
        min(b[1] for b in every),
        max(b[2] for b in every),
        max(b[3] for b in every),
    )


def contains(outer: Rectangle, inner: Rectangle) -> bool:
    """Whether a box lies within another, but for rounding."""
    return (
        outer[0] - SLACK <= inner[0]
        and outer[1] - SLACK <= inner[1]
        and outer[2] + SLACK >= inner[2]
        and outer[3] + SLACK >= inner[3]
    )


def over(box: Rectangle, heads: Mapping[int, Rectangle], but: int = -1) -> list[int]:
    """Which headlines (each as wide as what it spans) stand above a box and span its middle, `but` one."""
    middle = (box[0] + box[2]) / 2
    return [
        head
        for head, (left, _, right, bottom) in heads.items()
        if head != but and left - SLACK <= middle <= right + SLACK and bottom <= box[1] + 2 * SLACK
    ]


def area(box: Rectangle) -> float:
    """Of a rectangle, in square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def shared_width(one: Rectangle, two: Rectangle) -> float:
    """The share of the narrower box's width that both have; negative where they stand side by side."""
    common = min(one[2], two[2]) - max(one[0], two[0])
    return common / max(1.0, min(one[2] - one[0], two[2] - two[0]))


def smallest_around(box: Rectangle, frames: Sequence[Rectangle]) -> int:
    """The place of the smallest frame around a box, -1 where there is none."""
    around = [place for place, frame in enumerate(frames) if contains(frame, box)]
    return min(around, key=lambda place: area(frames[place]), default=-1)


def apart(one: Rectangle, two: Rectangle) -> float:
    """How far two boxes stand apart sideways; negative where they overlap."""
    return max(one[0], two[0]) - min(one[2], two[2])
