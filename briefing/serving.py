"""The service's process: one at a time, a look every little while, a clean end.

APScheduler calls `look`; what is due is not its business (see `schedule`). It would sleep through a clock
that was set back, since it waits for its next time by that clock: so the main thread watches for jumps, and
wakes it with every beat.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from briefing import __version__, health, journal, lock, running, schedule, standing
from briefing.archive import Archive
from briefing.config import Config
from briefing.delivering import Post
from briefing.errors import BriefingError
from briefing.results import Watch
from briefing.running import Done, Shift, run_due
from briefing.schedule import Plan
from briefing.zone import ZONE

log = logging.getLogger(__name__)

TICK = timedelta(seconds=20)
_AFRESH = timedelta(minutes=5)
# The main thread looks at both clocks so often; one that went this much astray from the other was set.
_BEAT = 1.0
_JUMP = 30.0
_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")

Load = Callable[[], Config]


# Sleeping, not waiting for an event: under a faked time an event's wait goes by the true clock, for ever.
_sleep = time.sleep


def now() -> datetime:
    """The time in China."""
    return datetime.now(ZONE)


@dataclass
class Service:
    """One archive's service. `load` reads the configuration for every look: an edit holds from the next."""

    load: Load
    archive: Archive
    watch: Watch
    tell: Callable[[str], None]
    clock: Callable[[], datetime]
    stop: threading.Event = field(default_factory=threading.Event)
    _shift: Shift | None = None
    _wrong: str = ""
    _known: tuple[datetime | None, tuple[str, ...]] = (None, ())

    def look(self) -> list[Done]:
        """Do what is due now, and give a sign of life; nothing that goes wrong ends the service."""
        shift = self._current()
        try:
            done = run_due(shift)
            problems = self._problems(shift, afresh=bool(done))
            state: health.State = "warn" if problems or self._wrong else "ok"
        except Exception as error:
            log.exception("look failed")
            done, state = [], "bad"
            problems = (str(error) if isinstance(error, BriefingError) else type(error).__name__,)
        for one in done:
            self.tell(one.message)
        self._sign(state, (*([self._wrong] if self._wrong else []), *problems))
        return done

    def serve(self, beat: float = _BEAT) -> None:
        """Look every little while until told to stop; the task under way is finished first."""
        scheduler = BackgroundScheduler(timezone=ZONE)
        settings: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        first = datetime.now(ZONE)
        scheduler.add_job(
            self.look, "interval", seconds=TICK.total_seconds(), id="look", next_run_time=first, **settings
        )
        scheduler.start()
        log.info("service started", extra={"version": __version__})
        try:
            self._watch_clocks(scheduler, beat)
        finally:
            self.stop.set()
            scheduler.shutdown(wait=True)
            self._sign("stopped", ())
            log.info("service stopped")

    def _watch_clocks(self, scheduler: BackgroundScheduler, beat: float) -> None:
        apart = time.time() - time.monotonic()
        while not self.stop.is_set():
            _sleep(beat)
            gone = time.time() - time.monotonic() - apart
            if abs(gone) > _JUMP:
                apart += gone
                log.warning("clock changed", extra={"seconds": round(gone)})
                scheduler.modify_job("look", next_run_time=datetime.now(ZONE))
            else:
                scheduler.wakeup()

    def _current(self) -> Shift:
        """The shift under the configuration as it is now; while that is wrong, as it was before."""
        try:
            config = self.load()
            plan = Plan.of(config)
            self._wrong = ""
        except BriefingError as error:
            if self._shift is None:
                raise
            if str(error) != self._wrong:
                log.error("configuration wrong")
                self.tell(f"配置有误，先按原来的运行：{error}")
            self._wrong = str(error)
            return self._shift
        post = Post(self.archive, config, self.watch, self.clock, self.stop.is_set)
        if self._shift is None:
            self._shift = Shift(
                self.archive, config, plan, post, self.watch, self.clock, self._pause, self.stop.is_set
            )
        shift = self._shift
        shift.config, shift.plan, shift.post = config, plan, post
        return shift

    def _problems(self, shift: Shift, afresh: bool) -> tuple[str, ...]:
        """What somebody should see to. Counting 100,000 articles takes 0.3 s: not at every look."""
        at, (found, problems) = self.clock(), self._known
        if afresh or found is None or not timedelta() <= at - found < _AFRESH:
            problems = standing.standing(shift.archive, shift.config, shift.plan, at).problems
            self._known = at, problems
        return problems

    def _pause(self, span: timedelta) -> None:
        for _ in range(round(span.total_seconds() / _BEAT)):
            if self.stop.is_set():
                return
            _sleep(_BEAT)

    def _sign(self, state: health.State, problems: tuple[str, ...]) -> None:
        if self._shift is None:
            return
        try:
            at, plan = self.clock(), self._shift.plan
            ahead = schedule.upcoming(at, plan, running.receipts(self.archive))
            health.write(self._shift.config.service.health, state, at, problems, ahead)
        except (OSError, BriefingError):
            # A full disk is told by the absence of this very file's new time.
            log.exception("health file not written")


@contextmanager
def on_duty(load: Load, target: str, role: str, clock: Callable[[], datetime]) -> Iterator[Archive]:
    """The archive for a service's run: locked, with the log open. Raises Held where another is at work."""
    config = load()
    Plan.of(config)  # A wrong timetable is told before anything begins.
    with lock.held(lock.path_for(target), role, clock()) as holder:
        handler = journal.open_journal(config.service.log)
        try:
            with Archive.open(target) as archive:
                log.info("on duty", extra={"holder": str(holder)})
                yield archive
        finally:
            journal.close_journal(handler)


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and an interruption ask for the end; a second one insists."""

    def asked(_number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    former = {one: signal.signal(one, asked) for one in known}
    try:
        yield
    finally:
        for one, handler in former.items():
            with suppress(TypeError):  # A handler that was not set from Python cannot be put back.
                signal.signal(one, handler)
