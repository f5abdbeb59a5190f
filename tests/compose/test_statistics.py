"""A briefing in figures."""

from datetime import date
from typing import Any

from briefing.compose import Figures
from briefing.model import LeftOut, Place, Silence, Statistics, Tally
from tests.compose.support import HERE, item, made, photo

OTHER = Place("河南省", "许昌市", "建安区")
CITY = Place("河南省", "许昌市")


def figures(*items: Any, photos: Any = (), left_out: Any = (), **given: Any) -> Statistics:
    return made(*items, photos=photos, left_out=left_out, figures=Figures(**given)).statistics


def test_nothing() -> None:
    assert figures() == Statistics()


def test_items_photos_and_articles_by_place_and_theme_in_their_order() -> None:
    found = figures(
        item("1", theme="经济发展"),
        item("2"),
        item("3", place=CITY),
        photos=[photo(theme="经济发展")],
        left_out=[LeftOut("x", "题", "没有正文")],
        now={(HERE, "经济发展"): 3, (HERE, "政务要闻"): 1, (CITY, "政务要闻"): 1},
    )
    assert found.by_place == (Tally("许昌市", 1, 0, 1), Tally("魏都区", 2, 1, 4))
    assert found.by_theme == (Tally("政务要闻", 2, 0, 2), Tally("经济发展", 1, 1, 3))
    assert (found.items, found.photos, found.left_out, found.articles) == (3, 1, 1, 5)


def test_compared_with_the_weeks_before_oldest_first() -> None:
    quiet: dict[tuple[Place, str], int] = {}
    before = ({(HERE, "政务要闻"): 4, (HERE, "教育"): 1}, quiet, {(HERE, "政务要闻"): 2})
    weeks = ("2018-W42", "2018-W43", "2018-W44")
    found = figures(item("1"), now={(HERE, "政务要闻"): 1}, weeks=weeks, before=before)
    assert found.weeks == weeks
    assert found.by_place == (Tally("魏都区", 1, 0, 1, (5, 0, 2)),)
    assert found.by_theme == (Tally("政务要闻", 1, 0, 1, (4, 0, 2)),)


def test_districts_that_had_news_or_should_have_and_have_none() -> None:
    before = ({(OTHER, "政务要闻"): 2, (CITY, "政务要闻"): 9},)
    third = Place("河南省", "许昌市", "长葛市")
    found = figures(
        item("1"),
        weeks=("2018-W44",),
        before=before,
        expected=(HERE, third),
        last={OTHER: date(2018, 11, 2)},
    )
    # By name, since nothing is known of their codes; a whole city is not expected to have news.
    assert found.without_news == (
        Silence(OTHER, "建安区", date(2018, 11, 2), (2,)),
        Silence(third, "长葛市", None, (0,)),
    )


def test_a_photo_is_news_and_what_was_left_out_is_not() -> None:
    now = {(OTHER, "教育"): 1}
    assert figures(photos=[photo(place=OTHER)], now=now, expected=(OTHER,)).without_news == ()
    left_out = [LeftOut("x", "题", "没有正文")]
    found = figures(left_out=left_out, now=now, expected=(OTHER,))
    assert [one.label for one in found.without_news] == ["建安区"]
    assert found.by_place == (Tally("建安区", 0, 0, 1),)


def test_a_silent_place_of_the_same_name_makes_the_names_longer() -> None:
    here, there = Place("福建省", "福州市", "鼓楼区"), Place("江苏省", "南京市", "鼓楼区")
    briefing = made(item("1", place=here), figures=Figures(expected=(there,)))
    assert [section.label for section in briefing.sections] == ["福州鼓楼区"]
    assert [one.label for one in briefing.statistics.without_news] == ["南京鼓楼区"]
    assert briefing.statistics.by_place[0].name == "福州鼓楼区"
