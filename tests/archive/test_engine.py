import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from briefing.archive import Archive, migrations, tables
from briefing.archive.engine import RELAXED, open_engine
from briefing.errors import BriefingError, ConfigError, NothingDone
from tests.conftest import article


def refused(target: Path | str) -> str:
    with pytest.raises(BriefingError) as caught:
        Archive.open(target)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    assert caught.value.exit_code == 2
    return message


def dump(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    Archive.open(tmp_path / "a" / "b" / "briefing.db").close()
    assert (tmp_path / "a" / "b" / "briefing.db").exists()


def test_missing_or_not(tmp_path: Path) -> None:
    assert Archive.is_missing(tmp_path / "x.db")
    Archive.open(tmp_path / "x.db").close()
    assert not Archive.is_missing(tmp_path / "x.db")
    assert not Archive.is_missing("postgresql+psycopg://host/name")


def test_what_is_no_archive_is_refused_in_one_line_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("这不是数据库" * 1000)
    assert "x.db" in refused(path)
    assert path.read_text() == "这不是数据库" * 1000


def test_another_programs_database_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    connection.close()
    before = path.read_bytes()
    assert "customers" in refused(path)
    assert path.read_bytes() == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert str(tmp_path) in refused(tmp_path)


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("一")
    assert "file" in refused(tmp_path / "file" / "x.db")


def test_an_archive_newer_than_the_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Archive.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO schema_version VALUES (?)", (migrations.LATEST + 1,))
    connection.close()
    assert str(migrations.LATEST + 1) in refused(path)


@pytest.mark.parametrize("url", ["nosuch://x", "://", "postgresql+nosuch://user:secret@host/db"])
def test_a_wrong_url_is_refused_without_its_password(url: str) -> None:
    assert "secret" not in refused(url)


def test_the_steps_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    Archive.open(tmp_path / "steps.db").close()
    whole = create_engine(f"sqlite:///{tmp_path / 'whole.db'}")
    tables.metadata.create_all(whole)
    stepped = create_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    left, right = inspect(stepped), inspect(whole)
    assert left.get_table_names() == right.get_table_names()
    for name in right.get_table_names():
        shape = [(c["name"], str(c["type"]), c["nullable"]) for c in left.get_columns(name)]
        assert shape == [(c["name"], str(c["type"]), c["nullable"]) for c in right.get_columns(name)]
        assert (
            left.get_pk_constraint(name)["constrained_columns"]
            == right.get_pk_constraint(name)["constrained_columns"]
        )
        assert {i["name"]: i["column_names"] for i in left.get_indexes(name)} == {
            i["name"]: i["column_names"] for i in right.get_indexes(name)
        }
        assert [(k["constrained_columns"], k["referred_table"]) for k in left.get_foreign_keys(name)] == [
            (k["constrained_columns"], k["referred_table"]) for k in right.get_foreign_keys(name)
        ]
    whole.dispose()
    stepped.dispose()


def test_a_step_that_fails_leaves_the_archive_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    with Archive.open(path) as archive:
        archive.ingest("d", "a.txt", [article()])
    before = dump(path)
    wrong = ("CREATE TABLE extra (x TEXT)", "CREATE TABLE extra (x TEXT)")
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, wrong))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with pytest.raises(ConfigError):
        Archive.open(path)
    assert dump(path) == before


def test_an_older_archive_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.db"
    with Archive.open(path) as archive:
        archive.ingest("d", "a.txt", [article()])
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("CREATE TABLE extra (x TEXT)",)))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with Archive.open(path) as archive:
        assert archive.count() == 1
    assert "extra" in dump(path)


def test_many_open_a_new_archive_at_once(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Archive.open(tmp_path / "x.db") as archive:
                archive.ingest(f"d{number}", f"{number}.txt", [article(id=f"a{number}")])
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Archive.open(tmp_path / "x.db") as archive:
        assert archive.count() == 8


def test_sqlite_is_set_as_an_archive_needs_it(tmp_path: Path) -> None:
    engine, _ = open_engine(tmp_path / "x.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_a_locked_archive_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.archive.engine._BUSY_SECONDS", 0.05)
    with Archive.open(tmp_path / "x.db") as archive:
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NothingDone, match="占用"):
            archive.ingest("d", "a.txt", [article()])
        assert archive.count() == 0
        other.close()
        archive.ingest("d", "a.txt", [article()])
        assert archive.count() == 1


def test_reading_waits_for_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Archive.open(path) as archive:
        archive.ingest("d", "a.txt", [article()])
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with Archive.open(path) as archive:
        assert archive.count() == 1
    writer.close()


def test_ingesting_twice_changes_no_byte_of_a_dump(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    dumps = []
    for _ in range(2):
        with Archive.open(path) as archive:
            archive.ingest(
                "d", "a.txt", [article(), article("另一篇。", id="a2", lines=((5, 6),))], tmp_path / "a"
            )
        dumps.append(dump(path))
    assert dumps[0] == dumps[1]


@pytest.mark.parametrize(
    ("mode", "relaxed", "level"), [("wal", True, 1), ("wal", False, 2), ("delete", True, 2)]
)
def test_only_a_relaxed_transaction_does_not_wait_for_the_disk(
    tmp_path: Path, mode: str, relaxed: bool, level: int
) -> None:
    engine, _ = open_engine(tmp_path / "a.db")
    raw = engine.raw_connection()
    raw.cursor().execute(f"PRAGMA journal_mode = {mode}")
    raw.close()
    for _ in range(2):  # A connection that was relaxed once must wait again when that is asked for.
        with engine.connect().execution_options(**{RELAXED: relaxed}) as connection, connection.begin():
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
        with engine.connect() as connection, connection.begin():
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()
