"""Opening an archive: a SQLite file or a database's URL. All that is SQLite's own stands here."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from briefing.archive import copying, migrations
from briefing.errors import BriefingError, ConfigError, NothingDone, reason

log = logging.getLogger(__name__)

# How long one process waits for another's write; an ingest holds the archive for a source at a time.
_BUSY_SECONDS = 30
READING = "briefing_reading"
"""The execution option of a connection that will only read."""
RELAXED = "briefing_relaxed"
"""The execution option of a transaction that may wait for the next one to reach the disk: a power failure
may undo it (a killed process never does)."""


def open_engine(target: str | Path, today: Callable[[], date] = date.today) -> tuple[Engine, str]:
    """An engine whose archive has the latest tables, and the name by which users know it.

    A file that is older is first copied beside itself, named after its number of steps and the day (`today`).
    Raises ConfigError for a file that is no archive, an archive newer than the program, a wrong URL.
    """
    url, name = _url(target)
    engine = _engine(url, name)
    try:
        with refused(name):
            _upgrade(engine, name, file_of(target), today)
            if url.get_backend_name() == "sqlite":
                _use_wal(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine, name


def is_missing(target: str | Path) -> bool:
    """Whether the target is a file that does not exist yet (never true of a database's URL)."""
    url, _ = _url(target)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def file_of(target: str | Path) -> Path | None:
    """The archive's file; None for a database on a server."""
    url, _ = _url(target)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def backup(target: str | Path, destination: Path) -> None:
    """Copy an archive's file while it is in use; an earlier backup at the destination is replaced.

    Raises ConfigError for a database on a server, a file that is no archive, a destination that is
    something else or in use, NothingDone where it cannot be written.
    """
    source, (_, name) = file_of(target), _url(target)
    if source is None:
        raise ConfigError(f"档案库 {name} 在数据库服务器上；请用服务器自己的工具备份，例如 pg_dump")
    if destination.exists():
        if source.exists() and destination.samefile(source):
            raise ConfigError(f"备份 {destination} 就是档案库本身；请换一个文件名")
        if not destination.is_file() or not copying.is_archive(destination):
            raise ConfigError(f"备份 {destination} 已经有了，又不是档案库，没有覆盖；请换一个文件名")
    if destination.with_name(f"{destination.name}-wal").exists():
        raise ConfigError(f"备份 {destination} 正被当作档案库使用，没有覆盖；请换一个文件名")
    _copied(source, destination, name)


def _copied(source: Path, destination: Path, name: str) -> None:
    try:
        copying.copy(source, destination)
    except sqlite3.Error as error:
        raise _told(name, str(error)) from error
    except OSError as error:
        raise NothingDone(f"备份 {destination} 写不了（{reason(error)}）；请换一个地方") from None


def _url(target: str | Path) -> tuple[URL, str]:
    text = str(target)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser())), text
    try:
        url = make_url(text)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        shown = text.split("@")[-1]
        raise ConfigError(
            f"档案库地址“{shown}”看不懂；请写文件名，或 postgresql+psycopg://用户@主机/库名"
        ) from None
    return url, url.render_as_string(hide_password=True)


def _engine(url: URL, name: str) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, name)
    try:
        return create_engine(url)
    except ModuleNotFoundError as error:
        message = f'档案库 {name} 需要 Python 包 {error.name}；请先安装：pip install "psycopg[binary]"'
        raise ConfigError(message) from None


def _sqlite(url: URL, name: str) -> Engine:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"档案库 {name}：无法建立文件夹（{reason(error)}）；请换一个 --archive") from None
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    # sqlite3 would begin transactions late, and with a lock that cannot grow while another writes:
    # begun at once and for writing, the second process waits instead of failing. Reading takes no lock.
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(READING, False):
            connection.exec_driver_sql("BEGIN")
            return
        # Without WAL a file system may damage the archive where the disk is not waited for.
        waits = not options.get(RELAXED, False) or (
            connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal"
        )
        connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if waits else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _use_wal(engine: Engine) -> None:
    """Readers and one writer at a time do not disturb each other; where a share forbids it, it stays off."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        pass
    finally:
        raw.close()


def _upgrade(engine: Engine, name: str, file: Path | None, today: Callable[[], date]) -> None:
    with engine.connect().execution_options(**{READING: True}) as connection:
        present = _version(connection, name)
    copied = not present
    while present < migrations.LATEST:
        with engine.begin() as connection:
            # Asked again, now that nobody else can write: another process may have been quicker.
            present = _version(connection, name)
            if file is not None and present < migrations.LATEST and not copied:
                kept = copying.before_upgrade(file, present, today())
                _copied(file, kept, name)
                log.info("archive copied before its upgrade", extra={"copy": kept.name})
                copied = True
            if present < migrations.LATEST:
                migrations.step(connection, present + 1)


def _version(connection: Connection, name: str) -> int:
    try:
        present = migrations.version(connection)
    except ConfigError as error:
        raise ConfigError(f"档案库 {name} {error}") from None
    if present > migrations.LATEST:
        raise ConfigError(
            f"档案库 {name} 的版本是 {present}，高于本程序能用的 {migrations.LATEST}；请升级 briefing"
        )
    return present


@contextmanager
def refused(name: str) -> Iterator[None]:
    """What a database refuses, raised as a BriefingError of one line: which archive, why, how to mend it."""
    try:
        yield
    except DBAPIError as error:
        raise _told(name, str(error.orig)) from error


def _told(name: str, reason: str) -> BriefingError:
    if "not a database" in reason or "malformed" in reason or "no such table: schema_version" in reason:
        return ConfigError(f"档案库 {name} 不是本程序的数据库，或已损坏；请换一个 --archive，或取回备份")
    if "unable to open" in reason:
        return ConfigError(f"档案库 {name} 打不开；请检查路径和权限")
    if "readonly" in reason:
        return ConfigError(f"档案库 {name} 是只读的；请修改文件权限，或换一个 --archive")
    if "locked" in reason:
        return NothingDone(f"档案库 {name} 正被另一个程序占用，等了 {_BUSY_SECONDS} 秒；请稍后再试")
    if "full" in reason:
        return NothingDone(f"档案库 {name} 所在的磁盘已满；请清理后再试")
    if (
        "disk I/O error" in reason
    ):  # so it says of a full disk too, where it cannot make room for its own files
        return NothingDone(f"档案库 {name} 读写不了：所在的磁盘已满，或者断开了、坏了；请清理、检查后再试")
    return ConfigError(f"档案库 {name} 出错：{reason.splitlines()[0]}")
