"""What readers of the last briefing know already of an event that goes on (续)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from briefing.resources import read_toml
from briefing.text import neighbours

# Amounts, days and ordinals: another one is what has happened since.
_FIGURE = re.compile(r"\d+(?:\.\d+)?|第[一二三四五六七八九十百]+")


class Earlier:
    """Tells a sentence that says something new from one that was reported before (data/continued.toml).

    `reports` are the texts that the earlier item was made of, `printed` the sentences that it printed.
    """

    def __init__(self, reports: Iterable[str], printed: Iterable[str]) -> None:
        self._printed = [(neighbours(one), _figures(one)) for one in printed]
        texts = list(reports)
        self._pieces = frozenset().union(*map(neighbours, texts), *(pieces for pieces, _ in self._printed))
        self._figures = frozenset().union(*map(_figures, texts), *(own for _, own in self._printed))

    def known(self, text: str) -> float:
        """How far a sentence says what the reports said: 0 if it is new, 1 if nothing in it is."""
        if not _figures(text) <= self._figures:
            return 0.0
        floor = _table()["known_from"]
        return max(0.0, (_share(neighbours(text), self._pieces) - floor) / (1.0 - floor))

    def was_printed(self, text: str) -> bool:
        """Whether the earlier item had this sentence, but for a word or a day written out."""
        pieces, figures, enough = neighbours(text), _figures(text), _table()["printed"]
        return any(figures <= own and _share(pieces, told) >= enough for told, own in self._printed)


def _share(own: frozenset[str], known: frozenset[str]) -> float:
    return len(own & known) / len(own) if own else 0.0


def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(text))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, float]:
    table: Mapping[str, float] = read_toml("continued.toml")["sentence"]
    return table
