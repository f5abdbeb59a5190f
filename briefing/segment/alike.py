"""Lines of a printed page that were set alike have one role: heads within a story are all of one size.

A line alone may head a section or a brief; its like, in the next column or the next item, often tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from briefing.segment.labels import LABELS, Labelled
from briefing.segment.lines import Row
from briefing.segment.typography import Setting

SMALL_HEAD = 1.5
"""Of its text's size: up to this a line may head a section as well as a brief."""


def alike(rows: Sequence[Row], labelled: Labelled) -> Labelled:
    """The labels, in which small heads of one size and weight under one headline are all sections' or all
    stories': the likelier for all of them together.
    """
    setting = Setting.of(rows)
    if setting is None:
        return labelled
    groups: dict[tuple[float, bool, int], list[int]] = defaultdict(list)
    for row, name in zip(rows, labelled.best, strict=True):
        size = row.line.size or 0.0
        if name in _SMALL and size <= SMALL_HEAD * setting.text[row.index]:
            groups[round(size, 1), row.line.bold, setting.roof[row.index]].append(row.index)
    best, chances = list(labelled.best), labelled.chances.copy()
    one, two = (LABELS.index(name) for name in _SMALL)
    for at in groups.values():
        if len({best[i] for i in at}) < 2:
            continue
        odds = np.log(chances[at, one] + _LEAST) - np.log(chances[at, two] + _LEAST)
        told, other = (one, two) if odds.sum() > 0 else (two, one)
        for i in at:
            best[i] = LABELS[told]
            chances[i, told] += chances[i, other]
            chances[i, other] = 0.0
    return replace(labelled, best=tuple(best), chances=chances)


_SMALL = ("title", "section")
_LEAST = 1e-3
