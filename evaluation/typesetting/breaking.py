"""Break text into printed lines as a compositor does: by ems, and by what may begin or end a line."""

from __future__ import annotations

from functools import cache

import rjieba

from briefing.text import CLOSING, OPENING, width

NO_START = frozenset(CLOSING + "，。、；：？！,.;:?!%％…—·")
NO_END = frozenset(OPENING)


def break_lines(text: str, capacity: float, indent: float = 0.0, squeeze: bool = False) -> list[str]:
    """Lines of at most `capacity` ems; `indent` ems are taken off the first.

    A mark that may not begin a line is pressed into the line before where `squeeze`, else the
    character before it goes down with it. Runs of digits and Latin letters stay whole.
    """
    lines: list[str] = []
    start, room = 0, capacity - indent
    while start < len(text):
        end = _fill(text, start, room)
        if end < len(text):
            end = _legal(text, start, end, squeeze)
        lines.append(text[start:end])
        start, room = end, capacity
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _fill(text: str, start: int, room: float) -> int:
    used, end = 0.0, start
    while end < len(text) and used + width(text[end]) <= room:
        used += width(text[end])
        end += 1
    return max(end, start + 1)


def _legal(text: str, start: int, end: int, squeeze: bool) -> int:
    if squeeze and text[end] in NO_START and (end + 1 == len(text) or text[end + 1] not in NO_START):
        return end + 1
    place = end
    while place > start + 1 and (
        text[place] in NO_START
        or text[place - 1] in NO_END
        or (_latin(text[place]) and _latin(text[place - 1]))
    ):
        place -= 1
    return place if place > start + 1 else end


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".%+")


@cache
def _dictionary() -> rjieba.Jieba:
    """One of our own: the process's shared one gets other words as soon as the program itself cuts."""
    return rjieba.Jieba()


@cache
def _word_ends(title: str) -> frozenset[int]:
    ends, place = set(), 0
    for word in _dictionary().cut(title):
        place += len(word)
        ends.add(place)
    return frozenset(ends)


def break_title(title: str, capacity: float) -> list[str]:
    """A headline in as few lines as fit, cut at its blank or between words, the lines about equally long.

    A blank at the cut stays at the end of its line, so that the lines joined are the headline again.
    """
    if width(title) <= capacity:
        return [title]
    blanks = [i for i, char in enumerate(title) if char == " "]
    if blanks and width(title) <= 2 * capacity:
        middle = min(blanks, key=lambda i: abs(i - len(title) / 2))
        if max(width(title[:middle]), width(title[middle + 1 :])) <= capacity:
            return [title[: middle + 1], title[middle + 1 :]]
    count = 2
    while width(title) > count * (capacity - 1):
        count += 1
    goal = len(title) / count
    fits = [i for i in range(2, len(title) - 1) if width(title[:i]) <= capacity and _cut_allowed(title, i)]
    if not fits:
        return break_lines(title, capacity)
    cut = min(fits, key=lambda i: (abs(i - goal) + (0 if i in _word_ends(title) else 3), i))
    cut += title[cut] == " "
    return [title[:cut], *break_title(title[cut:], capacity)]


def _cut_allowed(title: str, place: int) -> bool:
    return (
        title[place] not in NO_START
        and title[place - 1] not in NO_END
        and not (_latin(title[place]) and _latin(title[place - 1]))
    )
