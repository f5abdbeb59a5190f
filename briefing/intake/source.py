"""What intake finds, and how it says that it cannot read something."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.model import LineRanges, Problem, Stage

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A source: `path` as the user wrote it, `location` absolute; `data` only of standard input."""

    path: str
    location: Path
    data: bytes | None = None

    @property
    def suffix(self) -> str:
        """The file name's ending in lower case, with its dot; empty for standard input."""
        return "" if self.data is not None else self.location.suffix.lower()


class Unreadable(Exception):
    """A source, or one part of it, that cannot be read. `problem` says which, where and how to mend it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def problem(code: str, subject: str, message: str, lines: LineRanges = ()) -> Problem:
    """A problem of this stage."""
    return Problem(Stage.INTAKE, code, subject, message, lines)
