"""How things stand: last and next runs, what waits, the archive, the calendar, problems. Nothing is changed.

`briefing status` and `briefing sources` say what is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from briefing import __version__, health, lock, periods, reviewing, running, schedule
from briefing.archive import Archive, Query, SourceRun
from briefing.config import Config
from briefing.config.service import Edition, SourceFolder
from briefing.lock import Holder
from briefing.model import Delivery, Period
from briefing.schedule import Plan, Receipts, Slot
from briefing.zone import ZONE

# Notices so old are history.
_RECENT = timedelta(days=14)
# Without a sign of life for so long the service hangs: a tick is 20 seconds, the longest task some minutes.
SILENT = timedelta(minutes=30)
_UNDER_WAY = (Delivery.WAITING, Delivery.CLAIMED, Delivery.COMMITTED)
# Two months hold an issue of any timetable.
_LOOK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class SourceState:
    """A configured source. `articles` are those published in this week; `bad_files` could not be read."""

    name: str
    folder: str
    last_attempt: datetime | None
    last_success: datetime | None
    failing_since: datetime | None
    error: str
    next: datetime
    files: int
    waiting: int
    articles: int
    bad_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssueState:
    """One issue of an edition: what it covers, when it is composed and sent, how far it is.

    `state`: "planned", "before" (over when the edition was set up), "missing" (its time is past), "empty",
    "draft", "held" (not released by the deadline), "sending" (some of it still in the outbox), "sent".
    """

    period: str
    compose: datetime
    send: datetime
    moved_from: date | None
    state: str


@dataclass(frozen=True, slots=True)
class EditionState:
    """An edition, and its last and next issue."""

    name: str
    last: IssueState | None
    next: IssueState | None


@dataclass(frozen=True, slots=True)
class CalendarState:
    """`known_until` is the last year with announced holidays; `missing` one that should be and is not."""

    known_until: int
    missing: int | None
    file: str | None


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """The archive's name, its articles, those without a date, and the newest day that one appeared."""

    name: str
    articles: int
    undated: int
    newest: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody or something: drafts for their release, parcels for their turn.

    `refused` is why parcels that were tried already did not get through.
    """

    drafts: tuple[str, ...]
    outbox: dict[str, int] = field(default_factory=dict)
    outbox_next: datetime | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the clerk on duty was told, and when."""

    at: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything at once. `service` is the process at work, None if there is none."""

    now: datetime
    version: str
    service: Holder | None
    last_sign: datetime | None
    sources: tuple[SourceState, ...]
    editions: tuple[EditionState, ...]
    waiting: Waiting
    archive: ArchiveState
    calendar: CalendarState
    notices: tuple[Told, ...] = ()
    problems: tuple[str, ...] = ()


def standing(archive: Archive, config: Config, plan: Plan, now: datetime) -> Standing:
    """How everything stands `now`, read from the archive, the settings and the computer."""
    receipts = running.receipts(archive)
    begun = {slot.key for slot in schedule.beginnings(now, plan, receipts)}
    receipts = replace(receipts, begun=receipts.begun | begun)
    told = tuple(Told(one.at, one.subject) for one in archive.logbook.notices(now - _RECENT))
    found = Standing(
        now,
        __version__,
        lock.holder(lock.path_for(str(archive.target))),
        health.last_sign(config.service.health),
        source_states(archive, config, now),
        tuple(_edition(one, archive, plan, receipts, now) for one in plan.editions),
        _waiting(archive, plan, receipts),
        _archive(archive),
        _calendar(config, plan, now),
        told,
    )
    return replace(found, problems=tuple(_problems(found, config)))


def source_states(archive: Archive, config: Config, now: datetime) -> tuple[SourceState, ...]:
    """Every configured source."""
    runs = archive.logbook.runs()
    week = periods.week_of(now.astimezone(ZONE).date()).period
    return tuple(_source(one, archive, runs, week, now) for one in config.sources)


# --- the parts ---------------------------------------------------------------------------------------


def _source(
    one: SourceFolder, archive: Archive, runs: Mapping[str, SourceRun], week: Period, now: datetime
) -> SourceState:
    run = runs.get(one.name)
    bad = tuple(file.problem for file in archive.logbook.seen(one.name) if file.problem)
    return SourceState(
        one.name,
        str(one.folder),
        run.attempted if run else None,
        run.succeeded if run else None,
        run.failing if run else None,
        run.error if run else "",
        schedule.next_reading(one, now, run.attempted if run else None, writing=bool(run and run.waiting)),
        run.files if run else 0,
        run.waiting if run else 0,
        archive.count_under(one.folder, week),
        bad,
    )


def _edition(
    edition: Edition, archive: Archive, plan: Plan, receipts: Receipts, now: datetime
) -> EditionState:
    around = schedule.slots(edition, plan.calendar, now - _LOOK, now + _LOOK)
    past = [slot for slot in around if slot.compose <= now]
    ahead = [slot for slot in around if slot.send > now and slot.key not in receipts.sent]
    last, following = past[-1:], ahead[:1]
    before = _issue(last[0], plan, receipts, now) if last else None
    if (
        before
        and before.state == "sent"
        and archive.outbox.receipts(subject=_subject(last[0]), states=_UNDER_WAY)
    ):
        before = replace(before, state="sending")
    return EditionState(
        edition.name,
        before,
        _issue(following[0], plan, receipts, now) if following else None,
    )


def _issue(slot: Slot, plan: Plan, receipts: Receipts, now: datetime) -> IssueState:
    if slot.key in receipts.sent:
        state = "sent"
    elif slot.key in receipts.drafted:
        gated = plan.review.required and slot.key not in receipts.approved
        state = "held" if gated and schedule.deadline_of(slot, plan.review) <= now else "draft"
    elif slot.key in receipts.empty:
        state = "empty"
    elif slot.key in receipts.begun:
        state = "before"
    else:
        state = "planned" if slot.compose > now else "missing"
    return IssueState(str(slot.span), slot.compose, slot.send, slot.usual if slot.moved else None, state)


def _subject(slot: Slot) -> str:
    return f"{slot.edition}|{slot.span.period.start}|{slot.span.period.end}"


def _waiting(archive: Archive, plan: Plan, receipts: Receipts) -> Waiting:
    drafts: list[str] = []
    if plan.review.required:
        waiting = receipts.drafted - receipts.sent - receipts.approved
        drafts = [f"{name} {reviewing.name_of(reviewing.span_of(period))}" for name, period in waiting]
    counts = archive.outbox.counts()
    open_states = (*_UNDER_WAY, Delivery.FAILED, Delivery.UNKNOWN)
    outbox = {state.value: counts[state] for state in open_states if counts.get(state)}
    parcels = archive.outbox.receipts(states=[Delivery.WAITING]) if counts.get(Delivery.WAITING) else []
    refused = tuple(one.reason for one in parcels if one.attempts)
    return Waiting(tuple(sorted(drafts)), outbox, archive.outbox.next_due(), refused)


def _archive(archive: Archive) -> ArchiveState:
    days = archive.days()
    return ArchiveState(
        archive.name, archive.count(), archive.count(Query(undated=True)), max(days, default=None)
    )


def _calendar(config: Config, plan: Plan, now: datetime) -> CalendarState:
    file = str(config.calendar.file) if config.calendar.file else None
    return CalendarState(
        plan.calendar.last_known, plan.calendar.unknown_year(now.astimezone(ZONE).date()), file
    )


def _problems(standing: Standing, config: Config) -> Iterator[str]:
    """What somebody should see to, one line each, as things stand now."""
    silent = standing.last_sign is None or standing.now - standing.last_sign > SILENT
    if standing.service is not None and standing.service.role == "serve" and silent:
        yield f"服务（{standing.service}）很久没有动静；请重新启动"
    if not config.sources:
        yield "没有配置来源（[[sources]]），服务没有文件夹可读"
    if config.duty.addresses and config.mail is None:
        yield "写了值班人的邮箱，而没有邮件服务器（[mail]）：出了问题告诉不了他"
    for source in standing.sources:
        if source.error:
            yield f"来源“{source.name}”读不成：{source.error}"
        if source.bad_files:
            yield f"来源“{source.name}”有 {len(source.bad_files)} 个文件读不了（briefing sources 看原因）"
    for edition in standing.editions:
        if edition.last and edition.last.state in _UNDONE:
            yield f"{edition.name} {edition.last.period}：{_UNDONE[edition.last.state]}"
    if refused := standing.waiting.refused:
        yield f"{len(refused)} 封还没有发成，会再试：{refused[0]}"
    for state, told in _UNDELIVERED.items():
        if number := standing.waiting.outbox.get(state):
            yield f"{number} 封{told}（briefing deliveries 看原因）"
    if standing.calendar.missing:
        yield f"还不知道 {standing.calendar.missing} 年的放假安排（尚未公布，或程序没有更新）"


_UNDONE = {"empty": "没有文章，没有制作", "held": "没有放行，扣住了", "missing": "到了时间还没有制作"}
_UNDELIVERED = {"failed": "没有送到", "unknown": "不知道是否送到"}
