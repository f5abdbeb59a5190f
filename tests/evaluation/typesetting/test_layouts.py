"""The drawn designs: every text once, nothing overlaps, content comes in the order asked for."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from briefing.text import squash
from evaluation.typeset import fresh_page, stories
from evaluation.typesetting.compose import Composed, compose
from evaluation.typesetting.designs import DRAWN, Design
from evaluation.typesetting.looks import drawn
from evaluation.typesetting.sheet import Block

POOL = stories(["2018-10", "2023-06"])
NAMES = ("901", "902", "903", "904")


@pytest.fixture(scope="module", params=[(kind, name) for kind in DRAWN for name in NAMES], ids=str)
def composed(request: pytest.FixtureRequest) -> Composed:
    kind, name = request.param
    return fresh_page(name, kind, POOL)


def look(name: str) -> Design:
    return drawn(next(one for one in DRAWN if one.name == name), random.Random("look"))


def laid(design: Design) -> list[Block]:
    return compose(design, POOL, random.Random("page")).sheet.blocks


def test_every_part_of_a_placed_story_is_printed_once(composed: Composed) -> None:
    assert len(composed.copies) >= 4
    for item in composed.copies:
        pieces = [p for b in composed.sheet.blocks for p in b.pieces if p.owner == item.story.id]
        pieces.sort(key=lambda p: (p.part, p.line))
        assert squash("".join(p.text for p in pieces)) == squash("".join(text for _, text in item.parts))


def test_no_two_lines_overlap_and_all_stand_on_the_page(composed: Composed) -> None:
    sheet = composed.sheet
    spots = [
        (round(p.x - p.indent), round(p.y, 1)) for b in sheet.blocks for p in b.pieces if p.role == "body"
    ]
    assert len(spots) == len(set(spots))
    assert all(0 <= p.y < sheet.height and 0 <= p.x < sheet.width for b in sheet.blocks for p in b.pieces)
    assert all(rect.y + rect.height <= sheet.height for rect in sheet.rects)


def test_lines_of_one_story_do_not_stand_in_another() -> None:
    for kind in DRAWN:
        sheet = fresh_page("905", kind, POOL).sheet
        rows = sorted((p.y, p.x, p.x + p.width) for b in sheet.blocks for p in b.pieces if p.owner)
        for (y, x, end), (below, left, right) in pairwise(rows):
            assert below - y > 0.5 or left >= end - 0.1 or right <= x + 0.1


def test_the_same_page_comes_out_again() -> None:
    for kind in DRAWN:
        assert fresh_page("906", kind, POOL) == fresh_page("906", kind, POOL)


def test_a_table_has_the_titles_of_a_band_before_its_columns() -> None:
    kinds = [b.kind for b in laid(look("table")) if b.owner]
    first = kinds.index("body")
    assert all(kind in ("head", "byline") for kind in kinds[:first])
    owners = [b.owner for b in laid(replace(look("table"), columns=5))]
    assert len(set(filter(None, owners))) > 4


def test_frames_are_a_storys_columns_in_any_order() -> None:
    natural = laid(replace(look("abs"), order="natural"))
    frames = laid(replace(look("abs"), order="frames"))
    assert [b.owner for b in frames] != [b.owner for b in natural]
    assert sorted(str(b) for b in frames) == sorted(str(b) for b in natural)


def test_some_headlines_stand_after_their_text() -> None:
    blocks = [b for b in laid(replace(look("multicol"), order="some_after")) if b.owner]
    seen: set[str | None] = set()
    late = set()
    for block in blocks:
        if block.kind == "head" and block.owner in seen:
            late.add(block.owner)
        seen.add(block.owner)
    assert late and late != {b.owner for b in blocks if b.kind == "head"}


def test_a_grid_has_columns_of_several_widths() -> None:
    pieces = [p for b in laid(look("grid")) for p in b.pieces if p.role == "body"]
    assert len({round(p.width + p.indent) for p in pieces}) >= 3


def test_a_stream_sets_titles_in_column_width() -> None:
    design = replace(look("flow"), lead=False)
    column = (design.width - 2 * design.margin + design.gutter) / design.columns - design.gutter
    heads = [p for b in laid(design) if b.kind == "head" for p in b.pieces]
    assert heads and all(abs(p.width - column) < 0.1 for p in heads)
    assert any(p.line for p in heads)


@pytest.mark.parametrize("untitled", [False, True])
def test_a_digests_items_have_marks(untitled: bool) -> None:
    design = replace(look("grid"), marks="▲", untitled=untitled, digest_label="短波")
    page = compose(design, POOL, random.Random("page"))
    items = [c for c in page.copies if c.story.column == "短波"]
    assert items and all(item.parts[0][1].startswith("▲") for item in items)
    assert all((item.story.title is None) == untitled for item in items)
