"""Backups of the archive: everything that was read, released and delivered is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.archive import Archive
from briefing.errors import NothingDone


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: the file and its size in bytes."""

    path: Path
    size: int


def backup(target: str, destination: Path) -> Backup:
    """Copy the archive to a file, also while the service runs.

    Raises NothingDone where there is no archive yet, and what `Archive.backup` raises.
    """
    if Archive.is_missing(target):
        raise NothingDone(f"档案库 {target} 还没有，没有什么可备份；请检查 --archive 或配置里的 database")
    Archive.backup(target, destination)
    return Backup(destination, destination.stat().st_size)
