"""ROUGE over characters, by hand."""

import pytest

from evaluation.rouge import best, common_subsequence, rouge_l, rouge_n


def test_equal_texts_and_empty_ones() -> None:
    for measure in (rouge_l, rouge_n(1), rouge_n(2)):
        assert measure("区委召开会议", "区委召开会议") == 1.0
        assert measure("", "区委") == measure("区委", "") == measure("", "") == 0.0


@pytest.mark.parametrize(
    ("a", "b", "n"),
    [("abcde", "ace", 3), ("区委会议", "区政府会议", 3), ("甲乙", "乙甲", 1), ("aaa", "aa", 2), ("", "a", 0)],
)
def test_longest_common_subsequence(a: str, b: str, n: int) -> None:
    assert common_subsequence(a, b) == common_subsequence(b, a) == n


def test_f1() -> None:
    assert rouge_l("abcd", "bd") == pytest.approx(2 * 2 / 6)
    assert rouge_n(1)("aab", "ab") == pytest.approx(2 * 2 / 5)
    assert rouge_n(2)("abc", "bcd") == pytest.approx(2 * 1 / 4)


def test_the_nearest_reference_counts() -> None:
    assert best(rouge_l, "区委", ["区政府", "区委"]) == 1.0
    assert best(rouge_l, "区委", []) == 0.0
