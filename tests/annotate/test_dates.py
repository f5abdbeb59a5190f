"""Dates made by hand: what an expression says, and which of a text's dates is the event's.

The issue date of these cases is Wednesday, 7 November 2018, unless a case says otherwise.
"""

from __future__ import annotations

from datetime import date

import pytest

from briefing.annotate.dates import Anchor, event_day, resolve
from briefing.annotate.expressions import Form, Use, expressions, numeral, use
from briefing.annotate.passages import passages
from tests.annotate.support import article

ISSUE = date(2018, 11, 7)

EVENTS = [
    # a day of this year, of last year, of the leap day
    ("11月2日下午，区委常委会召开会议。", "2018-11-02", "11月2日下午"),
    ("11 月 2 日下午，区委常委会召开会议。", "2018-11-02", "11月2日下午"),
    ("１１月２日，区委召开会议。", "2018-11-02", "11月2日"),
    ("十一月二日，区委召开会议。", "2018-11-02", "十一月二日"),
    ("11月6号上午，镇里来了专家。", "2018-11-06", "11月6号上午"),
    ("近一年回顾：2018年11月1日，大桥通车。", "2018-11-01", "2018年11月1日"),
    ("二〇一八年十一月一日，大桥通车。", "2018-11-01", "二〇一八年十一月一日"),
    ("2018-11-03，比赛落幕。", "2018-11-03", "2018-11-03"),
    # ranges end on their last day, unless that is still to come
    ("10月29日至11月2日，组织部举办培训班。", "2018-11-02", "10月29日至11月2日"),
    ("11月2日—4日，农博会举行。", "2018-11-04", "11月2日—4日"),
    ("11月2-4日，农博会举行。", "2018-11-04", "11月2-4日"),
    ("11月5日至12月30日，开展专项整治。", "2018-11-05", "11月5日至12月30日"),
    # half-width marks say the same
    ("11月2日,记者从县教育局了解到,秋季开学以来,该县建成食堂。", "2018-11-02", "11月2日"),
    ("记者昨日从市公安局获悉，今年以来发案下降。", "2018-11-06", "昨日"),
    # what goes on has a day in its first paragraph; 近日 has none
    ("连日来，茶园进入采摘期。11月5日，交易市场成交3万公斤。", "2018-11-05", "11月5日"),
    ("入夏以来，基地一片忙碌。", None, "入夏以来"),
    ("近日，区委召开会议。11月5日，文件印发。", None, "近日"),
    # a notice's term is no event
    ("现将方案予以公示，公示期为11月1日至6日。", None, None),
    ("因管网改造，11月1日至28日每日22时至次日5时封闭施工。", None, None),
    # a bare day, a weekday, yesterday
    ("5日上午，县法院开庭。", "2018-11-05", "5日上午"),
    ("31日，县法院开庭。", "2018-10-31", "31日"),
    ("3日至4日，县里举行运动会。", "2018-11-04", "3日至4日"),
    ("本周二，税务局走访企业。", "2018-11-06", "本周二"),
    ("上周五上午，税务局走访企业。", "2018-11-02", "上周五上午"),
    ("周日，志愿者清理河道。", "2018-11-04", "周日"),
    ("星期天上午，志愿者清理河道。", "2018-11-04", "星期天上午"),
    ("昨日，新桥通车。", "2018-11-06", "昨日"),
    ("昨晚，广场上演豫剧。", "2018-11-06", "昨晚"),
    ("今天上午，新桥通车。", "2018-11-07", "今天上午"),
    ("前天下午，新桥通车。", "2018-11-05", "前天下午"),
    # no day is given
    ("近日，区工商分局开展宣传。", None, "近日"),
    ("日前，我县获评先进。据悉，11月1日起新办法实施。", None, "日前"),
    ("连日来，农户抢收玉米。", None, "连日来"),
    ("镇里坚持党建引领。", None, None),
    ("2018年，镇党委抓扶贫。", None, None),
    # dates that are not the event's
    ("会议传达学习习近平总书记11月1日在民营企业座谈会上的重要讲话精神。", None, None),
    ("2017年7月20日，督察组来过我区。", None, None),
    ("预计到11月30日，管网全部完工。", None, None),
    ("11月15日前，各单位上报方案。", None, None),
    ("截至11月5日，全县栽植油茶2万亩。", None, None),
    ("将于11月20日举行的茶会正在筹备。", None, None),
    ("11月20日，茶会将举行。", None, None),
    ("每年11月5日，村里都祭祖。", None, None),
    ("他出生于11月3日。", None, None),
    ("活动将持续至11月30日。", None, None),
    ("新规（11月1日印发）已上墙。", None, None),
    ("《11月4日的雪》获奖。", None, None),
    ("为迎接11月9日全国消防日，11月5日，消防队走进学校。", "2018-11-05", "11月5日"),
    ("以后每周三，专家坐诊。", None, None),
    ("周一至周五，窗口延时服务。", None, None),
    ("3日内答复，15日游不停。", None, None),
    # an undated first paragraph leaves it to the next
    ("新桥飞架南北。\n11月3日，新桥通车。", "2018-11-03", "11月3日"),
    ("“就目前看，还要加强。”11月5日，柳河镇干部对企业主说。", "2018-11-05", "11月5日"),
    ("村里变了样。\n3月12日种下的树活了。", None, None),
    ("小区真好。“10月28日就装上了。”居民说。", "2018-10-28", "10月28日"),
]


