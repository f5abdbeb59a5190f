"""How a source's articles enter the archive: which are new, which known, which are no more."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from briefing import codec
from briefing.archive import continued, tables
from briefing.archive.matching import Known, match
from briefing.archive.tables import CHUNK, chunked
from briefing.model import AnnotatedArticle, Format

# A page read anew that holds so large a part of what this path held before is the same page, edited; with
# less, the file's name was used again for another page, and the earlier articles stay.
_SAME_PAGE = 0.5
_PAGES = frozenset({Format.PAGE_TEXT, Format.PDF, Format.HTML, Format.DOCX, Format.IMAGE})


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one source brought: counts, and the ids of all its articles in their order on the page."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    ids: tuple[str, ...] = ()


def ingest(
    connection: Connection,
    digest: str,
    path: str,
    location: str,
    articles: Sequence[AnnotatedArticle],
    *,
    whole: bool,
    again: bool = False,
    together: Collection[str] = (),
) -> Ingested:
    """Take in the articles of one source, all of them if `whole`, within the caller's transaction.

    With `again` it was read only for the sake of others: what was neither joined nor parted stays as it is.
    `together` are the digests of sources whose articles were joined with these where they go on.
    """
    known = _known(connection, digest, location)
    path = _remember_source(connection, digest, location, path, articles)
    articles, elsewhere = continued.part(connection, digest, articles, together)
    partners = match([Known(row.article, row.source == digest) for row in known], articles)
    ids = _ids(connection, digest, articles, [None if p is None else known[p].id for p in partners])
    counts = [0, 0, len(elsewhere)]
    for position, (article, partner) in enumerate(zip(articles, partners, strict=True)):
        article = replace(article, id=ids[position], source=replace(article.source, path=path))
        former = None if partner is None else known[partner]
        if former is not None and former.source == digest and not former.retired:
            article = continued.kept_whole(former.article, article)
            article = former.article if again and continued.unchanged(former.article, article) else article
        counts[_put(connection, digest, position, article, former)] += 1
        continued.remember(connection, article)
    if whole:
        kept = set(partners)
        _retire(connection, digest, known, [row for i, row in enumerate(known) if i not in kept], articles)
    return Ingested(counts[0], counts[1], counts[2], (*ids, *elsewhere))


@dataclass(frozen=True, slots=True)
class _Known:
    """An article as the archive has it."""

    id: str
    source: str
    revision: int
    position: int
    retired: bool
    payload: str
    article: AnnotatedArticle


def _known(connection: Connection, digest: str, location: str) -> list[_Known]:
    """What was read before from these bytes, or from other bytes at this location."""
    here = select(tables.sources.c.digest).where(
        or_(tables.sources.c.digest == digest, tables.sources.c.location == location)
    )
    c = tables.articles.c
    wanted = select(tables.articles).where(c.source.in_(here)).order_by(c.position, c.id)
    return [_from_row(row) for row in connection.execute(wanted)]


def _from_row(row: Row[Any]) -> _Known:
    article = codec.loads(AnnotatedArticle, row.payload)
    return _Known(row.id, row.source, row.revision, row.position, row.retired, row.payload, article)


def _remember_source(
    connection: Connection, digest: str, location: str, path: str, articles: Sequence[AnnotatedArticle]
) -> str:
    """Note the source; return the path that its articles are shown with.

    The same bytes under another name are the same source: the first name stays while that file exists.
    """
    table = tables.sources
    row = connection.execute(select(table).where(table.c.digest == digest)).first()
    if row is None:
        format = articles[0].source.format if articles else Format.PAGE_TEXT
        values = {"digest": digest, "location": location, "path": path, "format": format.value}
        connection.execute(insert(table).values(**values))
        return path
    if row.location == location or Path(row.location).exists():
        return str(row.path)
    moved = update(table).where(table.c.digest == digest)
    connection.execute(moved.values(location=location, path=path))
    return path


def _ids(
    connection: Connection, digest: str, articles: Sequence[AnnotatedArticle], kept: Sequence[str | None]
) -> list[str]:
    """An id for each article: the one it had, else the reader's, else one made so that it is free."""
    used = {one for one in kept if one is not None}
    wanted = [article.id for article, one in zip(articles, kept, strict=True) if one is None]
    present = select(tables.articles.c.id)
    used |= {row.id for part in chunked(present, wanted) for row in connection.execute(part)}
    ids: list[str] = []
    for article, one in zip(articles, kept, strict=True):
        identity, tries = one or article.id, 1
        while one is None and identity in used:
            tries += 1
            identity = hashlib.sha256(f"{digest}:{article.id}:{tries}".encode()).hexdigest()[:12]
        used.add(identity)
        ids.append(identity)
    return ids


_NEW, _UPDATED, _UNCHANGED = range(3)


def _put(
    connection: Connection, digest: str, position: int, article: AnnotatedArticle, former: _Known | None
) -> int:
    """Write one article; what it was before becomes a revision. Returns which of the three happened."""
    values: dict[str, Any] = {
        "source": digest,
        "position": position,
        "retired": False,
        "published": article.published,
        "event_date": article.event_date,
        "province": article.district.province,
        "city": article.district.city,
        "district": article.district.name,
        "theme": article.theme,
        "payload": codec.dumps(article),
    }
    table = tables.articles
    if former is None:
        connection.execute(insert(table).values(id=article.id, revision=1, **values))
        return _NEW
    same = former.payload == values["payload"] and not former.retired
    if same and (former.source, former.position) == (digest, position):
        return _UNCHANGED
    moved = former.article == replace(article, source=former.article.source)
    if not moved:
        old = {"article": former.id, "revision": former.revision, "payload": former.payload}
        connection.execute(insert(tables.revisions).values(**old))
    revision = former.revision + (not moved)
    connection.execute(update(table).where(table.c.id == former.id).values(revision=revision, **values))
    return _UNCHANGED if moved and not former.retired else _UPDATED


def _retire(
    connection: Connection,
    digest: str,
    known: Sequence[_Known],
    gone: Sequence[_Known],
    articles: Sequence[AnnotatedArticle],
) -> None:
    """Take out of use what these bytes no longer hold; kept in the archive, so that it can come back.

    What the same bytes gave to an earlier reader is gone. What an earlier version of a page held is gone
    if this still is that page; a table's or feed's rows only moved out of its window, so they stay.
    """
    before = [row for row in known if row.source != digest and not row.retired]
    left = [row for row in gone if row.source != digest and not row.retired]
    page = bool(articles) and articles[0].source.format in _PAGES
    edited = page and len(before) - len(left) >= _SAME_PAGE * len(before)
    retired = [row.id for row in gone if not row.retired and (row.source == digest or edited)]
    for start in range(0, len(retired), CHUNK):
        chosen = tables.articles.c.id.in_(retired[start : start + CHUNK])
        connection.execute(update(tables.articles).where(chosen).values(retired=True))
