"""A briefing for one reader: nothing of other places or themes is left anywhere in it."""

from dataclasses import replace
from datetime import date

import pytest

from briefing import codec
from briefing.compose import compose
from briefing.compose.narrowing import items, narrowed
from briefing.model import Briefing, LeftOut, Period, Photo, Place
from tests.render import sample

WEIDU, XIANGCHENG = Place("河南省", "许昌市", "魏都区"), Place("河南省", "许昌市", "襄城县")
CITY, ELSEWHERE = Place("河南省", "许昌市"), Place("山东省", "聊城市", "茌平区")


def week() -> Briefing:
    made = [
        sample.item("1", "魏都会议", place=WEIDU),
        sample.item("2", "魏都学校", place=WEIDU, theme="教育"),
        sample.item("3", "襄城旅游", place=XIANGCHENG, theme="教育"),
        sample.item("4", "许昌全市", place=CITY),
        sample.item("5", "茌平丰收", place=ELSEWHERE),
    ]
    photos = [
        Photo("襄城秋色", "秋色。", None, XIANGCHENG, "生态环境", date(2018, 11, 7), None, "a-8"),
        Photo("魏都校园", "校园。", None, WEIDU, "教育", date(2018, 11, 7), None, "a-9"),
    ]
    period = Period(date(2018, 11, 5), date(2018, 11, 11))
    left_out = [LeftOut("a-7", "襄城启事", "启事")]
    return compose(made, photos, left_out, period=period, themes=("政务要闻", "教育"))


def headlines(briefing: Briefing) -> list[str]:
    kept = [one.headline for one in items(briefing.sections)]
    return kept + [one.headline for one in briefing.photos]


@pytest.mark.parametrize(
    ("places", "themes", "kept"),
    [
        ([WEIDU], [], ["魏都会议", "魏都学校", "魏都校园"]),
        ([], ["教育"], ["魏都学校", "襄城旅游", "魏都校园"]),
        ([WEIDU], ["教育"], ["魏都学校", "魏都校园"]),
        ([WEIDU, ELSEWHERE], ["政务要闻"], ["魏都会议", "茌平丰收"]),
        ([CITY], ["政务要闻"], ["许昌全市", "魏都会议"]),
        ([Place("河南省", "许昌市", "禹州市")], [], []),
    ],
)
def test_what_is_kept(places: list[Place], themes: list[str], kept: list[str]) -> None:
    assert sorted(headlines(narrowed(week(), places, themes))) == sorted(kept)


def test_all_of_it_where_nothing_is_said() -> None:
    whole = week()
    assert narrowed(whole) is whole


def test_nothing_of_others_is_anywhere() -> None:
    told = codec.dumps(narrowed(week(), [WEIDU]))
    for word in ("襄城", "茌平", "许昌全市"):
        assert word not in told
    assert "襄城" in codec.dumps(week())


def test_counts_and_figures_are_those_of_what_is_kept() -> None:
    made = narrowed(week(), [WEIDU])
    assert [(one.place, one.theme, one.n) for one in made.counts] == [
        (made.sections[0].label, "政务要闻", 1),
        (made.sections[0].label, "教育", 1),
    ]
    figures = made.statistics
    assert (figures.items, figures.photos, figures.left_out, figures.places) == (2, 1, 0, 1)


def test_what_it_is_of_stays() -> None:
    whole = replace(week(), revision=3)
    made = narrowed(whole, [WEIDU])
    assert (made.period, made.revision, made.edition) == (whole.period, 3, whole.edition)
