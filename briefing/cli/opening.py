"""Opening a finished document with the program that the computer opens such files with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from briefing.cli.console import Console

_PATIENCE = 10


def show(files: Sequence[Path], console: Console) -> None:
    """Open the Word file among them, else the first; where that is impossible, say which to open."""
    chosen = next((path for path in files if path.suffix == ".docx"), next(iter(files), None))
    if chosen is not None and not _open(chosen.absolute()):
        console.note(f"没有能打开它的程序，请自己打开：{chosen}")


def _open(path: Path) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError:
            return False
        return True
    command = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if command is None:
        return False
    # xdg-open ends once the other program has started, or when there is none; a silent one goes on by itself.
    null = subprocess.DEVNULL
    try:
        opener = subprocess.Popen(
            [command, str(path)], stdin=null, stdout=null, stderr=null, start_new_session=True
        )
        return opener.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
