"""The command line as a process of its own: streams, signals, start."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import briefing

# For a computer that is busy with other things; nothing here measures time.
DEADLINE = 600
ROW = {
    "title": "魏都区召开脱贫攻坚推进会",
    "text": "11月6日，魏都区召开脱贫攻坚推进会，听取工作汇报。会议强调，要压实责任，按期完成。",
    "published": "2018-11-07",
}


pytestmark = pytest.mark.usefixtures("empty_folder")


def put(name: str, *rows: dict[str, Any]) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return name


def process(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "briefing", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_the_installed_way_to_run() -> None:
    child = process("--version")
    out, err = child.communicate(timeout=DEADLINE)
    assert (child.returncode, out.decode(), err) == (0, f"briefing {briefing.__version__}\n", b"")


def test_help_loads_no_stage() -> None:
    code = "import sys; from briefing.cli import main\ntry: main()\nfinally: print(*sys.modules, sep=chr(10))"
    child = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, timeout=DEADLINE, check=True
    )
    loaded = set(child.stdout.splitlines())
    assert "briefing.cli" in loaded
    assert not loaded & {
        "briefing.weekly",
        "sqlalchemy",
        "numpy",
        "scipy",
        "docx",
        "jieba",
        "rich",
        "briefing.segment",
    }


def test_output_is_utf_8_whatever_the_systems_habit() -> None:
    put("a.jsonl", {**ROW, "title": "陶喆𠮷"})
    child = process("ingest", "a.jsonl", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    out, _ = child.communicate(timeout=DEADLINE)
    assert out.decode("utf-8") == "a.jsonl：1 篇（新 1，更新 0，已有 0）\n"


def finished(*arguments: str) -> bytes:
    child = process(*arguments)
    out, err = child.communicate(timeout=120)
    assert child.returncode == 0, err
    return out


def test_a_reader_who_has_enough_is_no_failure() -> None:
    finished(
        "ingest",
        put("a.jsonl", *({**ROW, "title": f"第{n}篇", "text": f"第{n}件事。" * 900} for n in range(60))),
    )
    child = process("articles", "--json")
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait(timeout=DEADLINE) == 0
    child.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_progress_bar_on_a_terminal_and_none_in_a_pipe() -> None:
    import pty

    put("in/a.jsonl", ROW)
    child = process("ingest", "in")
    assert child.communicate(timeout=DEADLINE)[1] == b""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "briefing", "ingest", "in", "none.txt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as shown:
        os.close(theirs)
        seen = b""
        # The other end of a terminal that is gone gives an error, not an end.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 4096):
                seen += part
        assert shown.wait(timeout=DEADLINE) == 1
    os.close(ours)
    assert "读取来源" in seen.decode()
    assert "none.txt" in seen.decode()


def articles_by_source() -> dict[str, int]:
    connection = sqlite3.connect("briefing.db", timeout=DEADLINE)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone():
            return {}
        return dict(connection.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_ingest_stopped_in_the_middle_can_be_run_again(sign: signal.Signals, status: int) -> None:
    for n in range(60):
        stories = ({**ROW, "title": f"第{n}页第{i}篇", "text": f"第{n * 100 + i}件事。"} for i in range(4))
        put(f"in/{n:02}.jsonl", *stories)
    child = process("ingest", "in")
    while child.poll() is None and not (Path("briefing.db").exists() and articles_by_source()):
        time.sleep(0.01)
    child.send_signal(sign)
    _, err = child.communicate(timeout=DEADLINE)
    assert child.returncode == status, err
    assert b"Traceback" not in err
    stopped = articles_by_source()
    assert 0 < len(stopped) < 60
    assert set(stopped.values()) == {4}
    finished("ingest", "in")
    assert len(finished("articles", "--json").splitlines()) == 240
