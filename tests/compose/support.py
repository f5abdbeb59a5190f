"""One-line builders of what a briefing is composed of."""

from __future__ import annotations

from datetime import date
from typing import Any

from briefing.compose import compose
from briefing.model import Briefing, Item, ItemSentence, ItemSource, Kind, Period, Photo, Place

HERE = Place("河南省", "许昌市", "魏都区")
THEMES = ("党的建设", "政务要闻", "经济发展")


def item(identity: str = "i1", text: str = "", /, **fields: Any) -> Item:
    """An item with one source, `a-` and the identity; the text is also its one sentence."""
    values: dict[str, Any] = {
        "id": identity,
        "headline": "题",
        "text": text,
        "sentences": (ItemSentence(text, f"a-{identity}", 0, 0, len(text)),) if text else (),
        "authors": (),
        "event": f"e-{identity}",
        "kind": Kind.NEWS,
        "event_date": date(2018, 11, 6),
        "theme": "政务要闻",
        "place": HERE,
        "sources": (ItemSource(f"a-{identity}", "今日魏都", "3", date(2018, 11, 7), "a.txt", ((1, 2),)),),
    }
    return Item(**values | fields)


def photo(identity: str = "p1", **fields: Any) -> Photo:
    values: dict[str, Any] = {
        "headline": "图",
        "caption": "志愿者在清理小广告。",
        "credit": None,
        "place": HERE,
        "theme": "基层治理",
        "event_date": None,
        "image": None,
        "article": identity,
    }
    return Photo(**values | fields)


def made(*items: Item, photos: Any = (), left_out: Any = (), **options: Any) -> Briefing:
    """A briefing of these items for one week of 2018."""
    values: dict[str, Any] = {"period": Period(date(2018, 11, 5), date(2018, 11, 11)), "themes": THEMES}
    return compose(items, photos, left_out, **values | options)


def order(briefing: Briefing) -> list[str]:
    """The items' ids as they stand."""
    return [one.id for section in briefing.sections for theme in section.themes for one in theme.items]
