"""Articles into events: each in exactly one, whatever their order."""

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import crowd
from briefing.events import group, grouping
from briefing.events.traits import traits
from briefing.model import AnnotatedArticle, Event, Kind
from evaluation.events import SETS, measure, pairs
from tests.conftest import article

REPORT = "11月6日上午，曹魏古城指挥部召开例会，研究南城门灯光秀和商铺招商事项，听取节点提升方案汇报。" * 3
OTHER = "县图书馆举办读书分享会，五十余名读者参加，作家协会负责人作导读，大家交流了阅读心得。"


def ids(events: tuple[Event, ...]) -> list[list[str]]:
    return [[one.id for one in event.articles] for event in events]


def story(identity: str, text: str = REPORT, **fields: Any) -> AnnotatedArticle:
    return article(text, id=identity, **fields)


def test_none_and_one() -> None:
    assert group([]) == ()
    assert ids(group([story("a")])) == [["a"]]


def test_two_alike_are_one_and_two_unlike_are_two() -> None:
    assert ids(group([story("a"), story("b")])) == [["a", "b"]]
    assert ids(group([story("a"), story("b", OTHER, title="书香")])) == [["a"], ["b"]]


def test_a_report_tells_better_than_the_digest_the_feature_or_the_photo() -> None:
    kinds = (Kind.PHOTO, Kind.FEATURE, Kind.BRIEF, Kind.NEWS)
    (event,) = group([story(kind, kind=kind) for kind in kinds])
    assert [one.kind for one in event.articles] == [Kind.NEWS, Kind.BRIEF, Kind.FEATURE, Kind.PHOTO]


def test_an_article_without_a_body_tells_nothing() -> None:
    (event,) = group(
        [story("a", title="曹魏古城指挥部召开例会研究灯光秀", paragraphs=()), story("b", kind=Kind.PHOTO)]
    )
    assert event.articles[0].id == "b"


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = list({one.id: one for pair in pairs() for one in (pair.a, pair.b)}.values())
    expected = {(event.id, event.articles, event.importance) for event in group(articles)}
    random.Random(1).shuffle(articles)
    assert {(event.id, event.articles, event.importance) for event in group(articles)} == expected


def test_events_keep_the_order_of_their_first_articles() -> None:
    assert ids(group([story("b", OTHER, title="书香"), story("a")])) == [["b"], ["a"]]


def test_an_events_id_is_made_of_its_articles() -> None:
    (one,), (two,) = group([story("a")]), group([story("b")])
    assert one.id == group([story("a", OTHER)])[0].id != two.id
    assert group([story("a"), story("b")])[0].id == group([story("b"), story("a")])[0].id


def test_two_meetings_of_one_body_stay_two() -> None:
    first = story("a", title="第六十四次会议", event_date=date(2018, 10, 26))
    assert len(group([first, story("b", title="第六十五次会议")])) == 2


@pytest.mark.parametrize("name", SETS)
def test_our_pairs(name: str) -> None:
    figures = measure(name)
    assert figures["precision"] >= 0.95
    assert figures["precision_together"] >= 0.95
    assert figures["recall"] >= 0.90
    assert figures["recall_together"] >= 0.90


def test_there_are_enough_pairs() -> None:
    set_by, read = pairs("events"), [*pairs("events_hard"), *pairs("events_held")]
    for kind in (set_by, read):
        assert sum(pair.same for pair in kind) >= 40
        assert sum(not pair.same for pair in kind) >= 40


@given(
    st.lists(st.tuples(st.sampled_from(["灯光秀", "读书会", "", "R&D <3%"]), st.integers(0, 3)), max_size=8)
)
@settings(deadline=None, max_examples=60)
def test_every_article_is_in_exactly_one_event(made: list[tuple[str, int]]) -> None:
    articles = [
        story(str(i), text * 20, title=text or None, event_date=date(2018, 11, 1 + day))
        for i, (text, day) in enumerate(made)
    ]
    found = sorted(one.id for event in group(articles) for one in event.articles)
    assert found == sorted(one.id for one in articles)


def compared(articles: Sequence[AnnotatedArticle]) -> int:
    return len(grouping._candidates([traits(one) for one in articles]))


def test_reprints_are_each_compared_once() -> None:
    made = list(crowd.reprints(300))
    assert compared(made) == 299
    assert len(group(made)) == 1


def test_no_article_is_compared_with_more_than_its_rare_pieces_allow(monkeypatch: Any) -> None:
    monkeypatch.setattr(grouping, "_table", lambda: {"pieces": 4, "common": 5, "shared": 1})
    made = list(crowd.articles(300, day=date(2018, 11, 5)))
    sentences = sum(len(traits(one).sentences) + 1 for one in made)
    assert 300 < compared(made) <= 300 * 4 * 5 + sentences


def test_a_reprint_is_found_among_many() -> None:
    home = {
        int(one): number
        for number, event in enumerate(ids(group(list(crowd.articles(700)))))
        for one in event
    }
    assert all(home[number] == home[number - 1] for number in range(6, 700, 7))
