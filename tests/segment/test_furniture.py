"""The issue's date in every way that mastheads print it, and what must not be taken for it."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.model import Line
from briefing.segment.furniture import guide, is_weather, masthead
from briefing.segment.lines import rows

DAY = date(2018, 11, 7)


def published(*lines: str) -> date | None:
    return masthead(rows([Line(number, line) for number, line in enumerate(lines, 1)])).published


@pytest.mark.parametrize(
    "line",
    [
        "2018年11月7日 星期三",
        "2018 年 11 月 7 日",
        "２０１８年１１月７日",
        "二〇一八年十一月七日 星期三 农历九月三十",
        "二○一八年十一月七日",
        "二零一八年十一月七日",
        "农历戊戌年九月三十 2018年11月7日",
        "2018.11.7",
        "A03 要闻 2018/11/07 星期三",
        "2018年11月 星期三 7日",
        "11月7日 星期三 2018年",
        "2018年第45期 11月7日出版",
        "今日某地 2018年11月7日 第45期 总第812期",
    ],
)
def test_the_day(line: str) -> None:
    assert published(line) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "农历戊戌年九月三十",
        "创刊于1985年1月1日 国内统一刊号CN41-0012",
        "2018年11月 7版",
        "2018年13月40日",
        "11月7日 星期五 2018年",
        "11月7日 星期三",
        "电话 2961234",
    ],
)
def test_no_day(line: str) -> None:
    assert published(line) is None


def test_the_day_on_its_weekday_wins() -> None:
    assert published("2018年11月1日 星期三", "2018年11月7日 星期三") == DAY
    assert published("创刊于2017年11月7日", "2018年11月7日 星期三") == DAY


def test_year_and_day_on_two_lines() -> None:
    assert published("2018年", "11月7日 星期三", "第3版") == DAY
    assert published("2018年", "11月7日 星期三", "11月8日") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("▶春季田管有序推进\n2版\n▶各地抢收夏粮\n3版\n东山县春耕全面展开", [0, 1, 2, 3]),
        ("今日导读\n▶春季田管有序推进 2版\n▶各地抢收夏粮 3版", [1, 2]),
        ("东山县春耕全面展开（见2版）\n西林图书馆新馆开放（见3版）", [0, 1]),
        ("今 ▶春季田管有序推进\n日 ▶各地抢收夏粮\n导 ▶王琼：推动航运", [0, 1, 2]),
        ("▶春季田管有序推进\n▶各地抢收夏粮", []),
        ("▶农民在田间插秧。王立军 摄\n▶读者在新馆看书。李小红 摄\n▶镇上的集市。李小红 摄", []),
        ("东山县春耕全面展开\n02版\n本报讯 近日，东山县春耕全面展开。", []),
    ],
)
def test_pointers_to_other_pages_are_a_guide(text: str, found: list[int]) -> None:
    assert sorted(guide(rows([Line(n, line) for n, line in enumerate(text.split("\n"), 1)]))) == found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("汉滨区天气", True),
        ("今天多云 偏南风3～4级 9℃～17℃ 明天晴 10℃～16℃", True),
        ("南方多地持续高温天气", False),
        ("今天最高气温将达到37℃，最低25℃。", False),
        ("9℃～17℃" * 10**5 + "。", False),
    ],
)
def test_the_weather_in_the_masthead(line: str, told: bool) -> None:
    assert is_weather(line.replace(" ", "")) is told
