"""What Word templates consist of: styles, paragraphs, tables, sections, a foot. `word_writer` writes them.

Built, not drawn, because three things decide whether a document looks right and none of them shows in
Word's dialogs: the East Asian font on every style and run (set only as `w:ascii`, a Chinese font changes
nothing), no theme fonts (they win over it), and the measured grid below.

The grid, measured in LibreOffice 7.4 (not checked in Word or WPS): 22 lines of 28 characters come
from these margins, a line grid of 579 twips, 16 pt with spacing −5, exact line height 579 and
snapToGrid off. A grid of lines and characters gives 13 or 14 characters a line there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.oxml.ns import nsdecls

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
TEXT_WIDTH = 11906 - 1588 - 1474
GAP = 425  # twips between two columns
COLUMN = (TEXT_WIDTH - GAP) // 2

Text = str | tuple[str, str] | tuple[str, str, int]
"""A run: its text; or with a face of its own; or with a size too, in half points."""


def page(columns: int = 1, continuous: bool = False) -> str:
    """A section's properties. Twips: type area 156 × 225 mm, 37 mm of white above, 28 mm on the left."""
    rule = f'w:num="{columns}" w:sep="1" ' if columns > 1 else ""
    return f"""{'<w:type w:val="continuous"/>' if continuous else ""}
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"
 w:header="851" w:footer="1418" w:gutter="0"/>
<w:cols {rule}w:space="{GAP}"/>
<w:docGrid w:type="lines" w:linePitch="{LINE}"/>"""


@dataclass(frozen=True)
class Style:
    """A paragraph style: size in half points, exact line height in twips (0: automatic), indents in ems."""

    id: str
    name: str
    face: str = BODY_FACE
    size: int = 32
    line: int = LINE
    spacing: int = -5
    indent: float = 0
    hanging: float = 0
    align: str = "both"
    colour: str = ""
    bold: bool = False
    outline: int | None = None
    keep_next: bool = False
    new_page: bool = False
    extra: str = ""  # paragraph properties that stand between pageBreakBefore and spacing
    gap: int = 0  # space before, twips
    after: int = 0

    def xml(self) -> str:
        """The style element; the order of its children is the schema's."""
        built_in = (
            self.name == "Normal" or self.name.startswith("heading") or self.name in ("Title", "footer")
        )
        height, rule = (self.line, "exact") if self.line else (240, "auto")
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
<w:spacing w:before="{self.gap}" w:after="{self.after}" w:line="{height}" w:lineRule="{rule}"/>
{self._indents()}
<w:jc w:val="{self.align}"/>
{f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else ""}
</w:pPr>
<w:rPr>{fonts(self.face)}{"<w:b/><w:bCs/>" if self.bold else ""}
{f'<w:color w:val="{self.colour}"/>' if self.colour else ""}
<w:spacing w:val="{self.spacing}"/><w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr>
</w:style>"""

    def _indents(self) -> str:
        em = self.size * 10 + self.spacing
        if self.hanging:
            left, back = round((self.indent + self.hanging) * em), round(self.hanging * em)
            return f'<w:ind w:left="{left}" w:hanging="{back}"/>'
        if self.indent:
            return f'<w:ind w:firstLineChars="{self.indent * 100:.0f}" w:firstLine="{self.indent * em:.0f}"/>'
        return ""


def fonts(face: str) -> str:
    """The face for every script: quotes and dashes too must come out in the Chinese face."""
    names = " ".join(f'w:{script}="{face}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts {nsdecls("w")} w:hint="eastAsia" {names}/>'


def border(*sides: str, kind: str = "single", size: int = 6, colour: str = RED, space: int = 4) -> str:
    """Paragraph borders; size in eighths of a point. Paragraphs with equal ones share them."""
    lines = "".join(
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/>' for side in sides
    )
    return f"<w:pBdr>{lines}</w:pBdr>"


def shade(colour: str) -> str:
    """A cell filled with a colour (RRGGBB)."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'


# --- what a template consists of, in order ----------------------------------------------------------


@dataclass(frozen=True)
class P:
    """A paragraph: a style and its runs. Those whose tag starts with “{%p ” vanish in the document."""

    style: str
    texts: tuple[Text, ...] = ()


def p(style: str, *texts: Text) -> P:
    """A paragraph of a style."""
    return P(style, texts)


def tag(text: str) -> P:
    """A condition or a loop around whole paragraphs."""
    return P("Tag", (f"{{%p {text} %}}",))


@dataclass(frozen=True)
class Break:
    """The end of a section, on a paragraph of its own that no tag removes (its line is 1 pt high)."""

    properties: str


@dataclass(frozen=True)
class Rows:
    """A table with a head and one row for each turn of its loops. Columns: heading, twips, tag."""

    columns: tuple[tuple[str, int, str], ...]
    loops: tuple[str, ...]


@dataclass(frozen=True)
class Crossing:
    """The table of districts (rows) and themes (columns), as many as there are."""


@dataclass(frozen=True)
class Foot:
    """A block at the foot of the page that its paragraph stands on: an anchored text box.

    A frame (framePr) does not come out there, a floating table only if narrower than the text. The height
    is fixed; what renders the document computes it from the lines that it finds in the box.
    """

    name: str
    blocks: tuple[P, ...]


Block = P | Break | Rows | Crossing | Foot


@dataclass(frozen=True)
class Design:
    """A template: its styles, its blocks, the last section's properties."""

    styles: tuple[Style, ...]
    blocks: tuple[Block, ...]
    end: str = field(default_factory=page)
