"""How sources would be read, for people to look at: nothing goes into the archive.

Like `weekly`, a module that sees several stages; the other one that reads pages.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from briefing.annotate import Annotator
from briefing.annotate.published import stated
from briefing.config import Config
from briefing.errors import NothingDone, UsageError, reason
from briefing.intake import Found, Unreadable, find, read
from briefing.intake.picture import pictures
from briefing.model import Format, Given, Problem, Reading
from briefing.newsroom import Newsroom
from briefing.render import pageview
from briefing.render.pageview import Drawing, Seen
from briefing.results import Watch
from briefing.segment import join

__all__ = ["Seen", "look", "write"]


def look(
    sources: Sequence[str], config: Config, today: date, watch: Watch, given: Given | None = None
) -> tuple[tuple[Seen, ...], tuple[Problem, ...]]:
    """Every page of the sources as it is read, and what could not be read."""
    problems: list[Problem] = []

    def trouble(problem: Problem) -> None:
        problems.append(problem)
        watch.problem(problem)

    newsroom = Newsroom.set_up(config)
    for problem in newsroom.problems:
        trouble(problem)
    found = list(find(sources))
    readings: list[Reading] = []
    drawn: dict[tuple[str, int], Drawing] = {}
    for number, source in enumerate(found):
        watch.progress("读取来源", number, len(found))
        if isinstance(source, Problem):
            trouble(source)
            continue
        try:
            pages = read(source, given or Given(), trouble)
        except Unreadable as error:
            trouble(error.problem)
            continue
        readings += [newsroom.read(page) for page in pages]
        images = _drawings(source, [page.number for page in pages if page.format is Format.PDF])
        drawn |= {(source.path, page): image for page, image in images.items()}
    watch.progress("读取来源", len(found), len(found))
    joined = join(readings, lambda reading: stated(reading, today)[0])
    return tuple(_seen(joined, newsroom.annotator, drawn, today)), tuple(problems)


def _seen(
    readings: Sequence[Reading], annotator: Annotator, drawn: Mapping[tuple[str, int], Drawing], today: date
) -> Iterator[Seen]:
    """The pages, each with its own articles and those that go on on it."""
    annotated = [annotator(reading, today) for reading in readings]
    going_on = [article for articles in annotated for article in articles if article.source.continued]
    for reading, articles in zip(readings, annotated, strict=True):
        page = reading.page
        lines = {line.number for line in page.lines}
        here = [
            one
            for one in going_on
            if one not in articles
            and any(part.path == page.path and part.lines[0][0] in lines for part in one.source.continued)
        ]
        yield Seen(reading, (*articles, *here), drawn.get((page.path, page.number)))


def _drawings(source: Found, numbers: Sequence[int]) -> dict[int, Drawing]:
    if not numbers:
        return {}
    drawn = pictures(source, numbers)
    return {
        number: Drawing(f"data:{one.mime};base64,{base64.b64encode(one.data).decode()}", one.wide, one.high)
        for number, one in drawn.items()
    }


def write(pages: Sequence[Seen], target: Path) -> None:
    """Write the pages as one HTML page, whole or not at all.

    Raises UsageError for a file that is there and is not such a page, NothingDone if it cannot be written.
    """
    try:
        if target.exists() and not _ours(target):
            raise UsageError(f"--html“{target}”已经有了，不是以前生成的版面页，不覆盖；请换一个文件名")
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".briefing-{os.getpid()}.tmp")
        try:
            aside.write_bytes(pageview.render(pages))
            aside.replace(target)
        finally:
            with suppress(OSError):
                aside.unlink()
    except OSError as error:
        raise NothingDone(f"{target}：写不了（{reason(error)}）；请换一个位置") from None


def _ours(target: Path) -> bool:
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return f'content="{pageview.GENERATOR}"'.encode() in file.read(400)
