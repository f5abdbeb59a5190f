"""Finding the cues of data/cues.toml in an article's sentences.

A cue is a plain word or a regular expression; one that begins with `^` counts at the start of a sentence
only. The article is read through once for all plain words, which are most, and each sentence's start is
looked at once for all cues of the second kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

import ahocorasick

from briefing.resources import read_toml


class _Cues(NamedTuple):
    """`words` has with each word what it means; `starts` a group for each name of `names`, by its number."""

    words: ahocorasick.Automaton
    patterns: tuple[tuple[str, Callable[[str], Iterator[re.Match[str]]]], ...]
    starts: re.Pattern[str]
    names: tuple[tuple[str, int], ...]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    table = read_toml("cues.toml")
    words: dict[str, list[str]] = {}
    patterns: list[tuple[str, Callable[[str], Iterator[re.Match[str]]]]] = []
    starts: dict[str, list[str]] = {}
    for name, cues in chain(table["sentence"].items(), table["rule"].items()):
        for cue in dict.fromkeys(cues):
            if cue.startswith("^"):
                starts.setdefault(name, []).append(cue[1:])
            elif re.escape(cue) == cue:
                words.setdefault(cue, []).append(name)
            else:  # Each by itself: then the first characters it can have are searched for, at a quarter.
                patterns.append((name, re.compile(cue, re.MULTILINE).finditer))
    automaton = ahocorasick.Automaton()
    for word, names in words.items():
        automaton.add_word(word, names)
    automaton.make_automaton()
    # Each name's cues are asked for ahead of the same place, so that one match answers for all.
    groups = re.compile("".join(f"(?=(?P<{name}>{'|'.join(cues)})?)" for name, cues in starts.items()))
    return _Cues(automaton, tuple(patterns), groups, tuple(groups.groupindex.items()))


def found(texts: Sequence[str]) -> list[dict[str, float]]:
    """The names of the cues that each sentence has, of [sentence] and of [rule], each with 1.0."""
    cues = _cues()
    flags: list[dict[str, float]] = []
    for text in texts:
        match = cues.starts.match(text)
        if match and match.lastindex:
            flags.append({name: 1.0 for name, number in cues.names if match[number] is not None})
        else:
            flags.append({})
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    article = "\n".join(texts)
    place, limit = -1, -1
    for end, names in cues.words.iter(article):
        while end > limit:  # Hits come in order, so the sentence moves on with them.
            place += 1
            limit = starts[place + 1] - 1
        for name in names:
            flags[place][name] = 1.0
    for name, find in cues.patterns:
        for match in find(article):
            flags[bisect_right(starts, match.start()) - 1][name] = 1.0
    return flags
