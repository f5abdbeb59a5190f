"""A process killed at every step between composing and the last receipt: nobody is left out, nobody gets two.

The one exception is told: where the server may have accepted a message and the process died before noting it,
the recipient stands as unknown.
"""

from __future__ import annotations

import os
import random
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.archive import Archive, Outbox, Releases
from briefing.config import Config
from briefing.config.delivery import Delivery as Manner
from briefing.config.delivery import Form, Mail, Recipient
from briefing.delivering import Post
from briefing.model import Delivery
from briefing.render import render
from briefing.resources import templates
from briefing.results import Watch
from tests.deliver.post_office import HOST
from tests.render import sample

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed")

NOW = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)
# Longer than any claim holds: the next process finds what the dead one held.
LATER = timedelta(minutes=10)
PEOPLE = [f"{n}@example.cn" for n in range(6)]
# Set by .ci/full, where every step has its kill; otherwise a handful, at other steps each time.
KILLS = int(os.environ.get("BRIEFING_KILLS", "0"))
STRIDE = 1 if KILLS else 11


@dataclass
class Office:
    """An archive and a mail server, and processes that send one briefing until they are killed."""

    target: str
    port: int
    log: Path
    resend: bool = False
    form: Form = "text"
    people: tuple[str, ...] = tuple(PEOPLE)
    runs: int = 0

    def send(self) -> None:
        """All from composing to the last receipt, by a clock that is far ahead of the last process's."""
        mail = Mail(host=HOST, port=self.port, security="none", sender="y@example.cn", timeout=10)
        config = Config(
            edition="许昌市",
            mail=mail,
            recipients=tuple(Recipient(address=one, form=self.form) for one in self.people),
            delivery=Manner(on_unknown="resend" if self.resend else "report"),
        )
        start = time.monotonic()
        begun = NOW + self.runs * LATER
        watch = Watch(lambda _problem: None, lambda _step, _done, _total: None)
        with Archive.open(self.target) as archive:
            briefing = sample.one()
            drafted = archive.releases.draft(briefing, begun)
            release = archive.releases.release(
                briefing.edition, briefing.period, begun, revision=drafted.revision
            )
            clock = lambda: begun + timedelta(seconds=time.monotonic() - start)  # noqa: E731
            post = Post(archive, config, watch, clock)
            post.put(release)
            post.flush()

    def started(self, prepare: Callable[[], None] = lambda: None) -> int:
        """A process that sends; its number."""
        self.runs += 1
        child = os.fork()
        if child == 0:
            status = 1
            try:
                prepare()
                self.send()
                status = 0
            finally:
                os._exit(status)
        return child

    def run(self, prepare: Callable[[], None] = lambda: None) -> bool:
        """Send in a process; whether it was killed on the way. It must not end in any third way."""
        return ended(self.started(prepare))

    def accepted(self) -> list[tuple[str, str]]:
        """What the server has accepted: recipient and Message-ID."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(recipient, identity) for recipient, identity in (line.split("\t") for line in lines)]

    def states(self) -> dict[str, Delivery]:
        with Archive.open(self.target) as archive:
            return {one.ticket.recipient: one.state for one in archive.outbox.receipts()}

    def reasons(self) -> set[str]:
        with Archive.open(self.target) as archive:
            return {one.reason for one in archive.outbox.receipts()}

    def check(self, told: object) -> Counter[str]:
        """After the last run: who has it how often, against what the receipts say. Counts of the unknown."""
        states, had = self.states(), Counter(recipient for recipient, _ in self.accepted())
        assert states.keys() == set(self.people), told
        assert set(states.values()) <= {Delivery.SENT, Delivery.UNKNOWN}, (told, self.reasons())
        for one, state in states.items():
            if state is Delivery.SENT and not self.resend:
                assert had[one] == 1, (told, one, had)
            elif state is Delivery.SENT:
                assert had[one] >= 1, (told, one, had)
            elif not self.resend:
                assert had[one] <= 1, (told, one, had)
        unknown = [one for one, state in states.items() if state is Delivery.UNKNOWN]
        arrived = sum(had[one] > 0 for one in unknown)
        return Counter(unknown=len(unknown), arrived=arrived, twice=sum(n > 1 for n in had.values()))


def ended(child: int) -> bool:
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.WEXITSTATUS(status) == 0
    return killed


@contextmanager
def office(target: str, folder: Path, **fields: Any) -> Iterator[Office]:
    """The server runs in a process of its own, so that this one has no threads and may fork."""
    log = folder / "accepted.log"
    command = [sys.executable, "-m", "tests.deliver.post_office", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Office(target, int(process.stdout.readline()), log, **fields)
        finally:
            process.terminate()


# --- at every step --------------------------------------------------------------------------------

STEPS: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Releases, ("draft", "release")),
    (Outbox, ("put", "recover", "claim", "commit", "settle")),
    (smtplib.SMTP, ("connect", "ehlo", "mail", "rcpt", "send", "getreply", "close")),
)


def killing(step: int) -> Callable[[], None]:
    """Makes a process kill itself at its n-th step; each call of STEPS is two, its beginning and its end."""
    taken = 0

    def tick() -> None:
        nonlocal taken
        taken += 1
        if taken == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            tick()
            try:
                return call(*arguments, **options)
            finally:
                tick()

        return wrapped

    def prepare() -> None:
        for kind, names in STEPS:
            for name in names:
                setattr(kind, name, watched(getattr(kind, name)))

    return prepare


@pytest.mark.parametrize("resend", [False, True] if KILLS else [False])
def test_a_kill_at_every_step(target: str, tmp_path: Path, resend: bool) -> None:
    total: Counter[str] = Counter()
    with office(target, tmp_path, resend=resend) as one:
        one.people = tuple(PEOPLE[:2])
        step = random.randint(1, STRIDE)
        while True:
            one.target = target if "://" in target else f"{target}-{step}"
            one.log.unlink(missing_ok=True)
            empty(target)
            if not one.run(killing(step)):
                break
            total["kills"] += 1
            assert not one.run(), step
            total += one.check(step)
            identities: dict[str, set[str]] = {}
            for recipient, identity in one.accepted():
                identities.setdefault(recipient, set()).add(identity)
            assert all(len(found) == 1 for found in identities.values()), "a retry keeps its Message-ID"
            step += STRIDE
    assert total["kills"] >= 60 // STRIDE
    # Between the last byte's note and the receipt the fate is unknown; nowhere else.
    assert total["unknown"] + total["twice"] <= max(2, total["kills"] / 3)
    assert STRIDE > 1 or total["unknown"] + total["twice"] > 0
    print(f"\n{'resend' if resend else 'report'}: {dict(total)}")


def empty(target: str) -> None:
    """An archive on a server is emptied between two kills; a file is another one each time."""
    if "://" in target:
        from sqlalchemy import create_engine, text

        engine = create_engine(target)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()


# --- at any moment --------------------------------------------------------------------------------


def test_kills_at_random_moments(target: str, tmp_path: Path) -> None:
    seed = random.randrange(1 << 32)
    choose, total = random.Random(seed), Counter[str]()
    render(sample.one(), "docx", templates())  # Loads what every process would have to load anew.
    with office(target, tmp_path, form="mail") as one:
        rounds = 0
        while total["kills"] < (KILLS or 4):
            rounds += 1
            one.target = target if "://" in target else f"{target}-{rounds}"
            one.log.unlink(missing_ok=True)
            empty(target)
            before = time.monotonic()
            if rounds == 1:
                assert not one.run()
                whole = time.monotonic() - before
                continue
            for _ in range(choose.randint(1, 3)):
                child = one.started()
                time.sleep(choose.random() * whole)
                os.kill(child, signal.SIGKILL)
                total["kills"] += ended(child)
            assert not one.run(), seed
            total += one.check(seed)
    assert total["twice"] == 0
    print(f"\nrandom: {dict(total)}")


# --- two at once ----------------------------------------------------------------------------------


def test_processes_at_once_on_one_archive_never_send_twice(target: str, tmp_path: Path) -> None:
    with office(target, tmp_path) as one:
        one.people = tuple(f"{n}@example.cn" for n in range(40))
        Archive.open(target).close()
        children = [one.started() for _ in range(3)]
        assert [ended(child) for child in children] == [False] * 3
        assert one.check("at once") == Counter(unknown=0, arrived=0, twice=0)
        assert len(one.accepted()) == 40
