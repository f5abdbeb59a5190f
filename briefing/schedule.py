"""What is due: a pure function of the clock, the timetable, the calendar and the archive's receipts.

Nothing here remembers: a restart, a missed Monday, a clock that was set back and `run-due` from cron all
see the same receipts and come to the same tasks. A task is over when its receipt is in the archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from briefing import periods
from briefing.calendar import Calendar
from briefing.config import Config, Numbering
from briefing.config.service import WEEKDAYS, Edition, Review, SourceFolder, Timing
from briefing.errors import UsageError, nearest
from briefing.model import Period
from briefing.periods import Span
from briefing.zone import ZONE

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# The longest holiday, with the weekends around it, is shorter.
_LONGEST_SHIFT = timedelta(days=21)
# A file that was still being written is looked at again after so long; a briefing waits for it so long.
_SOON = timedelta(minutes=1)
_PATIENCE = timedelta(minutes=10)
# A clock may be corrected by so much; a receipt further in the future was written under a wrong clock.
_SLACK = timedelta(minutes=2)

Key = tuple[str, Period]
"""What a regular briefing is known by: its edition and the days it covers."""


class Kind(StrEnum):
    """What there is to do: read a source; compose, send or hold back a regular briefing."""

    READ = "read"
    COMPOSE = "compose"
    SEND = "send"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Slot:
    """One issue of an edition in the timetable: the days it covers, when it is composed and sent.

    `usual` is the day on which it would appear if that were no holiday. Times are China's.
    """

    edition: str
    span: Span
    compose: datetime
    send: datetime
    usual: date

    @property
    def key(self) -> Key:
        """What its briefing is known by in the archive."""
        return self.edition, self.span.period

    @property
    def moved(self) -> bool:
        """Whether a holiday moved it off its usual day."""
        return self.usual != self.compose.date()


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, and since when it has been due: a source to read, or a slot's briefing."""

    kind: Kind
    subject: str
    at: datetime
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Receipts:
    """What the archive says was done.

    `read`: each source's last attempt; `writing` are those with files that were still being written then.
    `changed`: when reading last brought something new. `drafted` is
    every briefing composed, `sent` every one whose mails are all in the outbox; `empty` those for which
    there was no article, and when that was found; `begun` the one before an edition's very first.
    """

    read: Mapping[str, datetime] = field(default_factory=dict)
    writing: frozenset[str] = frozenset()
    changed: datetime | None = None
    drafted: frozenset[Key] = frozenset()
    approved: frozenset[Key] = frozenset()
    sent: frozenset[Key] = frozenset()
    empty: Mapping[Key, datetime] = field(default_factory=dict)
    begun: frozenset[Key] = frozenset()

    def settled(self, key: Key) -> bool:
        """Whether anything is known of a briefing."""
        return any(key in known for known in (self.drafted, self.sent, self.empty, self.begun))


@dataclass(frozen=True, slots=True)
class Plan:
    """The timetable: everything of the configuration that decides what is due."""

    sources: tuple[SourceFolder, ...]
    editions: tuple[Edition, ...]
    calendar: Calendar
    review: Review
    catch_up: timedelta

    @classmethod
    def of(cls, config: Config) -> Plan:
        """Raises ConfigError for a wrong file of holidays."""
        return cls(
            config.sources,
            editions(config),
            Calendar.load(config.calendar.file),
            config.review,
            timedelta(days=config.service.catch_up),
        )

    def edition(self, name: str) -> Edition:
        """The edition of a name. Raises UsageError with the choices."""
        for one in self.editions:
            if one.name == name:
                return one
        raise UsageError(f"没有叫“{name}”的版本{nearest(name, [one.name for one in self.editions])}")


def editions(config: Config) -> tuple[Edition, ...]:
    """The main edition, then the others."""
    timing = {name: getattr(config.weekly, name) for name in Timing.model_fields}
    main = Edition(name=config.edition, title=config.title, **timing)
    return (main, *config.editions)


def settings_of(edition: Edition, config: Config) -> Config:
    """The configuration as it holds for an edition."""
    if edition.name == config.edition:
        return config
    own: dict[str, object] = {
        "edition": edition.name,
        "title": edition.title or edition.name,
        "issue": Numbering(first=edition.first, total=edition.total),
        "templates": edition.templates or config.templates,
        "template": edition.template or config.template,
    }
    return config.model_copy(update=own)


# --- what is due ------------------------------------------------------------------------------------


