"""Articles that go on on another page, joined over the pages of an issue by their marks (`marks`).

Where it is not certain which two parts are one article, nothing is joined and both parts say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from briefing.model import (
    JUMP_AHEAD,
    JUMP_BEHIND,
    Article,
    Continuation,
    Doubt,
    Jump,
    Kind,
    LineRanges,
    Page,
    Reading,
    Source,
)
from briefing.segment.articles import BRIEF
from briefing.segment.bylines import lead_in
from briefing.segment.fragments import tail_class
from briefing.segment.marks import number
from briefing.segment.pieces import join_raw
from briefing.text import squash

UNSURE = "jump-uncertain"
"""Code of a doubt: the other part was read, but which one it is is not certain."""


@dataclass(frozen=True, slots=True)
class _Half:
    """An article with one of its marks, and the place of its page among the readings."""

    at: int
    article: Article
    jump: Jump


def _stated(reading: Reading) -> date | None:
    return reading.masthead.published or reading.page.given.published


def join(readings: Sequence[Reading], day: Callable[[Reading], date | None] = _stated) -> tuple[Reading, ...]:
    """The readings of a run, articles that go on on another page joined: they stand in the first part's
    reading alone. What could go on in two places is not joined, and says so. `day` tells a page's date.
    """
    days = [day(reading) for reading in readings]
    halves = [
        _Half(at, article, jump)
        for at, reading in enumerate(readings)
        for jump in reading.jumps
        for article in reading.articles
        if article.id == jump.article
    ]
    ahead, behind = [one for one in halves if one.jump.ahead], [one for one in halves if not one.jump.ahead]
    fits = {(i, j) for i, a in enumerate(ahead) for j, b in enumerate(behind) if _fits(a, b, readings, days)}
    sure = _sure(fits, ahead, behind)
    following = {(ahead[i].at, ahead[i].article.id): behind[j] for i, j in sure}
    unsure = {key for i, j in fits - sure for key in ((i, -1), (-1, j))}
    unsure -= {key for i, j in sure for key in ((i, -1), (-1, j))}
    doubted = {(ahead[i].at, ahead[i].article.id) for i, j in unsure if j < 0}
    doubted |= {(behind[j].at, behind[j].article.id) for i, j in unsure if i < 0}
    moved = {(half.at, half.article.id) for half in following.values()}
    return tuple(
        replace(
            reading,
            articles=tuple(
                _doubted(_whole(at, article, following, readings), (at, article.id) in doubted)
                for article in reading.articles
                if (at, article.id) not in moved
            ),
        )
        for at, reading in enumerate(readings)
    )


def _fits(a: _Half, b: _Half, readings: Sequence[Reading], days: Sequence[date | None]) -> bool:
    """Whether the marks agree and nothing speaks against the two being one article."""
    one, two = readings[a.at], readings[b.at]
    if a.at == b.at or a.jump.page == b.jump.page or not _same_issue(one, two, days[a.at], days[b.at]):
        return False
    here, there = _label(one), _label(two)
    if not _one_page(there, a.jump.page) or not _one_page(here, b.jump.page):
        return False
    if (here is None or there is None) and not _in_step(a, b, one.page, two.page):
        return False
    if a.jump.tag and b.jump.tag and a.jump.tag != b.jump.tag:
        return False
    return bool(b.article.paragraphs) and lead_in(b.article.paragraphs[0]) is None


def _one_page(printed: str | None, named: str) -> bool:
    """Whether a page's printed number can be the one that a mark names: A2 may be named 2."""
    if printed is None or printed == named:
        return True
    digits = [one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for one in (printed, named)]
    return digits[0] == digits[1] and (digits[0] == printed or digits[1] == named)


def _in_step(a: _Half, b: _Half, one: Page, two: Page) -> bool:
    """Whether pages of one file lie as far apart as the marks say; of several files nothing is known."""
    if one.path != two.path or not (a.jump.page.isdigit() and b.jump.page.isdigit()):
        return True
    return int(a.jump.page) - int(b.jump.page) == two.number - one.number


def _label(reading: Reading) -> str | None:
    page = reading.page.given.page or reading.masthead.page
    return number(page) if page else None


def _same_issue(one: Reading, two: Reading, *days: date | None) -> bool:
    """Pages of one file; or files of one folder whose paper and date, as far as known, are the same."""
    if one.page.digest == two.page.digest and one.page.path == two.page.path:
        return True
    papers = [reading.page.given.paper or reading.masthead.paper for reading in (one, two)]
    agree = all(len({value for value in known if value is not None}) < 2 for known in (papers, days))
    return agree and PurePath(one.page.path).parent == PurePath(two.page.path).parent


