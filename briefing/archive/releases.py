"""The ledger of regular briefings: what was drafted and released, in which revision, under which number.

A regular briefing is known by its edition and its period. Its drafts are revisions, numbered by content: the
same content again is the same revision. Releasing one gives the edition's next issue number, once: later
revisions keep it. Each revision is kept whole, so that exactly what went out can be rendered again.

Nothing done by hand (`briefing make`) writes here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select, update

from briefing import codec
from briefing.archive import tables
from briefing.archive.tables import chunked
from briefing.errors import UsageError
from briefing.model import Briefing, Issue, Period

_PHOTO = "photo"
Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Release:
    """One revision of a regular briefing; `released` is None while it is a draft. Times are UTC.

    `digest` is the SHA-256 of the content, whatever revision or number it has. `briefing` carries revision
    and, once one revision of the period is released, the issue number: what documents are rendered from.
    """

    briefing: Briefing
    digest: str
    drafted: datetime
    released: datetime | None = None

    @property
    def edition(self) -> str:
        """Whose number it has, and in which edition's ledger it stands."""
        return self.briefing.edition

    @property
    def period(self) -> Period:
        """The days that it covers."""
        return self.briefing.period

    @property
    def revision(self) -> int:
        """Which revision of its period's briefing it is, from 1."""
        return self.briefing.revision

    @property
    def issue(self) -> Issue | None:
        """Its number; None while no revision of its period is released."""
        return self.briefing.issue


def content_digest(briefing: Briefing) -> str:
    """SHA-256 of what a briefing says, whatever its revision and issue number."""
    return hashlib.sha256(_content(briefing).encode()).hexdigest()


