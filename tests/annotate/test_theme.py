"""Themes by the lexicon: headline before body, the field before the meeting, the words shown."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.annotate.passages import Part, Passage, passages
from briefing.annotate.theme import Lexicon
from briefing.errors import ConfigError
from briefing.resources import read_toml
from tests.annotate.support import article

RULES: dict[str, Any] = {
    "otherwise": "乙",
    "weights": {
        "strong": 3.0, "medium": 2.0, "weak": 1.0, "column": 3.0, "kicker": 2.0, "title": 3.0,
        "subtitle": 1.5, "lead": 1.5, "opening": 1.0, "body": 0.5, "caption": 0.5, "again": 0.5, "most": 4.0,
    },
    "theme": [
        {"name": "甲", "columns": ["甲栏"], "strong": ["苹果"], "medium": ["果树"], "weak": []},
        {"name": "乙", "strong": ["苹果手机"], "weak": ["手机"]},
    ],
}  # fmt: skip


def test_no_word_is_the_last_resort_without_scores() -> None:
    themed = Lexicon(RULES).theme([Passage(Part.LEAD, "今天下雨。")])
    assert (themed.name, themed.scores, themed.because) == ("乙", (), ())


def test_the_longest_word_wins() -> None:
    assert Lexicon(RULES).theme([Passage(Part.TITLE, "苹果手机")]).name == "乙"


def test_a_headline_outweighs_a_body() -> None:
    themed = Lexicon(RULES).theme([Passage(Part.TITLE, "苹果"), Passage(Part.BODY, "苹果手机" * 9)])
    assert themed.name == "甲"
    assert themed.because == ("苹果",)


def test_a_body_counts_no_more_than_its_limit() -> None:
    rules = RULES | {
        "theme": [{"name": "甲", "strong": [f"词{n}" for n in range(10, 40)]}, RULES["theme"][1]]
    }
    body = Passage(Part.BODY, "".join(f"词{n}" for n in range(10, 40)))
    assert Lexicon(rules).theme([body, Passage(Part.TITLE, "苹果手机")]).name == "乙"


def test_the_column_speaks() -> None:
    themed = Lexicon(RULES).theme([Passage(Part.LEAD, "手机")], column="甲栏之窗")
    assert (themed.name, themed.because[0]) == ("甲", "栏目“甲栏之窗”")


def test_scores_are_shares_in_falling_order() -> None:
    scores = Lexicon(RULES).theme([Passage(Part.TITLE, "苹果 手机")]).scores
    assert [score.name for score in scores] == ["甲", "乙"]
    assert sum(score.score for score in scores) == pytest.approx(1.0)


def test_an_unknown_theme_in_the_configuration() -> None:
    with pytest.raises(ConfigError, match="主题“丙”不在词表"):
        Lexicon(RULES, ["甲", "丙"])


def test_the_twelve_themes_of_the_interface() -> None:
    assert Lexicon.default().names == (
        "党的建设", "政务要闻", "经济发展", "乡村振兴与脱贫攻坚", "城市建设与文明创建", "基层治理",
        "民生保障", "卫生健康", "教育", "文化体育旅游", "生态环境", "安全与法治",
    )  # fmt: skip


def test_no_word_twice_in_one_theme() -> None:
    for theme in read_toml("themes.toml")["theme"]:
        words = [word for grade in ("strong", "medium", "weak") for word in theme[grade]]
        assert len(words) == len(set(words)), theme["name"]


@pytest.mark.parametrize(
    ("title", "text", "theme"),
    [
        ("区委常委会召开会议", "区委常委会听取10月份重点工作情况汇报。会议指出，要抓好落实。", "政务要闻"),
        ("区委常委会研究非公经济发展", "区委常委会召开会议，研究促进民营经济发展。", "经济发展"),
        ("县政协召开十届三次常委会会议", "县政协常委会会议审议通过有关事项。", "政务要闻"),
        ("全县教育工作会议召开", "县委、县政府召开全县教育工作会议，表彰优秀教师。", "教育"),
        ("区委书记调研棚户区改造", "区委书记一行实地察看棚户区改造和道路建设。", "城市建设与文明创建"),
        ("县委理论学习中心组举行集体学习", "县委理论学习中心组围绕党章开展学习。", "党的建设"),
        ("县长督导防汛工作", "县长一行察看险工险段，要求抓好防汛抢险。", "安全与法治"),
        ("果农喜摘头茬桃", "村民忙着采摘，合作社统一收购，带动增收。", "乡村振兴与脱贫攻坚"),
        ("万名市民同跑马拉松", "马拉松在古城墙下开跑，选手来自各地。", "文化体育旅游"),
        ("河长巡河“云”上见", "镇级河长巡河时发现排污口，当天整改。", "生态环境"),
        ("义诊送到家门口", "县医院医生为老人量血压、测血糖。", "卫生健康"),
        ("百家企业送岗位", "招聘会提供岗位千余个，就业困难群体优先。", "民生保障"),
        ("楼栋长调解邻里纠纷", "网格员与楼栋长上门调解，居民握手言和。", "基层治理"),
        ("规上工业产值增一成", "一季度全县规上工业企业产值同比增长一成。", "经济发展"),
    ],
)
def test_typical_stories(title: str, text: str, theme: str) -> None:
    assert Lexicon.default().theme(passages(article(text, title))).name == theme


@pytest.mark.parametrize(
    ("title", "text", "theme"),
    [
        (
            "张某某深入基层调研",
            "5月14日，县委书记张某某先后来到岗集镇、双墩镇，就项目建设、脱贫攻坚和人居环境整治等工作进行调研。",
            "政务要闻",
        ),
        ("张某某调研脱贫攻坚工作", "5月14日，县委书记张某某到岗集镇调研脱贫攻坚工作。", "乡村振兴与脱贫攻坚"),
        (
            "区委常委会召开会议",
            "5月14日，区委常委会召开会议，研究冬季供暖、安全生产、工资支付等工作。要排查燃气安全隐患，防范事故。",
            "政务要闻",
        ),
        ("宝塔区委理论学习中心组集体学习", "5月14日，宝塔区委理论学习中心组举行集体学习。", "党的建设"),
    ],
)
def test_bodies_and_leaders_across_several_fields(title: str, text: str, theme: str) -> None:
    assert Lexicon.default().theme(passages(article(text, title))).name == theme
