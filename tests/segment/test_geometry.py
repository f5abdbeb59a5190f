"""Pages whose lines have boxes: what place, size and ruled lines add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from briefing.model import Box, Format, Line, Page, Reading, Shape, ShapeKind
from briefing.segment import overlooked, read_page
from briefing.segment.articles import Draft
from briefing.segment.labels import LABELS, Labelled
from briefing.segment.lines import rows
from briefing.segment.pieces import Piece, goes_on, joined, pieces
from briefing.segment.places import places
from briefing.segment.sheet import sheet
from tests.segment.support import covered, page

SOWING = (
    "本报讯（记者 王立军）4月12日，东山县",
    "春耕生产全面展开，各乡镇组织农机下田，",
    "抢抓农时播种早稻。今年全县计划播种早稻",
    "十二万亩，比去年增加五千亩。县农业农村",
    "局抽调技术干部组成服务队，到田间地头指",
    "导农户浸种催芽、适时播种。目前全县早稻",
    "播种已完成七成，预计本月底全部结束。",
)
READING = (
    "本报讯（记者 李小红）4月13日，西林区",
    "图书馆新馆正式开放，首日接待读者三千多",
    "人次。新馆总面积一万二千平方米，设有少",
    "儿阅览室、地方文献室和二十四小时自助借",
    "阅区，藏书八十万册。馆长介绍，新馆全年",
    "免费开放，读者凭身份证即可办理借阅手续，",
    "每周还将举办两场公益讲座。",
)


@dataclass
class Paper:
    """A printed page put together line by line; places in points, text in 10 points with 15 between lines."""

    lines: list[Line] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def block(self, x: float, y: float, texts: Sequence[str], size: float = 10, bold: bool = False) -> Paper:
        if self.lines:
            self.lines.append(Line(len(self.lines) + 1, ""))
        for place, text in enumerate(texts):
            top = y + place * 1.5 * size
            box: Box = (1.0, x, top, x + size * len(text), top + size)
            self.lines.append(Line(len(self.lines) + 1, text, box, size, bold))
        return self

    def shape(self, kind: ShapeKind, *box: float) -> Paper:
        x0, y0, x1, y1 = box
        self.shapes.append(Shape(kind, (1.0, x0, y0, x1, y1)))
        return self

    @property
    def page(self) -> Page:
        return Page("a.pdf", Format.PDF, "0" * 64, tuple(self.lines), shapes=tuple(self.shapes))

    def read(self) -> Reading:
        return read_page(self.page)


def labelled(paper: Paper, labels: Iterable[str]) -> tuple[Piece, ...]:
    """The paper's pieces under labels that are certain."""
    found = rows(paper.page.lines, paper.page.shapes)
    names = tuple(labels)
    chances = np.zeros((len(found), len(LABELS)))
    chances[np.arange(len(found)), [LABELS.index(name) for name in names]] = 1.0
    return pieces(found, Labelled(names, chances))


def test_page_text_has_no_sheet() -> None:
    found = rows(page("一行\n又一行").lines)
    assert all(row.sheet is None for row in found)
    assert sheet(page("一行").lines, ()) is None
    assert places(()) is None


def test_the_body_is_what_most_characters_are_set_in() -> None:
    measures = sheet(Paper().block(0, 0, ["大标题"], 30).block(0, 50, SOWING).page.lines, ())
    assert measures is not None
    assert (measures.body, measures.area) == (10, (0, 0, 200, 150))


def test_a_lone_short_line_stands_in_the_column_of_its_neighbours() -> None:
    paper = Paper().block(50, 0, SOWING[:3]).block(50, 200, ["结束。"]).block(300, 0, READING[:3])
    short = rows(paper.page.lines)[3]
    assert (short.left, short.right) == (50, 250)
    assert short.fill == pytest.approx(0.15)


def test_frames_and_rules_part() -> None:
    paper = Paper().block(0, 0, ["上"]).block(0, 50, ["下"]).shape(ShapeKind.RULE, 0, 30, 100, 30)
    paper.shape(ShapeKind.FRAME, -5, -5, 20, 20)
    measures = sheet(paper.page.lines, paper.page.shapes)
    assert measures is not None
    assert measures.ruled_off((0, 0, 10, 10), (0, 50, 10, 60))
    assert not measures.ruled_off((0, 32, 10, 40), (0, 50, 10, 60))
    assert (measures.frame((0, 0, 10, 10)), measures.frame((0, 50, 10, 60))) == (0, -1)


