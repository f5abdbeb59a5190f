"""The nouns: one frozen, typed value for each arrow of a page's journey.

    source ─intake─> Page ─segment─> Reading (Articles + furniture) ─annotate─> AnnotatedArticle
        ─archive─> ─events─> Event ─summarize─> Item ─compose─> Briefing ─render─> Document ─deliver─> Receipt

Every value is immutable and compares by content. Where a value has a JSON form in the interface
(articles, items, briefings), its fields carry the same names in the same nesting, so that the
JSON is a plain dump of the value (`briefing.codec`).

Lines are 1-based and inclusive, as an editor's screen shows them; a tuple of ranges is in reading
order. Offsets into text are code points. Dates are calendar dates of the newspaper's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
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


class ShapeKind(StrEnum):
    """What else than text stands on a page."""

    RULE = "rule"
    FRAME = "frame"
    PICTURE = "picture"


class Stage(StrEnum):
    """Where a problem arose."""

    INTAKE = "intake"
    SEGMENT = "segment"
    ANNOTATE = "annotate"
    ARCHIVE = "archive"
    EVENTS = "events"
    SUMMARIZE = "summarize"
    COMPOSE = "compose"
    RENDER = "render"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one subject (a file, a page) and did not stop the others."""

    stage: Stage
    code: str
    subject: str
    message: str
    lines: LineRanges = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning that travels with the value it is about: shown, never hidden."""

    code: str
    message: str
    lines: LineRanges = ()


# --- intake -> segment ---------------------------------------------------------------------------


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


# --- segment -> annotate -------------------------------------------------------------------------


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


# --- annotate -> archive -> events ---------------------------------------------------------------


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


# --- events -> summarize -> compose -> render ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A named, printable part of a score."""

    name: str
    value: float
    because: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Articles about one happening. `articles[0]` is the one that tells it best."""

    id: str
    articles: tuple[AnnotatedArticle, ...]
    importance: float = 0.0
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Substitution:
    """`text` stands in an item where its source sentence has [start:end] (offsets within the sentence)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ItemSentence:
    """A traceable sentence: `paragraphs[paragraph][start:end]` of `article`, but for `substitutions`."""

    text: str
    article: str
    paragraph: int
    start: int
    end: int
    substitutions: tuple[Substitution, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    province: str | None = None
    city: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class ItemSource:
    article: str
    paper: str | None
    page: str | None
    published: date | None
    path: str
    lines: LineRanges


@dataclass(frozen=True, slots=True)
class Photo:
    """A stand-alone photo of the photo section, or a picture that belongs to an item."""

    headline: str
    caption: str
    credit: str | None
    place: Place
    theme: str
    event_date: date | None
    image: str | None
    article: str
    late: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One entry of the digest: a headline, one paragraph, the credit."""

    id: str
    headline: str
    text: str
    sentences: tuple[ItemSentence, ...]
    authors: tuple[str, ...]
    event: str
    kind: Kind
    continued: bool = False
    late: bool = False
    event_date: date | None = None
    theme: str
    place: Place
    township: str | None = None
    photos: tuple[Photo, ...] = ()
    sources: tuple[ItemSource, ...] = ()
    score: float = 0.0
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Issue:
    year: int
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ThemeItems:
    theme: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One district's part of a briefing; `label` is the place's shortest unique name."""

    place: Place
    label: str
    themes: tuple[ThemeItems, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    article: str
    headline: str
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    place: str
    theme: str
    n: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A place's (by its label) or theme's share of a briefing: `n` items, `photos` by themselves, and all the
    `articles` that the period has; `before` are the articles of each week of `Statistics.weeks`.
    """

    name: str
    n: int
    photos: int
    articles: int
    before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """A district that is expected to have news and has none in this briefing; `last` is when it last had."""

    place: Place
    label: str
    last: date | None = None
    before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistics:
    """The briefing in figures. `weeks` are the ISO weeks that it is compared with, oldest first: of the four
    before it those since the archive's first article; none where the period is no week.
    """

    items: int = 0
    photos: int = 0
    left_out: int = 0
    articles: int = 0
    places: int = 0
    papers: int = 0
    weeks: tuple[str, ...] = ()
    by_place: tuple[Tally, ...] = ()
    by_theme: tuple[Tally, ...] = ()
    without_news: tuple[Silence, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefing:
    """A finished briefing: exactly what templates get and what the JSON file holds."""

    schema: int = 1
    title: str
    edition: str
    week: str | None
    period: Period
    by: str
    revision: int = 1
    issue: Issue | None = None
    sections: tuple[Section, ...]
    photos: tuple[Photo, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    counts: tuple[Count, ...] = ()
    statistics: Statistics = Statistics()
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered briefing: bytes, ready to be written or sent; `problems` names what had to be dropped."""

    format: str
    suffix: str
    media_type: str
    data: bytes = field(repr=False)
    problems: tuple[Problem, ...] = ()


# --- deliver -------------------------------------------------------------------------------------


class Delivery(StrEnum):
    """How far something is on its way to one recipient."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """A process is about to hand it over; given back should that process die."""
    COMMITTED = "committed"
    """All but the last byte is handed over; only the receiver knows more should the process die now."""
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Handed over, and no answer came: the recipient may have it."""
    EMPTY = "empty"
    """There was nothing for this recipient, and nothing is what he wants then."""
    REPLACED = "replaced"
    """A later revision took its place before it went out."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of the outbox is known by these: what (a briefing's revision) goes to whom, by which channel.

    `subject` is the edition and the period of a briefing, or the key of a notice.
    """

    subject: str
    revision: int
    channel: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to reach one recipient: `head` is his alone, `letter` is shared (empty: nothing for him)."""

    ticket: Ticket
    label: str
    name: str
    head: str = ""
    letter: str = field(default="", repr=False)
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A parcel that one process has to hand over; `attempt` counts from 1."""

    parcel: Parcel
    token: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one parcel. Times are UTC; `due` is when it is tried next, if it waits."""

    ticket: Ticket
    label: str
    name: str
    state: Delivery
    attempts: int
    changed: datetime
    due: datetime | None = None
    reason: str = ""
    message_id: str = ""
