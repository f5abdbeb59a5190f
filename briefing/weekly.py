"""The week, told like a table of contents: from sources to the archive, from the archive to documents.

The one module that sees every stage. Each use case is a function that the command line, the service and
whoever comes later call alike; what went wrong with one source, event or format is a Problem, reported
at once through `Watch` and returned at the end, and never stops the others.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefing import codec, lookup, periods, resources
from briefing.annotate import Annotator
from briefing.archive import Archive, Query
from briefing.compose import compose, select
from briefing.config import NAME, Config
from briefing.errors import ConfigError, UsageError, nearest
from briefing.events import group
from briefing.intake import Found, Unreadable, find, read
from briefing.model import AnnotatedArticle, Briefing, Event, Given, Item, LeftOut, Place, Problem, Stage
from briefing.periods import Span
from briefing.render import FORMATS, render
from briefing.render.files import Unwritable, folder_name, stem, write
from briefing.results import File, Ingestion, Made, Making, Outcome, Taken, Watch, Wish
from briefing.segment import read_page
from briefing.summarize import Summarizer, Window

log = logging.getLogger(__name__)

Trouble = Callable[[Problem], None]


# --- sources into the archive --------------------------------------------------------------------


def ingest(
    sources: Sequence[str],
    archive: Archive,
    config: Config,
    today: date,
    watch: Watch,
    given: Given | None = None,
) -> Ingestion:
    """Read sources into the archive, each in a transaction of its own."""
    problems, trouble = _collecting(watch)
    found = list(find(sources, skip=_own_files(archive, config)))
    annotator = Annotator.default(config)
    taken: list[Taken] = []
    for number, source in enumerate(found):
        watch.progress("读取来源", number, len(found))
        if isinstance(source, Problem):
            trouble(source)
        elif one := _taken(source, given or Given(), annotator, archive, today, trouble):
            taken.append(one)
    watch.progress("读取来源", len(found), len(found))
    return Ingestion(tuple(taken), tuple(problems))


def _own_files(archive: Archive, config: Config) -> list[Path]:
    """What the program itself keeps in an office's folder: reading that folder passes it over."""
    kept = [f"{archive.target}{suffix}" for suffix in ("", "-wal", "-shm", "-journal")]
    return [config.out, *map(Path, kept), Path(NAME), *([config.templates] if config.templates else [])]


def _taken(
    source: Found, given: Given, annotator: Annotator, archive: Archive, today: date, trouble: Trouble
) -> Taken | None:
    """Read one source, page by page, and put its articles into the archive."""
    flaws: list[Problem] = []

    def flaw(problem: Problem) -> None:
        flaws.append(problem)
        trouble(problem)

    try:
        pages = read(source, given, flaw)
    except Unreadable as error:
        trouble(error.problem)
        return None
    articles: list[AnnotatedArticle] = []
    for page in pages:
        try:
            articles += annotator(read_page(page), today)
        except Exception as error:  # One bad page must not stop the week, whatever we did wrong with it.
            flaw(_fault(Stage.SEGMENT, source.path, error))
    if not articles:
        if not flaws:
            message = f"{source.path}：没有找到报道；请核对是不是报纸版面。"
            trouble(Problem(Stage.SEGMENT, "no-article", source.path, message))
        return None
    location = None if source.data is not None else source.location
    done = archive.ingest(pages[0].digest, source.path, articles, location, whole=not flaws)
    return Taken(source.path, done.new, done.updated, done.unchanged, done.ids)


# --- from the archive to documents ---------------------------------------------------------------