class Releases:
    """The ledger of an open archive (`Archive.releases`)."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing

    # --- writing ---

    def draft(self, briefing: Briefing, when: datetime) -> Release:
        """Note a draft. What the newest revision says already is that revision, drafted or released.

        The briefing's own `revision` and `issue` do not count: the ledger gives both.
        """
        content, drafted = _content(briefing), _utc(when)
        digest = content_digest(briefing)
        with self._writing() as connection:
            known = _newest(connection, briefing.edition, briefing.period)
            if known is not None and known.digest == digest:
                return _release(connection, known)
            number = known.revision + 1 if known is not None else 1
            row = {
                "edition": briefing.edition,
                "start": briefing.period.start,
                "until": briefing.period.end,
                "revision": number,
            }
            values = {"week": briefing.week, "digest": digest, "payload": content, "drafted": drafted}
            connection.execute(insert(tables.releases).values(**row, **values))
            _note_reports(connection, row, briefing)
            return _one(connection, briefing.edition, briefing.period, number)

    def release(
        self,
        edition: str,
        period: Period,
        when: datetime,
        *,
        revision: int | None = None,
        first: int = 1,
        total: int | None = None,
    ) -> Release:
        """Release a revision (the newest unless said); released before, it stays as it is.

        The period's first release gets the edition's next number: `first` and `total` (by default `first`)
        if it is the edition's very first, else one more than the highest of the year and of all. Raises
        UsageError where there is no such draft.
        """
        with self._writing() as connection:
            row = _newest(connection, edition, period, revision)
            if row is None:
                which = f"第{revision}稿" if revision else "草稿"
                raise UsageError(f"“{edition}”{period.start} 至 {period.end} 没有{which}，不能发出")
            if row.released is None:
                if _issue(connection, edition, period) is None:
                    issue = _next(connection, edition, _year(row.week, period), first, total)
                    values = codec.dump(issue) | {"start": period.start, "until": period.end}
                    connection.execute(insert(tables.issues).values(edition=edition, **values))
                c = tables.releases.c
                this = and_(_of(edition, period), c.revision == row.revision)
                connection.execute(update(tables.releases).where(this).values(released=_utc(when)))
            return _one(connection, edition, period, row.revision)

    # --- reading ---

    def get(self, edition: str, period: Period, revision: int | None = None) -> Release | None:
        """One revision of a briefing, the newest unless said; None if there is none."""
        with self._reading() as connection:
            row = _newest(connection, edition, period, revision)
            return None if row is None else _release(connection, row)

    def known(self) -> dict[tuple[str, Period], datetime | None]:
        """Every regular briefing: its edition and period, and when it was first released, if it was."""
        c = tables.releases.c
        wanted = select(c.edition, c.start, c.until, func.min(c.released).label("first"))
        grouped = wanted.group_by(c.edition, c.start, c.until)
        with self._reading() as connection:
            rows = connection.execute(grouped).all()
        return {
            (row.edition, Period(row.start, row.until)): datetime.fromisoformat(row.first)
            if row.first
            else None
            for row in rows
        }

    def released(self, edition: str, *, before: date | None = None, most: int | None = None) -> list[Release]:
        """The newest released revision of each period, the newest period first; ended `before`, if said."""
        c = tables.releases.c
        newest = (
            select(c.start, c.until, func.max(c.revision).label("revision"))
            .where(c.edition == edition, c.released.is_not(None))
            .group_by(c.start, c.until)
            .order_by(c.until.desc(), c.start.desc())
        )
        if before is not None:
            newest = newest.where(c.until < before)
        with self._reading() as connection:
            rows = connection.execute(newest.limit(most)).all()
            return [_one(connection, edition, Period(row.start, row.until), row.revision) for row in rows]

    def expected(self, edition: str, period: Period, first: int = 1, total: int | None = None) -> Issue:
        """The number that a period has, or would get were it released now."""
        with self._reading() as connection:
            row = _newest(connection, edition, period)
            year = _year(row.week if row is not None else _week(period), period)
            own = _issue(connection, edition, period)
            return own or _next(connection, edition, year, first, total)

    def reported(self, edition: str, period: Period) -> dict[str, str]:
        """Of a period's released revisions: what readers saw, each article with its event's id or “photo”."""
        c = tables.reports.c
        wanted = _reports(edition).where(c.start == period.start, c.until == period.end, c.event.is_not(None))
        with self._reading() as connection:
            return {row.article: row.event for row in connection.execute(wanted.order_by(c.revision))}

    def holding(
        self, edition: str, *, article: str | None = None, event: str | None = None
    ) -> tuple[str, Release] | None:
        """The newest released briefing with an article, or an event whose id begins so; and the article."""
        r = tables.reports.c
        wanted = _reports(edition).add_columns(r.start, r.until, r.revision)
        if article is not None:
            wanted = wanted.where(r.article == article)
        if event is not None:
            wanted = wanted.where(r.event.startswith(event, autoescape=True))
        newest = wanted.order_by(r.until.desc(), r.start.desc(), r.revision.desc(), r.article).limit(1)
        with self._reading() as connection:
            row = connection.execute(newest).one_or_none()
            if row is None:
                return None
            return row.article, _one(connection, edition, Period(row.start, row.until), row.revision)

    def late(self, edition: str, since: date, before: Period) -> tuple[str, ...]:
        """Articles published in a period already released, from `since` on, but in none of its revisions.

        Only periods before that of the briefing now composed (`before`); an article that another released
        briefing of this edition has taken up is late no more. By publication date and id.
        """
        c = tables.releases.c
        periods = (
            select(c.start, c.until)
            .where(c.edition == edition, c.released.is_not(None), c.until < before.start, c.until >= since)
            .distinct()
        )
        r, a = tables.reports.c, tables.articles.c
        elsewhere = _reports(edition).where((r.start != before.start) | (r.until != before.end))
        known = elsewhere.with_only_columns(r.article)
        found: set[tuple[date, str]] = set()
        with self._reading() as connection:
            for start, until in connection.execute(periods):
                within = a.published.between(max(start, since), until)
                wanted = select(a.published, a.id).where(a.retired.is_(False), within, a.id.not_in(known))
                found.update((row.published, row.id) for row in connection.execute(wanted))
        return tuple(identity for _, identity in sorted(found))


def _content(briefing: Briefing) -> str:
    return codec.dumps(replace(briefing, revision=1, issue=None))


def _utc(when: datetime) -> str:
    if when.tzinfo is None:
        raise ValueError("a time without its zone")
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _week(period: Period) -> str | None:
    """The ISO week that the period is, if it is one."""
    if period.start.isoweekday() != 1 or (period.end - period.start).days != 6:
        return None
    year, week, _ = period.start.isocalendar()
    return f"{year}-W{week:02}"


def _year(week: str | None, period: Period) -> int:
    """The year that a period's number counts in: the ISO week's, so that 2018-W52 is an issue of 2018."""
    return int(week[:4]) if week else period.end.year


def _of(edition: str, period: Period) -> ColumnElement[bool]:
    c = tables.releases.c
    return and_(c.edition == edition, c.start == period.start, c.until == period.end)


def _newest(
    connection: Connection, edition: str, period: Period, revision: int | None = None
) -> Row[Any] | None:
    c = tables.releases.c
    wanted = select(tables.releases).where(_of(edition, period)).order_by(c.revision.desc()).limit(1)
    if revision is not None:
        wanted = wanted.where(c.revision == revision)
    return connection.execute(wanted).one_or_none()


def _one(connection: Connection, edition: str, period: Period, revision: int) -> Release:
    row = _newest(connection, edition, period, revision)
    assert row is not None, "a revision just written or just listed, within the same transaction"
    return _release(connection, row)


def _release(connection: Connection, row: Row[Any]) -> Release:
    briefing = codec.loads(Briefing, row.payload)
    issue = _issue(connection, row.edition, briefing.period)
    return Release(
        replace(briefing, revision=row.revision, issue=issue),
        row.digest,
        datetime.fromisoformat(row.drafted),
        datetime.fromisoformat(row.released) if row.released else None,
    )


def _issue(connection: Connection, edition: str, period: Period) -> Issue | None:
    c = tables.issues.c
    own = and_(c.edition == edition, c.start == period.start, c.until == period.end)
    row = connection.execute(select(c.year, c.number, c.total).where(own)).one_or_none()
    return Issue(*row) if row else None


def _next(connection: Connection, edition: str, year: int, first: int, total: int | None) -> Issue:
    c = tables.issues.c
    highest = connection.execute(select(func.max(c.total)).where(c.edition == edition)).scalar()
    if highest is None:
        return Issue(year, first, first if total is None else total)
    own = select(func.max(c.number)).where(c.edition == edition, c.year == year)
    return Issue(year, (connection.execute(own).scalar() or 0) + 1, highest + 1)


def _note_reports(connection: Connection, row: dict[str, Any], briefing: Briefing) -> None:
    """The briefing's articles that had their date: one without is in every briefing's left_out."""
    placed = dict(_placed(briefing))
    a = tables.articles.c
    dated = select(a.id).where(a.published.is_not(None))
    found = [one.id for part in chunked(dated, placed) for one in connection.execute(part)]
    if found:
        values = [row | {"article": identity, "event": placed[identity]} for identity in found]
        connection.execute(insert(tables.reports), values)


def _placed(briefing: Briefing) -> Iterator[tuple[str, str | None]]:
    """Each article of a briefing, with what a reader saw of it: its item's event, a photo, or None."""
    for item in (item for section in briefing.sections for theme in section.themes for item in theme.items):
        yield from ((source.article, item.event) for source in item.sources)
    yield from ((photo.article, _PHOTO) for photo in briefing.photos)
    yield from ((one.article, None) for one in briefing.left_out)


def _reports(edition: str) -> Select[tuple[str, str | None]]:
    """The reports of an edition's released revisions."""
    r, c = tables.reports.c, tables.releases.c
    same = and_(r.edition == c.edition, r.start == c.start, r.until == c.until, r.revision == c.revision)
    joined = select(r.article, r.event).join_from(tables.reports, tables.releases, same)
    return joined.where(r.edition == edition, c.released.is_not(None))
