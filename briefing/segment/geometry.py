"""Where things stand on a printed page: what boxes, sizes and ruled lines tell of its articles.

Everything here speaks only for pages whose lines have boxes (PDF); other pages are read without it.
A head's *roof* is the width that it spans, its white included; the texts under one roof, down to the
next head, belong together. Lengths are points, distances between things ems of the body's size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from briefing.boxes import SLACK, Rectangle, shared_width, smallest_around, spans, union
from briefing.model import Box, Line, Shape, ShapeKind

if TYPE_CHECKING:
    from briefing.segment.fragments import Fragment
    from briefing.segment.lines import Row
    from briefing.segment.pieces import Piece

Matrix = NDArray[np.float64]
SAME_SIZE = 1.08
"""Largest by smallest size of lines that count as of one size."""
NEAR = 3.0
"""In ems: what is nearer than this touches."""
CLOSE = 0.9
"""In ems, between two lines of one paragraph: leading is 1.3 to 1.9."""


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
            frames.append(box)
        else:
            (across if box[2] - box[0] >= box[3] - box[1] else down).append(box)
    for x0, y0, x1, y1 in frames:
        across += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
        down += [(x0, y0, x0, y1), (x1, y0, x1, y1)]
    return Sheet(body, column, area, tuple(across), tuple(down), tuple(frames), tuple(pictures))


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


def columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The edges of the column that each row stands in: those of its block, or of the block nearest above or
    below it that holds it, as a paragraph's short last line does not show its column's width.
    """
    blocks: list[list[int]] = []
    for row in rows:
        if row.gap or not blocks:
            blocks.append([])
        blocks[-1].append(row.index)
    boxes = [union(row_box(rows[i]) for i in block) for block in blocks]
    sizes = [rows[block[0]].line.size or 0.0 for block in blocks]
    full = [n for n, block in enumerate(blocks) if len(block) >= 2]
    found = [(0.0, 0.0)] * len(rows)
    for n, block in enumerate(blocks):
        edges = boxes[n][0], boxes[n][2]
        if n not in full:
            holders = [
                m
                for m in full
                if abs(sizes[m] - sizes[n]) < 0.06 * sizes[n]
                and boxes[m][0] - SLACK <= edges[0]
                and edges[1] <= boxes[m][2] + SLACK
            ]
            if holders:
                nearest = min(
                    holders, key=lambda m: max(boxes[m][1] - boxes[n][3], boxes[n][1] - boxes[m][3])
                )
                edges = boxes[nearest][0], boxes[nearest][2]
        for i in block:
            found[i] = edges
    return found


def row_box(row: Row) -> Rectangle:
    box = row.line.box
    return (box[1], box[2], box[3], box[4]) if box is not None else (0.0, 0.0, 0.0, 0.0)


def piece_box(piece: Piece) -> Rectangle:
    return union(row_box(row) for row in piece.rows)


def upright(row: Row) -> bool:
    """Whether a row's characters stand one below the other."""
    x0, y0, x1, y1 = row_box(row)
    return y1 - y0 > 2 * (row.line.size or 0.0) > x1 - x0 and len(row.text) > 2


def one_head(before: Row, row: Row, same_role: bool) -> bool:
    """Whether two rows of headlines belong to one: close below each other, nothing ruled between; lines of
    one role, parted by white, must be of one size.
    """
    upper, lower = row_box(before), row_box(row)
    sizes = before.line.size or 0.0, row.line.size or 0.0
    if upright(before) and upright(row):
        return not row.gap
    if same_role and row.gap and abs(sizes[0] - sizes[1]) > 0.02 * max(sizes):
        return False
    apart = lower[1] - upper[3]
    close = -0.5 * min(sizes) <= apart <= (0.8 if same_role else 2.0) * max(sizes)
    ruled = row.sheet is not None and row.sheet.ruled_off(upper, lower)
    return close and shared_width(upper, lower) > 0 and not ruled


