"""Writing documents: whole or not at all, and never over what somebody changed or has open.

out/2018-W45/一周要闻_2018-11-05_2018-11-11.docx          the first revision
out/2018-W45/一周要闻_2018-11-05_2018-11-11_第2稿.docx    a later one
…_2.docx                                                 beside a file that must not be replaced
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import count
from pathlib import Path

from briefing.errors import NothingDone, reason
from briefing.model import Briefing, Document, Problem, Stage

Known = Callable[[Path], str | None]
"""The digest (see `digest`) of a file as we made it and may replace it; None for any other file."""

# What Windows forbids in a name, and what would lead out of the folder.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]')


class State(StrEnum):
    """What became of a document."""

    NEW = "new"
    SAME = "same"
    REPLACED = "replaced"
    KEPT_ASIDE = "kept-aside"


@dataclass(frozen=True, slots=True)
class Written:
    """Where a document is now. `message` is one line where it is not where it was expected, else empty."""

    path: Path
    state: State
    digest: str
    message: str = ""


class Unwritable(NothingDone):
    """A document could not be written; carries the problem, so that the other formats can go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.subject}：{problem.message}")
        self.problem = problem


def folder_name(briefing: Briefing) -> str:
    """2018-W45, or 2018-11-01_2018-11-07 for a free period."""
    return briefing.week or f"{briefing.period.start}_{briefing.period.end}"


def stem(briefing: Briefing) -> str:
    """A document's name without its suffix: title, period, and the revision from the second on."""
    revision = f"_第{briefing.revision}稿" if briefing.revision > 1 else ""
    title = clean_name(briefing.title) or "简报"
    return f"{title}_{briefing.period.start}_{briefing.period.end}{revision}"


def clean_name(name: str) -> str:
    """A file's name that every system takes."""
    return _NOT_IN_NAMES.sub("_", name).strip(" .")


def digest(data: bytes) -> str:
    """SHA-256 in hex: what is to be recorded of a document, so that a change to it can be told."""
    return sha256(data).hexdigest()


def write(document: Document, folder: Path, stem: str, known: Known) -> Written:
    """Put a document into a folder (made where missing), durably and atomically.

    A file with the same content stays untouched. One that is as we made it (`known`) and is not open
    anywhere is replaced; beside any other the document gets the name with _2, _3 … Raises Unwritable.
    """
    name = f"{stem}{document.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(document, folder, name, known)
    except OSError as error:
        problem = Problem(Stage.RENDER, "unwritable", str(folder / name), f"写不了：{_reason(error)}")
        raise Unwritable(problem) from error


def _write(document: Document, folder: Path, name: str, known: Known) -> Written:
    mark = digest(document.data)
    kept = ""
    for path in _names(folder / name):
        state, why = _state(path, mark, known)
        if state is State.SAME:
            return Written(path, state, mark, kept and f"{kept}；这一稿在“{path.name}”")
        if state and _placed(path, document.data):
            if not kept:
                return Written(path, state, mark)
            return Written(path, State.KEPT_ASIDE, mark, f"{kept}；这一稿另存为“{path.name}”")
        kept = kept or f"“{name}”{why or '正被别的程序打开'}，没有覆盖"
    raise AssertionError("unreachable: the names never end")


def _names(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_stem(f"{path.stem}_{n}") for n in count(2))


def _state(path: Path, mark: str, known: Known) -> tuple[State | None, str]:
    """What writing to `path` would be; None with the reason where it must stay as it is."""
    if not path.exists():
        return State.NEW, ""
    if not path.is_file():
        return None, "不是文件"
    found = digest(path.read_bytes())
    if found == mark:
        return State.SAME, ""
    recorded = known(path)
    if recorded is None:
        return None, "已经有了，是另外选取或别处做的"
    if recorded != found:
        return None, "生成后被改动过"
    if in_use(path):
        return None, "正被别的程序打开"
    return State.REPLACED, ""


def in_use(path: Path, windows: bool = os.name == "nt") -> bool:
    """Whether Word, WPS or LibreOffice seems to have a file open (or nobody may change it).

    Their lock files can be stale, so they are a hint, which we believe: the cost is a second file.
    On Windows opening for writing decides instead: it fails while Word holds the file.
    """
    try:
        with path.open("r+b"):
            pass
    except PermissionError:
        return True
    if windows:
        return False
    # Word leaves out the name's first characters, how many depends on its length: so try all three.
    hints = [f".~lock.{path.name}#", f".~{path.name}", *(f"~${path.name[n:]}" for n in range(3))]
    return any(path.with_name(hint).exists() for hint in hints)


def _placed(path: Path, data: bytes) -> bool:
    """Write aside, then rename; False where the file was opened in this very moment (Windows)."""
    aside = path.with_name(f".briefing-{os.getpid()}{path.suffix}.tmp")  # shorter than any name we give
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            aside.replace(path)
        except PermissionError:
            if not path.exists():
                raise
            return False
    finally:
        with suppress(OSError):
            aside.unlink()
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_REASONS = {
    errno.ENOSPC: "磁盘已满，请腾出空间后重试",
    errno.EDQUOT: "磁盘配额已用完，请腾出空间后重试",
    errno.EACCES: "没有写权限，请换一个输出文件夹（--out）或改权限",
    errno.EPERM: "没有写权限，请换一个输出文件夹（--out）或改权限",
    errno.EROFS: "磁盘是只读的，请换一个输出文件夹（--out）",
    errno.ENAMETOOLONG: "文件名太长，请换一个较短的输出文件夹（--out）",
    errno.EEXIST: "输出文件夹的名字已被一个文件占用，请改名或换一个输出文件夹（--out）",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹，请换一个输出文件夹（--out）",
}


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or reason(error)
