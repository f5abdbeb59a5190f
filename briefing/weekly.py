"""The week, told like a table of contents: from sources to the archive, from the archive to documents.

It and its siblings (`composing`: a period's articles to a briefing; `releasing`: the regular briefings) see
every stage. Each use case is a function that the command line, the service and whoever comes later call
alike; what went wrong with one source, event or format is a Problem, reported at once through `Watch` and
returned at the end, and never stops the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from briefing import codec, composing, doubleclick, ingesting, lookup, periods, resources, unattended
from briefing.archive import Archive, Query
from briefing.composing import Desk, Memory, Trouble, collecting, remember
from briefing.config import FILES, HOLIDAYS, NAME, Config
from briefing.errors import ConfigError, UsageError, nearest
from briefing.intake import Found, find
from briefing.model import Briefing, Document, Given, Problem, Stage
from briefing.newsroom import Newsroom
from briefing.periods import Span
from briefing.render import FORMATS, Unprinted, find_template, render
from briefing.render.files import Unwritable, folder_name, stem, write
from briefing.results import File, Ingestion, Made, Making, Outcome, Taken, Watch, Wish

# --- sources into the archive --------------------------------------------------------------------


def ingest(
    sources: Sequence[str],
    archive: Archive,
    config: Config,
    today: date,
    watch: Watch,
    given: Given | None = None,
    keep: Callable[[Found], bool] | None = None,
) -> Ingestion:
    """Read sources into the archive, each in a transaction of its own; pages with an article that goes on on
    another one wait for that page, or are joined with it where it was read before. Of what is found only what
    `keep` keeps is read.
    """
    problems, trouble = collecting(watch)
    found = list(find(sources, skip=own_files(archive, config)))
    if keep is not None:
        found = [one for one in found if isinstance(one, Problem) or keep(one)]
    newsroom = Newsroom.set_up(config)
    for problem in newsroom.problems:
        trouble(problem)
    given = given or Given()
    taken: dict[int, Taken] = {}
    waiting: dict[int, ingesting.Source] = {}
    for number, source in enumerate(found):
        watch.progress("读取来源", number, len(found))
        if isinstance(source, Problem):
            trouble(source)
        elif one := ingesting.opened(source, given, newsroom, trouble):
            if any(reading.jumps for reading in one.readings):
                waiting[number] = one
            else:
                taken |= ingesting.taken({number: one}, newsroom.annotator, archive, today, trouble)
        if len(waiting) >= ingesting.MOST_WAITING or number == len(found) - 1:
            earlier = ingesting.earlier(waiting, given, newsroom, archive, today)
            taken |= ingesting.taken(waiting, newsroom.annotator, archive, today, trouble, earlier)
            waiting.clear()
    watch.progress("读取来源", len(found), len(found))
    return Ingestion(tuple(taken[number] for number in sorted(taken)), tuple(problems))


def own_files(archive: Archive, config: Config) -> list[Path]:
    """What the program itself keeps in an office's folder, its documents wherever they were put: reading that
    folder passes it over.
    """
    kept = [f"{archive.target}{suffix}" for suffix in ("", "-wal", "-shm", "-journal", ".lock")]
    optional = (config.templates, config.calendar.file, config.places, config.papers)
    return [
        config.out,
        config.service.log,
        config.service.health,
        *map(Path, kept),
        *map(Path, (NAME, HOLIDAYS, *FILES.values(), *doubleclick.NAMES, unattended.FOLDER)),
        *(path for path in optional if path),
        *archive.documents(),
    ]


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
    if wish.template:
        find_template(config.templates or resources.templates(), wish.template)
    formats = _formats(wish, config)
    desk = Desk.set_up(config)
    lookup.themes(wish, config)  # A wrong name is told before anything is read.
    ingestion = ingest(sources, archive, config, today, watch, given) if sources else Ingestion()
    if ingestion.outcome is Outcome.NOTHING_DONE:
        return Making(ingestion=ingestion)
    chosen = lookup.query(wish, archive, config, ids=ingestion.ids if sources else None)
    spans = _spans(wish, archive.days(chosen), of_sources=bool(sources), today=today)
    if not spans:
        return Making(ingestion=ingestion, nothing=_nothing(wish, archive, chosen, today))
    problems, trouble = collecting(watch)
    made: list[Made] = []
    for number, span in enumerate(spans):
        watch.progress("制作简报", number, len(spans))
        # What was reported is left out as in a regular briefing, but not from sources named by hand.
        memory = Memory() if sources else remember(span, chosen, archive, config.edition, regular=False)
        composed = composing.briefing(span, chosen, desk, archive, trouble, memory)
        key = _key(composed, chosen)
        numbered = _numbered(composed, key, archive)
        made.append(Made(numbered, documents(numbered, key, formats, archive, config, trouble)))
    watch.progress("制作简报", len(spans), len(spans))
    return Making(tuple(made), ingestion, tuple(problems))


def _formats(wish: Wish, config: Config) -> tuple[str, ...]:
    """The formats wished for. Raises UsageError for one that does not exist."""
    formats = config.formats if wish.formats is None else wish.formats
    for format in formats:
        if format not in FORMATS:
            raise UsageError(f"--format“{format}”：没有这种格式{nearest(format, FORMATS)}")
    if not formats:
        raise UsageError(f"--format 是空的；可选：{'、'.join(FORMATS)}")
    return formats


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


def _numbered(briefing: Briefing, key: str, archive: Archive) -> Briefing:
    """The briefing with its revision by hand: the one that this content was given before, or the next."""
    content = hashlib.sha256(codec.dumps(briefing).encode()).hexdigest()
    return replace(briefing, revision=archive.revision(key, content))


def documents(
    briefing: Briefing, key: str, formats: Sequence[str], archive: Archive, config: Config, trouble: Trouble
) -> tuple[File, ...]:
    """Write each format into the briefing's folder and note what was written, under `key`.

    Raises ConfigError for a wrong template where no format could be made.
    """
    files: list[File] = []
    wrong: dict[str, ConfigError] = {}
    templates = config.templates or resources.templates()
    articles = lookup.behind(briefing, archive)
    for format in formats:
        try:
            document = render(briefing, format, templates, config, articles)
            files.append(_written(document, briefing, key, archive, config.out, trouble))
        except (Unwritable, Unprinted) as error:
            trouble(error.problem)
        except ConfigError as error:
            wrong[format] = error
    if wrong and not files:
        raise next(iter(wrong.values()))
    for format, mistake in wrong.items():
        trouble(Problem(Stage.RENDER, "template", format, str(mistake)))
    return tuple(files)


def _written(
    document: Document, briefing: Briefing, key: str, archive: Archive, out: Path, trouble: Trouble
) -> File:
    def known(path: Path) -> str | None:
        return archive.made(path.absolute(), key, briefing.revision)

    for problem in document.problems:
        trouble(problem)
    written = write(document, out / folder_name(briefing), stem(briefing), known)
    archive.remember(written.path.absolute(), written.digest, key, briefing.revision)
    return File(written.path, written.message)


def _key(briefing: Briefing, chosen: Query) -> str:
    """What tells one briefing from another; two contents of the same one are its revisions."""
    places = ["".join(part or "" for part in (one.province, one.city, one.district)) for one in chosen.places]
    span = (str(briefing.period.start), str(briefing.period.end))
    return "|".join(
        (briefing.edition, *span, chosen.by, ",".join(sorted(places)), ",".join(sorted(chosen.themes)))
    )
