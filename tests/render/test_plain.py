from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.model import Doubt
from briefing.render.plain import escape_markdown
from tests.render.readback import made
from tests.render.sample import briefing, one


def test_nothing_in_nothing_out() -> None:
    assert made(briefing(), "txt").decode() == "一周要闻\n许昌市　2018年11月5日至11日\n本期没有要闻\n"
    assert made(briefing(), "md").decode() == "# 一周要闻\n\n许昌市　2018年11月5日至11日\n\n本期没有要闻\n"


def test_one_item_reads_well_in_a_chat() -> None:
    value = one(authors=("伟源",), warnings=(Doubt("d", "地点没有把握", ((3, 3),)),))
    assert made(replace(value, edition=""), "txt").decode() == (
        "一周要闻\n2018年11月5日至11日\n要闻1条；※ 待核1处\n"
        "\n【一、魏都区】\n\n〔政务要闻〕\n"
        "\n1. 甲区召开会议\n　　11月5日，甲区召开会议。（伟源）\n　　※ 待核：地点没有把握（第3行）\n"
        "\n———— 以下供编辑核对，转发前删去 ————\n\n【来源】\n\n【待核】\n"
        "· 1. 甲区召开会议：地点没有把握（第3行）\n"
    )


@pytest.mark.parametrize(
    ("line", "escaped"),
    [
        ("R&D <3% 是3~5日", r"R&D <3% 是3\~5日"),
        ("&amp; <b>", r"\&amp; \<b>"),
        ("1. 条", r"1\. 条"),
        ("- 项", r"\- 项"),
        ("第1. 条", "第1. 条"),
        ("  两格", "&#32;&#32;两格"),
        ("甲\n乙", "甲&#10;乙"),
    ],
)
def test_markdown_escapes_only_what_it_must(line: str, escaped: str) -> None:
    assert escape_markdown(line) == escaped
