"""Tallies as bars: how long each is, so that a template has only to draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.model import Tally


@dataclass(frozen=True, slots=True)
class Bar:
    """A tally's lengths as shares of the chart's width (0 to 1): its items, its articles, what is `usual`.

    `usual` is the mean of the weeks before, None without any.
    """

    tally: Tally
    items: float
    articles: float
    usual: float | None


def bars(tallies: Sequence[Tally]) -> tuple[Bar, ...]:
    """One bar a tally, all on one scale: the longest of all lengths is 1."""
    longest = max((max(one.n, one.articles, _usual(one) or 0) for one in tallies), default=0) or 1
    return tuple(_bar(one, longest) for one in tallies)


def _bar(tally: Tally, longest: float) -> Bar:
    usual = _usual(tally)
    return Bar(tally, tally.n / longest, tally.articles / longest, None if usual is None else usual / longest)


def _usual(tally: Tally) -> float | None:
    return sum(tally.before) / len(tally.before) if tally.before else None
