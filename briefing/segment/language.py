"""How likely one piece of Chinese news goes on in another: counts of what follows what.

A cut in the middle of a sentence is where fragments of an article are hardest to tell apart, and where
the language itself tells most. The counts (data/language.npz, made by scripts/build_language.py) give
a trigram model over characters, digits folded to one, interpolated after Witten & Bell (1991): a context
that many different characters follow trusts its counts less; the lowest order is that of Kneser & Ney
(1995): in how many contexts a character occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from briefing.resources import data
from briefing.text import HAN

Matrix = NDArray[np.float64]
Codes = NDArray[np.int64]

_DIGITS = re.compile(r"[0-9０-９]+")
_HALF_WIDTH = {ord(half): full for half, full in zip(",:;?!()", "，：；？！（）", strict=True)}
LONGER = 2.0
"""Weight of the shorter context's estimate, in kinds of character seen after the longer one; flat 1 to 4."""


HEADLINE_STEPS = 16
"""Steps in which a headline's log ratio is stored, for each unit of it."""


def folded(text: str) -> str:
    """The text as it is counted: numbers are one digit, marks full-width."""
    return one_digit(text).translate(_HALF_WIDTH)


def one_digit(text: str) -> str:
    """The text with each number as one digit."""
    return _DIGITS.sub("0", text)


class Letters:
    """Characters as numbers, looked up for whole texts at once; a half-width mark is its full-width one."""

    def __init__(self, known: Iterable[int], first: int, unknown: int) -> None:
        """`known` code points have numbers from `first` on, all others `unknown`."""
        known = list(known)
        self._table = np.full(HAN[-1][1] + 2, unknown, dtype=np.int64)
        self._table[known] = np.arange(first, first + len(known))
        self._table[list(_HALF_WIDTH)] = self._table[list(map(ord, _HALF_WIDTH.values()))]

    def codes(self, text: str) -> Codes:
        """The number of each character."""
        return self._table[np.minimum(points(text), len(self._table) - 1)]


def aligned(flat: Codes, lengths: Sequence[int], width: int, right: bool = False) -> Codes:
    """Codes of several texts, one text's after the other's, as rows of a table: each at the left edge, or at
    the `right` one, the rest 0.
    """
    sizes, place = np.array(lengths, dtype=np.int64)[:, None], np.arange(width)[None, :]
    out = np.zeros((len(lengths), width), dtype=np.int64)
    out[place >= width - sizes if right else place < sizes] = flat
    return out


def distinct(table: Codes) -> tuple[Codes, Codes]:
    """Each row's numbers from 0 on, each once and in order, in one array; and where each row's begin, with
    the end of all.
    """
    ordered = np.sort(table, axis=1)
    first = ordered >= 0
    first[:, 1:] &= ordered[:, 1:] != ordered[:, :-1]
    return ordered[first], np.append(0, np.cumsum(first.sum(axis=1)))


