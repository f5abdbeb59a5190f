"""The service killed at every step from reading to the last receipt: the next run goes on from there."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from briefing.archive import Archive
from briefing.config import Config
from briefing.config.delivery import Folder
from briefing.config.service import Duty, SourceFolder
from briefing.delivering import Post
from briefing.model import Delivery, Issue
from briefing.results import Watch
from briefing.running import Shift, run_due
from briefing.schedule import Plan
from tests.test_schedule import at
from tests.test_weekly import FIRST, SECOND

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed")

WATCH = Watch(lambda _problem: None, lambda _step, _done, _total: None)
MONDAY = at("2018-11-12T08:00")
# Longer than a claim of the outbox holds.
LATER = timedelta(minutes=20)
CONFIG = Config(
    sources=(SourceFolder(name="来稿", folder=Path("来稿")),),
    folders=(Folder(path=Path("共享")),),
    duty=Duty(disk=0),
    formats=("json",),
)
# Set by .ci/full, where every step has its kill; otherwise every fifth.
STRIDE = 1 if int(os.environ.get("BRIEFING_KILLS", "0")) else 5
MOST = 60


def run(step: int | None, runs: int) -> None:
    """One run of the service, killed just before its n-th transaction is over."""
    left = step

    class Fragile(Archive):
        @contextmanager
        def _writing(self, *, relaxed: bool = False) -> Iterator[Connection]:
            nonlocal left
            with super()._writing(relaxed=relaxed) as connection:
                yield connection
                if left is not None:
                    left -= 1
                    if left < 0:
                        os.kill(os.getpid(), signal.SIGKILL)

    with Fragile.open("briefing.db") as archive:
        now = MONDAY + runs * LATER
        post = Post(archive, CONFIG, WATCH, lambda: now)
        run_due(Shift(archive, CONFIG, Plan.of(CONFIG), post, WATCH, lambda: now, lambda _span: None))


def killed(step: int | None, runs: int) -> bool:
    """Run in a process of its own; whether it was killed. It must not end in any third way."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run(step, runs)
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(ended) == 0
    return False


def whole(folder: Path) -> list[Path]:
    """A folder's files; what a killed process was writing aside is hidden, and nobody takes it for one."""
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def check(told: object) -> None:
    with Archive.open("briefing.db") as archive:
        (release,) = archive.releases.released("一周要闻")
        assert (release.revision, release.issue) == (1, Issue(2018, 1, 1)), told
        assert list(archive.releases.known()) == [(release.edition, release.period)], told
        (receipt,) = archive.outbox.receipts()
        assert receipt.state is Delivery.SENT, told
        assert archive.count() == 2, told
    assert [path.name for path in whole(Path("共享"))] == ["一周要闻_2018-11-05_2018-11-11.docx"], told
    (made,) = whole(Path("out/2018-W45"))
    assert json.loads(made.read_text("utf-8"))["issue"]["number"] == 1, told


def test_killed_at_any_step_the_service_makes_and_delivers_each_briefing_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = 0
    for step in range(0, MOST, STRIDE):
        office = tmp_path / str(step)
        (office / "来稿").mkdir(parents=True)
        monkeypatch.chdir(office)
        rows = "".join(json.dumps(one) + "\n" for one in (FIRST, SECOND))
        Path("来稿/a.jsonl").write_text(rows, "utf-8")
        if not killed(step, 0):
            break
        kills += 1
        assert not killed(None, 1)
        assert not killed(None, 2)
        check(step)
    else:
        raise AssertionError("the run never came to its end")
    assert kills >= 10 // STRIDE, "too few steps to prove anything"
