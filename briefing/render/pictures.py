"""Pictures for a document: read, turned the right way up, made as small as its paper can show.

A camera's picture of 20 megapixels would make a Word file that no mail server takes; on paper nobody sees
more than some 200 dots an inch. Equal pictures give equal bytes.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from briefing.errors import reason
from briefing.model import Photo, Problem, Stage

_DOTS_PER_MM = 200 / 25.4
_QUALITY = 85
_MOST_PIXELS = 120_000_000  # beyond it a picture is an attack on the memory, or not one of a newspaper


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be put into a document, and its width on paper in millimetres."""

    data: bytes
    media_type: str
    pixels: tuple[int, int]
    mm: float


class Pictures:
    """Reads the pictures of one document and remembers which could not be."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._read: dict[tuple[str, float], Picture | None] = {}

    def __call__(self, photo: Photo, mm: float) -> Picture | None:
        """The photo's picture, at most so many millimetres wide; None if it has none that can be read."""
        if not photo.image:
            return None
        key = (photo.image, mm)
        if key not in self._read:
            try:
                self._read[key] = small(Path(photo.image).read_bytes(), mm)
            except (OSError, ValueError, Image.DecompressionBombError) as error:
                self._read[key] = None
                self._report(photo, error)
        return self._read[key]

    def _report(self, photo: Photo, error: Exception) -> None:
        match error:
            case UnidentifiedImageError() | ValueError() | Image.DecompressionBombError():
                why = "不是能用的图片，或者太大"
            case OSError():
                why = reason(error) if error.errno else "读不完整"
        message = f"图片“{photo.image}”没有放进文档：{why}；图片说明照常印出"
        self.problems.append(Problem(Stage.RENDER, "picture", photo.headline, message))


def small(data: bytes, mm: float) -> Picture:
    """The picture as JPEG, or as PNG where it is a drawing, with no more pixels than the paper shows.

    Raises OSError (Pillow's UnidentifiedImageError is one) or ValueError for what is no picture.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError("too many pixels")
            drawing = opened.format in ("PNG", "GIF") and opened.mode in ("1", "L", "P")
            opened.draft("RGB", (round(mm * _DOTS_PER_MM),) * 2)
            upright = ImageOps.exif_transpose(opened)
            made = _on_white(upright)
    # One taken upright is as high as a broad one is wide: else it would take the whole page.
    widest = mm * min(1.0, made.width / made.height)
    most = max(1, round(widest * _DOTS_PER_MM))
    natural = made.width / _DOTS_PER_MM
    if made.width > most:
        made = made.resize((most, max(1, round(made.height * most / made.width))), Image.Resampling.LANCZOS)
    # A picture of few dots is not blown up to more than twice its natural width: it would be a mosaic.
    shown = min(widest, 2 * natural)
    written = io.BytesIO()
    if drawing:
        made.quantize(256).save(written, "PNG", optimize=True)
        return Picture(written.getvalue(), "image/png", made.size, shown)
    made.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(written.getvalue(), "image/jpeg", made.size, shown)


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which JPEG lacks and Word prints black."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture.convert("RGB")
