"""The log: JSON lines, rotated, and no way for a page's text or a secret into it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing import journal
from briefing.errors import ConfigError

SECRET = "hunter2"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    handler = journal.open_journal(tmp_path)
    logger = logging.getLogger("briefing.test")
    yield logger
    journal.close_journal(handler)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "briefing.jsonl").read_text("utf-8").splitlines()]


def test_a_record_is_one_line_with_its_fields(log: logging.Logger, tmp_path: Path) -> None:
    log.info("task done", extra={"task": "send", "edition": "一周要闻", "counts": {"new": 2}})
    (line,) = lines(tmp_path)
    assert (line["event"], line["level"], line["edition"], line["counts"]) == (
        "task done",
        "info",
        "一周要闻",
        {"new": 2},
    )
    assert line["time"].endswith("+08:00")


def test_neither_arguments_nor_unnamed_fields_nor_an_errors_words_get_in(
    log: logging.Logger, tmp_path: Path
) -> None:
    try:
        raise ValueError(f"区委书记某某 {SECRET}")
    except ValueError:
        log.exception("%s: %s", "segment", f"某某标题 {SECRET}", extra={"password": SECRET})
    text = (tmp_path / "briefing.jsonl").read_text("utf-8")
    assert SECRET not in text
    assert "某某" not in text
    (line,) = lines(tmp_path)
    assert (line["event"], line["error"]) == ("%s: %s", "ValueError")
    assert line["where"][-1].startswith("test_journal.py:")


def test_other_programs_logs_stay_out(log: logging.Logger, tmp_path: Path) -> None:
    logging.getLogger("elsewhere").error("x")
    logging.getLogger("apscheduler.executors").info("x")
    log.debug("x")
    assert lines(tmp_path) == []
    logging.getLogger("apscheduler.executors").warning("y")
    assert len(lines(tmp_path)) == 1


def test_it_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_SIZE", 2000)
    handler = journal.open_journal(tmp_path)
    for _ in range(200):
        logging.getLogger("briefing.test").info("x")
    journal.close_journal(handler)
    assert len(list(tmp_path.iterdir())) == 6
    assert all(path.stat().st_size <= 2000 for path in tmp_path.iterdir())


def test_a_folder_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ConfigError, match=r"\[service\] log"):
        journal.open_journal(tmp_path / "file" / "logs")