def due(now: datetime, plan: Plan, receipts: Receipts) -> tuple[Task, ...]:
    """Everything due now, in the order in which it is to be done: reading, then each slot by its time."""
    issues = [
        task
        for edition in plan.editions
        for slot in _open(edition, now, plan, receipts)
        for task in _of_slot(slot, now, plan, receipts)
    ]
    composing = max((task.at for task in issues if task.kind is Kind.COMPOSE), default=None)
    sources = [one for one in plan.sources if _to_read(one, now, receipts, composing)]
    if any(one.name in receipts.writing for one in plan.sources):
        issues = [task for task in issues if not _can_wait(task, now)]
    tasks = [Task(Kind.READ, one.name, now) for one in sources]
    return (*tasks, *sorted(issues, key=lambda task: task.at))


def _to_read(source: SourceFolder, now: datetime, receipts: Receipts, composing: datetime | None) -> bool:
    """Whether its time has come, or a briefing is to be made that should have what came in since."""
    last = receipts.read.get(source.name)
    if last is not None and composing is not None and last < composing:
        return True
    return next_reading(source, now, last, writing=source.name in receipts.writing) <= now


def _can_wait(task: Task, now: datetime) -> bool:
    """Whether a briefing's making waits for a file that is still being written: never past its sending."""
    slot = task.slot
    return task.kind is Kind.COMPOSE and slot is not None and now < min(slot.compose + _PATIENCE, slot.send)


def next_reading(
    source: SourceFolder, now: datetime, last: datetime | None, *, writing: bool = False
) -> datetime:
    """When a source is to be read next, now at the earliest; soon, where a file was still being written."""
    if last is None or last - now > _SLACK:
        return now
    every = timedelta(minutes=source.every)
    return max(now, last + (min(every, _SOON) if writing else every)).astimezone(ZONE)


def _open(edition: Edition, now: datetime, plan: Plan, receipts: Receipts) -> Sequence[Slot]:
    """The slots still to be seen to: those not too old, and whatever was approved and not sent."""
    recent = slots(edition, plan.calendar, now - plan.catch_up, now)
    first = _first(edition, now, receipts)
    if first is None:
        recent = _first_of_all(edition, now, plan, recent)
    else:
        recent = tuple(one for one in recent if one.span.period.start >= first)
    waiting = {key for key in receipts.approved - receipts.sent if key[0] == edition.name}
    waiting -= {slot.key for slot in recent}
    # A person released it: it goes out, however old it is.
    old = slots(edition, plan.calendar, now - _LONGEST_WAIT, now) if waiting else ()
    return (*(slot for slot in old if slot.key in waiting), *recent)


_LONGEST_WAIT = timedelta(days=370)


def beginnings(now: datetime, plan: Plan, receipts: Receipts) -> tuple[Slot, ...]:
    """The slots that editions without any history leave out, since they begin with the next: to be noted, so
    that whatever is missed from then on is known to be missed.
    """
    found: list[Slot] = []
    for edition in plan.editions:
        if _first(edition, now, receipts) is None:
            recent = slots(edition, plan.calendar, now - _LONGEST_SHIFT, now)[-1:]
            found += [slot for slot in recent if not _first_of_all(edition, now, plan, (slot,))]
    return tuple(found)


