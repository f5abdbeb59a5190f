"""In what order: places, the items of a theme, photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from briefing.errors import ConfigError, nearest
from briefing.model import Item, Place
from briefing.organs import acting_organ, levels
from briefing.resources import read_toml

Key = tuple[object, ...]


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


def _body(item: Item) -> int:
    """The place of the item's body among those that come first; all others share the last."""
    first = _first()
    level = _level(item)
    return first.index(levels()[level]) if level < len(levels()) and levels()[level] in first else len(first)


def _level(item: Item) -> int:
    lead = item.sentences[0].text if item.sentences else item.text
    organ = acting_organ(item.headline, lead)
    return organ.rank if organ else len(levels())


@lru_cache(maxsize=1)
def _first() -> tuple[str, ...]:
    return tuple(read_toml("compose.toml")["order"]["first"])
