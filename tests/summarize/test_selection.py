"""The search is exact: equal to trying every set."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.summarize.selection import Candidate, Window, best_set

WINDOW = Window(80, 135, 180)
WEIGHTS = {"count": 4, "adjacent": 0.25, "length": 2.0, "below": 2.0}


def pick(*candidates: Candidate, near: bool = False) -> tuple[int, ...]:
    return best_set(candidates, [i > 0 and near for i in range(len(candidates))], WINDOW, WEIGHTS)


def test_none_of_none() -> None:
    assert pick() == ()


def test_one() -> None:
    assert pick(Candidate(100, 1.0)) == (0,)


def test_too_long_is_not_taken() -> None:
    assert pick(Candidate(181, 9.0)) == ()
    assert pick(Candidate(100, 1.0), Candidate(100, 1.0)) == (0,)


def test_worthless_sentences_still_fill_up_to_the_minimum() -> None:
    assert pick(Candidate(50, 1.0), Candidate(60, -0.5)) == (0, 1)


def test_the_opening_counts_only_at_the_start() -> None:
    assert pick(Candidate(60, 0.0, 3.0), Candidate(60, 0.0)) == (0, 1)
    assert pick(Candidate(100, 0.5), Candidate(100, 0.0, 3.0))[0] == 1


def test_an_orphan_needs_its_antecedent() -> None:
    orphan = Candidate(60, 5.0, needs=frozenset({0}))
    assert pick(Candidate(90, 0.0), orphan) == (0, 1)
    assert pick(Candidate(150, 0.0), orphan) == (0,)
    assert pick(Candidate(150, 0.0), Candidate(60, 5.0, needs=frozenset())) == (0,)


def test_ties_go_to_the_earlier_set() -> None:
    assert pick(Candidate(135, 1.0), Candidate(135, 1.0)) == (0,)


def test_neighbours_read_better() -> None:
    same = Candidate(67, 1.0)
    assert best_set([same, same, same], [False, False, True], WINDOW, WEIGHTS) == (1, 2)


@st.composite
def sets(draw: st.DrawFn) -> tuple[list[Candidate], list[bool], dict[str, float]]:
    n = draw(st.integers(0, 8))
    value = st.floats(-1, 2).map(lambda x: round(x, 2))
    candidates = [
        Candidate(
            draw(st.integers(5, 120)),
            draw(value),
            draw(st.sampled_from([0.0, 0.0, 1.5])),
            draw(st.sampled_from([None, None, frozenset({i - 1}), frozenset(range(i))])),
        )
        for i in range(n)
    ]
    weights = {
        "count": draw(st.integers(1, 4)),
        "adjacent": draw(st.sampled_from([0.0, 0.25, 0.5])),
        "length": draw(st.sampled_from([0.0, 1.0, 2.0, 4.0])),
        "below": 2.0,
    }
    return candidates, [i > 0 and draw(st.booleans()) for i in range(n)], weights


def worth(
    picked: tuple[int, ...], candidates: list[Candidate], near: list[bool], weights: dict[str, float]
) -> float | None:
    """The worth of a set as the docstring of best_set states it; None if it is not admissible."""
    total = sum(candidates[i].length for i in picked)
    needs = [(candidates[i].needs, picked[:place]) for place, i in enumerate(picked)]
    if total > WINDOW.maximum or any(need is not None and need.isdisjoint(before) for need, before in needs):
        return None
    value = sum(candidates[i].value for i in picked) + candidates[picked[0]].opening
    value += weights["adjacent"] * sum(near[b] for a, b in pairwise(picked) if b == a + 1)
    value -= weights["length"] * abs(total - WINDOW.target) / WINDOW.target
    return value - (weights["below"] if total < WINDOW.minimum else 0.0)


@given(sets())
@settings(deadline=None, max_examples=300)
def test_equal_to_trying_every_set(case: tuple[list[Candidate], list[bool], dict[str, float]]) -> None:
    candidates, near, weights = case
    every = [
        (value, picked)
        for size in range(1, int(weights["count"]) + 1)
        for picked in combinations(range(len(candidates)), size)
        if (value := worth(picked, candidates, near, weights)) is not None
    ]
    found = best_set(candidates, near, WINDOW, weights)
    if not every:
        assert found == ()
        return
    value = worth(found, candidates, near, weights)
    assert value is not None
    assert abs(value - max(every)[0]) < 1e-6
