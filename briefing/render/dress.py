"""What a Word document still needs once its template is filled: things that no tag can say.

The office's own faces and margins, a masthead that fits on its line, the height of the block at the foot,
the widths of a table with as many columns as there are themes, and an order of elements that Word accepts.
All of it works on the document's XML, so that it holds for templates that an office has edited, too.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from briefing.config import Config, Fonts
from briefing.text import in_gb2312, is_han, width

_TWIPS_PER_POINT = 20
_EMU_PER_TWIP = 635
# From the white above the type area to the white above the ink: GB/T 9704's 37 mm, read either way.
_STANDARD = {"top": "2098", "bottom": "1984", "line": "579"}
_INK = {"top": "1960", "bottom": "1847", "line": "589"}
_SCRIPTS = [qn(f"w:{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")]
_FOOT = "版记"
_SMALLEST_TITLE = 44  # half points: 2号, the title of an official document; longer titles take two lines
_AFTER_SHADE = {
    qn(f"w:{name}") for name in ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
}


def dress(document: Document, config: Config) -> None:
    """Finish a filled document, in place."""
    parts = [part.element for part in document.part.package.iter_parts() if isinstance(part, XmlPart)]
    if config.layout.margins == "ink":
        for element in parts:
            _use_ink_margins(element)
    for element in parts:
        _use_fonts(element, config.fonts)
    _fit_title(document)
    _fit_foot(document)
    for table in document.element.body.iter(qn("w:tbl")):
        _even_columns(table)
        _order_cells(table)


# --- faces and margins ------------------------------------------------------------------------------


def _use_fonts(element: Any, wanted: Fonts) -> None:
    default = Fonts()
    names = {getattr(default, name): getattr(wanted, name) for name in Fonts.model_fields}
    faces = {old: new for old, new in names.items() if old != new}
    for fonts in element.iter(qn("w:rFonts")) if faces else ():
        for script in _SCRIPTS:
            if (face := fonts.get(script)) in faces:
                fonts.set(script, faces[face])
    if any(face.endswith("_GB2312") for face in faces.values()):
        for run in list(element.iter(qn("w:r"))):
            _split_rare(run)


def _split_rare(run: Any) -> None:
    """Set characters that a face of GB 2312 lacks (喆 旻 昇 镕) in the full face of the same name.

    Left to itself Word takes some other face for them, so that a name is printed in two.
    """
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    face = fonts.get(qn("w:eastAsia")) if fonts is not None else None
    if face is None or not face.endswith("_GB2312"):
        return
    parts = [part for child in run if child.tag != qn("w:rPr") for part in _by_coverage(child)]
    if not any(rare for _, rare in parts):
        return
    for rare, together in itertools.groupby(parts, key=lambda part: part[1]):
        new = OxmlElement("w:r")
        new.append(copy.deepcopy(run.rPr))
        new.extend(element for element, _ in together)
        if rare:
            _set_face(new.rPr.rFonts, face.removesuffix("_GB2312"))
        run.addprevious(new)
    run.getparent().remove(run)


def _by_coverage(child: Any) -> Iterator[tuple[Any, bool]]:
    """A run's child as it is, or its text in stretches; each with whether GB 2312 lacks its characters."""
    if child.tag != qn("w:t"):
        yield child, False
        return
    for rare, chars in itertools.groupby(child.text or "", key=_is_rare):
        text = OxmlElement("w:t")
        text.text = "".join(chars)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield text, rare


def _is_rare(char: str) -> bool:
    return is_han(char) and not in_gb2312(char)


def _set_face(fonts: Any, face: str) -> None:
    for script in _SCRIPTS:
        fonts.set(script, face)


def _use_ink_margins(element: Any) -> None:
    for section in element.iter(qn("w:sectPr")):
        margins, grid = section.find(qn("w:pgMar")), section.find(qn("w:docGrid"))
        for side in ("top", "bottom"):
            if margins is not None and margins.get(qn(f"w:{side}")) == _STANDARD[side]:
                margins.set(qn(f"w:{side}"), _INK[side])
        if grid is not None and grid.get(qn("w:linePitch")) == _STANDARD["line"]:
            grid.set(qn("w:linePitch"), _INK["line"])
    for spacing in element.iter(qn("w:spacing")):
        if spacing.get(qn("w:line")) == _STANDARD["line"]:
            spacing.set(qn("w:line"), _INK["line"])


# --- masthead and foot --------------------------------------------------------------------------------


