"""Regular briefings through the whole journey: drafted, released, put into files; repeated without harm."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing import lookup, releasing, weekly
from briefing.archive import Archive, Release
from briefing.config import Config, Numbering
from briefing.model import Issue
from briefing.periods import Span, week
from briefing.results import Making, Watch, Wish
from tests.test_weekly import FIRST, SECOND, story

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)
TODAY = date(2018, 11, 12)
NOW = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)
W45 = week("2018-W45", TODAY)
W46 = week("2018-W46", TODAY)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with lookup.archive("briefing.db") as opened:
        yield opened


def take(archive: Archive, *stories: dict[str, Any], name: str = "a.jsonl") -> None:
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in stories), "utf-8")
    weekly.ingest([name], archive, Config(), TODAY, STATIC)


def drafted(archive: Archive, span: Span = W45, config: Config | None = None, **wish: Any) -> Release:
    made = releasing.draft(span, archive, config or Config(), NOW, STATIC, Wish(**wish))
    assert made is not None
    return made


def released(archive: Archive, span: Span = W45, config: Config | None = None) -> Release:
    drafted(archive, span, config)
    return releasing.release(span.period, archive, config or Config(), NOW)


def by_hand(archive: Archive, **wish: Any) -> Making:
    return weekly.make(Wish(formats=("json",), **wish), (), archive, Config(), TODAY, STATIC)


def test_a_period_without_articles_has_no_draft(archive: Archive) -> None:
    take(archive, FIRST)
    assert releasing.draft(W46, archive, Config(), NOW, STATIC) is None
    assert archive.releases.get("一周要闻", W46.period) is None


def test_from_draft_to_files(archive: Archive) -> None:
    take(archive, FIRST, SECOND)
    config = Config(formats=("json", "txt"), issue=Numbering(first=45, total=312))
    assert releasing.expected(W45.period, archive, config) == Issue(2018, 45, 312)
    made = released(archive, config=config)
    files = releasing.documents(made, archive, config, STATIC)
    assert [file.path.as_posix() for file in files] == [
        "out/2018-W45/一周要闻_2018-11-05_2018-11-11.json",
        "out/2018-W45/一周要闻_2018-11-05_2018-11-11.txt",
    ]
    written = json.loads(files[0].path.read_text("utf-8"))
    assert written["issue"] == {"year": 2018, "number": 45, "total": 312}
    before = [file.path.read_bytes() for file in files]
    again = releasing.documents(released(archive, config=config), archive, config, STATIC)
    assert [file.path.read_bytes() for file in again] == before
    assert again == files


def test_a_correction_is_a_revision_under_the_same_number(archive: Archive) -> None:
    take(archive, FIRST)
    first = released(archive)
    take(archive, FIRST, SECOND)
    second = released(archive)
    assert (second.revision, second.issue) == (2, first.issue)
    (file,) = releasing.documents(second, archive, Config(), STATIC, ("json",))
    assert file.path.name == "一周要闻_2018-11-05_2018-11-11_第2稿.json"
    kept = archive.releases.get("一周要闻", W45.period, 1)
    assert kept == first


def test_a_run_by_hand_changes_neither_numbers_nor_revisions_nor_what_was_sent(archive: Archive) -> None:
    take(archive, FIRST)
    made = released(archive)
    (file,) = releasing.documents(made, archive, Config(), STATIC, ("json",))
    sent = file.path.read_bytes()
    take(archive, FIRST, SECOND)
    hand = by_hand(archive, span=W45)
    by_hand(archive, span=W46)
    by_hand(archive, every_week=True)
    assert hand.made[0].briefing.issue is None
    assert archive.releases.released("一周要闻") == [made]
    assert archive.releases.get("一周要闻", W45.period) == made
    assert file.path.read_bytes() == sent


def test_another_edition_is_another_name_and_may_be_narrower(archive: Archive) -> None:
    elsewhere = story("聊城高新区召开推进会", "3月15日，聊城高新区召开推进会，部署工作。" * 2, "2018-11-07")
    take(archive, FIRST, elsewhere)
    own = Config(edition="魏都专刊", title="魏都要闻")
    assert len(drafted(archive).briefing.sections) == 2
    narrow = drafted(archive, config=own, districts=("魏都",))
    assert [one.label for one in narrow.briefing.sections] == ["魏都区"]
    assert (narrow.edition, narrow.briefing.title) == ("魏都专刊", "魏都要闻")


def test_an_earlier_time_changes_nothing(archive: Archive) -> None:
    """A clock set back: the ledger goes by content, not by time."""
    take(archive, FIRST)
    made = released(archive)
    assert releasing.draft(W45, archive, Config(), NOW - timedelta(days=9), STATIC) == made
    assert releasing.release(W45.period, archive, Config(), NOW - timedelta(days=9)) == made
