"""What was reported before, and whether there is news of it."""

from datetime import date
from typing import Any

import pytest

from briefing.events import group, news, told_before
from briefing.model import AnnotatedArticle
from tests.conftest import article

OPENING = (
    "11月6日，魏都区“莲城之秋”群众文化节在春秋广场开幕，来自全区12个街道的800余名文艺爱好者参加开幕式。"
    "文化节由魏都区文化旅游局主办，为期十天，共安排演出、书画展览、非遗展示等活动36场。"
)
OTHER = "11月13日，七里店街道对沿街商铺的消防设施逐户检查，发现隐患25处，当场整改19处，其余限期整改。"


def one(identity: str, text: str = OPENING, **fields: Any) -> AnnotatedArticle:
    return article(text, id=identity, **{"title": "莲城之秋群众文化节开幕"} | fields)


def test_nothing_was_reported() -> None:
    assert told_before(group([one("a")]), []) == {}
    assert told_before([], [one("a")]) == {}


def test_the_same_happening_is_known_and_another_is_not() -> None:
    events = group([one("a"), one("b", OTHER, title="七里店街道检查消防设施", event_date=date(2018, 11, 13))])
    told = told_before(events, [one("old", published=date(2018, 11, 8))])
    (known,) = [event for event in events if event.id in told]
    assert [a.id for a in known.articles] == ["a"]
    assert [a.id for a in told[known.id]] == ["old"]


def test_an_article_that_is_in_the_period_itself_was_not_told_before() -> None:
    events = group([one("a")])
    assert told_before(events, [one("a")]) == {}


def test_the_same_text_has_no_news() -> None:
    assert news([one("a")], [one("old")]) == ""


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (one("a", event_date=date(2018, 11, 15)), "11月15日"),
        (one("a", "文化节闭幕。" + OPENING), "闭幕"),
        (one("a", OTHER, title="检查消防设施"), "新的"),
    ],
)
def test_a_later_day_a_further_step_or_another_text_is_news(new: AnnotatedArticle, why: str) -> None:
    assert why in news([new], [one("old")])


def test_an_earlier_day_and_a_step_told_before_are_none() -> None:
    old = one("old", "文化节闭幕。" + OPENING, event_date=date(2018, 11, 7))
    assert news([one("a", "文化节闭幕。" + OPENING)], [old]) == ""


def test_hostile_texts() -> None:
    assert news([one("a", "", title=None, headline="")], [one("old", "。。", title=None)]) == ""
