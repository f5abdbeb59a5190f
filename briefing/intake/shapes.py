"""What PDFium finds drawn on a page: ruled lines, frames, pictures; and how much text there is.

Lengths are points from the page's top left corner as it is displayed (crop box and rotation undone).
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from briefing.boxes import Rectangle, union
from briefing.intake.glyphs import View
from briefing.intake.ink import painted
from briefing.model import ShapeKind

# A stroke up to so many points is a ruled line, not an area.
_THIN = 3.5
_SHORTEST_RULE = 18.0
# Dots and dashes of a line are no longer and no farther apart.
_LONGEST_DASH = 9.0
_WIDEST_GAP = 6.0
_FEWEST_DOTS = 6
_SMALLEST_AREA = 14.0
_SMALLEST_PICTURE = 30.0
_MOST_SHADED = 60
_WHOLE_PAGE = 0.85
# Drawings (maps, logos) have thousands of paths: what parts articles is among the first few of a page.
_MOST_SHAPES = 3000
_MOST_DOTS = 30_000
_KEPT_SHAPES = 400
_MOST_SEGMENTS = 400

Matrix = tuple[float, float, float, float, float, float]


def shapes(page: Any, seen: View) -> list[tuple[ShapeKind, Rectangle]]:
    """The page's ruled lines, frames (or tints) and pictures; what covers the whole page is background."""
    found: list[tuple[ShapeKind, Rectangle]] = []
    white: list[Rectangle] = []
    dots: list[Rectangle] = []
    wide, high = seen.size
    for thing, matrix in _objects(page):
        if len(found) >= _MOST_SHAPES or len(dots) >= _MOST_DOTS:
            break
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.append((ShapeKind.PICTURE, _displayed(_clipped(thing), matrix, seen)))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and _unseen(thing):
            white.append(_displayed(_bounds(thing), matrix, seen))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            for kind, box in _path(thing):
                placed = _displayed(box, matrix, seen)
                if _is_dot(placed):
                    dots.append(placed)
                else:
                    found.append((kind, placed))
    found += [(ShapeKind.RULE, box) for box in _dotted(dots)]
    found += [(ShapeKind.PICTURE, box) for box in _shaded(page, white, seen)]
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


def _is_dot(box: Rectangle) -> bool:
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    return short <= _THIN and long <= _LONGEST_DASH


def _dotted(dots: Sequence[Rectangle]) -> list[Rectangle]:
    """The lines that dots or dashes make, each in a row at even distances: browsers draw each dot apart."""
    found = []
    for along in (0, 1):
        rows: defaultdict[tuple[float, float], list[Rectangle]] = defaultdict(list)
        for dot in dots:
            rows[round(dot[1 - along], 1), round(dot[3 - along], 1)].append(dot)
        for row in rows.values():
            row.sort(key=lambda dot: dot[along])
            ends = [
                n
                for n, (one, two) in enumerate(pairwise(row), 1)
                if not 0 <= two[along] - one[along + 2] <= _WIDEST_GAP
            ]
            runs = [row[first:end] for first, end in pairwise([0, *ends, len(row)])]
            found += [union(run) for run in runs if len(run) >= _FEWEST_DOTS]
    return found


def _path(thing: Any) -> Iterator[tuple[ShapeKind, Rectangle]]:
    """A path's subpaths: a straight upright stroke is a rule, a closed one around an area a frame."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
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


def _unseen(thing: Any) -> bool:
    """Whether a path has no outline and is filled with white or not at all: programs paint white below
    everything. PDFium says white of shadings and patterns too (`_shaded`).
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    return not stroke.value and (not fill.value or _white(thing))


def _shaded(page: Any, white: Sequence[Rectangle], seen: View) -> list[Rectangle]:
    """Those areas, said to be white, that a shading or a pattern fills: pictures, or what stands for one."""
    wide, high = seen.size
    areas = [
        box
        for box in dict.fromkeys(white)
        if min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST_PICTURE
        and (box[2] - box[0]) * (box[3] - box[1]) < wide * high * _WHOLE_PAGE
    ][:_MOST_SHADED]
    return [box for box, found in zip(areas, painted(page, areas), strict=True) if found]


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
