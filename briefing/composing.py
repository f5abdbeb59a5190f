"""One period's articles become a briefing: their events, the items, their order.

Called for briefings by hand (`weekly`) and for the regular ones (`releasing`).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from briefing import lookup
from briefing.archive import Archive, Query, Release
from briefing.compose import Figures, Limits, Selection, compose, select
from briefing.config import Config
from briefing.events import group, news, told_before
from briefing.model import AnnotatedArticle, Briefing, Event, Item, LeftOut, Place, Problem, Stage
from briefing.periods import Span, week_of
from briefing.results import Watch
from briefing.summarize import Earlier, Summarizer, Window
from briefing.words import office_words

log = logging.getLogger(__name__)

Trouble = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every briefing of a run is made with."""

    config: Config
    summarizer: Summarizer
    themes: tuple[str, ...]

    @classmethod
    def set_up(cls, config: Config) -> Desk:
        """Raises ConfigError for a theme of the configuration that is none, or an unreadable dictionary."""
        summarizer = Summarizer(
            engine=config.engine,
            window=Window(config.item.minimum, config.item.target, config.item.maximum),
            substitutions=config.substitutions,
            words=office_words(config.dictionary),
        )
        return cls(config, summarizer, lookup.known_themes(config))


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger adds to a period: what the edition's earlier briefing `name` reported, the sentences it
    printed by the ids of the articles behind them, and articles of periods already released that came too
    late for them.
    """

    name: str = ""
    reported: tuple[AnnotatedArticle, ...] = ()
    printed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    late: tuple[AnnotatedArticle, ...] = ()


_NONE = Memory()
# An event is told within ten days (see events), and a briefing is read for a week: what was reported longer
# ago is new to its readers, and what comes later than this is history.
_REMEMBERED = timedelta(days=28)


def remember(span: Span, chosen: Query, archive: Archive, edition: str, *, regular: bool) -> Memory:
    """What the ledger knows for a period's briefing; only a regular one takes up late articles."""
    ledger, since = archive.releases, span.period.start - _REMEMBERED
    previous = ledger.released(edition, before=span.period.start, most=1)
    if not previous or previous[0].period.end < since:
        return Memory()
    told = tuple(ledger.reported(edition, previous[0].period))
    late = ledger.late(edition, since, span.period) if regular else ()
    return Memory(
        name=_named(previous[0]),
        reported=tuple(archive.articles(Query(ids=told))),
        printed=_printed(previous[0].briefing),
        late=tuple(archive.articles(replace(chosen, ids=late))),
    )


def _printed(briefing: Briefing) -> dict[str, tuple[str, ...]]:
    items = (item for section in briefing.sections for theme in section.themes for item in theme.items)
    return {
        source.article: tuple(sentence.text for sentence in item.sentences)
        for item in items
        for source in item.sources
    }


def _named(release: Release) -> str:
    """How a reader knows an earlier briefing: by its number and its days."""
    start, end = release.period.start, release.period.end
    days = f"{start.month}月{start.day}日至{end.month}月{end.day}日"
    return f"第{release.issue.number}期（{days}）" if release.issue else days


@dataclass(frozen=True, slots=True)
class Gathered:
    """A period's events before there are items.

    `late` has the ids of articles that came late, `told` by an event's id what was reported of it before, of
    those events that go on.
    """

    found: tuple[AnnotatedArticle, ...]
    late: frozenset[str]
    events: tuple[Event, ...]
    told: Mapping[str, Earlier]
    picked: Selection


def gather(span: Span, chosen: Query, desk: Desk, archive: Archive, memory: Memory = _NONE) -> Gathered:
    """A period's articles and those that came late, their events, and which of these become items."""
    found = (*archive.articles(replace(chosen, period=span.period)), *memory.late)
    events = group(found)
    told = told_before(events, memory.reported)
    stale = {event.id: _stale(told[event.id], memory) for event in events if _is_stale(event, told)}
    limits = desk.config.limits
    picked = select(events, Limits(limits.theme, limits.district, limits.total), stale)
    earlier = {identity: _earlier(reports, memory) for identity, reports in told.items()}
    return Gathered(found, frozenset(one.id for one in memory.late), events, earlier, picked)


def _earlier(reports: Sequence[AnnotatedArticle], memory: Memory) -> Earlier:
    printed = dict.fromkeys(sentence for one in reports for sentence in memory.printed.get(one.id, ()))
    return Earlier(("".join((one.headline, *one.paragraphs)) for one in reports), printed)


