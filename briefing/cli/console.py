"""What goes where: results to standard output; progress, warnings and logs to standard error."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefing.model import Problem

if TYPE_CHECKING:
    from briefing.results import Watch

# So many problems are read; the rest is a number, and -v shows all.
_MOST_SHOWN = 20


def prepare() -> None:
    """Write UTF-8 whatever the system's habit: a redirected Windows console would lose characters of GBK."""
    if os.environ.get("PYTHONIOENCODING"):
        return
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


class _Stderr(logging.Handler):
    """Log lines to standard error, whatever that is at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)


@dataclass
class Console:
    """One run's voice: `quiet` leaves only mistakes, `verbose` adds every problem and the log."""

    quiet: bool = False
    verbose: bool = False
    _shown: int = 0
    _hidden: int = 0
    _bar: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        log = logging.getLogger("briefing")
        log.setLevel(logging.DEBUG if self.verbose else logging.WARNING)
        # Its own handler, even a silent one: without any, Python would print warnings with their traceback.
        log.handlers = [_Stderr() if self.verbose else logging.NullHandler()]

    def result(self, text: str) -> None:
        """A line of the result."""
        print(text)

    def note(self, text: str) -> None:
        """A line beside the result."""
        if not self.quiet:
            self._aside(text)

    def problem(self, problem: Problem) -> None:
        """A failed source or document: named even when quiet, since the exit status speaks of it."""
        if self._shown >= _MOST_SHOWN and not self.verbose:
            self._hidden += 1
            return
        self._shown += 1
        about = "" if problem.subject in problem.message else f"{problem.subject}："
        self._aside(f"警告：{_one_line(about + problem.message)}")

    def warn(self, text: str) -> None:
        """Something that failed: told even when quiet."""
        self._aside(f"警告：{_one_line(text)}")

    def close(self) -> None:
        """Say how many problems were not shown."""
        if self._hidden:
            self._aside(f"……另有 {self._hidden} 个问题（加 -v 全部列出）")

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """Problems as they come; a progress bar on a terminal, none in a pipe."""
        from briefing.results import Watch

        if self.quiet or not sys.stderr.isatty():
            yield Watch(self.problem, lambda _step, _done, _total: None)
            return
        from rich.console import Console as Rich
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Rich(stderr=True), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def progress(step: str, done: int, total: int) -> None:
                if step not in tasks:
                    tasks[step] = bar.add_task(step, total=total)
                bar.update(tasks[step], completed=done)

            self._bar = bar
            try:
                yield Watch(self.problem, progress)
            finally:
                self._bar = None

    def _aside(self, text: str) -> None:
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            print(text, file=sys.stderr)


def mistake(text: str) -> None:
    """The one line of an error that ended the run."""
    print(f"错误：{_one_line(text)}", file=sys.stderr)


def warning(text: str) -> None:
    """One line about what does not keep the run from going on."""
    print(f"警告：{_one_line(text)}", file=sys.stderr)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).strip()
