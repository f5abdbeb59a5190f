"""What Chinese news says next: small cases, and cuts whose right continuation is known."""

from __future__ import annotations

import numpy as np
import pytest

from briefing.segment.language import folded, language


def test_numbers_are_one_digit_and_marks_full_width() -> None:
    assert folded("2018年,共１２件") == "0年，共0件"


@pytest.mark.parametrize(
    ("tail", "right", "wrong"),
    [
        ("各级党组织要认真贯彻落实中央的决", "定，把各项工作做好", "子们在操场上玩耍"),
        ("今年以来，全市工业总产", "值达到12亿元", "会在北京召开"),
        ("市委书记、市长到基层调", "查研究，看望群众", "元，比上年增长"),
    ],
)
def test_a_sentence_goes_on_where_its_words_do(tail: str, right: str, wrong: str) -> None:
    both = language().continuity([tail], [right, wrong])
    assert both.shape == (1, 2)
    assert both[0, 0] > 0 > both[0, 1]


def test_none_one_and_unknown() -> None:
    told = language()
    assert told.continuity([], ["一"]).shape == (0, 1)
    assert told.continuity(["一"], []).shape == (1, 0)
    assert told.continuity_each([], []).shape == (0,)
    odd = told.continuity(["𠮷", "喆\ufffe", "a"], ["😀", "}", "𠮷"])
    assert odd.shape == (3, 3)
    assert np.isfinite(odd).all()


def test_each_is_the_diagonal_of_all() -> None:
    told = language()
    tails, heads = ["全市工业总产", "会议强", "村民们"], ["值增长", "调，要", "说"]
    assert np.allclose(told.continuity_each(tails, heads), np.diag(told.continuity(tails, heads)))


def test_likeness_is_one_with_itself_none_with_nothing_shared_and_never_negative() -> None:
    texts = ["柳编合作社带动村民增收", "柳编合作社的村民", "防汛演练", "", "12,34"]
    alike = language().likeness(texts)
    assert np.allclose(alike, alike.T)
    assert (alike >= 0).all()
    assert (alike <= 1 + 1e-9).all()
    assert alike[0, 1] > 0.2
    assert alike[0, 2] == 0
    assert not alike[3:].any()


def test_likeness_to_others_has_their_shape() -> None:
    told = language()
    assert told.likeness(["一村"], []).shape == (1, 0)
    assert told.likeness([], ["一村"]).shape == (0, 1)
    assert told.likeness(["合作社", "学校"], ["合作社"]).tolist() == [[pytest.approx(1.0)], [0.0]]
