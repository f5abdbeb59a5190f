"""Where a printed page's pieces stand, and under which headline.

A head's *roof* is the width that it spans, its white included; the texts under one roof, down to the next
head, belong together. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from briefing.boxes import SLACK, Rectangle, apart, over, shared_width, union
from briefing.segment.lines import row_box
from briefing.segment.pieces import Piece
from briefing.segment.sheet import NEAR, Sheet
from briefing.spans import spans

Matrix = NDArray[np.float64]


def piece_box(piece: Piece) -> Rectangle:
    """The smallest rectangle around a piece's rows."""
    return union(row_box(row) for row in piece.rows)


@dataclass(frozen=True, eq=False)
class Places:
    """Where a page's pieces stand: by piece index its box, its roof (the piece index of the head over it, -1
    for none), the column's label over it if that is nearer, and its frame (-1 for none); and each head's box,
    as wide as what it spans.
    """

    page: Sheet
    boxes: Matrix
    roofs: NDArray[np.int64]
    labels: NDArray[np.int64]
    frames: NDArray[np.int64]
    heads: Mapping[int, Rectangle]


@lru_cache(maxsize=2)
def places(pieces: tuple[Piece, ...]) -> Places | None:
    """None for pages without boxes. All choices of a page ask for the places of the same pieces."""
    page = pieces[0].rows[0].sheet if pieces else None
    if page is None:
        return None
    boxes = [piece_box(piece) for piece in pieces]
    sizes = [max(row.line.size or 0.0 for row in piece.rows) for piece in pieces]
    wide = spans(boxes, sizes, [*page.across, *page.down, *page.pictures])
    wider = {
        piece.index: (
            wide[piece.index][0],
            boxes[piece.index][1],
            wide[piece.index][1],
            boxes[piece.index][3],
        )
        for piece in pieces
        if piece.kind in {"head", "column"}
    }
    heads = {index: box for index, box in wider.items() if pieces[index].kind == "head"}
    roofs = np.array(_roofs(boxes, heads, page), dtype=np.int64)
    nearest = _roofs(boxes, wider, page) if len(heads) < len(wider) else list(roofs)
    labels = np.array([index if index in wider and index not in heads else -1 for index in nearest])
    frames = np.array([page.frame(box) for box in boxes], dtype=np.int64)
    return Places(page, np.array(boxes), roofs, labels, frames, heads)