def test_texts_below_a_title_stand_under_its_roof() -> None:
    paper = Paper().block(0, 0, ["通栏标题"], 30).block(0, 50, SOWING[:4]).block(220, 50, SOWING[4:])
    paper.block(0, 200, ["另一篇"], 20).block(0, 230, READING[:4]).block(220, 230, READING[4:])
    body = ["first", *["body"] * 3]
    found = labelled(paper, ["title", *body, *["body"] * 3, "title", *body, *["body"] * 3])
    found_places = places(found)
    assert found_places is not None
    assert [int(roof) for roof in found_places.roofs] == [-1, 0, 0, 0, 3, 3]


def test_a_title_beside_its_text_is_its_roof() -> None:
    paper = Paper().block(0, 0, ["边栏", "标题"], 24).block(120, 0, SOWING[:4]).block(340, 0, SOWING[4:])
    found = labelled(paper, ["title"] * 2 + ["first"] + ["body"] * 6)
    found_places = places(found)
    assert found_places is not None
    assert [int(roof) for roof in found_places.roofs] == [-1, 0, 0]


def test_a_rule_below_other_text_ends_a_roof() -> None:
    paper = Paper().block(0, 0, ["标题在此"], 30).block(0, 50, SOWING[:4]).block(0, 140, READING[:4])
    paper.shape(ShapeKind.RULE, 0, 125, 200, 125)
    found_places = places(labelled(paper, ["title", "first", *["body"] * 3, "first", *["body"] * 3]))
    assert found_places is not None
    assert [int(roof) for roof in found_places.roofs] == [-1, 0, -1]


def two_stories(order: Sequence[int]) -> Paper:
    """Two stories side by side, two columns each, their blocks in this order."""
    blocks = [
        (20.0, 20.0, ["东山县春耕生产全面展开"], 24.0),
        (20.0, 60.0, SOWING[:4], 10.0),
        (240.0, 60.0, SOWING[4:], 10.0),
        (480.0, 20.0, ["西林区图书馆新馆开放"], 24.0),
        (480.0, 60.0, READING[:4], 10.0),
        (700.0, 60.0, READING[4:], 10.0),
    ]
    paper = Paper()
    for place in order:
        x, y, texts, size = blocks[place]
        paper.block(x, y, texts, size, size > 10)
    return paper


@pytest.mark.parametrize("order", [range(6), [3, 4, 5, 0, 1, 2]])
def test_two_stories_side_by_side(order: Sequence[int]) -> None:
    reading = two_stories(order).read()
    found = {article.title: "".join(article.paragraphs) for article in reading.articles}
    assert found == {
        "东山县春耕生产全面展开": "".join(SOWING).split("）", 1)[1],
        "西林区图书馆新馆开放": "".join(READING).split("）", 1)[1],
    }
    assert [article.authors for article in sorted(reading.articles, key=lambda a: a.title or "")] == [
        ("王立军",),
        ("李小红",),
    ]


def test_every_line_is_somewhere_exactly_once() -> None:
    paper = two_stories(range(6)).block(20, 400, ["责任编辑：王五 2024年4月14日 第3版"], 8)
    reading = paper.read()
    numbers = sorted(n for n in covered(reading) if reading.page.lines[n - 1].text)
    assert numbers == [line.number for line in reading.page.lines if line.text]


def test_articles_know_their_boxes() -> None:
    first = min(two_stories(range(6)).read().articles, key=lambda article: article.source.lines)
    assert len(first.source.boxes) == 1 + len(SOWING)
    assert first.source.boxes[0][:3] == (1.0, 20.0, 20.0)


def test_a_caption_below_a_picture_between_two_columns() -> None:
    paper = Paper().block(20, 20, ["东山县春耕生产全面展开"], 24, True)
    paper.block(20, 60, SOWING[:4]).block(240, 170, ["农机手在田里插秧。张三 摄"], 9)
    paper.block(240, 190, SOWING[4:]).shape(ShapeKind.PICTURE, 240, 60, 440, 165)
    (article,) = paper.read().articles
    assert article.captions == ("农机手在田里插秧。张三 摄",)
    assert "".join(article.paragraphs) == "".join(SOWING).split("）", 1)[1]


def test_hostile_text_and_degenerate_boxes() -> None:
    paper = Paper()
    paper.lines = [
        Line(1, "R&D <3% {{ x }} {% y %}", (1.0, 0, 0, 0, 0), 10),
        Line(2, "喆𠮷", (1.0, 5, 5, 5, 5), 0.1),
        Line(3, "无框"),
    ]
    reading = paper.read()
    assert sorted(covered(reading)) == [1, 2, 3]