def make(
    wish: Wish,
    sources: Sequence[str],
    archive: Archive,
    config: Config,
    today: date,
    watch: Watch,
    given: Given | None = None,
) -> Making:
    """Make the briefings wished for: of the sources, if any are named, else of the whole archive.

    Raises UsageError for a district, theme or format that is none, ConfigError for a wrong template.
    """
    chosen_by_hand = {"out": wish.out or config.out, "template": wish.template or config.template}
    config = config.model_copy(update=chosen_by_hand)
    desk = _Desk.set_up(wish, config)
    ingestion = ingest(sources, archive, config, today, watch, given) if sources else Ingestion()
    if ingestion.outcome is Outcome.NOTHING_DONE:
        return Making(ingestion=ingestion)
    chosen = lookup.query(wish, archive, config, ids=ingestion.ids if sources else None)
    spans = _spans(wish, archive.days(chosen), of_sources=bool(sources), today=today)
    if not spans:
        return Making(ingestion=ingestion, nothing=_nothing(wish, archive, chosen, today))
    problems, trouble = _collecting(watch)
    made: list[Made] = []
    for number, span in enumerate(spans):
        watch.progress("制作简报", number, len(spans))
        briefing = _briefing(span, chosen, desk, archive, trouble)
        made.append(_documents(briefing, chosen, desk, archive, trouble))
    watch.progress("制作简报", len(spans), len(spans))
    return Making(tuple(made), ingestion, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every briefing of a run is made with."""

    config: Config
    summarizer: Summarizer
    themes: tuple[str, ...]
    formats: tuple[str, ...]
    templates: Path

    @classmethod
    def set_up(cls, wish: Wish, config: Config) -> _Desk:
        """Everything that can be wrong with the wish alone is found here, before anything is read."""
        formats = config.formats if wish.formats is None else wish.formats
        for format in formats:
            if format not in FORMATS:
                raise UsageError(f"--format“{format}”：没有这种格式{nearest(format, FORMATS)}")
        if not formats:
            raise UsageError(f"--format 是空的；可选：{'、'.join(FORMATS)}")
        lookup.themes(wish, config)
        window = Window(config.item.minimum, config.item.target, config.item.maximum)
        return cls(
            config,
            Summarizer(engine=config.engine, window=window, substitutions=config.substitutions),
            lookup.known_themes(config),
            formats,
            config.templates or resources.templates(),
        )


def _spans(wish: Wish, days: Sequence[date], *, of_sources: bool, today: date) -> list[Span]:
    """The periods to make briefings of; none without articles."""
    if not days:
        return []
    if wish.every_week:
        return periods.weeks(days)
    if wish.span is None and of_sources:
        return [periods.whole(days)]
    span = wish.span or periods.last_seven_days(today)
    return [span] if any(day in span.period for day in days) else []


def _nothing(wish: Wish, archive: Archive, chosen: Query, today: date) -> str:
    """Why there is no briefing, and what to do: the nearest weeks that have articles."""
    span = wish.span or periods.last_seven_days(today)
    days = archive.days(chosen)
    kept = [*(one.district or one.city or "" for one in chosen.places), *chosen.themes]
    of = f"“{'、'.join(kept)}”的" if kept else ""
    if days:
        weeks = "；".join(map(str, periods.nearest(span.period, days)))
        return f"{span} 没有{of}文章；离得最近的几周：{weeks}"
    undated = archive.articles(replace(chosen, undated=True))
    if undated:
        return f"{len(undated)} 篇{of}文章都没有日期，排不进任何一周；请加 --published 2018-11-07 重新读入"
    if of and archive.count():
        return f"没有{of}文章；去掉 --district、--theme 再试，或用 briefing articles 看有哪些"
    return "档案库里还没有文章；请写上来源：briefing make 来源，或先运行 briefing ingest 来源"


def _briefing(span: Span, chosen: Query, desk: _Desk, archive: Archive, trouble: Trouble) -> Briefing:
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


def _item(event: Event, desk: _Desk, left_out: list[LeftOut], trouble: Trouble) -> Item | None:
    """The event's item; should we fail on it, its articles are left out and the briefing is made."""
    try:
        item = desk.summarizer.item(event)
        if not item.text:
            why = "正文没有一句完整的话可用，请看原文"
            left_out += [LeftOut(one.id, one.headline, why) for one in event.articles]
            return None
        return item
    except Exception as error:
        trouble(_fault(Stage.SUMMARIZE, event.articles[0].headline, error))
        left_out += [LeftOut(one.id, one.headline, "程序摘要时出错") for one in event.articles]
        return None


def _place(article: AnnotatedArticle) -> Place:
    return Place(article.district.province, article.district.city, article.district.name)


def _undated(article: AnnotatedArticle, by: str) -> LeftOut:
    if by == "event":
        return LeftOut(article.id, article.headline, "没有事件日期，不知属于哪一期")
    return LeftOut(article.id, article.headline, "没有日期，不属于任何一周；可加 --published 重新读入")


def _documents(briefing: Briefing, chosen: Query, desk: _Desk, archive: Archive, trouble: Trouble) -> Made:
    """Number the revision by its content, write each format, note what was written."""
    key = _key(briefing, chosen)
    content = hashlib.sha256(codec.dumps(briefing).encode()).hexdigest()
    briefing = replace(briefing, revision=archive.revision(key, content))
    files: list[File] = []
    wrong: ConfigError | None = None
    for format in desk.formats:
        try:
            files.append(_document(briefing, key, format, desk, archive, trouble))
        except Unwritable as error:
            trouble(error.problem)
        except ConfigError as error:
            wrong = error
            trouble(Problem(Stage.RENDER, "template", format, str(error)))
    if wrong and not files:
        raise wrong
    return Made(briefing, tuple(files))


def _document(
    briefing: Briefing, key: str, format: str, desk: _Desk, archive: Archive, trouble: Trouble
) -> File:
    def known(path: Path) -> str | None:
        return archive.made(path.absolute(), key, briefing.revision)

    document = render(briefing, format, desk.templates, desk.config)
    for problem in document.problems:
        trouble(problem)
    written = write(document, desk.config.out / folder_name(briefing), stem(briefing), known)
    archive.remember(written.path.absolute(), written.digest, key, briefing.revision)
    return File(written.path, written.message)


def _key(briefing: Briefing, chosen: Query) -> str:
    """What tells one briefing from another; two contents of the same one are its revisions."""
    places = ["".join(part or "" for part in (one.province, one.city, one.district)) for one in chosen.places]
    span = (str(briefing.period.start), str(briefing.period.end))
    return "|".join(
        (briefing.edition, *span, chosen.by, ",".join(sorted(places)), ",".join(sorted(chosen.themes)))
    )


# --- troubles -------------------------------------------------------------------------------------


def _collecting(watch: Watch) -> tuple[list[Problem], Trouble]:
    """A list, and what puts a problem on it and reports it at once."""
    problems: list[Problem] = []

    def trouble(problem: Problem) -> None:
        problems.append(problem)
        watch.problem(problem)

    return problems, trouble


def _fault(stage: Stage, subject: str, error: Exception) -> Problem:
    """A fault of the program with one subject: told, logged, and the others go on."""
    log.exception("%s: %s", stage, subject, exc_info=error)
    message = f"{subject}：程序处理时出错（{type(error).__name__}：{error}）；其余照常，请把它报告给开发者。"
    return Problem(stage, "fault", subject, message)
