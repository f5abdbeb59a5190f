"""Whether two articles are about the same happening, as a sum of named parts (data/events.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from briefing.events.traits import Traits
from briefing.model import Part
from briefing.resources import read_toml

# A happening is told within ten days: what comes later is another of its kind.
_LATE = 10


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weights of [likeness]."""
    table: Mapping[str, float] = read_toml("events.toml")["likeness"]
    return table


def parts(a: Traits, b: Traits) -> tuple[Part, ...] | None:
    """The evidence for and against; None where ordinals forbid it (第六十四次 and 第六十五次)."""
    table = weights()
    evidence = _evidence(a, b, table)
    if evidence is None:
        return None
    values = {"wording": table["wording"] * _wording(a, b, table["smoothing"])} | evidence
    return tuple(Part(name, value) for name, value in values.items() if value)


def score(a: Traits, b: Traits) -> float:
    """The sum of the parts; minus infinity where they cannot reach the threshold whatever the wording."""
    table = weights()
    evidence = _evidence(a, b, table)
    if evidence is None:
        return float("-inf")
    rest = sum(evidence.values())
    if rest + table["wording"] < table["same"]:
        return float("-inf")
    return rest + table["wording"] * _wording(a, b, table["smoothing"])


def _evidence(a: Traits, b: Traits, table: Mapping[str, float]) -> dict[str, float] | None:
    """All parts but the wording, which takes longest to compare."""
    ordinal = _ordinal(a, b)
    if ordinal < 0:
        return None
    return {
        "day": _day(a, b, table),
        "year": table["year"] if a.years and b.years and not a.years & b.years else 0.0,
        "figures": _figures(a, b, table),
        "people": _either(a.people, b.people, table["people"], table["other_people"]),
        "ordinal": table["ordinal"] * ordinal,
        "place": _place(a, b, table),
        "actor": _actor(a, b, table),
        "district": table["other_district"] if _elsewhere(a, b) else 0.0,
    }


def _wording(a: Traits, b: Traits, smoothing: float) -> float:
    """How much of one opening the other text holds, the better of both ways; a short one proves less."""
    return 1.0 if a.text == b.text else max(_held(a, b, smoothing), _held(b, a, smoothing))


def _held(a: Traits, b: Traits, smoothing: float) -> float:
    new = a.opening - b.opening
    held = len(a.opening) - len(new) + sum(piece in b.bare for piece in new)
    return held / (len(a.opening) + smoothing)


def _day(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    if a.day is not None and a.day == b.day:
        return table["same_day"]
    apart = 0.0
    if a.published and b.published and abs((a.published - b.published).days) > _LATE:
        apart = table["apart"]
    return apart if a.day is None or b.day is None else table["other_day"] + apart


def _ordinal(a: Traits, b: Traits) -> int:
    """1 where an ordinal is the same, -1 where one of the same kind differs, 0 where none can be compared."""
    shared = a.ordinals.keys() & b.ordinals.keys()
    if any(not a.ordinals[unit] & b.ordinals[unit] for unit in shared):
        return -1
    return 1 if shared else 0


def _figures(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    fewer = min(len(a.figures), len(b.figures))
    if not fewer:
        return 0.0
    share = len(a.figures & b.figures) / fewer
    # One figure that differs proves little: each report picks its own.
    against = table["other_figures"] if fewer > 1 else 0.0
    return table["figures"] * share + against * (1 - share)


def _either(a: frozenset[str], b: frozenset[str], shared: float, disjoint: float) -> float:
    if not a or not b:
        return 0.0
    return shared if a & b else disjoint


def _place(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    """Against, where each opening has places of a kind that the other text does not name at all."""
    for kind in a.places.keys() & b.places.keys():
        if not a.places[kind] & b.all_places and not b.places[kind] & a.all_places:
            return table["other_place"]
    return table["place"] if a.all_places & b.all_places else 0.0


def _actor(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    if not a.actor or not b.actor:
        return 0.0
    return 0.0 if a.actor in b.text or b.actor in a.text else table["other_actor"]


def _elsewhere(a: Traits, b: Traits) -> bool:
    """Whether the districts (or cities) differ and neither text names both."""
    if a.district and b.district:
        return a.district != b.district and not (a.district in b.text or b.district in a.text)
    return bool(a.city and b.city and a.city != b.city)
