"""Where sources are: files, folders read through in a stable order, and “-” for standard input."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from briefing.errors import reason
from briefing.intake.source import STDIN, Found, problem
from briefing.model import Problem

# Office programs' lock files and what systems leave in folders: nobody means to have these read.
_LITTER_PREFIXES = (".", "~$", "__MACOSX")
_LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini"})


def find(arguments: Sequence[str], skip: Collection[Path] = ()) -> Iterator[Found | Problem]:
    """Each source once, in the order of the arguments; a folder's in the order of their names.

    `skip` names files and folders that a folder's reading leaves out (the program's own output).
    What cannot be found or entered is a Problem in its place; nothing is raised.
    """
    avoided = {_resolved(path) for path in skip if _can_be(path)}
    seen: set[Path] = set()
    for argument in arguments:
        for found in _one(argument, avoided):
            if isinstance(found, Found):
                if found.location in seen:
                    continue
                seen.add(found.location)
            yield found


def _can_be(path: Path) -> bool:
    """Whether the system can have a file of that name: some habits of naming know no Chinese."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def _one(argument: str, avoided: set[Path]) -> Iterator[Found | Problem]:
    path = Path(argument)
    try:
        if argument == STDIN:
            yield Found(STDIN, Path(STDIN), sys.stdin.buffer.read())
        elif not argument:
            # Path("") would be the current folder: an unset variable in a script must not read it all.
            yield problem("missing", argument, "有一个来源是空的；请写文件或文件夹的路径。")
        elif path.is_dir():
            yield from _folder(path, avoided)
        elif path.exists():
            yield Found(shown(path), _resolved(path))
        else:
            yield _missing(path)
    except (OSError, ValueError) as error:
        name = shown(path)
        yield problem("unreadable", name, f"{name}：无法读取（{_reason(error)}）；请检查路径和权限。")


def _folder(folder: Path, avoided: set[Path]) -> Iterator[Found | Problem]:
    """Every file below the folder. Links to folders are followed, but no folder is entered twice."""
    any_file = False
    entered: set[Path] = set()
    errors: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=errors.append, followlinks=True):
        here = _resolved(Path(root))
        if here in entered:
            folders.clear()
            continue
        entered.add(here)
        folders[:] = sorted(name for name in folders if not _litter(name) and here / name not in avoided)
        for name in sorted(files):
            path = Path(root) / name
            if not _litter(name) and _resolved(path) not in avoided:
                any_file = True
                yield Found(shown(path), _resolved(path))
    for error in errors:
        name = shown(Path(error.filename or folder))
        yield problem("unreadable", name, f"{name}：无法打开文件夹（{_reason(error)}）；请检查权限。")
    if not any_file and not errors:
        name = shown(folder)
        message = f"{name}：文件夹里没有可读的文件；请放入版面文字（.txt）、PDF、.jsonl 或 .csv。"
        yield problem("empty-folder", name, message)


def _litter(name: str) -> bool:
    return name.startswith(_LITTER_PREFIXES) or name.lower() in _LITTER_NAMES


def _missing(path: Path) -> Problem:
    close: list[str] = []
    if path.parent.is_dir():
        names = [entry.name for entry in path.parent.iterdir() if not _litter(entry.name)]
        close = difflib.get_close_matches(path.name, names, n=1)
    guess = f"是否想写“{shown(path.parent / close[0])}”？" if close else "请检查路径。"
    return problem("missing", shown(path), f"{shown(path)}：找不到这个文件或文件夹；{guess}")


def shown(path: Path) -> str:
    """The path as text. A name that is not UTF-8 comes from an archive packed on Windows: GB18030."""
    return "/".join(map(_readable, path.as_posix().split("/")))


def _readable(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _resolved(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _reason(error: Exception) -> str:
    return reason(error) if isinstance(error, OSError) else str(error)
