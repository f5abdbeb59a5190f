"""What an editor sees in a sentence, as a sum of named parts.

A part's value is its weight (data/editorial.toml) times how far the sentence has it (0 to 1); what counts
as having it stands in data/cues.toml. First the article is judged to be news or a feature: a feature's
opening is no lead, and what an organ did in it may stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.model import Kind, Part
from briefing.organs import actor
from briefing.resources import read_toml
from briefing.summarize import cues
from briefing.summarize.sentences import Sentence

Weights = Mapping[str, Mapping[str, float]]
"""Tables (window, decision, news, feature, selection) of named weights."""
Signals = Mapping[str, float]
"""How far a sentence has each part, 0 to 1; parts that it has not are left out."""

_QUOTED = re.compile("“([^”]*)”")
# A quoted name or slogan is no speech: on the gold pages the longest has 14 characters.
_SPEECH = 14
# A lead that says at least two of who, what and when.
FULL_LEAD = 0.7
# A sentence that fills three items is a list or a lost full stop.
_LONGEST = 600


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """The weight table of data/editorial.toml."""
    return read_toml("editorial.toml")


def look(sentences: Sequence[Sentence]) -> list[dict[str, float]]:
    """The cues that each sentence has, each with 1.0: what the functions below are asked about.

    Sentences that are too long for any item are not looked at: of two megabytes of digits a figure would be
    sought from each.
    """
    return cues.found([s.text if len(s.text) <= _LONGEST else "" for s in sentences])


def exclusion(sentence: Sentence, own: Signals) -> str:
    """Why a sentence with these cues can never be in an item (Chinese); empty if it can."""
    if not sentence.closed:
        return "不是完整的句子"
    if len(sentence.text) > _LONGEST:
        return "句子过长"
    if "caption" in own:
        return "图片说明"
    if not sentence.balanced:
        return "引号或括号不成对"
    return ""


def needs_previous(own: Signals) -> bool:
    """Whether a sentence cannot be understood without the one right before it (该, 此, 同时, 他…)."""
    return "orphan" in own


def needs_any_before(own: Signals) -> bool:
    """Whether a sentence cannot open an item, though it may follow any of its sentences (会上, 现场…)."""
    return "follower" in own


def signals(
    sentences: Sequence[Sentence], looked: Sequence[Signals], ranks: Sequence[float]
) -> list[Signals]:
    """The signals of an article's sentences, given with their cues and their TextRank weights."""
    found = list(map(dict, looked))
    levels = [_add_own(sentence.text, signal) for sentence, signal in zip(sentences, found, strict=True)]
    highest = min(
        [level for level, s in zip(levels, found, strict=True) if s.get("quote", 0.0) < 0.5], default=99
    )
    strongest = max(ranks, default=0.0) or 1.0
    for place, (signal, level, rank) in enumerate(zip(found, levels, ranks, strict=True)):
        signal["textrank"] = rank / strongest
        signal["position"] = 1.0 / (1 + place)
        if level == highest:
            signal["top"] = 1.0
    if lead := _lead(found):
        found[lead[0]]["lead"] = lead[1]
    return list(found)


def _add_own(text: str, signal: dict[str, float]) -> int:
    """Add what a sentence has by itself to its cues; the level of the organ that acts, 99 if none does."""
    if "“" in text:
        spoken = sum(len(quote) for quote in _QUOTED.findall(text) if len(quote) > _SPEECH)
        if spoken:
            signal["quote"] = min(1.0, 1.5 * spoken / len(text))
    if "leader" in signal:
        signal.pop("attendance", None)
    organ = actor(text)
    if organ is None:
        return 99
    signal["organ"] = 1.0
    return organ.rank


def _lead(found: Sequence[Signals]) -> tuple[int, float] | None:
    """The sentence that says who did what when, and how fully: the first full one of five, or one of two."""
    worth = [0.0 if s.get("quote", 0) >= 0.5 else _event(s) for s in found[:5]]
    full = next((place for place, value in enumerate(worth) if value >= FULL_LEAD), None)
    if full is not None:
        return full, worth[full]
    best = max(range(len(worth[:2])), key=worth.__getitem__, default=0)
    return (best, worth[best]) if worth and worth[best] else None


def _event(signal: Signals) -> float:
    """Something done, with its date and with an organ that did it; what readers know is no news."""
    if not {"event", "organ", "result"} & signal.keys():
        return 0.0
    full = 0.3 + 0.4 * signal.get("date", 0.0) + 0.3 * signal.get("organ", 0.0)
    return full * (1.0 - signal.get("told", 0.0))


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an article is a feature, and why."""

    feature: bool
    parts: tuple[Part, ...]


def decide(kind: Kind, sentences: Sequence[Sentence], found: Sequence[Signals], table: Signals) -> Decision:
    """News or feature: the parts of [decision], summed; above zero it is a feature."""
    lengths = [len(sentence.text) for sentence in sentences]
    length = max(sum(lengths), 1)
    speech = sum([s["quote"] * n for s, n in zip(found, lengths, strict=True) if "quote" in s])
    have = {
        "kind_feature": float(kind is Kind.FEATURE),
        "kind_news": float(kind in (Kind.NEWS, Kind.BRIEF)),
        "opening_event": max((s.get("lead", 0.0) * ("scene" not in s) for s in found[:2]), default=0.0),
        "opening_scene": max((max(s.get("scene", 0), s.get("quote", 0)) for s in found[:2]), default=0.0),
        "speech": speech / length,
        "person": len([s for s in found if "person" in s]) / max(len(found), 1),
        "long": float(length > 1000),
    }
    parts = tuple(Part(name, table[name] * value) for name, value in have.items() if value)
    return Decision(sum(part.value for part in parts) > 0, parts)


def is_scene(sentences: Sequence[Sentence], looked: Sequence[Signals]) -> bool:
    """Whether a short article is a little feature: it opens with a scene or a voice, and someone speaks."""
    if not any("“" in sentence.text for sentence in sentences):
        return False
    found = signals(sentences, looked, [0.0] * len(sentences))
    voices = [s.get("quote", 0.0) >= 0.5 for s in found]
    return any(voices) and any(voice or "scene" in s for voice, s in zip(voices[:2], found[:2], strict=True))


def score(signal: Signals, table: Signals) -> tuple[float, float]:
    """By the weights of [news] or [feature]: the sum of a sentence's parts but the lead, and the lead."""
    total = sum([table[name] * value for name, value in signal.items() if name in table])
    opening = table["lead"] * signal.get("lead", 0.0)
    return total - opening, opening


def parts(signal: Signals, table: Signals) -> tuple[Part, ...]:
    """The parts that a sentence has, by the weights of [news] or [feature]."""
    return tuple(
        Part(name, weight * signal[name]) for name, weight in table.items() if weight and name in signal
    )