def _first_of_all(edition: Edition, now: datetime, plan: Plan, recent: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Before its first issue an edition missed nothing: it begins with the nearest, the last or the next."""
    ahead = slots(edition, plan.calendar, now, now + timedelta(days=60))[:1]
    return tuple(one for one in recent[-1:] if not ahead or now - one.compose < ahead[0].compose - now)


def _first(edition: Edition, now: datetime, receipts: Receipts) -> date | None:
    """Where the edition's history begins; what lies in the future was noted under a wrong clock."""
    keys = (*receipts.drafted, *receipts.sent, *receipts.empty, *receipts.begun)
    today = now.astimezone(ZONE).date()
    starts = (period.start for name, period in keys if name == edition.name)
    return min((start for start in starts if start <= today), default=None)


def _of_slot(slot: Slot, now: datetime, plan: Plan, receipts: Receipts) -> Iterator[Task]:
    key = slot.key
    if key in receipts.sent or key in receipts.begun:
        return
    if key not in receipts.drafted:
        if key not in receipts.empty or _news_since(receipts.empty[key], receipts):
            yield Task(Kind.COMPOSE, slot.edition, slot.compose, slot)
        return
    if slot.send > now:
        return
    deadline = deadline_of(slot, plan.review)
    if not plan.review.required or key in receipts.approved:
        yield Task(Kind.SEND, slot.edition, slot.send, slot)
    elif deadline <= now:
        kind = Kind.SEND if plan.review.otherwise == "send" else Kind.HOLD
        yield Task(kind, slot.edition, deadline, slot)


def _news_since(found_empty: datetime, receipts: Receipts) -> bool:
    return receipts.changed is not None and receipts.changed > found_empty


def deadline_of(slot: Slot, review: Review) -> datetime:
    """Until when the editor may release a slot's draft; never before it would be sent."""
    return max(slot.send, _at(slot.send.date(), review.deadline))


def missed(now: datetime, plan: Plan, receipts: Receipts) -> tuple[Slot, ...]:
    """Slots of the last two months that nobody saw to and that are too old to be made up for."""
    found: list[Slot] = []
    for edition in plan.editions:
        first = _first(edition, now, receipts)
        if first is not None:
            past = slots(edition, plan.calendar, now - timedelta(days=60), now - plan.catch_up)
            known = (slot for slot in past if slot.span.period.start > first)
            found += [slot for slot in known if not receipts.settled(slot.key)]
    return tuple(found)


def upcoming(now: datetime, plan: Plan, receipts: Receipts) -> tuple[Task, ...]:
    """What comes next, as things stand: each source's next reading, each edition's next issue."""
    tasks = []
    for source in plan.sources:
        writing = source.name in receipts.writing
        at = next_reading(source, now, receipts.read.get(source.name), writing=writing)
        tasks.append(Task(Kind.READ, source.name, at))
    for edition in plan.editions:
        # Two months hold at least one slot of any timetable.
        ahead = slots(edition, plan.calendar, now - _LONGEST_SHIFT, now + timedelta(days=60))
        for slot in ahead:
            if slot.compose > now and slot.key not in receipts.drafted:
                tasks.append(Task(Kind.COMPOSE, edition.name, slot.compose, slot))
                break
        for slot in ahead:
            if slot.send > now and slot.key not in receipts.sent:
                tasks.append(Task(Kind.SEND, edition.name, slot.send, slot))
                break
    return tuple(sorted(tasks, key=lambda task: task.at))


# --- the timetable ----------------------------------------------------------------------------------


def slots(edition: Edition, calendar: Calendar, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """An edition's slots that are to be composed after the one time and not after the other, in order."""
    first = after.astimezone(ZONE).date() - (_LONGEST_SHIFT if edition.every == "week" else _DAY)
    last = until.astimezone(ZONE).date()
    days = (first + n * _DAY for n in range((last - first).days + 1))
    makers = {"week": _weekly, "day": _daily}
    make = makers.get(edition.every)
    found = [slot for day in days if make and (slot := make(edition, calendar, day))]
    return tuple(sorted((one for one in found if after < one.compose <= until), key=lambda one: one.compose))


def _weekly(edition: Edition, calendar: Calendar, day: date) -> Slot | None:
    """The slot whose usual day this is: the ISO week before it, or several after a merged holiday."""
    if WEEKDAYS[day.weekday()] != edition.day:
        return None
    span = periods.week_of(day - _WEEK)
    if edition.holiday == "keep" or not _is_off(calendar, day):
        start = span.period.start
        if edition.holiday == "merge":
            before = day - _WEEK
            while _is_off(calendar, before):
                start, before = start - _WEEK, before - _WEEK
        if start != span.period.start:
            span = Span(Period(start, span.period.end))
        return _slot(edition, span, day, day)
    if edition.holiday == "merge":
        return None
    return _slot(edition, span, calendar.next_working_day(day), day)


def _is_off(calendar: Calendar, day: date) -> bool:
    """Whether an issue's usual day is taken from it; whoever chose a weekend knows that it is one."""
    return calendar.is_holiday(day) if day.weekday() >= 5 else not calendar.works(day)


def _daily(edition: Edition, calendar: Calendar, day: date) -> Slot | None:
    """Each day the day before; or each working day all days since the working day before it."""
    if edition.holiday == "keep":
        return _slot(edition, Span(Period(day - _DAY, day - _DAY)), day, day)
    if not calendar.works(day):
        return None
    return _slot(edition, Span(Period(calendar.previous_working_day(day), day - _DAY)), day, day)


def _slot(edition: Edition, span: Span, day: date, usual: date) -> Slot:
    return Slot(edition.name, span, _at(day, edition.compose), _at(day, edition.send), usual)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE)
