import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from briefing.intake import Found, Unreadable, pdf, read
from briefing.intake.pdf import MOST_PAGES, pages
from briefing.model import Given, Line, Page, Problem, Role, ShapeKind
from tests.intake.pdfs import Sheet, build

LEFT = (
    "春天来了我们去公园看花",
    "看了花以后又去湖边划船",
    "划完船太阳已经快下山了",
    "大家高高兴兴回家吃晚饭",
)
RIGHT = (
    "秋天到了农民忙着收稻子",
    "收完稻子还要把田翻一遍",
    "翻过的田到冬天种上油菜",
    "来年三月满山遍野都是花",
)


def unexpected(problem: Problem) -> None:
    pytest.fail(problem.message)


def opened(*sheets: Sheet) -> tuple[Page, ...]:
    return pages("a.pdf", "d", build(sheets), Given(), unexpected)


def lines(*sheets: Sheet) -> list[str]:
    return [line.text for page in opened(*sheets) for line in page.lines if line.text]


def refused(data: bytes) -> Problem:
    with pytest.raises(Unreadable) as caught:
        pages("报.pdf", "d", data, Given(), unexpected)
    problem = caught.value.problem
    assert problem.message.startswith("报.pdf：") and "\n" not in problem.message
    return problem


# --- lines and boxes ------------------------------------------------------------------------------


def test_one_line_has_its_place_and_size() -> None:
    (page,) = opened(Sheet().text(50, 100, "本报讯（记者 张三）", 12))
    (line,) = page.lines
    assert (line.number, line.text, line.size, line.role) == (1, "本报讯（记者 张三）", 12, None)
    assert line.box is not None
    number, x0, y0, x1, y1 = line.box
    assert number == page.number == 1
    assert x0 == 50 and 80 < y0 < 92 and x1 > 150 and 100 < y1 < 104


def test_each_page_is_a_page_and_lines_are_counted_over_all() -> None:
    found = opened(Sheet().text(50, 100, "第一页"), Sheet().text(50, 100, "第二页"))
    assert [page.number for page in found] == [1, 2]
    assert [[line.number for line in page.lines] for page in found] == [[1], [2]]


def test_columns_are_read_one_after_the_other() -> None:
    assert lines(Sheet().block(200, 100, RIGHT).block(50, 100, LEFT)) == [*LEFT, *RIGHT]


def test_a_blank_line_stands_between_two_blocks() -> None:
    (page,) = opened(Sheet().block(50, 100, LEFT).block(200, 100, RIGHT))
    assert [line.text for line in page.lines] == [*LEFT, "", *RIGHT]
    assert [line.number for line in page.lines] == list(range(1, 10))


def test_the_order_of_the_content_does_not_matter() -> None:
    sheet = Sheet().text(100, 80, "两地春秋", 24).block(50, 100, LEFT).block(180, 100, RIGHT)
    usual = lines(sheet)
    assert usual == ["两地春秋", *LEFT, *RIGHT]
    for seed in range(5):
        random.Random(seed).shuffle(sheet.parts)
        assert lines(sheet) == usual


def test_a_mark_hanging_into_a_narrow_gutter_joins_no_columns() -> None:
    left = [*LEFT[:2], f"{LEFT[2]}，", LEFT[3]]
    assert lines(Sheet().block(50, 100, left).block(172, 100, RIGHT)) == [*left, *RIGHT]


def test_an_upright_rule_parts_what_nearly_touches() -> None:
    close = Sheet().text(50, 100, "左边的话").text(91, 100, "右边的话")
    assert lines(close) == ["左边的话右边的话"]
    assert lines(close.rule(90.5, 50, 90.5, 150)) == ["左边的话", "右边的话"]


def test_a_justified_line_has_no_blanks() -> None:
    spread = Sheet().block(50, 100, LEFT).text(50, 160, "春天来了花开", pitch=10).block(50, 175, RIGHT)
    assert lines(spread) == [*LEFT, "春天来了花开", *RIGHT]


