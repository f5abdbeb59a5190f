"""Sections, themes, order, counts; every article in exactly one place."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import codec
from briefing.compose import Limits, compose, select
from briefing.errors import ConfigError
from briefing.events import group
from briefing.model import Briefing, Count, Issue, Kind, LeftOut, Period, Place
from briefing.summarize import Summarizer
from tests.compose.support import HERE, THEMES, item, made, order, photo
from tests.conftest import article

CITY = Place("河南省", "许昌市", None)
OTHER = Place("河南省", "许昌市", "建安区")


def test_an_empty_briefing() -> None:
    briefing = made()
    assert not (briefing.sections or briefing.photos or briefing.counts or briefing.left_out)
    assert briefing.statistics.items == 0


def test_what_is_passed_in_stands_as_it_is() -> None:
    issue = Issue(2018, 45, 312)
    briefing = made(week="2018-W45", issue=issue, revision=2, by="event", title="简报", edition="晨报")
    assert (briefing.week, briefing.issue, briefing.revision) == ("2018-W45", issue, 2)
    assert (briefing.by, briefing.title, briefing.edition, briefing.schema) == ("event", "简报", "晨报", 1)


def test_a_section_for_each_place_the_citys_own_first() -> None:
    briefing = made(item("1"), item("2", place=CITY), item("3", place=OTHER), item("4", place=Place()))
    codes = {HERE: "411002", OTHER: "411003"}
    assert [s.label for s in made(*_items(briefing), codes=codes).sections] == [
        "许昌市",
        "魏都区",
        "建安区",
        "其他",
    ]


def _items(briefing: Briefing) -> list[Any]:
    return [one for section in briefing.sections for theme in section.themes for one in theme.items]


def test_themes_in_the_given_order_others_behind() -> None:
    briefing = made(item("1", theme="新"), item("2", theme="经济发展"), item("3", theme="党的建设"))
    assert [theme.theme for theme in briefing.sections[0].themes] == ["党的建设", "经济发展", "新"]


def test_the_four_bodies_first_then_importance_then_date() -> None:
    briefing = made(
        item("late", "县供电所抢修线路。", score=3.0, event_date=date(2018, 11, 7)),
        item("early", "县供电所抢修线路。", score=3.0),
        item("great", "县供电所抢修线路。", score=9.0),
        item("undated", "县供电所抢修线路。", score=3.0, event_date=None),
        item("cppcc", "区政协召开会议。"),
        item("government", "区政府召开会议。"),
        item("congress", "区人大常委会召开会议。"),
        item("party", "区委召开会议。"),
    )
    assert order(briefing) == [
        "party",
        "congress",
        "government",
        "cppcc",
        "great",
        "early",
        "late",
        "undated",
    ]


def test_the_headline_names_the_body_too() -> None:
    briefing = made(
        item("1", "会议召开。", score=9.0), item("2", "会议召开。", headline="区委召开常委会会议")
    )
    assert order(briefing) == ["2", "1"]


def test_other_orders() -> None:
    items = [
        item("school", "镇中心小学举办活动。", event_date=date(2018, 11, 5)),
        item("office", "区教育局举办活动。", event_date=date(2018, 11, 8)),
        item("party", "区委召开会议。", event_date=date(2018, 11, 7)),
    ]
    assert order(made(*items, order="date")) == ["school", "party", "office"]
    assert order(made(*items, order="unit")) == ["party", "office", "school"]


def test_an_unknown_order_is_one_line_with_the_choices() -> None:
    with pytest.raises(ConfigError, match=r"“dates”.*“date”"):
        made(order="dates")


def test_counts_and_statistics() -> None:
    briefing = made(
        item("1"),
        item("2"),
        item("3", theme="教育"),
        photos=[photo()],
        left_out=[LeftOut("x", "题", "没有正文")],
    )
    assert briefing.counts == (Count("魏都区", "政务要闻", 2), Count("魏都区", "教育", 1))
    found = briefing.statistics
    assert (found.items, found.photos, found.left_out, found.articles) == (3, 1, 1, 5)
    assert (found.places, found.papers) == (1, 1)


def test_photos_by_place_then_date() -> None:
    photos = [photo("1"), photo("2", event_date=date(2018, 11, 5)), photo("3", place=CITY)]
    assert [one.article for one in made(photos=photos).photos] == ["3", "2", "1"]


@pytest.mark.parametrize(
    "parts",
    [
        {"photos": [photo("a-1")]},
        {"left_out": [LeftOut("a-1", "题", "没有正文")]},
        {"photos": [photo("p"), photo("p")]},
    ],
)
def test_an_article_in_two_places_is_a_fault(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="more than one place"):
        made(item("1"), **parts)


def test_the_json_of_a_briefing_is_its_dump() -> None:
    briefing = made(item("1", "R&D <3% {{ x }} 喆𠮷👍"), photos=[photo()])
    assert codec.loads(Briefing, codec.dumps(briefing)) == briefing


ARTICLES = st.builds(
    lambda kind, text, title, district, day, theme: (kind, text, title, district, day, theme),
    st.sampled_from(list(Kind)),
    st.sampled_from(
        ["", "　", "区委召开会议，研究工作。", "灯光秀上演，市民观看。" * 12, "R&D <3%", "读书会举办。" * 20]
    ),
    st.sampled_from([None, "灯光秀上演", "第六十五次会议", "第六十六次会议", "{{ x }}"]),
    st.sampled_from(["魏都区", "建安区", "高新区", None]),
    st.sampled_from([None, date(2018, 11, 5), date(2018, 11, 6)]),
    st.sampled_from([*THEMES, "其他主题"]),
)


@given(st.lists(ARTICLES, max_size=12), st.sampled_from([None, Limits(1, 2)]))
@settings(deadline=None, max_examples=80)
def test_every_article_is_in_exactly_one_of_items_photos_and_left_out(
    made_up: list[Any], limits: Limits | None
) -> None:
    articles = [
        article(text, id=f"a{i}", kind=kind, title=title, district=district, event_date=day, theme=theme)
        for i, (kind, text, title, district, day, theme) in enumerate(made_up)
    ]
    chosen = select(group(articles), limits)
    summarizer = Summarizer()
    briefing = compose(
        [summarizer.item(event) for event in chosen.events],
        [summarizer.photo(one) for one in chosen.photos],
        chosen.left_out,
        period=Period(date(2018, 11, 5), date(2018, 11, 11)),
        themes=THEMES,
    )
    told = [source.article for one in _items(briefing) for source in one.sources]
    shown = [one.article for one in briefing.photos]
    left = [entry.article for entry in briefing.left_out]
    assert sorted(told + shown + left) == sorted(one.id for one in articles)
    assert all(entry.why for entry in briefing.left_out)
    assert sum(count.n for count in briefing.counts) == len(_items(briefing))
    assert briefing.statistics.articles == len(articles)
