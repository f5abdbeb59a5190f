from __future__ import annotations

import numpy as np

from briefing.segment.agreement import agreement


def agreed(
    link: list[list[float]], ours: list[int], size: list[float], end: float = 4.0, start: float = 4.0
) -> list[float]:
    """The agreement under weak noise of fragments in the articles `ours`."""
    matrix = np.array(link, dtype=float).reshape(len(ours), len(ours))
    ends, starts = np.full(len(ours), end), np.full(len(ours), start)
    found = agreement(matrix, ends, starts, np.array(ours, dtype=np.intp), np.array(size))
    return [float(share) for share in found[0]]


X = 200.0


def test_a_page_without_text() -> None:
    assert agreed([], [], []) == []


def test_what_can_be_no_other_way_is_right_in_every_sample() -> None:
    assert agreed([[X, 0.0], [X, X]], [0, 0], [3.0, 2.0], end=30, start=30) == [1.0, 1.0]
    assert agreed([[X, X], [X, X]], [0, 1], [3.0, 2.0]) == [1.0, 1.0]


def test_of_a_doubtful_join_the_smaller_part_is_in_doubt() -> None:
    first, second = agreed([[X, 8.0], [X, X]], [0, 0], [9.0, 2.0])
    assert first == 1.0
    assert 0.1 < second < 0.9


def test_of_a_join_perhaps_missed_the_smaller_part_is_in_doubt() -> None:
    first, second = agreed([[X, 8.0], [X, X]], [0, 1], [2.0, 9.0])
    assert 0.1 < first < 0.9
    assert second == 1.0


def test_a_fragment_in_no_article_is_right_while_it_is_hardly_text() -> None:
    assert agreed([[0.0, X], [X, X]], [-1, 0], [1.0, 5.0], end=30, start=30) == [1.0, 1.0]
    assert agreed([[X, X], [X, X]], [-1, 0], [1.0, 5.0]) == [0.0, 1.0]


def test_a_circle_of_links_is_one_article() -> None:
    x = 0.0
    assert agreed([[X, x], [x, X]], [0, 0], [1.0, 5.0], end=30, start=30) == [1.0, 1.0]


def test_the_same_page_gives_the_same() -> None:
    link = np.random.default_rng(1).uniform(0, 9, (8, 8))
    found = agreement(link, np.full(8, 4.0), np.full(8, 4.0), np.arange(8) // 2, np.ones(8))
    again = agreement(link, np.full(8, 4.0), np.full(8, 4.0), np.arange(8) // 2, np.ones(8))
    assert (found == again).all()
    assert found.shape == (2, 8)
