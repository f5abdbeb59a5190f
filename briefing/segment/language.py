"""How likely one piece of Chinese news goes on in another: counts of what follows what.

A cut in the middle of a sentence is where fragments of an article are hardest to tell apart, and where
the language itself tells most. The counts (data/language.npz, made by scripts/build_language.py) give
a trigram model over characters, digits folded to one, interpolated after Witten & Bell (1991): a context
that many different characters follow trusts its counts less; the lowest order is that of Kneser & Ney
(1995): in how many contexts a character occurs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from briefing.resources import data
from briefing.text import is_han

Matrix = NDArray[np.float64]

_DIGITS = re.compile(r"[0-9０-９]+")
_HALF_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")
LONGER = 2.0
"""Weight of the shorter context's estimate, in kinds of character seen after the longer one; flat 1 to 4."""


HEADLINE_STEPS = 16
"""Steps in which a headline's log ratio is stored, for each unit of it."""


def folded(text: str) -> str:
    """The text as it is counted: numbers are one digit, marks full-width."""
    return _DIGITS.sub("0", text).translate(_HALF_WIDTH)


@dataclass(frozen=True, eq=False)
class Language:
    """Sorted keys of n-grams with their counts; a character that was never seen has the last place.

    `count` is of the news, `total` with the dictionary's words; `follow` and `pair_follow` are the kinds of
    characters seen after one and after two, `begin` the share of pairs that end in a character.
    """

    places: dict[str, int]
    size: int
    all: float
    count: NDArray[np.float64]
    total: NDArray[np.float64]
    follow: NDArray[np.float64]
    begin: NDArray[np.float64]
    pairs: NDArray[np.int64]
    pair_count: NDArray[np.float64]
    pair_total: NDArray[np.float64]
    pair_follow: NDArray[np.float64]
    pair_headline: NDArray[np.float64]
    triples: NDArray[np.int64]
    triple_count: NDArray[np.float64]

    def continuity(self, tails: Sequence[str], heads: Sequence[str]) -> Matrix:
        """How much likelier each of `heads` is after each of `tails` than anywhere, as a log ratio.

        Shape (tails, heads). Two characters on each side are weighed; a text of one has none before.
        """
        before, after = self._sides(tails, heads)
        return self._ratio(before[:, None, :], after[None, :, :])

    def continuity_each(self, tails: Sequence[str], heads: Sequence[str]) -> NDArray[np.float64]:
        """The same for each tail and the head at its place alone; shape (tails,)."""
        return self._ratio(*self._sides(tails, heads))

    def _sides(
        self, tails: Sequence[str], heads: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The two characters before each cut and after it, as places."""
        before = [self._ends(folded(text[-24:]))[-2:] for text in tails]
        after = [self._ends(folded(text[:24]), left=False)[:2] for text in heads]
        return (
            np.array(before, dtype=np.int64).reshape(len(before), 2),
            np.array(after, dtype=np.int64).reshape(len(after), 2),
        )

    def _ratio(self, before: NDArray[np.int64], after: NDArray[np.int64]) -> Matrix:
        first, _, alone = self._chance(before[..., 0], before[..., 1], after[..., 0])
        second, expected, _ = self._chance(before[..., 1], after[..., 0], after[..., 1])
        return np.asarray(np.log(first / alone) + np.log(second / expected), dtype=np.float64)

    def headline(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How much likelier each text's pairs of characters are in headlines than in news at large.

        The mean log ratio of its pairs, shape (texts,): of headlines -0.3, of running text -1.1 in the mean.
        """
        base, places, unknown = self.size + 1, self.places, self.size
        keys = [
            [places.get(a, unknown) * base + places.get(b, unknown) for a, b in pairwise(folded(text))]
            for text in texts
        ]
        flat = np.array([key for line in keys for key in line], dtype=np.int64)
        told = self._found(self.pairs, self.pair_headline, flat)
        sizes = np.array([len(line) for line in keys])
        rows = np.repeat(np.arange(len(texts)), sizes)
        mean: Matrix = np.bincount(rows, told, minlength=len(texts)) / np.maximum(sizes, 1)
        return mean

    def likeness(self, texts: Sequence[str], others: Sequence[str] | None = None) -> Matrix:
        """How much two texts speak of one matter: the cosine of their pairs of characters, 0 to 1.

        Shape (texts, others), by default all texts with each other. A pair weighs by its rarity in the
        news at large (inverse frequency, squared in the cosine): names and places count, formulas do not.
        """
        vectors = self.vectors([*texts, *(others or ())])
        one = vectors[: len(texts)]
        product: Matrix = (one @ (one if others is None else vectors[len(texts) :]).T).toarray()
        return product

    def vectors(self, texts: Sequence[str]) -> csr_array:
        """Each text as a row of length 1 over pairs of Chinese characters, zeros for one without any.

        Pairs that only one of the texts has count in its length alone.
        """
        keys = [_pairs(self, text) for text in texts]
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *keys])
        found, columns, seen = np.unique(flat, return_inverse=True, return_counts=True)
        rows = np.repeat(np.arange(len(texts)), [len(own) for own in keys])
        weights = self._rarity(found)[columns]
        norms = np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))
        shared = seen[columns] > 1
        values = (weights / norms[rows])[shared]
        kept, narrow = np.unique(columns[shared], return_inverse=True)
        return csr_array((values, (rows[shared], narrow)), shape=(len(texts), max(1, len(kept))))

    def _rarity(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        seen = self._found(self.pairs, self.pair_total, keys)
        weight: NDArray[np.float64] = np.log(self.all / (seen + 1.0))
        return weight

    def _ends(self, text: str, left: bool = True) -> list[int]:
        unknown = self.size
        codes = [self.places.get(char, unknown) for char in text]
        pad = [unknown] * max(0, 2 - len(codes))
        return [*pad, *codes] if left else [*codes, *pad]

    def _chance(
        self, a: NDArray[np.int64], b: NDArray[np.int64], c: NDArray[np.int64]
    ) -> tuple[Matrix, Matrix, Matrix]:
        """The chance of c after a and b, after b, and anywhere."""
        base = self.size + 1
        kinds = self.follow[b] + 1.0
        two = (self._found(self.pairs, self.pair_total, b * base + c) + kinds * self.begin[c]) / (
            self.total[b] + kinds
        )
        context = a * base + b
        wide = LONGER * self._found(self.pairs, self.pair_follow, context) + 1.0
        three = self._found(self.triples, self.triple_count, context * base + c)
        chance = (three + wide * two) / (self._found(self.pairs, self.pair_count, context) + wide)
        return chance, two, (self.count[c] + 0.5) / self.all

    @staticmethod
    def _found(keys: NDArray[np.int64], values: NDArray[np.float64], wanted: NDArray[np.int64]) -> Matrix:
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, values[at], 0.0)


