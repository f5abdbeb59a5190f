"""Whether two articles are about the same happening, as a sum of named parts (data/events.toml)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import lru_cache

from briefing.events.figures import Figures
from briefing.events.traits import Traits
from briefing.model import Part
from briefing.resources import read_toml

# A happening is told within ten days: what comes later is another of its kind.
_LATE = 10
# More figures than these prove no more.
_FIGURES = 3
_PLACES = 2


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weights of [likeness]."""
    table: Mapping[str, float] = read_toml("events.toml")["likeness"]
    return table


def parts(a: Traits, b: Traits) -> tuple[Part, ...] | None:
    """The evidence for and against; None where it forbids (第六十四次 and 第六十五次, no wording shared)."""
    table = weights()
    evidence = _evidence(a, b, table)
    wording = _wording(a, b, table["smoothing"])
    if evidence is None or wording < table["least"]:
        return None
    values = {"wording": table["wording"] * wording} | evidence
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
    wording = _wording(a, b, table["smoothing"])
    return rest + table["wording"] * wording if wording >= table["least"] else float("-inf")


def _evidence(a: Traits, b: Traits, table: Mapping[str, float]) -> dict[str, float] | None:
    """All parts but the wording, which takes longest to compare."""
    ordinal = _ordinal(a, b)
    if ordinal < 0:
        return None
    return {
        "day": _day(a, b, table),
        "half": table["other_half"] if _other_half(a, b) else 0.0,
        "year": table["year"] if a.years and b.years and not a.years & b.years else 0.0,
        "figures": _figures(a.figures, b.figures, table),
        "people": _people(a, b, table),
        "ordinal": table["ordinal"] * ordinal,
        "place": _place(a, b, table),
        "matter": table["other_matter"] if _apart(a.matters, b) and _apart(b.matters, a) else 0.0,
        "actor": table["other_actor"] if _other_actor(a, b) else 0.0,
        "district": table["other_district"] if _elsewhere(a, b) else 0.0,
    }


def _wording(a: Traits, b: Traits, smoothing: float) -> float:
    """How much of one opening the other text holds, the better of both ways; a short one proves less."""
    return 1.0 if a.text == b.text else max(_held(a, b, smoothing), _held(b, a, smoothing))


def _held(a: Traits, b: Traits, smoothing: float) -> float:
    bare = b.bare
    return sum([piece in bare for piece in a.opening]) / (len(a.opening) + smoothing)


def _day(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    if a.day is not None and b.day is not None:
        if a.day == b.day:
            return table["same_day"]
        if a.day in b.days or b.day in a.days:  # a later report looks back
            return 0.0
        if (a.reckoned or b.reckoned) and abs(
            (a.day - b.day).days
        ) == 1:  # 昨日 may be when the reporter came
            return 0.0
        return table["other_day"] + _late(a, b, table)
    if (a.day in b.days) if a.day else (b.day in a.days):
        return table["same_day"]
    return _late(a, b, table)


def _late(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    late = a.published and b.published and abs((a.published - b.published).days) > _LATE
    return table["apart"] if late else 0.0


def _other_half(a: Traits, b: Traits) -> bool:
    return bool(a.half and b.half and a.day == b.day and a.half != b.half)


def _ordinal(a: Traits, b: Traits) -> int:
    """1 where an ordinal is the same, -1 where one of the same kind differs, 0 where none can be compared."""
    shared = a.ordinals.keys() & b.ordinals.keys()
    if any(not a.ordinals[unit] & b.ordinals[unit] for unit in shared):
        return -1
    return 1 if shared else 0


def _figures(a: Figures, b: Figures, table: Mapping[str, float]) -> float:
    """For what is counted alike, against what is counted differently; each report also picks its own."""
    alike = min(_FIGURES, len(a.telling & b.telling))
    unlike = sum(not a.counts[what] & b.counts[what] for what in a.counts.keys() & b.counts.keys())
    return table["figure"] * alike + table["other_figure"] * min(_FIGURES, unlike)


def _people(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    """For a person of both; a leader is in many reports, so one in common proves nothing."""
    if any(name in b.text for name in a.people) or any(name in a.text for name in b.people):
        return table["name"]
    shared = any(name in b.text for name in a.leaders) or any(name in a.text for name in b.leaders)
    return table["other_leader"] if a.leaders and b.leaders and not shared else 0.0


def _place(a: Traits, b: Traits, table: Mapping[str, float]) -> float:
    """Against, where each opening has places of a kind that the other text does not name at all."""
    for kind in a.places.keys() & b.places.keys():
        if not a.places[kind] & b.all_places and not b.places[kind] & a.all_places:
            return table["other_place"]
    return table["place"] * min(_PLACES, len(a.all_places & b.all_places))


def _apart(matters: Set[str], other: Traits) -> bool:
    """Whether there are matters, and the other text speaks of none of them."""
    return bool(matters) and not any(
        matter[i : i + 2] in other.text for matter in matters for i in range(len(matter) - 1)
    )


def _other_actor(a: Traits, b: Traits) -> bool:
    if not a.actor or not b.actor or a.actor in b.text or b.actor in a.text:
        return False
    short, long = sorted((a.actor, b.actor), key=len)
    return not _abbreviates(short, long)


def _abbreviates(short: str, long: str) -> bool:
    """Whether one name's characters stand in the other in the same order (市场监管局, 市场监督管理局)."""
    rest = iter(long)
    return all(char in rest for char in short)


def _elsewhere(a: Traits, b: Traits) -> bool:
    """Whether the districts (or cities) differ and neither text names both."""
    if a.district and b.district:
        return a.district != b.district and not (a.district in b.text or b.district in a.text)
    return bool(a.city and b.city and a.city != b.city)
