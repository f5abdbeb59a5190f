from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.model import Issue, ItemSentence, ItemSource, Period, Photo, Place, Substitution
from briefing.render.wording import (
    Piece,
    credit,
    file_name,
    issue_name,
    line_ranges,
    numeral,
    origin,
    photo_credit,
    pieces,
    span,
    week_name,
)
from tests.render.sample import item, source


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (45, "四十五"),
        (100, "一百"),
        (101, "一百〇一"),
        (110, "一百一十"),
        (138, "一百三十八"),
        (999, "九百九十九"),
        (0, "0"),
        (1000, "1000"),
    ],
)
def test_numeral(n: int, text: str) -> None:
    assert numeral(n) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2018-11-05", "2018-11-05", "2018年11月5日"),
        ("2018-11-05", "2018-11-11", "2018年11月5日至11日"),
        ("2018-10-29", "2018-11-04", "2018年10月29日至11月4日"),
        ("2018-12-31", "2019-01-06", "2018年12月31日至2019年1月6日"),
    ],
)
def test_span_says_once_what_both_ends_share(start: str, end: str, text: str) -> None:
    assert span(Period(date.fromisoformat(start), date.fromisoformat(end))) == text


def test_names_of_weeks_and_issues() -> None:
    assert week_name("2018-W05") == "2018年第5周"
    assert week_name("春节专辑") == "春节专辑"
    assert issue_name(Issue(2018, 45, 312)) == "2018年第45期（总第312期）"


def test_line_ranges() -> None:
    assert line_ranges(()) == ""
    assert line_ranges(((47, 48), (17, 17))) == "第47—48、17行"


def test_file_name_of_any_system() -> None:
    assert file_name("来稿/a.txt") == "a.txt"
    assert file_name(r"C:\来稿\a.txt") == "a.txt"
    assert file_name("-") == "-"
    assert file_name("") == ""


def test_origin_leaves_out_what_is_not_known() -> None:
    day = date(2018, 11, 7)
    assert origin(source("1", "今日魏都", "3", day)) == "《今日魏都》2018年11月7日第3版"
    assert origin(source("1", "今日魏都", "要闻版", None)) == "《今日魏都》要闻版"
    assert origin(ItemSource("a", None, None, None, "a.txt", ())) == "报名、日期未详"


def test_credit_is_the_authors_else_the_papers_else_nobody() -> None:
    papers = (
        source("1", "甲报", None, None),
        source("2", "乙报", None, None),
        source("3", "甲报", None, None),
    )
    assert credit(item("1", authors=("李靓", "杨鹏"), sources=papers)) == "（李靓、杨鹏）"
    assert credit(item("1", sources=papers)) == "（甲报、乙报）"
    assert credit(item("1")) == ""


def test_photo_credit_says_that_it_is_a_photo() -> None:
    photo = Photo("题", "说明", None, Place(), "教育", None, None, "a")
    assert photo_credit(photo) == ""
    assert photo_credit(replace(photo, credit="刘桂菊")) == "（刘桂菊 摄）"
    assert photo_credit(replace(photo, credit="高彩红 摄")) == "（高彩红 摄）"
    assert photo_credit(replace(photo, credit="（李放 摄）")) == "（李放 摄）"
    assert photo_credit(replace(photo, credit="文/图 王某")) == "（文/图 王某）"


def test_pieces_of_a_sentence() -> None:
    # The source has “昨日，我区召开会议。”
    changes = (Substitution(3, 5, "魏都区"), Substitution(0, 2, "11月6日"))
    sentence = ItemSentence("11月6日，魏都区召开会议。", "a", 0, 0, 10, changes)
    assert pieces(sentence) == (
        Piece("11月6日", True),
        Piece("，", False),
        Piece("魏都区", True),
        Piece("召开会议。", False),
    )
    assert pieces(replace(sentence, substitutions=())) == (Piece(sentence.text, False),)


@pytest.mark.parametrize(
    "change", [Substitution(40, 60, "远"), Substitution(0, 99, "长" * 50), Substitution(2, 2, "")]
)
def test_pieces_never_lose_text_whatever_the_offsets(change: Substitution) -> None:
    sentence = ItemSentence("昨日召开会议。", "a", 0, 0, 7, (change, Substitution(1, 2, "日")))
    assert "".join(piece.text for piece in pieces(sentence)) == sentence.text
