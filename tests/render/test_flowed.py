"""The text part's lines, read back by a reader of RFC 3676 that knows nothing of our code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.render.flowed import WIDTH, columns, encode, wrap
from tests.render.readback import unflowed

texts = st.text(st.sampled_from("一二三，。“”（）《》、ab1 >.-\u3000é\u0301𠮷From\n"), max_size=400)


def test_small_cases() -> None:
    assert encode("") == ""
    assert encode("一") == "一"
    assert encode("一\n\n二") == "一\n\n二"


def test_a_long_line_is_broken_softly() -> None:
    assert encode("一" * 40) == "一" * 36 + " \n" + "一" * 4


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("一" * 35 + "二。三", "一" * 35),
        ("一" * 35 + "（三）", "一" * 35),
        ("一" * 35 + "2018年", "一" * 35),
        ("一" * 34 + "R&D中", "一" * 34 + "R&D"),
        ("-" * 100, "-" * 72),
    ],
)
def test_where_a_line_ends(before: str, line: str) -> None:
    assert next(wrap(before, WIDTH)) == line


def test_a_line_that_a_mail_program_would_misread_is_stuffed() -> None:
    assert encode(">引\n 空\nFrom 某\n>") == " >引\n  空\n From 某\n >"


@given(texts)
def test_joined_the_lines_are_the_text(text: str) -> None:
    assert "".join(wrap(text.replace("\n", ""), WIDTH)) == text.replace("\n", "")


@given(texts)
def test_a_reader_gets_the_text_back(text: str) -> None:
    lines = text.split("\n")
    assert unflowed(encode(text)) == "\n".join(line.rstrip(" ") for line in lines)


@given(texts)
def test_no_line_is_too_long(text: str) -> None:
    assert all(columns(line) <= WIDTH + 8 for line in encode(text).split("\n"))
