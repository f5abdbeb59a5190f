"""Briefs whose headlines run into their texts, in page text: 全区春灌面积超一万亩 区水利局发布的数据显示，…

A blank parts the headline from its text, which says it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from briefing.segment.lines import Row, RunIn
from briefing.text import echoed, squash, width

LINES = 3
"""Lines that a headline takes at most, with the one that it shares with its text."""
SHORTEST, LONGEST = 8, 44
"""Characters of a headline."""
TOLD = 0.2
"""Share of a headline's pairs of characters that its text says again at least."""
FULL = 0.85
"""Of its column's width: a line that the text fills."""
LEAD = 90
"""Characters of a text that count as its lead."""
_MARKS = frozenset("。，；！？：,;!?（）()")
_SIGNED = re.compile(r"记者|通讯员|评论员|^本报|文/图")
_BYLINE = re.compile(r"(?:本报)?(?:记者|通讯员)(?![从在获了来走看])")


def parted(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, with each headline that runs into its text, and that text, as rows of their own."""
    if not rows or rows[0].sheet is not None:
        return tuple(rows)
    out: list[Row] = []
    at = 0
    while at < len(rows):
        shared = _shared(rows, at)
        if shared is None:
            out.append(rows[at])
            at += 1
            continue
        out += [replace(row, run_in=RunIn.HEAD) for row in rows[at:shared]]
        row = rows[shared]
        head, text = row.raw.split()
        for raw, part, gap in ((head, RunIn.HEAD, row.gap), (text, RunIn.TEXT, 0)):
            flat = squash(raw)
            out.append(replace(row, raw=raw, text=flat, ems=width(flat), gap=gap, run_in=part))
        at = shared + 1
    return tuple(replace(row, index=index) for index, row in enumerate(out))


def _shared(rows: Sequence[Row], at: int) -> int | None:
    """The row that a headline which begins at a row shares with its text; None where none begins there."""
    begins = rows[at].gap or not at or rows[at - 1].text[-1] in "。！？”）)"
    if not begins:
        return None
    for last in range(at, min(at + LINES, len(rows))):
        row = rows[last]
        if last > at and row.gap:
            return None
        words = row.raw.split()
        if len(words) == 1 and not _MARKS & set(row.text):
            continue
        goes_on = last + 1 < len(rows) and not rows[last + 1].gap and row.fill >= FULL
        if len(words) != 2 or _MARKS & set(words[0]) or not goes_on:
            return None
        head = "".join(each.text for each in rows[at:last]) + squash(words[0])
        rest = takewhile(lambda each: not each.gap, rows[last + 1 : last + 6])
        below = squash(words[1]) + "".join(each.text for each in rest)
        told = SHORTEST <= len(head) <= LONGEST and echoed(head, below[:LEAD]) >= TOLD
        signed = _SIGNED.search(head) or _BYLINE.match(below)
        return last if told and not signed and bool(_MARKS & set(below[:LEAD])) else None
    return None
