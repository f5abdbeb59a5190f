"""What boxes, sizes and ruled lines of a printed page tell of its articles: evidence for the choices.

Empty for pages whose lines have no boxes. Lengths are points, distances between things ems of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefing.boxes import SLACK, shared_width, union
from briefing.segment.fragments import Fragment
from briefing.segment.pieces import Piece
from briefing.segment.places import places
from briefing.segment.sheet import NEAR

Matrix = NDArray[np.float64]
CLOSE = 0.9
"""In ems, between two lines of one paragraph: leading is 1.3 to 1.9."""


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
    top = ~below.any(0)
    same_roof, known = roofs[:, None] == roofs[None, :], (roofs >= 0)[None, :] & (roofs >= 0)[:, None]
    # Where a column begins with a picture, its first text stands as high as the others' under its roof.
    highest = np.where(same_roof & known, y0[None, :], np.inf).min(1)
    begins = (roofs >= 0) & ~(lower & same_roof).any(0)
    beside = right & (np.where(begins, highest, y0)[None, :] < y1[:, None])
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
    openings = np.array([frag.piece.rows[0].right - frag.piece.rows[0].left for frag in frags])
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
        "width-differs": np.abs(ends[:, None] - openings[None, :]) > 1.5 * em,
    }
    return {f"geo:{name}": mask.astype(float) for name, mask in masks.items()} | _widths(frags)


LINES = 4
"""Rows from which a fragment shows its column's width by itself."""
ALIKE, OFF = 0.6, 1.6
"""In ems: widths of one column, and from where on the columns surely differ. Of fragments of one article 0.85
to 0.90 are alike, of others on the page 0.57 to 0.75 (three sets of pages, columns of 12 to 26 ems)."""


def _widths(frags: Sequence[Fragment]) -> dict[str, Matrix]:
    """Whether two fragments were set in columns of one width, and how much that says: the fewer fragments of
    the page have it, the more.
    """
    wide = np.array([_width(f) for f in frags])
    known = np.outer(wide > 0, wide > 0)
    apart = np.abs(wide[:, None] - wide[None, :])
    alike = known & (apart <= ALIKE)
    share = alike.sum(1) / max(1, int((wide > 0).sum()))
    telling = alike * -np.log(np.maximum(share, 1e-3))[:, None]
    return {"width-off": (known & (apart > ALIKE) & (apart <= OFF)).astype(float), "width-alike": telling}


def _width(frag: Fragment) -> float:
    """The width in ems of a fragment's column by its fullest lines, 0.0 where too few tell."""
    ems = sorted((row.ems for row in frag.piece.rows if row.column), reverse=True)
    return float(np.median(ems[: 2 * len(ems) // 3])) if len(ems) >= LINES else 0.0


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
