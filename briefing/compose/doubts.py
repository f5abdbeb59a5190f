"""Doubts that the briefing as a whole says: those about a page, once and not under each of its items, and
those about photos, which have no place of their own for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefing.model import AnnotatedArticle, Doubt, Item, Photo

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


def of_photos(articles: Sequence[AnnotatedArticle]) -> list[Doubt]:
    """The doubts about stand-alone photos, each with its photo's headline; those about their pages apart."""
    return [
        replace(doubt, message=f"{_named(article.headline)}{doubt.message}")
        for article in articles
        for doubt in article.warnings
        if doubt.code not in PAGE_WIDE
    ]


def about(photos: Sequence[Photo], doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Of a briefing's doubts those about these photos."""
    names = tuple(_named(photo.headline) for photo in photos)
    return tuple(doubt for doubt in doubts if doubt.message.startswith(names))


def _named(headline: str) -> str:
    return f"图片新闻“{headline}”："
