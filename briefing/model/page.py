"""What intake makes of a source: pages of lines, with what is known about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LineRange = tuple[int, int]
"""First and last line, 1-based, both included."""


LineRanges = tuple[LineRange, ...]


Box = tuple[float, float, float, float, float]
"""Page number, x0, y0, x1, y1 in points, measured from the page's top left corner."""


class Format(StrEnum):
    """What a source was, before it became a Page."""

    PAGE_TEXT = "page-text"
    PDF = "pdf"
    HTML = "html"
    DOCX = "docx"
    FEED = "feed"
    JSONL = "jsonl"
    CSV = "csv"
    EML = "eml"
    IMAGE = "image"


class ShapeKind(StrEnum):
    """What else than text stands on a page."""

    RULE = "rule"
    FRAME = "frame"
    PICTURE = "picture"


class Role(StrEnum):
    """What a line of a page is."""

    FURNITURE = "furniture"
    COLUMN = "column"
    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    BODY = "body"
    SECTION = "section"
    CAPTION = "caption"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page as it came, without its line end.

    `role` is set only by sources that vouch for it (a JSON Lines title, an HTML headline);
    page text leaves it None and `segment` finds it out.
    """

    number: int
    text: str
    box: Box | None = None
    size: float | None = None
    bold: bool = False
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A ruled line (thin either way), a frame or tint around text, or a picture, where a source has them."""

    kind: ShapeKind
    box: Box


@dataclass(frozen=True, slots=True)
class Given:
    """What a source or the user states about a page's articles, so that nothing has to be guessed.

    `roles` are words that stand before names in the paper's bylines, besides 记者 and 通讯员.
    """

    paper: str | None = None
    page: str | None = None
    published: date | None = None
    url: str | None = None
    column: str | None = None
    authors: tuple[str, ...] = ()
    home: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one source. `digest` is the SHA-256 of the whole source's bytes, in hex."""

    path: str
    format: Format
    digest: str
    lines: tuple[Line, ...]
    number: int = 1
    given: Given = Given()
    shapes: tuple[Shape, ...] = ()
