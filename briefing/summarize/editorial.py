"""What an editor sees in a sentence, as a sum of named parts.

A part's value is its weight (data/editorial.toml) times how far the sentence has it (0 to 1); what counts as
having it stands in data/cues.toml. First the article is judged to be news or a feature: a feature's opening is
no lead, and what an organ did in it may stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from briefing.model import Kind, Part
from briefing.organs import actor
from briefing.resources import read_toml
from briefing.summarize.sentences import Sentence, is_balanced

Weights = Mapping[str, Mapping[str, float]]
"""Tables (window, decision, news, feature, selection) of named weights."""
Signals = Mapping[str, float]
"""How far a sentence has each part, 0 to 1."""

_QUOTED = re.compile("“([^”]*)”")
# A quoted name or slogan is no speech: on the gold pages the longest has 14 characters.
_SPEECH = 14
# A sentence that fills three items is a list or a lost full stop.
LONGEST = 600


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """The weight table of data/editorial.toml."""
    return read_toml("editorial.toml")


class _Group:
    """Cues of one kind as fast as can be: those that stand at the start apart from those that stand anywhere."""

    def __init__(self, cues: Sequence[str]) -> None:
        starts = [cue[1:] for cue in cues if cue.startswith("^")]
        free = [cue for cue in cues if not cue.startswith("^")]
        self._starts = re.compile("|".join(starts)).match if starts else None
        self._free = re.compile("|".join(free)).search if free else None

    def found(self, text: str) -> bool:
        return bool((self._starts and self._starts(text)) or (self._free and self._free(text)))


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues of data/cues.toml. Plain words are found in one pass, anywhere or (`^`) at the start only."""

    names: tuple[str, ...]
    words: ahocorasick.Automaton
    patterns: tuple[tuple[str, _Group], ...]
    rules: Mapping[str, _Group]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    table = read_toml("cues.toml")
    words: dict[str, list[tuple[str, bool]]] = {}
    patterns = []
    for name, cues in table["sentence"].items():
        plain = [cue for cue in cues if re.escape(cue.lstrip("^")) == cue.lstrip("^")]
        for cue in plain:
            words.setdefault(cue.lstrip("^"), []).append((name, cue.startswith("^")))
        if others := [cue for cue in cues if cue not in plain]:
            patterns.append((name, _Group(others)))
    automaton = ahocorasick.Automaton()
    for word, meant in words.items():
        automaton.add_word(word, (len(word), meant))
    automaton.make_automaton()
    rules = {
        name: _Group([f"^(?:{cue})" if name != "caption" else cue for cue in cues])
        for name, cues in table["rule"].items()
    }
    return _Cues(tuple(table["sentence"]), automaton, tuple(patterns), rules)


def exclusion(sentence: Sentence) -> str:
    """Why a sentence can never be in an item (Chinese); empty if it can."""
    if not sentence.closed:
        return "不是完整的句子"
    if len(sentence.text) > LONGEST:
        return "句子过长"
    if _cues().rules["caption"].found(sentence.text):
        return "图片说明"
    if not is_balanced(sentence.text):
        return "引号或括号不成对"
    return ""


def needs_previous(text: str) -> bool:
    """Whether a sentence cannot be understood without the one right before it (该, 此, 同时, 他…)."""
    return _cues().rules["orphan"].found(text)


def needs_any_before(text: str) -> bool:
    """Whether a sentence cannot open an item, though it may follow any of its sentences (会上, 现场…)."""
    return _cues().rules["follower"].found(text)


def signals(sentences: Sequence[Sentence], ranks: Sequence[float]) -> list[Signals]:
    """The signals of an article's sentences, given with their TextRank weights."""
    found = [_signals(sentence.text) for sentence in sentences]
    top = max(ranks, default=0.0) or 1.0
    highest = min((s["level"] for s in found if s["quote"] < 0.5), default=99.0)
    lead = _lead(
        [
            s["quote"] < 0.5 and max(s["event"], s["organ"]) * (0.4 * s["date"] + 0.3 + 0.3 * s["organ"])
            for s in found
        ]
    )
    for place, (signal, rank) in enumerate(zip(found, ranks, strict=True)):
        signal["textrank"] = rank / top
        signal["position"] = 1.0 / (1 + place)
        signal["top"] = float(signal["level"] == highest)
        signal["lead"] = lead.get(place, 0.0)
    return list(found)


def _lead(worth: Sequence[float]) -> dict[int, float]:
    """The sentence that says who did what when: the first full one of five, else the best of the first two."""
    for place, value in enumerate(worth[:5]):
        if value >= 0.7:
            return {place: value}
    return {place: value for place, value in enumerate(worth[:2]) if value}


def _signals(text: str) -> dict[str, float]:
    cues = _cues()
    signal = dict.fromkeys(cues.names, 0.0)
    for end, (length, meant) in cues.words.iter(text):
        for name, at_start in meant:
            if not at_start or end + 1 == length:
                signal[name] = 1.0
    for name, group in cues.patterns:
        if not signal[name] and group.found(text):
            signal[name] = 1.0
    spoken = sum(len(quote) for quote in _QUOTED.findall(text) if len(quote) > _SPEECH)
    organ = actor(text)
    signal["quote"] = min(1.0, 1.5 * spoken / len(text))
    signal["organ"] = float(organ is not None)
    signal["level"] = organ.rank if organ else 99.0
    if signal["leader"]:
        signal["attendance"] = 0.0
    return signal


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an article is a feature, and why."""

    feature: bool
    parts: tuple[Part, ...]


def decide(kind: Kind, sentences: Sequence[Sentence], found: Sequence[Signals], table: Signals) -> Decision:
    """News or feature: the parts of [decision], summed; above zero it is a feature."""
    n = max(len(sentences), 1)
    length = max(sum(len(sentence.text) for sentence in sentences), 1)
    have = {
        "kind_feature": float(kind is Kind.FEATURE),
        "kind_news": float(kind in (Kind.NEWS, Kind.BRIEF)),
        "opening_event": max((signal["lead"] * (1 - signal["scene"]) for signal in found[:2]), default=0.0),
        "opening_scene": max((max(signal["scene"], signal["quote"]) for signal in found[:2]), default=0.0),
        "speech": sum(s["quote"] * len(t.text) for s, t in zip(found, sentences, strict=True)) / length,
        "person": sum(signal["person"] for signal in found) / n,
        "long": float(length > 1000),
    }
    parts = tuple(Part(name, table[name] * value) for name, value in have.items() if value)
    return Decision(sum(part.value for part in parts) > 0, parts)


def total(signal: Signals, table: Signals) -> tuple[float, float]:
    """A sentence's score by the weights of [news] or [feature]: the sum of its parts but the lead, and the lead."""
    score = sum([weight * signal[name] for name, weight in table.items()])
    opening = table["lead"] * signal["lead"]
    return score - opening, opening


def parts(signal: Signals, table: Signals) -> tuple[Part, ...]:
    """The parts that a sentence has, by the weights of [news] or [feature]."""
    return tuple(
        Part(name, weight * signal[name]) for name, weight in table.items() if weight and signal[name]
    )
