"""Articles that go on on a page of another source: joined and kept whole in whatever order these are read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, insert, or_, select

from briefing import codec
from briefing.archive import tables
from briefing.model import JUMP_AHEAD, AnnotatedArticle, Basis, LineRanges

_MOSTLY = 0.5
"""An article so much of which stands in another one's continuation is that part of it."""


_JUMP = "jump-"
"""How the codes of doubts about jump marks begin."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A source in the archive of whose articles one goes on elsewhere, or is said to. `published` is their
    date where the user gave it; the others state theirs.
    """

    digest: str
    location: str
    published: date | None = None


def earlier(connection: Connection, folder: str, days: Collection[date]) -> list[Earlier]:
    """Sources in a folder (a path with its closing separator) that articles of these days go on in, come
    from another page in, or are said to; in order of their places.
    """
    c, link, source = tables.articles.c, tables.continuations.c, tables.sources.c
    of_the_days = c.published.in_(days), c.retired.is_(False)
    marked = select(c.source).where(*of_the_days, c.payload.contains(f'"{_JUMP}'))
    first = select(c.source).join_from(tables.continuations, tables.articles).where(*of_the_days)
    rest = select(link.source).join_from(tables.continuations, tables.articles).where(*of_the_days)
    chosen = or_(source.digest.in_(marked), source.digest.in_(first), source.digest.in_(rest))
    here = source.location.startswith(folder, autoescape=True)
    wanted = select(source.digest, source.location).where(here, chosen).order_by(source.location)
    found = connection.execute(wanted).all()
    return [Earlier(row.digest, row.location, _given(connection, row.digest)) for row in found]


def _given(connection: Connection, digest: str) -> date | None:
    """The date that the user gave for a source's articles; None where he gave none."""
    c = tables.articles.c
    payload = connection.execute(select(c.payload).where(c.source == digest).order_by(c.position).limit(1))
    article = codec.loads(AnnotatedArticle, row) if (row := payload.scalar()) else None
    return article.published if article and article.published_basis is Basis.GIVEN else None


def part(
    connection: Connection, digest: str, articles: Sequence[AnnotatedArticle], together: Collection[str] = ()
) -> tuple[list[AnnotatedArticle], tuple[str, ...]]:
    """A source's own articles, and the ids of those of other sources that go on in it.

    A page that is read again alone gives the second part of such an article as one of its own: that one is
    left out. What was read `together` with it (digests) is joined already, or parted again.
    """
    c = tables.articles.c
    link = tables.continuations.c
    wanted = select(c.source, c.payload).join_from(tables.continuations, tables.articles)
    wanted = wanted.where(link.source == digest, c.source != digest, c.retired.is_(False)).order_by(c.id)
    rows = [(row.source, codec.loads(AnnotatedArticle, row.payload)) for row in connection.execute(wanted)]
    taken = [
        _numbers(one.lines)
        for source, article in rows
        if source not in together
        for one in article.source.continued
        if one.digest == digest
    ]
    own = [article for article in articles if not any(_within(article, lines) for lines in taken)]
    return own, tuple(article.id for _, article in rows)


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


def unchanged(former: AnnotatedArticle, article: AnnotatedArticle) -> bool:
    """Whether an article that was read again for the sake of others has been neither joined nor parted."""
    return _state(former) == _state(article)


def _state(article: AnnotatedArticle) -> tuple[object, ...]:
    source = article.source
    parts = [(one.digest, one.lines, one.boxes) for one in source.continued]
    marks = sorted(doubt.code for doubt in article.warnings if doubt.code.startswith(_JUMP))
    return source.lines, source.boxes, parts, marks


def remember(connection: Connection, article: AnnotatedArticle) -> None:
    """Note in which other sources the article goes on."""
    table = tables.continuations
    connection.execute(delete(table).where(table.c.article == article.id))
    others = {one.digest for one in article.source.continued if one.path != article.source.path}
    for digest in sorted(others):
        connection.execute(insert(table).values(article=article.id, source=digest))