def test_a_blank_that_is_only_a_gap_is_a_blank() -> None:
    assert lines(Sheet().text(50, 100, "本报记者").text(93, 100, "张三")) == ["本报记者 张三"]


def test_a_short_last_line_stays_with_its_block() -> None:
    text = [*LEFT, "了。", f"　　{RIGHT[0][:9]}", RIGHT[1]]
    (page,) = opened(Sheet().block(50, 100, text))
    assert "" not in [line.text for line in page.lines]


def test_an_upright_headline_is_one_line() -> None:
    sheet = Sheet().block(100, 100, LEFT)
    for place, char in enumerate("春耕忙"):
        sheet.text(50, 110 + 22 * place, char, 20)
    assert lines(sheet) == ["春耕忙", *LEFT]


def test_an_upright_headline_of_two_lines_is_read_from_right_to_left() -> None:
    sheet = Sheet().block(100, 100, LEFT)
    for x, line in ((74, "春耕备耕"), (50, "抢抓农时")):
        for place, char in enumerate(line):
            sheet.text(x, 110 + 20 * place, char, 20)
    assert lines(sheet) == ["春耕备耕", "抢抓农时", *LEFT]


def test_lines_spread_to_fill_their_box_stay_one_block() -> None:
    sheet = Sheet().block(50, 100, LEFT).block(50, 160, RIGHT).block(200, 100, LEFT, leading=2.1)
    (page,) = opened(sheet)
    assert [line.text for line in page.lines][-5:] == ["", *LEFT]


def test_a_line_set_off_from_evenly_set_ones_stays_apart() -> None:
    sheet = Sheet().block(50, 100, [*LEFT, *RIGHT]).text(50, 100 + 7 * 15 + 21, "另起一段")
    (page,) = opened(sheet)
    assert [line.text for line in page.lines][-2:] == ["", "另起一段"]


# --- weight ---------------------------------------------------------------------------------------


def brief(head: str, *text: str) -> Sheet:
    """A paragraph whose first characters are bold, among others."""
    sheet = Sheet().block(50, 40, LEFT)
    sheet.text(70, 110, head, font="F2").text(70 + 10 * len(head) + 10, 110, text[0])
    return sheet.block(50, 125, text[1:])


def test_a_headline_that_runs_into_its_text_is_a_line_of_its_own() -> None:
    found = opened(brief("全区春灌开始", "记者从水利", *RIGHT))[0].lines
    told = [(line.text, line.bold) for line in found if line.text]
    assert told[4:] == [("全区春灌开始", True), ("记者从水利", False), *((line, False) for line in RIGHT)]


def test_a_headline_of_two_lines_runs_into_its_text() -> None:
    sheet = Sheet().block(50, 40, LEFT).text(70, 110, "成渝中线高铁控制性", font="F2")
    sheet.text(50, 125, "工程贯通", font="F2").text(100, 125, "记者昨天获悉").block(50, 140, RIGHT)
    assert lines(sheet)[4:] == ["成渝中线高铁控制性", "工程贯通", "记者昨天获悉", *RIGHT]


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("本报讯（记者张三）", "今天召开会议"),  # a byline is the text's own
        ("一是抓好春灌。", "全区上下一心"),  # and so is a sentence
        ("张三", "是这个村的书记"),  # or a name
        ("时间安排上：", "春灌从三月开始"),
    ],
)
def test_bold_words_of_the_text_stay_in_it(head: str, text: str) -> None:
    assert lines(brief(head, text, *RIGHT))[4] == f"{head} {text}"


def test_a_headline_whose_last_character_looks_light_is_one_line() -> None:
    sheet = Sheet().block(50, 40, LEFT).text(70, 110, "加快推进种业振", font="F2").text(140, 110, "兴")
    assert lines(sheet)[-1] == "加快推进种业振兴"


