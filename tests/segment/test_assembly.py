from __future__ import annotations

import numpy as np

from briefing.segment.assembly import choice_costs, path_cover
from briefing.segment.fragments import balance, head_class, tail_class


def cover(link: list[list[float]], end: float = 5.0, start: float = 5.0) -> list[list[int]]:
    matrix = np.array(link, dtype=float)
    n = len(matrix)
    return path_cover(matrix, np.full(n, end), np.full(n, start))[0]


def test_no_fragment() -> None:
    assert path_cover(np.zeros((0, 0)), np.zeros(0), np.zeros(0)) == ([], 0.0)


def test_one_fragment_is_a_chain() -> None:
    assert cover([[100.0]]) == [[0]]


def test_a_fragment_that_is_cheaper_left_out_is_in_no_chain() -> None:
    assert cover([[1.0]]) == []


def test_cheap_links_are_taken_and_dear_ones_are_not() -> None:
    x = 100.0
    assert cover([[x, 1, x], [x, x, 99], [x, x, x]]) == [[0, 1], [2]]


def test_reading_order_may_run_backwards() -> None:
    x = 100.0
    assert cover([[x, x, x], [1, x, x], [x, 1, x]]) == [[2, 1, 0]]


def test_a_cycle_is_cut_at_its_dearest_link() -> None:
    x = 100.0
    # 0→1→2→0 is cheapest as links; the link 2→0 costs most and is given up.
    assert cover([[x, 1, x], [x, x, 1], [3, x, x]]) == [[0, 1, 2]]


def test_each_fragment_has_one_successor_and_one_predecessor() -> None:
    rng = np.random.default_rng(7)
    for _ in range(30):
        n = int(rng.integers(2, 12))
        link = rng.uniform(0, 12, (n, n))
        np.fill_diagonal(link, 100.0)
        chains, _ = path_cover(link, rng.uniform(0, 9, n), rng.uniform(0, 9, n))
        assert sorted(i for chain in chains for i in chain) == list(range(n))


def test_choices_are_probabilities() -> None:
    links = np.array([[-1e6, 2.0], [0.5, -1e6]])
    link, end, start = choice_costs(links, np.array([0.0, 1.0]), np.array([0.3, 0.0]))
    assert np.all(end > 0) and np.all(start > 0)
    assert link[0, 1] > 0


def test_ends() -> None:
    assert [tail_class(t) for t in ("完成。", "说。”", "工作，", "如下：", "存")] == [
        "stop", "stop", "comma", "colon", "open",
    ]  # fmt: skip


def test_starts() -> None:
    assert [head_class(t) for t in ("7月6日，", "，并", "“我们", "近年来", "区委", "3个")] == [
        "dateline", "mark", "quote", "opener", "plain", "digit",
    ]  # fmt: skip


def test_balance() -> None:
    assert balance("“一”（二") == (0, 1)
    assert balance("二）一”") == (2, 0)
    assert balance("") == (0, 0)


def test_a_page_full_of_cycles_is_solved_in_bounded_steps() -> None:
    # Pairs that would each rather follow the other: without a budget the branching doubles with each pair.
    n = 60
    link = np.full((n, n), 11.0)
    for i in range(0, n, 2):
        link[i, i + 1] = link[i + 1, i] = 0.1
    np.fill_diagonal(link, 100.0)
    chains, _ = path_cover(link, np.full(n, 5.0), np.full(n, 5.0))
    assert sorted(i for chain in chains for i in chain) == list(range(n))
    assert all({a, b} == {a - a % 2, a - a % 2 + 1} for a, b in chains)
