"""Whether a page's order can be trusted, and what then belongs together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from briefing.segment.labels import LABELS, Labelled
from briefing.segment.lines import rows
from briefing.segment.orderly import is_orderly, openings, signatures
from briefing.segment.pieces import Piece, pieces
from tests.segment.support import page, read

ONE = "本报讯（记者 王立军）4月12日，东山县春耕生产全面展开，各乡镇组织农机下田抢播早稻。"
TWO = "本报讯（记者 李小红）4月13日，西林区图书馆新馆正式开放，首日接待读者三千多人次。"
PLAIN = "近日，南湖镇组织志愿者清理河道，沿线三公里的垃圾全部清运完毕，群众纷纷点赞。"


def labelled(parts: Iterable[tuple[str, str]]) -> tuple[Piece, ...]:
    """Pieces of lines with these labels, each line a block."""
    told = list(parts)
    found = rows(page("\n\n".join(text for _, text in told)).lines)
    names = tuple(label for label, _ in told)
    chances = np.zeros((len(found), len(LABELS)))
    chances[np.arange(len(found)), [LABELS.index(name) for name in names]] = 1.0
    return pieces(found, Labelled(names, chances))


def test_headlines_above_their_texts_tell_of_order() -> None:
    parts = [("title", "东山县春耕全面展开"), ("first", ONE), ("title", "西林区图书馆开放"), ("first", TWO)]
    assert is_orderly(labelled(parts))
    assert not is_orderly(labelled([parts[2], parts[1], parts[3], parts[0]]))


def test_a_byline_between_a_text_and_another_story_signs_the_text() -> None:
    story = [("title", "东山县春耕全面展开"), ("first", ONE)]
    found = labelled([*story, ("title", "清理河道"), ("first", PLAIN), ("byline", "本报记者 赵明"), *story])
    assert {index: text.text for index, text in signatures(found).items()} == {4: PLAIN}


def test_a_byline_above_a_story_without_one_is_that_storys() -> None:
    story = [("title", "东山县春耕全面展开"), ("first", ONE)]
    lone = [("byline", "本报记者 赵明"), ("title", "清理河道"), ("first", PLAIN)]
    assert signatures(labelled([*story, *story, *lone])) == {}


def test_what_stands_below_a_headline_that_it_says_again_begins_a_story() -> None:
    parts = [("title", "东山县春耕全面展开"), ("first", ONE), ("title", "南湖镇清理河道"), ("first", PLAIN)]
    assert openings(labelled(parts)) == {1, 3}
    other = [*parts[:2], ("title", "绿水青山幸福家园"), ("first", PLAIN)]
    assert openings(labelled(other)) == {1}


def test_a_caption_between_headline_and_text_is_that_storys() -> None:
    shown = "志愿者在路口引导市民文明出行。 陈力 摄"
    reading = read("\n\n".join(["东山县春耕全面展开", shown, ONE, "西林区图书馆新馆开放", TWO]))
    assert [article.title for article in reading.articles] == ["东山县春耕全面展开", "西林区图书馆新馆开放"]
    assert [len(article.captions) for article in reading.articles] == [1, 0]
