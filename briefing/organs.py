"""Who acts: the organ that a text is about and its level, from 党委 down to 社区 (data/organs.toml).

Names are known by their endings, the longest that fits (社区 is no 区, 区委组织部 no 区委). An organ acts
where a predicate follows its name; behind a preposition or a verb it is only spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from briefing.resources import read_toml

_TIME = (
    r"\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}月底?|\d{1,2}日|\d{4}年|[本上]周[一二三四五六日末]?|[一-鿿]{0,8}以来"
)
_COLON = re.compile(r"([^，,；;：:。！!？?“”]{2,24})\s*[：:]")
_BREAKS = "，,；;：:。！？!?“”"
_TO_LAST_BREAK = re.compile(f".*[{_BREAKS}]", re.DOTALL)


class Organ(NamedTuple):
    """An organ in a text: its level's name and rank (0 is the highest), and where its name's ending is."""

    level: str
    rank: int
    start: int
    end: int


class _Words:
    """A set of words, to ask whether one of them stands at a place of a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._firsts = frozenset(word[0] for word in self._words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def at(self, text: str, place: int) -> int:
        """The length of the longest word that begins at `place`; 0 if none does."""
        if text[place : place + 1] in self._firsts:
            for length in self._lengths:
                if text[place : place + length] in self._words:
                    return length
        return 0


class _Grammar(NamedTuple):
    """data/organs.toml, ready for use.

    `endings` knows of each name its length, its level's rank (-1: only looks like a name) and whether it is a
    title; `follow` has the characters that can stand right behind a name that acts.
    """

    levels: tuple[str, ...]
    endings: ahocorasick.Automaton
    titles: frozenset[str]
    follow: frozenset[str]
    predicates: _Words
    not_predicates: _Words
    tails: _Words
    lead: re.Pattern[str]
    objects: tuple[str, ...]
    people: tuple[str, ...]
    towards: re.Pattern[str]


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    table = read_toml("organs.toml")
    levels, grammar = table["level"], table["grammar"]
    ranks = dict.fromkeys(grammar["not_names"], -1)
    for rank, level in enumerate(levels):
        ranks |= dict.fromkeys([*level["names"], *level["titles"]], rank)
    titles = frozenset(title for level in levels for title in level["titles"])
    endings = ahocorasick.Automaton()
    for ending, rank in ranks.items():
        endings.add_word(ending, (len(ending), rank, ending in titles))
    endings.make_automaton()
    adverbs = "|".join(map(re.escape, sorted(grammar["adverbs"], key=len, reverse=True)))
    return _Grammar(
        levels=tuple(level["name"] for level in levels),
        endings=endings,
        titles=titles,
        follow=frozenset(word[0] for word in (*grammar["predicates"], *grammar["tails"], "，", ",")),
        predicates=_Words(grammar["predicates"]),
        not_predicates=_Words(grammar["not_predicates"]),
        tails=_Words(grammar["tails"]),
        lead=re.compile(f"(?:{adverbs}|{_TIME}|[、 ])*"),
        objects=tuple(grammar["objects"]),
        people=tuple(grammar["not_followed"]),
        towards=re.compile("|".join(map(re.escape, grammar["towards"]))),
    )


def levels() -> tuple[str, ...]:
    """The names of the levels, the highest first."""
    return _grammar().levels


def actor(text: str, reach: int = 90) -> Organ | None:
    """The organ that acts in a sentence, looked for among its first `reach` characters."""
    grammar = _grammar()
    follow, last = grammar.follow, -1
    for at, (length, rank, title) in grammar.endings.iter(text, 0, min(reach, len(text))):
        # Most names end the matter here: nothing that could be a predicate comes behind them.
        if at == last or (not title and text[at + 1 : at + 2] not in follow):
            last = at
            continue
        last = at
        organ = _organ(grammar, text, at, length, rank)
        if organ and _acts(grammar, text, organ) and _is_subject(grammar, text, organ):
            return organ
    return None


def acting_organ(headline: str, lead: str) -> Organ | None:
    """The organ an article is about: by its headline, or else by its first sentence.

    Headlines leave predicates out (高新区“双城”共建推进会召开), and a meeting that is held (会议召开) is not
    what an editor means: in both cases the first organ named counts. What stands before a headline's colon
    acts in what follows (区商务局：强化产销对接); a mere place says where, and acts if nobody does.
    """
    named = _before_colon(headline)
    if named is None or named.level != "全区":
        return named or _held(headline) or _of_lead(lead)
    rest = _held(headline[named.end :])
    if rest is not None:
        return rest._replace(start=rest.start + named.end, end=rest.end + named.end)
    return _of_lead(lead) or named


def _of_lead(lead: str) -> Organ | None:
    """The organ of a first sentence. That has predicates: a place which is only named does not act in it."""
    organ = _held(lead)
    return None if organ and organ.level == "全区" and actor(lead) is None else organ


def _before_colon(headline: str) -> Organ | None:
    """The organ whose name is all that stands before a headline's colon, with the place's before it."""
    before = _COLON.match(headline)
    if before is None:
        return None
    end = len(before[1])
    found = [organ for organ in _named(before[1], end) if organ.end == end]
    return found[-1] if found else None


def names_organ(text: str, at: int) -> bool:
    """Whether a district's organ is named at `at`, where a bare 区 or 县 stands (区委, 县教育局)."""
    names = levels()
    for organ in _named(text[at : at + 12], 12):
        if organ.level == "全区":  # the bare place itself, or the 市 of 区市场监管局
            continue
        return organ.rank <= names.index("部门") and not text[at + organ.start : at + organ.end].endswith(
            "长"
        )
    return False


def _held(text: str) -> Organ | None:
    organ = actor(text)
    if organ is not None and organ.rank < len(levels()) - 1:
        return organ
    return _first_name(text) or organ


def _named(text: str, reach: int) -> Iterator[Organ]:
    """Every organ's name ending within reach; of several that end together, the longest."""
    grammar, last = _grammar(), -1
    for at, (length, rank, _) in grammar.endings.iter(text, 0, min(reach, len(text))):
        if at != last and (organ := _organ(grammar, text, at, length, rank)):
            yield organ
        last = at


def _organ(grammar: _Grammar, text: str, at: int, length: int, rank: int) -> Organ | None:
    """The organ whose name ends at `at`, unless it only looks like one or means a person."""
    if rank < 0 or text.startswith(grammar.people, at + 1):
        return None
    return Organ(grammar.levels[rank], rank, at + 1 - length, at + 1)


def _is_predicate(grammar: _Grammar, text: str, at: int) -> bool:
    """Whether a predicate begins there; with 的 behind it, it is an attribute (区政府印发的《意见》)."""
    length = grammar.predicates.at(text, at)
    if not length or "的" in text[at + length : at + length + 2]:
        return False
    return not grammar.not_predicates.at(text, at)


def _acts(grammar: _Grammar, text: str, organ: Organ) -> bool:
    """Whether a predicate follows the name, at once or behind a person's name, a tail or a comma."""
    end = organ.end
    if _is_predicate(grammar, text, end + (text[end : end + 1] in ("，", ","))):
        return True
    places = [end + tail] if (tail := grammar.tails.at(text, end)) else []
    if text[organ.start : end] in grammar.titles:
        places += [end + 2, end + 3]
    return any(_is_predicate(grammar, text, at + (text[at : at + 1] in ("，", ","))) for at in places)


def _is_subject(grammar: _Grammar, text: str, organ: Organ) -> bool:
    """Whether nothing before the name in its clause makes it an object."""
    broken = _TO_LAST_BREAK.match(text, 0, organ.start)
    lead = grammar.lead.match(text, broken.end() if broken else 0, organ.start)
    start = lead.end() if lead else 0
    before = text[start : organ.end]
    return (
        (organ.start - start <= 18 or "、" in before)
        and not before.startswith(grammar.objects)
        and not grammar.towards.search(before)
        and (start == organ.start or before[0] == "各" or not _is_predicate(grammar, text, start))
    )


def _first_name(text: str) -> Organ | None:
    """The first organ named, with the names that go on from it (莘县东鲁街道, 魏都区委常委会)."""
    grammar = _grammar()
    first: Organ | None = None
    for organ in _named(text, 60):
        if first is not None:
            if organ.rank == len(grammar.levels) - 1:  # a meeting of the organ named before it
                break
            gap = text[first.end : organ.start]
            if len(gap) > 4 or "第" in gap or any(mark in gap for mark in _BREAKS):
                break
            if _is_predicate(grammar, text, first.end):
                break
        first = organ
    return first
