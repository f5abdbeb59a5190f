"""Mistakes a user can mend. Each is one line on standard error and an exit code, never a traceback.

BriefingError (2)
├── UsageError (2)       wrong words on the command line
├── ConfigError (2)      briefing.toml, a data file or a template is wrong
├── NothingInPeriod (3)  no article in the period asked for
└── NothingDone (4)      nothing could be read, or nothing written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BriefingError(Exception):
    """Base of all errors shown to the user as one line; `exit_code` is the process's exit status."""

    exit_code = 2


class UsageError(BriefingError):
    """A word on the command line is wrong."""


class ConfigError(BriefingError):
    """A configuration, data or template file is wrong."""


class NothingInPeriod(BriefingError):
    """No article falls into the period; names the nearest weeks that have some."""

    exit_code = 3


class NothingDone(BriefingError):
    """Nothing could be read or written at all."""

    exit_code = 4


def nearest(word: str, choices: Iterable[str]) -> str:
    """The hint “，是否想写“…”？可选：…” for a wrong word: nearest match first, then all choices."""
    options = list(dict.fromkeys(choices))
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.5)
    guess = f"，是否想写“{close[0]}”？" if close else "。"
    return f"{guess}可选：{'、'.join(options)}" if options else guess
