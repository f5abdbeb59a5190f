"""What the service did, for itself to read again: sources read, weeks seen to, releases, notices given.

Each entry is written once or replaced whole; a notice is claimed by INSERT on its key, so that of any number
of processes one gives it. Times are UTC, passed in.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from briefing.archive import tables
from briefing.model import Period

Transaction = Callable[[], AbstractContextManager[Connection]]
Key = tuple[str, Period]


class Mark(StrEnum):
    """What can be noted of a regular briefing beside its drafts and releases."""

    EMPTY = "empty"
    """There was no article for it."""
    BEGUN = "begun"
    """It was over when its edition was set up: whatever comes after it can be missed."""
    QUEUED = "queued"
    """Everything that is to reach anyone is in the outbox."""


@dataclass(frozen=True, slots=True)
class SourceRun:
    """How reading a source goes. `changed` is when something new last came, `failing` since when it fails."""

    source: str
    attempted: datetime
    succeeded: datetime | None = None
    changed: datetime | None = None
    failing: datetime | None = None
    error: str = ""
    files: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file that was read: where it is, what tells that it has changed since, what was wrong with it."""

    location: str
    mark: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """An editor's release of a draft; `document` is the file to send instead of ours, with its name."""

    revision: int
    at: datetime
    name: str = ""
    document: bytes | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the clerk on duty is told, once for each key."""

    key: str
    subject: str
    text: str
    at: datetime


class Logbook:
    """The logbook of an open archive (`Archive.logbook`)."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing

    # --- sources ---

    def note_run(self, run: SourceRun) -> None:
        """Note how a source's last reading went, in place of what was noted of it."""
        values = {
            "attempted": _text(run.attempted),
            "succeeded": _text(run.succeeded),
            "changed": _text(run.changed),
            "failing": _text(run.failing),
            "error": run.error,
            "files": run.files,
            "waiting": run.waiting,
        }
        with self._writing() as connection:
            _put(connection, tables.source_runs, {"source": run.source}, values)

    def runs(self) -> dict[str, SourceRun]:
        """Every source that was ever read, by name."""
        with self._reading() as connection:
            return {row.source: _run(row) for row in connection.execute(select(tables.source_runs))}

    def seen(self, source: str) -> list[SeenFile]:
        """The files of a source that were read, by their place."""
        c = tables.source_files.c
        wanted = select(c.location, c.mark, c.problem).where(c.source == source).order_by(c.location)
        with self._reading() as connection:
            return [SeenFile(*row) for row in connection.execute(wanted)]

    def note_seen(self, source: str, files: Iterable[SeenFile]) -> None:
        """Files that were read just now."""
        with self._writing() as connection:
            for one in files:
                key = {"source": source, "location": one.location}
                values = {"mark": one.mark, "problem": one.problem}
                _put(connection, tables.source_files, key, values)

    # --- regular briefings ---

    def mark(self, key: Key, mark: Mark, at: datetime) -> None:
        """Note it; noted again, the later time stands."""
        with self._writing() as connection:
            _put(connection, tables.marks, _key(key) | {"mark": mark.value}, {"at": _text(at)})

    def marks(self, mark: Mark) -> dict[Key, datetime]:
        """When each regular briefing got this mark, by its edition and period."""
        c = tables.marks.c
        with self._reading() as connection:
            rows = connection.execute(select(tables.marks).where(c.mark == mark.value)).all()
        return {(row.edition, Period(row.start, row.until)): _time(row.at) for row in rows}

    def approve(self, key: Key, approval: Approval) -> None:
        """Note an editor's release; a second one takes the place of the first."""
        document = None if approval.document is None else base64.b64encode(approval.document).decode("ascii")
        values = {
            "revision": approval.revision,
            "at": _text(approval.at),
            "name": approval.name,
            "document": document,
        }
        with self._writing() as connection:
            _put(connection, tables.approvals, _key(key), values)

    def approval(self, key: Key) -> Approval | None:
        """The editor's word on a regular briefing; None where there is none yet."""
        with self._reading() as connection:
            row = connection.execute(
                select(tables.approvals).where(_is(tables.approvals, _key(key)))
            ).one_or_none()
        if row is None:
            return None
        document = None if row.document is None else base64.b64decode(row.document)
        return Approval(row.revision, _time(row.at), row.name, document)

    def approved(self) -> frozenset[Key]:
        """The regular briefings, by edition and period, that an editor let go out."""
        c = tables.approvals.c
        with self._reading() as connection:
            rows = connection.execute(select(c.edition, c.start, c.until)).all()
        return frozenset((row.edition, Period(row.start, row.until)) for row in rows)

    # --- notices ---

    def give(self, notice: Notice) -> bool:
        """Note a notice; False where it was given before, by whomever."""
        values = {"subject": notice.subject, "text": notice.text, "at": _text(notice.at), "queued": False}
        try:
            with self._writing() as connection:
                c = tables.notices.c
                if connection.execute(select(c.key).where(c.key == notice.key)).first():
                    return False
                connection.execute(insert(tables.notices).values(key=notice.key, **values))
        except IntegrityError:
            return False
        return True

    def given(self, key: str) -> bool:
        """Whether the clerk was told under this key."""
        with self._reading() as connection:
            c = tables.notices.c
            return connection.execute(select(c.key).where(c.key == key)).first() is not None

    def to_mail(self) -> list[Notice]:
        """Notices that are not in the outbox yet, the oldest first."""
        c = tables.notices.c
        wanted = select(tables.notices).where(c.queued.is_(False)).order_by(c.at, c.key)
        with self._reading() as connection:
            return [_notice(row) for row in connection.execute(wanted)]

    def note_queued(self, key: str) -> None:
        """Note that a notice is in the outbox."""
        with self._writing() as connection:
            this = update(tables.notices).where(tables.notices.c.key == key)
            connection.execute(this.values(queued=True))

    def notices(self, since: datetime) -> list[Notice]:
        """Notices given since then, the newest first."""
        c = tables.notices.c
        wanted = select(tables.notices).where(c.at >= _text(since)).order_by(c.at.desc(), c.key)
        with self._reading() as connection:
            return [_notice(row) for row in connection.execute(wanted)]


def _put(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    if not connection.execute(update(table).where(_is(table, key)).values(**values)).rowcount:
        connection.execute(insert(table).values(**key, **values))


def _is(table: Table, key: dict[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _key(key: Key) -> dict[str, Any]:
    edition, period = key
    return {"edition": edition, "start": period.start, "until": period.end}


def _text(moment: datetime | None) -> str | None:
    """A moment as both databases keep and sort it."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return _time(text) if text else None


def _run(row: Row[Any]) -> SourceRun:
    return SourceRun(
        row.source,
        _time(row.attempted),
        _maybe(row.succeeded),
        _maybe(row.changed),
        _maybe(row.failing),
        row.error,
        row.files,
        row.waiting,
    )


def _notice(row: Row[Any]) -> Notice:
    return Notice(row.key, row.subject, row.text, _time(row.at))
