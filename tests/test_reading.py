"""Reading a watched folder: only what is new or changed, and nothing that is still being written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from briefing import reading
from briefing.archive import Archive
from briefing.config import Config
from briefing.config.service import SourceFolder
from briefing.errors import UsageError
from briefing.reading import SETTLE, Visit, read_source
from briefing.results import Watch
from tests.test_continued import BACK, FRONT
from tests.test_schedule import at
from tests.test_weekly import FIRST, SECOND

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)
SOURCE = SourceFolder(name="来稿", folder=Path("来稿"))
NOW = at("2018-11-12T07:00")
ROW = json.dumps(FIRST) + "\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("来稿").mkdir()


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open("briefing.db") as opened:
        yield opened


def put(name: str, text: str, age: timedelta = timedelta(hours=1)) -> Path:
    path = Path("来稿") / name
    path.write_text(text, "utf-8")
    then = (NOW - age).timestamp()
    os.utime(path, (then, then))
    return path


def read(
    archive: Archive, pause: Callable[[timedelta], None] | None = None, source: SourceFolder = SOURCE
) -> Visit:
    def never(_span: timedelta) -> None:
        raise AssertionError("files at rest are not waited for")

    return read_source(source, archive, Config(sources=(source,)), NOW, STATIC, pause or never)


def paths(done: Visit) -> list[str]:
    return [one.path for one in done.ingestion.taken]


def test_a_file_is_read_once_and_again_when_it_changes(archive: Archive) -> None:
    put("a.jsonl", ROW)
    assert paths(read(archive)) == ["来稿/a.jsonl"]
    assert paths(read(archive)) == []
    put("a.jsonl", ROW + json.dumps(SECOND) + "\n", timedelta(minutes=30))
    put("b.jsonl", ROW)
    assert paths(read(archive)) == ["来稿/a.jsonl", "来稿/b.jsonl"]


@pytest.mark.parametrize("order", [("1.txt", "2.txt"), ("2.txt", "1.txt")])
def test_an_article_whose_halves_come_hours_apart_is_one(archive: Archive, order: tuple[str, str]) -> None:
    pages = {"1.txt": FRONT, "2.txt": BACK}
    for name in order:
        put(name, pages[name].replace("12月", "11月"))
        assert paths(read(archive)) == [f"来稿/{name}"]
    (one,) = [one for one in archive.articles() if one.source.continued]
    assert "新的成绩，群众" in one.paragraphs[0] and archive.count() == 3
    assert paths(read(archive)) == []


def test_an_empty_folder_is_no_failure(archive: Archive) -> None:
    run = read(archive).run
    assert (run.error, run.succeeded, run.files) == ("", NOW, 0)


def test_a_file_that_grows_between_two_looks_waits(archive: Archive) -> None:
    growing = put("a.jsonl", ROW, timedelta())
    looks = []

    def written_on(span: timedelta) -> None:
        looks.append(span)
        with growing.open("a", encoding="utf-8") as file:
            file.write(json.dumps(SECOND))

    done = read(archive, written_on)
    assert (paths(done), done.waiting, done.run.waiting) == ([], ("来稿/a.jsonl",), 1)
    assert looks == [SETTLE]
    assert paths(read(archive, lambda _span: None)) == ["来稿/a.jsonl"]
    assert archive.count() == 2


def test_the_others_do_not_wait_for_it(archive: Archive) -> None:
    growing = put("a.jsonl", ROW, timedelta())
    put("b.jsonl", ROW)

    def emptied(_span: timedelta) -> None:
        growing.write_text("", "utf-8")

    done = read(archive, emptied)
    assert paths(done) == ["来稿/b.jsonl"]


def test_a_file_from_the_future_is_looked_at_twice_and_read(archive: Archive) -> None:
    put("a.jsonl", ROW, -timedelta(days=400))
    assert paths(read(archive, lambda _span: None)) == ["来稿/a.jsonl"]


def test_a_file_that_vanishes_between_two_looks_is_no_fault(archive: Archive) -> None:
    gone = put("a.jsonl", ROW, timedelta())
    done = read(archive, lambda _span: gone.unlink())
    assert done.ingestion.problems == ()


def test_a_bad_file_is_remembered_with_its_problem_and_not_read_every_hour(archive: Archive) -> None:
    put("a.docx", "x")
    put("b.jsonl", ROW)
    assert len(read(archive).ingestion.problems) == 1
    assert read(archive).ingestion.problems == ()
    bad, good = archive.logbook.seen("来稿")
    assert "a.docx" in bad.problem
    assert good.problem == ""
    assert archive.logbook.runs()["来稿"].failing is None


def test_a_newer_program_tries_it_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.docx", "x")
    read(archive)
    monkeypatch.setattr(reading, "__version__", "99")
    assert len(read(archive).ingestion.problems) == 1


def test_a_file_without_permission_is_tried_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.jsonl", ROW)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.open", denied)
        assert [one.code for one in read(archive).ingestion.problems] == ["permission"]
    assert paths(read(archive)) == ["来稿/a.jsonl"]


def test_a_folder_that_is_gone_fails_since_then(archive: Archive) -> None:
    Path("来稿").rmdir()
    first = read(archive).run
    assert (first.failing, first.succeeded) == (NOW, None)
    assert "来稿" in first.error
    assert read(archive).run.failing == NOW
    Path("来稿").mkdir()
    assert read(archive).run.failing is None


def test_what_the_pages_do_not_print_comes_from_the_configuration(archive: Archive) -> None:
    put("a.jsonl", ROW)
    read(archive, source=SourceFolder(name="来稿", folder=Path("来稿"), paper="今日魏都"))
    assert archive.articles()[0].source.paper == "今日魏都"


def test_the_programs_own_files_are_not_read(archive: Archive) -> None:
    here = SourceFolder(name="这里", folder=Path())
    for name in ("logs/briefing.jsonl", "briefing-health.json", "briefing.db.lock"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("{}", "utf-8")
    put("a.jsonl", ROW)
    assert paths(read(archive, lambda _span: None, here)) == ["来稿/a.jsonl"]


def test_trying_a_source_notes_nothing_in_the_offices_archive(archive: Archive) -> None:
    put("a.jsonl", ROW)
    assert paths(reading.try_source(SOURCE, Config(), NOW, STATIC)) == ["来稿/a.jsonl"]
    assert archive.count() == 0
    assert archive.logbook.seen("来稿") == []


def test_a_wrong_name_gets_the_choices() -> None:
    with pytest.raises(UsageError, match="是否想写“来稿”"):
        reading.named("来搞", Config(sources=(SOURCE,)))
    with pytest.raises(UsageError, match="还没有来源"):
        reading.named("来稿", Config())
