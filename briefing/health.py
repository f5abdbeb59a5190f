"""The service's sign of life: a small file that monitoring reads.

A `time` more than some minutes old, or a `state` other than "ok", is worth a look.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from briefing import __version__
from briefing.schedule import Task
from briefing.zone import ZONE

State = Literal["ok", "warn", "bad", "stopped"]


def write(path: Path, state: State, now: datetime, problems: Sequence[str], ahead: Sequence[Task]) -> None:
    """Write the file whole or not at all. "warn": something is to be seen to; "bad": the last look failed."""
    values = {
        "schema": 1,
        "state": state,
        "time": _text(now),
        "pid": os.getpid(),
        "version": __version__,
        "next": [{"task": one.kind.value, "subject": one.subject, "at": _text(one.at)} for one in ahead],
        "problems": list(problems),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    aside.write_text(json.dumps(values, ensure_ascii=False, indent=1), "utf-8")
    aside.replace(path)


def last_sign(path: Path) -> datetime | None:
    """When the service last said that it is alive; None where it never did."""
    try:
        return datetime.fromisoformat(json.loads(path.read_text("utf-8"))["time"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _text(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="seconds")