# --- the assembly ---------------------------------------------------------------------------------


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
    over = {
        piece.index: (
            wide[piece.index][0],
            boxes[piece.index][1],
            wide[piece.index][1],
            boxes[piece.index][3],
        )
        for piece in pieces
        if piece.kind in {"head", "column"}
    }
    heads = {index: box for index, box in over.items() if pieces[index].kind == "head"}
    roofs = np.array(_roofs(boxes, heads, page), dtype=np.int64)
    nearest = _roofs(boxes, over, page) if len(heads) < len(over) else list(roofs)
    labels = np.array([index if index in over and index not in heads else -1 for index in nearest])
    frames = np.array([page.frame(box) for box in boxes], dtype=np.int64)
    return Places(page, np.array(boxes), roofs, labels, frames, heads)


def _roofs(boxes: Sequence[Rectangle], heads: Mapping[int, Rectangle], page: Sheet) -> list[int]:
    """For each piece the nearest head above whose span covers the piece's middle, or that begins level with
    it or higher at its left with nothing below itself (a headline beside its text); -1 where there is none.

    A ruled line across ends a roof, unless it stands right below the head.
    """
    aside = [head for head in heads if _bare(head, boxes, page)]
    found = []
    for index, box in enumerate(boxes):
        middle = (box[0] + box[2]) / 2
        above = [
            head
            for head, span in heads.items()
            if head != index
            and span[0] - SLACK <= middle <= span[2] + SLACK
            and span[3] <= box[1] + 2 * SLACK
            and not _ended(box, span, boxes, page)
        ]
        beside = [
            head
            for head in aside
            if head != index
            and boxes[head][2] <= box[0] + SLACK
            and boxes[head][1] <= box[1] + NEAR * page.body
            and not _parted(boxes[head], box, page)
        ]
        nearest = max(above, key=lambda head: (heads[head][3], head), default=-1)
        level = max(beside, key=lambda head: (boxes[head][1], boxes[head][2]), default=-1)
        if level >= 0 and (nearest < 0 or boxes[level][1] >= heads[nearest][3]):
            nearest = level
        found.append(nearest)
    return found


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


def _parted(head: Rectangle, box: Rectangle, page: Sheet) -> bool:
    """Whether a ruled line comes below a head's top and above a piece to its right, or a wall between."""
    across = any(
        head[1] + SLACK < (y0 + y1) / 2 <= box[1] + SLACK
        and min(x1, box[2]) - max(x0, box[0]) > 0.5 * (box[2] - box[0])
        for x0, y0, x1, y1 in page.across
    )
    wall = any(
        head[2] - SLACK <= x0 and x1 <= box[0] + SLACK and y0 < head[3] and y1 > head[1]
        for x0, y0, x1, y1 in page.down
    )
    return across or wall


