"""The outbox: what is to reach whom, how far it is, and what became of it.

One row for each ticket (a briefing's revision, a channel, a recipient), written once: `put` leaves rows that
are there alone. A row is claimed by compare-and-swap, so that of any number of processes one hands it over,
and each later step of the hand-over asks for that same claim: a process that was away too long finds its
claim gone and must let go *before* the last byte.

    waiting ─claim─> claimed ─commit─> committed ─settle─> sent | failed | unknown | waiting again, later
       └─ recover: claims whose time is over: claimed → waiting (nothing was handed over),
                   committed → unknown (or waiting, where the office wants it sent again)

Only `put` and `commit` wait for the disk. Should a power failure undo a claim, the parcel waits; should it
undo a receipt, the parcel is unknown, and only the last one can be: the next commit brings all before it to
the disk.

What many recipients share (`letters`) is kept once, by its digest. Times are UTC, passed in.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from briefing.archive import tables
from briefing.archive.tables import CHUNK
from briefing.model import Claim, Delivery, Parcel, Receipt, Ticket

Transaction = Callable[..., AbstractContextManager[Connection]]

# Two computers' clocks may differ by hours at most; what is further ahead was noted by a wrong clock.
_AHEAD = timedelta(days=1)
_RUNNING = (Delivery.CLAIMED, Delivery.COMMITTED)


class Outbox:
    """The outbox of an open archive (`Archive.outbox`)."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing

    # --- in ---

    def put(self, parcels: Sequence[Parcel], now: datetime) -> int:
        """Put in all parcels or, should that fail, none; those whose ticket is known stay as they are.

        A parcel without a letter is noted as EMPTY. An earlier revision that still waits for the same
        recipient is not sent any more. Returns how many are new.
        """
        with self._writing() as connection:
            known = {
                _ticket(row)
                for subject in {one.ticket.subject for one in parcels}
                for row in connection.execute(select(*_KEY).where(tables.deliveries.c.subject == subject))
            }
            new = [(place, one) for place, one in enumerate(parcels) if one.ticket not in known]
            _keep_letters(connection, {one.letter for _, one in new if one.letter}, _text(now))
            rows = [_row(one, place, now) for place, one in new]
            for start in range(0, len(rows), CHUNK):
                connection.execute(insert(tables.deliveries), rows[start : start + CHUNK])
            for _, one in new:
                if one.ticket.revision > 1:
                    _replace_earlier(connection, one.ticket, now)
        return len(new)

    # --- out ---

    def claim(self, channel: str, now: datetime, until: datetime) -> Claim | None:
        """The next parcel of a channel that is due, claimed for us until then; None if there is none."""
        c, token = tables.deliveries.c, uuid.uuid4().hex
        first = (
            select(tables.deliveries)
            .where(_due(now), c.channel == channel)
            .order_by(c.due, c.subject, c.revision, c.position)
        )
        with self._writing(relaxed=True) as connection:
            row = connection.execute(first.limit(1)).one_or_none()
            if row is None:
                return None
            swap = update(tables.deliveries).where(_is(_ticket(row)), c.state == Delivery.WAITING)
            values = {
                "state": Delivery.CLAIMED,
                "attempts": row.attempts + 1,
                "claim": token,
                "lease": _text(until),
                "changed": _text(now),
            }
            if not connection.execute(swap.values(**values)).rowcount:
                return None
            letter = select(tables.letters.c.data).where(tables.letters.c.digest == row.letter)
            data = connection.execute(letter).scalar_one()
        parcel = Parcel(_ticket(row), row.label, row.name, row.head, data, row.message_id)
        return Claim(parcel, token, row.attempts + 1)

    def commit(self, claim: Claim, now: datetime, until: datetime) -> bool:
        """Note that the last byte is about to go; False where the claim is no longer ours."""
        held = and_(_held(claim), tables.deliveries.c.state == Delivery.CLAIMED)
        values = {"state": Delivery.COMMITTED, "lease": _text(until), "changed": _text(now)}
        with self._writing() as connection:
            return bool(connection.execute(update(tables.deliveries).where(held).values(**values)).rowcount)

    def settle(
        self, claim: Claim, state: Delivery, now: datetime, reason: str = "", due: datetime | None = None
    ) -> bool:
        """Note what came of it. False where the claim is no longer ours: then others have settled it.

        That it was sent is noted even where others had to give it up as unknown meanwhile.
        """
        c = tables.deliveries.c
        ours: ColumnElement[bool] = c.state.in_(_RUNNING)
        if state is Delivery.SENT:
            ours = or_(ours, c.state == Delivery.UNKNOWN)
        values = {
            "state": state,
            "reason": reason,
            "changed": _text(now),
            "due": _text(due) if due else None,
            "lease": None,
        }
        with self._writing(relaxed=True) as connection:
            changed = connection.execute(update(tables.deliveries).where(_held(claim), ours).values(**values))
            return bool(changed.rowcount)

    def recover(self, channel: str, now: datetime, *, resend: bool, most: int) -> int:
        """Take back what processes claimed that are no more; with `resend` also what is then unknown,
        if it was tried fewer than `most` times. Returns how many are unknown now.
        """
        c = tables.deliveries.c
        over = and_(c.channel == channel, _over(now))
        again = {"state": Delivery.WAITING, "due": _text(now), "claim": None, "lease": None}
        lost = {"state": Delivery.UNKNOWN, "due": None, "lease": None, "changed": _text(now)}
        with self._writing() as connection:
            claimed = update(tables.deliveries).where(over, c.state == Delivery.CLAIMED)
            connection.execute(claimed.values(**again, reason="上次投递被中断，还没有交出"))
            committed = update(tables.deliveries).where(over, c.state == Delivery.COMMITTED)
            if resend:
                few = committed.where(c.attempts < most)
                connection.execute(few.values(**again, reason="上次投递被中断，可能已经送到；按配置重发"))
            unknown = committed.values(**lost, reason="交给对方时程序被中断，不知道是否送到")
            return connection.execute(unknown).rowcount

    def postpone(
        self, channel: str, now: datetime, due: Callable[[int], datetime | None], reason: str
    ) -> dict[Delivery, int]:
        """Put off all that is due in a channel that is out of order: until `due` of so many attempts, or fail
        where that is None. Returns how many are in which state now.
        """
        numbers: dict[Delivery, int] = {}
        c = tables.deliveries.c
        here = and_(c.channel == channel, _due(now))
        with self._writing() as connection:
            counts = connection.execute(select(c.attempts).where(here).distinct()).scalars().all()
            # From the highest: a row must not be met again under its new count.
            for count in sorted(counts, reverse=True):
                then = due(count + 1)
                values = {
                    "attempts": count + 1,
                    "reason": reason,
                    "changed": _text(now),
                    "due": _text(then) if then else None,
                    "state": Delivery.WAITING if then else Delivery.FAILED,
                }
                rows = update(tables.deliveries).where(here, c.attempts == count)
                number = connection.execute(rows.values(**values)).rowcount
                state = Delivery.WAITING if then else Delivery.FAILED
                numbers[state] = numbers.get(state, 0) + number
        return numbers

    def retry(self, now: datetime, tickets: Iterable[Ticket]) -> int:
        """Try again now, from the first attempt on, what failed, is unknown or waits. Returns how many."""
        c, count = tables.deliveries.c, 0
        states = (Delivery.FAILED, Delivery.UNKNOWN, Delivery.WAITING)
        values = {"state": Delivery.WAITING, "due": _text(now), "attempts": 0, "claim": None}
        with self._writing() as connection:
            for ticket in tickets:
                row = update(tables.deliveries).where(_is(ticket), c.state.in_(states))
                count += connection.execute(row.values(**values)).rowcount
        return count

    # --- what became of it ---

    def receipts(
        self,
        *,
        subject: str | None = None,
        states: Collection[Delivery] = (),
        since: datetime | None = None,
    ) -> list[Receipt]:
        """Receipts by subject, revision, channel and place in the list of recipients."""
        c = tables.deliveries.c
        wanted = select(tables.deliveries).order_by(c.subject, c.revision, c.channel, c.position, c.recipient)
        if subject is not None:
            wanted = wanted.where(c.subject == subject)
        if states:
            wanted = wanted.where(c.state.in_(list(states)))
        if since is not None:
            wanted = wanted.where(c.changed >= _text(since))
        with self._reading() as connection:
            return [_receipt(row) for row in connection.execute(wanted)]

    def channels(self, now: datetime) -> list[str]:
        """The channels that have something to do now: parcels due, or claims whose time is over."""
        c = tables.deliveries.c
        wanted = select(c.channel).where(or_(_due(now), _over(now))).distinct()
        with self._reading() as connection:
            return sorted(connection.execute(wanted).scalars())

    def counts(self) -> dict[Delivery, int]:
        """How many parcels are in each state."""
        c = tables.deliveries.c
        with self._reading() as connection:
            rows = connection.execute(select(c.state, func.count()).group_by(c.state))
            return {Delivery(state): number for state, number in rows}

    def next_due(self) -> datetime | None:
        """When the next waiting parcel is due."""
        c = tables.deliveries.c
        with self._reading() as connection:
            found = connection.execute(select(func.min(c.due)).where(c.state == Delivery.WAITING)).scalar()
        return datetime.fromisoformat(found) if found else None


