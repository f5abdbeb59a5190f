"""Does a paragraph read as the first of a story, or as its last? What leads and closings of news have.

A lead says who did what when (近日、记者从……获悉、今天（4月10日）); what follows says 同时、目前、下一步. Two
logistic regressions over pairs of characters, apart by how far from the paragraph's edge they stand, hashed
into one table (Weinberger et al. 2009): data/openings.npz, fitted by scripts/fit_openings.py. Of two
paragraphs of other stories the first one is found in 0.96 (of our own articles 0.89), the last one in 0.73.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from briefing.resources import data
from briefing.segment.language import Codes, aligned, distinct, folded, points
from briefing.text import squash

KINDS = 1 << 15
"""Rows of the table that pairs share."""
REACH = 60
"""Characters from the edge that are looked at."""
_ZONES = np.digitize(np.arange(REACH), (2, 6, 12, 25))
_HASH = (7919, 104729, 15485863)


def keys(texts: Sequence[str], last: bool = False) -> tuple[Codes, Codes]:
    """The rows of the table that each text's opening (or, `last`, its ending) has, each once, in one array;
    and where each text's begin, with the end of all.
    """
    seen = [folded(squash(text[-2 * REACH :] if last else text[: 2 * REACH])) for text in texts]
    kept = [text[::-1][:REACH] if last else text[:REACH] for text in seen]
    chars = aligned(points("".join(kept)).astype(np.int64), list(map(len, kept)), REACH)
    one, two = chars[:, :-1], chars[:, 1:]
    hashed = (one * _HASH[0] + two * _HASH[1] + _ZONES[:-1] * _HASH[2]) % KINDS
    return distinct(np.where((one > 0) & (two > 0), hashed, -1))


def opens(texts: Sequence[str]) -> NDArray[np.float64]:
    """The log odds that each text is a story's first paragraph rather than a later one; shape (texts,)."""
    return _odds("opens", *keys(texts))


def ends(texts: Sequence[str]) -> NDArray[np.float64]:
    """The log odds that each text is a story's last paragraph rather than an earlier one; shape (texts,)."""
    return _odds("ends", *keys(texts, last=True))


def _odds(name: str, seen: Codes, starts: Codes) -> NDArray[np.float64]:
    bias, table = _weights(name)
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return np.asarray(bias + np.bincount(rows, table[seen], minlength=len(starts) - 1), dtype=np.float64)


@cache
def _weights(name: str) -> tuple[float, NDArray[np.float64]]:
    with np.load(data("openings.npz")) as table:
        weights = table[name].astype(np.float64) * float(table["grain"])
    return float(weights[-1]), weights[:-1]
