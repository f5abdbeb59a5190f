"""Doubts about a whole page are said once for the briefing, not once under each of its items and photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefing.model import Doubt, Item, Photo

PAGE_WIDE = frozenset({"published-inferred", "published-weekday", "published-future"})
"""Codes of doubts that hold for every article of a page."""


def lift(items: Sequence[Item], photos: Sequence[Photo]) -> tuple[list[Item], list[Photo], list[Doubt]]:
    """Items and photos without page-wide doubts, and those doubts, each once, with how many it concerns."""
    found = [*(item.warnings for item in items), *(photo.warnings for photo in photos)]
    counted = Counter(doubt for own in found for doubt in own if doubt.code in PAGE_WIDE)
    said = [
        replace(doubt, message=f"{doubt.message.rstrip('。')}（涉及{n}条）") for doubt, n in counted.items()
    ]
    return (
        [replace(item, warnings=_own(item.warnings)) for item in items],
        [replace(photo, warnings=_own(photo.warnings)) for photo in photos],
        said,
    )


def _own(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in doubts if doubt.code not in PAGE_WIDE)
