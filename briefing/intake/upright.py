"""Headlines whose characters stand one below the other, in lines from right to left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.intake.glyphs import Glyph
from briefing.intake.runs import Run

FEWEST = 3
"""Characters below each other that are a line."""
TOUCHING = (0.75, 1.7)
"""In ems, from one character to the next below it."""
BESIDE = 1.2
"""In ems, the white between two upright lines of one headline."""


def stacks(found: Iterable[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Characters that the file writes one below the other, line by line, and the others."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(found, key=lambda one: one.place):
        if lines and _below(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    tall = [line for line in lines if sum(glyph.text != " " for glyph in line) >= FEWEST]
    taken = {id(glyph) for line in tall for glyph in line}
    return tall, [glyph for line in lines for glyph in line if id(glyph) not in taken]


def _below(upper: Glyph, lower: Glyph) -> bool:
    """Whether a character stands right below the one that the file writes before it."""
    size = max(upper.size, lower.size)
    step = (lower.y - upper.y) / size
    # Marks are set aside of the line's middle.
    return (
        lower.place - upper.place <= 4
        and min(upper.size, lower.size) > 0.95 * size
        and abs((lower.x0 + lower.x1) - (upper.x0 + upper.x1)) < 0.9 * size
        and TOUCHING[0] <= step <= TOUCHING[1]
    )


def together(runs: Sequence[Run]) -> list[list[Run]]:
    """Upright lines grouped into headlines, each from right to left."""
    groups: list[list[Run]] = []
    for run in sorted((run for run in runs if run.vertical), key=lambda run: -run.x0):
        for group in groups:
            last = group[-1]
            level = run.top < last.bottom - run.size and last.top < run.bottom - run.size
            if (
                level
                and last.x0 - run.x1 <= BESIDE * run.size
                and abs(run.size - last.size) < 0.06 * run.size
            ):
                group.append(run)
                break
        else:
            groups.append([run])
    return groups
