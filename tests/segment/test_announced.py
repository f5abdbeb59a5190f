"""Headlines that the text below says again."""

from __future__ import annotations

from briefing.segment.announced import announced
from briefing.segment.lines import rows
from tests.segment.support import page

BRIEFS = """区交通局启动提升行动

区交通局近日启动提升行动，计
划年内完成三十条乡村道路的养
护，惠及群众五万人，目前已完
成十二条，其余正在抓紧施工。

西林图书馆新馆开放
西林图书馆新馆昨日开放，首日
接待读者三千多人次，新馆总面
积一万二千平方米，设有少儿阅
览室和地方文献室。

东山县农业农村局抽调技术骨干
组成服务队，到田间地头指导农
户浸种催芽、适时播种，农业农
村局还将组织农机下田作业，力
争月底前完成全部播种任务，并为
种粮大户送去种子和化肥，今年全
县计划播种早稻十二万亩，比去年
增加五千亩，目前已经完成七成以
上，预计本月底全部结束。"""


def test_lines_apart_and_at_a_blocks_top_that_are_said_again() -> None:
    found = rows(page(BRIEFS).lines)
    assert [found[i].text for i in announced(found)] == ["区交通局启动提升行动", "西林图书馆新馆开放"]


def test_where_every_few_lines_stand_apart_nothing_at_a_blocks_top_is() -> None:
    lines = BRIEFS.split("\n")
    scattered = "\n".join([*lines[7:9], "", *lines[9:10], "", *lines[10:11], "", *lines[11:12]])
    assert list(announced(rows(page(scattered).lines))) == []
