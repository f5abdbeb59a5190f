"""Articles that go on on a page of another source: kept whole whichever of the two is read again alone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from briefing import codec
from briefing.archive import tables
from briefing.model import JUMP_AHEAD, AnnotatedArticle, LineRanges

_MOSTLY = 0.5
"""An article so much of which stands in another one's continuation is that part of it."""


def part(
    connection: Connection, digest: str, articles: Sequence[AnnotatedArticle]
) -> tuple[list[AnnotatedArticle], tuple[str, ...]]:
    """A source's own articles, and the ids of those of other sources that go on in it.

    A page that is read again alone gives the second part of such an article as one of its own: that one is
    left out.
    """
    c = tables.articles.c
    link = tables.continuations.c
    wanted = select(c.payload).join_from(tables.continuations, tables.articles)
    wanted = wanted.where(link.source == digest, c.source != digest, c.retired.is_(False)).order_by(c.id)
    whole = [codec.loads(AnnotatedArticle, row.payload) for row in connection.execute(wanted)]
    taken = [
        _numbers(one.lines) for article in whole for one in article.source.continued if one.digest == digest
    ]
    own = [article for article in articles if not any(_within(article, lines) for lines in taken)]
    return own, tuple(article.id for article in whole)


def _within(article: AnnotatedArticle, lines: frozenset[int]) -> bool:
    own = _numbers(article.source.lines)
    return len(own & lines) > _MOSTLY * len(own)


def _numbers(lines: LineRanges) -> frozenset[int]:
    return frozenset(number for first, last in lines for number in range(first, last + 1))


def kept_whole(former: AnnotatedArticle, article: AnnotatedArticle) -> AnnotatedArticle:
    """The article, or the archive's own where the page was read without the one that it goes on on."""
    if article.source.continued or not any(doubt.code == JUMP_AHEAD for doubt in article.warnings):
        return article
    whole = any(one.path != former.source.path for one in former.source.continued)
    return former if whole else article


def remember(connection: Connection, article: AnnotatedArticle) -> None:
    """Note in which other sources the article goes on."""
    table = tables.continuations
    connection.execute(delete(table).where(table.c.article == article.id))
    others = {one.digest for one in article.source.continued if one.path != article.source.path}
    for digest in sorted(others):
        connection.execute(insert(table).values(article=article.id, source=digest))
