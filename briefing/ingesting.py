"""A source's pages on their way into the archive: read, joined where articles go on elsewhere, annotated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from briefing.annotate import Annotator
from briefing.annotate.published import stated
from briefing.archive import Archive
from briefing.composing import Trouble, fault
from briefing.intake import Found, Unreadable, read
from briefing.model import AnnotatedArticle, Given, Problem, Reading, Stage
from briefing.newsroom import Newsroom
from briefing.results import Taken
from briefing.segment import join

MOST_WAITING = 200
"""Sources whose articles go on elsewhere are held in memory; an issue has some 20 of them."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source whose pages were read; `whole` if all of them were, `again` if only for the sake of others."""

    found: Found
    readings: tuple[Reading, ...]
    whole: bool
    again: bool = False


def opened(source: Found, given: Given, newsroom: Newsroom, trouble: Trouble) -> Source | None:
    """Read one source, page by page."""
    flaws: list[Problem] = []

    def flaw(problem: Problem) -> None:
        flaws.append(problem)
        trouble(problem)

    try:
        pages = read(source, given, flaw)
    except Unreadable as error:
        trouble(error.problem)
        return None
    readings: list[Reading] = []
    for page in pages:
        try:
            readings.append(newsroom.read(page))
        except Exception as error:  # One bad page must not stop the week, whatever we did wrong with it.
            flaw(fault(Stage.SEGMENT, source.path, error))
    return Source(source, tuple(readings), not flaws)


def earlier(
    sources: Mapping[int, Source], given: Given, newsroom: Newsroom, archive: Archive, today: date
) -> dict[int, Source]:
    """Pages of the same folder and day that were read before, of which an article goes on elsewhere: one half
    of it may have come hours after the other. Pages that state no date are not looked for: which issue they
    belong to is not certain. What has changed since is left to be read in its turn.
    """
    here = {one.found.location for one in sources.values()}
    days: defaultdict[Path, set[date]] = defaultdict(set)
    shown: dict[Path, PurePosixPath] = {}
    for one in sources.values():
        dated = {stated(reading, today)[0] for reading in one.readings if reading.jumps}
        if one.found.data is None and dated != {None}:
            days[one.found.location.parent] |= {day for day in dated if day}
            shown[one.found.location.parent] = PurePosixPath(one.found.path).parent
    found: list[Source] = []
    for folder in sorted(days):
        for known in archive.earlier(folder, days[folder])[:MOST_WAITING]:
            location = Path(known.location)
            if location.parent != folder or location in here:
                continue
            where = Found(str(shown[folder] / location.name), location)
            # What is wrong with it was told when it was read.
            again = opened(where, replace(given, published=known.published), newsroom, lambda _problem: None)
            if again and again.readings and again.readings[0].page.digest == known.digest:
                found.append(replace(again, again=True))
    return {-1 - at: one for at, one in enumerate(found)}


def taken(
    sources: Mapping[int, Source],
    annotator: Annotator,
    archive: Archive,
    today: date,
    trouble: Trouble,
    earlier: Mapping[int, Source] | None = None,
) -> dict[int, Taken]:
    """Put the articles of sources that belong together into the archive; what was read `earlier` anew."""
    every = {**sources, **(earlier or {})}
    readings = [reading for one in every.values() for reading in one.readings]
    joined = iter(join(readings, lambda reading: stated(reading, today)[0]))
    pages = {number: [next(joined) for _ in one.readings] for number, one in every.items()}
    taken: dict[int, Taken] = {}
    store = _Store(annotator, archive, today, frozenset(reading.page.digest for reading in readings))
    # Those with an article's first part come first: then it is known as what the others go on.
    for number in sorted(pages, key=lambda number: (not _goes_on(pages[number]), number)):
        own = store(every[number], pages[number], trouble)
        if own is not None and number in sources:
            taken[number] = own
    return taken


def _goes_on(readings: Sequence[Reading]) -> bool:
    return any(article.source.continued for reading in readings for article in reading.articles)


@dataclass(frozen=True, slots=True)
class _Store:
    """Annotates the articles of sources that were read `together` (digests) and puts them into the archive.
    `going_on` gathers the digests of the sources that articles of others go on in.
    """

    annotator: Annotator
    archive: Archive
    today: date
    together: frozenset[str]
    going_on: set[str] = field(default_factory=set)

    def __call__(self, source: Source, readings: Sequence[Reading], trouble: Trouble) -> Taken | None:
        whole, path = source.whole, source.found.path
        articles: list[AnnotatedArticle] = []
        for reading in readings:
            try:
                articles += self.annotator(reading, self.today)
            except Exception as error:  # Nor must one bad article.
                whole = False
                trouble(fault(Stage.ANNOTATE, path, error))
        digest = readings[0].page.digest if readings else ""
        if not articles and digest not in self.going_on and not source.again:
            if whole:
                message = f"{path}：没有找到报道；请核对是不是报纸版面。"
                trouble(Problem(Stage.SEGMENT, "no-article", path, message))
            return None
        location = None if source.found.data is not None else source.found.location
        done = self.archive.ingest(
            digest, path, articles, location, whole=whole, again=source.again, together=self.together
        )
        self.going_on.update(part.digest for article in articles for part in article.source.continued)
        return Taken(path, done.new, done.updated, done.unchanged, done.ids)
