"""From events to the finished briefing and its documents. The JSON of a briefing, and what templates get."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from briefing.model.article import AnnotatedArticle, Kind
from briefing.model.page import LineRanges
from briefing.model.trouble import Doubt, Problem


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
    """Where an item or photo belongs; `district` is None for a whole city, all are for no known place."""

    province: str | None = None
    city: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class ItemSource:
    """An article that an item reports, and where it stands (`lines` of the file `path`)."""

    article: str
    paper: str | None
    page: str | None
    published: date | None
    path: str
    lines: LineRanges


@dataclass(frozen=True, slots=True)
class Photo:
    """A stand-alone photo of the photo section, or a picture of an item, which then has the doubts."""

    headline: str
    caption: str
    credit: str | None
    place: Place
    theme: str
    event_date: date | None
    image: str | None
    article: str
    late: bool = False
    warnings: tuple[Doubt, ...] = ()


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
    """A regular briefing's numbers: the `number`-th of its `year`, the `total`-th of its edition."""

    year: int
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ThemeItems:
    """A theme's items within one section, in the order of printing; never none."""

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
    """An article of the period that no item reports, and `why`, in words for an editor."""

    article: str
    headline: str
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many items (`n`) a place (by its label) has of a theme."""

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
