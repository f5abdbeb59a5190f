from __future__ import annotations

import pytest

from briefing.render.clean import Cleaner


@pytest.mark.parametrize("text", ["", "R&D <3% {{ x }}", "喆𠮷👨‍👩‍👧", "a\tb\nc", "\x7f\x85\u2028\ufdd0"])
def test_what_documents_can_hold_is_not_touched(text: str) -> None:
    clean = Cleaner()
    assert clean(text) == text
    assert clean.problems("一周要闻.docx") == ()


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_what_none_can_hold_is_dropped(char: str) -> None:
    clean = Cleaner()
    assert clean(f"甲{char}乙{char}") == "甲乙"
    (problem,) = clean.problems("一周要闻.docx")
    assert problem.message == f"有文档不能容纳的字符，已略去：U+{ord(char):04X}，首见于“甲乙”"


def test_one_problem_for_a_document_however_many_texts() -> None:
    clean = Cleaner()
    for text in ("\x07", "甲\x01", "甲\x01", "好"):
        clean(text)
    (problem,) = clean.problems("一周要闻.html")
    assert problem.subject == "一周要闻.html"
    assert problem.message == "有文档不能容纳的字符，已略去：U+0001、U+0007"


def test_line_ends_become_one_kind_and_that_is_no_loss() -> None:
    clean = Cleaner()
    assert clean("甲\r\n乙\r丙\n丁") == "甲\n乙\n丙\n丁"
    assert clean.problems("x") == ()