def points(text: str) -> NDArray[np.uint32]:
    """The code point of each character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@dataclass(frozen=True, eq=False)
class Language:
    """Sorted keys of n-grams with their counts; a character that was never seen has the last place.

    `count` is of the news, `total` with the dictionary's words; `follow` and `pair_follow` are the kinds of
    characters seen after one and after two, `begin` the share of pairs that end in a character.
    """

    letters: Letters
    size: int
    all: float
    count: NDArray[np.float64]
    total: NDArray[np.float64]
    follow: NDArray[np.float64]
    begin: NDArray[np.float64]
    pairs: Codes
    pair_count: NDArray[np.float64]
    pair_total: NDArray[np.float64]
    pair_follow: NDArray[np.float64]
    pair_headline: NDArray[np.float64]
    triples: Codes
    triple_count: NDArray[np.uint8]

    def continuity(self, tails: Sequence[str], heads: Sequence[str]) -> Matrix:
        """How much likelier each of `heads` is after each of `tails` than anywhere, as a log ratio.

        Shape (tails, heads). Two characters on each side are weighed; a text of one has none before.
        """
        return self._ratio(self._lasts(tails)[:, None, :], self._firsts(heads)[None, :, :])

    def continuity_each(self, tails: Sequence[str], heads: Sequence[str]) -> NDArray[np.float64]:
        """The same for each tail and the head at its place alone; shape (tails,)."""
        return self._ratio(self._lasts(tails), self._firsts(heads))

    def continuity_ahead(self, texts: Sequence[str], distances: Iterable[int]) -> list[NDArray[np.float64]]:
        """The same for each text and the one at a distance behind it, for each of some distances from 1 on;
        shape (texts - distance,).
        """
        before, after = self._lasts(texts), self._firsts(texts)
        return [self._ratio(before[:-distance], after[distance:]) for distance in distances]

    def _lasts(self, texts: Sequence[str]) -> Codes:
        """The two characters before each cut, as places."""
        ends = (one_digit(text[-24:])[-2:].rjust(2, _NONE) for text in texts)
        return self.letters.codes("".join(ends)).reshape(-1, 2)

    def _firsts(self, texts: Sequence[str]) -> Codes:
        """The two characters after each cut, as places."""
        ends = (one_digit(text[:24])[:2].ljust(2, _NONE) for text in texts)
        return self.letters.codes("".join(ends)).reshape(-1, 2)

    def _ratio(self, before: Codes, after: Codes) -> Matrix:
        (a, b), (c, d) = np.moveaxis(before, -1, 0), np.moveaxis(after, -1, 0)
        left, across, right = self._pair(a, b), self._pair(b, c), self._pair(c, d)
        first, _ = self._chance(left, across, b, c)
        second, expected = self._chance(across, right, c, d)
        alone = (self.count[c] + 0.5) / self.all
        return np.asarray(np.log(first / alone) + np.log(second / expected), dtype=np.float64)

    def headline(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How much likelier each text's pairs of characters are in headlines than in news at large.

        The mean log ratio of its pairs, shape (texts,): of headlines -0.3, of running text -1.1 in the mean.
        """
        flat = [one_digit(text) for text in texts]
        codes = self.letters.codes("".join(flat))
        rows = np.repeat(np.arange(len(texts)), [len(text) for text in flat])
        inside = rows[:-1] == rows[1:]
        told = self.pair_headline[self._pair(codes[:-1][inside], codes[1:][inside])]
        sizes = np.array([len(text) - 1 for text in flat])
        mean: Matrix = np.bincount(rows[:-1][inside], told, minlength=len(texts)) / np.maximum(sizes, 1)
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

    def matter(self, texts: Sequence[str]) -> Matter:
        """Texts that others are compared with one by one, as `likeness` compares all with all."""
        vectors = [_vector(self, text) for text in texts]
        known = np.unique(np.concatenate([[_MOST], *(keys for keys, _ in vectors)]))
        rows = np.zeros((len(texts), len(known)))
        for row, (keys, values) in zip(rows, vectors, strict=True):
            row[np.searchsorted(known, keys)] = values
        return Matter(self, known, rows)

    def vectors(self, texts: Sequence[str]) -> csr_array:
        """Each text as a row of length 1 over pairs of Chinese characters, zeros for one without any.

        Pairs that only one of the texts has count in its length alone.
        """
        vectors = [_vector(self, text) for text in texts]
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *(keys for keys, _ in vectors)])
        values = np.concatenate([np.zeros(0), *(values for _, values in vectors)])
        rows = np.repeat(np.arange(len(texts)), [len(keys) for keys, _ in vectors])
        _, columns, seen = np.unique(flat, return_inverse=True, return_counts=True)
        shared = seen > 1
        here = shared[columns]
        narrow = (np.cumsum(shared) - 1)[columns[here]]
        return csr_array((values[here], (rows[here], narrow)), shape=(len(texts), max(1, shared.sum())))

    def rarity(self, keys: Codes) -> NDArray[np.float64]:
        """How much sharing each pair of characters says: the log of the news' size over its number there."""
        weight: NDArray[np.float64] = np.log(self.all / (self.pair_total[self._place(keys)] + 1.0))
        return weight

    def _chance(self, context: Codes, pair: Codes, b: Codes, c: Codes) -> tuple[Matrix, Matrix]:
        """The chance of c after a and b, and after b alone; `context` is the pair of a and b, `pair` that of
        b and c.
        """
        kinds = self.follow[b] + 1.0
        two = (self.pair_total[pair] + kinds * self.begin[c]) / (self.total[b] + kinds)
        wide = LONGER * self.pair_follow[context] + 1.0
        chance = (self._triple(context, pair, c) + wide * two) / (self.pair_count[context] + wide)
        return chance, two

    def _pair(self, a: Codes, b: Codes) -> Codes:
        """The places of pairs, the last one for those never seen."""
        return self._place(a * (self.size + 1) + b)

    def _place(self, keys: Codes) -> Codes:
        at = np.searchsorted(self.pairs, keys)
        return np.where(self.pairs[at] == keys, at, len(self.pairs) - 1)

    def _triple(self, context: Codes, pair: Codes, c: Codes) -> Matrix:
        """The counts of triples by the places of their pairs: one without both its pairs was not seen."""
        context, pair, c = np.broadcast_arrays(context, pair, c)
        unseen = len(self.pairs) - 1
        perhaps = (context < unseen) & (pair < unseen)
        wanted = self.pairs[context[perhaps]] * (self.size + 1) + c[perhaps]
        at = np.minimum(np.searchsorted(self.triples, wanted), len(self.triples) - 1)
        out = np.zeros(context.shape)
        out[perhaps] = np.where(self.triples[at] == wanted, self.triple_count[at], 0.0)
        return out


