"""One service for an archive: a lock of the operating system, which falls with the process that holds it.

The file says who holds it, for whom it refuses. What it says is a courtesy: a stale file means nothing, the
lock decides. It does not reach over the network: two computers on one archive are kept apart by the
archive's own claims.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from briefing import config
from briefing.errors import BriefingError, reason

# Windows locks bytes, and locked ones cannot be read: so one far behind the text.
_FAR = 1 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: the process, its computer, since when, and as what (serve, run-due)."""

    pid: int
    host: str
    since: str
    role: str

    def __str__(self) -> str:
        return f"{self.role}，进程 {self.pid}，在 {self.host}，{self.since} 起"


class Held(BriefingError):
    """Another process holds the lock; `holder` is None where it could not be read."""

    def __init__(self, path: Path, holder: Holder | None) -> None:
        who = f"（{holder}）" if holder else ""
        super().__init__(f"服务已经在运行{who}；同一个档案库只能有一个。要换成新的，请先停掉它（锁 {path}）")
        self.holder = holder


def path_for(archive: str) -> Path:
    """Where an archive's lock is: beside a file, in the user's own folder for a database's URL."""
    if "://" not in archive:
        return Path(f"{Path(archive).expanduser()}.lock")
    name = hashlib.sha256(archive.encode()).hexdigest()[:16]
    return config.user_folder(os.environ) / f"{name}.lock"


@contextmanager
def held(path: Path, role: str, now: datetime) -> Iterator[Holder]:
    """Hold the lock. Raises Held at once where another process has it."""
    holder = Holder(os.getpid(), socket.gethostname(), now.isoformat(" ", "seconds"), role)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise BriefingError(f"锁文件 {path}：建立不了（{reason(error)}）；请检查文件夹的权限") from None
    with file:
        if not _take(file):
            raise Held(path, _read(path))
        try:
            # Unbuffered: on a full disk the lock holds all the same, and nothing is left for the end.
            with suppress(OSError):
                file.truncate(0)
                os.write(file.fileno(), json.dumps(asdict(holder), ensure_ascii=False).encode())
            yield holder
        finally:
            # Emptied, not deleted: another process may have opened this very file and be about to lock it.
            with suppress(OSError):
                file.truncate(0)
            _give_back(file)


def holder(path: Path) -> Holder | None:
    """Who holds the lock at the moment; None if nobody does."""
    if not path.exists():
        return None
    try:
        with path.open("a+", encoding="utf-8") as file:
            if _take(file):
                _give_back(file)
                return None
    except OSError:
        return None
    return _read(path) or Holder(0, "？", "？", "serve")


def _read(path: Path) -> Holder | None:
    try:
        return Holder(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        os.lseek(file.fileno(), _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(file: IO[str]) -> None:
        os.lseek(file.fileno(), _FAR, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _give_back(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
