"""The page's date: stated, in a name, or given away by the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.annotate.published import Published, in_name, infer_year, published, settle
from briefing.model import Basis, Line, Reading
from tests.annotate.support import article, reading

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("来稿/2018-11-07.txt", date(2018, 11, 7)),
        ("来稿/今日某地_20181107_3版.pdf", date(2018, 11, 7)),
        ("2018年11月7日第3版.txt", date(2018, 11, 7)),
        ("报纸/2018/11/07/node_3.html", date(2018, 11, 7)),
        ("html/2018-11/07/content_12.htm", date(2018, 11, 7)),
        ("html/201811/07/c123.html", date(2018, 11, 7)),
        ("2018.11.7.txt", date(2018, 11, 7)),
        ("来稿/2018年/11月/7日/1.txt", date(2018, 11, 7)),
        ("二〇一八年十一月七日.txt", date(2018, 11, 7)),
        ("2018 11 07.txt", date(2018, 11, 7)),
        ("A01-20181107.pdf", date(2018, 11, 7)),
        ("2018_11_07.txt", date(2018, 11, 7)),
        ("2017-01-01/2018-11-07.txt", date(2018, 11, 7)),
        ("C:\\来稿\\2018-11-07\\3.txt", date(2018, 11, 7)),
        ("page.txt", None),
        ("2018-13-40.txt", None),
        ("000_da20dad9dab955ad.txt", None),
        ("120181107.txt", None),
        ("2031-11-07.txt", None),
    ],
)
def test_a_date_in_the_name(path: str, day: date | None) -> None:
    assert in_name(path, TODAY) == day


def test_printed_wins_over_given_over_name() -> None:
    page = reading(path="2018-11-09.txt", published=date(2018, 11, 7), given=date(2018, 11, 8))
    assert published(page, [], TODAY).basis is Basis.PRINTED
    unprinted = reading(path="2018-11-09.txt", given=date(2018, 11, 8))
    assert (published(unprinted, [], TODAY).day, published(unprinted, [], TODAY).basis) == (
        date(2018, 11, 8),
        Basis.GIVEN,
    )
    named = reading(path="2018-11-09.txt")
    assert (published(named, [], TODAY).day, published(named, [], TODAY).basis) == (
        date(2018, 11, 9),
        Basis.NAME,
    )


@pytest.mark.parametrize(("weekday", "codes"), [("三", []), ("五", ["published-weekday"])])
def test_the_mastheads_weekday_is_checked(weekday: str, codes: list[str]) -> None:
    page = reading(published=date(2018, 11, 7))
    line = Line(1, f"2018年 11月 7日 星期{weekday}")
    page = replace(
        page, page=replace(page.page, lines=(line,)), masthead=replace(page.masthead, lines=((1, 1),))
    )
    assert [doubt.code for doubt in published(page, [], TODAY).doubts] == codes


def test_a_date_to_come_is_doubted() -> None:
    doubts = published(reading(published=date(2030, 1, 1)), [], TODAY).doubts
    assert [doubt.code for doubt in doubts] == ["published-future"]


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        ([], None),
        (["7月6日，区委召开会议。"], None),
        (["2017年7月，督察组来过。", "预计到2018年年底，全部建成。"], 2018),
        (["2018年7月6日，区委召开会议。"], 2018),
        (["印发《2018年创建工作方案》", "答好2018年扶贫答卷"], 2018),
        (["9月21日，是第23个全民国防教育日。"], 2023),
        (["第三十九个教师节到来之际"], 2023),
        (["庆祝中国共产党成立100周年"], 2021),
        (["庆祝新中国成立70周年", "2018年被命名为先进村"], 2019),
        (["7月6日（星期五）上午，疫情以前，脱贫攻坚正紧，2018年工作会召开"], 2018),
        (["到2035年基本实现现代化"], None),
        (["1998年建成投用", "始建于1958年"], None),
    ],
)
def test_the_year_that_a_page_gives_away(texts: list[str], year: int | None) -> None:
    assert infer_year(texts, TODAY)[0] == year


def test_no_year_is_later_than_today() -> None:
    assert infer_year(["印发《2018年创建工作方案》"], date(2017, 5, 1))[0] is None


def test_an_inferred_date_is_the_newest_events_with_a_doubt() -> None:
    found = settle(Published(year=2018), [date(2018, 7, 5), None, date(2018, 7, 6)], TODAY)
    assert (found.day, found.basis) == (date(2018, 7, 6), Basis.INFERRED)
    assert [doubt.code for doubt in found.doubts] == ["published-inferred"]


def test_nothing_to_infer_from() -> None:
    assert settle(Published(year=2018), [None], TODAY).day is None
    stated = Published(date(2018, 11, 7), Basis.PRINTED, 2018)
    assert settle(stated, [date(2018, 11, 6)], TODAY) == stated


def test_a_page_without_articles() -> None:
    assert published(reading(), [], TODAY) == Published()
    assert published(reading(article()), [""], TODAY).year is None


def test_a_masthead_without_a_year() -> None:
    def page(line: str) -> Reading:
        made = reading(article("11月5日，我区召开会议。"), text=line)
        return replace(made, masthead=replace(made.masthead, lines=((1, 1),)))

    text = ["到2018年年底建成", "2018年重点工作", "2018年扶贫"]
    found = published(page("11月7日 星期三"), text, TODAY)
    assert (found.day, found.basis) == (date(2018, 11, 7), Basis.INFERRED)
    assert [doubt.code for doubt in found.doubts] == ["published-inferred"]
    assert published(page("11月7日 星期五"), text, TODAY).day is None
    assert published(page("11月7日 星期三"), [], TODAY).day is None
