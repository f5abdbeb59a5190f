"""Where the program's own data files and templates are, and how they are read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """The path of a data file in briefing/data."""
    return _PACKAGE / "data" / name


def read_words(name: str) -> tuple[str, ...]:
    """A word list: one entry a line, `#` starts a comment, blank lines are skipped."""
    lines = (line.split("#", 1)[0].strip() for line in data(name).read_text("utf-8").splitlines())
    return tuple(line for line in lines if line)


def read_toml(name: str) -> dict[str, Any]:
    """A TOML data file as a dictionary."""
    return tomllib.loads(data(name).read_text("utf-8"))


def templates() -> Path:
    """The folder of the templates: the repository's own in a checkout, the wheel's copy otherwise."""
    packaged = _PACKAGE / "templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"
