"""Builds the Word templates in templates/: the measures of GB/T 9704-2012 as styles, and the tags.

Run once after a change here (`python scripts/build_templates.py`); afterwards the office edits the
.docx in Word or WPS. Built, not drawn, because three things decide whether it looks right and none
of them shows in Word's dialogs: the East Asian font on every style and run (set only as `w:ascii`, a
Chinese font changes nothing), no theme fonts (they win over it), and the measured grid below.

The grid, measured in LibreOffice 7.4 (not checked in Word or WPS): 22 lines of 28 characters come
from these margins, a line grid of 579 twips, 16 pt with spacing −5, exact line height 579 and
snapToGrid off. A grid of lines and characters gives 13 or 14 characters a line there.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.section import _Footer
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from briefing.render.word import repack
from briefing.resources import templates

TITLE_FACE, BLACK, SCRIPT, BODY_FACE, SONG = "方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"
# What Word falls back on where a face is missing. Plain 仿宋, not 仿宋_GB2312: the latter lacks 喆 旻 昇.
ALTERNATIVES = {
    TITLE_FACE: "华文中宋",
    BLACK: "SimHei",
    SCRIPT: "KaiTi",
    BODY_FACE: "FangSong",
    SONG: "SimSun",
}
LINE = 579  # twips: 22 of them fill the type area of 225 mm
RED, DOUBT, GREY = "B5121B", "9A3412", "808080"
# Twips. Type area 156 × 225 mm, 37 mm of white above, 28 mm on the left.
PAGE = """
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"
 w:header="851" w:footer="1418" w:gutter="0"/>
<w:cols w:space="425"/>
<w:docGrid w:type="lines" w:linePitch="579"/>
"""
TEXT_WIDTH = 11906 - 1588 - 1474


@dataclass(frozen=True)
class Style:
    """A paragraph style: size in half points, exact line height in twips (0: automatic), indent in ems."""

    id: str
    name: str
    face: str = BODY_FACE
    size: int = 32
    line: int = LINE
    spacing: int = -5
    indent: int = 0
    align: str = "both"
    colour: str = ""
    bold: bool = False
    outline: int | None = None
    keep_next: bool = False
    new_page: bool = False
    extra: str = ""  # paragraph properties that stand between pageBreakBefore and spacing
    gap: int = 0  # space before, twips

    def xml(self) -> str:
        """The style element; the order of its children is the schema's."""
        built_in = (
            self.name == "Normal" or self.name.startswith("heading") or self.name in ("Title", "footer")
        )
        height, rule = (self.line, "exact") if self.line else (240, "auto")
        indent = self.indent * (self.size * 10 - 5)
        return f"""
<w:style w:type="paragraph" {'w:default="1" ' if self.name == "Normal" else ""}{
            "" if built_in else 'w:customStyle="1" '
        }w:styleId="{self.id}">
<w:name w:val="{self.name}"/>
{"" if self.name == "Normal" else '<w:basedOn w:val="Normal"/>'}
{'<w:next w:val="Item"/>' if self.outline is not None else ""}
<w:qFormat/>
<w:pPr>
{"<w:keepNext/><w:keepLines/>" if self.keep_next else ""}
{"<w:pageBreakBefore/>" if self.new_page else ""}
<w:widowControl/>
{self.extra}
<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>
<w:snapToGrid w:val="0"/>
<w:spacing w:before="{self.gap}" w:after="0" w:line="{height}" w:lineRule="{rule}"/>
{f'<w:ind w:firstLineChars="{self.indent * 100}" w:firstLine="{indent}"/>' if indent else ""}
<w:jc w:val="{self.align}"/>
{f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else ""}
</w:pPr>
<w:rPr>{fonts(self.face)}{"<w:b/><w:bCs/>" if self.bold else ""}
{f'<w:color w:val="{self.colour}"/>' if self.colour else ""}
<w:spacing w:val="{self.spacing}"/><w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr>
</w:style>"""


