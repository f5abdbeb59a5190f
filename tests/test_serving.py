"""The service's process: one at a time, a clean end, a sign of life; and the commands about it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from briefing import health, serving
from briefing.archive import Archive
from briefing.cli import app
from briefing.config import Config
from briefing.config.service import SourceFolder, Timing
from briefing.errors import ConfigError
from briefing.results import Watch
from briefing.serving import Service
from briefing.zone import ZONE
from tests.test_schedule import at
from tests.test_weekly import FIRST

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)
ROOT = Path(__file__).parent.parent
SETTINGS = '[[sources]]\nname = "来稿"\nfolder = "来稿"\n[weekly]\nevery = "never"\n[duty]\ndisk = 0\n'
# For a computer that is busy with other things; nothing here measures time.
DEADLINE = 300


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    Path("来稿").mkdir()
    Path("briefing.toml").write_text(SETTINGS, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def put(name: str = "a.jsonl", **fields: Any) -> None:
    path = Path("来稿") / name
    path.write_text(json.dumps({**FIRST, **fields}) + "\n", "utf-8")
    os.utime(path, (0, 0))  # at rest: no second look is needed


def soon(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not ready():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


# --- the process ------------------------------------------------------------------------------------


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    """The real service, up and looking."""
    put()
    command = [sys.executable, "-m", "briefing", "serve"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as started:
        try:
            soon(lambda: Path("briefing-health.json").exists() or started.poll() is not None)
            yield started
        finally:
            started.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_the_service_reads_refuses_a_second_one_and_ends_cleanly(process: subprocess.Popen[str]) -> None:
    second = run("serve")
    assert second.exit_code == 2
    assert str(process.pid) in second.stderr
    assert len(second.stderr.splitlines()) == 1
    once = run("run-due")
    assert once.exit_code == 0
    assert "由它来做" in once.stderr
    assert f"进程 {process.pid}" in run("status").stdout
    process.send_signal(signal.SIGTERM)
    assert process.wait(DEADLINE) == 0
    assert json.loads(Path("briefing-health.json").read_text("utf-8"))["state"] == "stopped"
    assert "没有在运行" in run("status").stdout
    assert "来源“来稿”：新 1 篇" in (process.stderr.read() if process.stderr else "")
    events = [
        json.loads(line)["event"] for line in Path("logs/briefing.jsonl").read_text("utf-8").splitlines()
    ]
    assert (events[0], events[-1]) == ("on duty", "service stopped")
    assert FIRST["title"] not in Path("logs/briefing.jsonl").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_killed_services_lock_is_free_and_its_work_goes_on(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(DEADLINE)
    assert run("run-due").exit_code == 0


def service(archive: Archive, load: Callable[[], Config] | None = None, **fields: Any) -> Service:
    config = Config(sources=(SourceFolder(name="来稿", folder=Path("来稿")),), weekly=Timing(every="never"))
    fields.setdefault("clock", serving.now)
    return Service(load or (lambda: config), archive, STATIC, lambda _line: None, **fields)


def test_a_stop_while_a_look_is_under_way_waits_for_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, steps = threading.Event(), []

    def slow(_shift: object) -> list[Any]:
        begun.set()
        time.sleep(0.3)
        steps.append("done")
        return []

    monkeypatch.setattr(serving, "run_due", slow)
    with Archive.open("briefing.db") as archive:
        one = service(archive)

        def stop_it() -> None:
            begun.wait(DEADLINE)
            one.stop.set()

        threading.Thread(target=stop_it).start()
        one.serve(beat=0.01)
    assert steps == ["done"]


def test_a_clock_that_is_set_back_does_not_put_the_service_to_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []
    real, back = time.time, [0.0]

    def look(_shift: object) -> list[Any]:
        looks.append(real())
        return []

    monkeypatch.setattr(serving, "run_due", look)
    monkeypatch.setattr(time, "time", lambda: real() - back[0])
    with Archive.open("briefing.db") as archive:
        one = service(archive)
        thread = threading.Thread(target=one.serve, kwargs={"beat": 0.01})
        thread.start()
        soon(lambda: len(looks) == 1)
        back[0] = 3600.0
        soon(lambda: len(looks) == 2)  # at once, not an hour and twenty seconds later
        one.stop.set()
        thread.join(DEADLINE)
    assert not thread.is_alive()
    assert looks[1] - looks[0] < DEADLINE


def test_a_look_that_fails_is_a_bad_sign_and_no_end() -> None:
    with Archive.open("briefing.db") as archive:
        one = service(archive, clock=lambda: at("2018-11-14T09:00"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serving, "run_due", lambda _shift: 1 / 0)
            assert one.look() == []
        assert json.loads(Path("briefing-health.json").read_text("utf-8"))["state"] == "bad"
        one.look()
        assert json.loads(Path("briefing-health.json").read_text("utf-8"))["state"] == "ok"


def test_an_edited_configuration_holds_from_the_next_look_a_wrong_one_does_not() -> None:
    states: list[Config | ConfigError] = [
        Config(weekly=Timing(every="never")),
        ConfigError("briefing.toml：没有“titel”这个键"),
        Config(weekly=Timing(every="never"), sources=(SourceFolder(name="来稿", folder=Path("来稿")),)),
    ]

    def load() -> Config:
        state = states.pop(0)
        if isinstance(state, ConfigError):
            raise state
        return state

    put()
    with Archive.open("briefing.db") as archive:
        one = service(archive, load)
        one.look()
        one.look()
        written = json.loads(Path("briefing-health.json").read_text("utf-8"))
        assert written["state"] == "warn"
        assert "titel" in written["problems"][0]
        assert archive.count() == 0
        one.look()
        assert archive.count() == 1


def test_the_sign_of_life_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "health.json"
    assert health.last_sign(path) is None
    health.write(path, "ok", at("2018-11-12T08:00"), ["x"], [])
    assert health.last_sign(path) == at("2018-11-12T08:00")
    assert json.loads(path.read_text("utf-8"))["problems"] == ["x"]
    path.write_text("{", "utf-8")
    assert health.last_sign(path) is None


# --- the commands -----------------------------------------------------------------------------------


def test_run_due_says_what_it_did_and_then_that_nothing_is_due() -> None:
    put()
    assert "来源“来稿”：新 1 篇" in run("run-due").stdout
    result = run("run-due")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(run("run-due", "--json").stdout) == []


def test_run_due_with_a_source_that_is_gone_names_it() -> None:
    Path("来稿").rmdir()
    result = run("run-due")
    assert result.exit_code == 1
    assert "来稿" in result.stdout + result.stderr
    (found,) = json.loads(run("sources", "--json").stdout)
    assert "来稿" in found["error"]


def test_sources_and_a_trial_of_one() -> None:
    put(published=str(datetime.now(ZONE).date()))
    Path("来稿/坏.docx").write_text("x", "utf-8")
    os.utime("来稿/坏.docx", (0, 0))
    trial = run("sources", "test", "来稿")
    assert trial.exit_code == 1
    assert "来稿/a.jsonl：1 篇" in trial.stdout
    assert "坏.docx" in trial.stderr
    (before,) = json.loads(run("sources", "--json").stdout)
    assert (before["last_success"], before["articles"]) == (None, 0)
    run("run-due")
    (after,) = json.loads(run("sources", "--json").stdout)
    assert (after["articles"], after["files"]) == (1, 2)
    assert "坏.docx" in after["bad_files"][0]
    assert "本周文章 1 篇" in run("sources").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("test",), "briefing sources test 名称"),
        (("tset", "来稿"), "briefing sources test 名称"),
        (("test", "来搞"), "是否想写“来稿”"),
    ],
)
def test_a_wrong_way_to_ask_for_a_source_is_one_line(arguments: tuple[str, ...], words: str) -> None:
    result = run("sources", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_status_for_people_and_programs() -> None:
    Path("briefing.toml").write_text(SETTINGS.replace('"never"', '"week"'), "utf-8")
    put(published=None)
    assert run("status").exit_code == 0
    run("run-due")
    found = json.loads(run("status", "--json").stdout)
    assert found["service"] is None
    assert found["editions"][0]["next"]["state"] == "planned"
    assert found["archive"]["articles"] == 1
    assert found["archive"]["undated"] == 1
    assert found["calendar"]["known_until"] >= 2026
    text = run("status").stdout
    for word in (
        "服务：没有在运行",
        "一周要闻 下一期",
        "来源“来稿”",
        "档案库：",
        "放假安排：知道到",
        "没有日期",
    ):
        assert word in text


def test_status_without_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "now", lambda: at("2018-11-17T09:00"))
    Path("briefing.toml").unlink()
    result = run("status")
    assert result.exit_code == 0
    assert "启用之前的，不做" in result.stdout
    assert "还没有制作" not in result.stdout
    assert "没有配置来源" in result.stdout
    assert json.loads(run("status", "--json").stdout)["archive"]["articles"] == 0
    assert run("sources").exit_code == 0
    assert not Path("briefing.db").exists()


def test_a_wrong_holiday_file_is_one_line_everywhere() -> None:
    Path("briefing.toml").write_text('[calendar]\nfile = "放假.toml"', "utf-8")
    for command in (("serve",), ("run-due",), ("status",)):
        result = run(*command)
        assert result.exit_code == 2
        assert "放假.toml" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_approve_says_when_it_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "now", lambda: at("2018-11-12T07:40"))
    Path("briefing.toml").write_text(
        SETTINGS.replace('"never"', '"week"') + "[review]\nrequired = true\n", "utf-8"
    )
    put()
    run("run-due")
    result = run("approve", "last")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "将在 2018-11-12 08:00 发出" in result.stdout
    monkeypatch.setattr(serving, "now", lambda: at("2018-11-12T08:10"))
    assert "马上发出" in run("approve", "2018-W45").stdout
    assert "一周要闻 2018-W45" in run("run-due").stdout
    assert "已放行：一周要闻" in result.stdout
    assert "briefing run-due" in result.stdout
    assert run("approve", "2001-W01").exit_code == 2
