"""Lines apart, or at a block's top, that the text below says again: headlines, however wide they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.segment.lines import Row
from briefing.text import echoed

ANNOUNCED = 0.5
"""Share of its pairs of characters that the text below says again from which lines apart are a headline."""
LONELY = 0.4
"""Blocks a line from which lines stand apart for other reasons: columns were printed line by line across."""
_LEAST, _MOST = 8, 45


def announced(rows: Sequence[Row]) -> Iterator[int]:
    """The rows (by index) of page text that stand apart, end no sentence and are said again right below: wide
    as a brief's text is its headline, 区交通局启动提升行动 / 区交通局近日启动……
    """
    firsts = [row.index for row in rows if row.gap or not row.index]
    if not rows or rows[0].sheet is not None or len(firsts) > LONELY * len(rows):
        return
    for first, end, after in zip(firsts, firsts[1:], [*firsts[2:], len(rows)], strict=False):
        text = "".join(row.text for row in rows[first:end])
        open_end = text[-1] not in "。！？，；、：,;:…" and not any(mark in text for mark in "。，；！？")
        ended = not first or rows[first - 1].text[-1] not in "，；、：,;:"
        if (
            end - first > 3
            or after - end < 2
            or not _LEAST <= len(text) <= _MOST
            or not open_end
            or not ended
        ):
            continue
        below = "".join(row.text for row in rows[end : min(after, end + 5)])[: 2 * _MOST]
        if len(below) > len(text) and echoed(text, below) >= ANNOUNCED:
            yield from range(first, end)
    if len(firsts) > BLOCKS * len(rows):
        return
    for first, end in zip(firsts, [*firsts[1:], len(rows)], strict=True):
        yield from range(first, first + _atop(rows[first:end]))


def _atop(block: Sequence[Row]) -> int:
    """How many rows at a block's top are its headline: not full, without marks, said again right below."""
    for count in range(1, min(len(block), HEAD + 1)):
        last = block[count - 1]
        if last.loose or last.thread is not None or any(mark in last.text for mark in "。，；！？：、（"):
            return 0
        head = "".join(row.text for row in block[:count])
        below = "".join(row.text for row in block[count : count + 5])[: 2 * _MOST]
        short = 0 < last.fill < SHORT and _LEAST <= len(head) <= _MOST and len(below) > len(head)
        if short and "，" in below and echoed(head, below) >= AGAIN:
            return count
    return 0


BLOCKS = 0.22
"""Blocks a line up to which lines of one block belong together."""
HEAD, SHORT, AGAIN = 3, 0.9, 0.6
"""Lines of a headline at most; the share of its column that its last line has at most; the share of its pairs
of characters that the text right below says again at least.
"""
