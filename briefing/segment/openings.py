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
from briefing.segment.language import folded
from briefing.text import squash

KINDS = 1 << 15
"""Rows of the table that pairs share."""
REACH = 60
"""Characters from the edge that are looked at."""
_ZONES = np.digitize(np.arange(REACH), (2, 6, 12, 25))
_HASH = (7919, 104729, 15485863)

Keys = NDArray[np.int64]


def keys(text: str, last: bool = False) -> Keys:
    """The rows of the table that a text's opening (or, `last`, its ending) has, each once."""
    flat = folded(squash(text[-2 * REACH :] if last else text[: 2 * REACH]))
    kept = flat[::-1][:REACH] if last else flat[:REACH]
    chars = np.array([ord(char) for char in kept], dtype=np.int64)
    pairs = chars[:-1] * _HASH[0] + chars[1:] * _HASH[1] + _ZONES[: max(0, len(chars) - 1)] * _HASH[2]
    found: Keys = np.unique(pairs % KINDS)
    return found


def opens(texts: Sequence[str]) -> NDArray[np.float64]:
    """The log odds that each text is a story's first paragraph rather than a later one; shape (texts,)."""
    bias, table = _weights("opens")
    return np.array([bias + table[keys(text)].sum() for text in texts])


def ends(texts: Sequence[str]) -> NDArray[np.float64]:
    """The log odds that each text is a story's last paragraph rather than an earlier one; shape (texts,)."""
    bias, table = _weights("ends")
    return np.array([bias + table[keys(text, last=True)].sum() for text in texts])


@cache
def _weights(name: str) -> tuple[float, NDArray[np.float64]]:
    with np.load(data("openings.npz")) as table:
        weights = table[name].astype(np.float64) * float(table["grain"])
    return float(weights[-1]), weights[:-1]
