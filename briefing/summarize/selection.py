"""Which one to four sentences make the item: an exact search, not a greedy one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

_TIE = 1e-9
_LONG = 40
_MOST = 40


@dataclass(frozen=True, slots=True)
class Window:
    """How long an item's text should be, in characters."""

    minimum: int = 80
    target: int = 135
    maximum: int = 180


class Candidate(NamedTuple):
    """A sentence as the search sees it.

    `value` is what it adds wherever it stands, `opening` what it adds when the item opens with it. `needs`
    lists the candidates of which one must stand before it (the antecedents of its 该 or 此); None: no need.
    """

    length: int
    value: float
    opening: float = 0.0
    needs: frozenset[int] | None = None


def best_set(
    candidates: Sequence[Candidate],
    neighbours: Sequence[bool],
    window: Window,
    weights: Mapping[str, float],
) -> tuple[int, ...]:
    """Positions of the best set of at most `count` sentences within the window; empty if there is none.

    Exact over the 40 sentences that are best by themselves.

    The worth of a set is the sum of its values and its first sentence's `opening`; plus `adjacent` for each
    two that are neighbours in the article (`neighbours[i]`: i follows on i - 1); minus `length` times its
    distance from the target, in targets; minus `below` under the minimum. Ties go to the earlier set.
    """
    count = int(weights["count"])
    adjacent, below, slope = weights["adjacent"], weights["below"], weights["length"] / window.target
    minimum, target, maximum = window.minimum, window.target, window.maximum
    alone = [candidate.value + candidate.opening for candidate in candidates]
    # Of equal sentences all sets of four would be tried: 40 keep the worst case at 0.2 s.
    hopeful = sorted(range(len(candidates)), key=lambda i: (-alone[i], i))[:_MOST]
    places = sorted(hopeful)
    rate, bounds = _bounds([candidates[i] for i in places], adjacent, count)
    best_worth = float("-inf")
    best: tuple[int, ...] = ()

    def extend(picked: tuple[int, ...], total: int, worth: float, start: int) -> None:
        nonlocal best_worth, best
        final = worth - slope * abs(total - target) - (below if total < minimum else 0.0)
        if final > best_worth + _TIE or (final > best_worth - _TIE and picked < best):
            best_worth, best = final, picked
        room, last = count - len(picked), picked[-1]
        # What more could add, at most: each character at the best rate, beyond the target at a price.
        near = target if total < target else total
        far = maximum if rate > slope else near
        hope = worth - slope * (near - target) + rate * (far - total) - slope * (far - near)
        for at in range(start, len(places) if room else 0):
            most, spare = bounds[at]
            if worth + most[room] < best_worth - _TIE or hope + spare[room] < best_worth - _TIE:
                return
            i = places[at]
            length, value, _, needs = candidates[i]
            if total + length > maximum or (needs is not None and needs.isdisjoint(picked)):
                continue
            bonus = adjacent if i == last + 1 and neighbours[i] else 0.0
            extend((*picked, i), total + length, worth + value + bonus, at + 1)

    # Good openings first: a good set found early cuts the search short.
    for i in hopeful:
        if candidates[i].needs is None and candidates[i].length <= maximum:
            extend((i,), candidates[i].length, alone[i], places.index(i) + 1)
    return best


def _bounds(
    candidates: Sequence[Candidate], adjacent: float, count: int
) -> tuple[float, list[tuple[list[float], list[float]]]]:
    """What sentences can add at most, by themselves and by their length.

    Returns the best rate for a character among the longer sentences (short ones have wild rates); and for
    each place, for up to `count` sentences from there on, the most they add, and the most above that rate.
    """
    gains = [(candidate.value + adjacent, candidate.length) for candidate in candidates]
    rate = max((gain / length for gain, length in gains if length >= _LONG), default=0.0)
    rate = max(rate, 0.0)
    most, spare = [0.0] * count, [0.0] * count
    ahead = [list(accumulate(most, initial=0.0)), list(accumulate(spare, initial=0.0))]
    bounds = []
    for gain, length in reversed(gains):
        for which, (tops, value) in enumerate(((most, gain), (spare, gain - rate * length))):
            if value > tops[-1]:
                tops[-1] = value
                tops.sort(reverse=True)
                ahead[which] = list(accumulate(tops, initial=0.0))
        bounds.append((ahead[0], ahead[1]))
    return rate, bounds[::-1]
