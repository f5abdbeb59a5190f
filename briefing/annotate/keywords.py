"""Keywords of an article by TextRank over its words (`briefing.rank`), common words left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from briefing.annotate.passages import HEADS, MASK, Passage
from briefing.rank import rank_words
from briefing.resources import read_words
from briefing.words import Cutter, stop_words

# Words link within a window of five, as textrank4zh's keywords do with window 2 to 5.
WINDOW = 3
COUNT = 8
# Beyond this many characters a text says little new about its keywords, and the graph of words only grows.
ENOUGH = 1500
_SENTENCE = re.compile(r"[^。！？；\n]+")
_WORD = re.compile(r"^(?:[㐀-鿿\U00020000-\U0003FFFF]{2,}|[A-Za-z][A-Za-z0-9&+.-]+)$")
# 一个, 三项, 十余名: numerals with their measure words are no topics.
_NUMERAL = re.compile(
    r"^[一二三四五六七八九十百千万亿两几数余多各每第]+[个项名位次年月日天种批家件条户人场期届点方元米]?$"
)


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return stop_words() | frozenset(read_words("keyword_stops.txt"))


def keywords(texts: Sequence[Passage], cut: Cutter, count: int = COUNT) -> tuple[str, ...]:
    """The article's keywords, weightiest first, ranked over its sentences (a headline is one)."""
    stops = _stops()
    sentences: list[list[str]] = []
    read = 0
    for passage in texts:
        for sentence in [passage.text] if passage.part in HEADS else _SENTENCE.findall(passage.text):
            if read < ENOUGH:
                words = [word for part in sentence[:ENOUGH].split(MASK) for word in cut.cut(part)]
                sentences.append([word for word in words if _topic(word, stops)])
                read += len(sentence)
    return tuple(word for word, _ in rank_words(_repeated(sentences, count), WINDOW)[:count])


def _repeated(sentences: Sequence[Sequence[str]], count: int) -> list[list[str]]:
    """The words that occur more than once, where there are enough of them: the same topics, faster."""
    often = Counter(word for words in sentences for word in words)
    least = 2 if sum(number >= 2 for number in often.values()) >= 2 * count else 1
    return [[word for word in words if often[word] >= least] for words in sentences]


def _topic(word: str, stops: frozenset[str]) -> bool:
    return word not in stops and bool(_WORD.match(word)) and not _NUMERAL.match(word)
