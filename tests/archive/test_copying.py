"""Backups while others write, copies before an upgrade, and the way back as docs/upkeep.md tells it."""

import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from briefing.archive import Archive, copying, migrations
from briefing.archive.engine import open_engine
from briefing.errors import BriefingError, ConfigError, NothingDone
from tests.archive.test_engine import dump
from tests.conftest import article

DAY = date(2026, 11, 21)


def filled(path: Path, *ids: str) -> Path:
    with Archive.open(path) as archive:
        for one in ids:
            archive.ingest(f"d{one}", f"{one}.txt", [article(id=one)])
    return path


def count(path: Path) -> int:
    with Archive.open(path) as archive:
        return archive.count()


def refused(source: Path | str, destination: Path, kind: type[BriefingError] = ConfigError) -> str:
    before = destination.read_bytes() if destination.is_file() else None
    with pytest.raises(kind) as caught:
        Archive.backup(source, destination)
    assert (destination.read_bytes() if destination.is_file() else None) == before
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_a_backup_is_one_whole_file_and_says_the_same(tmp_path: Path) -> None:
    source = filled(tmp_path / "briefing.db", "a", "b")
    Archive.backup(source, tmp_path / "备份 1.db")
    assert {path.name for path in tmp_path.iterdir()} == {"briefing.db", "备份 1.db"}
    assert dump(tmp_path / "备份 1.db") == dump(source)


def test_what_is_in_the_wal_file_alone_is_backed_up(tmp_path: Path) -> None:
    source = filled(tmp_path / "briefing.db", "a")
    with Archive.open(source) as archive:
        archive.ingest("db", "b.txt", [article(id="b")])
        assert (tmp_path / "briefing.db-wal").stat().st_size > 0
        Archive.backup(source, tmp_path / "b.db")
    assert count(tmp_path / "b.db") == 2


def test_a_backup_while_another_writes_is_a_state_that_was(tmp_path: Path) -> None:
    source = filled(tmp_path / "briefing.db", "a0")
    done = threading.Event()

    def work() -> None:
        try:
            with Archive.open(source) as archive:
                for number in range(1, 40):
                    pair = [article(id=f"a{number}"), article(id=f"b{number}", lines=((5, 6),))]
                    archive.ingest(f"d{number}", f"{number}.txt", pair)
        finally:
            done.set()

    writer = threading.Thread(target=work)
    writer.start()
    counts: list[int] = []
    while not done.is_set() or not counts:
        Archive.backup(source, tmp_path / "b.db")
        counts.append(count(tmp_path / "b.db"))
    writer.join()
    Archive.backup(source, tmp_path / "b.db")
    assert [one % 2 for one in counts] == [1] * len(counts), "a source is in the backup wholly or not at all"
    assert counts == sorted(counts)
    assert count(tmp_path / "b.db") == 79


def test_an_earlier_backup_is_replaced_and_an_unfinished_one_cleared_away(tmp_path: Path) -> None:
    source, copy = filled(tmp_path / "briefing.db", "a"), tmp_path / "b.db"
    Archive.backup(source, copy)
    (tmp_path / "b.db.tmp").write_text("half")
    filled(source, "b")
    Archive.backup(source, copy)
    assert count(copy) == 2
    assert not (tmp_path / "b.db.tmp").exists()


def test_nothing_else_is_replaced(tmp_path: Path) -> None:
    source = filled(tmp_path / "briefing.db", "a")
    (tmp_path / "收件人.csv").write_text("姓名,邮箱")
    (tmp_path / "folder").mkdir()
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE customers (name TEXT)")
    (tmp_path / "link.db").symlink_to(source)
    for name in ("收件人.csv", "folder", "other.db", "briefing.db", "link.db"):
        assert name in refused(source, tmp_path / name)


def test_an_archive_in_use_is_not_replaced(tmp_path: Path) -> None:
    source = filled(tmp_path / "briefing.db", "a")
    with Archive.open(tmp_path / "live.db") as live:
        live.ingest("d", "x.txt", [article()])
        assert "正被" in refused(source, tmp_path / "live.db")


def test_a_damaged_archive_gives_no_backup(tmp_path: Path) -> None:
    source, copy = filled(tmp_path / "briefing.db", "a"), tmp_path / "b.db"
    Archive.backup(source, copy)
    data = bytearray(source.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    source.write_bytes(data)
    assert "损坏" in refused(source, copy)
    assert not (tmp_path / "b.db.tmp").exists()


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    source = filled(tmp_path / "briefing.db", "a")
    assert "nowhere" in refused(source, tmp_path / "nowhere" / "b.db", NothingDone)


def test_a_database_on_a_server_has_its_own_tool(tmp_path: Path) -> None:
    message = refused("postgresql+psycopg://user:secret@host/name", tmp_path / "b.db")
    assert "pg_dump" in message
    assert "secret" not in message


def test_the_way_back(tmp_path: Path) -> None:
    """Restoring as docs/upkeep.md tells it, after a crash that left a -wal file of the later state."""
    source = filled(tmp_path / "briefing.db", "a")
    Archive.backup(source, tmp_path / "backup.db")
    crashed = sqlite3.connect(source)
    crashed.execute("DELETE FROM articles")
    crashed.commit()
    left = {path.name: path.read_bytes() for path in tmp_path.glob("briefing.db*")}
    crashed.close()
    for name, data in left.items():
        (tmp_path / name).write_bytes(data)
    assert "briefing.db-wal" in left
    (tmp_path / "旧档案库").mkdir()
    for path in list(tmp_path.glob("briefing.db*")):
        path.rename(tmp_path / "旧档案库" / path.name)
    source.write_bytes((tmp_path / "backup.db").read_bytes())
    assert count(source) == 1
    filled(source, "b")
    assert count(source) == 2


# --- before an upgrade ----------------------------------------------------------------------------


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that this program is two steps ahead of."""
    path = filled(tmp_path / "briefing.db", "a")
    further = (("CREATE TABLE extra (x TEXT)",), ("CREATE TABLE more (x TEXT)",))
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *further))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 2)
    return path


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".v" in path.name)


def test_an_older_archive_is_copied_once_before_it_is_upgraded(older: Path) -> None:
    before = dump(older)
    open_engine(older, lambda: DAY)[0].dispose()
    expected = f"briefing.v{migrations.LATEST - 2}-2026-11-21.db"
    assert copies(older.parent) == [expected]
    assert dump(older.parent / expected) == before
    assert "more" in dump(older)
    open_engine(older, lambda: DAY)[0].dispose()
    assert copies(older.parent) == [expected]


def test_a_new_archive_and_one_up_to_date_are_not_copied(tmp_path: Path) -> None:
    filled(tmp_path / "briefing.db", "a")
    filled(tmp_path / "briefing.db", "b")
    assert copies(tmp_path) == []


def test_where_it_cannot_be_copied_it_is_not_upgraded(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: Path, _destination: Path) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    before = dump(older)
    monkeypatch.setattr(copying, "copy", full)
    with pytest.raises(NothingDone, match="已满"):
        Archive.open(older)
    assert dump(older) == before


def test_two_programs_that_upgrade_at_once_keep_the_state_before_both(older: Path) -> None:
    before = dump(older)
    threads = [
        threading.Thread(target=lambda: open_engine(older, lambda: DAY)[0].dispose()) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, *_ = copies(older.parent)
    assert dump(older.parent / first) == before
    assert "more" in dump(older)
