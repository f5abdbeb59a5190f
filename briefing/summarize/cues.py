"""Finding the cues of data/cues.toml in an article's sentences.

A cue is a plain word or a regular expression; one that begins with `^` counts at the start of a sentence
only. Plain words, which are most, are all found in one pass over the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import ahocorasick

from briefing.resources import read_toml

Pattern = re.Pattern[str]


class _Rule(NamedTuple):
    """Regular expressions of one meaning, by the two questions they ask of a text."""

    begins: Pattern | None
    holds: Pattern | None

    def found(self, text: str) -> bool:
        return bool((self.begins and self.begins.match(text)) or (self.holds and self.holds.search(text)))


class _Cues(NamedTuple):
    words: ahocorasick.Automaton  # of each its length and what it means: (name, at the start only) …
    at_start: tuple[tuple[str, Callable[[str], object]], ...]
    anywhere: tuple[tuple[str, Callable[[str], Iterator[re.Match[str]]]], ...]
    rules: Mapping[str, _Rule]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    table = read_toml("cues.toml")
    words: dict[str, list[tuple[str, bool]]] = {}
    patterns: dict[str, _Rule] = {}
    for name, cues in table["sentence"].items():
        plain = {cue for cue in cues if re.escape(cue.lstrip("^")) == cue.lstrip("^")}
        for cue in plain:
            words.setdefault(cue.lstrip("^"), []).append((name, cue.startswith("^")))
        patterns[name] = _rule([cue for cue in cues if cue not in plain])
    automaton = ahocorasick.Automaton()
    for word, meant in words.items():
        automaton.add_word(word, (len(word), meant))
    automaton.make_automaton()
    return _Cues(
        words=automaton,
        at_start=tuple((name, rule.begins.match) for name, rule in patterns.items() if rule.begins),
        anywhere=tuple((name, rule.holds.finditer) for name, rule in patterns.items() if rule.holds),
        rules={name: _rule(cues) for name, cues in table["rule"].items()},
    )


def _rule(cues: Sequence[str]) -> _Rule:
    begins = "|".join(cue[1:] for cue in cues if cue.startswith("^"))
    holds = "|".join(cue for cue in cues if not cue.startswith("^"))
    return _Rule(re.compile(begins) if begins else None, re.compile(holds, re.MULTILINE) if holds else None)


def breaks(rule: str, text: str) -> bool:
    """Whether a sentence falls under a rule of [rule]: orphan, follower or caption."""
    return _cues().rules[rule].found(text)


def found(texts: Sequence[str]) -> list[dict[str, float]]:
    """The names of the cues that each sentence has, each with 1.0."""
    cues = _cues()
    flags: list[dict[str, float]] = [{} for _ in texts]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    article = "\n".join(texts)
    place, begin, limit = -1, 0, -1
    for end, (length, meant) in cues.words.iter(article):
        while end > limit:  # Hits come in order, so the sentence moves on with them.
            place += 1
            begin, limit = starts[place], starts[place + 1] - 1
        for name, at_start in meant:
            if not at_start or end + 1 - length == begin:
                flags[place][name] = 1.0
    for name, find in cues.anywhere:
        for match in find(article):
            flags[bisect_right(starts, match.start()) - 1][name] = 1.0
    for name, begins in cues.at_start:
        for text, flag in zip(texts, flags, strict=True):
            if begins(text):
                flag[name] = 1.0
    return flags
