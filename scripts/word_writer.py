"""Writes a template's design as a .docx: python-docx's empty document, made bare and filled."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.section import _Footer
from docx.shared import Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from briefing.render.word import repack
from scripts.word_parts import (
    ALTERNATIVES,
    BODY_FACE,
    SONG,
    TEXT_WIDTH,
    Block,
    Break,
    Crossing,
    Design,
    Foot,
    P,
    Rows,
    Style,
    fonts,
    p,
)


def build(design: Design) -> bytes:
    """The template as .docx; the same bytes each time."""
    document = docx.Document()
    faces = {style.id: style.face for style in design.styles}
    _bare(document, design)
    for block in design.blocks:
        _put(document, block, faces)
    section = document.sections[0]
    section.footer.is_linked_to_previous = False
    section.even_page_footer.is_linked_to_previous = False
    _page_number(section.footer, "right")
    _page_number(section.even_page_footer, "left")
    made = io.BytesIO()
    document.save(made)
    return repack(made.getvalue())


def _put(document: Document, block: Block, faces: dict[str, str]) -> None:
    match block:
        case P():
            _paragraph(document.add_paragraph(), block, faces)
        case Break():
            properties = document.add_paragraph()._p.get_or_add_pPr()
            properties.append(parse_xml(f'<w:pStyle {nsdecls("w")} w:val="Break"/>'))
            properties.append(parse_xml(f"<w:sectPr {nsdecls('w')}>{block.properties}</w:sectPr>"))
        case Rows():
            _rows(document, block, faces)
        case Crossing():
            _crossing(document, faces)
        case Foot():
            _foot(document, block, faces)


def _bare(document: Document, design: Design) -> None:
    """python-docx's default document without its theme, its 160 English styles and its thumbnail."""
    part = document.part
    for rels in (part.rels, part.package.rels):
        wanted = ("/styles", "/settings", "/fontTable", "/officeDocument", "/core-properties")
        for key in [key for key, rel in rels.items() if not rel.reltype.endswith(wanted)]:
            del rels[key]
    part._styles_part._element = parse_xml(_styles_xml(design.styles))
    part._settings_part._element = parse_xml(_settings_xml())
    table = next(rel.target_part for rel in part.rels.values() if rel.reltype.endswith("/fontTable"))
    table._blob = _font_table_xml().encode()
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.append(parse_xml(f"<w:sectPr {nsdecls('w')}>{design.end}</w:sectPr>"))


def _styles_xml(styles: Iterable[Style]) -> str:
    return f"""<w:styles {nsdecls("w")}>
<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FACE)}<w:kern w:val="2"/>
<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>
</w:rPrDefault><w:pPrDefault/></w:docDefaults>
{"".join(style.xml() for style in styles)}
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
</w:styles>"""


def _settings_xml() -> str:
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", 15), ("enableOpenTypeFeatures", 1))
    )
    return f"""<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>"""


def _font_table_xml() -> str:
    faces = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for face, other in ALTERNATIVES.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{faces}</w:fonts>'


def _paragraph(paragraph: Paragraph, block: P, faces: dict[str, str]) -> None:
    paragraph._p.style = block.style
    for text in block.texts:
        words, face, size = (text, "", 0) if isinstance(text, str) else (*text, 0)[:3]
        run = paragraph.add_run(words)._r
        properties = run.get_or_add_rPr()
        properties.insert(0, parse_xml(fonts(face or faces[block.style])))
        if size:
            for name in ("sz", "szCs"):
                properties.append(parse_xml(f'<w:{name} {nsdecls("w")} w:val="{size}"/>'))


# --- tables -----------------------------------------------------------------------------------------


def _table_properties(side: int) -> Any:
    """Three lines as in printed tables: heavy above and below, hair lines between the rows."""
    margins = "".join(
        f'<w:{name} w:w="{width}" w:type="dxa"/>'
        for name, width in (("top", 40), ("left", side), ("bottom", 40), ("right", side))
    )
    return parse_xml(
        f"""<w:tblPr {nsdecls("w")}><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>
</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"""
    )


