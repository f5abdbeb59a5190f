"""Articles, as a page's reading finds them and as they are annotated. The JSON of `briefing articles`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from briefing.model.page import Box, Format, LineRanges, Page, Role
from briefing.model.trouble import Doubt


class Kind(StrEnum):
    """What an article is, as an editor would say it."""

    NEWS = "news"
    FEATURE = "feature"
    BRIEF = "brief"
    PHOTO = "photo"
    NOTICE = "notice"


class Basis(StrEnum):
    """Where a publication date came from."""

    PRINTED = "printed"
    GIVEN = "given"
    NAME = "name"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Continuation:
    """A further page that an article goes on on. `lines` and `boxes` are of the file `path`, whose bytes'
    SHA-256 is `digest`.
    """

    path: str
    digest: str
    page: str | None = None
    lines: LineRanges = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article stands. `lines` are of the text file, in reading order, whatever page they are on;
    `continued` are the pages after the first, of this file or of others.
    """

    path: str
    format: Format
    paper: str | None = None
    page: str | None = None
    url: str | None = None
    lines: LineRanges = ()
    boxes: tuple[Box, ...] = ()
    continued: tuple[Continuation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article as printed, its layout undone, its wording untouched."""

    id: str
    source: Source
    kind: Kind
    column: str | None = None
    kicker: str | None = None
    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    sign_off: str | None = None
    dateline: str | None = None
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a page's furniture says about the page itself."""

    paper: str | None = None
    page: str | None = None
    published: date | None = None
    lines: LineRanges = ()


JUMP_AHEAD, JUMP_BEHIND = "jump-ahead", "jump-behind"
"""Codes of doubts: the rest of an article, or its beginning, is on another page that was not read."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A mark that an article goes on on another page (下转第2版), or that it began there (上接第1版).

    `page` is the other page's number in one form (2, A2); `tag` the sign that pairs marks, if any (①).
    """

    article: str
    ahead: bool
    page: str
    line: int
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, read: every non-blank line is in an article or in `furniture`.

    `roles` says of each line (by its number) what it was read as; a line of `furniture` without a role is
    one that nothing was found for.
    """

    page: Page
    articles: tuple[Article, ...]
    masthead: Masthead = Masthead()
    furniture: LineRanges = ()
    roles: tuple[tuple[int, Role], ...] = ()
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """The county-level place a story is about; `name` is None for a story of a whole city or of none."""

    name: str | None = None
    city: str | None = None
    province: str | None = None
    code: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """A theme and the share, from 0 to 1, that its words have among those of all themes."""

    name: str
    score: float


@dataclass(frozen=True, kw_only=True)
class AnnotatedArticle(Article):
    """An article with where, when and what about. The JSON of `briefing articles`."""

    headline: str
    headline_from: str
    event_date: date | None = None
    published: date | None = None
    published_basis: Basis | None = None
    district: District = District()
    township: str | None = None
    theme: str
    themes: tuple[ThemeScore, ...] = ()
    theme_because: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
