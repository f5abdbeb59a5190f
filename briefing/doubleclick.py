"""Files for a double click: put the pages into 来稿, click, and the finished Word file opens.

Each calls this very program by its place. What lies within the office's folder is named from there, so that
the folder may be moved or carried on a stick; what lies elsewhere by its whole path.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

INBOX = "来稿"
NAME = "制作一周要闻"
NAMES = tuple(f"{NAME}{suffix}" for suffix in (".bat", ".sh", ".desktop"))
_ARGUMENTS = f"make {INBOX} --every-week --open"
_PACKAGE = Path(__file__).resolve().parent


def program() -> tuple[str, ...]:
    """How to call this program: Python and the folder it was installed to without a virtual environment
    (with a `__main__.py` beside the package), else Python and -m briefing."""
    folder = _PACKAGE.parent
    if (folder / "__main__.py").is_file():
        return sys.executable, str(folder)
    return sys.executable, "-m", "briefing"


def files(folder: Path, command: tuple[str, ...]) -> Iterator[tuple[Path, bytes]]:
    """The start files of an office's folder for Windows, Linux and Linux desktops."""
    here = folder.absolute()
    contents = (windows(here, command), shell(here, command), desktop(here))
    yield from ((folder / name, content) for name, content in zip(NAMES, contents, strict=True))


def windows(folder: Path, command: tuple[str, ...]) -> bytes:
    """A batch file. cmd.exe reads it in the console's code page: 936 on a Chinese Windows, which the file
    asks for before its first Chinese character; UTF-8 only where a path has characters that GBK lacks."""
    called = " ".join(_batch(word, folder) for word in command)
    lines = ['pushd "%~dp0"', f"{called} {_ARGUMENTS}", "echo.", "pause", ""]
    try:
        page, text = b"936", "\r\n".join(lines).encode("gbk")
    except UnicodeEncodeError:
        page, text = b"65001", "\r\n".join(lines).encode()
    return b"@echo off\r\nchcp " + page + b" >nul\r\n" + text


def shell(folder: Path, command: tuple[str, ...]) -> bytes:
    """A shell script; on a terminal it waits at the end, so that its words can be read."""
    called = " ".join(_quoted(word, folder) for word in command)
    return f"""#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd) || exit
cd "$here" || exit
{called} {_ARGUMENTS}
status=$?
if [ -t 0 ]; then
  printf '按回车键关闭…'
  read -r _
fi
exit "$status"
""".encode()


def desktop(folder: Path) -> bytes:
    """A starter after the Desktop Entry Specification, which knows whole paths only."""
    script = str(folder / f"{NAME}.sh")
    for sign in ("\\", '"', "`", "$"):
        script = script.replace(sign, f"\\{sign}")
    # The value of a key is unescaped before Exec's own quoting is looked at.
    script = script.replace("\\", "\\\\").replace("%", "%%")
    return f"""[Desktop Entry]
Type=Application
Name={NAME}
Comment=把来稿文件夹里的版面做成一周要闻
Exec=/bin/sh "{script}"
Icon=x-office-document
Terminal=true
""".encode()


def _within(word: str, folder: Path) -> Path | None:
    path = Path(word)
    return path.relative_to(folder) if path.is_absolute() and path.is_relative_to(folder) else None


def _batch(word: str, folder: Path) -> str:
    near = _within(word, folder)
    text = word.replace("%", "%%") if near is None else "%~dp0" + str(near).replace("%", "%%")
    return f'"{text}"' if near is not None or set(text) - set("-abcdefghijklmnopqrstuvwxyz") else text


def _quoted(word: str, folder: Path) -> str:
    near = _within(word, folder)
    return shlex.quote(word) if near is None else f'"$here"/{shlex.quote(near.as_posix())}'
