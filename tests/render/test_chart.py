from __future__ import annotations

from briefing.model import Tally
from briefing.render.chart import bars


def test_no_bars() -> None:
    assert bars(()) == ()


def test_a_tally_of_nothing_has_no_length() -> None:
    (bar,) = bars((Tally("甲区", 0, 0, 0, (0, 0)),))
    assert (bar.items, bar.articles, bar.usual) == (0, 0, 0)


def test_all_bars_are_on_one_scale() -> None:
    one, other = bars((Tally("甲区", 2, 0, 4, (6, 10)), Tally("乙区", 1, 0, 1)))
    assert (one.items, one.articles, one.usual) == (0.25, 0.5, 1.0)
    assert (other.items, other.articles, other.usual) == (0.125, 0.125, None)
