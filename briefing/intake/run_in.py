"""A brief's headline, set in bold at the start of its paragraph, is parted from the text it runs into.

**全区春灌面积超一万亩** 区水利局发布的最新数据显示，…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from briefing.intake.glyphs import Glyph
from briefing.intake.ink import HEAVY, weight
from briefing.intake.lines import finish, trimmed
from briefing.intake.runs import Run

SHORTEST = 5
"""Characters: a name or two in bold at a paragraph's start are no headline."""
FEWEST = 3
"""Characters of text beside a headline: the weight of one alone tells little."""
_SET_IN = 1.2
"""In ems: a paragraph's first line is set in by two, others by none."""
# 本报讯（记者 …）, 【开栏的话】, 一是…。 and 时间：… are set in bold too: they belong to the text.
_OF_TEXT = re.compile(r"[（(【\[]|记者|通讯员|[讯电]$|[。！？，、；：:,;!?]$")
_CLOSING = frozenset("”》’」』）)％%")


def parted(runs: Sequence[Run]) -> Iterator[Run]:
    """A block's lines from top to bottom, in which a headline and the text beside it are two lines."""
    left = min(run.x0 for run in runs)
    heading: Run | None = None
    told = ""
    for place, run in enumerate(runs):
        opens = place == 0 or run.x0 - left > _SET_IN * run.size
        below = runs[place + 1] if place + 1 < len(runs) else None
        if run.vertical or not (opens or heading):
            yield run
            heading = None
            continue
        told = run.text if opens else told + run.text
        cut = _cut(run.glyphs)
        if cut is None:
            yield run
            bolder = below is not None and weight(run.glyphs) >= HEAVY * _last(below)
            heading = run if bolder else None
            continue
        head, rest = trimmed(run.glyphs[:cut]), trimmed(run.glyphs[cut:])
        if head and rest:
            told = told[: len(told) - len(run.text)] + finish(head).text
        if head and rest and len(told) >= SHORTEST and not _OF_TEXT.search(told) and _goes_on(rest):
            head.bold, rest.bold = True, False
            yield from (head, finish(rest))
        else:
            yield run
        heading = None


def _last(run: Run) -> float:
    """The weight of a line's second half."""
    return weight(run.glyphs[len(run.glyphs) // 2 :])


def _cut(glyphs: Sequence[Glyph]) -> int | None:
    """Where a line's bold characters end and its plain ones begin; None where it has no such place."""
    known = [(place, glyph.weight) for place, glyph in enumerate(glyphs) if glyph.weight]
    weights = [each for _, each in known]
    best, cut = 0.0, 0
    for n in range(1, len(known) - FEWEST + 1):
        one, two = fmean(weights[:n]), fmean(weights[n:])
        contrast = n * (len(known) - n) * (one - two) ** 2
        if one >= HEAVY * two and contrast > best:
            best, cut = contrast, n
    if not cut:
        return None
    first, last = known[cut - 1][0] + 1, known[cut][0]
    blanks = [place for place in range(first, last) if glyphs[place].text == " "]
    if blanks:
        return blanks[-1]
    # Figures and marks have no weight of their own where fonts have no names.
    return next((place for place in range(last, first, -1) if glyphs[place - 1].text in _CLOSING), first)


def _goes_on(rest: Run) -> bool:
    """Whether what follows can begin a text: no mark goes on what stands before it."""
    first = rest.glyphs[0].text
    return first.isalnum() or first in "“《‘"