def briefing(
    span: Span, chosen: Query, desk: Desk, archive: Archive, trouble: Trouble, memory: Memory = _NONE
) -> Briefing:
    """One period: its articles and those that came late, their events, the items."""
    gathered = gather(span, chosen, desk, archive, memory)
    undated = replace(chosen, period=span.period, undated=True)
    left_out = [_undated(one, chosen.by) for one in archive.articles(undated)]
    left_out += gathered.picked.left_out
    items = [
        one for event in gathered.picked.events if (one := _item(event, gathered, desk, left_out, trouble))
    ]
    late = gathered.late
    photos = [replace(desk.summarizer.photo(one), late=one.id in late) for one in gathered.picked.photos]
    return compose(
        items,
        photos,
        left_out,
        period=span.period,
        week=span.week,
        by=chosen.by,
        themes=desk.themes,
        order=desk.config.order,
        title=desk.config.title,
        edition=desk.config.edition,
        codes={_place(one): one.district.code for one in gathered.found if one.district.code},
        figures=_figures(span, chosen, desk, archive, memory, trouble),
    )


_COMPARED = 4
"""With so many weeks before it a week is compared."""


def _figures(
    span: Span, chosen: Query, desk: Desk, archive: Archive, memory: Memory, trouble: Trouble
) -> Figures:
    """What the period's items are compared with: its articles, and those of the weeks before a week."""
    expected, wrong = lookup.expected(archive, desk.config)
    for message in wrong:
        trouble(Problem(Stage.COMPOSE, "district-unknown", "districts", message))
    first = next(iter(archive.days(chosen)), None)
    weeks = (
        [week_of(span.period.start - timedelta(weeks=n)) for n in range(_COMPARED, 0, -1)]
        if span.week
        else []
    )
    weeks = [one for one in weeks if first and first <= one.period.end]
    figures = Figures(
        now=archive.tally(replace(chosen, period=span.period))
        + Counter((_place(one), one.theme) for one in memory.late),
        weeks=tuple(one.week or "" for one in weeks),
        before=tuple(archive.tally(replace(chosen, period=one.period)) for one in weeks),
        expected=tuple(place for place in expected if _within(place, chosen)),
    )
    return replace(figures, last=archive.last_days(figures.silent(()), span.period.start, chosen.by))


def _within(place: Place, chosen: Query) -> bool:
    """Whether a place is among those chosen, of which one may be a whole city; all are where none is."""
    return not chosen.places or any(
        (one.province, one.city) == (place.province, place.city) and one.district in (None, place.district)
        for one in chosen.places
    )


def _is_stale(event: Event, told: Mapping[str, Sequence[AnnotatedArticle]]) -> bool:
    return event.id in told and not news(event.articles, told[event.id])


def _stale(told: Sequence[AnnotatedArticle], memory: Memory) -> str:
    return f"{memory.name}已报过“{told[0].headline}”，没有新进展"


def _item(
    event: Event, gathered: Gathered, desk: Desk, left_out: list[LeftOut], trouble: Trouble
) -> Item | None:
    """The event's item; should we fail on it, its articles are left out and the briefing is made."""
    try:
        item = desk.summarizer.item(event, gathered.told.get(event.id))
        if not item.text:
            why = "正文没有一句完整的话可用，请看原文"
            left_out += [LeftOut(one.id, one.headline, why) for one in event.articles]
            return None
        came_late = all(one.id in gathered.late for one in event.articles)
        return replace(item, continued=event.id in gathered.told, late=came_late)
    except Exception as error:
        trouble(fault(Stage.SUMMARIZE, event.articles[0].headline, error))
        left_out += [LeftOut(one.id, one.headline, "程序摘要时出错") for one in event.articles]
        return None


def _place(article: AnnotatedArticle) -> Place:
    return Place(article.district.province, article.district.city, article.district.name)


def _undated(article: AnnotatedArticle, by: str) -> LeftOut:
    if by == "event":
        return LeftOut(article.id, article.headline, "没有事件日期，不知属于哪一期")
    return LeftOut(article.id, article.headline, "没有日期，不属于任何一周；可加 --published 重新读入")


# --- troubles -------------------------------------------------------------------------------------


def collecting(watch: Watch) -> tuple[list[Problem], Trouble]:
    """A list, and what puts a problem on it and reports it at once."""
    problems: list[Problem] = []

    def trouble(problem: Problem) -> None:
        problems.append(problem)
        watch.problem(problem)

    return problems, trouble


def fault(stage: Stage, subject: str, error: Exception) -> Problem:
    """A fault of the program with one subject: told, logged, and the others go on."""
    log.exception("%s: %s", stage, subject, exc_info=error)
    message = f"{subject}：程序处理时出错（{type(error).__name__}：{error}）；其余照常，请把它报告给开发者。"
    return Problem(stage, "fault", subject, message)