def signed(byline: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The text of a printed page right below which a byline stands with no text right below itself: what it
    signs. None where there is none.
    """
    sheet = byline.rows[0].sheet
    if sheet is None:
        return None
    box = piece_box(byline)
    reach = BELOW * sheet.body
    texts = [(piece, piece_box(piece)) for piece in pieces if piece.kind == "text"]
    near = [(piece, other) for piece, other in texts if shared_width(box, other) > 0]
    if any(-SLACK <= other[1] - box[3] <= reach for _, other in near):
        return None
    above = [(other[3], piece) for piece, other in near if -SLACK <= box[1] - other[3] <= reach]
    return max(above, key=lambda one: one[0])[1] if above else None


def below(piece: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The text of a printed page right below a piece, None where there is none."""
    sheet = piece.rows[0].sheet
    if sheet is None:
        return None
    box = piece_box(piece)
    texts = [(one, piece_box(one)) for one in pieces if one.kind == "text"]
    near = [
        (other[1], one)
        for one, other in texts
        if -SLACK <= other[1] - box[3] <= 2 * BELOW * sheet.body and shared_width(box, other) > 0
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


BELOW = 1.5
"""In ems of the text: so near below a text stands what signs it; twice that, a text below its head."""


def _roofs(boxes: Sequence[Rectangle], heads: Mapping[int, Rectangle], page: Sheet) -> list[int]:
    """For each piece the nearest head above whose span covers the piece's middle, or that begins level with
    it or higher at its left with nothing below itself (a headline beside its text), or at its right if it is
    an upright one; -1 where there is none.

    A ruled line across ends a roof, unless it stands right below the head.
    """
    aside = {head: _top(head, boxes, page) for head in heads if _bare(head, boxes, page)}
    found = []
    for index, box in enumerate(boxes):
        above = [head for head in over(box, heads, index) if not _ended(box, heads[head], boxes, page)]
        beside = [
            head
            for head, top in aside.items()
            if head != index
            and (boxes[head][2] <= box[0] + SLACK or _right_of(boxes[head], box, page))
            and top <= box[1] + NEAR * page.body
            and not _parted(head, box, boxes, page)
        ]
        nearest = max(above, key=lambda head: (heads[head][3], head), default=-1)
        level = max(beside, key=lambda head: (boxes[head][1], -apart(boxes[head], box)), default=-1)
        if level >= 0 and (nearest < 0 or boxes[level][1] >= heads[nearest][3]):
            nearest = level
        found.append(nearest)
    return found


def _right_of(head: Rectangle, box: Rectangle, page: Sheet) -> bool:
    """Whether an upright headline stands at the right of a box that begins beside it, in the same frame."""
    upright = head[3] - head[1] > UPRIGHT * (head[2] - head[0])
    beside = box[2] <= head[0] + SLACK and box[1] < head[3]
    return upright and beside and page.frame(head) == page.frame(box)


UPRIGHT = 1.5
"""A headline so many times as high as wide is upright: of two lines of eight characters it is 3."""


def _top(head: int, boxes: Sequence[Rectangle], page: Sheet) -> float:
    """Where a headline begins, with a line or two right above it that are no wider: its kicker."""
    x0, y0, x1, _ = boxes[head]
    kickers = [
        other[1]
        for other in boxes
        if 0 <= y0 - other[3] <= KICKER * page.body
        and other[3] - other[1] <= NEAR * page.body
        and x0 - SLACK <= other[0]
        and other[2] <= x1 + SLACK
    ]
    return min([y0, *kickers])


KICKER = 1.5
"""In ems of the text: so near above a headline stands its kicker."""


def _bare(head: int, boxes: Sequence[Rectangle], page: Sheet) -> bool:
    """Whether nothing stands close below a head."""
    box = boxes[head]
    others = [*(other for index, other in enumerate(boxes) if index != head), *page.pictures]
    close = NEAR * page.body + box[3]
    return not any(
        box[3] - 2 * SLACK <= other[1] <= close and shared_width(box, other) > 0 for other in others
    )


def _ended(box: Rectangle, span: Rectangle, boxes: Sequence[Rectangle], page: Sheet) -> bool:
    """Whether a ruled line parts a head from a piece below it, with other text between head and line."""
    lines = [
        (y0 + y1) / 2
        for x0, y0, x1, y1 in page.across
        if span[3] <= (y0 + y1) / 2 <= box[1] + SLACK
        and min(x1, box[2]) - max(x0, box[0]) > 0.5 * (box[2] - box[0])
    ]
    return any(
        other[1] >= span[3] - 2 * SLACK and other[3] <= max(lines) + SLACK and shared_width(other, span) > 0
        for other in (boxes if lines else ())
    )


def _parted(at: int, box: Rectangle, boxes: Sequence[Rectangle], page: Sheet) -> bool:
    """Whether a ruled line comes below a head's top and above a piece beside it, or a wall between, with
    something on the head's side of it: a rule between a headline and its own text is an ornament.
    """
    head = boxes[at]
    across = any(
        head[1] + SLACK < (y0 + y1) / 2 <= box[1] + SLACK
        and min(x1, box[2]) - max(x0, box[0]) > 0.5 * (box[2] - box[0])
        for x0, y0, x1, y1 in page.across
    )
    left, right = (head[2], box[0]) if head[2] <= box[0] + SLACK else (box[2], head[0])
    return across or any(
        left - SLACK <= x0
        and x1 <= right + SLACK
        and y0 < head[3]
        and y1 > head[1]
        and any(head[3] <= other[1] < y1 and shared_width(other, head) > 0 for other in boxes)
        for x0, y0, x1, y1 in page.down
    )
