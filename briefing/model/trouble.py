"""What went wrong, and what an editor should look at: both run beside the journey."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.model.page import LineRanges


class Stage(StrEnum):
    """Where a problem arose."""

    INTAKE = "intake"
    SEGMENT = "segment"
    ANNOTATE = "annotate"
    ARCHIVE = "archive"
    EVENTS = "events"
    SUMMARIZE = "summarize"
    COMPOSE = "compose"
    RENDER = "render"
    DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong with one subject (a file, a page) and did not stop the others."""

    stage: Stage
    code: str
    subject: str
    message: str
    lines: LineRanges = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning that travels with the value it is about: shown, never hidden."""

    code: str
    message: str
    lines: LineRanges = ()
