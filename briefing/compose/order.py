"""In what order: places, the items of a theme, photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from briefing.errors import ConfigError, nearest
from briefing.model import Event, Item, Place
from briefing.organs import acting_organ, levels
from briefing.resources import read_toml

Key = tuple[object, ...]
_LEAD = 200


def place_key(codes: Mapping[Place, str]) -> Callable[[Place], Key]:
    """The sort key of places: by administrative code where known, else by name.

    A city's own stories stand before its districts', and what has no place comes last.
    """
    cities: dict[tuple[str | None, str | None], str] = {}
    for place, code in codes.items():
        cities.setdefault((place.province, place.city), code[:4])

    def key(place: Place) -> Key:
        return (
            place == Place(),
            cities.get((place.province, place.city), "~"),
            place.province or "",
            place.city or "",
            place.district is not None,
            codes.get(place, "~"),
            place.district or "",
        )

    return key


def item_key(order: str) -> Callable[[Item], Key]:
    """The sort key of a theme's items. Raises ConfigError for an order that does not exist."""
    if order not in _ORDERS:
        raise ConfigError(f"没有名为“{order}”的排序{nearest(order, _ORDERS)}")
    return _ORDERS[order]


def _by_importance(item: Item) -> Key:
    """党委, 人大, 政府, 政协 in this order, then by importance, then by date."""
    return (_body(item), -item.score, item.event_date or date.max, item.id)


def _by_date(item: Item) -> Key:
    return (item.event_date or date.max, _body(item), -item.score, item.id)


def _by_unit(item: Item) -> Key:
    """By the level of the unit that acts, towns by name, then by date."""
    return (_level(item), item.township or "", item.event_date or date.max, -item.score, item.id)


_ORDERS: dict[str, Callable[[Item], Key]] = {
    "importance": _by_importance,
    "date": _by_date,
    "unit": _by_unit,
}


def event_key(event: Event) -> Key:
    """The order of importance before items are made."""
    article = event.articles[0]
    lead = next((paragraph for paragraph in article.paragraphs if paragraph.strip()), "")[:_LEAD]
    return (
        _first(_rank(article.headline, lead)),
        -event.importance,
        article.event_date or date.max,
        event.id,
    )


def _body(item: Item) -> int:
    return _first(_level(item))


def _level(item: Item) -> int:
    return _rank(item.headline, item.sentences[0].text if item.sentences else item.text)


def _rank(headline: str, lead: str) -> int:
    organ = acting_organ(headline, lead)
    return organ.rank if organ else len(levels())


def _first(rank: int) -> int:
    """The place of a level among those that come first; all others share the last."""
    first = _bodies()
    return first.index(levels()[rank]) if rank < len(levels()) and levels()[rank] in first else len(first)


@lru_cache(maxsize=1)
def _bodies() -> tuple[str, ...]:
    return tuple(read_toml("compose.toml")["order"]["first"])
