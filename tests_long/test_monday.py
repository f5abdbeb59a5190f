"""The real service from Sunday evening to Monday morning, in minutes: libfaketime makes its clock run fast.

The mail server keeps the true time; what it received is parsed back. Needs the Debian package faketime.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from briefing.zone import ZONE
from tests.deliver.post_office import HOST, Mailbox, server

ROOT = Path(__file__).resolve().parent.parent
# At this speed the twelve hours take two and a half minutes, and a second of work five minutes.
SPEED = 300
DEADLINE = 400

pytestmark = pytest.mark.skipif(not shutil.which("faketime"), reason="needs faketime")

SETTINGS = """
[[sources]]
name = "来稿"
folder = "来稿"
[mail]
host = "{host}"
port = {port}
security = "none"
sender = "一周要闻编辑部 <yaowen@example.cn>"
timeout = 600
[[recipients]]
name = "全市"
address = "all@example.cn"
[[recipients]]
name = "魏都"
address = "weidu@example.cn"
districts = ["魏都区"]
[duty]
addresses = ["值班员 <duty@example.cn>"]
"""


def soon(ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE
    while not ready():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def sent(message: EmailMessage) -> datetime:
    return parsedate_to_datetime(str(message["Date"])).astimezone(ZONE)


def test_started_on_sunday_evening_it_delivers_on_monday_at_eight(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "来稿", ignore=shutil.ignore_patterns("*.md"))
    mailbox = Mailbox()
    with server(mailbox) as port:
        (tmp_path / "briefing.toml").write_text(SETTINGS.format(host=HOST, port=port), "utf-8")
        command = [
            "faketime",
            "-f",
            f"@2018-11-11 20:00:00 x{SPEED}",
            sys.executable,
            "-m",
            "briefing",
            "serve",
        ]
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "TZ": "Asia/Shanghai",
            "PYTHONIOENCODING": "utf-8",
        }
        with subprocess.Popen(command, cwd=tmp_path, env=environment) as process:
            try:
                wanted = {"all@example.cn", "weidu@example.cn"}
                soon(lambda: wanted <= set(mailbox.recipients) or process.poll() is not None, "no mail came")
                # On to the afternoon: nothing comes twice.
                time.sleep(6 * 3600 / SPEED)
                pid = json.loads((tmp_path / "briefing-health.json").read_text("utf-8"))["pid"]
                os.kill(pid, signal.SIGTERM)
                assert process.wait(60) == 0
            finally:
                process.kill()
    assert sorted(to for to in mailbox.recipients if to != "duty@example.cn") == sorted(wanted)
    for one in wanted:
        message = mailbox.message(one)
        assert (
            datetime(2018, 11, 12, 8, tzinfo=ZONE) <= sent(message) < datetime(2018, 11, 12, 9, tzinfo=ZONE)
        )
        assert "2018年11月5日至11日" in str(message["Subject"])
        (attached,) = message.iter_attachments()
        assert attached.get_filename() == "一周要闻_2018-11-05_2018-11-11.docx"
        assert attached.get_content()[:2] == b"PK"
    text = mailbox.message("weidu@example.cn").get_body(("plain",))
    assert text is not None
    assert "魏都区" in text.get_content()
    health = json.loads((tmp_path / "briefing-health.json").read_text("utf-8"))
    assert health["state"] == "stopped"
    events = [json.loads(line) for line in (tmp_path / "logs/briefing.jsonl").read_text("utf-8").splitlines()]
    reads = [one for one in events if one["event"] == "source read"]
    assert len(reads) >= 12  # each hour of the night
    (composed,) = [one for one in events if one.get("task") == "compose" and one["event"] == "task done"]
    assert "2018-11-12T07:30" <= composed["time"] < "2018-11-12T08:00"
