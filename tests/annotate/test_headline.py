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


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        # Actor and deed too far apart for two lines: joined as a kicker and its title are.
        (
            "为提高意识，区应急管理局联合红旗路街道和豆腐营街道，于10月13日下午在红旗路与灯塔路交叉口雷锋广场"
            "开展了国际减灾日宣传活动。",
            "区应急管理局：开展了国际减灾日宣传活动",
        ),
        (
            "10月9日，文峰街道河西社区联合帮扶单位市卷烟厂志愿者在帮扶小区开展“清理小广告，美化小区”整治活动。",
            "文峰街道河西社区：开展“清理小广告，美化小区”整治活动",
        ),
        # What others do is not the actor's.
        ("10月9日，区政府与某集团签约。市委书记出席签约仪式。", "区政府与某集团签约"),
        ("10月9日，区委召开农村工作会议。区长出席并讲话。", "区委召开农村工作会议"),
        ("10月9日，区委书记、区长主持召开区委农村工作会议。", "区委书记、区长主持召开区委农村工作会议"),
        # The purpose, a later sentence and half a quotation are not the event.
        ("为深化治理，推进支部创建，10月9日，西关街道开展清洁活动。", "西关街道开展清洁活动"),
        ("10月9日，村民在工坊制作粮食画。当地发展产业，带动400人就业。", "村民在工坊制作粮食画"),
        ("10月9日，西关街道开展“守护一江水，护好一座城”活动。", "西关街道开展“守护一江水，护好一座城”活动"),
    ],
)
def test_an_untitled_story_keeps_its_actor(text: str, headline: str) -> None:
    one = annotated(text)
    assert one.headline == headline
    assert all(part in text for part in one.headline.split("："))
    assert width(one.headline) <= 40


@pytest.mark.parametrize(
    ("title", "subtitle", "headline"),
    [
        ("守着一渠清水过日子", "——淅川县库区群众护水记", "守着一渠清水过日子——淅川县库区群众护水记"),
        ("魏都区召开大会", "——淅川县库区群众护水记", "魏都区召开大会"),
        ("守着一渠清水过日子", "淅川县库区群众护水记", "守着一渠清水过日子"),
        ("守着一渠清水过日子", "——一个护水员的二十年", "守着一渠清水过日子"),
    ],
)
def test_a_subtitle_that_says_whose_story_it_is(title: str, subtitle: str, headline: str) -> None:
    assert annotated("正文。", title, subtitle=subtitle).headline == headline


def test_a_title_of_three_lines_loses_whole_phrases_only() -> None:
    phrases = ["阔步奋进新征程勇毅前行开新局", "凝心聚力谋发展真抓实干惠民生", "砥砺奋进再出发同心共筑中国梦"]
    assert annotated("正文。", " ".join(phrases)).headline == " ".join(phrases[:2])
    assert annotated("正文。", "".join(phrases)).headline == "".join(phrases)


def test_nothing_to_say() -> None:
    assert annotated().headline == "（无题）"
    assert annotated("短。").headline == "短"
