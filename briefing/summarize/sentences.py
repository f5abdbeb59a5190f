"""Paragraphs into sentences, with their places, as an editor would cut them.

- 。！？ and their half-width forms end a sentence; ； and …… end none.
- Inside quotes, brackets and title marks nothing ends. After 。” the sentence goes on where an attribution
  follows (…福祉。”区扶贫办负责人表示。) or the quote is a part of speech (“谁来管？”的问题), else it ends.
- Each paragraph starts anew; an opening mark without its partner in the paragraph counts as plain text.
- A byline at a paragraph's start (本报讯（记者 …）) belongs to no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefing.resources import read_toml
from briefing.text import CLOSING, OPENING, PAIRS, is_han

_ENDS = "。！？!?"
_STOPS = ".．"
_QUOTES_CLOSE = '”’」』"'
_PAIRED = re.compile(f'[{re.escape(OPENING + CLOSING)}"]')
_MARKS = re.compile(f'[{re.escape(OPENING + CLOSING + _ENDS + _STOPS)}"]')
_BYLINE = re.compile(
    r"\s*(?:(?:本报|本网|本刊|本台)[^\s，。：（(]{0,12}讯|[^\s，。：（(]{2,10}讯(?=[\s（(]))\s*(?:[（(][^）)。]{1,60}[）)])?\s*"
)
# What makes a closed quote a part of the sentence around it: a particle, or a mark that ends nothing.
_GOES_ON = re.compile(r"[，,、；;：:…—]|[的等和与及之为]|是(?!的)")
# An attribution stands in the clauses right after the quote; 60 characters held all on the gold pages.
_REACH = 60
# How many unclosed marks a closing one may reach across: crossed pairs are misprints, a few at most.
_DEPTH = 4


class Sentence(NamedTuple):
    """`paragraphs[paragraph][start:end]`, trimmed of blanks; `closed` when it ends as a sentence does,
    `balanced` when its quotes and brackets are in pairs.
    """

    text: str
    paragraph: int
    start: int
    end: int
    closed: bool
    balanced: bool


@lru_cache(maxsize=1)
def _attribution() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, read_toml("cues.toml")["speech"]["verbs"]))
    return re.compile(rf"(?:{verbs})[道着到]?(?:[，,。：:！!]|$)")


def split(paragraphs: Sequence[str]) -> list[Sentence]:
    """All sentences of all paragraphs, in order; every non-blank character but bylines is in exactly one."""
    return [sentence for number, paragraph in enumerate(paragraphs) for sentence in _cut(number, paragraph)]


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence: with an end mark, perhaps within quotes or brackets, or with ……."""
    bare = text.rstrip(CLOSING + '"')
    return bare.endswith((*_ENDS, "……")) or (bare.endswith((".", "．")) and _is_stop(bare, len(bare) - 1))


def is_balanced(text: str) -> bool:
    """Whether every quote, bracket and title mark of the text is opened and closed within it."""
    opened: list[str] = []
    for match in _PAIRED.finditer(text):
        mark = match.group()
        if mark in PAIRS:
            opened.append(PAIRS[mark])
        elif mark != '"' and (not opened or opened.pop() != mark):
            return False
    return not opened and text.count('"') % 2 == 0


def _cut(number: int, paragraph: str) -> Iterator[Sentence]:
    byline = _BYLINE.match(paragraph)
    start = byline.end() if byline else 0
    partners, tidy = _partners(paragraph)
    for end in [*_ends(paragraph, start, partners), len(paragraph)]:
        raw = paragraph[start:end]
        if text := raw.strip():
            left = start if raw[0] == text[0] else start + len(raw) - len(raw.lstrip())
            # Only what is left at a paragraph's end may be no whole sentence.
            closed = end < len(paragraph) or is_closed(text)
            yield Sentence(text, number, left, left + len(text), closed, tidy or is_balanced(text))
        start = end


def _ends(paragraph: str, start: int, partners: Mapping[int, int]) -> Iterator[int]:
    """Offsets just behind each sentence's last character."""
    closes_at = 0  # just behind the outermost mark that is open here
    done = start
    for match in _MARKS.finditer(paragraph, start):
        at, mark = match.start(), match.group()
        if at < done:
            continue
        if at in partners and at >= closes_at:
            closes_at = partners[at] + 1
        elif mark in _ENDS or (mark in _STOPS and _is_stop(paragraph, at)):
            if at >= closes_at:
                done = _past_ends(paragraph, at)
                yield done
        elif mark in _QUOTES_CLOSE and at + 1 == closes_at and paragraph[at - 1] in _ENDS:
            rest = paragraph[at + 1 : at + 1 + _REACH]
            if not _GOES_ON.match(rest) and not _attributed(rest):
                done = _past_ends(paragraph, at)
                yield done


def _partners(paragraph: str) -> tuple[dict[int, int], bool]:
    """Where each opening mark is closed again; marks without a partner of their kind are left out.

    And whether none is, nor any straight quote there: then every sentence has its marks in pairs.
    """
    partners: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    straight: int | None = None
    marks = 0
    for match in _PAIRED.finditer(paragraph):
        at, mark = match.start(), match.group()
        marks += 1
        if mark == '"':
            if straight is None:
                straight = at
            else:
                partners[straight], straight = at, None
        elif mark in PAIRS:
            opened.append((at, PAIRS[mark]))
        else:
            for depth in range(len(opened) - 1, max(-1, len(opened) - 1 - _DEPTH), -1):
                if opened[depth][1] == mark:
                    partners[opened[depth][0]] = at
                    del opened[depth:]
                    break
    return partners, 2 * len(partners) == marks and '"' not in paragraph


def _is_stop(paragraph: str, at: int) -> bool:
    """A full stop of half width ends a sentence only behind Chinese text (not in 4.5, No.1, a.m.)."""
    before, after = paragraph[at - 1 : at], paragraph[at + 1 : at + 2]
    return (
        bool(before) and (is_han(before) or before in CLOSING) and not (after.isascii() and after.isalnum())
    )


def _past_ends(paragraph: str, at: int) -> int:
    """Behind a run of end marks and the closing quotes that follow it."""
    at += 1
    while at < len(paragraph) and (paragraph[at] in _ENDS or paragraph[at] in "”’」』"):
        at += 1
    return at


def _attributed(rest: str) -> bool:
    """Whether what follows a closed quote says who spoke, before the next sentence end or quote."""
    if rest[:1] in ("“", "「", "『"):
        return False
    stop = re.search(r"[。！？!?“「]", rest)
    return bool(_attribution().search(rest[: stop.start() + 1] if stop else rest))
