"""The archive: articles in, articles out, and what has been made of them.

One source is one transaction: whenever a process is killed, a source is in the archive wholly or not at
all. Nothing here asks for the time, so that reading the same sources again changes no byte.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Column, ColumnElement, Connection, and_, func, insert, or_, select, text, update

from briefing import codec
from briefing.archive import tables
from briefing.archive.continued import Earlier, earlier
from briefing.archive.engine import READING, RELAXED, backup, is_missing, open_engine, refused
from briefing.archive.ingest import Ingested, ingest
from briefing.archive.logbook import Logbook
from briefing.archive.outbox import Outbox
from briefing.archive.releases import Releases
from briefing.archive.tables import chunked
from briefing.model import AnnotatedArticle, Period, Place


@dataclass(frozen=True, slots=True)
class Query:
    """Which articles. Every condition that is given must hold; of several places or themes, one.

    `by` says which date counts for `period`, "published" or "event". With `undated` only articles come
    that have no such date, nor a publication date outside the period. A place without a district
    stands for its whole city.
    """

    period: Period | None = None
    by: str = "published"
    undated: bool = False
    places: tuple[Place, ...] = ()
    themes: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A source: the SHA-256 of its bytes, and the file's absolute path (None for standard input)."""

    digest: str
    location: Path | None


