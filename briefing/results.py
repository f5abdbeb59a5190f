"""What the use cases are asked for and what they come to; `weekly` acts on the one and returns the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal

from briefing.model import Briefing, Problem
from briefing.periods import Span


class Outcome(IntEnum):
    """What a run came to; the value is the process's exit status."""

    DONE = 0
    PARTLY = 1
    NOTHING_IN_PERIOD = 3
    NOTHING_DONE = 4


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know while it happens: each problem; and how far which step is (done, of how many)."""

    problem: Callable[[Problem], None]
    progress: Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which articles or briefings are wanted.

    Briefings without a span: all that the sources have, or the seven days that end today. `formats`,
    `out` and `template` are the configuration's where they are None.
    """

    span: Span | None = None
    every_week: bool = False
    by: str = "published"
    districts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    formats: tuple[str, ...] | None = None
    out: Path | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """One source that was read: how many of its articles are new, changed, known; the ids of all."""

    path: str
    new: int
    updated: int
    unchanged: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What reading the sources came to."""

    taken: tuple[Taken, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Done; in part where some source or page failed; nothing where no source was read."""
        if not self.problems:
            return Outcome.DONE
        return Outcome.PARTLY if self.taken else Outcome.NOTHING_DONE

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the articles read, each once, in the order of the sources."""
        return tuple(dict.fromkeys(identity for one in self.taken for identity in one.ids))


@dataclass(frozen=True, slots=True)
class File:
    """A document of a briefing; `note` is one line where it is not where it was expected, else empty."""

    path: Path
    note: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One briefing and where its documents are."""

    briefing: Briefing
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """What making came to; `nothing` says why no briefing was made, where there was no article for one."""

    made: tuple[Made, ...] = ()
    ingestion: Ingestion = Ingestion()
    problems: tuple[Problem, ...] = ()
    nothing: str | None = None

    @property
    def outcome(self) -> Outcome:
        """The exit code: what failed wins over a period without articles."""
        read = self.ingestion.outcome
        unwritten = bool(self.made) and not any(one.files for one in self.made)
        if read is Outcome.NOTHING_DONE or unwritten:
            return Outcome.NOTHING_DONE
        if read is Outcome.PARTLY or self.problems:
            return Outcome.PARTLY
        return Outcome.NOTHING_IN_PERIOD if self.nothing else Outcome.DONE


@dataclass(frozen=True, slots=True)
class Original:
    """An article's lines as they stand in its source; `why_not` says in one line why they cannot be shown.
    `path` is the source's; `further` are other files that the article goes on in.
    """

    lines: tuple[tuple[int, str], ...] = ()
    why_not: str = ""
    path: str = ""
    further: tuple[Original, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: its state, what was found, and how to mend it."""

    subject: str
    state: Literal["ok", "warn", "bad"]
    message: str
    mend: str = ""
