"""The service's log: one JSON object a line, rotated; no article's text and no secret can get into it.

Only what the program's own code spells out is written: an event's name (a log call's literal text, never what
was put into it), a few named fields, and of an error its kind and where in the program it arose, never its
message, which may quote a page.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from briefing.errors import ConfigError, reason
from briefing.zone import ZONE

FIELDS = (
    "source",
    "edition",
    "week",
    "period",
    "revision",
    "task",
    "due",
    "code",
    "stage",
    "key",
    "state",
    "counts",
    "seconds",
    "holder",
    "version",
    "channel",
)
"""The extra fields that a record may carry into the log."""

_NAME = "briefing.jsonl"
# A week of hourly readings is about 100 KB.
_SIZE, _KEPT = 2_000_000, 5


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object: when, how grave, what, and the fields that may be told."""
        moment = datetime.fromtimestamp(record.created, ZONE)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "event": str(record.msg),
            "logger": record.name,
        }
        line |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]
        return json.dumps(line, ensure_ascii=False, default=str)


def open_journal(folder: Path) -> logging.Handler:
    """Send the program's log records to files in the folder. Raises ConfigError where that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / _NAME, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        raise ConfigError(f"日志文件夹 {folder}：不能写入（{reason(error)}）；请修改 [service] log") from None
    handler.setFormatter(Lines())
    handler.setLevel(logging.INFO)
    for name in ("briefing", "apscheduler"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(
            min(logger.level or logging.WARNING, logging.INFO if name == "briefing" else logging.WARNING)
        )
    return handler


def close_journal(handler: logging.Handler) -> None:
    """Take the log's handler off again and close its file."""
    for name in ("briefing", "apscheduler"):
        logging.getLogger(name).removeHandler(handler)
    handler.close()
