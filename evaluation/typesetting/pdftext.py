"""Which article each line of pdftotext's output belongs to, found by exact search in the known texts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.text import squash
from evaluation.typesetting.compose import Composed
from evaluation.typesetting.forms import BLANK, Printed
from evaluation.typesetting.gold import Uncovered

MODES = {"raw": ("-raw",), "reading": (), "layout": ("-layout",)}


def pdftotext(pdf: Path, mode: str) -> list[str]:
    """The page's lines as poppler's pdftotext gives them (form feeds dropped)."""
    command = ["pdftotext", "-q", *MODES[mode], "-enc", "UTF-8", str(pdf), "-"]
    output = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode("utf-8")
    lines = output.replace("\f", "").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


@dataclass(slots=True)
class _Strand:
    """One run of known text (a story's part after part, or a line of furniture) and which of it is found."""

    owner: str | None
    text: str
    roles: tuple[str, ...]
    taken: bytearray

    def places(self, piece: str) -> Iterator[int]:
        place = self.text.find(piece)
        while place >= 0:
            if not any(self.taken[place : place + len(piece)]):
                yield place
            place = self.text.find(piece, place + 1)


def aligned(composed: Composed, lines: Sequence[str]) -> list[Printed]:
    """Each line with its owner and its place in the owner's text.

    Raises Uncovered for a line that mixes two articles, or whose article cannot be told, and where
    a part of an article has no line.
    """
    strands = _strands(composed)
    squashed = [squash(line) for line in lines]
    found: dict[int, tuple[_Strand, int]] = {}
    waiting = [n for n, text in enumerate(squashed) if text]
    while waiting:
        settled = _settle(waiting, lines, squashed, strands, found)
        if not settled:
            raise Uncovered(
                f"line {waiting[0] + 1} fits {_fits(squashed[waiting[0]], strands)}: {lines[waiting[0]]}"
            )
        waiting = [n for n in waiting if n not in found]
    for strand in strands:
        if not all(strand.taken):
            raise Uncovered(f"not printed: {strand.text[strand.taken.index(0) :][:20]}")
    return [_printed(lines[n], found.get(n)) for n in range(len(lines))]


def _settle(
    waiting: Sequence[int],
    lines: Sequence[str],
    squashed: Sequence[str],
    strands: Sequence[_Strand],
    found: dict[int, tuple[_Strand, int]],
) -> bool:
    """Give a place to every line that has only one; if none has, to one whose neighbour decides."""
    settled = False
    for number in waiting:
        options = [(strand, place) for strand in strands for place in strand.places(squashed[number])]
        if not options:
            if not _all_furniture(lines[number], strands):
                raise Uncovered(f"line {number + 1} mixes texts: {squashed[number][:40]}")
            found[number] = (
                _Strand(None, squashed[number], ("furniture",) * len(squashed[number]), bytearray()),
                0,
            )
            settled = True
            continue
        if len(options) == 1:
            _take(number, *options[0], squashed, found)
            settled = True
    if settled:
        return True
    for number in waiting:
        options = [(strand, place) for strand in strands for place in strand.places(squashed[number])]
        beside = [option for option in options if _continues(number, option, squashed, found)]
        owners = {strand.owner for strand, _ in options} if not beside else set()
        if beside or len(owners) == 1:
            _take(number, *(beside or options)[0], squashed, found)
            return True
    return False


def _all_furniture(line: str, strands: Sequence[_Strand]) -> bool:
    """Whether the line's words are furniture all (section, number, paper side by side); takes them if so."""
    taken: list[tuple[_Strand, int, int]] = []
    for word in line.split():
        spots = (
            (strand, place) for strand in strands if strand.owner is None for place in strand.places(word)
        )
        spot = next(spots, None)
        if spot is None:
            for strand, start, end in taken:
                strand.taken[start:end] = bytes(end - start)
            return False
        strand, place = spot
        strand.taken[place : place + len(word)] = b"\x01" * len(word)
        taken.append((strand, place, place + len(word)))
    return True


def _continues(
    number: int, option: tuple[_Strand, int], squashed: Sequence[str], found: dict[int, tuple[_Strand, int]]
) -> bool:
    """Whether the line before (blanks aside) ends where this one would start, or the next where it ends."""
    strand, place = option
    for step, near in ((-1, number - 1), (1, number + 1)):
        while 0 <= near < len(squashed) and not squashed[near]:
            near += step
        if near in found and found[near][0] is strand:
            other = found[near][1]
            if other + len(squashed[near]) == place if step < 0 else place + len(squashed[number]) == other:
                return True
    return False


def _take(
    number: int, strand: _Strand, place: int, squashed: Sequence[str], found: dict[int, tuple[_Strand, int]]
) -> None:
    strand.taken[place : place + len(squashed[number])] = b"\x01" * len(squashed[number])
    found[number] = (strand, place)


def _strands(composed: Composed) -> list[_Strand]:
    strands = []
    for copy in composed.copies:
        text, roles = "", []
        for role, part in copy.parts:
            text += squash(part)
            roles += [role] * len(squash(part))
        strands.append(_Strand(copy.story.id, text, tuple(roles), bytearray(len(text))))
    for block in composed.sheet.blocks:
        for piece in block.pieces:
            if piece.owner is None:
                text = squash(piece.text)
                strands.append(_Strand(None, text, ("furniture",) * len(text), bytearray(len(text))))
    return strands


def _fits(text: str, strands: Sequence[_Strand]) -> list[str | None]:
    return [strand.owner for strand in strands if any(True for _ in strand.places(text))]


def _printed(line: str, found: tuple[_Strand, int] | None) -> Printed:
    if found is None:
        return BLANK
    strand, place = found
    return Printed(line, strand.roles[place], strand.owner, (0, place))