_KEY = tuple(tables.deliveries.c[name] for name in ("subject", "revision", "channel", "recipient"))


def _text(moment: datetime) -> str:
    """A moment as both databases keep and sort it."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _due(now: datetime) -> ColumnElement[bool]:
    """What waits and is due; also what was noted in a future that a clock set back has made of the past."""
    c = tables.deliveries.c
    return and_(c.state == Delivery.WAITING, or_(c.due <= _text(now), c.changed > _text(now + _AHEAD)))


def _over(now: datetime) -> ColumnElement[bool]:
    """Claims whose time is over, with the same care for clocks."""
    c = tables.deliveries.c
    return and_(c.state.in_(_RUNNING), or_(c.lease < _text(now), c.changed > _text(now + _AHEAD)))


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(row.subject, row.revision, row.channel, row.recipient)


def _is(ticket: Ticket) -> ColumnElement[bool]:
    c = tables.deliveries.c
    return and_(
        c.subject == ticket.subject,
        c.revision == ticket.revision,
        c.channel == ticket.channel,
        c.recipient == ticket.recipient,
    )


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(_is(claim.parcel.ticket), tables.deliveries.c.claim == claim.token)


def _digest(letter: str) -> str:
    return hashlib.sha256(letter.encode()).hexdigest()


def _keep_letters(connection: Connection, letters: Iterable[str], now: str) -> None:
    for digest, letter in sorted((_digest(letter), letter) for letter in letters):
        table = tables.letters
        if not connection.execute(select(table.c.digest).where(table.c.digest == digest)).first():
            connection.execute(insert(table).values(digest=digest, data=letter, kept=now))


def _row(parcel: Parcel, position: int, now: datetime) -> dict[str, Any]:
    ticket, full = parcel.ticket, bool(parcel.letter)
    return {
        "subject": ticket.subject,
        "revision": ticket.revision,
        "channel": ticket.channel,
        "recipient": ticket.recipient,
        "position": position,
        "label": parcel.label,
        "name": parcel.name,
        "head": parcel.head,
        "letter": _digest(parcel.letter) if full else None,
        "message_id": parcel.message_id,
        "state": Delivery.WAITING if full else Delivery.EMPTY,
        "attempts": 0,
        "changed": _text(now),
        "due": _text(now) if full else None,
        "reason": "",
    }


def _replace_earlier(connection: Connection, ticket: Ticket, now: datetime) -> None:
    c = tables.deliveries.c
    earlier = and_(
        c.subject == ticket.subject,
        c.channel == ticket.channel,
        c.recipient == ticket.recipient,
        c.revision < ticket.revision,
        c.state == Delivery.WAITING,
    )
    values = {"state": Delivery.REPLACED, "due": None, "changed": _text(now), "reason": "已由后一稿代替"}
    connection.execute(update(tables.deliveries).where(earlier).values(**values))


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        _ticket(row),
        row.label,
        row.name,
        Delivery(row.state),
        row.attempts,
        datetime.fromisoformat(row.changed),
        datetime.fromisoformat(row.due) if row.due else None,
        row.reason,
        row.message_id,
    )
