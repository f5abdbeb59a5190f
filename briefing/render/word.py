"""The Word document: a .docx that the office edits in Word or WPS, filled by docxtpl.

docxtpl's traps, each measured and each covered by a test:
- it escapes nothing by default and then parses with `recover`, so “R&D <3%” became “R 3%” without
  an error: we escape everything and parse strictly first;
- it turns “{_{” into “{{” in the finished text: braces go in as character references;
- it renders the template's core properties as tags, escaped twice: all are set afterwards;
- python-docx stamps the zip with the time of day: it is packed again, in fixed order and date.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError
from markupsafe import Markup, escape

from briefing.config import Config
from briefing.errors import ConfigError
from briefing.model import Briefing, Photo
from briefing.render.clean import Cleaner
from briefing.render.dress import dress
from briefing.render.pictures import Pictures
from briefing.render.template import MISTAKES, Ready, Write, context, environment, mistake
from briefing.render.wording import issue_name, span

_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH_START = re.compile(r"<w:p(?=[ >])")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_WHOLE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_HALF_TAG = re.compile(r"\{[{%#]|[}%#]\}")
_WHOLE_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)  # as docxtpl has it
_LISTING = re.compile("[\t\n\a\f]")
_WIDEST = 156.0  # mm, the type area of GB/T 9704
_INLINE = '</w:t></w:r><w:r><w:drawing>{}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
# The oldest date a zip can carry: the same bytes whenever it is packed.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl's template that refuses what docxtpl would quietly drop: broken XML and half a tag."""

    _lines: Sequence[str] = ()

    def patch_xml(self, src_xml: str) -> Any:
        # A “{{” without its end swallows everything up to the next “}}”, paragraphs and all.
        for paragraph in _PARAGRAPH.findall(src_xml):
            text = _TAG.sub("", paragraph)
            if _HALF_TAG.search(_WHOLE_TAG.sub("", text)):
                raise TemplateSyntaxError(f"“{text.strip()}”里的括号没有成对", 0)
        return super().patch_xml(src_xml)

    def render_xml_part(self, src_xml: str, *rest: Any) -> Any:
        # docxtpl begins a line at each paragraph; Jinja's errors count these lines.
        self._lines = _PARAGRAPH_START.sub("\n<w:p", src_xml).split("\n")
        return super().render_xml_part(src_xml, *rest)

    def resolve_listing(self, xml: str) -> str:
        # docxtpl takes every run apart for line breaks and tabs; few paragraphs have any.
        resolve = super().resolve_listing

        def resolved(match: re.Match[str]) -> str:
            return str(resolve(match[0])) if _LISTING.search(match[0]) else match[0]

        return _WHOLE_PARAGRAPH.sub(resolved, xml)

    def fix_tables(self, xml: str) -> Any:
        parse_xml(xml)
        return super().fix_tables(xml)

    def place(self, line: int) -> str:
        """The text of the paragraph in which an error arose."""
        text = _TAG.sub("", self._lines[line - 1]).strip() if line <= len(self._lines) else ""
        return f"中“{text}”一段" if text else ""


def render(briefing: Briefing, template: Path, clean: Cleaner, config: Config, pictures: Pictures) -> bytes:
    """The briefing as .docx, byte-identical for equal input. Raises ConfigError for a wrong template."""

    def write(text: str) -> str:
        # What is Markup already is not escaped once more by Jinja.
        return Markup(str(escape(clean(text))).replace("{", "&#123;").replace("}", "&#125;"))

    document = _open(template)
    try:
        document.render(context(briefing, config), _environment(document, write, clean, pictures))
    except MISTAKES as error:
        raise mistake(template.name, error, document.place) from error
    except SyntaxError as error:  # lxml's XMLSyntaxError is one
        raise ConfigError(
            f"模板“{template.name}”的循环或条件标记放错了位置，生成的文档不完整：{error}"
        ) from error
    dress(document.docx, config)
    _describe(document, briefing, config.office.unit, clean)
    made = io.BytesIO()
    document.save(made)
    return repack(made.getvalue())


def _environment(document: Any, write: Write, clean: Cleaner, pictures: Pictures) -> Environment:
    """The environment of all templates, and what only a Word document has: pictures."""

    def picture(photo: Photo, mm: float = _WIDEST) -> Markup:
        """The photo's picture, at most so many millimetres wide; nothing if it has none."""
        found = pictures(photo, mm)
        if found is None:
            return Ready()
        inline = document.current_rendering_part.new_pic_inline(io.BytesIO(found.data), Mm(found.mm))
        # What a screen reader says in the picture's place; a file's name would be noise.
        inline.docPr.set("descr", clean(photo.headline))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # not said, LibreOffice keeps 3 mm free, and a column's width is too much
        return Ready(_INLINE.format(inline.xml))

    made = environment(write)
    made.filters["picture"] = picture
    return made


def _open(template: Path) -> Any:
    document = _Template(io.BytesIO(template.read_bytes()))
    try:
        document.init_docx()
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ConfigError(f"模板“{template.name}”不是 Word 文档（.docx）或已损坏") from error
    return document


def _describe(document: Any, briefing: Briefing, unit: str, clean: Cleaner) -> None:
    """Core properties: what the system's file dialog and the archive's search show."""
    made = datetime.combine(briefing.period.end, time())
    properties = document.docx.core_properties
    properties.title = clean(f"{briefing.title}（{span(briefing.period)}）")[:255]
    properties.subject = clean(issue_name(briefing.issue) if briefing.issue else briefing.edition)[:255]
    properties.author = properties.last_modified_by = clean(unit or briefing.edition)[:255]
    properties.category = clean(briefing.title)[:255]
    properties.keywords = clean("、".join(section.label for section in briefing.sections))[:255]
    properties.comments = ""
    properties.identifier = clean(briefing.week or "")[:255]
    properties.language = "zh-CN"
    properties.version = ""
    properties.revision = max(1, briefing.revision)
    # No clock: the period's last day, so that equal input gives equal bytes.
    properties.created = properties.modified = made


def repack(data: bytes) -> bytes:
    """The same package with its parts in a fixed order and without times or the system's marks."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return made.getvalue()
