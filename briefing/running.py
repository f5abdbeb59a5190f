"""Doing what is due: `serve` calls this every little while, `run-due` once.

    due(now, plan, receipts) ─> task ─> its receipt in the archive ─> due again, until nothing is
                                └─ notices for the clerk on duty ─> the outbox ─> delivered

Every task leaves a receipt when it is over and may be repeated when it is not: killed at any moment, the next
run finds where it stopped.
"""

from __future__ import annotations

import logging
import mimetypes
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from briefing import notices, reading, releasing, reviewing, schedule
from briefing.archive import Approval, Archive, Mark, Release
from briefing.config import Config
from briefing.config.service import Edition
from briefing.errors import BriefingError
from briefing.model import Period, Problem, Stage
from briefing.render import render
from briefing.render.files import stem
from briefing.render.mail import Attachment
from briefing.resources import templates
from briefing.results import Watch, Wish
from briefing.schedule import Kind, Plan, Receipts, Slot, Task

log = logging.getLogger(__name__)

# Not every system's table of types knows Word's and WPS's.
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".wps": "application/vnd.ms-works",
    ".pdf": "application/pdf",
}
_ANY = "application/octet-stream"
# A task that failed is tried again after so long, not at every look.
_REST = timedelta(minutes=10)


class Post(Protocol):
    """What the service asks of delivery. Each may be called again: what is in the outbox already stays."""

    def put(
        self,
        release: Release,
        *,
        only: Iterable[str] = (),
        config: Config | None = None,
        checked: bool = False,
        document: Attachment | None = None,
    ) -> list[Problem]:
        """Put a released briefing into the outbox, for all recipients or those named; what was wrong."""
        ...

    def notify(
        self,
        subject: str,
        text: str,
        key: str,
        addresses: Sequence[str] | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> int:
        """Put a notice into the outbox, to the clerk on duty unless said otherwise."""
        ...

    def flush(self) -> object:
        """Deliver what is due; stops between two parcels when the service is to stop."""
        ...


@dataclass(slots=True)
class Shift:
    """What a run works with. `clock` gives the time with its zone; `stopping` says that it should end.

    `failed` is when which task failed last, `checked` what needs no second look: they spare work within
    one process, nothing depends on them.
    """

    archive: Archive
    config: Config
    plan: Plan
    post: Post
    watch: Watch
    clock: Callable[[], datetime]
    pause: Callable[[timedelta], None]
    stopping: Callable[[], bool] = lambda: False
    failed: dict[str, datetime] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Done:
    """A task that was done or failed; `message` is one line for people."""

    task: Task
    message: str
    failed: bool = False


def run_due(shift: Shift) -> list[Done]:
    """Do everything that is due, one task after the other; then tell, then deliver."""
    done: list[Done] = []
    tried: set[str] = set()
    for slot in schedule.beginnings(shift.clock(), shift.plan, receipts(shift.archive)):
        shift.archive.logbook.mark(slot.key, Mark.BEGUN, shift.clock())
    while not shift.stopping():
        now = shift.clock()
        tasks = schedule.due(now, shift.plan, receipts(shift.archive))
        task = next((one for one in tasks if _is_to_try(one, now, tried, shift)), None)
        if task is None:
            break
        tried.add(_name(task))
        done.append(_attempt(task, now, shift))
    for step in (_tell, _flush, _tell):
        if not shift.stopping():
            _guarded(step, shift)
    return done


def _flush(shift: Shift) -> None:
    shift.post.flush()


def _guarded(step: Callable[[Shift], None], shift: Shift) -> None:
    """Notices that fail must not keep briefings from going out, nor the reverse."""
    try:
        step(shift)
    except Exception as error:
        log.exception("step failed", extra={"task": step.__name__.strip("_")})
        problem = Problem(
            Stage.DELIVER, "fault", step.__name__.strip("_"), f"{type(error).__name__}：{error}"
        )
        shift.watch.problem(problem)


def receipts(archive: Archive) -> Receipts:
    """What the archive says was done."""
    runs = archive.logbook.runs()
    changes = [run.changed for run in runs.values() if run.changed]
    return Receipts(
        read={name: run.attempted for name, run in runs.items()},
        writing=frozenset(name for name, run in runs.items() if run.waiting),
        changed=max(changes, default=None),
        drafted=frozenset(archive.releases.known()),
        approved=archive.logbook.approved(),
        sent=frozenset(archive.logbook.marks(Mark.QUEUED)),
        empty=archive.logbook.marks(Mark.EMPTY),
        begun=frozenset(archive.logbook.marks(Mark.BEGUN)),
    )


# --- tasks ------------------------------------------------------------------------------------------


def _name(task: Task) -> str:
    period = f"|{task.slot.span.period.start}|{task.slot.span.period.end}" if task.slot else ""
    return f"{task.kind}|{task.subject}{period}"


def _is_to_try(task: Task, now: datetime, tried: set[str], shift: Shift) -> bool:
    name = _name(task)
    if task.kind is Kind.HOLD or name in tried:
        return False
    last = shift.failed.get(name)
    return last is None or not timedelta() <= now - last < _REST


def _attempt(task: Task, now: datetime, shift: Shift) -> Done:
    name, started = _name(task), time.monotonic()
    fields: dict[str, object] = {"task": task.kind.value, "due": task.at.isoformat()}
    if task.slot is None:
        fields["source"] = task.subject
    else:
        fields |= {"edition": task.subject, "period": str(task.slot.span)}
    try:
        message = _DO[task.kind](task, now, shift)
    except Exception as error:  # One task's fault must not stop the others, nor the service.
        shift.failed[name] = now
        log.exception("task failed", extra=fields)
        told = str(error) if isinstance(error, BriefingError) else f"程序出错（{type(error).__name__}）"
        shift.archive.logbook.give(notices.fault(task, told, now))
        return Done(task, told, failed=True)
    shift.failed.pop(name, None)
    log.info("task done", extra=fields | {"seconds": round(time.monotonic() - started, 2)})
    return Done(task, message)


def _read(task: Task, now: datetime, shift: Shift) -> str:
    source = reading.named(task.subject, shift.config)
    done = reading.read_source(source, shift.archive, shift.config, now, shift.watch, shift.pause)
    new = sum(one.new for one in done.ingestion.taken)
    updated = sum(one.updated for one in done.ingestion.taken)
    if done.run.error:
        log.warning("source unreachable", extra={"source": source.name})
        return done.run.error
    counts = {"files": done.run.files, "new": new, "updated": updated, "waiting": done.run.waiting}
    log.info("source read", extra={"source": source.name, "counts": counts})
    for problem in done.ingestion.problems:
        log.warning("source problem", extra={"source": source.name, "code": problem.code})
    waiting = f"，{done.run.waiting} 个文件还在写入，一分钟后再读" if done.run.waiting else ""
    return f"来源“{source.name}”：新 {new} 篇，更新 {updated} 篇{waiting}"


def _compose(task: Task, now: datetime, shift: Shift) -> str:
    slot, edition, config = _of(task, shift)
    wish = Wish(districts=edition.districts, themes=edition.themes)
    release = releasing.draft(slot.span, shift.archive, config, now, shift.watch, wish)
    if release is None:
        shift.archive.logbook.mark(slot.key, Mark.EMPTY, now)
        return f"{edition.name} {slot.span}：没有文章，不制作"
    releasing.documents(numbered(release, shift.archive, config), shift.archive, config, shift.watch)
    return f"{edition.name} {slot.span}：已制作（第 {release.revision} 稿）"


def _send(task: Task, now: datetime, shift: Shift) -> str:
    slot, edition, config = _of(task, shift)
    approval = shift.archive.logbook.approval(slot.key)
    revision = approval.revision if approval else None
    release = releasing.release(slot.span.period, shift.archive, config, now, revision)
    releasing.documents(release, shift.archive, config, shift.watch)
    problems = shift.post.put(
        release,
        only=edition.recipients,
        config=config,
        checked=approval is not None,
        document=_document(approval),
    )
    shift.archive.logbook.mark(slot.key, Mark.QUEUED, now)
    log.info("briefing released", extra={"edition": edition.name, "revision": release.revision})
    if problems:
        told = "\n".join(dict.fromkeys(problem.message for problem in problems))
        shift.archive.logbook.give(notices.recipients(slot, told, now))
    return f"{edition.name} {slot.span}：已放入发件箱"


def _document(approval: Approval | None) -> Attachment | None:
    """The very file that the editor wants sent."""
    if approval is None or approval.document is None:
        return None
    kind = mimetypes.guess_type(approval.name)[0] or _TYPES.get(Path(approval.name).suffix.lower(), _ANY)
    return Attachment(approval.name, kind, approval.document)


_DO: dict[Kind, Callable[[Task, datetime, Shift], str]] = {
    Kind.READ: _read,
    Kind.COMPOSE: _compose,
    Kind.SEND: _send,
}


def _of(task: Task, shift: Shift) -> tuple[Slot, Edition, Config]:
    assert task.slot is not None, "only reading has no slot"
    edition = shift.plan.edition(task.subject)
    return task.slot, edition, schedule.settings_of(edition, shift.config)


def numbered(release: Release, archive: Archive, config: Config) -> Release:
    """A draft as its documents show it: under the number that its release would give it now."""
    issue = releasing.expected(release.period, archive, config)
    return replace(release, briefing=replace(release.briefing, issue=issue))


# --- notices ----------------------------------------------------------------------------------------


def _tell(shift: Shift) -> None:
    """Give every notice that is due and was not given, and put those into the outbox that are not there."""
    lookout = notices.Lookout(shift.archive, shift.config, shift.plan, shift.clock(), shift.checked)
    for notice in lookout.all(receipts(shift.archive)):
        if shift.archive.logbook.give(notice):
            log.warning("notice", extra={"key": notice.key})
    for notice in shift.archive.logbook.to_mail():
        draft = reviewing.draft_of(notice)
        if draft is None:
            shift.post.notify(notice.subject, notice.text, notice.key)
        else:
            editors = shift.config.review.editors
            shift.post.notify(notice.subject, notice.text, notice.key, editors, _attached(draft, shift))
        shift.archive.logbook.note_queued(notice.key)


def _attached(draft: tuple[str, Period, int], shift: Shift) -> tuple[Attachment, ...]:
    """A draft as the editors get it."""
    release = shift.archive.releases.get(*draft)
    if release is None:
        return ()
    config = schedule.settings_of(shift.plan.edition(release.edition), shift.config)
    briefing = numbered(release, shift.archive, config).briefing
    document = render(briefing, "docx", config.templates or templates(), config)
    return (Attachment.of(document, stem(briefing)),)
