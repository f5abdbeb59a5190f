"""What a PDF's pages look like, for people to compare a reading with."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image

from briefing.intake.glyphs import view
from briefing.intake.pdf import ONE_AT_A_TIME
from briefing.intake.source import Found

WIDTH = 1500
"""Pixels across a page: type of 8 points on a page of 1,000 points is 12 pixels high, which can be read."""
HIGHEST = 4000
_QUALITY = 70


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image; `wide` and `high` are the displayed page's size in points, those of its boxes."""

    data: bytes
    mime: str
    wide: float
    high: float


def pictures(found: Found, numbers: Collection[int]) -> dict[int, Picture]:
    """The pages of a PDF by their numbers. A page that cannot be drawn is left out; no page is made up."""
    data = found.data if found.data is not None else found.location.read_bytes()
    drawn: dict[int, Picture] = {}
    with ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return drawn
        try:
            for number in sorted(numbers):
                try:
                    drawn[number] = _picture(document[number - 1])
                except (pypdfium2.PdfiumError, MemoryError):
                    continue
        finally:
            document.close()
    return drawn


def _picture(page: Any) -> Picture:
    try:
        wide, high = view(page).size
        scale = min(WIDTH / max(wide, 1.0), HIGHEST / max(high, 1.0))
        bitmap = page.render(scale=scale)
        try:
            image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
    finally:
        page.close()
    return Picture(*_smaller(image), wide, high)


def _smaller(image: Image.Image) -> tuple[bytes, str]:
    """Type alone is smaller as PNG with few greys, a page with photographs as JPEG."""
    plain, full = io.BytesIO(), io.BytesIO()
    image.quantize(16).save(plain, "PNG", optimize=True)
    image.save(full, "JPEG", quality=_QUALITY, optimize=True)
    kept = ((plain.getvalue(), "image/png"), (full.getvalue(), "image/jpeg"))
    return min(kept, key=lambda one: len(one[0]))
