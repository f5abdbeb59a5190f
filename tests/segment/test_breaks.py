"""Where running text is cut for the assembly to join."""

from __future__ import annotations

from briefing.model import Line, ShapeKind
from briefing.segment.breaks import breaks, is_gapless
from briefing.segment.lines import rows
from tests.segment.support import page
from tests.segment.test_geometry import Paper

WATER = ("　　记者昨日从县水利局获悉，东", "山水库除险加固工程全面完工。")
ROADS = ("　　近日，西林区启动农村公路提", "升行动，年内将改造三十公里。")
MORE = ("　　同时，该局还将加强日常巡查", "，确保水库安全度汛。")


def printed(*paragraphs: tuple[str, ...], label: str = "") -> list[bool]:
    """The cuts of paragraphs set one below the other, first lines set in, maybe below a column's label."""
    paper = Paper().shape(ShapeKind.RULE, 50, 300, 200, 300)
    lines = [line for paragraph in paragraphs for line in paragraph]
    paper.block(50, 100, [line.strip() for line in lines])
    for place, line in enumerate(lines):
        old = paper.lines[place]
        assert old.box is not None
        left = 70.0 if line.startswith("　") else 50.0
        box = (1.0, left, old.box[2], 200.0, old.box[4])
        paper.lines[place] = type(old)(old.number, old.text, box, old.size)
    if label:
        paper.lines.insert(0, Line(0, label, (1.0, 50.0, 80.0, 90.0, 90.0), 10.0))
    found = rows(paper.page.lines, paper.page.shapes)
    best = ["column" if row.text == label else "body" for row in found]
    return list(breaks(found, best, gapless=False))[bool(label) :]


def test_an_item_without_a_headline_may_begin_where_a_paragraph_opens_a_story() -> None:
    assert printed(WATER, ROADS) == [False, False, True, False]


def test_a_paragraph_that_goes_on_is_not_cut_off() -> None:
    assert printed(WATER, MORE) == [False] * 4


def test_below_a_label_any_paragraph_may_begin_an_item() -> None:
    assert printed(WATER, MORE, label="简讯") == [False, False, True, False]


def test_text_without_blank_lines_is_cut_at_each_sentence() -> None:
    found = rows(
        page("\n".join(["今天天气很好，我们去公园看了花。", "看花的人很多，湖边也很热闹非凡。"] * 12)).lines
    )
    assert is_gapless(found)
    assert all(list(breaks(found, ["body"] * len(found), gapless=True))[1:])


def test_one_line_has_no_cuts() -> None:
    assert list(breaks(rows(page("一行").lines), ["body"], gapless=True)) == [False]
