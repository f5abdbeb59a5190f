"""What PDFium finds on a page: characters with their places, ruled lines, frames and pictures.

Lengths are points from the page's top left corner as it is displayed (crop box and rotation undone).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from briefing.boxes import Rectangle
from briefing.model import ShapeKind

# FZHTK, FZDHTK, FZXBSK and FZDBSK are Founder's 黑体, 大黑, 小标宋 and 大标宋.
_BOLD = re.compile(
    r"bold|black|heavy|simhei|heiti|黑体|小标宋|xiaobiaosong|FZ(?:D?HT|XBS|DBS)", re.IGNORECASE
)
_FORCE_BOLD = 1 << 18
PLAIN, BOLD = 1.0, 2.0
"""Weights of fonts that say by their names what they are."""
_FILL_AND_STROKE = (2, 6)
_INVISIBLE = (3, 7)
# A stroke up to so many points is a ruled line, not an area.
_THIN = 3.5
_SHORTEST_RULE = 18.0
_SMALLEST_AREA = 14.0
_WHOLE_PAGE = 0.85
# Drawings (maps, logos) have thousands of paths: what parts articles is among the first few of a page.
_MOST_SHAPES = 3000
_KEPT_SHAPES = 400
_MOST_SEGMENTS = 400

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Glyph:
    """A printed character: from `x0` to `x1` (its advance) on the baseline `y`, `size` high.

    `weight` is its stroke's against that of the page's text, 0.0 where nothing tells: see ink.py for fonts
    without a name, whose number is `unnamed`. `place` counts the characters of the file's content, `source`
    tells its text objects apart.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    weight: float
    upright: bool
    visible: bool
    mapped: bool
    place: int
    source: int
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The displayed page: turns PDF's coordinates into points from the top left corner."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as displayed."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turns % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file as it is displayed: from the top left corner, y downwards."""
        match self.turns:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def upright(self, a: float, b: float) -> bool:
        """Whether text that runs along (a, b) is displayed from left to right."""
        along = ((a, b), (b, -a), (-a, -b), (-b, a))[self.turns]
        return along[0] > 0.97 * math.hypot(a, b)


def view(page: Any) -> View:
    """The view of a page that pypdfium2 has loaded."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    return View(left, bottom, right, top, pdfium.FPDFPage_GetRotation(page) % 4)


# --- characters -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share."""

    size: float
    wide: float
    weight: float
    upright: bool
    visible: bool
    unnamed: int = 0


def glyphs(text_page: Any, count: int, seen: View) -> Iterator[Glyph]:
    """The page's characters in content order, those that PDFium itself inserted left out."""
    styles: dict[int | None, _Style] = {}
    x, y, loose = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    high = 0
    before: Glyph | None = None
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        thing = pdfium.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(thing, ctypes.c_void_p).value
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text_page, index, thing, seen)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        char = chr(code) if code < 0x110000 else "�"
        x0, base = seen.point(x.value, y.value)
        if unicodedata.east_asian_width(char) in "WF":  # boxes of Type 3 fonts are the ink's
            x1 = x0 + style.wide
        else:
            pdfium.FPDFText_GetLooseCharBox(text_page, index, loose)
            corners = seen.point(loose.left, loose.bottom), seen.point(loose.right, loose.top)
            x1 = max(corners[0][0], corners[1][0], x0)
        mapped = not pdfium.FPDFText_HasUnicodeMapError(text_page, index)
        if before is not None and before.source == key and (before.x0, before.y) == (x0, base):
            before.x1 = x0 = (before.x0 + x1) / 2  # one glyph that prints two characters: ——
        glyph = Glyph(
            char, x0, x1, base, style.size, style.weight, style.upright, style.visible, mapped, index,
            key or 0, style.unnamed,
        )  # fmt: skip
        if before is not None:
            yield before
        before = glyph
    if before is not None:
        yield before


def _style(text_page: Any, index: int, thing: Any, seen: View) -> _Style:
    matrix, size = pdfium.FS_MATRIX(), pdfium.FPDFText_GetFontSize(text_page, index)
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return _Style(size, size, PLAIN, True, True)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
    weight, unnamed = _weight(thing) if thing else (PLAIN, 0)
    return _Style(
        size=abs(size) * math.hypot(matrix.c, matrix.d),
        wide=abs(size) * math.hypot(matrix.a, matrix.b),
        weight=BOLD if mode in _FILL_AND_STROKE else weight,
        upright=seen.upright(matrix.a, matrix.b),
        visible=mode not in _INVISIBLE,
        unnamed=unnamed,
    )


def _weight(thing: Any) -> tuple[float, int]:
    """A text object's weight by its font's name, and the font's number where it has none."""
    font = pdfium.FPDFTextObj_GetFont(thing)
    if not font:
        return PLAIN, 0
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    flags = pdfium.FPDFFont_GetFlags(font)
    if _BOLD.search(name.value.decode("utf-8", "replace")) or (flags > 0 and flags & _FORCE_BOLD):
        return BOLD, 0
    return PLAIN, 0 if name.value else ctypes.cast(font, ctypes.c_void_p).value or 0


