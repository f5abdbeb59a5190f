"""Files that let the system run the program by itself: systemd, cron, the Windows task planner.

They name this very program, its office's folder and the user by their places, however it was installed:
briefing/data/units holds them with @marks@ for these.
"""

from __future__ import annotations

import getpass
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from briefing import resources

FOLDER = "units"
MARK = re.compile("@([A-Z]+)@")
_LINUX = ("briefing.service", "briefing-run-due.service", "briefing-run-due.timer", "crontab.txt")
_WINDOWS = ("briefing-task.xml",)


def files(folder: Path, command: tuple[str, ...], *, windows: bool) -> Iterator[tuple[Path, bytes]]:
    """The files for an office's folder, for Windows or for Linux. `command` is how the program is called."""
    here = folder.absolute()
    for name in _WINDOWS if windows else _LINUX:
        text = resources.data(FOLDER).joinpath(name).read_text("utf-8")
        if name.endswith(".xml"):
            filled = _filled(text, _of_task(here, command)).replace("\n", "\r\n")
            yield folder / FOLDER / name, b"\xff\xfe" + filled.encode("utf-16-le")
        else:
            values = _of_cron(here, command) if name.startswith("cron") else _of_systemd(here, command)
            yield folder / FOLDER / name, _filled(text, values).encode("utf-8", "surrogateescape")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return MARK.sub(lambda mark: values[mark[1]], text)


def _of_systemd(folder: Path, command: tuple[str, ...]) -> dict[str, str]:
    # A percent sign begins a specifier everywhere; quotes and $ mean something in commands only.
    words = (word.replace("%", "%%").replace("$", "$$") for word in command)
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    called = " ".join(f'"{word}"' for word in quoted)
    return {"FOLDER": str(folder).replace("%", "%%"), "COMMAND": called, "USER": _user()}


def _of_cron(folder: Path, command: tuple[str, ...]) -> dict[str, str]:
    # cron takes a percent sign for a line's end, wherever it stands.
    values = {"FOLDER": shlex.quote(str(folder)), "COMMAND": shlex.join(command)}
    return {mark: value.replace("%", "\\%") for mark, value in values.items()}


def _of_task(folder: Path, command: tuple[str, ...]) -> dict[str, str]:
    program, *arguments = command
    values = {"FOLDER": str(folder), "PYTHON": program, "ARGUMENTS": subprocess.list2cmdline(arguments)}
    return {mark: escape(value) for mark, value in values.items()}


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return "root"
