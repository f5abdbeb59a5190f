"""What only the page's picture tells: how heavily characters are printed where no font's name does, and
which areas are painted.

Browsers embed fonts without names (Type 3). A character's stroke is as wide as twice its ink's area by
the length of its ink's edges, whatever its shape; one font's characters have one weight.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.boxes import Rectangle
from briefing.intake.glyphs import BOLD, Glyph
from briefing.text import is_han

SCALE = 2.0
"""Pixels a point: text of 9 points has strokes of one to two pixels."""
LARGEST = 16e6
"""Pixels of a picture: an A2 page has 8 million at this scale."""
BLUR = 0.7
"""In pixels, what a stroke gains by being drawn in grey: 0.7 with three faces at three scales."""
THINNEST = 0.005
SAMPLE = 24
"""Characters measured of each font: their mean is certain to a tenth."""
HEAVY = 1.35
"""A line so much heavier than the text beside it is bold: bold faces have 1.7 to 3.5 times its stroke."""

Patches = NDArray[np.int32]


def weigh(page: Any, found: Sequence[Glyph]) -> None:
    """Give the characters of fonts without a name their weights; `page` is pypdfium2's."""
    fonts: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in found:
        if glyph.unnamed and glyph.upright and glyph.visible and glyph.weight < BOLD:
            glyph.weight = 0.0
            if is_han(glyph.text):
                fonts[glyph.unnamed].append(glyph)
    if not fonts:
        return
    sample = [glyph for mine in fonts.values() for glyph in mine[:: math.ceil(len(mine) / SAMPLE)]]
    strokes: dict[int, list[float]] = defaultdict(list)
    for glyph, stroke in zip(sample, _strokes(page, sample), strict=True):
        strokes[glyph.unnamed].append(stroke)
    usual = {font: fmean(strokes[font]) for font in fonts}
    text = median(usual[font] for font, mine in fonts.items() for _ in mine)
    for font, mine in fonts.items():
        for glyph in mine:
            glyph.weight = usual[font] / text


def weight(found: Sequence[Glyph]) -> float:
    """The mean weight of characters whose weight is known; 1.0 where none is."""
    return fmean([glyph.weight for glyph in found if glyph.weight] or [1.0])


def painted(page: Any, boxes: Sequence[Rectangle]) -> list[bool]:
    """Whether each area is painted all over: of text on white, one pixel in ten or more is white."""
    if not boxes:
        return []
    image, scale = _picture(page, ROUGH)
    out = []
    for box in boxes:
        x0, y0, x1, y1 = (round(edge * scale) for edge in box)
        area = image[max(0, y0 + 1) : y1 - 1, max(0, x0 + 1) : x1 - 1]
        out.append(area.size > 0 and float((area >= WHITE).mean()) < 0.05)
    return out


ROUGH = 0.3
"""Pixels a point: enough to tell a painted area from text, in a fifth of the time."""
WHITE = 253


def _picture(page: Any, scale: float) -> tuple[Patches, float]:
    """The page drawn in grey, 0 to 255, and its pixels a point, fewer than `scale` if it is large."""
    wide, high = page.get_size()
    scale = min(scale, math.sqrt(LARGEST / max(1.0, wide * high)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        image = bitmap.to_numpy()
        return (image if image.ndim == 2 else image[..., 0]).astype(np.int32), scale
    finally:
        bitmap.close()


def _strokes(page: Any, found: Sequence[Glyph]) -> list[float]:
    """The width of each character's strokes in ems."""
    image, scale = _picture(page, SCALE)
    by_size: dict[int, list[int]] = defaultdict(list)
    for number, glyph in enumerate(found):
        by_size[max(4, round(glyph.size * scale))].append(number)
    out = [THINNEST] * len(found)
    for pixels, numbers in by_size.items():
        edge = math.ceil(1.1 * pixels)
        if edge > min(image.shape):
            continue
        left = [found[n].x0 * scale for n in numbers]
        top = [(found[n].y - 0.92 * found[n].size) * scale for n in numbers]
        x = np.clip(np.rint(left), 0, image.shape[1] - edge).astype(np.int64)
        y = np.clip(np.rint(top), 0, image.shape[0] - edge).astype(np.int64)
        span = np.arange(edge)
        patches = image[y[:, None, None] + span[:, None], x[:, None, None] + span]
        for n, stroke in zip(numbers, _widths(patches), strict=True):
            out[n] = max(THINNEST, (stroke - BLUR) / (found[n].size * scale))
    return out


def _widths(patches: Patches) -> NDArray[np.float64]:
    """The width in pixels of the strokes on each picture, light or dark, on any ground."""
    ground = np.median(patches, axis=(1, 2), keepdims=True)
    area = np.abs(patches - ground).sum(axis=(1, 2))
    edges = np.abs(np.diff(patches, axis=1)).sum(axis=(1, 2)) + np.abs(np.diff(patches, axis=2)).sum(
        axis=(1, 2)
    )
    return np.asarray(2.0 * area / np.maximum(1, edges), dtype=np.float64)
