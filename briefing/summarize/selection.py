"""Which one to four sentences make the item: an exact search, not a greedy one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_TIE = 1e-9


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

    The worth of a set is the sum of its values and its first sentence's `opening`; plus `adjacent` for each
    two that are neighbours in the article (`neighbours[i]`: i follows on i - 1); minus `length` times its
    distance from the target, in targets; minus `below` under the minimum. Ties go to the earlier set.
    """
    n, count = len(candidates), int(weights["count"])
    adjacent, below, slope = weights["adjacent"], weights["below"], weights["length"] / window.target
    minimum, target, maximum = window.minimum, window.target, window.maximum
    bounds = _bounds(candidates, adjacent)
    best_worth = float("-inf")
    best: tuple[int, ...] = ()

    def extend(picked: tuple[int, ...], total: int, worth: float) -> None:
        nonlocal best_worth, best
        final = worth - slope * abs(total - target) - (below if total < minimum else 0.0)
        if final > best_worth + _TIE or (final > best_worth - _TIE and picked < best):
            best_worth, best = final, picked
        room, last = count - len(picked), picked[-1]
        for i in range(last + 1, n if room else 0):
            # What more could add, at most: beyond the target each character has its price.
            most, dense = bounds[i]
            near = max(target, total)
            far = maximum if dense > slope else near
            hope = min(room * most, dense * (far - total) - slope * (far - near))
            if worth + hope - slope * (near - target) < best_worth - _TIE:
                return
            length, value, _, needs = candidates[i]
            if total + length > maximum or (needs is not None and needs.isdisjoint(picked)):
                continue
            bonus = adjacent if i == last + 1 and neighbours[i] else 0.0
            extend((*picked, i), total + length, worth + value + bonus)

    # Good openings first: a good set found early cuts the search short.
    for i in sorted(range(n), key=lambda i: -candidates[i].value - candidates[i].opening):
        first = candidates[i]
        if first.needs is None and first.length <= maximum:
            extend((i,), first.length, first.value + first.opening)
    return best


def _bounds(candidates: Sequence[Candidate], adjacent: float) -> list[tuple[float, float]]:
    """For each place, the most that one sentence from there on can add, and the most for each character."""
    most = dense = 0.0
    bounds = []
    for candidate in reversed(candidates):
        gain = candidate.value + adjacent
        most, dense = max(most, gain), max(dense, gain / candidate.length)
        bounds.append((most, dense))
    return bounds[::-1]
