"""Doubts about a whole page are said once for the briefing, not once under each of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefing.model import Doubt, Item

PAGE_WIDE = frozenset({"published-inferred", "published-weekday", "published-future"})
"""Codes of doubts that hold for every article of a page."""


def lift(items: Sequence[Item]) -> tuple[list[Item], list[Doubt]]:
    """The items without page-wide doubts, and those doubts, each once, with how many items it concerns."""
    counted = Counter(d for item in items for d in item.warnings if d.code in PAGE_WIDE)
    kept = [
        replace(item, warnings=tuple(d for d in item.warnings if d.code not in PAGE_WIDE)) for item in items
    ]
    said = [
        replace(doubt, message=f"{doubt.message.rstrip('。')}（涉及{n}条）") for doubt, n in counted.items()
    ]
    return kept, said
