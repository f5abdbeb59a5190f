"""Small facts about Chinese text: each function at its borders."""

import pytest

from briefing.text import echoed, figures, in_gb2312, is_han, squash, unlayout, width


@pytest.mark.parametrize(
    ("char", "han", "usual"),
    [("会", True, True), ("〇", True, False), ("喆", True, False), ("𠮷", True, False), ("，", False, True)],
)
def test_which_characters_are_han_and_which_every_face_has(char: str, han: bool, usual: bool) -> None:
    assert (is_han(char), in_gb2312(char)) == (han, usual)


def test_squash_takes_every_kind_of_blank_out() -> None:
    assert squash(" 市\u3000民\u00a0广\n场\t") == "市民广场"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资 3.2 亿元", "投资3.2亿元"),
        ("R&D  <3%", "R&D <3%"),
        (" 市 民 ，广场 ", "市民，广场"),
        ("", ""),
    ],
)
def test_a_blank_beside_chinese_is_layout_and_one_within_latin_is_wording(text: str, expected: str) -> None:
    assert unlayout(text) == expected


def test_width_counts_half_width_characters_half() -> None:
    assert width("会议3%") == 3.0


@pytest.mark.parametrize(
    ("spelt", "expected"),
    [
        ("二〇一八年十一月七日", "2018年11月7日"),
        ("二○二三年二月二十八日", "2023年2月28日"),
        ("二零二〇年十月三十日", "2020年10月30日"),
        ("一八年十一月", "一八年十一月"),
    ],
)
def test_dates_spelt_out(spelt: str, expected: str) -> None:
    assert figures(spelt) == expected


def test_how_much_of_a_line_a_text_says_again() -> None:
    assert echoed("春耕播种", "目前春耕已经展开") == pytest.approx(1 / 3)
    assert echoed("“春耕”", "春耕") == 1.0
    assert echoed("——", "春耕") == 0.0
