"""Plain text for mail: short lines that a reader may join again (RFC 3676, format=flowed with DelSp=yes).

Programs that know the form show paragraphs as wide as their window; the others show the lines as they
stand, so they are broken as Chinese is: no line begins with a closing mark or ends with an opening one,
and a Latin word or a figure stays whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72
"""Columns of a line, a Chinese character taking two; RFC 3676 asks for 78 at most, stuffing included."""

PARAMETERS = {"format": "flowed", "delsp": "yes"}
"""What the part's Content-Type has to say of it."""

# What stays together: a short remark in brackets (a credit's names); half-width characters up to and with the
# next blanks; else one character with those that combine with it.
_UNIT = re.compile(r"（[^（）]{1,10}）|[!-~]+ *|[^!-~][\u0300-\u036f\ufe00-\ufe0f\u200d]*")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’…—％·" + ",.;:?!)]}%")
_OPENING = frozenset("（《〈「『【〔“‘" + "([{")
# What a line may not begin with as it is: a quoted line, a blank, the mark of a mailbox file.
_STUFFED = (" ", ">", "From ")


def encode(text: str) -> str:
    """The text with soft breaks; its own line breaks stay. Blanks at the end of a line are layout and go."""
    return "\n".join(_stuffed(line) for paragraph in text.split("\n") for line in _flowed(paragraph))


def _flowed(paragraph: str) -> Iterator[str]:
    lines = list(wrap(paragraph.rstrip(" "), WIDTH))
    yield from (f"{line} " for line in lines[:-1])
    yield from lines[-1:]


def _stuffed(line: str) -> str:
    return f" {line}" if line.startswith(_STUFFED) else line


def wrap(text: str, width: int) -> Iterator[str]:
    """The text cut into lines of at most `width` columns; joined they are the text. At least one line."""
    line = ""
    taken = 0
    for unit in _units(text, width):
        wide = columns(unit.rstrip(" "))
        if line and taken + wide > width:
            kept = _break(line, unit)
            yield line[:kept]
            line = line[kept:]
            taken = columns(line)
        line += unit
        taken += columns(unit)
    yield line


def _units(text: str, width: int) -> Iterator[str]:
    """What is not to be parted; a run without end (an address, a string of dashes) is parted all the same."""
    for unit in _UNIT.findall(text):
        yield from (unit[at : at + width] for at in range(0, len(unit), width))


def _break(line: str, unit: str) -> int:
    """Where to end the line before `unit`: its end, or a little earlier for the sake of a mark."""
    for back in range(min(4, len(line))):
        at = len(line) - back
        after = line[at] if back else unit[0]
        if after not in _CLOSING and line[at - 1] not in _OPENING and not _inside_word(line, at):
            return at
    return len(line)


def _inside_word(line: str, at: int) -> bool:
    return at < len(line) and line[at - 1].isascii() and line[at].isascii() and line[at - 1] != " "


def columns(text: str) -> int:
    """How wide a text is in columns of a half-width character."""
    return sum(_wide(char) for char in text)


def _wide(char: str) -> int:
    if char.isascii():
        return 1
    return 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WFA" else 1
