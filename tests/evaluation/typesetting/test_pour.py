"""Pouring: columns of one height, nothing lost, no headline at a column's foot."""

from __future__ import annotations

import random

import pytest

from evaluation.typeset import stories
from evaluation.typesetting.layout import set_story
from evaluation.typesetting.pour import poured
from evaluation.typesetting.sheet import Setting, Type
from evaluation.typesetting.stories import Wording, copy

PAGE = Type(10, 1.5, 60, 6)


def settings(page: Type = PAGE) -> list[Setting]:
    rng = random.Random(1)
    return [set_story(copy(story, Wording()), 1, page, rng) for story in stories(["2019-04"])[:8]]


@pytest.mark.parametrize("columns", [1, 2, 4, 6])
def test_the_stream_keeps_every_line_within_its_columns(columns: int) -> None:
    whole = poured(settings(), columns, PAGE, 5, rule=True)
    before = [p.text for one in settings() for b in one.blocks for p in b.pieces]
    after = [p for b in whole.blocks for p in b.pieces]
    assert sorted(p.text for p in after) == sorted(before)
    assert all(p.y < whole.height for p in after)
    assert {int(p.x / 66) for p in after} == set(range(columns))
    total = sum(one.height for one in settings()) + 5 * 7
    assert total / columns <= whole.height + 5 * 7 < total / columns + 150


def test_a_headline_never_ends_a_column() -> None:
    whole = poured(settings(), 5, PAGE, 5)
    for column in range(5):
        own = [b for b in whole.blocks if int(b.x / 66) == column]
        assert max(own, key=lambda b: b.y).kind not in ("head", "byline", "section", "furniture")


def test_a_caption_above_its_picture_stays_with_it() -> None:
    page = Type(10, 1.5, 60, 6, caption_above=True)
    whole = poured(settings(page), 6, page, 5)
    captions = [b for b in whole.blocks if b.kind == "caption"]
    pictures = [(int(r.x / 66), r.y) for r in whole.rects if r.kind == "picture"]
    assert captions
    for block in captions:
        assert any(column == int(block.x / 66) and 0 < y - block.y < 30 for column, y in pictures)


def test_nothing_poured_is_nothing() -> None:
    assert poured([], 3, PAGE, 5).blocks == ()
