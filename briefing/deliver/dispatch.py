"""Emptying the outbox: claim, hand over, note what came of it, until nothing is due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from briefing.deliver.channel import Channel, Down, Later, Lost, Refused, Unsure
from briefing.errors import BriefingError
from briefing.model import Claim, Delivery, Problem, Stage

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Outbox(Protocol):
    """What dispatching asks of the outbox (see `briefing.archive.outbox`)."""

    def channels(self, now: datetime) -> list[str]: ...

    def claim(self, channel: str, now: datetime, until: datetime) -> Claim | None: ...

    def commit(self, claim: Claim, now: datetime, until: datetime) -> bool: ...

    def settle(
        self, claim: Claim, state: Delivery, now: datetime, reason: str = "", due: datetime | None = None
    ) -> bool: ...

    def recover(self, channel: str, now: datetime, *, resend: bool, most: int) -> int: ...

    def postpone(
        self, channel: str, now: datetime, due: Callable[[int], datetime | None], reason: str
    ) -> dict[Delivery, int]: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """How to go about it: the delay after each failed attempt (after the last, the parcel has failed),
    whether what is unknown is sent again, and how long a claim holds without a sign of life.
    """

    delays: Sequence[timedelta]
    resend: bool = False
    lease: timedelta = timedelta(minutes=5)

    def due(self, attempts: int, now: datetime) -> datetime | None:
        """When to try again after so many attempts; None if that was the last."""
        return now + self.delays[attempts - 1] if attempts <= len(self.delays) else None

    @property
    def most(self) -> int:
        """How many attempts there are in all."""
        return len(self.delays) + 1


@dataclass
class Round:
    """How one run ended: how many parcels came to which state, and what the clerk should know."""

    counts: dict[Delivery, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, state: Delivery, number: int = 1) -> None:
        if number:
            self.counts[state] = self.counts.get(state, 0) + number

    def of(self, state: Delivery) -> int:
        return self.counts.get(state, 0)


def dispatch(
    outbox: Outbox,
    open_channel: Callable[[str], Channel],
    rules: Rules,
    clock: Clock,
    stop: Callable[[], bool] = lambda: False,
    only: Collection[str] | None = None,
) -> Round:
    """Hand over all that is due, channel by channel (of `only` these, if said), until told to stop.

    `open_channel` raises BriefingError for a channel that is not set up; the other channels go on.
    """
    round_ = Round()
    for name in outbox.channels(clock()):
        if only is not None and name not in only:
            continue
        try:
            channel = open_channel(name)
        except BriefingError as error:
            round_.problems.append(_problem("channel", name, str(error)))
            continue
        with closing(channel):
            _empty(outbox, name, channel, rules, clock, stop, round_)
    return round_


def _empty(
    outbox: Outbox,
    name: str,
    channel: Channel,
    rules: Rules,
    clock: Clock,
    stop: Callable[[], bool],
    round_: Round,
) -> None:
    resend = rules.resend or channel.repeatable
    unknown = outbox.recover(name, clock(), resend=resend, most=rules.most)
    round_.add(Delivery.UNKNOWN, unknown)
    if unknown:
        message = f"{unknown} 份在交出时被中断，不知道是否送到；{_ASK}"
        round_.problems.append(_problem("unknown", name, message))
    while not stop() and (claim := outbox.claim(name, clock(), clock() + rules.lease)):
        try:
            _one(outbox, claim, channel, rules, clock, round_)
        except Down as down:
            _put_off(outbox, name, claim, down, rules, clock(), round_)
            return


def _put_off(
    outbox: Outbox, name: str, claim: Claim, down: Down, rules: Rules, now: datetime, round_: Round
) -> None:
    """The channel is out of order: the parcel in hand waits, and with it all others that are due."""

    def due(attempts: int) -> datetime | None:
        return None if down.final else rules.due(attempts, now)

    then = due(claim.attempt)
    state = Delivery.WAITING if then else Delivery.FAILED
    if outbox.settle(claim, state, now, str(down), then):
        round_.add(state)
    for state, number in outbox.postpone(name, now, due, str(down)).items():
        round_.add(state, number)
    round_.problems.append(_problem("down", name, str(down)))


def _one(outbox: Outbox, claim: Claim, channel: Channel, rules: Rules, clock: Clock, round_: Round) -> None:
    """Hand one parcel over and note the end of it."""
    committed = False

    def commit() -> None:
        nonlocal committed
        if not outbox.commit(claim, clock(), clock() + rules.lease):
            raise Lost("已由另一个程序接手")
        committed = True

    def settle(state: Delivery, reason: str, due: datetime | None = None) -> None:
        if outbox.settle(claim, state, clock(), reason, due):
            round_.add(state)
            if state in (Delivery.FAILED, Delivery.UNKNOWN):
                told = _UNDONE[state].format(reason=reason)
                round_.problems.append(_problem(state, _who(claim), told))

    try:
        answer = channel.hand_over(claim.parcel, commit)
    except Refused as refusal:
        settle(Delivery.FAILED, str(refusal))
    except Later as delay:
        due = rules.due(claim.attempt, clock())
        settle(Delivery.WAITING if due else Delivery.FAILED, str(delay), due)
    except Unsure as doubt:
        due = rules.due(claim.attempt, clock()) if rules.resend or channel.repeatable else None
        settle(Delivery.WAITING if due else Delivery.UNKNOWN, str(doubt), due)
    except Lost:
        log.warning("%s: %s", _who(claim), "the claim was taken over; nothing was delivered")
    except Down:
        raise
    except BaseException as error:
        # Ours is the fault, or the run is interrupted: what was not handed over is given back.
        if committed:
            settle(Delivery.UNKNOWN, f"交出时程序出错（{type(error).__name__}）")
        elif isinstance(error, Exception):
            due = rules.due(claim.attempt, clock())
            why = f"程序出错（{type(error).__name__}：{error}）"
            settle(Delivery.WAITING if due else Delivery.FAILED, why, due)
        else:
            settle(Delivery.WAITING, "被中断", clock())
        if not isinstance(error, Exception):
            raise
        log.exception("%s", _who(claim), exc_info=error)
    else:
        settle(Delivery.SENT, answer)


_ASK = "请核实后用 briefing deliveries --retry --unknown 重发"
_UNDONE = {
    Delivery.FAILED: "没有送到：{reason}",
    Delivery.UNKNOWN: "不知道是否送到：{reason}；" + _ASK,
}


def _who(claim: Claim) -> str:
    parcel = claim.parcel
    return f"{parcel.name} <{parcel.ticket.recipient}>" if parcel.name else parcel.ticket.recipient


def _problem(code: str, subject: str, message: str) -> Problem:
    return Problem(Stage.DELIVER, code, subject, message)
