"""Which events become items, which articles are photos, and what is left out, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.compose.order import event_key
from briefing.model import AnnotatedArticle, Event, Kind, LeftOut
from briefing.text import squash


@dataclass(frozen=True, slots=True)
class Limits:
    """How many items an office wants at most; None is no limit. Those of most importance stay."""

    theme: int | None = None
    district: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a briefing is made of: every article of the events given is in exactly one of the three."""

    events: tuple[Event, ...]
    photos: tuple[AnnotatedArticle, ...]
    left_out: tuple[LeftOut, ...]


def select(
    events: Sequence[Event], limits: Limits | None = None, stale: Mapping[str, str] | None = None
) -> Selection:
    """Sort events into items, photos and what is left out: by default only what can be neither of them.

    `stale` has the events that a reader knows already, by their ids, with the reason to leave them out.
    """
    items: list[Event] = []
    photos: dict[str, AnnotatedArticle] = {}
    left_out: list[LeftOut] = []
    for event in events:
        if why := (stale or {}).get(event.id):
            left_out += [LeftOut(article.id, article.headline, why) for article in event.articles]
            continue
        pictures, mute, why = _unfit(event)
        if why is None:
            items.append(event)
            continue
        left_out += [LeftOut(article.id, article.headline, why) for article in mute]
        for article in pictures:
            twin = photos.setdefault(_caption(article), article)
            if twin is not article:
                left_out.append(LeftOut(article.id, article.headline, f"与“{twin.headline}”是同一幅图片"))
    kept, dropped = _limited(items, limits) if limits and limits != Limits() else (items, [])
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
    """The events within the limits, in their order, and the articles of the others.

    Those that would stand first stay: by the body that acts, then by importance, in whatever order they are
    printed.
    """
    counts: Counter[tuple[object, ...]] = Counter()
    dropped: dict[str, str] = {}
    for event in sorted(events, key=event_key):
        article = event.articles[0]
        place = (article.district.province, article.district.city, article.district.name)
        bounds = (
            ((*place, article.theme), limits.theme, "该地这一主题"),
            (place, limits.district, "该地"),
            ((), limits.total, "全期"),
        )
        full = (f"{why}已满{most}条" for key, most, why in bounds if most is not None and counts[key] >= most)
        if reason := next(full, None):
            dropped[event.id] = f"{reason}，本条重要性较低（{event.importance:.1f}分）"
        else:
            counts.update(key for key, _, _ in bounds)
    left_out = [
        LeftOut(article.id, article.headline, dropped[event.id])
        for event in events
        if event.id in dropped
        for article in event.articles
    ]
    return [event for event in events if event.id not in dropped], left_out