def test_a_headline_right_below_the_masthead_is_not_lost_to_it() -> None:
    paper = (
        Paper()
        .block(20, 5, ["2024年12月7日 星期六 责任编辑 王敏 第2版"], size=9)
        .block(20, 18, ["今日东山"], 24)
    )
    paper.block(40, 48, ["东山县春耕生产全面展开"], 20, bold=True).block(20, 78, SOWING)
    (article,) = paper.read().articles
    assert article.title == "东山县春耕生产全面展开"


def test_a_small_headline_above_a_storys_opening_is_no_section_head() -> None:
    paper = Paper().block(0, 0, ["通栏大标题在这里"], 30).block(0, 50, SOWING[:4]).block(220, 50, SOWING[4:])
    paper.block(220, 130, ["图书馆新馆开放"], 11.5).block(220, 152, READING)
    titles = [article.title for article in paper.read().articles]
    assert titles == ["通栏大标题在这里", "图书馆新馆开放"]


DATED = (
    ("4月12日，东山县春耕全面展开，全县", "播种早稻十二万亩。"),
    ("4月13日，西林区图书馆新馆开放，首", "日接待读者三千人次。"),
)


def test_a_short_headline_over_several_openings_is_a_digests_label() -> None:
    paper = Paper().block(50, 80, ["新闻集装箱"], size=12)
    paper.block(50, 100, DATED[0]).block(50, 140, DATED[1])
    names = ["title", "first", "body", "first", "body"]
    assert [p.kind for p in overlooked.labels_of_digests(labelled(paper, names))] == [
        "column",
        "text",
        "text",
    ]


def test_a_short_headline_over_one_story_stays_its_headline() -> None:
    paper = Paper().block(50, 80, ["春光正好"], size=12)
    paper.block(50, 100, DATED[0]).block(50, 140, ["这里的油菜花也开了，游人纷纷前来。"])
    found = labelled(paper, ["title", "first", "body", "first"])
    assert overlooked.labels_of_digests(found) == found


def test_a_photos_text_goes_on_in_the_next_column() -> None:
    paper = Paper().shape(ShapeKind.PICTURE, 50, 20, 300, 90)
    paper.block(50, 100, ["今天，二〇二六年文化和自然遗产日主场城市活动在湖北武"])
    paper.block(330, 30, ["汉举行，各地文物部门组织了丰富多彩的活动。田鹏杰 摄"])
    (piece,) = labelled(paper, ["body", "caption"])
    assert piece.kind == "caption" and len(piece.rows) == 2


def test_a_rule_between_a_headline_and_its_own_text_is_an_ornament() -> None:
    paper = Paper().block(0, 0, ["边栏", "标题"], 24).block(120, 0, SOWING[:4]).block(340, 0, SOWING[4:])
    paper.shape(ShapeKind.RULE, 110, 0, 110, 60)
    alone = places(labelled(paper, ["title"] * 2 + ["first"] + ["body"] * 6))
    paper.block(0, 75, READING[:2], 5)
    other = places(labelled(paper, ["title"] * 2 + ["first"] + ["body"] * 6 + ["first", "body"]))
    assert alone is not None and other is not None
    assert [int(roof) for roof in alone.roofs] == [-1, 0, 0]
    paper.shapes[-1] = Shape(ShapeKind.RULE, (1.0, 110, 0, 110, 100))
    walled = places(labelled(paper, ["title"] * 2 + ["first"] + ["body"] * 6 + ["first", "body"]))
    assert walled is not None
    assert int(walled.roofs[1]) == -1


def test_what_stands_above_a_ruled_line_is_no_part_of_a_headline() -> None:
    paper = Paper().block(300, 0, ["副刊"], 30).shape(ShapeKind.RULE, 0, 35, 640, 35)
    paper.block(0, 42, ["标题在此处"], 30).block(0, 90, SOWING[:4]).block(220, 90, SOWING[4:])
    found = places(labelled(paper, ["furniture", "title", "first", *["body"] * 6]))
    assert found is not None
    assert [int(roof) for roof in found.roofs[2:]] == [1, 1]


def test_a_smaller_line_right_below_a_headline_is_its_subtitle() -> None:
    paper = Paper().block(0, 0, ["东山县春耕全面展开"], 24).block(0, 30, ["目前早稻播种已完成七成"], 12)
    found = labelled(paper.block(0, 50, SOWING), ["title", "title", "first", *["body"] * 6])
    (head, _) = overlooked.corrected(found)
    assert head.labels == ("title", "subtitle")


def test_a_large_headline_that_no_text_took_is_no_section() -> None:
    paper = Paper().block(0, 0, ["东山县春耕全面展开"], 24).block(0, 30, SOWING)
    paper.block(0, 300, ["安全文明出行"], 24).shape(ShapeKind.RULE, 0, 290, 200, 290)
    (article,) = paper.read().articles
    assert "安全文明出行" not in "".join(article.paragraphs)


