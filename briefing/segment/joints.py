"""How a page's lines meet: whether a word lies across a line's end, whether words go on in the next line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefing.segment.continuation import continuation
from briefing.segment.language import language
from briefing.segment.lines import Row
from briefing.words import cutter


def straddle(one: Sequence[str], two: Sequence[str]) -> NDArray[np.int64]:
    """Length of the dictionary word that lies across the cut between a text of `one` and the text of `two` at
    its place; 0 where none does.
    """
    sides = [(before[-4:], after[:4]) for before, after in zip(one, two, strict=True)]
    words = cutter().cut("\n".join(map("".join, sides)))  # all at once: no word lies across a line's end
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    ends = np.cumsum(lengths)
    sizes = np.array([len(before) + len(after) + 1 for before, after in sides], dtype=np.int64)
    cuts = np.cumsum(sizes) - sizes + [len(before) for before, _ in sides]
    at = np.minimum(np.searchsorted(ends, cuts, "right"), len(words) - 1)
    return np.where((ends - lengths)[at] < cuts, lengths[at], 0) if words else np.zeros(len(cuts), int)


_STEPS = (-4.0, -2.0, 0.0, 2.0, 4.0, 7.0)
_WORDING = (-1.4, -1.0, -0.7, -0.4, -0.1, 0.2, 0.6)


@dataclass(frozen=True)
class Joints:
    """How likely each row's words go on in the next row's (`next` by the counts, `flow` by the network) and
    in those of the row after (`over`), as log ratios in steps; how much they read as a headline; and the
    length of the word across each cut.
    """

    next: Sequence[int]
    over: Sequence[int]
    flow: Sequence[int]
    headline: Sequence[int]
    words: Sequence[int]
    words_over: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Joints:
        texts = [row.text for row in rows]
        following, over = language().continuity_ahead(texts, (1, 2))
        flow, headline = continuation().next(texts), language().headline(texts)
        goes, goes_over, flows = (
            np.searchsorted(_STEPS, ratios).tolist() for ratios in (following, over, flow)
        )
        wording = np.searchsorted(_WORDING, headline).tolist()
        words, words_over = (straddle(texts[:-by], texts[by:]).tolist() for by in (1, 2))
        return cls(goes, goes_over, flows, wording, words, words_over)

    def features(self, row: Row, ending: str) -> Iterator[str]:
        """How a row goes on. `ending` is how it ends."""
        at, n = row.index, len(self.next)
        before = self.next[at - 1] if at else -1
        after = self.next[at] if at < n else -1
        gap = min(row.gap, 1)
        flow_before = self.flow[at - 1] if at else -1
        flow_after = self.flow[at] if at < n else -1
        yield f"flow={flow_before}|{gap}"
        yield f"flow-after={flow_after}"
        yield f"flow={flow_before}{flow_after}"
        yield f"flow={flow_before}|goes-on={before}"
        short = "short" if len(row.text) < 7 else "long" if len(row.text) > 30 else ""
        wording = f"headline={self.headline[at]}{short}"
        yield wording
        yield f"{wording}|{ending}"
        yield f"{wording}|flow={flow_before}"
        yield f"{wording}|flow-after={flow_after}"
        yield f"goes-on={before}|{gap}"
        yield f"goes-on-after={after}"
        yield f"goes-on={before}{after}"
        if 0 < at < n:
            yield f"goes-around={self.over[at - 1]}"
            yield f"goes-around={self.over[at - 1]}|{max(before, after)}"

    def across(self, row: Row, ending: str) -> Iterator[str]:
        """Whether a word lies across a row's ends, or across the row itself: then it is an insertion."""
        at = row.index
        if at and self.words[at - 1]:
            yield "joint-before"
        if at < len(self.words) and self.words[at]:
            yield "joint-after"
        if 0 < at < len(self.words) and self.words_over[at - 1]:
            yield f"joint-around|{ending}"
