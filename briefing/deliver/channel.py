"""What a channel is: something that hands one parcel over and says how that went.

`hand_over` gives everything but the last byte, calls `commit`, gives the last byte and waits for the answer.
A crash before `commit` has delivered nothing; after it, only the receiver knows. It returns the receiver's
answer, or raises one of the ways in which a parcel does not arrive:

Undelivered
├── Refused   for good: this recipient, or this message
├── Later     for now: worth another attempt
├── Unsure    the last byte went and no answer came
├── Lost      the claim is another process's by now; nothing was delivered
└── Down      the channel itself is out of order: no parcel will get through, for now or (`final`) for good
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from briefing.model import Parcel

Commit = Callable[[], None]
"""Notes that the last byte is about to go; raises Lost where somebody else has the parcel by now."""


class Undelivered(Exception):
    """Base of the ways in which a parcel does not arrive; its text is one Chinese line for the clerk."""


class Refused(Undelivered):
    """Refused for good."""


class Later(Undelivered):
    """Refused for now."""


class Unsure(Undelivered):
    """Handed over, without an answer."""


class Lost(Undelivered):
    """No longer ours to deliver."""


class Down(Undelivered):
    """The channel is out of order; `final` says that waiting will not mend it."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class Channel(Protocol):
    """One way to recipients. `repeatable` says that handing the same parcel over twice does no harm."""

    repeatable: bool

    def hand_over(self, parcel: Parcel, commit: Commit) -> str: ...

    def close(self) -> None: ...
