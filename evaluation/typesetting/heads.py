"""What stands around a story's columns: headline, kicker, byline, pictures with captions, photo news."""

from __future__ import annotations

from briefing.text import width
from evaluation.typesetting.breaking import break_lines, break_title
from evaluation.typesetting.sheet import POINT, Block, Obstacle, Piece, Rect, Setting, Type
from evaluation.typesetting.stories import Copy

# Largest headline, in points, by the number of columns it spans.
_TITLE_SIZE = {1: 15.0, 2: 21.0, 3: 27.0, 4: 33.0, 5: 38.0}


def heads(copy: Copy, span: int, page: Type) -> tuple[list[Block], float]:
    """Kicker, title, subtitle and a byline of its own over `span` columns."""
    story, region = copy.story, page.span(span)
    blocks: list[Block] = []
    y = 0.0
    if story.column and not page.digest:
        text = page.label_form.format(story.column)
        label = Piece("furniture", text, None, 0, 0, region, page.size + 1, "label", "left")
        blocks.append(Block("furniture", None, (label,)))
        y += (page.size + 1) * POINT * 1.7
    pieces, y = _head_pieces(copy, span, page, y)
    if pieces:
        blocks.append(Block("head", story.id, tuple(pieces)))
        y += -0.05 if page.small_heads else page.row * 0.4  # the text begins in the very next row
    if copy.byline and not copy.byline.startswith("本报讯"):
        part = next(i for i, (role, _) in enumerate(copy.parts) if role == "byline")
        piece = Piece(
            "byline", copy.byline, story.id, 0, y, region, page.size, "byline", page.byline_align, part
        )
        blocks.append(Block("byline", story.id, (piece,)))
        y += page.row * 1.2
    return blocks, y


def _head_pieces(copy: Copy, span: int, page: Type, y: float) -> tuple[list[Piece], float]:
    """The lines of kicker, title and subtitle from `y` on, and where they end."""
    region = page.span(span)
    wide = region * page.head_room
    pieces: list[Piece] = []
    for part, (role, text) in enumerate(copy.parts):
        if role not in ("kicker", "title", "subtitle"):
            continue
        size = _head_size(role, text, span, wide, page)
        room = wide / (size * POINT) / (1.08 if page.airy else 1.0)
        run_on = page.run_on or page.small_heads
        lines = break_lines(text, room) if run_on else break_title(text, room)
        align = "left" if page.small_heads else page.head_align
        face = "title" if role == "title" else "deck"
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            pieces.append(
                Piece(role, line, copy.story.id, 0, y, region, size, face, align, part, place, last)
            )
            y += page.row if page.small_heads else size * POINT * 1.3
    return pieces, y


def _head_size(role: str, text: str, span: int, region: float, page: Type) -> float:
    if page.small_heads:
        return page.size * 1.05
    largest = _TITLE_SIZE[min(span, 5)] * page.title_scale
    if role != "title":
        return max(page.size + 0.5, min(largest * 0.5, region / POINT / width(text)))
    fits = region / POINT / width(text) / (1.08 if page.airy else 1.0)
    if page.run_on and span == 1:
        return min(largest, fits) if fits >= 0.95 * largest else largest
    return min(largest, fits) if fits >= 0.72 * largest else largest * 0.92


def caption_lines(text: str, region: float, page: Type) -> list[str]:
    """A caption broken to the width of its picture, in millimetres."""
    return break_lines(text, int(region / (page.em * page.caption_scale)))


def captioned(copy: Copy, caption: str, place: Obstacle, page: Type) -> Setting:
    """The picture and the caption below it, or above."""
    x, y, region = place.column * (page.column + page.gutter), place.row * page.row, page.span(place.span)
    size = page.size * page.caption_scale
    lines = caption_lines(caption, region, page)
    depth = (place.rows - len(lines) - 1) * page.row
    first = y if page.caption_above else y + depth
    top = y + (len(lines) + 0.5) * page.row if page.caption_above else y
    part = copy.parts.index(("caption", caption))
    pieces = tuple(
        Piece(
            "caption", line, copy.story.id, x, first + (i + 0.35) * page.row, region, size, "caption",
            "justify" if i < len(lines) - 1 else "left", part, i, i == len(lines) - 1,
        )
        for i, line in enumerate(lines)
    )  # fmt: skip
    return Setting((Block("caption", copy.story.id, pieces),), 0, (Rect("picture", x, top, region, depth),))


def photo(copy: Copy, columns: int, page: Type) -> Setting:
    """A stand-alone photo: column label, picture, title, caption, credit."""
    story, region = copy.story, page.span(columns)
    above, y = heads(copy, columns, page)
    depth = region * (0.62 if columns < 4 else 0.45)
    rects = (Rect("picture", 0, y, region, depth),)
    y += depth + page.row * 0.4
    pieces: list[Piece] = []
    for part, (role, text) in enumerate(copy.parts):
        if role not in ("body", "sign_off"):
            continue
        lines = break_lines(text, int(region / page.em), 2.0 if role == "body" else 0.0)
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            indent = 2 * page.em if role == "body" and place == 0 else 0.0
            align = "right" if role == "sign_off" else "left" if last else "justify"
            x, wide = indent, region - indent
            pieces.append(
                Piece(
                    role, line, story.id, x, y, wide, page.size, "caption", align, part, place, last, indent
                )
            )
            y += page.row
    return Setting((*above, Block("body", story.id, tuple(pieces))), y + page.row * 0.3, rects)
