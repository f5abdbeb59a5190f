"""`briefing backup` and a retired key, from the command line."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefing.archive import Archive, migrations
from briefing.cli import app, options
from tests.conftest import article


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    options._warn_once.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def made() -> None:
    with Archive.open("briefing.db") as archive:
        archive.ingest("d", "a.txt", [article()])


def test_backup_prints_the_file_and_says_what_is_not_in_it() -> None:
    made()
    result = run("backup", "备份.db")
    assert (result.exit_code, result.stdout) == (0, "备份.db\n")
    assert "briefing.toml" in result.stderr
    with Archive.open("备份.db") as copy:
        assert copy.count() == 1
    assert run("backup", "备份.db", "--quiet").stderr == ""


def test_without_an_archive_nothing_is_made() -> None:
    result = run("backup", "备份.db")
    assert result.exit_code == 4
    assert "还没有" in result.stderr
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("backup",), "文件"),
        (("backup", "briefing.db"), "本身"),
        (("backup", "x.db", "--archive", "postgresql+psycopg://u:secret@h/d"), "pg_dump"),
    ],
)
def test_a_mistake_is_one_line(arguments: tuple[str, ...], word: str) -> None:
    made()
    result = run(*arguments)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert word in line
    assert "secret" not in line


@pytest.mark.parametrize(
    "arguments", [("articles",), ("status",), ("run-due", "--quiet"), ("make", "--week", "last")]
)
def test_an_older_program_says_in_one_line_that_the_archive_is_newer(arguments: tuple[str, ...]) -> None:
    made()
    with closing(sqlite3.connect("briefing.db")) as connection, connection:
        connection.execute("INSERT INTO schema_version VALUES (?)", (migrations.LATEST + 1,))
    before = Path("briefing.db").read_bytes()
    result = run(*arguments)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "请升级 briefing" in line
    assert Path("briefing.db").read_bytes() == before
    assert not list(Path().glob("briefing.v*"))


def test_a_newer_archive_can_still_be_backed_up() -> None:
    made()
    with closing(sqlite3.connect("briefing.db")) as connection, connection:
        connection.execute("INSERT INTO schema_version VALUES (?)", (migrations.LATEST + 1,))
    assert run("backup", "备份.db").exit_code == 0
    assert Path("备份.db").is_file()


def test_a_backup_that_is_killed_leaves_the_last_one_whole(tmp_path: Path) -> None:
    """Killed before the renaming, for which the copy stands ready."""
    made()
    assert run("backup", "备份.db").exit_code == 0
    before = Path("备份.db").read_bytes()
    with Archive.open("briefing.db") as archive:
        archive.ingest("e", "b.txt", [article(id="b")])
    program = (
        "import os, pathlib\n"
        "pathlib.Path.replace = lambda self, target: os.kill(os.getpid(), 9)\n"
        "from briefing.archive import Archive\n"
        "Archive.backup('briefing.db', pathlib.Path('备份.db'))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == -9
    assert Path("备份.db.tmp").exists()
    assert Path("备份.db").read_bytes() == before
    assert run("backup", "备份.db").exit_code == 0
    assert not Path("备份.db.tmp").exists()
    with Archive.open("备份.db") as copy:
        assert copy.count() == 2


def test_a_retired_key_is_told_once_and_the_run_goes_on() -> None:
    made()
    Path("briefing.toml").write_text('[delivery]\non_duty = ["a@b.cn"]\n', "utf-8")
    result = run("articles")
    assert result.exit_code == 0
    assert result.stderr.count("delivery.on_duty") == 1
    for _ in range(3):
        options.settings(None)


def test_doctor_names_a_retired_key() -> None:
    Path("briefing.toml").write_text('[delivery]\non_duty = ["a@b.cn"]\n', "utf-8")
    result = run("doctor")
    assert "[注意] 配置" in result.stdout
    assert "delivery.on_duty" in result.stdout