def test_characters_of_fonts_without_names_are_weighed() -> None:
    page = read(Found("110.pdf", Path("evaluation/pages/110.pdf")))[0]
    sized = [(line.size or 0.0, line.bold) for line in page.lines if len(line.text) > 6]
    text = min(size for size, _ in sized)
    assert sum(bold for size, bold in sized if size < 1.05 * text) < 0.1 * len(sized)
    large = [bold for size, bold in sized if size > 1.4 * text]
    assert len(large) >= 5 and sum(large) >= 0.8 * len(large)


def test_a_title_comes_before_all_the_columns_it_spans() -> None:
    sheet = Sheet().block(50, 100, LEFT).block(180, 100, RIGHT).block(310, 100, LEFT)
    sheet.text(50, 80, "居左标题", 20)
    assert lines(sheet) == ["居左标题", *LEFT, *RIGHT, *LEFT]


def test_a_picture_parts_blocks_and_is_kept() -> None:
    sheet = Sheet().block(50, 100, LEFT[:2]).picture(50, 120, 160, 122 + 60).block(50, 196, LEFT[2:])
    (page,) = opened(sheet)
    assert [line.text for line in page.lines] == [*LEFT[:2], "", *LEFT[2:]]
    assert [shape.kind for shape in page.shapes] == [ShapeKind.PICTURE]
    assert page.shapes[0].box == (1, 50, 120, 160, 182)


def test_rules_and_frames_are_kept_but_no_background() -> None:
    sheet = Sheet().text(60, 100, "字").rule(50, 120, 300, 120).frame(50, 50, 300, 300).frame(0, 0, 600, 800)
    (page,) = opened(sheet)
    assert sorted(shape.kind for shape in page.shapes) == [ShapeKind.FRAME, ShapeKind.RULE]


def test_dots_in_a_row_are_a_ruled_line() -> None:
    sheet = Sheet().text(60, 100, "字").dotted(50, 120, 300, 120).dotted(310, 120, 310, 300)
    (page,) = opened(sheet.dotted(50, 400, 56, 400))
    assert [shape.kind for shape in page.shapes] == [ShapeKind.RULE] * 2
    across, down = sorted(shape.box[1:] for shape in page.shapes)
    assert across == pytest.approx((50, 120, 300, 120.75), abs=1.5)
    assert down == pytest.approx((310, 120, 310.75, 300), abs=1.5)


def test_what_stands_above_is_read_first_where_no_gutter_runs_down() -> None:
    upper = Sheet().block(50, 100, LEFT).block(190, 100, RIGHT)
    below = upper.text(50, 240, "标题", 24).block(130, 230, LEFT).block(270, 230, RIGHT)
    assert lines(below) == [*LEFT, *RIGHT, "标题", *LEFT, *RIGHT]


def test_a_shaded_area_is_a_picture_and_a_white_one_is_none() -> None:
    sheet = Sheet().text(60, 100, "字").area(50, 120, 300, 220, shaded=True).area(50, 240, 300, 340)
    sheet.area(320, 120, 560, 220).block(330, 140, RIGHT)
    (page,) = opened(sheet)
    assert [(shape.kind, shape.box) for shape in page.shapes] == [(ShapeKind.PICTURE, (1, 50, 120, 300, 220))]


def test_frames_keep_their_text_together() -> None:
    sheet = Sheet().frame(40, 80, 290, 180).frame(40, 190, 290, 290)
    for y in (100, 210):
        sheet.block(50, y, LEFT).block(170, y, RIGHT)
    assert lines(sheet) == [*LEFT, *RIGHT] * 2


# --- what is printed otherwise --------------------------------------------------------------------


def test_characters_printed_twice_are_bold() -> None:
    twice = Sheet().text(50, 100, "加粗标题").text(50.8, 100, "加粗").text(70.8, 100, "标题")
    (page,) = opened(twice)
    assert [(line.text, line.bold) for line in page.lines] == [("加粗标题", True)]


def test_repeated_characters_are_not_doubled_ones() -> None:
    assert lines(Sheet().text(50, 100, "人人人人")) == ["人人人人"]


def test_hidden_text_is_dropped_beside_visible_text() -> None:
    assert lines(Sheet().text(50, 100, "看得见").text(50, 200, "看不见", mode=3)) == ["看得见"]