class Archive:
    """An open archive; a context manager."""

    def __init__(self, target: str | Path) -> None:
        self.target = target
        self._engine, self.name = open_engine(target)
        self.outbox = Outbox(self._reading, self._writing)
        self.releases = Releases(self._reading, self._writing)
        self.logbook = Logbook(self._reading, self._writing)

    @classmethod
    def open(cls, target: str | Path) -> Self:
        """Open the archive at a file or URL, made or brought up to date where needed.

        Raises ConfigError for a file that is no archive, or one newer than this program.
        """
        return cls(target)

    @staticmethod
    def is_missing(target: str | Path) -> bool:
        """Whether the target is a file that does not exist (opening it would make an empty archive)."""
        return is_missing(target)

    @staticmethod
    def backup(target: str | Path, destination: Path) -> None:
        """Copy the archive's file as it stands, also while others write to it; see `engine.backup`."""
        backup(target, destination)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back; the archive is of no use afterwards."""
        self._engine.dispose()

    # --- articles in ---

    def ingest(
        self,
        digest: str,
        path: str,
        articles: Sequence[AnnotatedArticle],
        location: Path | None = None,
        *,
        whole: bool = True,
        again: bool = False,
        together: Collection[str] = (),
    ) -> Ingested:
        """Take in all articles of one source, in one transaction; articles already known keep their ids.

        `digest` is the SHA-256 of the source's bytes; `location` is its absolute path (None for standard
        input): by it a changed source is known to be the same file. `whole` is False where a page of the
        source failed: what is missing then is not taken for gone. `again` says that a known source was read
        for the sake of others: only what was joined or parted changes. `together` are the digests of all
        sources whose articles were joined, where they go on in another one.
        """
        where = _written(location) if location else f"{path}:{digest}"
        with self._writing() as connection:
            return ingest(
                connection, digest, path, where, articles, whole=whole, again=again, together=together
            )

    def earlier(self, folder: Path, days: Collection[date]) -> list[Earlier]:
        """The folder's sources whose articles of these days go on on another page, or say so."""
        with self._reading() as connection:
            return earlier(connection, _written(folder) + os.sep, days)

    # --- articles out ---

    def articles(self, query: Query = Query()) -> list[AnnotatedArticle]:
        """The articles asked for, by date, path and place in the source: the same order every time."""
        day = _day(query.by)
        conditions = _conditions(query)
        columns = (tables.articles.c.payload, tables.articles.c.position, day.label("day"))
        wanted = select(*columns).where(*conditions)
        with self._reading() as connection:
            rows = [row for part in chunked(wanted, query.ids) for row in connection.execute(part)]
        found = [(row.day, row.position, codec.loads(AnnotatedArticle, row.payload)) for row in rows]
        found.sort(key=lambda one: (one[0] or date.max, one[2].source.path, one[1], one[2].id))
        return [article for _, _, article in found]

    def starting_with(self, prefix: str, limit: int = 10) -> list[AnnotatedArticle]:
        """Articles whose id begins so, in the order of their ids, retired ones too."""
        pattern = tables.articles.c.id.startswith(prefix, autoescape=True)
        wanted = select(tables.articles.c.payload).where(pattern).order_by(tables.articles.c.id).limit(limit)
        with self._reading() as connection:
            return [codec.loads(AnnotatedArticle, row.payload) for row in connection.execute(wanted)]

    def days(self, query: Query = Query()) -> list[date]:
        """The days that have articles asked for, in order."""
        day = _day(query.by)
        wanted = select(day).where(*_conditions(query), day.is_not(None)).distinct()
        with self._reading() as connection:
            days = {row[0] for part in chunked(wanted, query.ids) for row in connection.execute(part)}
        return sorted(days)

    def places(self) -> list[Place]:
        """The places that articles are about, in order of province, city and district."""
        c = tables.articles.c
        wanted = (
            select(c.province, c.city, c.district).where(c.retired.is_(False), c.city.is_not(None)).distinct()
        )
        with self._reading() as connection:
            places = [Place(*row) for row in connection.execute(wanted)]
        return sorted(places, key=lambda p: (p.province or "", p.city or "", p.district or ""))

    def tally(self, query: Query) -> Counter[tuple[Place, str]]:
        """How many articles asked for each place and theme has."""
        c = tables.articles.c
        sides = (c.province, c.city, c.district, c.theme)
        wanted = select(*sides, func.count().label("n")).where(*_conditions(query)).group_by(*sides)
        counts: Counter[tuple[Place, str]] = Counter()
        with self._reading() as connection:
            for part in chunked(wanted, query.ids):
                for row in connection.execute(part):
                    counts[Place(row.province, row.city, row.district), row.theme] += row.n
        return counts

    def last_days(self, places: Sequence[Place], before: date, by: str = "published") -> dict[Place, date]:
        """The last day before `before` that each place has an article of; those with none are left out."""
        day = _day(by)
        found: dict[Place, date] = {}
        with self._reading() as connection:
            for place in places:
                own = [
                    tables.articles.c[name].is_not_distinct_from(value)
                    for name, value in asdict(place).items()
                ]
                wanted = select(func.max(day)).where(tables.articles.c.retired.is_(False), day < before, *own)
                if last := connection.execute(wanted).scalar():
                    found[place] = last
        return found

    def origin(self, identity: str) -> Origin:
        """Where an article of the archive was read."""
        table = tables.sources.c
        wanted = select(table.digest, table.location).join_from(tables.articles, tables.sources)
        with self._reading() as connection:
            row = connection.execute(wanted.where(tables.articles.c.id == identity)).one()
        location = Path(row.location)
        return Origin(row.digest, location if location.is_absolute() else None)

    def source(self, digest: str) -> Origin | None:
        """A source by the SHA-256 of its bytes; None if it never was read."""
        wanted = select(tables.sources.c.location).where(tables.sources.c.digest == digest)
        with self._reading() as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        if found is None:
            return None
        location = Path(found)
        return Origin(digest, location if location.is_absolute() else None)

    def count(self, query: Query = Query()) -> int:
        """How many articles there are, or are asked for."""
        wanted = select(func.count()).select_from(tables.articles).where(*_conditions(query))
        with self._reading() as connection:
            parts = chunked(wanted, query.ids)
            return sum(int(connection.execute(part).scalar_one()) for part in parts)

    def count_under(self, folder: Path, period: Period) -> int:
        """How many articles of the days, by publication, were read from files below a folder."""
        below = tables.sources.c.location.startswith(_written(folder.absolute()) + os.sep, autoescape=True)
        joined = select(func.count()).join_from(tables.articles, tables.sources)
        with self._reading() as connection:
            conditions = _conditions(Query(period=period))
            return int(connection.execute(joined.where(*conditions, below)).scalar_one())

    # --- what was made ---

    def revision(self, key: str, digest: str) -> int:
        """The number of the briefing `key` with this content: the one it was given before, else the next."""
        table = tables.briefings
        with self._writing() as connection:
            own = select(table.c.revision).where(table.c.key == key, table.c.digest == digest)
            known = connection.execute(own.order_by(table.c.revision.desc())).scalars().first()
            if known is not None:
                return int(known)
            latest = select(func.max(table.c.revision)).where(table.c.key == key)
            number = int(connection.execute(latest).scalar() or 0) + 1
            connection.execute(insert(table).values(key=key, revision=number, digest=digest))
            return number

    def made(self, path: Path, key: str, revision: int) -> str | None:
        """The SHA-256 of what this revision of this briefing has at `path`, None if nothing."""
        c = tables.documents.c
        own = (c.path == _written(path), c.briefing == key, c.revision == revision)
        with self._reading() as connection:
            return connection.execute(select(c.digest).where(*own)).scalars().first()

    def remember(self, path: Path, digest: str, key: str, revision: int) -> None:
        """Note that a document is at `path` as it was made, so that a later change to it is noticed."""
        table, values = tables.documents, {"digest": digest, "briefing": key, "revision": revision}
        with self._writing() as connection:
            here = table.c.path == _written(path)
            if not connection.execute(update(table).where(here).values(**values)).rowcount:
                connection.execute(insert(table).values(path=_written(path), **values))

    def documents(self) -> list[Path]:
        """Where documents were put, by whatever briefing; some may be gone."""
        with self._reading() as connection:
            return [Path(path) for path in connection.execute(select(tables.documents.c.path)).scalars()]

    def check_writable(self) -> None:
        """Write nothing, but ask for it. Raises ConfigError or NothingDone where that is refused."""
        with self._writing() as connection:
            # A lock alone is granted on a read-only file; a statement that would write is not.
            connection.execute(update(tables.sources).where(tables.sources.c.digest == "").values(path=""))

    # --- transactions ---

    @contextmanager
    def _writing(self, *, relaxed: bool = False) -> Iterator[Connection]:
        """A transaction for writing; one that is `relaxed` a power failure may undo (see `RELAXED`)."""
        with (
            refused(self.name),
            self._engine.connect().execution_options(**{RELAXED: relaxed}) as connection,
            connection.begin(),
        ):
            if relaxed and connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL synchronous_commit = off"))
            # One writer at a time on a server too, as SQLite has it by itself.
            connection.execute(select(tables.schema_version).with_for_update())
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refused(self.name), self._engine.connect() as plain:
            yield plain.execution_options(**{READING: True})


def _written(path: Path) -> str:
    """A path as text that any database can hold: a file's name may have bytes that are no characters."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    c, day = tables.articles.c, _day(query.by)
    conditions: list[ColumnElement[bool]] = [c.retired.is_(False)]
    if query.period is not None:
        counts = c.published if query.undated else day
        within = counts.between(query.period.start, query.period.end)
        conditions.append(or_(within, counts.is_(None)) if query.undated else within)
    if query.undated:
        conditions.append(day.is_(None))
    if query.themes:
        conditions.append(c.theme.in_(query.themes))
    if query.places:
        conditions.append(or_(*map(_in_place, query.places)))
    return conditions


def _day(by: str) -> Column[date]:
    return tables.articles.c.event_date if by == "event" else tables.articles.c.published


def _in_place(place: Place) -> ColumnElement[bool]:
    given = {"province": place.province, "city": place.city, "district": place.district}
    return and_(*(tables.articles.c[name] == value for name, value in given.items() if value is not None))
