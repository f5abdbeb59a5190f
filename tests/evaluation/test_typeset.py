"""Typesetting: lines break as printed, forms are exact and come out the same every time."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from briefing.text import squash, width
from evaluation.typeset import (
    FORMS_FRESH,
    KEPT,
    KEPT_FRESH,
    PAGES,
    design,
    fresh_page,
    own_forms,
    page,
    stories,
)
from evaluation.typesetting.breaking import NO_END, NO_START, break_lines, break_title
from evaluation.typesetting.compose import Composed
from evaluation.typesetting.forms import BLANK, Printed, framed, mixed, shuffled
from evaluation.typesetting.gold import Uncovered, document, ranges
from evaluation.typesetting.html import html
from evaluation.typesetting.pdftext import aligned
from evaluation.typesetting.stories import Wording, copy, half_width

TEXT = "“开会了！”4月15日，兰州市城关区召开会议（扩大），研究2019年工作，听取GDP增长9.3%的汇报。"


@pytest.fixture(scope="module", params=[name for name, _, _ in KEPT])
def kept(request: pytest.FixtureRequest) -> Composed:
    name, kind, sets = next(row for row in KEPT if row[0] == request.param)
    return page(name, design(kind), stories(sets))


def test_nothing_breaks_into_nothing() -> None:
    assert break_lines("", 10) == []
    assert break_lines("一", 10) == ["一"]


@pytest.mark.parametrize("capacity", [5, 8, 13, 21])
@pytest.mark.parametrize("squeeze", [False, True])
def test_lines_keep_the_text_and_the_rules_of_the_trade(capacity: int, squeeze: bool) -> None:
    lines = break_lines(TEXT, capacity, 2.0, squeeze)
    assert "".join(lines) == TEXT
    assert all(width(line) <= capacity + (1 if squeeze else 0) for line in lines)
    assert all(line[0] not in NO_START for line in lines)
    assert all(line[-1] not in NO_END for line in lines)


def test_a_run_of_digits_stays_whole() -> None:
    assert break_lines("今年增长2019.5万", 6) == ["今年增长", "2019.5万"]


def test_a_headline_is_cut_at_its_blank_or_between_words() -> None:
    assert break_title("老街不老 留住乡愁", 20) == ["老街不老 留住乡愁"]
    assert break_title("老街不老 留住乡愁", 6) == ["老街不老 ", "留住乡愁"]
    assert "".join(break_title("城关区召开一季度经济运行分析会", 8)) == "城关区召开一季度经济运行分析会"


def test_bylines_take_the_form_of_their_story() -> None:
    news = next(s for s in stories(["2019-04"]) if s.id == "2019-04-03")
    assert copy(news, Wording()).lead_in == "本报讯（记者 蔡少川 通讯员 丁雅婷）"
    assert copy(half_width(news), Wording()).lead_in == "本报讯(记者 蔡少川 通讯员 丁雅婷)"
    alone = copy(news, Wording(byline_line=True))
    assert (alone.lead_in, alone.byline) == ("", "本报讯（记者 蔡少川 通讯员 丁雅婷）")
    square = copy(replace(news, byline="square"), Wording())
    assert square.byline == "□本报记者 蔡少川 通讯员 丁雅婷"


def test_ranges_run_over_blank_lines_and_keep_the_reading_order() -> None:
    assert ranges([], set()) == []
    assert ranges([4, 5, 7, 1, 2], {6}) == [[4, 7], [1, 2]]
    assert ranges([4, 6], set()) == [[4, 4], [6, 6]]


def test_the_same_forms_come_out_again(kept: Composed) -> None:
    name = kept.copies[0].story.id.rsplit("-", 1)[0]
    for suffix, lines in own_forms(kept, name):
        file = f"{name}{suffix}.txt"
        assert (PAGES / file).read_text("utf-8") == "\n".join(line.text for line in lines) + "\n"
        truth = document(kept, file, suffix.strip("-"), lines) | {"pdf": f"{name}.pdf"}
        assert json.loads((PAGES / f"{name}{suffix}.json").read_text("utf-8")) == truth


@pytest.mark.parametrize(("name", "kind", "sets"), KEPT_FRESH)
def test_the_drawn_pages_come_out_again(name: str, kind: str, sets: tuple[str, ...]) -> None:
    composed = fresh_page(name, design(kind), stories(sets))
    for suffix, lines in own_forms(composed, name):
        if suffix in FORMS_FRESH:
            file = f"{name}{suffix}.txt"
            assert (PAGES / file).read_text("utf-8") == "\n".join(line.text for line in lines) + "\n"
            truth = document(composed, file, suffix.strip("-"), lines) | {"pdf": f"{name}.pdf"}
            assert json.loads((PAGES / f"{name}{suffix}.json").read_text("utf-8")) == truth
    for path in (PAGES / f"{name}{suffix}.txt" for suffix in ("", "-raw")):
        if path.exists():  # left out where a line mixes articles
            gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
            lines = aligned(composed, path.read_text("utf-8").split("\n")[:-1])
            assert document(composed, gold["file"], gold["form"], lines) | {"pdf": gold["pdf"]} == gold


@pytest.mark.parametrize("suffix", ["", "-raw"])
def test_what_pdftotext_gave_is_aligned_the_same_again(kept: Composed, suffix: str) -> None:
    name = kept.copies[0].story.id.rsplit("-", 1)[0]
    lines = (PAGES / f"{name}{suffix}.txt").read_text("utf-8").split("\n")[:-1]
    gold = json.loads((PAGES / f"{name}{suffix}.json").read_text("utf-8"))
    again = document(kept, gold["file"], gold["form"], aligned(kept, lines)) | {"pdf": gold["pdf"]}
    assert again == gold


def test_every_part_of_a_placed_story_is_printed_once(kept: Composed) -> None:
    for item in kept.copies:
        pieces = [p for b in kept.sheet.blocks for p in b.pieces if p.owner == item.story.id]
        pieces.sort(key=lambda p: (p.part, p.line))
        assert squash("".join(p.text for p in pieces)) == squash("".join(text for _, text in item.parts))


def test_no_two_lines_of_a_page_overlap(kept: Composed) -> None:
    spots = [
        (round(p.x - p.indent), round(p.y, 1))
        for b in kept.sheet.blocks
        for p in b.pieces
        if p.role == "body"
    ]
    assert len(spots) == len(set(spots))
    assert all(p.y < kept.sheet.height for b in kept.sheet.blocks for p in b.pieces)


def test_hostile_text_is_escaped(kept: Composed) -> None:
    first, *others = kept.sheet.blocks
    hostile = replace(first, pieces=(replace(first.pieces[0], text="R&D <3% {{ x }}"),))
    sheet = replace(kept.sheet, blocks=[hostile, *others])
    assert "R&amp;D &lt;3% {{ x }}" in html(replace(kept, sheet=sheet))


def test_shuffling_loses_nothing(kept: Composed) -> None:
    blocks = kept.sheet.blocks
    for by in ("stories", "near", "blocks"):
        other = shuffled(blocks, by, random.Random(1))
        assert sorted(map(id, other)) == sorted(map(id, blocks))
        assert other != blocks
    lines = [Printed("甲"), Printed("乙"), BLANK, Printed("丙"), BLANK, BLANK, Printed("丁")]
    texts = [line.text for line in mixed(lines, random.Random(2))]
    assert sorted(filter(None, texts)) == ["丁", "丙", "乙", "甲"]
    assert texts.index("乙") == texts.index("甲") + 1
    assert mixed([], random.Random(3)) == []


def test_a_text_without_blank_lines_is_parted_at_articles_and_roles() -> None:
    lines = [
        Printed("题", "title", "1"),
        Printed("文", "body", "1"),
        Printed("续", "body", "1"),
        Printed("文", "body", "2"),
    ]
    assert [line.text for line in framed(lines)] == ["题", "", "文", "续", "", "文"]
    assert framed([]) == []


def test_a_line_that_mixes_columns_makes_the_page_unfit(kept: Composed) -> None:
    name = kept.copies[0].story.id.rsplit("-", 1)[0]
    lines = (PAGES / f"{name}-raw.txt").read_text("utf-8").split("\n")[:-1]
    long = [n for n, line in enumerate(lines) if len(line) > 12]
    mixed_up = [*lines]
    mixed_up[long[3]] += mixed_up.pop(long[9])
    with pytest.raises(Uncovered):
        aligned(kept, mixed_up)
    with pytest.raises(Uncovered):
        aligned(kept, [line for n, line in enumerate(lines) if n != long[3]])