def test_small_lines_right_below_a_picture_are_its_caption() -> None:
    paper = Paper().block(0, 0, ["东山县春耕全面展开"], 24).block(0, 30, SOWING[:4])
    paper.block(220, 130, ["农民在田间插秧。"], 9).block(220, 150, SOWING[4:])
    paper.shape(ShapeKind.PICTURE, 220, 30, 420, 125)
    (article,) = paper.read().articles
    assert article.captions == ("农民在田间插秧。",)


def test_an_empty_frame_is_a_picture() -> None:
    paper = Paper().block(0, 0, ["上"]).shape(ShapeKind.FRAME, 0, 20, 100, 90)
    paper.shape(ShapeKind.FRAME, -5, -5, 60, 60)
    measures = sheet(paper.page.lines, paper.page.shapes)
    assert measures is not None
    assert (measures.pictures, measures.frames) == (((0, 20, 100, 90),), ((-5, -5, 60, 60),))


@pytest.mark.parametrize("opening", ["春耕生产全面展开，", "本报讯 春耕生产全面展开，"])
def test_a_byline_right_below_a_text_signs_it(opening: str) -> None:
    paper = Paper().block(0, 0, ["东山县春耕全面展开"], 24).block(0, 30, [opening, *SOWING[2:]])
    paper.block(130, 122, ["本报记者 赵明"], 9)
    paper.block(240, 0, ["西林区新馆开放"], 24).block(240, 30, READING[1:])
    first, second = paper.read().articles
    assert (first.authors, second.authors) == (("赵明",), ())


def test_an_upright_title_at_the_right_of_its_text_is_its_roof() -> None:
    paper = Paper().block(0, 0, SOWING[:4]).block(220, 0, SOWING[4:])
    for place, character in enumerate("图书馆新馆"):
        paper.lines.append(
            Line(len(paper.lines) + 1, character, (1.0, 440, place * 24.0, 464, place * 24 + 24), 24)
        )
    found = places(labelled(paper, ["first", *["body"] * 6, *["title"] * 5]))
    assert found is not None
    assert [int(roof) for roof in found.roofs[:2]] == [2, 2]


def test_a_headline_left_over_is_that_of_the_story_that_it_spans_alone() -> None:
    paper = (
        Paper().block(0, 0, ["春风又绿江南岸"], 24).block(0, 40, ["农民在田间插秧。"], 9).block(0, 60, SOWING)
    )
    head, caption, text = found = labelled(paper, ["title", "caption", "first", *["body"] * 6])
    draft = Draft(body=[text], captions=[caption])
    assert overlooked.left_over([head], [draft], found) == []
    assert [piece.text for piece in draft.head] == [head.text]
    assert overlooked.left_over([head], [Draft(body=[text], photo=True)], found) == [head]


def test_the_last_character_of_a_headline_is_no_subtitle() -> None:
    paper = Paper().block(0, 0, ["东山县早稻播种超过十万"], 11).block(0, 16, ["亩"], 11).block(0, 40, SOWING)
    title, rest, *text = labelled(paper, ["title", "kicker", "first", *["body"] * 6])
    draft = Draft(head=[title], body=text)
    assert overlooked.left_over([rest], [draft], [title, rest, *text]) == []
    assert draft.head[1].labels == ("title",)


def test_a_photos_text_of_two_columns_is_one() -> None:
    paper = (
        Paper()
        .block(0, 0, ["图书馆新馆开放"], 24)
        .block(0, 40, ["四月十三日西林区图书馆新馆", "正式开放读者来到西林区图书"])
    )
    paper.block(150, 40, ["馆新馆阅览室看书。新馆藏书", "八十万册。 李小红 摄"]).shape(
        ShapeKind.PICTURE, 0, 80, 300, 200
    )
    above, below = labelled(paper, ["title", "caption", "caption", "section", "section"])[1:3]
    assert goes_on(above, below)
    assert joined(above, below).text == above.text + below.text
    assert not goes_on(above, replace(below, rows=below.rows[1:]))


def test_what_is_framed_with_the_name_of_an_advertisement_is_one() -> None:
    paper = Paper().block(0, 0, ["东山县春耕全面展开"], 24).block(0, 40, SOWING)
    for y, line, size in ((10, "公益广告", 8.0), (30, "遵守交通规则", 20.0), (60, "安全文明出行", 20.0)):
        paper.block(310, y, [line], size)
    paper.block(360, 90, ["今日西林社宣"], 8)
    (article,) = paper.shape(ShapeKind.FRAME, 300, 0, 480, 110).read().articles
    assert article.title == "东山县春耕全面展开" and not article.captions
