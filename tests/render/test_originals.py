"""Sentences found again in their articles, or said not to be there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model import Briefing, ItemSentence, ItemSource, Substitution
from briefing.render.originals import Original, Stretch, cited, originals, origins
from tests.render.sample import article, briefing, full, item, printed, section

WHERE = ItemSource("a", "今日魏都", "3", None, "a.txt", ((1, 2),))


def of(*sentences: ItemSentence, sources: tuple[ItemSource, ...] = (WHERE,)) -> Briefing:
    return briefing(section("魏都区", ("政务要闻", (item("1", sentences=sentences, sources=sources),))))


def shown(value: Briefing, *paragraphs: str) -> Original:
    (one,) = originals(value, {"a": article("a", *paragraphs)})["1"]
    return one


def test_a_sentence_is_marked_where_it_stands() -> None:
    one = shown(of(ItemSentence("乙。", "a", 1, 2, 4)), "第一段。", "甲。乙。丙。")
    assert one.unfound == ()
    assert [paragraph.chosen for paragraph in one.paragraphs] == [False, True]
    assert one.paragraphs[1].stretches == (
        Stretch("甲。"),
        Stretch("乙。", True, starts=True),
        Stretch("丙。"),
    )
    assert one.title == ("甲区召开会议",)


def test_a_substitution_shows_both_wordings() -> None:
    changes = (Substitution(0, 2, "11月6日"), Substitution(3, 5, "魏都区"))
    one = shown(of(ItemSentence("11月6日，魏都区开会。", "a", 0, 0, 8, changes)), "6日，我区开会。完。")
    assert one.paragraphs[0].stretches == (
        Stretch("6日", True, "11月6日", starts=True),
        Stretch("，", True),
        Stretch("我区", True, "魏都区"),
        Stretch("开会。", True),
        Stretch("完。"),
    )


@pytest.mark.parametrize(
    "sentence",
    [
        ItemSentence("甲。", "a", 0, 1, 3),
        ItemSentence("甲。", "a", 7, 0, 2),
        ItemSentence("甲。", "a", -1, 0, 2),
        ItemSentence("乙。", "a", 0, 0, 2),
        ItemSentence("甲。", "a", 0, 0, 2, (Substitution(0, 1, "乙"),)),
    ],
)
def test_what_the_article_does_not_say_is_not_marked(sentence: ItemSentence) -> None:
    one = shown(of(sentence), "甲。")
    assert one.unfound == (sentence,)
    assert one.paragraphs[0].stretches == (Stretch("甲。"),)


def test_without_the_article_its_sentences_are_listed() -> None:
    sentence = ItemSentence("甲。", "a", 0, 0, 2)
    assert originals(of(sentence), {})["1"] == (Original(WHERE, unfound=(sentence,)),)


def test_a_source_that_nothing_was_taken_from_has_no_text() -> None:
    other = replace(WHERE, article="b")
    found = originals(of(sources=(WHERE, other)), {name: article(name, "甲。") for name in "ab"})["1"]
    assert [(one.source.article, one.paragraphs) for one in found] == [("a", ()), ("b", ())]


def test_a_sentence_taken_twice_is_marked_once() -> None:
    sentence = ItemSentence("甲。", "a", 0, 0, 2)
    assert shown(of(sentence, sentence), "甲。").paragraphs[0].stretches == (
        Stretch("甲。", True, starts=True),
    )


@given(st.text(min_size=1), st.data())
def test_the_paragraph_stays_whole(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    pairs = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    value = of(*(ItemSentence(text[a:b], "a", 0, a, b) for a, b in pairs))
    (paragraph,) = shown(value, text).paragraphs if pairs else [None]
    if paragraph:
        assert "".join(stretch.text for stretch in paragraph.stretches) == text
        marked = "".join(stretch.text for stretch in paragraph.stretches if stretch.chosen)
        assert marked == "".join(text[a:b] for a, b in pairs)


def test_every_article_of_a_briefing_is_cited_once() -> None:
    ids = cited(full())
    assert len(ids) == len(set(ids))
    assert {"a-01", "a-02b", "p-1", "x-2"} <= set(ids)


def test_where_photos_and_left_out_articles_stand() -> None:
    found = origins(full(), printed(full()))
    assert set(found) == {"p-1", "p-2", "x-1"}
    assert (found["p-1"].paper, found["p-1"].page, found["p-1"].lines) == ("今日魏都", "3", ((1, 9),))


def test_the_sample_is_verbatim() -> None:
    for found in originals(full(), printed(full())).values():
        assert [one.unfound for one in found if one.unfound] == []