@dataclass(frozen=True, eq=False)
class Matter:
    """Texts as rows of length 1 over the pairs of Chinese characters of any of them, and a pair of none."""

    told: Language
    pairs: Codes
    rows: Matrix

    def like(self, text: str) -> NDArray[np.float64]:
        """The likeness of each with a text, 0 to 1."""
        keys, values = _vector(self.told, text)
        at = np.searchsorted(self.pairs, keys)
        shared = self.pairs[at] == keys
        cosine: Matrix = self.rows[:, at[shared]] @ values[shared]
        return cosine


_MOST = np.iinfo(np.int64).max
"""Above all keys: stands for pairs that were never seen."""
_NONE = "\0"
"""Stands for no character: none that is known."""


@lru_cache(maxsize=4096)
def _vector(known: Language, text: str) -> tuple[Codes, NDArray[np.float64]]:
    """The pairs of Chinese characters that a text has, each once, as keys in order, and their weights, as a
    vector of length 1.
    """
    at = points(text)
    han = np.zeros(len(at), dtype=bool)
    for first, last in HAN:
        han |= (at >= first) & (at <= last)
    codes = known.letters.codes(text)
    both = han[:-1] & han[1:]
    keys = np.unique(codes[:-1][both] * (known.size + 1) + codes[1:][both])
    weights = known.rarity(keys)
    return keys, weights / (np.sqrt(weights @ weights) or 1.0)


@cache
def language() -> Language:
    """The counts, loaded once."""
    with np.load(data("language.npz")) as table:
        chars = table["chars"]
        base = len(chars) + 1
        # The last pair and its zeros stand for all pairs that were never seen.
        pairs = np.append(np.cumsum(table["pair"], dtype=np.int64), _MOST)
        triples = np.cumsum(table["triple"], dtype=np.int64)
        pair_count = np.append(table["pair_count"].astype(np.float64), 0.0)
        printed = pairs[pair_count > 0]
        starts = np.searchsorted(triples, pairs[:-1] * base)
        pair_follow = np.append(np.diff(starts, append=len(triples)), 0).astype(np.float64)
        count = np.append(table["count"].astype(np.float64), 0.0)
        return Language(
            Letters(chars.tolist(), 0, len(chars)),
            len(chars),
            float(count.sum()),
            count,
            np.append(table["total"].astype(np.float64), 0.0),
            np.bincount(printed // base, minlength=base).astype(np.float64),
            (np.bincount(printed % base, minlength=base) + 0.5) / len(printed),
            pairs,
            pair_count,
            np.append(table["pair_total"].astype(np.float64), 0.0),
            pair_follow,
            np.append(table["pair_headline"].astype(np.float64) / HEADLINE_STEPS, 0.0),
            triples,
            table["triple_count"],
        )