def _fit_title(document: Document) -> None:
    """Make the masthead small enough for its line: an office's title may be twice as long as ours."""
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    points = room / _EMU_PER_TWIP / _TWIPS_PER_POINT
    title = next((style for style in document.styles if style.name == "Title"), None)
    if title is None:
        return
    for paragraph in document.paragraphs:
        if paragraph._p.style != title.style_id:  # by the id: looking up each one's style costs a third
            continue
        size, spacing = _measures(title.element)
        for run in paragraph.runs:  # What an office sets by hand stands in the run.
            size, spacing = _measures(run._r, size, spacing)
        ems = width(paragraph.text)
        if not ems or ems * (size / 2 + spacing / _TWIPS_PER_POINT) <= points:
            continue
        for run in paragraph.runs:
            properties = run._r.get_or_add_rPr()
            for name, value in (("spacing", 0), ("sz", 0), ("szCs", 0)):
                for old in properties.findall(qn(f"w:{name}")):
                    properties.remove(old)
                new = OxmlElement(f"w:{name}")
                new.set(qn("w:val"), str(value if name == "spacing" else _fitting(size, points, ems)))
                properties.append(new)


def _fitting(size: int, points: float, ems: float) -> int:
    return max(min(size, math.floor(points / ems) * 2), min(size, _SMALLEST_TITLE))


def _measures(element: Any, size: int = 32, spacing: int = 0) -> tuple[int, int]:
    """Size in half points and character spacing in twips, as a style or a run says, else as given."""

    def value(name: str, default: int) -> int:
        found = element.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}")
        return int(found.get(qn("w:val"))) if found is not None else default

    return value("sz", size), value("spacing", spacing)


def _fit_foot(document: Document) -> None:
    """Give the block at the foot the height of the lines in it: a text box knows no other."""
    for anchor in document.element.body.iter(qn("wp:anchor")):
        if anchor.find(qn("wp:docPr")).get("name") != _FOOT:
            continue
        extent = anchor.find(qn("wp:extent"))
        room = int(extent.get("cx")) / _EMU_PER_TWIP
        twips = sum(_height(paragraph, document, room) for paragraph in anchor.iter(qn("w:p")))
        for one in (extent, *anchor.iterfind(f".//{qn('a:xfrm')}/{qn('a:ext')}")):
            one.set("cy", str(round(twips * _EMU_PER_TWIP)))


def _height(paragraph: Any, document: Document, room: float) -> float:
    """The height of a paragraph set in lines of exact height, in twips; rather too much than too little."""
    style = document.styles.element.get_by_id(paragraph.style) if paragraph.style else None
    if style is None:
        return 0
    size, _ = _measures(style)
    spacing, indent = (style.find(f"{qn('w:pPr')}/{qn(f'w:{name}')}") for name in ("spacing", "ind"))
    line = int(spacing.get(qn("w:line"), 480)) if spacing is not None else 480
    left = int(indent.get(qn("w:left"), 0)) if indent is not None else 0
    em = size * 10
    text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
    # One em to spare for each line: Word moves a character that may not begin or end one.
    lines = math.ceil(max(1.0, width(text) * em - left) / (room - left - em))
    return line * lines + 40  # and the rules above and below


# --- tables -------------------------------------------------------------------------------------------


def _even_columns(table: Any) -> None:
    """Share the width between the columns that a loop made: all but the first and the last are alike.

    docxtpl adds the missing columns to the table's grid and leaves the cells as wide as they were.
    """
    whole = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    if whole is None or whole.get(qn("w:type")) != "dxa" or not rows or len(rows[0]) < 3:
        return
    widths = [cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") for cell in rows[0]]
    if any(one is None or one.get(qn("w:type")) != "dxa" for one in widths):
        return
    given = [int(one.get(qn("w:w"))) for one in widths]
    room = int(whole.get(qn("w:w")))
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    regular = {len(row) for row in rows} == {len(columns)}
    # Word's own tables are a few twips off; a loop's are off by whole columns.
    if not regular or abs(sum(given) - room) < room * 0.05:
        return
    middle = (room - given[0] - given[-1]) // (len(given) - 2)
    new = [given[0], *[middle] * (len(given) - 2), given[-1]]
    new[-1] += room - sum(new)
    for row in rows:
        for cell, twips in zip(row, new, strict=True):
            cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").set(qn("w:w"), str(twips))
    for column, twips in zip(columns, new, strict=True):
        column.set(qn("w:w"), str(twips))


def _order_cells(table: Any) -> None:
    """Put a cell's shade where the schema has it: docxtpl's {% cellbg %} writes it first."""
    for properties in table.iter(qn("w:tcPr")):
        shade = properties.find(qn("w:shd"))
        if shade is not None:
            after = next((one for one in properties if one.tag in _AFTER_SHADE), None)
            properties.remove(shade)
            if after is not None:
                after.addprevious(shade)
            else:
                properties.append(shade)
