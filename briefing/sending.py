"""Sending by hand: what `briefing send` and `briefing deliveries` do."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from briefing import periods, releasing, schedule
from briefing.archive import Approval, Archive, Mark, Release
from briefing.config import Config
from briefing.config.service import Edition
from briefing.delivering import Planned, Post
from briefing.errors import NothingInPeriod, UsageError, nearest
from briefing.model import Briefing, Delivery, Period, Problem, Receipt
from briefing.periods import Span
from briefing.posting import Outgoing
from briefing.render.mail import Attachment
from briefing.results import Outcome, Watch, Wish

Clock = Callable[[], datetime]
# What is older and finished is asked for by its week.
_RECENT = timedelta(days=14)
OPEN = frozenset({Delivery.WAITING, Delivery.CLAIMED, Delivery.COMMITTED, Delivery.FAILED, Delivery.UNKNOWN})
"""States that somebody may have to do something about."""
RETRIED = frozenset({Delivery.WAITING, Delivery.FAILED})
"""States of which nobody can have anything yet."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending came to. `planned` is what a dry run would send, `receipts` are of what was sent."""

    label: str
    planned: tuple[Planned, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The exit code: done, in part, or nobody reached."""
        return _outcome(self.receipts, self.problems)


@dataclass(frozen=True, slots=True)
class Listing:
    """Receipts that were asked for; `retried` is how many of them were let out again."""

    receipts: tuple[Receipt, ...]
    retried: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The exit code of `--retry`; a mere list is always done."""
        return _outcome(self.receipts, self.problems) if self.retried else Outcome.DONE


def _outcome(receipts: Collection[Receipt], problems: Collection[Problem]) -> Outcome:
    undone = any(one.state in OPEN for one in receipts)
    if undone and not any(one.state is Delivery.SENT for one in receipts):
        return Outcome.NOTHING_DONE
    return Outcome.PARTLY if undone or problems else Outcome.DONE


# --- briefing send ---


def send(
    span: Span,
    archive: Archive,
    config: Config,
    clock: Clock,
    watch: Watch,
    *,
    edition: str | None = None,
    only: Iterable[str] = (),
    correction: bool = False,
    dry_run: bool = False,
) -> Sent:
    """Deliver the regular briefing of a span now, of the main edition unless said.

    What was released goes to whoever has not had it; what was not is drafted and released first. A correction
    is a new revision, for those who had an earlier one.

    Raises NothingInPeriod; ConfigError without recipients or a mail server; UsageError where there is nothing
    to correct, or an editor has yet to approve.
    """
    problems, heard = _listening(watch)
    post = Post(archive, config, heard, clock)
    own = _edition(edition, config)
    config = schedule.settings_of(own, config)
    to = tuple(only) or own.recipients
    if dry_run:
        briefing = _foreseen(span, own, archive, config, heard, correction)
        planned, _ = post.plan(briefing, only=to, config=config, correction=correction)
        return Sent(Outgoing(briefing).label, tuple(planned), problems=tuple(problems))
    post.check()
    release = _released(span, own, archive, config, clock(), heard, correction)
    approval = _approval(archive, release.edition, release.period, release.revision)
    post.put(
        release,
        only=to,
        config=config,
        checked=approval is not None,
        document=_document(approval),
        correction=correction,
    )
    if to == own.recipients:  # The service need not send it any more.
        archive.logbook.mark((release.edition, release.period), Mark.QUEUED, clock())
    post.flush()
    found = post.receipts(release.briefing)
    receipts = tuple(one for one in found if one.ticket.revision == release.revision)
    return Sent(Outgoing(release.briefing).label, (), receipts, tuple(problems))


def _edition(name: str | None, config: Config) -> Edition:
    """The edition of that name, the main one unless said. Raises UsageError with the choices."""
    found = {one.name: one for one in schedule.editions(config)}
    if name is not None and name not in found:
        raise UsageError(f"--edition“{name}”：没有这个版本{nearest(name, found)}")
    return found[name or config.edition]


def _wish(edition: Edition) -> Wish:
    return Wish(districts=edition.districts, themes=edition.themes)


def _released(
    span: Span,
    edition: Edition,
    archive: Archive,
    config: Config,
    now: datetime,
    watch: Watch,
    correction: bool,
) -> Release:
    last = _last(span, archive, config, correction)
    if last is not None and not correction:
        return last
    drafted = releasing.draft(span, archive, config, now, watch, _wish(edition))
    if drafted is None:
        raise _nothing(span, archive)
    if last is not None and drafted.revision == last.revision:
        raise _unchanged(span)
    approved = _approval(archive, drafted.edition, drafted.period, drafted.revision)
    if config.review.required and approved is None:
        what = f"{span} 第{drafted.revision}稿还没有放行"
        raise UsageError(f"配置要求先审后发（review），{what}；审过以后用 briefing approve 放行")
    return releasing.release(span.period, archive, config, now, drafted.revision)


def _foreseen(
    span: Span, edition: Edition, archive: Archive, config: Config, watch: Watch, correction: bool
) -> Briefing:
    """What would be sent; nothing is noted."""
    last = _last(span, archive, config, correction)
    if last is not None and not correction:
        return last.briefing
    made = releasing.compose_edition(span, archive, config, watch, _wish(edition))
    if made is None:
        raise _nothing(span, archive)
    if last is None:
        return replace(made, issue=releasing.expected(span.period, archive, config))
    if replace(last.briefing, revision=1, issue=None) == replace(made, revision=1, issue=None):
        raise _unchanged(span)
    return replace(made, revision=last.revision + 1, issue=last.issue)


def _last(span: Span, archive: Archive, config: Config, correction: bool) -> Release | None:
    """The revision that was released last. Raises UsageError where a correction has nothing to correct."""
    released = archive.releases.released(config.edition)
    last = next((one for one in released if one.period == span.period), None)
    if last is None and correction:
        raise UsageError(f"{span} 还没有发过，没有可更正的；直接运行 briefing send")
    return last


def _nothing(span: Span, archive: Archive) -> NothingInPeriod:
    weeks = "；".join(map(str, periods.nearest(span.period, archive.days())))
    near = f"；离得最近的几周：{weeks}" if weeks else ""
    return NothingInPeriod(f"{span} 没有文章，没有可发的{near}")


def _unchanged(span: Span) -> UsageError:
    return UsageError(f"{span} 的内容与已发出的一样，没有可更正的；先改正文章再试")


def _approval(archive: Archive, edition: str, period: Period, revision: int) -> Approval | None:
    found = archive.logbook.approval((edition, period))
    return found if found is not None and found.revision == revision else None


def _document(approval: Approval | None) -> Attachment | None:
    if approval is None or approval.document is None:
        return None
    kind = mimetypes.guess_type(approval.name)[0] or "application/octet-stream"
    return Attachment(approval.name, kind, approval.document)


# --- briefing deliveries ---


def deliveries(
    archive: Archive,
    config: Config,
    clock: Clock,
    watch: Watch,
    *,
    span: Span | None = None,
    retry: bool = False,
    unknown: bool = False,
) -> Listing:
    """Receipts of the briefings whose period falls into the span; without one, of the last two weeks and all
    that is unfinished. With `retry` what waits or has failed is tried again now, with `unknown` also what may
    have arrived.
    """
    problems, heard = _listening(watch)
    post = Post(archive, config, heard, clock)
    receipts = _listed(post, span, clock())
    if not retry:
        return Listing(tuple(receipts))
    states = RETRIED | ({Delivery.UNKNOWN} if unknown else set())
    chosen = [one for one in receipts if one.state in states]
    retried = post.retry(chosen)
    post.flush()
    tickets = {one.ticket for one in chosen}
    again = (one for one in post.receipts() if one.ticket in tickets)
    return Listing(tuple(again), retried, tuple(problems))


def _listed(post: Post, span: Span | None, now: datetime) -> list[Receipt]:
    if span is not None:
        return [one for one in post.receipts() if _within(one, span.period)]
    recent = post.receipts(since=now - _RECENT)
    known = {one.ticket for one in recent}
    return [one for one in post.receipts(states=OPEN) if one.ticket not in known] + recent


def _within(receipt: Receipt, period: Period) -> bool:
    """Whether a receipt is of a briefing whose last day is in the period (see `posting.subject_of`)."""
    _, _, end = receipt.ticket.subject.rpartition("|")
    try:
        return date.fromisoformat(end) in period
    except ValueError:
        return False


def _listening(watch: Watch) -> tuple[list[Problem], Watch]:
    """A list of the problems that the watch is told of."""
    problems: list[Problem] = []

    def heard(problem: Problem) -> None:
        problems.append(problem)
        watch.problem(problem)

    return problems, Watch(heard, watch.progress)
