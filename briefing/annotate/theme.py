"""Which theme a story belongs to, by an editable lexicon (data/themes.toml), with the words that say so.

Every word found (leftmost-longest) gives its weight to its themes, times the factor of where it stands:
the headline and the column label count most. What the four leading bodies do as bodies is a theme of its
own; a meeting of theirs that is devoted to one field has that field's words in its headline and goes there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from briefing.annotate.passages import Part, Passage
from briefing.errors import ConfigError
from briefing.model import ThemeScore
from briefing.resources import read_toml

_FACTOR = {
    Part.KICKER: "kicker",
    Part.TITLE: "title",
    Part.SUBTITLE: "subtitle",
    Part.LEAD: "lead",
    Part.OPENING: "opening",
    Part.BODY: "body",
    Part.CAPTION: "caption",
}
_RUNNING = frozenset({Part.OPENING, Part.BODY, Part.CAPTION})
# Themes with less than this share of the whole are not listed, except the first.
LISTED = 0.05
# Words shown as the reason.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Themed:
    """The theme, all scores (shares of 1, falling) and the words that speak for it, weightiest first."""

    name: str
    scores: tuple[ThemeScore, ...]
    because: tuple[str, ...]


def _weighed(passage: Passage) -> Passage:
    """A lead that opens with direct speech is a feature's scene: its words count as the body's."""
    if passage.part is Part.LEAD and passage.text.startswith("“"):
        return Passage(Part.BODY, passage.text)
    return passage


class Lexicon:
    """The words of all themes in one automaton."""

    def __init__(self, rules: dict[str, Any], names: Sequence[str] | None = None) -> None:
        """`names` chooses and orders the themes (the configuration's); each must be in the lexicon."""
        known = {theme["name"]: theme for theme in rules["theme"]}
        self.names = tuple(names or known)
        unknown = [name for name in self.names if name not in known]
        if unknown:
            raise ConfigError(
                f"主题“{unknown[0]}”不在词表 themes.toml 里：请在词表中为它写一段，或从配置里去掉。"
            )
        self._weights: dict[str, float] = rules["weights"]
        self._otherwise = rules["otherwise"] if rules["otherwise"] in self.names else self.names[0]
        words: dict[str, list[tuple[str, float]]] = defaultdict(list)
        columns: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            theme = known[name]
            for grade in ("strong", "medium", "weak"):
                for word in theme.get(grade, []):
                    if all(name != other for other, _ in words[word]):
                        words[word].append((name, self._weights[grade]))
            for word in theme.get("columns", []):
                columns[word].append(name)
        self._forms = [
            (re.compile(form["pattern"]), form["name"], form["because"]) for form in rules.get("form", [])
        ]
        self._columns = dict(columns)
        self._words = dict(words)
        automaton = ahocorasick.Automaton()
        for word in words:
            automaton.add_word(word, word)
        automaton.make_automaton()
        self._automaton = automaton

    @classmethod
    @lru_cache(maxsize=8)
    def default(cls, names: tuple[str, ...] | None = None) -> Lexicon:
        """The lexicon of the program's own themes.toml."""
        return cls(read_toml("themes.toml"), names)

    def theme(self, texts: Sequence[Passage], column: str | None = None) -> Themed:
        """The theme of an article; without any known word, the lexicon's last resort and no scores."""
        scores: dict[str, float] = dict.fromkeys(self.names, 0.0)
        running: dict[str, float] = defaultdict(float)
        because: dict[str, dict[str, float]] = defaultdict(dict)
        for word, (part, count) in self._found(texts).items():
            factor = self._weights[_FACTOR[part]] * (1 + self._weights["again"] * min(count - 1, 3))
            for name, weight in self._words[word]:
                value = weight * factor
                because[name][word] = value
                if part in _RUNNING:
                    running[name] += value
                else:
                    scores[name] += value
        for name, value in running.items():
            scores[name] += min(value, self._weights["most"])
        for name, form, value in self._formed(texts):
            scores[name] += value
            because[name][form] = value
        for word, names in self._columns.items():
            if column and word in column:
                for name in names:
                    scores[name] += self._weights["strong"] * self._weights["column"]
                    because[name][f"栏目“{column}”"] = self._weights["strong"] * self._weights["column"]
        return self._ranked(scores, because)

    def _formed(self, texts: Sequence[Passage]) -> Iterator[tuple[str, str, float]]:
        """What the sentence's form says, whatever its words: a leader's inspection across several fields."""
        for pattern, name, because in self._forms:
            for passage in texts:
                if name in self.names and passage.part is Part.LEAD and pattern.search(passage.text):
                    yield name, because, self._weights["strong"] * self._weights["form"]

    def _found(self, texts: Sequence[Passage]) -> dict[str, tuple[Part, int]]:
        """Each word with the weightiest part that has it and how often it occurs in all."""
        found: dict[str, tuple[Part, int]] = {}
        for passage in map(_weighed, texts):
            for _, word in self._automaton.iter_long(passage.text):
                part, count = found.get(word, (passage.part, 0))
                if self._weights[_FACTOR[passage.part]] > self._weights[_FACTOR[part]]:
                    part = passage.part
                found[word] = (part, count + 1)
        return found

    def _ranked(self, scores: dict[str, float], because: dict[str, dict[str, float]]) -> Themed:
        total = sum(scores.values())
        if not total:
            return Themed(self._otherwise, (), ())
        order = sorted(scores, key=lambda name: -scores[name])
        shares = [ThemeScore(name, round(scores[name] / total, 2)) for name in order]
        first = order[0]
        words = sorted(because[first], key=lambda word: -because[first][word])
        listed = tuple(score for i, score in enumerate(shares) if i == 0 or score.score >= LISTED)
        return Themed(first, listed, tuple(words[:SHOWN]))
