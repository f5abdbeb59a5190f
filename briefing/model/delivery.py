"""What is on its way to a recipient, and what became of it: rows of the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Delivery(StrEnum):
    """How far something is on its way to one recipient."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """A process is about to hand it over; given back should that process die."""
    COMMITTED = "committed"
    """All but the last byte is handed over; only the receiver knows more should the process die now."""
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Handed over, and no answer came: the recipient may have it."""
    EMPTY = "empty"
    """There was nothing for this recipient, and nothing is what he wants then."""
    REPLACED = "replaced"
    """A later revision took its place before it went out."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of the outbox is known by these: what (a briefing's revision) goes to whom, by which channel.

    `subject` is the edition and the period of a briefing, or the key of a notice.
    """

    subject: str
    revision: int
    channel: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to reach one recipient: `head` is his alone, `letter` is shared (empty: nothing for him)."""

    ticket: Ticket
    label: str
    name: str
    head: str = ""
    letter: str = field(default="", repr=False)
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A parcel that one process has to hand over; `attempt` counts from 1."""

    parcel: Parcel
    token: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one parcel. Times are UTC; `due` is when it is tried next, if it waits."""

    ticket: Ticket
    label: str
    name: str
    state: Delivery
    attempts: int
    changed: datetime
    due: datetime | None = None
    reason: str = ""
    message_id: str = ""
