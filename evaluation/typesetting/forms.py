"""The text forms of a page that need no PDF: wrapped columns and unwrapped fragments, in order or shuffled.

A form is a list of `Printed` lines; its truth is exact because every line knows the pieces it was made of.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.text import is_han
from evaluation.typesetting.breaking import NO_START
from evaluation.typesetting.sheet import Block, Piece


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of a page's text; `start` is its place in its owner's reading order. A blank has no role."""

    text: str
    role: str = ""
    owner: str | None = None
    start: tuple[int, int] = (0, 0)


BLANK = Printed("")


@dataclass(frozen=True, slots=True)
class Habit:
    """How one text layer spaces things: which gaps become blank lines, which blanks justification leaves."""

    paragraph_gap: float = 0.0
    head_gap: float = 1.0
    digit_blank: bool = False
    mark_blank: float = 0.0
    spread: float = 0.0
    indent: bool = False


def wrapped(blocks: Sequence[Block], habit: Habit, rng: random.Random) -> list[Printed]:
    """Line by line as printed, a blank line at every column break (form of seeds 000 and 001)."""
    lines: list[Printed] = []
    for block in blocks:
        gap = habit.head_gap if block.kind in ("head", "byline") else 1.0
        if lines and rng.random() < gap:
            lines.append(BLANK)
        for place, piece in enumerate(block.pieces):
            new = place and piece.part != block.pieces[place - 1].part
            if new and piece.role == "body" and rng.random() < habit.paragraph_gap:
                lines.append(BLANK)
            lines.append(
                Printed(_spaced(piece, habit, rng), piece.role, piece.owner, (piece.part, piece.line))
            )
    return lines


def _spaced(piece: Piece, habit: Habit, rng: random.Random) -> str:
    """The line with the blanks that a text layer gets from justification."""
    text = piece.text.rstrip()
    full = piece.role == "body" and not piece.last
    if full and rng.random() < habit.spread:
        return text[0] + "".join(
            after if before.isascii() and after.isascii() else f" {after}" for before, after in pairwise(text)
        )
    out: list[str] = []
    for place, char in enumerate(text):
        before = text[place - 1] if place else ""
        if habit.digit_blank and before and _meets(before, char):
            out.append(" ")
        out.append(char)
        if full and char in "，。：；" and place < len(text) - 1 and text[place + 1] not in NO_START:
            out.append(" " if rng.random() < habit.mark_blank else "")
    lead = "　　" if habit.indent and piece.indent and piece.line == 0 else ""
    return lead + "".join(out)


def _meets(left: str, right: str) -> bool:
    """A Chinese character beside a digit or Latin letter."""
    return (is_han(left) and right.isascii() and right.isalnum()) or (
        is_han(right) and left.isascii() and left.isalnum()
    )


def fragments(blocks: Sequence[Block]) -> list[Printed]:
    """A paragraph's piece in one column on one line, a blank line between all (form of seeds 002 to 004)."""
    lines: list[Printed] = []
    for block in blocks:
        run: list[Piece] = []
        for piece in block.pieces:
            if run and (piece.part != run[-1].part or piece.role != run[-1].role):
                lines += [_joined(run), BLANK]
                run = []
            run.append(piece)
        lines += [_joined(run), BLANK]
    return lines[:-1]


def _joined(run: Sequence[Piece]) -> Printed:
    """The pieces' text as one line."""
    head = run[0]
    return Printed("".join(p.text for p in run).rstrip(), head.role, head.owner, (head.part, head.line))


def shuffled(blocks: Sequence[Block], by: str, rng: random.Random) -> list[Block]:
    """The blocks in another order: whole stories (`stories`), neighbours (`near`) or anything (`blocks`)."""
    if by == "stories":
        names = list(dict.fromkeys(b.owner or f"-{n}" for n, b in enumerate(blocks)))
        rng.shuffle(names)
        rank = {name: place for place, name in enumerate(names)}
        keyed = [(rank[b.owner or f"-{n}"], n) for n, b in enumerate(blocks)]
        return [blocks[n] for _, n in sorted(keyed)]
    if by == "near":
        keys = [n + rng.uniform(0, 4) for n in range(len(blocks))]
        return [blocks[n] for n in sorted(range(len(blocks)), key=keys.__getitem__)]
    return rng.sample(list(blocks), len(blocks))


def parted(lines: Sequence[Printed]) -> list[list[Printed]]:
    """The runs of lines between blank lines."""
    runs: list[list[Printed]] = [[]]
    for line in lines:
        if line.text.strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def framed(lines: Sequence[Printed]) -> list[Printed]:
    """A text without blank lines (pdftotext -raw), parted where another article or another role begins."""
    out: list[Printed] = []
    for line in lines:
        if out and (line.owner, line.role) != (out[-1].owner, out[-1].role):
            out.append(BLANK)
        out.append(line)
    return out


def mixed(lines: Sequence[Printed], rng: random.Random) -> list[Printed]:
    """The runs between blank lines in random order."""
    runs = parted(lines)
    rng.shuffle(runs)
    return [line for run in runs for line in (*run, BLANK)][:-1]
