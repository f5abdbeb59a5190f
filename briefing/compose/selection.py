"""Which events become items, which articles are photos, and what is left out, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.model import AnnotatedArticle, Event, Kind, LeftOut
from briefing.text import squash


@dataclass(frozen=True, slots=True)
class Limits:
    """How many items an office wants at most; None is no limit. Those of most importance stay."""

    theme: int | None = None
    district: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a briefing is made of: every article of the events given is in exactly one of the three."""

    events: tuple[Event, ...]
    photos: tuple[AnnotatedArticle, ...]
    left_out: tuple[LeftOut, ...]


def select(events: Sequence[Event], limits: Limits | None = None) -> Selection:
    """Sort events into items, photos and what is left out: by default only what can be neither of them."""
    items: list[Event] = []
    photos: dict[str, AnnotatedArticle] = {}
    left_out: list[LeftOut] = []
    for event in events:
        pictures, mute, why = _unfit(event)
        if why is None:
            items.append(event)
            continue
        left_out += [LeftOut(article.id, article.headline, why) for article in mute]
        for article in pictures:
            twin = photos.setdefault(_caption(article), article)
            if twin is not article:
                left_out.append(LeftOut(article.id, article.headline, f"与“{twin.headline}”是同一幅图片"))
    kept, dropped = _limited(items, limits or Limits())
    return Selection(tuple(kept), tuple(photos.values()), (*left_out, *dropped))


def _unfit(event: Event) -> tuple[list[AnnotatedArticle], list[AnnotatedArticle], str | None]:
    """An event's photos, its other articles, and why these are left out; None if the event is an item."""
    written = [a for a in event.articles if any(squash(paragraph) for paragraph in a.paragraphs)]
    if any(a.kind not in (Kind.PHOTO, Kind.NOTICE) for a in written):
        return [], [], None
    pictures = [a for a in event.articles if a.kind is Kind.PHOTO and _caption(a)]
    mute = [a for a in event.articles if a not in pictures]
    notice = any(a.kind is Kind.NOTICE for a in mute)
    return pictures, mute, "公告、启事一类，不作要闻" if notice else "没有正文"


def _caption(article: AnnotatedArticle) -> str:
    return squash("".join(article.paragraphs) or "".join(article.captions))


def _limited(events: Sequence[Event], limits: Limits) -> tuple[list[Event], list[LeftOut]]:
    """The events within the limits, in their order, and the articles of the others."""
    counts: Counter[tuple[object, ...]] = Counter()
    dropped: dict[str, str] = {}
    for event in sorted(events, key=lambda event: -event.importance):
        article = event.articles[0]
        place = (article.district.province, article.district.city, article.district.name)
        for key, limit, why in (
            ((*place, article.theme), limits.theme, "该地这一主题"),
            (place, limits.district, "该地"),
        ):
            if limit is not None and counts[key] >= limit:
                dropped[event.id] = f"{why}已满{limit}条，本条重要性较低"
                break
        else:
            counts[(*place, article.theme)] += 1
            counts[place] += 1
    left_out = [
        LeftOut(article.id, article.headline, dropped[event.id])
        for event in events
        if event.id in dropped
        for article in event.articles
    ]
    return [event for event in events if event.id not in dropped], left_out
