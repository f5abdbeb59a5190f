"""How the lines of a printed page were set, as features for their labels: sizes, weights, indents, shapes.

Lengths are points, distances between things ems of the line's own size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from briefing.boxes import Rectangle, contains, over, shared_width, union
from briefing.segment.lines import Row, blocks, row_box
from briefing.segment.sheet import NEAR, Sheet
from briefing.spans import LARGER, spans, text_sizes

_SIZES = (0.8, 0.95, 1.05, 1.15, 1.3, 1.6, 2.0, 2.6)
_STEPS = (0.75, 0.93, 0.985, 1.015, 1.07, 1.35)
_INDENTS = (0.4, 1.5, 2.6)
_WIDTHS = (0.5, 0.9, 1.08, 1.6)


_OVER = (0.93, 1.07, 1.4, 2.0)
MUCH_LARGER = 1.25
"""A story's headline is at least so much larger than the heads within it."""


LARGE = 1.8
"""Of the text's size: from there on a line of two characters or more is no text, and heads no section."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a printed page's rows are set beside: by row the size of the running text near it, in words how
    the nearest headline over it was set, and the block of the story's headline over it (-1 for none).
    """

    text: Sequence[float]
    over: Sequence[str]
    roof: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Setting | None:
        """None for pages without boxes."""
        page = rows[0].sheet if rows else None
        if page is None:
            return None
        found = blocks(rows)
        boxes = [union(row_box(row) for row in block) for block in found]
        sizes = [median(row.line.size or page.body for row in block) for block in found]
        told = text_sizes(boxes, sizes)
        wide = spans(boxes, sizes, [*page.across, *page.down, *page.pictures])
        heads = {
            n: (wide[n][0], boxes[n][1], wide[n][1], boxes[n][3])
            for n, size in enumerate(sizes)
            if size >= LARGER * told[n]
        }
        under, stories = [], []
        for n, box in enumerate(boxes):
            above = over(box, heads, n)
            head = max(above, key=lambda one: boxes[one][3], default=-1)
            across = wide[head][1] - wide[head][0]
            under.append(
                _under(found[n][0], box, boxes[head], across, sizes[head] / sizes[n]) if above else "none"
            )
            larger = [one for one in above if sizes[one] >= MUCH_LARGER * sizes[n]]
            stories.append(max(larger, key=lambda one: boxes[one][3], default=-1))
        at = [n for n, block in enumerate(found) for _ in block]
        return cls([told[n] for n in at], [under[n] for n in at], [stories[n] for n in at])


def _under(row: Row, box: Rectangle, head: Rectangle, across: float, larger: float) -> str:
    """How the headline over a block, that many times as large and so wide, was set beside it."""
    width = "wide" if across > 1.4 * (row.right - row.left) else "narrow"
    page = row.sheet
    ruled = page is not None and page.ruled_off(head, box)
    framed = page is not None and page.frame(head) != page.frame(box)
    return f"{bisect_left(_OVER, larger)}{width}{'|ruled' if ruled else ''}{'|framed' if framed else ''}"


def row_features(rows: Sequence[Row], row: Row, own: Sequence[str], setting: Setting | None) -> Iterator[str]:
    """How a row was set and what stands around it. `own` are the features of its words."""
    page = row.sheet
    if page is None or row.line.size is None or setting is None:
        return
    box, em = row_box(row), row.line.size
    size = f"size={bisect_left(_SIZES, em / page.body)}"
    weight = "bold" if row.line.bold else "plain"
    near = f"near={bisect_left(_SIZES, em / setting.text[row.index])}|{weight}"
    roof = f"over={setting.over[row.index]}"
    yield size
    yield f"{size}|{weight}"
    yield f"{size}|{own[0]}"
    yield f"{size}|{own[2]}"
    if em >= LARGE * setting.text[row.index] and len(row.text) > 1:
        yield "large"
    yield near
    yield f"{near}|{size}"
    yield f"{near}|{own[0]}"
    yield f"{near}|{own[2]}"
    yield roof
    yield f"{roof}|{near}"
    wide = f"wide={bisect_left(_WIDTHS, (box[2] - box[0]) / page.column)}"
    yield wide
    yield f"{wide}|{size}"
    left, right = (box[0] - row.left) / em, (row.right - box[2]) / em
    indent = f"indent={bisect_left(_INDENTS, left)}"
    yield indent
    yield f"{indent}|{bisect_left(_INDENTS, right)}|{size}"
    yield f"{indent}|{bisect_left(_INDENTS, right)}|{near}"
    if left > 0.7 and right > 0.7 and abs(left - right) < 0.6:
        yield "centred"
        yield f"centred|{size}"
        yield f"centred|{near}"
    yield from _around(rows, row, box, near)
    yield from _by_shapes(page, box, near)
    if em <= SMALLER * setting.text[row.index] and _shown(page, box):
        yield "shown"


def _around(rows: Sequence[Row], row: Row, box: Rectangle, size: str) -> Iterator[str]:
    em = row.line.size or 1.0
    for step, name in ((-1, "prev"), (1, "next")):
        place = row.index + step
        if not 0 <= place < len(rows):
            yield f"{name}-size=none"
            continue
        other = rows[place]
        ratio = f"{name}-size={bisect_left(_STEPS, (other.line.size or em) / em)}"
        upper, lower = (row_box(other), box) if step < 0 else (box, row_box(other))
        apart = (lower[1] - upper[3]) / em
        stands = (
            "side" if apart < -0.5 or shared_width(upper, lower) <= 0 else "near" if apart < NEAR else "far"
        )
        if stands != "side" and row.sheet is not None and row.sheet.ruled_off(upper, lower):
            stands = "ruled"
        yield f"{ratio}|{stands}"
        yield f"{ratio}|{stands}|{size}"
        if other.line.bold != row.line.bold:
            yield f"{name}-weight={row.line.bold}|{stands}"


def _shown(page: Sheet, box: Rectangle) -> bool:
    """Whether a line stands right below a picture, no wider than that."""
    reach = SHOWN * page.body
    return any(
        -0.5 * page.body <= box[1] - picture[3] <= reach
        and picture[0] - page.body <= box[0]
        and box[2] <= picture[2] + page.body
        for picture in page.pictures
    )


SMALLER, SHOWN = 0.97, 2.6
"""Of the text's size, and in its ems: smaller lines so near below a picture say what it shows."""


def _by_shapes(page: Sheet, box: Rectangle, size: str) -> Iterator[str]:
    em = page.body
    high = page.area[3] - page.area[1] or 1.0
    place = (box[1] - page.area[1]) / high
    yield f"height={bisect_left((0.02, 0.06, 0.12, 0.9, 0.97), place)}"
    for picture in page.pictures:
        if shared_width(picture, box) < 0.5:
            continue
        if -0.5 * em <= box[1] - picture[3] <= NEAR * em:
            yield "under-picture"
            yield f"under-picture|{size}"
        if -0.5 * em <= picture[1] - box[3] <= NEAR * em:
            yield "over-picture"
        if contains(picture, box):
            yield "on-picture"
    if page.frame(box) >= 0:
        yield "framed"


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
