"""Where running text may be cut although no blank line says so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from briefing.segment.joints import straddle
from briefing.segment.language import language
from briefing.segment.lines import Row, row_box
from briefing.segment.openings import opens
from briefing.text import ITEM_MARKS

GAPLESS = 0.06
"""Blank lines for each line below which a page's breaks are not told by them (pdftotext -raw has none)."""
SURE = 3.5
"""Log odds from which a line of interleaved columns surely goes on; less is cut, for the assembly to join:
from 3.5 on 97 of 100 are right within a sentence, at 1.5 82."""
UNFIT = 0.0
"""Log ratio of continuity below which a line in the middle of a sentence may go on elsewhere: nine in ten of
the breaks of pages without blank lines are found so."""


def breaks(rows: Sequence[Row], best: Sequence[str], gapless: bool) -> Sequence[bool]:
    """Where running text may be cut although no blank line says so: a column may end at any line.

    A cut costs little, for the assembly joins what belongs together; a cut that is missing cannot be made
    good. So a line is cut off where the column's width changes and, on a page without blank lines, where
    the words do not go on and at each sentence's end; on a printed page where a paragraph reads as a story's
    first one does, or stands below a column's label: the items of a digest may have no headlines. `best` are
    the rows' labels.
    """
    if len(rows) < 2:
        return [False] * len(rows)
    if rows[0].sheet is not None:
        return _printed(rows, best)
    unfit = np.zeros(len(rows) - 1, dtype=bool)
    if gapless:
        texts = [row.text for row in rows]
        (goes_on,) = language().continuity_ahead(texts, [1])
        unfit = (goes_on < UNFIT) & (straddle(texts[:-1], texts[1:]) == 0)
    out = [False]
    for before, row, odd in zip(rows, rows[1:], unfit.tolist(), strict=False):
        if row.thread is not None:
            out.append(row.thread < SURE or before.text[-1] in "。！？”")
        elif not row.column or row.gap:
            out.append(False)
        elif row.text[0] in ITEM_MARKS:
            out.append(True)
        elif _in_brackets(before, row):
            out.append(False)
        elif before.text[-1] in "。！？”":
            out.append(gapless and before.text[-1] != "”")
        else:
            out.append(odd or abs(before.column - row.column) > 1.6)
    return out


def _in_brackets(before: Row, row: Row) -> bool:
    """Whether a line ends within brackets that the next one closes: （朱 / 浩然）."""
    opened, closed = before.text.rfind("（"), row.text.find("）")
    return opened > before.text.rfind("）") and 0 <= closed < REACH - (len(before.text) - opened)


REACH = 24
"""Characters of what a report is signed with at most, its brackets included."""


OPENING = 1.0
"""Log odds of being a story's first paragraph from which a printed one may be."""
_SET_IN = 1.2
"""In ems: a paragraph's first line is set in by two."""


def _printed(rows: Sequence[Row], best: Sequence[str]) -> list[bool]:
    starts = [row.index for row in rows if row.gap or _set_in(row)]
    texts = [
        "".join(row.text for row in rows[first:last])
        for first, last in zip(starts, [*starts[1:], len(rows)], strict=True)
    ]
    odds = dict(zip(starts, opens(texts), strict=True))
    digest = _below_labels(best)
    return [
        row.index > 0
        and not row.gap
        and row.index in odds
        and (digest[row.index] or odds[row.index] >= OPENING)
        and rows[row.index - 1].text[-1] in "。！？”）)"
        for row in rows
    ]


def _below_labels(best: Sequence[str]) -> list[bool]:
    """Which rows stand below a column's label, no headline between: a digest's items, as a rule."""
    out: list[bool] = []
    for name in best:
        below = bool(out) and out[-1]
        out.append(name == "column" or (below and name not in {"title", "kicker", "subtitle"}))
    return out


def _set_in(row: Row) -> bool:
    return row_box(row)[0] - row.left >= _SET_IN * (row.line.size or 1.0)


def is_gapless(rows: Sequence[Row]) -> bool:
    """Whether a page's text has no blank lines to tell where something ends."""
    return bool(rows) and rows[0].sheet is None and sum(row.gap > 0 for row in rows) < GAPLESS * len(rows)
