"""Columns that a text layer gives line by line across are read one after the other."""

from __future__ import annotations

import random

import pytest

from briefing.model import Format, Line, Page
from briefing.segment import read_page
from briefing.segment.interleaved import apart
from briefing.segment.lines import ranges, rows

WATER = (
    "6月14日，青川县召开水库安全度汛工作会议，通报今年以来的雨情水情，安排部署下一阶段的防汛工作。会议指出，"
    "今年入汛时间早、局地雨量大，部分小型水库的溢洪道还没有完成清理。会议要求，各乡镇要在本月底前完成隐患排查，"
    "把巡查责任落实到人，备足砂石料和编织袋，确保人民群众生命财产安全。"
)
SCHOOL = (
    "新学期开学以来，平安镇中心小学的食堂换了新模样，孩子们每天都能吃上热乎的饭菜。学校投入三十万元改造厨房，"
    "添置了消毒柜和保温餐车，还请来营养师制定每周食谱。校长说，家长代表可以随时走进后厨监督，每一笔采购都在"
    "公示栏里写得清清楚楚，让老师放心、让家长安心。"
)
ROAD = (
    "连日来，城东街道组织工作人员对辖区内的背街小巷进行集中整治，清理占道经营和乱停乱放车辆。截至目前，已经修补"
    "破损路面两千多平方米，新增停车泊位一百六十个，安装路灯四十五盏。居民们说，以前晚上出门要打手电筒，现在路平了、"
    "灯亮了，散步的人也多了起来。"
)


def column(text: str, width: int = 17) -> list[str]:
    first = text[: width - 2]
    return [first, *(text[at : at + width] for at in range(width - 2, len(text), width))]


def across(*columns: list[str]) -> list[str]:
    """The columns' first lines, their second lines and so on, a blank line after each."""
    longest = max(map(len, columns))
    return [part for at in range(longest) for one in columns if at < len(one) for part in (one[at], "")]


def numbered(lines: list[str]) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(lines, 1)]


@pytest.mark.parametrize("texts", [(WATER, SCHOOL), (SCHOOL, WATER), (WATER, SCHOOL, ROAD)])
def test_columns_are_taken_apart(texts: tuple[str, ...]) -> None:
    columns = [column(text) for text in texts]
    found = apart(rows(numbered(across(*columns))))
    assert [row.text for row in found] == [line for one in columns for line in one]
    starts = {sum(len(one) for one in columns[:at]) for at in range(len(columns))}
    assert starts <= {row.index for row in found if row.gap}
    assert {row.index for row in found if row.gap} == {row.index for row in found if row.thread is None}


def test_columns_of_unlike_length_are_taken_apart() -> None:
    columns = [column(WATER), column(SCHOOL + ROAD)]
    found = apart(rows(numbered(across(*columns))))
    assert [row.text for row in found] == [line for one in columns for line in one]


def test_text_in_its_order_stays_where_it_is() -> None:
    lines = [*column(WATER), "", *column(SCHOOL), "", "一句话新闻", "", *column(ROAD)]
    measured = rows(numbered(lines))
    assert apart(measured) == measured
    spaced = [part for line in column(WATER + SCHOOL + ROAD) for part in (line, "")]
    assert [row.number for row in apart(rows(numbered(spaced)))] == list(range(1, len(spaced), 2))


def test_unwrapped_paragraphs_are_never_moved() -> None:
    lines = [part for text in (WATER, SCHOOL, ROAD) * 8 for part in (text, "")]
    measured = rows(numbered(lines))
    assert apart(measured) == measured


def test_no_line_is_lost_or_doubled() -> None:
    chance = random.Random(7)
    lines = [part for text in (WATER, SCHOOL, ROAD) for line in column(text) for part in (line, "")]
    for _ in range(20):
        chance.shuffle(lines)
        measured = rows(numbered(lines))
        found = apart(measured)
        assert sorted(row.number for row in found) == [row.number for row in measured]
        assert [row.index for row in found] == list(range(len(found)))


def test_line_ranges_name_no_line_of_the_other_column() -> None:
    columns = [column(WATER), column(SCHOOL)]
    found = apart(rows(numbered(across(*columns))))
    mine = {row.number for row in found[: len(columns[0])]}
    named = {n for first, last in ranges(found[: len(columns[0])]) for n in range(first, last + 1)}
    assert mine == named


def test_two_stories_side_by_side_are_read_as_two_articles() -> None:
    lines = [
        *("青川县部署水库安全度汛", ""),
        *("平安镇小学食堂换新颜", ""),
        *across(column("本报讯（记者 王小川）" + WATER), column("本报讯（记者 赵大江）" + SCHOOL)),
    ]
    reading = read_page(Page("page.txt", Format.PAGE_TEXT, "0" * 64, tuple(numbered(lines))))
    bodies = ["".join(article.paragraphs) for article in reading.articles]
    assert bodies == [WATER, SCHOOL]
    assert [article.title for article in reading.articles] == [
        "青川县部署水库安全度汛",
        "平安镇小学食堂换新颜",
    ]


RAIN = WATER.replace("6月14日", "近日")  # no half-width digits: every full line is as wide


def joined(*columns: list[str]) -> list[str]:
    """The columns' lines side by side: one line of the file for each line of print, a blank between."""
    longest = max(map(len, columns))
    return [" ".join(one[at] for one in columns if at < len(one)) for at in range(longest)]


def test_lines_that_hold_two_columns_are_cut_between_them() -> None:
    columns = [column(RAIN), column(ROAD)]
    plain = [*column(SCHOOL), ""]  # elsewhere on the page a column stands alone: its width is known
    found = apart(rows(numbered([*plain, *joined(*columns)])))
    texts = "\n".join(row.text for row in found)
    assert all("\n".join(one) in texts for one in columns)
    assert len(found) == len(column(SCHOOL)) + sum(map(len, columns))


def test_blanks_within_a_column_cut_nothing() -> None:
    told = "今年 9 月， 全县 共 投入 资金 300 万元， 改造 农村 公路 26 公里。"
    spaced = "在 此 次 结 对 帮 扶 活 动 中 ， 党 员"
    lines = [*column(WATER), "", told, "", *column(SCHOOL), "", spaced, *column(ROAD)]
    measured = rows(numbered(lines))
    assert apart(measured) == measured


def test_a_line_of_two_columns_is_named_by_both_articles() -> None:
    rain = column("本报讯（记者王小川）" + RAIN)
    school = column("本报讯（记者赵大江）" + SCHOOL)
    heads = ["青川县部署水库安全度汛", "", "平安镇小学食堂换新颜", "", *column(ROAD), ""]
    lines = [*heads, *joined(rain, school)]
    reading = read_page(Page("page.txt", Format.PAGE_TEXT, "0" * 64, tuple(numbered(lines))))
    mine = [a for a in reading.articles if "".join(a.paragraphs)[:100] in {RAIN[:100], SCHOOL[:100]}]
    assert len(mine) == 2
    shared = [{n for first, last in a.source.lines for n in range(first, last + 1)} for a in mine]
    assert len(shared[0] & shared[1]) >= min(len(rain), len(school)) - 1