def link_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence of place for fragment j following fragment i; empty for pages without boxes."""
    found = places(tuple(pieces))
    if found is None:
        return {}
    page, at = found.page, [frag.piece.index for frag in frags]
    boxes, roofs, frames = found.boxes[at], found.roofs[at], found.frames[at]
    labels = found.labels[at]
    x0, y0, x1, y1 = boxes.T
    n = len(frags)
    alone = np.eye(n, dtype=bool)
    narrow = np.minimum((x1 - x0)[:, None], (x1 - x0)[None, :])
    common = np.minimum(x1[:, None], x1[None, :]) - np.maximum(x0[:, None], x0[None, :])
    stacked = (common > 0.3 * narrow) & ~alone
    lower = stacked & (y0[None, :] >= y1[:, None] - 2 * SLACK)
    # k stands between i and j when it is below i and above j in their column.
    between = (lower.astype(float) @ lower.astype(float)) > 0
    below = lower & ~between
    right = ~stacked & (x0[None, :] >= x1[:, None] - SLACK)
    beside = right & (y0[None, :] < y1[:, None])
    top = ~below.any(0)
    same_roof, known = roofs[:, None] == roofs[None, :], (roofs >= 0)[None, :] & (roofs >= 0)[:, None]
    nearest = np.zeros((n, n), dtype=bool)
    for i in range(n):
        later = np.flatnonzero(same_roof[i, i + 1 :])
        if len(later):
            nearest[i, i + 1 + later[0]] = True
    ruled, walled = np.zeros((n, n)), np.zeros((n, n))
    for i, j in np.argwhere(below):
        ruled[i, j] = page.ruled_off(tuple(boxes[i]), tuple(boxes[j]))
    for i, j in np.argwhere(beside & (x0[None, :] - x1[:, None] < 4 * page.body)):
        walled[i, j] = page.walled_off(tuple(boxes[i]), tuple(boxes[j]))
    sizes = np.array([frag.piece.rows[0].line.size or 0.0 for frag in frags])
    ends = np.array([frag.piece.rows[-1].right - frag.piece.rows[-1].left for frag in frags])
    begins = np.array([frag.piece.rows[0].right - frag.piece.rows[0].left for frag in frags])
    em = page.body
    masks = {
        "below": below,
        "below|same-roof": below & same_roof,
        "below|close": below & (y0[None, :] - y1[:, None] < CLOSE * em),
        "label": (labels[:, None] == labels[None, :]) & (labels >= 0)[:, None],
        "below|far": below & (y0[None, :] - y1[:, None] > NEAR * em),
        "below|ruled": ruled,
        "side": beside,
        "side|top": beside & top[None, :],
        "side|same-roof": beside & same_roof,
        "side|near": beside & (x0[None, :] - x1[:, None] < 4 * em),
        "side|walled": walled,
        "up-right": right & ~beside,
        "back": ~stacked & ~right,
        "above": stacked & (y1[None, :] <= y0[:, None] + 2 * SLACK),
        "roof-next": nearest,
        "roof-next|known": nearest & known,
        "roof-differs": ~same_roof & known,
        "roof-unknown": ~same_roof & ~known,
        "frame-differs": frames[:, None] != frames[None, :],
        "size-differs": np.abs(sizes[:, None] - sizes[None, :]) > 0.06 * em,
        "width-differs": np.abs(ends[:, None] - begins[None, :]) > 1.5 * em,
    }
    return {f"geo:{name}": mask.astype(float) for name, mask in masks.items()}


def end_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence of place for a fragment being its article's last."""
    found = places(tuple(pieces))
    if found is None:
        return {}
    roofs = found.roofs[[frag.piece.index for frag in frags]]
    more = np.array([bool((roofs[i + 1 :] == roof).any()) for i, roof in enumerate(roofs)])
    return {
        "geo:end|more": (more & (roofs >= 0)).astype(float),
        "geo:end|last": (~more & (roofs >= 0)).astype(float),
    }


def start_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence of place for a fragment being its article's first."""
    found = places(tuple(pieces))
    if found is None:
        return {}
    at = [frag.piece.index for frag in frags]
    roofs, boxes, labels = found.roofs[at], found.boxes[at], found.labels[at]
    first = np.array([not (roofs[:i] == roof).any() for i, roof in enumerate(roofs)])
    close = np.array([
        roof >= 0 and box[1] - found.boxes[roof][3] < 2 * NEAR * found.page.body
        for roof, box in zip(roofs, boxes, strict=True)
    ])  # fmt: skip
    return {
        "geo:start|first": (first & (roofs >= 0)).astype(float),
        "geo:start|first-close": (first & close).astype(float),
        "geo:start|later": (~first & (roofs >= 0)).astype(float),
        "geo:start|no-roof": (roofs < 0).astype(float),
        "geo:start|label": (labels >= 0).astype(float),
    }


