"""Rating sentences by TextRank: one small thing to call for each engine.

An engine gets sentences and gives one weight for each, by position. `fast` (the default) cuts words once with
`rjieba`; `textrank4zh` is the published library, to compare with (see `reference`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from briefing.errors import ConfigError, nearest
from briefing.rank import rank_sentences
from briefing.words import content_words, cutter, stop_words


class Engine(Protocol):
    """Rates sentences: a weight for each, by position."""

    def rate(self, sentences: Sequence[str]) -> list[float]: ...


class Fast:
    """TextRank over the words that `briefing.words` cuts; `words` are the office's own names."""

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        self._cutter = cutter(words)
        self._stops = stop_words()

    def rate(self, sentences: Sequence[str]) -> list[float]:
        return rank_sentences(content_words(sentences, self._cutter, self._stops))


def _reference(words: tuple[str, ...]) -> Engine:
    from briefing.summarize.reference import TextRank4zh

    return TextRank4zh(words)


_ENGINES: dict[str, Callable[[tuple[str, ...]], Engine]] = {"fast": Fast, "textrank4zh": _reference}


def engine(name: str, words: tuple[str, ...] = ()) -> Engine:
    """The engine of that name. Raises ConfigError for an unknown one."""
    if name not in _ENGINES:
        raise ConfigError(f"没有名为“{name}”的摘要引擎{nearest(name, _ENGINES)}")
    return _ENGINES[name](words)