@pytest.mark.parametrize(("text", "day", "printed"), EVENTS)
def test_the_events_day(text: str, day: str | None, printed: str | None) -> None:
    when = event_day(passages(article(text)), None, Anchor(ISSUE))
    assert (when.day.isoformat() if when.day else None, when.dateline) == (day, printed)


@pytest.mark.parametrize(
    ("text", "issue", "day"),
    [
        ("12月30日，县里开会。", "2019-01-03", "2018-12-30"),
        ("30日，县里开会。", "2019-01-03", "2018-12-30"),
        ("2月29日，县里开会。", "2020-03-02", "2020-02-29"),
        ("31日，县里开会。", "2019-03-02", "2019-01-31"),
        ("本周一，县里开会。", "2019-01-02", "2018-12-31"),
    ],
)
def test_around_new_year_and_short_months(text: str, issue: str, day: str) -> None:
    when = event_day(passages(article(text)), None, Anchor(date.fromisoformat(issue)))
    assert when.day == date.fromisoformat(day)


def test_the_dateline_gives_a_bare_day_its_month() -> None:
    when = event_day(passages(article("15日，高新区召开大会。")), "3月15日", Anchor(year=2018))
    assert (when.day, when.dateline) == (date(2018, 3, 15), "15日")


def test_the_dateline_stands_in_for_a_missing_day() -> None:
    when = event_day(passages(article("高新区召开大会。")), "3月15日", Anchor(year=2018))
    assert (when.day, when.dateline) == (date(2018, 3, 15), "3月15日")


def test_a_head_left_in_the_lead_is_the_dateline() -> None:
    when = event_day(passages(article("本报11月6日讯 昨日，新桥通车。")), None, Anchor(ISSUE))
    assert when.day == date(2018, 11, 5)


def test_a_date_printed_only_in_the_title() -> None:
    when = event_day(passages(article("市民尽可前往。", "新桥11月3日通车")), None, Anchor(ISSUE))
    assert when.day == date(2018, 11, 3)


def test_without_any_year_there_is_no_date() -> None:
    when = event_day(passages(article("11月2日，区委召开会议。昨日，又议一次。")), None, Anchor())
    assert when.day is None


@pytest.mark.parametrize(
    ("text", "value"), [("7", 7), ("十", 10), ("十一", 11), ("二十三", 23), ("二〇一八", 2018)]
)
def test_numerals(text: str, value: int) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["", "13月2日", "2月30日", "20180日", "11月32日", "0日", "第5日", "每5日元"])
def test_no_expression(text: str) -> None:
    assert list(expressions(text)) == []


def test_several_expressions_keep_their_places() -> None:
    text = "近日，11月2日，昨日"
    found = list(expressions(text))
    assert [e.form for e in found] == [Form.VAGUE, Form.DATE, Form.RELATIVE]
    assert all(text[e.start : e.end] == e.text for e in found)


def test_a_first_day_is_no_event_day() -> None:
    text = "自11月1日起，县里开展整治。"
    (expression,) = expressions(text)
    assert use(text, expression) is Use.START


def test_a_leap_day_needs_a_leap_year() -> None:
    (expression,) = expressions("2月29日")
    assert resolve(expression, Anchor(year=2019)) is None
    assert resolve(expression, Anchor(date(2019, 3, 1))) == date(2016, 2, 29)
