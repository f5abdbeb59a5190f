from pathlib import Path

import pytest

from briefing import config, resources
from briefing.annotate.gazetteer import Gazetteer
from briefing.calendar import Calendar
from briefing.errors import NothingDone
from briefing.newsroom import Newsroom
from briefing.starting import start


def test_what_an_office_starts_from(tmp_path: Path) -> None:
    folder = tmp_path / "要闻"
    results = start(folder)
    assert all(one.written and not one.message for one in results)
    copied = {path.name for path in (folder / "templates").iterdir()}
    assert copied == {
        path.name for path in resources.templates().iterdir() if path.suffix in (".docx", ".html")
    }
    assert {"一周要闻.docx", "一周要闻.html"} <= copied


def test_the_written_configuration_points_to_the_copied_templates(tmp_path: Path) -> None:
    start(tmp_path)
    assert config.load(tmp_path / "briefing.toml").templates == tmp_path / "templates"


def test_starting_twice_changes_nothing(tmp_path: Path) -> None:
    start(tmp_path)
    results = start(tmp_path)
    assert all(one.written and "内容相同" in one.message for one in results)


def test_what_an_office_changed_stays(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('title = "快报"', "utf-8")
    first, *others = start(tmp_path)
    assert not first.written
    assert "没有覆盖" in first.message
    assert all(one.written for one in others)
    assert config.load(tmp_path / "briefing.toml").title == "快报"


def test_force_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "briefing.toml"
    for text in ("一 = 1", "二 = 2"):
        path.write_text(text, "utf-8")
        first, *_ = start(tmp_path, force=True)
        assert first.written
    assert config.load(path).title == "一周要闻"
    assert (tmp_path / "briefing.toml.bak").read_text("utf-8") == "一 = 1"
    assert (tmp_path / "briefing.toml.bak2").read_text("utf-8") == "二 = 2"


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("一")
    with pytest.raises(NothingDone, match="file"):
        start(tmp_path / "file" / "x")


def test_the_samples_of_the_offices_own_data_are_found_and_change_nothing(tmp_path: Path) -> None:
    start(tmp_path)
    settings = config.load(tmp_path / "briefing.toml")
    assert (settings.places, settings.papers) == (tmp_path / "places.csv", tmp_path / "papers.toml")
    assert (tmp_path / "places.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    newsroom = Newsroom.set_up(settings)
    assert (newsroom.papers, newsroom.problems) == ((), ())
    assert newsroom.annotator.gazetteer is Gazetteer.default()
    assert Calendar.load(tmp_path / config.HOLIDAYS) == Calendar()
