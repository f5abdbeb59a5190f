"""What becomes an item, what a photo, what is left out and why."""

from typing import Any

from briefing.compose import Limits, Selection, select
from briefing.model import AnnotatedArticle, Event, Kind
from tests.conftest import article


def event(*articles: AnnotatedArticle, importance: float = 1.0) -> Event:
    return Event("e-" + articles[0].id, articles, importance)


def one(identity: str, text: str = "会议召开。", **fields: Any) -> AnnotatedArticle:
    return article(text, id=identity, **fields)


def reasons(*events: Event, limits: Limits | None = None) -> dict[str, str]:
    return {entry.article: entry.why for entry in select(events, limits).left_out}


def test_nothing() -> None:
    assert select([]) == Selection((), (), ())


def test_by_default_whatever_can_be_an_item_is_one() -> None:
    events = [event(one(kind, kind=kind)) for kind in (Kind.NEWS, Kind.FEATURE, Kind.BRIEF)]
    chosen = select(events)
    assert chosen.events == tuple(events)
    assert chosen.left_out == ()


def test_a_photo_alone_is_a_photo_with_a_report_it_is_part_of_the_item() -> None:
    alone, report, picture = one("p1", kind=Kind.PHOTO), one("a1"), one("p2", kind=Kind.PHOTO)
    chosen = select([event(alone), event(report, picture)])
    assert [photo.id for photo in chosen.photos] == ["p1"]
    assert len(chosen.events) == 1


def test_the_same_photo_twice_is_shown_once() -> None:
    chosen = select([event(one("p1", kind=Kind.PHOTO), one("p2", kind=Kind.PHOTO))])
    assert [photo.id for photo in chosen.photos] == ["p1"]
    assert [entry.why for entry in chosen.left_out] == ["与“题”是同一幅图片"]


def test_two_photos_of_one_event_are_two() -> None:
    chosen = select([event(one("p1", kind=Kind.PHOTO), one("p2", "又一张。", kind=Kind.PHOTO))])
    assert len(chosen.photos) == 2


def test_notices_and_what_has_no_body_are_left_out_with_the_reason() -> None:
    assert reasons(event(one("n1", kind=Kind.NOTICE))) == {"n1": "公告、启事一类，不作要闻"}
    assert reasons(event(one("b1", "　 "))) == {"b1": "没有正文"}
    assert reasons(event(one("b2", paragraphs=()))) == {"b2": "没有正文"}
    assert reasons(event(one("p1", "", kind=Kind.PHOTO))) == {"p1": "没有正文"}


def test_a_photo_may_have_only_a_caption() -> None:
    assert len(select([event(one("p1", "", kind=Kind.PHOTO, captions=("打扫。",)))]).photos) == 1


def test_limits_keep_the_most_important_in_place() -> None:
    events = [event(one(str(n)), importance=float(n)) for n in (1, 3, 2)]
    chosen = select(events, Limits(theme=2))
    assert [e.articles[0].id for e in chosen.events] == ["3", "2"]
    assert reasons(*events, limits=Limits(theme=2)) == {"1": "该地这一主题已满2条，本条重要性较低（1.0分）"}
    assert reasons(*events, limits=Limits(district=1)) == {
        "1": "该地已满1条，本条重要性较低（1.0分）",
        "2": "该地已满1条，本条重要性较低（2.0分）",
    }
    assert set(reasons(*events, limits=Limits(total=1))) == {"1", "2"}


def test_limits_keep_what_would_stand_first() -> None:
    """区委 stands before everything else, whatever the points; so it is not what a limit drops."""
    committee = event(one("c", headline="区委召开会议"), importance=1)
    town = event(one("t", headline="五里镇举办活动"), importance=9)
    assert set(reasons(town, committee, limits=Limits(total=1))) == {"t"}


def test_what_readers_know_is_left_out_and_fills_no_limit() -> None:
    events = [event(one("1"), one("2"), importance=5), event(one("3"), importance=1)]
    chosen = select(events, Limits(total=1), {"e-1": "上一期已报过"})
    assert [e.id for e in chosen.events] == ["e-3"]
    assert {entry.article: entry.why for entry in chosen.left_out} == {
        "1": "上一期已报过",
        "2": "上一期已报过",
    }


def test_limits_count_for_each_theme_and_district() -> None:
    events = [event(one("1")), event(one("2", theme="教育")), event(one("3", district="建安区"))]
    assert reasons(*events, limits=Limits(theme=1)) == {}
    assert set(reasons(*events, limits=Limits(district=1))) == {"2"}


def test_every_article_of_an_event_that_is_left_out_is_listed() -> None:
    events = [event(one("1"), importance=2), event(one("2"), one("3"))]
    assert set(reasons(*events, limits=Limits(district=1))) == {"2", "3"}
