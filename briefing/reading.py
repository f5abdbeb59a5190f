"""Reading a source that the service watches: what is new or changed in a folder, and written to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing import __version__, weekly
from briefing.archive import Archive, SeenFile, SourceRun
from briefing.config import Config
from briefing.config.service import SourceFolder
from briefing.errors import UsageError, nearest
from briefing.intake import Found, find
from briefing.model import Given, Problem
from briefing.results import Ingestion, Watch
from briefing.zone import ZONE

# Two looks at a file so far apart must agree. Files not touched for a while are not looked at twice.
SETTLE = timedelta(seconds=5)
_AT_REST = timedelta(minutes=10)
# What may be over by the next reading: the file is then tried again though it has not changed.
_PASSING = frozenset({"permission", "vanished", "unreadable"})
# What is wrong with the folder itself; everything else is about one of its files.
_UNREACHABLE = frozenset({"missing", "unreadable"})

Pause = Callable[[timedelta], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """What one reading of a source brought; `waiting` are files that are still being written."""

    run: SourceRun
    ingestion: Ingestion = field(default_factory=Ingestion)
    waiting: tuple[str, ...] = ()


@dataclass(slots=True)
class _Look:
    """A source's files: all of them, the ones to read now, the ones still being written.

    `places` says where a file is that a problem names as its subject.
    """

    marks: dict[Path, str] = field(default_factory=dict)
    places: dict[str, Path] = field(default_factory=dict)
    chosen: set[Path] = field(default_factory=set)
    waiting: list[Found] = field(default_factory=list)
    unreachable: Problem | None = None


def named(name: str, config: Config) -> SourceFolder:
    """The configured source of a name. Raises UsageError with the choices."""
    for one in config.sources:
        if one.name == name:
            return one
    names = [one.name for one in config.sources]
    if not names:
        raise UsageError("配置里还没有来源；请在 briefing.toml 里加一节 [[sources]]，写上 name 和 folder")
    raise UsageError(f"没有叫“{name}”的来源{nearest(name, names)}")


def read_source(
    source: SourceFolder, archive: Archive, config: Config, now: datetime, watch: Watch, pause: Pause
) -> Visit:
    """Read what is new or changed since the last time, and note how it went."""
    known = {one.location: one for one in archive.logbook.seen(source.name)}
    before = archive.logbook.runs().get(source.name)
    look = _look(source, archive, config, known, now, pause)
    if look.unreachable:
        watch.problem(look.unreachable)
        failing = before.failing if before and before.failing else now
        run = SourceRun(
            source.name,
            now,
            before.succeeded if before else None,
            before.changed if before else None,
            failing,
            look.unreachable.message,
            before.files if before else 0,
        )
        archive.logbook.note_run(run)
        return Visit(run)
    done = weekly.ingest(
        [str(source.folder)] if look.chosen else [],
        archive,
        config,
        now.astimezone(ZONE).date(),
        watch,
        Given(home=source.home, paper=source.paper),
        keep=lambda found: found.location in look.chosen,
    )
    archive.logbook.note_seen(source.name, _seen(look, done))
    news = any(one.new or one.updated for one in done.taken)
    changed = now if news else before.changed if before else None
    run = SourceRun(source.name, now, now, changed, None, "", len(look.marks), len(look.waiting))
    archive.logbook.note_run(run)
    return Visit(run, done, tuple(one.path for one in look.waiting))


def try_source(source: SourceFolder, config: Config, now: datetime, watch: Watch) -> Visit:
    """Read all of a source into an archive made for the purpose: nothing is noted in the office's own."""
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "try.db") as archive:
        return read_source(source, archive, config, now, watch, lambda _span: None)


def _look(
    source: SourceFolder,
    archive: Archive,
    config: Config,
    known: dict[str, SeenFile],
    now: datetime,
    pause: Pause,
) -> _Look:
    look, fresh = _Look(), []
    for found in find([str(source.folder)], skip=weekly.own_files(archive, config)):
        if isinstance(found, Problem):
            if found.code in _UNREACHABLE and not look.marks:
                look.unreachable = found
            continue
        mark = _mark(found.location)
        look.marks[found.location] = mark
        look.places[found.path] = found.location
        seen = known.get(_text(found.location))
        if seen is None or seen.mark != _expected(mark, seen.problem):
            fresh.append(found)
    if any(not _rests(one.location, now) for one in fresh):
        pause(SETTLE)
    for one in fresh:
        if _mark(one.location) == look.marks[one.location] != "":
            look.chosen.add(one.location)
        else:
            look.waiting.append(one)
    return look


def _mark(path: Path) -> str:
    """What tells that a file has changed, without reading it; empty where it is gone."""
    try:
        state = path.stat()
    except OSError:
        return ""
    return f"{state.st_size}:{state.st_mtime_ns}"


def _expected(mark: str, problem: str) -> str:
    """The mark noted of a file; one that could not be read is tried again by a newer program."""
    return f"{mark}:{__version__}" if problem else mark


def _rests(path: Path, now: datetime) -> bool:
    try:
        age = now.timestamp() - path.stat().st_mtime
    except OSError:
        return False
    return age > _AT_REST.total_seconds()


def _seen(look: _Look, done: Ingestion) -> Iterable[SeenFile]:
    troubles: dict[Path, Problem] = {}
    for problem in done.problems:
        if problem.subject in look.places:
            troubles.setdefault(look.places[problem.subject], problem)
    for path in sorted(look.chosen):
        trouble = troubles.get(path)
        if trouble is None or trouble.code not in _PASSING:
            message = trouble.message if trouble else ""
            yield SeenFile(_text(path), _expected(look.marks[path], message), message)


def _text(path: Path) -> str:
    """A path as text that any database can hold."""
    return str(path).encode("utf-8", "backslashreplace").decode()