def test_hidden_text_alone_is_what_a_scanner_recognised() -> None:
    assert lines(Sheet().picture(0, 0, 600, 800).text(50, 200, "识别文字", mode=3)) == ["识别文字"]


def test_text_beside_the_page_is_dropped() -> None:
    assert lines(Sheet().text(50, 100, "版内").text(700, 100, "版外")) == ["版内"]


def test_turned_text_is_furniture_and_comes_last() -> None:
    (page,) = opened(Sheet().turned(20, 300, "竖排书脊").text(50, 400, "正文"))
    assert [(line.text, line.role) for line in page.lines if line.text] == [
        ("正文", None),
        ("竖排书脊", Role.FURNITURE),
    ]


def test_a_page_that_is_displayed_turned_is_read_as_displayed() -> None:
    sheet = Sheet(rotate=90).turned(100, 700, "上面一行").turned(120, 700, "下面一行")
    (page,) = opened(sheet)
    assert [line.text for line in page.lines] == ["上面一行", "下面一行"]
    assert page.lines[0].box is not None and page.lines[0].box[1:3] == (100, 91.2)


@pytest.mark.parametrize("text", ["R&D <3% {{ x }} {% y %}", "喆旻昇镕", "﹙﹚︽︾", "𠮷"])
def test_characters_come_through_as_they_are(text: str) -> None:
    assert "".join(lines(Sheet().text(50, 100, text))).replace(" ", "") == text.replace(" ", "")


def test_control_characters_are_dropped() -> None:
    assert lines(Sheet().text(50, 100, "正\x01文\x02")) == ["正文"]


# --- bad input ------------------------------------------------------------------------------------


def test_an_encrypted_file() -> None:
    problem = refused(build([Sheet().text(50, 100, "密")], encrypt=True))
    assert problem.code == "encrypted" and "密码" in problem.message


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_a_truncated_file(share: float) -> None:
    data = build([Sheet().block(50, 100, LEFT)])
    assert refused(data[: int(len(data) * share)]).code == "damaged"


def test_a_file_cut_off_at_its_very_end_is_read_and_reported() -> None:
    data = build([Sheet().text(50, 100, "还在")]).removesuffix(b"%%EOF\n")
    reports: list[Problem] = []
    (page,) = pages("a.pdf", "d", data, Given(), reports.append)
    assert [line.text for line in page.lines] == ["还在"]
    assert [problem.code for problem in reports] == ["truncated"]


def test_something_else_than_a_pdf() -> None:
    assert refused(b"hello" * 100).code == "not-pdf"


def test_a_file_without_pages() -> None:
    assert refused(build([])).code == "damaged"


def test_a_scan() -> None:
    problem = refused(build([Sheet().picture(0, 0, 600, 800)] * 3))
    assert problem.code == "no-text" and "扫描件" in problem.message and "3 页" in problem.message


def test_a_font_that_does_not_say_its_characters() -> None:
    sheet = Sheet()
    for place in range(5):
        sheet.text(50, 100 + 20 * place, LEFT[0], font="F9")
    problem = refused(build([sheet]))
    assert problem.code == "garbled" and "乱码" in problem.message


def test_characters_at_random_are_garbled() -> None:
    rng = random.Random(1)
    random_text = "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(40))
    assert refused(build([Sheet().text(50, 100, random_text)])).code == "garbled"


def test_bad_pages_are_reported_and_the_others_go_on() -> None:
    fine, bad = Sheet().text(50, 100, "好"), Sheet().text(50, 100, "!\"#$%&'()*+,-./" * 3)
    reports: list[Problem] = []
    found = pages("a.pdf", "d", build([fine, bad, Sheet(), fine]), Given(), reports.append)
    assert [page.number for page in found] == [1, 4]
    assert [(problem.code, "第 2 页" in problem.message) for problem in reports] == [
        ("garbled", True),
        ("no-text", False),
    ]