@lru_cache(maxsize=8192)
def _pairs(known: Language, text: str) -> NDArray[np.int64]:
    """The pairs of Chinese characters that a text has, each once, as keys in order."""
    base, places, unknown = known.size + 1, known.places, known.size
    codes = np.array([places.get(char, unknown) if is_han(char) else -1 for char in text], dtype=np.int64)
    both = (codes[:-1] >= 0) & (codes[1:] >= 0)
    return np.unique(codes[:-1][both] * base + codes[1:][both])


@cache
def language() -> Language:
    """The counts, loaded once."""
    with np.load(data("language.npz")) as table:
        chars = [chr(code) for code in table["chars"]]
        base = len(chars) + 1
        pairs = np.cumsum(table["pair"].astype(np.int64))
        triples = np.cumsum(table["triple"].astype(np.int64))
        pair_count = table["pair_count"].astype(np.float64)
        printed = pairs[pair_count > 0]
        contexts, kinds = np.unique(triples // base, return_counts=True)
        pair_follow = np.zeros(len(pairs))
        pair_follow[np.searchsorted(pairs, contexts)] = kinds
        count = np.append(table["count"].astype(np.float64), 0.0)
        return Language(
            {char: place for place, char in enumerate(chars)},
            len(chars),
            float(count.sum()),
            count,
            np.append(table["total"].astype(np.float64), 0.0),
            np.bincount(printed // base, minlength=base).astype(np.float64),
            (np.bincount(printed % base, minlength=base) + 0.5) / len(printed),
            pairs,
            pair_count,
            table["pair_total"].astype(np.float64),
            pair_follow,
            table["pair_headline"].astype(np.float64) / HEADLINE_STEPS,
            triples,
            table["triple_count"].astype(np.float64),
        )
