"""What the archive holds: its articles, by what people call a place, a theme or an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing import naming
from briefing.annotate import local
from briefing.annotate.theme import Lexicon
from briefing.archive import Archive, Origin, Query
from briefing.config import Config
from briefing.errors import NothingInPeriod, UsageError
from briefing.intake import Found, Unreadable, read
from briefing.model import AnnotatedArticle, Box, Briefing, Given, LineRanges, Place
from briefing.render import cited
from briefing.results import Original, Wish


def archive(target: str, must_exist: bool = False) -> Archive:
    """Open the archive, made where it is not there yet. Raises ConfigError for a file that is no archive,
    NothingInPeriod where it must exist and does not.
    """
    if must_exist and Archive.is_missing(target):
        raise NothingInPeriod(
            f"档案库 {target} 还没有；请先读入来源（briefing ingest 来源），或用 --archive 指定"
        )
    return Archive.open(target)


@contextmanager
def archive_to_read(target: str) -> Iterator[Archive]:
    """The archive, or an empty one where there is none yet: to look at how things stand must not make one."""
    if not Archive.is_missing(target):
        with Archive.open(target) as opened:
            yield opened
        return
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "empty.db") as empty:
        empty.target, empty.name = target, f"{target}（还没有）"
        yield empty


def articles(wish: Wish, archive: Archive, config: Config) -> list[AnnotatedArticle]:
    """The articles of a span, of districts, of themes; all of them where nothing is said."""
    period = wish.span.period if wish.span else None
    return archive.articles(replace(query(wish, archive, config), period=period))


def number(wish: Wish, archive: Archive, config: Config) -> int:
    """How many articles there are of a span, of districts, of themes."""
    period = wish.span.period if wish.span else None
    return archive.count(replace(query(wish, archive, config), period=period))


def behind(briefing: Briefing, archive: Archive) -> dict[str, AnnotatedArticle]:
    """The articles that a briefing speaks of, by their ids: the web page shows them beside the items."""
    return {one.id: one for one in archive.articles(Query(ids=cited(briefing)))}


def show(identity: str, archive: Archive) -> tuple[AnnotatedArticle, Original]:
    """The article whose id begins so, and its lines as they stand in the source.

    Raises UsageError where there is none, or more than one.
    """
    found = archive.starting_with(identity) if identity else []
    if not found:
        raise UsageError(f"--show“{identity}”：没有这个编号的文章；用 briefing articles 查编号")
    if len(found) > 1:
        several = "、".join(f"{one.id}（{one.headline}）" for one in found)
        raise UsageError(f"--show“{identity}”有几篇：{several}；请多写几位")
    return found[0], _original(found[0], archive)


def _original(article: AnnotatedArticle, archive: Archive) -> Original:
    source = article.source
    first = _lines(source.path, archive.origin(article.id), source.lines, source.boxes)
    further = (
        _lines(one.path, archive.source(one.digest), one.lines, one.boxes)
        for one in source.continued
        if one.path != source.path
    )
    return replace(first, further=tuple(further))


def _lines(path: str, origin: Origin | None, lines: LineRanges, boxes: Sequence[Box]) -> Original:
    """Some lines of a source, as they stand in it now."""
    if origin is None or origin.location is None:
        return Original(why_not="来源是标准输入，没有保存原文", path=path)
    if not origin.location.exists():
        why_not = f"{path}：来源文件已不在原处（{origin.location}）；放回去，或从新的位置重新读入"
        return Original(why_not=why_not, path=path)
    try:
        pages = read(Found(path, origin.location), Given(), lambda _problem: None)
    except Unreadable as error:
        return Original(why_not=str(error), path=path)
    if not pages or pages[0].digest != origin.digest:
        return Original(why_not=f"{path}：文件在读入后改动过，行号对不上；请重新读入", path=path)
    own = {int(box[0]) for box in boxes}  # other pages of a PDF need not be searched
    wanted = [number for first, last in lines for number in range(first, last + 1)]
    texts: dict[int, list[str]] = {}
    for line in (line for page in pages if not own or page.number in own for line in page.lines):
        texts.setdefault(line.number, []).append(line.text)
    shown = tuple((number, text) for number in wanted for text in texts.get(number, ()))
    return Original(shown, path=path)


def known_themes(config: Config) -> tuple[str, ...]:
    """The themes in use, in their order."""
    return Lexicon.default(config.themes or None).names


def themes(wish: Wish, config: Config) -> tuple[str, ...]:
    """The wish's themes by their full names. Raises UsageError for one that is none."""
    known = known_themes(config)
    return tuple(naming.theme(word, known) for word in wish.themes)


def query(wish: Wish, archive: Archive, config: Config, ids: tuple[str, ...] | None = None) -> Query:
    """The wish in the archive's terms, but for the period."""
    present = archive.places() if wish.districts else []
    known = partial(_known_places, config)
    places = tuple(naming.place(word, present, known) for word in wish.districts)
    return Query(by=wish.by, places=places, themes=themes(wish, config), ids=ids)


def expected(archive: Archive, config: Config) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The districts that the configuration expects news of; one line for each name that is none.

    A wrong name must not keep a briefing from being made.
    """
    present = archive.places() if config.districts else []
    places: list[Place] = []
    wrong: list[str] = []
    for word in config.districts:
        try:
            places.append(naming.place(word, present, partial(_known_places, config)))
        except UsageError as error:
            wrong.append(str(error).replace("--district", "配置里的 districts "))
    return tuple(places), tuple(wrong)


def _known_places(config: Config, word: str) -> list[Place]:
    """What the gazetteer knows by a name, for places that no article is about yet."""
    counties = local.gazetteer(config)[0].named(word)
    return [Place(one.city.province, one.city.name or None, one.name) for one in counties]
