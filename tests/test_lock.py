"""One service for an archive: a second one is refused and told who has it; a dead one's lock is free."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from briefing import lock
from briefing.lock import Held, held, path_for
from briefing.zone import ZONE

NOW = datetime(2018, 11, 12, 8, 0, tzinfo=ZONE)
_CHILD = """
import sys, time
from datetime import datetime, timezone
from pathlib import Path
from briefing import lock
with lock.held(Path(sys.argv[1]), "serve", datetime(2018, 11, 12, 8, tzinfo=timezone.utc)):
    print("held", flush=True)
    time.sleep(60)
"""


def child(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    return process


def test_a_second_process_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "briefing.db.lock"
    process = child(path)
    try:
        with pytest.raises(Held) as caught, held(path, "serve", NOW):
            pass
        assert str(process.pid) in str(caught.value)
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code == 2
        assert lock.holder(path) == caught.value.holder
    finally:
        process.kill()
        process.wait()
    assert lock.holder(path) is None
    with held(path, "run-due", NOW) as mine:
        assert (mine.pid, mine.role) == (os.getpid(), "run-due")


def test_it_is_free_again_after_its_end_even_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.lock"
    with pytest.raises(ZeroDivisionError), held(path, "serve", NOW):
        raise ZeroDivisionError
    with held(path, "serve", NOW):
        assert lock.holder(path) is not None
    assert lock.holder(path) is None
    assert path.read_text("utf-8") == ""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_what_a_killed_process_left_behind_does_not_refuse(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    process = child(path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert path.read_text("utf-8") != ""
    with held(path, "serve", NOW) as mine:
        assert mine.pid == os.getpid()


def test_an_unreadable_holder_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with held(path, "serve", NOW):
        path.write_text("garbage", "utf-8")
        found = lock.holder(path)
        assert found is not None
        with pytest.raises(Held), held(path, "serve", NOW):
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_it_holds_on_a_full_disk(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: nothing can be written from then on."""
    program = (
        "import resource, sys\n"
        "from datetime import datetime, timezone\n"
        "from pathlib import Path\n"
        "from briefing.lock import held, holder\n"
        "path = Path(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "with held(path, 'serve', datetime.now(timezone.utc)):\n"
        "    assert holder(path)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "x.lock")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_where_the_lock_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert path_for("a/briefing.db") == Path("a/briefing.db.lock")
    one, two = path_for("postgresql+psycopg://h/a"), path_for("postgresql+psycopg://h/b")
    assert one.parent == tmp_path / "briefing"
    assert one != two
    assert "postgres" not in one.name