def _rows(document: Document, block: Rows, faces: dict[str, str]) -> None:
    depth = len(block.loops)
    cells: list[list[tuple[str, str]]] = [[("TableHead", name) for name, _, _ in block.columns]]
    cells += [[("Tag", f"{{%tr for {loop} %}}")] for loop in block.loops]
    cells.append([("TableText", text) for _, _, text in block.columns])
    cells += [[("Tag", "{%tr endfor %}")] for _ in range(depth)]
    _table(document, cells, [width for _, width, _ in block.columns], 85, faces)


def _crossing(document: Document, faces: dict[str, str]) -> None:
    def row(style: str, first: str, loop: str, each: str, last: str) -> list[tuple[str, str]]:
        turn = [("Tag", f"{{%tc for {loop} %}}"), ("Figure", each), ("Tag", "{%tc endfor %}")]
        return [(style, first), *turn, ("Figure", last)]

    cells = [
        row("FigureHead", "区县", "theme in grid.themes", "{{ theme }}", "合计"),
        [("Tag", "{%tr for row in grid.rows %}")],
        row(
            "FigureHead",
            "{{ row.label }}",
            "cell in row.cells",
            "{% cellbg cell.shade %}{{ cell.n or '' }}",
            "{{ row.total }}",
        ),
        [("Tag", "{%tr endfor %}")],
        row("FigureHead", "合计", "n in grid.totals", "{{ n }}", "{{ grid.total }}"),
    ]
    # Only the first and the last width hold: the themes share what is left between them.
    _table(document, cells, [1400, 2181, 2181, 2182, 900], 30, faces)


def _table(
    document: Document,
    cells: Sequence[Sequence[tuple[str, str]]],
    widths: Sequence[int],
    side: int,
    faces: dict[str, str],
) -> None:
    table: Table = document.add_table(len(cells), len(widths))
    table._tbl.replace(table._tbl.tblPr, _table_properties(side))
    for column, width in enumerate(widths):
        table.columns[column].width = Twips(width)
        for row in table.rows:
            row.cells[column].width = Twips(width)
    for row, texts in zip(table.rows, cells, strict=True):
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        for cell, (style, text) in zip(row.cells, texts, strict=False):
            _middle(cell)
            _paragraph(cell.paragraphs[0], p(style, text), faces)
        for cell in row.cells[len(texts) :]:
            _paragraph(cell.paragraphs[0], p("Tag"), faces)
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _middle(cell: _Cell) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))


# --- foot and page numbers --------------------------------------------------------------------------

_BOX = """<w:r {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 {drawing}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="120000" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="1" name="{name}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>
<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def _foot(document: Document, block: Foot, faces: dict[str, str]) -> None:
    paragraph = document.add_paragraph()
    paragraph._p.style = "Break"
    run = parse_xml(
        _BOX.format(
            w=nsdecls("w"),
            drawing=nsdecls("wp", "a"),
            name=block.name,
            width=TEXT_WIDTH * 635,
            height=4 * 480 * 635,
        ).replace(">\n<", "><")
    )
    box = next(run.iter(qn("w:txbxContent")))
    for inner in block.blocks:
        one = parse_xml(f"<w:p {nsdecls('w')}/>")
        box.append(one)
        _paragraph(Paragraph(one, document._body), inner, faces)
    paragraph._p.append(run)


def _page_number(footer: _Footer, side: str) -> None:
    """— 1 — at the outer edge, one character (14 pt) in from it."""
    faces = {"Footer": SONG}
    paragraph = footer.paragraphs[0]
    _paragraph(paragraph, p("Footer", "— "), faces)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}="280"/>'))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{side}"/>'))
    for code in ("begin", "PAGE", "separate", "1", "end"):
        run = paragraph.add_run("1" if code == "1" else "")._r
        run.get_or_add_rPr().insert(0, parse_xml(fonts(SONG)))
        if code == "PAGE":
            run.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>'))
        elif code != "1":
            run.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{code}"/>'))
    paragraph.add_run(" —")._r.get_or_add_rPr().insert(0, parse_xml(fonts(SONG)))
