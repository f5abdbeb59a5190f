"""The check-up of the service, each thing by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing import service_checkup
from briefing.archive import Archive
from briefing.calendar import Calendar
from briefing.config import Config
from briefing.config.service import CalendarFile, Edition, Review, SourceFolder, Timing

TODAY = date(2018, 11, 12)


def found(today: date = TODAY, archive: Archive | None = None, **settings: Any) -> dict[str, tuple[str, str]]:
    findings = list(service_checkup.examine(Config(**settings), archive, today))
    assert all(one.mend for one in findings if one.state != "ok")
    return {one.subject: (one.state, one.message) for one in findings}


def test_without_settings_only_the_calendar_is_examined() -> None:
    assert found() == {"放假安排": ("ok", f"知道到 {Calendar().last_known} 年")}


def test_a_year_that_should_be_known(tmp_path: Path) -> None:
    year = Calendar().last_known
    assert found(date(year, 11, 15))["放假安排"][0] == "warn"
    wrong = CalendarFile(file=tmp_path / "无.toml")
    assert found(calendar=wrong)["放假安排"][0] == "bad"


def test_a_source_without_its_folder(tmp_path: Path) -> None:
    sources = (
        SourceFolder(name="来稿", folder=tmp_path),
        SourceFolder(name="共享", folder=tmp_path / "无"),
    )
    states = found(sources=sources)
    assert states["来源 来稿"][0] == "ok"
    assert states["来源 共享"][0] == "bad"


@pytest.mark.parametrize(("field", "name"), [("themes", "教学"), ("districts", "魏督")])
def test_an_edition_about_what_is_none(tmp_path: Path, field: str, name: str) -> None:
    with Archive.open(tmp_path / "briefing.db") as archive:
        narrowed: dict[str, Any] = {field: (name,)}
        own = Edition(name="专刊", **narrowed)
        state, message = found(archive=archive, editions=(own,))["版本 专刊"]
        assert state == "bad"
        assert f"{field}“{name}”" in message
        assert found(archive=archive, weekly=Timing(**narrowed))["版本 一周要闻"][0] == "bad"


def test_a_review_without_an_editor() -> None:
    assert found(review=Review(required=True))["审稿"][0] == "warn"
    assert "审稿" not in found(review=Review(required=True, editors=("a@example.cn",)))