def test_ten_thousand_pages() -> None:
    problem = refused(build([Sheet().text(50, 100, "页")] * 10_000))
    assert (
        problem.code == "many-pages" and "10,000 页" in problem.message and str(MOST_PAGES) in problem.message
    )


def test_pages_with_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LARGEST_PAGE", 30)
    full, fine = Sheet().block(50, 100, LEFT), Sheet().text(50, 100, "好")
    reports: list[Problem] = []
    found = pages("a.pdf", "d", build([fine, full, fine]), Given(), reports.append)
    assert [page.number for page in found] == [1, 3]
    assert [problem.code for problem in reports] == ["large-page"]


def test_a_file_of_pages_with_too_much_text_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LARGEST_PAGE", 30)
    full, fine = Sheet().block(50, 100, LEFT), Sheet().text(50, 100, "好")
    reports: list[Problem] = []
    found = pages("a.pdf", "d", build([fine, *[full] * 9, fine]), Given(), reports.append)
    assert [page.number for page in found] == [1]
    assert len(reports) == 4 and "以后不再读" in reports[-1].message


def test_the_reader_takes_pdf_files(tmp_path: Path) -> None:
    path = tmp_path / "20240501第1版.PDF"
    path.write_bytes(build([Sheet().text(50, 100, "正文")]))
    (page,) = read(Found(str(path), path), Given(paper="某报"))
    assert texts(page.lines) == ["正文"]
    assert page.given.paper == "某报" and len(page.digest) == 64


def texts(found: Sequence[Line]) -> list[str]:
    return [line.text for line in found]


# --- what programs do to columns -------------------------------------------------------------------


def test_a_closing_mark_where_other_lines_are_indented_does_not_part_its_line() -> None:
    # 到底”|机制: the white within the mark, just where the paragraphs around begin.
    sheet = (
        Sheet().text(50, 100, "一个项目一名领导一套专班一抓").text(70, 145, "会上区发改局通报了项目的进展")
    )
    sheet.text(50, 115, "底”").text(70, 115, "机制，当好店小二服务项目").text(
        70, 130, "柴亚萍就贯彻会议精神提出要求"
    )
    assert "底”机制，当好店小二服务项目" in lines(sheet)


def test_a_large_first_character_stands_before_its_line() -> None:
    sheet = Sheet().text(50, 118, "柏", 30)
    sheet.block(82, 103, ["庄镇前林都村西头的一间民房里"]).block(82, 118, ["这一年来成了村民经常光顾的地方"])
    sheet.block(50, 133, ["因为这里是村民张丰只开的小超市大家常来"])
    assert lines(sheet)[0] == "柏庄镇前林都村西头的一间民房里"


def test_a_large_character_alone_stays_a_line() -> None:
    assert "福" in lines(Sheet().text(50, 118, "福", 30).block(300, 103, LEFT))


def test_a_byline_centred_over_the_middle_column_is_no_line_of_it() -> None:
    middle = (
        "回头看这一年真是不容易啊",
        "好在大家齐心协力都不放弃",
        "终于把这条路修到了家门口",
        "往后的日子会越来越好过的",
    )
    sheet = Sheet().block(50, 115, LEFT).block(350, 115, RIGHT).block(200, 115, middle)
    sheet.text(225, 100, "本报记者 张三")
    found = [line.text for line in opened(sheet)[0].lines]
    assert found[found.index("本报记者 张三") + 1] == ""


def test_a_subtitle_hardly_larger_than_the_text_is_no_line_of_it() -> None:
    sheet = Sheet().text(50, 97, "副区长主持并讲话", 10.2).block(50, 113, LEFT)
    assert [line.text for line in opened(sheet)[0].lines][:2] == ["副区长主持并讲话", ""]


def test_a_page_of_millions_of_characters_is_refused_before_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def asked(*_: object) -> None:
        pytest.fail("the characters were asked for")

    monkeypatch.setattr(pdf, "glyphs", asked)
    sheet = Sheet()
    for line in range(100):
        sheet.text(5, 8 * line, "春" * 1000, 1)
    assert refused(build([sheet])).code == "large-page"
