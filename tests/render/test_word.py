"""The Word document as Word would read it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Pt, Twips

from briefing.config import Config, Fonts, Layout, Office
from briefing.errors import ConfigError
from briefing.model import Briefing
from briefing.render import render
from briefing.render.word import repack
from briefing.resources import templates
from tests.render.readback import TEMPLATES, made, word, word_lines, word_part, word_texts
from tests.render.sample import CONFIG, briefing, full, item, one, section, source

PARTS = ("word/document.xml", "word/footer1.xml", "word/footer2.xml")


@pytest.fixture(scope="module")
def data() -> bytes:
    return made(full(), "docx")


def items(value: Briefing) -> list[tuple[str, str]]:
    return [(i.headline, i.text) for s in value.sections for g in s.themes for i in g.items]


def test_every_item_is_there_in_order(data: bytes) -> None:
    headlines = word_texts(data, "Heading 3")[:12]
    bodies = word_texts(data, "要闻")[:12]
    for number, (headline, text) in enumerate(items(full()), 1):
        assert re.sub("〔[续补]〕", "", headlines[number - 1]) == f"{number}. {headline}"
        assert bodies[number - 1] == text
    assert headlines[3].endswith("〔续〕")


def test_authors_and_origin_stand_under_an_item(data: bytes) -> None:
    lines = word_texts(data, "署名")
    assert lines[:2] == [
        "（伟源）　《今日魏都》11月7日第3版",
        "（李洁）　《今日魏都》11月7日第3版；《许昌日报》11月7日第A02版",
    ]
    assert lines[-2:] == ["（刘桂菊 摄）", "（李放 摄）"]


def test_the_origin_can_be_switched_off() -> None:
    quiet = Config(layout=Layout(source_notes=False))
    assert word_texts(made(full(), "docx", quiet), "署名")[:2] == ["（伟源）", "（李洁）"]
    nobody = source("1", "许昌日报", None, None)
    assert word_texts(made(one(sources=(nobody,)), "docx", quiet), "署名") == ["（许昌日报）"]
    assert word_texts(made(one(sources=(nobody,)), "docx"), "署名") == ["《许昌日报》"]


def test_another_year_is_said() -> None:
    last_year = source("1", "许昌日报", None, date(2017, 12, 31))
    assert word_texts(made(one(sources=(last_year,)), "docx"), "署名") == ["《许昌日报》2017年12月31日"]


def test_a_name_never_breaks_over_two_lines(data: bytes) -> None:
    # It stands at the beginning of a paragraph, and that is the beginning of a line.
    assert all(text.startswith(("（", "《")) for text in word_texts(data, "署名"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_item_is_in_every_template(template: str) -> None:
    lines = word_lines(made(full(), "docx", CONFIG.model_copy(update={"template": template})))
    for number, (headline, text) in enumerate(items(full()), 1):
        assert any(line.startswith(f"{number}. {headline}") for style, line in lines if style == "Heading 3")
        assert ("要闻", text) in lines


def test_navigation_pane_shows_districts_and_themes(data: bytes) -> None:
    assert word_texts(data, "Heading 1") == ["一、魏都区", "二、北关区", "三、聊城高新区", "四、图片新闻"]
    assert word_texts(data, "Heading 2")[:5] == [
        "（一）政务要闻",
        "（二）经济发展",
        "（三）城市建设与文明创建",
        "（四）基层治理",
        "（一）安全与法治",
    ]


def test_doubts_stand_by_their_item_and_on_the_check_page(data: bytes) -> None:
    notes = word_texts(data, "待核")
    assert notes[0].startswith("※ 待核6处")
    assert "※ 待核：两个栏块的先后没有把握，句子可能不属于本文（第204—209行）" in notes
    assert "※ 待核：文章在此处中断，后文不在本版或未能接上（第143行）" in notes
    rows = [text for style, text in word_lines(data) if style == "表"]
    head = rows.index("序号|要闻|待核事项")
    assert rows[head + 6] == "||《今日聊城》一版没有印出日期，按事件日期推定为11月10日　"


def test_sources_and_what_was_left_out_are_listed(data: bytes) -> None:
    rows = [text for style, text in word_lines(data) if style == "表"]
    assert (
        "2|魏都区委常委会会议听取重点工作情况汇报|《许昌日报》2018年11月7日第A02版|2018-11-07_A02.txt\n第12—30行"
        in rows
    )
    assert "下期预告|启事类稿件，不作要闻" in rows


def test_the_check_page_can_be_left_out_but_no_doubt() -> None:
    bare = Config(layout=Layout(check_page=False))
    lines = [text for _, text in word_lines(made(full(), "docx", bare))]
    assert "来源" not in lines and "未收录" not in lines
    assert "待核" in lines
    sure = replace(full(), warnings=(), sections=full().sections[2:], photos=full().photos[:1])
    assert "附：核对页（付印前删去）" not in [text for _, text in word_lines(made(sure, "docx", bare))]


def test_districts_and_themes_cross_in_a_table_with_shaded_cells(data: bytes) -> None:
    rows = [text.split("|") for style, text in word_lines(data) if style == "表"]
    assert rows[0][:3] == ["区县", "政务要闻", "经济发展"] and rows[0][-1] == "合计"
    assert rows[1][:3] == ["魏都区", "2", "1"] and rows[1][-1] == "5"
    assert rows[4][0] == "合计" and rows[4][-1] == "12"
    table = word(data).tables[0]
    fills = [cell.get(qn("w:fill")) for cell in table.rows[1]._tr.iter(qn("w:shd"))]
    assert fills[:3] == ["F0ACA4", "F9D8D4", "F9D8D4"] and fills[-1] == "FFFFFF"
    widths = [int(one.get(qn("w:w"), 0)) for one in table.rows[0]._tr.iter(qn("w:tcW"))]
    assert sum(widths) == 8844 and len(set(widths[1:-1])) == 1


def test_an_offices_own_table_keeps_its_widths(tmp_path: Path) -> None:
    document = docx.Document(str(templates() / "会议材料.docx"))
    table = document.add_table(2, 4)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "{{ title }}"
    properties = table._tbl.tblPr
    properties.append(parse_xml(f'<w:tblW {nsdecls("w")} w:w="8844" w:type="dxa"/>'))
    widths = [4000, 1000, 1500, 2340]
    for row in table.rows:
        for cell, twips in zip(row._tr.tc_lst, widths, strict=False):
            cell.width = Twips(twips)
    document.save(str(tmp_path / "会议材料.docx"))
    before = [one.get(qn("w:w")) for one in table._tbl.iter(qn("w:tcW"))]
    data = render(full(), "docx", tmp_path, Config(template="会议材料")).data
    after = [one.get(qn("w:w")) for one in word(data).tables[-1]._tbl.iter(qn("w:tcW"))]
    assert after == before


def test_districts_without_news_are_named(data: bytes) -> None:
    assert word_texts(data, "分布注") == ["本期没有要闻的区县：建安区、东昌府区。"]


def test_what_goes_on_and_what_comes_late_is_marked() -> None:
    value = one("甲", continued=True, late=True)
    assert word_texts(made(value, "docx"), "Heading 3") == ["1. 甲〔续〕〔补〕"]
    assert "1. 甲〔续〕〔补〕\n" in made(value, "txt").decode()


def test_an_office_prints_what_it_is_and_to_whom_it_goes() -> None:
    lines = word_lines(made(full(), "docx", CONFIG.model_copy(update={"template": "工作简报"})))
    assert lines[0] == ("密级", "内部资料　注意保存")
    assert ("期号", "2018年第45期（总第312期）（第2稿）") in lines
    assert ("报头单位", "中共魏都区委办公室\t2018年11月11日") in lines
    assert ("编者按", "编者按：本期要闻均摘自公开报道，文字未作改动。") in lines
    assert [text for style, text in lines if style == "版记"] == [
        "报：\t区委书记、副书记，区长，区人大常委会主任，区政协主席",
        "送：\t区委常委，区人大常委会、区人民政府、区政协各位领导同志，区法院院长，区检察院检察长",
        "发：\t各街道党工委，区直各单位",
        "中共魏都区委办公室\t共印120份",
    ]


def test_the_block_at_the_foot_is_as_high_as_its_lines() -> None:
    def height(office: Office) -> int:
        body = word(made(full(), "docx", Config(template="工作简报", office=office))).element.body
        (anchor,) = body.iter(qn("wp:anchor"))
        return round(int(anchor.find(qn("wp:extent")).get("cy")) / 635)

    assert height(Office(copies=3)) < 700
    assert height(Office(copies=3, report_to="区委书记")) == height(Office(copies=3)) + 520
    assert height(Office(copies=3, report_to="各位领导" * 20)) == height(Office(copies=3)) + 3 * 480 + 40


def test_an_office_without_all_that_has_no_foot() -> None:
    body = word(made(full(), "docx", Config(template="工作简报"))).element.body
    assert not list(body.iter(qn("wp:anchor")))


def test_nothing_in_nothing_out() -> None:
    lines = word_lines(made(briefing(), "docx"))
    assert lines == [
        ("Title", "一周要闻"),
        ("报头单位", "许昌市"),
        ("报头期号", "2018年第45周\t2018年11月5日至11日"),
        ("提要", "本期没有要闻。"),
        ("分隔", ""),
        ("分隔", ""),
    ]


def test_one_item_without_anything_else() -> None:
    lines = word_lines(made(replace(one(), edition="", week=None), "docx"))
    assert lines[:8] == [
        ("Title", "一周要闻"),
        ("报头期号", "\t2018年11月5日至11日"),
        ("提要", "本期收录要闻1条：魏都区1条。"),
        ("分隔", ""),
        ("Heading 1", "一、魏都区"),
        ("Heading 2", "（一）政务要闻"),
        ("Heading 3", "1. 甲区召开会议"),
        ("要闻", "11月5日，甲区召开会议。"),
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_east_asian_font_on_every_run_and_style(template: str) -> None:
    data = made(full(), "docx", CONFIG.model_copy(update={"template": template}))
    runs = 0
    for part in PARTS:
        for run in parse_xml(word_part(data, part).encode()).iter(qn("w:r")):
            if run.find(qn("w:rPr")) is None and run.find(f".//{qn('w:txbxContent')}") is not None:
                continue  # what holds the text box has no text of its own
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts is not None
            assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == fonts.get(qn("w:hAnsi"))
            assert fonts.get(qn("w:eastAsia")) in {"方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"}
            runs += 1
    assert runs > 100
    styles = parse_xml(word_part(data, "word/styles.xml").encode())
    for style in styles.iter(qn("w:style")):
        if style.get(qn("w:type")) == "paragraph":
            fonts = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts is not None and fonts.get(qn("w:eastAsia"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"Theme=" not in everything


def test_measures_of_the_standard(data: bytes) -> None:
    for each in word(data).sections:
        measured(each)


def measured(only: Section) -> None:
    assert (only.page_width, only.page_height) == (11906 * 635, 16838 * 635)
    measures = (
        only.top_margin,
        only.right_margin,
        only.bottom_margin,
        only.left_margin,
        only.footer_distance,
    )
    assert [m // 635 for m in measures if m is not None] == [2098, 1474, 1984, 1588, 1418]
    grid = only._sectPr.find(qn("w:docGrid"))
    assert grid is not None and dict(grid.attrib) == {qn("w:type"): "lines", qn("w:linePitch"): "579"}


def test_odd_and_even_pages_differ(data: bytes) -> None:
    assert word(data).settings.odd_and_even_pages_header_footer


def test_the_other_preset_of_margins() -> None:
    ink = Config(template="工作简报", layout=Layout(margins="ink"))
    document = word(made(full(), "docx", ink))
    (section,) = document.sections
    assert [(m or 0) // 635 for m in (section.top_margin, section.bottom_margin)] == [1960, 1847]
    spacing = document.styles["要闻"].element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert spacing is not None and spacing.get(qn("w:line")) == "589"


def test_an_offices_own_faces() -> None:
    fonts = Fonts(title="华文中宋", body="仿宋_GB2312")
    data = made(full(), "docx", Config(fonts=fonts))
    faces = {
        one.get(qn("w:eastAsia"))
        for part in (*PARTS, "word/styles.xml")
        for one in parse_xml(word_part(data, part).encode()).iter(qn("w:rFonts"))
    }
    assert faces == {"华文中宋", "仿宋_GB2312", "仿宋", "黑体", "楷体", "宋体"}


def test_a_face_that_lacks_rare_characters_gets_help_for_them() -> None:
    value = one("题", "市民喆旻昇、𠮷野和朱镕到场。\n第二行")
    data = made(value, "docx", Config(fonts=Fonts(body="仿宋_GB2312")))
    assert word_texts(data, "要闻") == ["市民喆旻昇、𠮷野和朱镕到场。\n第二行"]
    paragraph = next(p for p in word(data).paragraphs if p.style is not None and p.style.name == "要闻")
    faces = [
        (run.text, fonts.get(qn("w:eastAsia")))
        for run in paragraph.runs
        for fonts in run._r.iter(qn("w:rFonts"))
    ]
    assert faces == [
        ("市民", "仿宋_GB2312"),
        ("喆旻昇", "仿宋"),
        ("、", "仿宋_GB2312"),
        ("𠮷", "仿宋"),
        ("野和朱", "仿宋_GB2312"),
        ("镕", "仿宋"),
        ("到场。\n第二行", "仿宋_GB2312"),
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_long_title_fits_on_its_line(template: str) -> None:
    value = replace(full(), title="中共许昌市魏都区委办公室每周要闻简报")
    document = word(made(value, "docx", Config(template=template)))
    title = next(p for p in document.paragraphs if p.style is not None and p.style.name == "Title")
    (run,) = title.runs
    size = (run.font.size or document.styles["Title"].font.size or Pt(0)).pt
    assert title.text == value.title
    assert 22 <= size <= 442.2 / len(title.text)


def test_a_size_that_an_office_set_by_hand_stays(tmp_path: Path) -> None:
    document = docx.Document(str(templates() / "一周要闻.docx"))
    next(p for p in document.paragraphs if p.text == "{{ title }}").runs[0].font.size = Pt(30)
    document.save(str(tmp_path / "一周要闻.docx"))
    rendered = word(render(full(), "docx", tmp_path).data)
    title = next(p for p in rendered.paragraphs if p.style is not None and p.style.name == "Title")
    assert title.runs[0].font.size == Pt(30)


def test_a_title_that_would_become_too_small_takes_two_lines() -> None:
    value = replace(full(), title="中共许昌市魏都区委办公室每周要闻简报" * 2)
    document = word(made(value, "docx"))
    (run,) = next(p for p in document.paragraphs if p.style is not None and p.style.name == "Title").runs
    assert run.font.size == Pt(22)


def test_headlines_stay_with_their_paragraphs(data: bytes) -> None:
    styles = word(data).styles
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        assert styles[name].paragraph_format.keep_with_next
    assert styles["要闻"].paragraph_format.widow_control


def test_page_number_between_dashes_at_the_outer_edge(data: bytes) -> None:
    odd, even = (parse_xml(word_part(data, part).encode()) for part in PARTS[1:])
    for footer, side in ((odd, "right"), (even, "left")):
        assert "".join(t.text or "" for t in footer.iter(qn("w:t"))) == "— 1 —"
        assert [t.text for t in footer.iter(qn("w:instrText"))] == [" PAGE "]
        assert [jc.get(qn("w:val")) for jc in footer.iter(qn("w:jc"))] == [side]
        assert [ind.get(qn(f"w:{side}")) for ind in footer.iter(qn("w:ind"))] == ["280"]


def test_no_tag_is_left(data: bytes) -> None:
    for part in PARTS:
        assert not re.search(r"\{\{|\}\}|\{%|%\}|模板标记", word_part(data, part))


def test_properties_are_set_after_rendering() -> None:
    value = replace(full(), edition="R&D {{ x }}", title="一周<要>闻")
    properties = word(made(value, "docx")).core_properties
    assert properties.title == "一周<要>闻（2018年11月5日至11日）"
    assert properties.author == properties.last_modified_by == "R&D {{ x }}"
    assert word(made(value, "docx", CONFIG)).core_properties.author == "中共魏都区委办公室"
    assert properties.subject == "2018年第45期（总第312期）"
    assert properties.keywords == "魏都区、北关区、聊城高新区"
    assert properties.revision == 2
    assert properties.created == properties.modified
    assert properties.modified is not None
    assert properties.modified.replace(tzinfo=None) == datetime(2018, 11, 11)


def test_packing_knows_no_time_and_no_system(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {e.create_system for e in entries} == {0}
    assert entries[0].filename == "[Content_Types].xml"
    assert repack(data) == data


def test_many_items_are_numbered_through() -> None:
    many = tuple(item(f"i{n}", f"标题{n}") for n in range(1, 31))
    value = briefing(section("甲区", ("教育", many[:20])), section("乙区", ("教育", many[20:])))
    assert word_texts(made(value, "docx"), "Heading 3") == [f"{n}. 标题{n}" for n in range(1, 31)]


def edited(folder: Path, style: str, text: str) -> Path:
    """The template as a secretary may have spoilt it: other text in the first paragraph of a style."""
    document = docx.Document(str(templates() / "一周要闻.docx"))
    paragraph = next(p for p in document.paragraphs if p.style is not None and p.style.name == style)
    paragraph.runs[0].text = text
    document.save(str(folder / "一周要闻.docx"))
    return folder


@pytest.mark.parametrize(
    ("style", "text", "said"),
    [
        (
            "Heading 3",
            "{{ item.titel }}",
            r"”中“\{\{ item.titel \}\}”一段用了没有的字段“titel”",
        ),
        ("Title", "{{ titel }}", r"用了没有的字段“titel”"),
        ("Title", "{{ title|haha }}", r"标记写错了（.*haha"),
        ("Title", "{% if title %}", r"标记写错了"),
        ("Title", "{{ title|span }}", r"中“\{\{ title\|span \}\}.*”一段标记用错了对象"),
        ("Title", "{{ title", r"“\{\{ title”里的括号没有成对"),
        ("Title", "{{ title }", r"“\{\{ title \}”里的括号没有成对"),
        ("Title", "title }}", r"“title \}\}”里的括号没有成对"),
        ("Title", "{{ title.__class__.__mro__ }}", r"用了模板里不许用的写法"),
        ("Title", "{{ ''.__class__ }}", r"用了模板里不许用的写法"),
    ],
)
def test_a_wrong_tag_is_one_line(tmp_path: Path, style: str, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        render(full(), "docx", edited(tmp_path, style, text))
    assert "\n" not in str(caught.value)


def test_a_tag_that_breaks_the_document_is_refused_not_repaired(tmp_path: Path) -> None:
    # The condition begins inside a paragraph and ends outside: half a paragraph would be left.
    folder = edited(tmp_path, "Title", "{% if edition == '没有' %}")
    document = docx.Document(str(folder / "一周要闻.docx"))
    document.paragraphs[1].insert_paragraph_before("{%p endif %}")
    document.save(str(folder / "一周要闻.docx"))
    with pytest.raises(ConfigError, match="放错了位置，生成的文档不完整"):
        render(full(), "docx", folder)


@pytest.mark.parametrize("junk", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_is_no_word_file(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "一周要闻.docx").write_bytes(junk)
    with pytest.raises(ConfigError, match="不是 Word 文档"):
        render(full(), "docx", tmp_path)