# --- shapes ---------------------------------------------------------------------------------------


def shapes(page: Any, seen: View) -> list[tuple[ShapeKind, Rectangle]]:
    """The page's ruled lines, frames (or tints) and pictures; what covers the whole page is background."""
    found: list[tuple[ShapeKind, Rectangle]] = []
    wide, high = seen.size
    for thing, matrix in _objects(page):
        if len(found) >= _MOST_SHAPES:
            break
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.append((ShapeKind.PICTURE, _displayed(_clipped(thing), matrix, seen)))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            found += [(kind, _displayed(box, matrix, seen)) for kind, box in _path(thing)]
    sized = [(_sized(kind, box), box) for kind, box in found]
    area = wide * high * _WHOLE_PAGE
    kept = [
        (kind, box)
        for kind, box in dict.fromkeys(sized)
        if kind is not None and (box[2] - box[0]) * (box[3] - box[1]) < area
    ]
    largest = sorted(kept, key=lambda one: one[1][0] + one[1][1] - one[1][2] - one[1][3])[:_KEPT_SHAPES]
    return [one for one in kept if one in largest] if len(kept) > len(largest) else kept


def texts(page: Any, enough: int) -> int:
    """How much text a page has in ems (at least one for each text object), counted to just beyond `enough`.

    It is told from the objects' widths: asking PDFium for a page's characters takes a gigabyte and minutes
    where there are millions of them.
    """
    total = 0.0
    size = ctypes.c_float()
    for thing, _ in _objects(page):
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        own = _matrix(thing)
        pdfium.FPDFTextObj_GetFontSize(thing, size)
        em = abs(size.value) * max(math.hypot(own[0], own[1]), math.hypot(own[2], own[3]))
        left, bottom, right, top = _bounds(thing)
        total += max(1.0, max(right - left, top - bottom) / em if em > 0 else 1.0)
        if total > enough:
            break
    return math.ceil(total)


_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The page's objects and those of its forms, each with the matrix of the form around it."""
    waiting = [
        (pdfium.FPDFPage_GetObject(page, place), _IDENTITY, 0)
        for place in range(pdfium.FPDFPage_CountObjects(page))
    ]
    waiting.reverse()
    while waiting:
        thing, matrix, depth = waiting.pop()
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_FORM:
            yield thing, matrix
        elif depth < 8:
            inner = _times(_matrix(thing), matrix)
            count = pdfium.FPDFFormObj_CountObjects(thing)
            parts = [pdfium.FPDFFormObj_GetObject(thing, place) for place in range(max(0, count))]
            waiting += [(part, inner, depth + 1) for part in reversed(parts)]


def _matrix(thing: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if pdfium.FPDFPageObj_GetMatrix(thing, m) else _IDENTITY


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _bounds(thing: Any) -> Rectangle:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _clipped(thing: Any) -> Rectangle:
    """The part of an object's bounds that its clip paths leave: programs cut photographs to size so."""
    left, bottom, right, top = _bounds(thing)
    clip = pdfium.FPDFPageObj_GetClipPath(thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        if not 2 <= count <= _MOST_SEGMENTS:
            continue
        xs, ys = [], []
        for place in range(count):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, place), x, y)
            xs.append(x.value)
            ys.append(y.value)
        left, right = max(left, min(xs)), min(right, max(xs))
        bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, min(bottom, top), max(left, right), top


def _displayed(box: Rectangle, matrix: Matrix, seen: View) -> Rectangle:
    a, b, c, d, e, f = matrix
    corners = [
        seen.point(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)


def _sized(kind: ShapeKind, box: Rectangle) -> ShapeKind | None:
    wide, high = box[2] - box[0], box[3] - box[1]
    if min(wide, high) <= _THIN:
        return ShapeKind.RULE if max(wide, high) >= _SHORTEST_RULE else None
    return kind if min(wide, high) >= _SMALLEST_AREA and kind is not ShapeKind.RULE else None


def _path(thing: Any) -> Iterator[tuple[ShapeKind, Rectangle]]:
    """A path's subpaths: a straight upright stroke is a rule, a closed one around an area a frame.

    White areas without an outline are no frames: programs paint them below everything.
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if not stroke.value and (not fill.value or _white(thing)):
        return
    own = _matrix(thing)
    count = pdfium.FPDFPath_CountSegments(thing)
    if count > _MOST_SEGMENTS:
        yield ShapeKind.PICTURE, _bounds(thing)
        return
    for points, closed in _subpaths(thing, count):
        placed = [(own[0] * x + own[2] * y + own[4], own[1] * x + own[3] * y + own[5]) for x, y in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        box = min(xs), min(ys), max(xs), max(ys)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield ShapeKind.RULE, box
        elif closed or fill.value:
            yield ShapeKind.FRAME, box
        else:
            for (x0, y0), (x1, y1) in pairwise(placed):
                yield ShapeKind.RULE, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _white(thing: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(thing, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= 254


def _subpaths(thing: Any, count: int) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    closed = False
    for place in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, place)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, closed or points[0] == points[-1]
            points, closed = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
    if points:
        yield points, closed or points[0] == points[-1]
