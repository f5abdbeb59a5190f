"""Pages of boxes: what is drawn is printed, once, and known."""

from __future__ import annotations

import re
from html import unescape

import pytest

from briefing.text import squash
from evaluation.typeset import ARTICLES
from evaluation.typesetting.boxed import boxed
from evaluation.typesetting.stories import Story, load


@pytest.fixture(scope="module")
def pool() -> tuple[Story, ...]:
    return load(sorted(ARTICLES.glob("*.jsonl")))


@pytest.mark.parametrize("number", range(8))
def test_every_part_of_every_story_placed_stands_in_the_page_once(
    number: int, pool: tuple[Story, ...]
) -> None:
    page, source = boxed(f"{number}", pool)
    told = squash(
        unescape(re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", "", source, flags=re.S))
    )
    assert len({copy.story.id for copy in page.copies}) == len(page.copies) >= 3
    for copy in page.copies:
        for _, text in copy.parts:
            assert squash(text) in told
    for block in page.sheet.blocks:
        assert block.owner is None and squash(block.pieces[0].text) in told


def test_the_same_name_gives_the_same_page(pool: tuple[Story, ...]) -> None:
    assert boxed("7", pool)[1] == boxed("7", pool)[1] != boxed("8", pool)[1]
