"""The Word document as Word would read it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from briefing.errors import ConfigError
from briefing.model import Briefing
from briefing.render import render
from briefing.render.word import repack
from briefing.resources import templates
from tests.render.readback import made, word, word_lines, word_part, word_texts
from tests.render.sample import briefing, full, item, one, section

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
        assert headlines[number - 1].removesuffix("〔续〕") == f"{number}. {headline}"
        assert bodies[number - 1].startswith(text)
    assert bodies[0].endswith("（伟源）")
    assert bodies[4].endswith("（李靓、杨鹏）")
    assert headlines[3].endswith("〔续〕")


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
    assert notes[0].startswith("※ 待核5处")
    assert "※ 待核：两个栏块的先后没有把握，句子可能不属于本文（第204—209行）" in notes
    rows = [text for style, text in word_lines(data) if style == "表"]
    assert rows[0] == "序号|要闻|待核事项"
    assert rows[5] == "||《今日聊城》一版没有印出日期，按事件日期推定为11月10日　"


def test_sources_and_what_was_left_out_are_listed(data: bytes) -> None:
    rows = [text for style, text in word_lines(data) if style == "表"]
    assert (
        "2|魏都区委常委会会议听取重点工作情况汇报|《许昌日报》2018年11月7日第A02版|2018-11-07_A02.txt\n第12—30行"
        in rows
    )
    assert "下期预告|启事类稿件，不作要闻" in rows


def test_nothing_in_nothing_out() -> None:
    lines = word_lines(made(briefing(), "docx"))
    assert lines == [
        ("Title", "一周要闻"),
        ("报头单位", "许昌市"),
        ("报头期号", "2018年第45周\t2018年11月5日至11日"),
        ("提要", "本期没有要闻。"),
    ]


def test_one_item_without_anything_else() -> None:
    lines = word_lines(made(replace(one(), edition="", week=None), "docx"))
    assert lines[:7] == [
        ("Title", "一周要闻"),
        ("报头期号", "\t2018年11月5日至11日"),
        ("提要", "本期收录要闻1条：魏都区1条。"),
        ("Heading 1", "一、魏都区"),
        ("Heading 2", "（一）政务要闻"),
        ("Heading 3", "1. 甲区召开会议"),
        ("要闻", "11月5日，甲区召开会议。"),
    ]


def test_east_asian_font_on_every_run_and_style(data: bytes) -> None:
    runs = 0
    for part in PARTS:
        for run in parse_xml(word_part(data, part).encode()).iter(qn("w:r")):
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
    (only,) = word(data).sections
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
    assert word(data).settings.odd_and_even_pages_header_footer


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


def test_package_is_whole(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert package.testzip() is None
    assert len(names) == len(set(names))
    targets = re.findall(r'Target="([^"]+)"', word_part(data, "word/_rels/document.xml.rels"))
    assert {f"word/{target}" for target in targets} <= set(names)
    document = word_part(data, "word/document.xml")
    used = set(re.findall(r'<w:pStyle w:val="([^"]+)"', document))
    assert used <= set(re.findall(r'w:styleId="([^"]+)"', word_part(data, "word/styles.xml")))
    assert document.count("<w:sectPr") == 1
    assert set(re.findall(r'r:id="([^"]+)"', document)) <= set(
        re.findall(r'Id="([^"]+)"', word_part(data, "word/_rels/document.xml.rels"))
    )


def test_no_tag_is_left(data: bytes) -> None:
    for part in PARTS:
        assert not re.search(r"\{\{|\}\}|\{%|%\}|模板标记", word_part(data, part))


def test_properties_are_set_after_rendering() -> None:
    value = replace(full(), edition="R&D {{ x }}", title="一周<要>闻")
    properties = word(made(value, "docx")).core_properties
    assert properties.title == "一周<要>闻（2018年11月5日至11日）"
    assert properties.author == properties.last_modified_by == "R&D {{ x }}"
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