def fonts(face: str) -> str:
    """The face for every script: quotes and dashes too must come out in the Chinese face."""
    names = " ".join(f'w:{script}="{face}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts {nsdecls("w")} w:hint="eastAsia" {names}/>'


def border(side: str, kind: str, size: int) -> str:
    """A paragraph border; size in eighths of a point."""
    return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{size}" w:space="4" w:color="{RED}"/></w:pBdr>'


RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
STYLES = (
    Style("Normal", "Normal"),
    Style("Title", "Title", TITLE_FACE, 84, 2 * LINE, 160, align="center", colour=RED),
    Style("Edition", "报头单位", SCRIPT, 32, align="center"),
    Style("Masthead", "报头期号", SCRIPT, 28, 0, 0, align="left", gap=60,
          extra=border("bottom", "thinThickSmallGap", 24) + RIGHT_TAB),
    Style("Digest", "提要", SCRIPT, 28, 480, 0, indent=2, gap=120),
    Style("Heading1", "heading 1", BLACK, outline=0, keep_next=True, align="left", gap=LINE // 2,
          extra=border("bottom", "single", 6)),
    Style("Heading2", "heading 2", SCRIPT, outline=1, keep_next=True, indent=2),
    Style("Heading3", "heading 3", BODY_FACE, outline=2, keep_next=True, indent=2, bold=True),
    Style("Item", "要闻", indent=2),
    Style("Caption", "图注", SCRIPT, 24, 400, 0, indent=2),
    Style("Doubt", "待核", SCRIPT, 24, 400, 0, indent=2, colour=DOUBT),
    Style("Appendix", "核对页标题", BLACK, outline=0, keep_next=True, align="center", new_page=True),
    Style("AppendixPart", "核对页小标题", BLACK, 24, 400, 0, align="left", outline=1, keep_next=True,
          gap=240),
    Style("TableHead", "表头", BLACK, 21, 0, 0, align="center", keep_next=True),
    Style("TableText", "表文", BODY_FACE, 21, 0, 0, align="left"),
    Style("Tag", "模板标记", SCRIPT, 18, 0, 0, align="left", colour=GREY),
    Style("Footer", "footer", SONG, 28, 0, 0),
)  # fmt: skip
FACES = {style.id: style.face for style in STYLES}

# The document itself: a style and the text or tag of one paragraph. Paragraphs whose tag starts with
# “p ” vanish; the rest is what a reader sees. A third text is set in 楷体: the credit.
BODY: tuple[tuple[str, ...], ...] = (
    ("Title", "{{ title }}"),
    ("Tag", "{%p if (edition and edition != title) or revision > 1 %}"),
    (
        "Edition",
        "{% if edition != title %}{{ edition }}{% endif %}"
        "{% if revision > 1 %}（第{{ revision }}稿）{% endif %}",
    ),
    ("Tag", "{%p endif %}"),
    (
        "Masthead",
        "{% if issue %}{{ issue|issue_name }}{% elif week %}{{ week|week_name }}{% endif %}"
        "\t{{ period|span }}",
    ),
    ("Tag", "{%p if entries or photos %}"),
    (
        "Digest",
        "本期收录要闻{{ entries|length }}条{% if photos %}、图片新闻{{ photos|length }}幅{% endif %}"
        "{% for place in places %}{% if loop.first %}：{% else %}、{% endif %}"
        "{{ place.label }}{{ place.n }}条{% endfor %}。",
    ),
    ("Tag", "{%p else %}"),
    ("Digest", "本期没有要闻。"),
    ("Tag", "{%p endif %}"),
    ("Tag", "{%p if doubts %}"),
    ("Doubt", "※ 待核{{ doubts|length }}处，见各条下的※和文末核对页；定稿前请逐条核对，核对后删去。"),
    ("Tag", "{%p endif %}"),
    ("Tag", "{%p for section in sections %}"),
    ("Heading1", "{{ loop.index|numeral }}、{{ section.label }}"),
    ("Tag", "{%p for group in section.themes %}"),
    ("Heading2", "（{{ loop.index|numeral }}）{{ group.theme }}"),
    ("Tag", "{%p for item in group.items %}"),
    ("Heading3", "{{ numbers[item.id] }}. {{ item.headline }}{% if item.continued %}〔续〕{% endif %}"),
    ("Item", "{{ item.text }}", "{{ item|credit }}"),
    ("Tag", "{%p for photo in item.photos %}"),
    ("Caption", "图：{{ photo.caption }}{{ photo|photo_credit }}"),
    ("Tag", "{%p endfor %}"),
    ("Tag", "{%p for doubt in item.warnings %}"),
    ("Doubt", "※ 待核：{{ doubt.message }}{% if doubt.lines %}（{{ doubt.lines|line_ranges }}）{% endif %}"),
    ("Tag", "{%p endfor %}"),
    ("Tag", "{%p endfor %}"),
    ("Tag", "{%p endfor %}"),
    ("Tag", "{%p endfor %}"),
    ("Tag", "{%p if photos %}"),
    ("Heading1", "{{ (sections|length + 1)|numeral }}、图片新闻"),
    ("Tag", "{%p for photo in photos %}"),
    ("Heading3", "{{ photo.headline }}"),
    ("Item", "{{ photo.caption }}", "{{ photo|photo_credit }}"),
    ("Tag", "{%p endfor %}"),
    ("Tag", "{%p endif %}"),
    ("Tag", "{%p if entries or left_out or doubts %}"),
    ("Appendix", "附：核对页（付印前删去）"),
    ("Tag", "{%p endif %}"),
)
Columns = tuple[tuple[str, int, str], ...]
"""Of a table: heading, width in twips, tag."""
SOURCES: Columns = (
    ("序号", 680, "{{ entry.number }}"),
    ("要闻", 3064, "{{ entry.item.headline }}"),
    ("出处", 2600, "{{ source|origin }}"),
    ("文件与行", 2500, "{{ source.path|file_name }}\n{{ source.lines|line_ranges }}"),
)
LEFT_OUT: Columns = (("未收录的稿件", 4644, "{{ left.headline }}"), ("原因", 4200, "{{ left.why }}"))
DOUBTS: Columns = (
    ("序号", 680, "{{ at.number }}"),
    ("要闻", 3064, "{{ at.headline }}"),
    ("待核事项", 5100, "{{ at.doubt.message }}　{{ at.doubt.lines|line_ranges }}"),
)
# Three lines as in printed tables: heavy above and below, hair lines between the rows.
TABLE_PROPERTIES = f"""<w:tblPr {nsdecls("w")}><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>
</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>
<w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
</w:tblCellMar></w:tblPr>"""


def build() -> bytes:
    """The template 一周要闻.docx; the same bytes each time."""
    document = docx.Document()
    _bare(document)
    for style, *texts in BODY:
        _paragraph(document.add_paragraph(), style, *texts)
    _table(document, "待核", "doubts", ("at in doubts",), DOUBTS)
    _table(document, "来源", "entries", ("entry in entries", "source in entry.item.sources"), SOURCES)
    _table(document, "未收录", "left_out", ("left in left_out",), LEFT_OUT)
    section = document.sections[0]
    section.footer.is_linked_to_previous = False
    section.even_page_footer.is_linked_to_previous = False
    _page_number(section.footer, "right")
    _page_number(section.even_page_footer, "left")
    made = io.BytesIO()
    document.save(made)
    return repack(made.getvalue())


def _bare(document: Document) -> None:
    """python-docx's default document without its theme, its 160 English styles and its thumbnail."""
    part = document.part
    for rels in (part.rels, part.package.rels):
        wanted = ("/styles", "/settings", "/fontTable", "/officeDocument", "/core-properties")
        for key in [key for key, rel in rels.items() if not rel.reltype.endswith(wanted)]:
            del rels[key]
    part._styles_part._element = parse_xml(_styles_xml())
    part._settings_part._element = parse_xml(_settings_xml())
    table = next(rel.target_part for rel in part.rels.values() if rel.reltype.endswith("/fontTable"))
    table._blob = _font_table_xml().encode()
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.append(parse_xml(f"<w:sectPr {nsdecls('w')}>{PAGE}</w:sectPr>"))


def _styles_xml() -> str:
    return f"""<w:styles {nsdecls("w")}>
<w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FACE)}<w:kern w:val="2"/>
<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>
</w:rPrDefault><w:pPrDefault/></w:docDefaults>
{"".join(style.xml() for style in STYLES)}
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


def _paragraph(paragraph: Paragraph, style: str, *texts: str) -> None:
    """A paragraph of one run, and a second one in 楷体, as newspapers set the credit."""
    paragraph._p.style = style
    for text, face in zip(texts, (FACES[style], SCRIPT), strict=False):
        run = paragraph.add_run(text)._r
        run.get_or_add_rPr().insert(0, parse_xml(fonts(face)))


def _table(document: Document, heading: str, field: str, loops: tuple[str, ...], columns: Columns) -> None:
    """A heading and a table with one row an entry; neither appears where there is none."""
    _paragraph(document.add_paragraph(), "Tag", f"{{%p if {field} %}}")
    _paragraph(document.add_paragraph(), "AppendixPart", heading)
    table = document.add_table(2 + 2 * len(loops), len(columns))
    table._tbl.replace(table._tbl.tblPr, parse_xml(TABLE_PROPERTIES))
    for column, (name, width, tag) in enumerate(columns):
        table.columns[column].width = Twips(width)
        for row in table.rows:
            row.cells[column].width = Twips(width)
        _paragraph(table.cell(0, column).paragraphs[0], "TableHead", name)
        _paragraph(table.cell(1 + len(loops), column).paragraphs[0], "TableText", tag)
    for row, loop in enumerate(loops, 1):
        _paragraph(table.cell(row, 0).paragraphs[0], "Tag", f"{{%tr for {loop} %}}")
        _paragraph(table.cell(-row, 0).paragraphs[0], "Tag", "{%tr endfor %}")
    for row in table.rows:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    _paragraph(document.add_paragraph(), "Tag", "{%p endif %}")


def _page_number(footer: _Footer, side: str) -> None:
    """— 1 — at the outer edge, one character (14 pt) in from it."""
    paragraph = footer.paragraphs[0]
    _paragraph(paragraph, "Footer", "— ")
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


if __name__ == "__main__":
    target = templates() / "一周要闻.docx"
    target.write_bytes(build())
    print(target)
