"""What PDFium finds on a page: its characters, with their places, sizes and weights.

Lengths are points from the page's top left corner as it is displayed (crop box and rotation undone).
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

# FZHTK, FZDHTK, FZXBSK and FZDBSK are Founder's 黑体, 大黑, 小标宋 and 大标宋.
_BOLD = re.compile(
    r"bold|black|heavy|simhei|heiti|黑体|小标宋|xiaobiaosong|FZ(?:D?HT|XBS|DBS)", re.IGNORECASE
)
_FORCE_BOLD = 1 << 18
PLAIN, BOLD = 1.0, 2.0
"""Weights of fonts that say by their names what they are."""
_FILL_AND_STROKE = (2, 6)
_INVISIBLE = (3, 7)


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
