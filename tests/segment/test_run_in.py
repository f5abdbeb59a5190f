"""Briefs whose headlines run into their texts."""

from __future__ import annotations

import pytest

from briefing.segment.lines import rows
from briefing.segment.run_in import parted
from tests.segment.support import page, read

DIGEST = """全区春灌面积超过十万亩
已建成五座泵站 区水利局发
布的最新数据显示，今年以来
全区春灌面积已经超过十万亩
，累计建成五座泵站。

东山图书馆新馆开放 东山区
图书馆新馆昨日开放，首日接
待读者三千多人次，新馆总面
积一万二千平方米。

西林镇举办插秧比赛 近日，
西林镇举办插秧比赛，来自八
个村的十六支队伍参加，东风
村获得第一名。"""


def test_each_headline_and_its_text_are_rows_of_their_own() -> None:
    found = [(row.run_in, row.text) for row in parted(rows(page(DIGEST).lines)) if row.run_in]
    assert found == [
        ("head", "全区春灌面积超过十万亩"),
        ("head", "已建成五座泵站"),
        ("text", "区水利局发"),
        ("head", "东山图书馆新馆开放"),
        ("text", "东山区"),
        ("head", "西林镇举办插秧比赛"),
        ("text", "近日，"),
    ]


def test_each_brief_is_an_article() -> None:
    titles = [article.title for article in read(DIGEST).articles]
    assert titles == ["全区春灌面积超过十万亩已建成五座泵站", "东山图书馆新馆开放", "西林镇举办插秧比赛"]


@pytest.mark.parametrize(
    "text",
    [
        "第十四届运动会明日开幕 相关\n赛事陆续展开\n\n第十四届运动会明日开幕，相关赛事\n陆续展开。",
        "本报记者 王立军\n王立军说，今年的春耕比往年早，记者\n在田间看到，插秧机来回穿梭。",
        "东山县春耕全面展开 农机下田\n\n四月的东山县，春耕全面展开，农机\n下田插秧，一派繁忙景象。",
        "今年全县计划播种早稻十万亩 比去\n年增加五千亩。县农业农村局抽调骨\n干组成服务队到田间指导。",
    ],
)
def test_other_lines_with_a_blank_stay_whole(text: str) -> None:
    found = rows(page(text).lines)
    assert parted(found) == found
