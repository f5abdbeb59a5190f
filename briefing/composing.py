"""One period's articles become a briefing: their events, the items, their order.

Called for briefings by hand (`weekly`) and for the regular ones (`releasing`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing import lookup
from briefing.archive import Archive, Query
from briefing.compose import compose, select
from briefing.config import Config
from briefing.events import group
from briefing.model import AnnotatedArticle, Briefing, Event, Item, LeftOut, Place, Problem, Stage
from briefing.periods import Span
from briefing.results import Watch
from briefing.summarize import Summarizer, Window

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
        """Raises ConfigError for a theme of the configuration that is none."""
        window = Window(config.item.minimum, config.item.target, config.item.maximum)
        summarizer = Summarizer(engine=config.engine, window=window, substitutions=config.substitutions)
        return cls(config, summarizer, lookup.known_themes(config))


def briefing(span: Span, chosen: Query, desk: Desk, archive: Archive, trouble: Trouble) -> Briefing:
    """One period: its articles, their events, the items."""
    wanted = replace(chosen, period=span.period)
    found = archive.articles(wanted)
    picked = select(group(found))
    left_out = [_undated(one, wanted.by) for one in archive.articles(replace(wanted, undated=True))]
    left_out += picked.left_out
    items = [item for event in picked.events if (item := _item(event, desk, left_out, trouble))]
    return compose(
        items,
        [desk.summarizer.photo(article) for article in picked.photos],
        left_out,
        period=span.period,
        week=span.week,
        by=wanted.by,
        themes=desk.themes,
        order=desk.config.order,
        title=desk.config.title,
        edition=desk.config.edition,
        codes={_place(one): one.district.code for one in found if one.district.code},
    )


def _item(event: Event, desk: Desk, left_out: list[LeftOut], trouble: Trouble) -> Item | None:
    """The event's item; should we fail on it, its articles are left out and the briefing is made."""
    try:
        item = desk.summarizer.item(event)
        if not item.text:
            why = "正文没有一句完整的话可用，请看原文"
            left_out += [LeftOut(one.id, one.headline, why) for one in event.articles]
            return None
        return item
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