def head_features(
    heads: Sequence[Piece], strands: Sequence[Sequence[Piece]], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence of place for head h belonging to strand s (its pieces in reading order)."""
    found = places(tuple(pieces))
    if found is None:
        return {}
    names = ("roof", "roof-share", "other-roof", "frame-differs", "near", "ruled", "beside")
    out = {f"geo:head|{name}": np.zeros((len(heads), len(strands))) for name in names}
    em = found.page.body
    for h, head in enumerate(heads):
        box = found.boxes[head.index]
        for s, strand in enumerate(strands):
            at = [piece.index for piece in strand]
            first = found.boxes[at[0]]
            roofs = found.roofs[at]
            out["geo:head|roof"][h, s] = roofs[0] == head.index
            out["geo:head|roof-share"][h, s] = float((roofs == head.index).mean())
            out["geo:head|other-roof"][h, s] = roofs[0] >= 0 and roofs[0] != head.index
            out["geo:head|frame-differs"][h, s] = found.frames[head.index] != found.frames[at[0]]
            near = -2 * SLACK <= first[1] - box[3] < 2 * NEAR * em
            out["geo:head|near"][h, s] = near and shared_width(tuple(box), tuple(first)) > 0.2
            level = abs(first[1] - box[1]) < NEAR * em and first[0] >= box[2] - SLACK
            out["geo:head|beside"][h, s] = level and first[0] - box[2] < 2 * NEAR * em
            out["geo:head|ruled"][h, s] = near and found.page.ruled_off(tuple(box), tuple(first))
    return out


def caption_features(
    captions: Sequence[Piece], strands: Sequence[Sequence[Piece]], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence of place for caption c belonging to strand s."""
    found = places(tuple(pieces))
    if found is None:
        return {}
    names = ("roof", "other-roof", "frame-differs", "hull", "touches", "ruled")
    out = {f"geo:caption|{name}": np.zeros((len(captions), len(strands))) for name in names}
    em = found.page.body
    for c, caption in enumerate(captions):
        box = found.boxes[caption.index]
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for s, strand in enumerate(strands):
            at = [piece.index for piece in strand]
            boxes = found.boxes[at]
            hull = union(boxes)
            roof = found.roofs[caption.index]
            same = roof >= 0 and bool((found.roofs[at] == roof).any())
            if same:  # a column of pictures alone is its story's too
                left, _, right, top = found.heads[int(roof)]
                hull = union([hull, (left, top, right, hull[3])])
            out["geo:caption|roof"][c, s] = same
            out["geo:caption|other-roof"][c, s] = roof >= 0 and not same
            out["geo:caption|frame-differs"][c, s] = found.frames[caption.index] != found.frames[at[0]]
            out["geo:caption|hull"][c, s] = hull[0] <= x <= hull[2] and hull[1] <= y <= hull[3]
            below = (boxes[:, 1] >= box[3] - SLACK) & (boxes[:, 1] < box[3] + NEAR * em)
            wide = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0]) > em
            out["geo:caption|touches"][c, s] = bool((below & wide).any())
            out["geo:caption|ruled"][c, s] = any(
                found.page.ruled_off(tuple(box), tuple(other)) for other in boxes[below & wide]
            )
    return out


def alone_features(
    captions: Sequence[Piece], strands: Sequence[Sequence[Piece]], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence of place for a photo standing alone with its caption."""
    found = places(tuple(pieces))
    if found is None:
        return {}
    texts = [piece.index for strand in strands for piece in strand]
    roofs = found.roofs[[caption.index for caption in captions]]
    frames = found.frames[[caption.index for caption in captions]]
    own_roof = [roof >= 0 and not (found.roofs[texts] == roof).any() for roof in roofs]
    own_frame = [frame >= 0 and not (found.frames[texts] == frame).any() for frame in frames]
    return {
        "geo:alone": np.ones(len(captions)),
        "geo:alone|own-roof": np.array(own_roof, dtype=float),
        "geo:alone|own-frame": np.array(own_frame, dtype=float),
        "geo:alone|no-roof": (roofs < 0).astype(float),
    }