def _sure(
    fits: set[tuple[int, int]], ahead: Sequence[_Half], behind: Sequence[_Half]
) -> set[tuple[int, int]]:
    """The pairs that are each other's only choice; among several, the only one whose title agrees."""
    agreeing = {(i, j) for i, j in fits if _agree(ahead[i].article, behind[j].article)}

    def only(pair: tuple[int, int], pairs: set[tuple[int, int]]) -> bool:
        return pair in pairs and sum(i == pair[0] or j == pair[1] for i, j in pairs) == 1

    return {pair for pair in fits if only(pair, fits) or only(pair, agreeing)}


def _agree(a: Article, b: Article) -> bool:
    """Whether the title is printed again, in full or shortened."""
    one, two = squash(a.title or ""), squash(b.title or "")
    return bool(one and two) and (one in two or two in one or _alike(one, two))


def _alike(one: str, two: str) -> bool:
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (one, two)]
    return len(pairs[0] & pairs[1]) >= 0.6 * min(map(len, pairs)) > 0


def _whole(
    at: int, article: Article, following: dict[tuple[int, str], _Half], readings: Sequence[Reading]
) -> Article:
    """The article with all its parts; a part is taken once, so that marks in a circle end."""
    seen = {(at, article.id)}
    key = (at, article.id)
    while (half := following.get(key)) is not None and (half.at, half.article.id) not in seen:
        article = _joined(article, half.article, readings[half.at].page)
        key = (half.at, half.article.id)
        seen.add(key)
    return article


def _joined(a: Article, b: Article, page: Page) -> Article:
    paragraphs = list(a.paragraphs)
    rest = list(b.paragraphs)
    if paragraphs and rest and tail_class(squash(paragraphs[-1])) != "stop":
        paragraphs[-1] = join_raw([paragraphs[-1], rest.pop(0)])
    paragraphs += rest
    same = b.source.path == a.source.path
    source = replace(
        a.source,
        lines=a.source.lines + b.source.lines if same else a.source.lines,
        boxes=a.source.boxes + b.source.boxes if same else a.source.boxes,
        continued=(*a.source.continued, _continuation(b.source, page), *b.source.continued),
    )
    long = sum(map(len, paragraphs)) > BRIEF
    return replace(
        a,
        source=source,
        kind=Kind.NEWS if a.kind is Kind.BRIEF and long else a.kind,
        kicker=a.kicker if a.title else b.kicker,
        title=a.title or b.title,
        subtitle=a.subtitle if a.title else b.subtitle,
        authors=tuple(dict.fromkeys((*a.authors, *b.authors))),
        sign_off=b.sign_off or a.sign_off,
        dateline=a.dateline or b.dateline,
        paragraphs=tuple(paragraphs),
        captions=(*a.captions, *b.captions),
        warnings=(
            *_kept(a, JUMP_AHEAD),
            *(_elsewhere(doubt, b.source, same) for doubt in _kept(b, JUMP_BEHIND, *_TITLE)),
        ),
    )


def _continuation(source: Source, page: Page) -> Continuation:
    return Continuation(source.path, page.digest, source.page, source.lines, source.boxes)


_TITLE = ("no-title", "title-uncertain")


def _kept(article: Article, *gone: str) -> list[Doubt]:
    return [doubt for doubt in article.warnings if doubt.code not in gone]


def _elsewhere(doubt: Doubt, source: Source, same: bool) -> Doubt:
    """A doubt about lines of another file names them in words: its own lines are the article's file's."""
    if same or not doubt.lines:
        return doubt
    return replace(doubt, message=f"{doubt.message}（{source.path} 第 {_spoken(doubt.lines)} 行）", lines=())


def _spoken(lines: LineRanges) -> str:
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in lines)


def _doubted(article: Article, unsure: bool) -> Article:
    if not unsure:
        return article
    told = {
        JUMP_AHEAD: "后文有不止一处接得上，不能确定，没有拼接",
        JUMP_BEHIND: "前文有不止一处接得上，不能确定，没有拼接",
    }
    doubts = (
        Doubt(UNSURE, f"{doubt.message.split('，')[0]}，{told[doubt.code]}", doubt.lines)
        if doubt.code in told
        else doubt
        for doubt in article.warnings
    )
    return replace(article, warnings=tuple(doubts))
