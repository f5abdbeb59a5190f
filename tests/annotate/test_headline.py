"""Headlines: understandable alone, in the paper's own words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from briefing.annotate import Annotator
from briefing.model import AnnotatedArticle
from briefing.text import width
from tests.annotate.support import article, reading

ANNOTATE = Annotator.default()


def annotated(
    text: str = "", title: str | None = None, home: str | None = None, **fields: Any
) -> AnnotatedArticle:
    page = reading(article(text, title, **fields), home=home, published=date(2020, 10, 20))
    (one,) = ANNOTATE(page, date(2026, 1, 1))
    return one


@pytest.mark.parametrize(
    ("kicker", "title", "headline"),
    [
        (None, "新《广告法》宣传进社区", "新《广告法》宣传进社区"),
        ("南关街道办事处", "逐社区观摩促全域提高", "南关街道办事处：逐社区观摩促全域提高"),
        ("彰东街道:", "劲吹文明新风 共筑宜居家园", "彰东街道:劲吹文明新风 共筑宜居家园"),
        ("全县教育系统召开大会——", "打造优越的教育环境", "全县教育系统召开大会——打造优越的教育环境"),
        ("区商务局", "强化产销对接 助力脱贫攻坚", "魏都区商务局：强化产销对接 助力脱贫攻坚"),
        ("深入学习贯彻会议精神", "逐社区观摩促提高", "逐社区观摩促提高"),
        ("西关街道", "南关街道签约百项", "南关街道签约百项"),
        (
            "坚持以人民为中心的发展思想扎实推进各项民生实事落地见效——",
            "办实事 解民忧 暖民心 促和谐",
            "办实事 解民忧 暖民心 促和谐",
        ),
        (None, "——魏都区打造养老样板", "魏都区打造养老样板"),
    ],
)
def test_kicker_and_title(kicker: str | None, title: str, headline: str) -> None:
    fields = {"kicker": kicker} if kicker else {}
    one = annotated("正文。", title, home="河南省许昌市魏都区", **fields)
    assert (one.headline, one.headline_from) == (headline, "title")
    assert width(one.headline) <= 40


@pytest.mark.parametrize(
    ("title", "home", "headline"),
    [
        ("我区召开大会", "河南省许昌市魏都区", "魏都区召开大会"),
        ("客人来我区调研", "河南省许昌市魏都区", "客人来魏都区调研"),
        ("区政协召开会议", "河南省许昌市魏都区", "魏都区政协召开会议"),
        ("我县召开大会", "河南省许昌市魏都区", "我县召开大会"),
        ("我市召开大会", "江苏省无锡市江阴市", "江阴市召开大会"),
        ("市四套班子领导检查安全", "江苏省无锡市江阴市", "江阴市四套班子领导检查安全"),
        ("我区召开大会", None, "我区召开大会"),
        ("我区召开大会", "山东省聊城市高新区", "聊城高新区召开大会"),
    ],
)
def test_we_get_a_name_where_it_is_certain(title: str, home: str | None, headline: str) -> None:
    assert annotated("正文。", title, home=home).headline == headline


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (
            "10月15日,浞北街道办事处在辖区内开展了扫黑除恶宣传活动。图为现场。",
            "浞北街道办事处在辖区内开展了扫黑除恶宣传活动",
        ),
        ("近日，市民冒雨参观菊展。菊展还将持续一周。", "市民冒雨参观菊展"),
        ("为迎接国庆，10月1日，西湖景区举办放歌祖国快闪活动。", "西湖景区举办放歌祖国快闪活动"),
    ],
)
def test_without_a_title_a_clause_of_the_lead(text: str, headline: str) -> None:
    one = annotated(text)
    assert (one.headline, one.headline_from) == (headline, "lead")
    assert one.headline in text


def test_nothing_to_say() -> None:
    assert annotated().headline == "（无题）"
    assert annotated("短。").headline == "短"
