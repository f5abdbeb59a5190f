"""A copy of an archive's file while others write to it: SQLite's own online backup, whole or not at all.

Copying the file itself would miss what still stands in the `-wal` file beside it, or tear a page.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

_BUSY_SECONDS = 30


def copy(source: Path, destination: Path) -> int:
    """Write what the source holds at this moment to the destination; give its number of steps.

    Written aside, checked, then renamed: the destination is a whole archive, or what it was before.
    Raises sqlite3.Error for a source that is no archive or damaged, OSError where nothing can be written.
    """
    aside = destination.with_name(f"{destination.name}.tmp")
    try:
        aside.write_bytes(b"")
        with (
            closing(sqlite3.connect(_existing(source), uri=True, timeout=_BUSY_SECONDS)) as origin,
            closing(sqlite3.connect(aside, isolation_level=None)) as target,
        ):
            steps = int(origin.execute("SELECT max(version) FROM schema_version").fetchone()[0])
            origin.backup(target)
            # One file: a copy that is itself in WAL mode would bring a second one when it is looked at.
            target.execute("PRAGMA journal_mode = DELETE")
            (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError("database disk image is malformed")
        shutil.copymode(source, aside)
        aside.replace(destination)
    finally:
        for left in (aside, aside.with_name(f"{aside.name}-journal")):
            with suppress(OSError):
                left.unlink()
    return steps


def before_upgrade(source: Path, steps: int, day: date) -> Path:
    """Where the copy goes that is made before an archive with so many steps is migrated."""
    return source.with_name(f"{source.stem}.v{steps}-{day.isoformat()}{source.suffix}")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive: only such a one may be replaced by a backup."""
    try:
        with closing(sqlite3.connect(_existing(path), uri=True)) as connection:
            connection.execute("SELECT version FROM schema_version LIMIT 1")
    except sqlite3.Error:
        return False
    return True


def _existing(path: Path) -> str:
    # Not `ro`: the last reader of an archive that cannot write would leave its -wal file behind.
    return f"{path.absolute().as_uri()}?mode=rw"
