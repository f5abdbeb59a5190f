"""Everything that is wrong with a template that was edited: each tag, with the place and its text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from briefing.errors import ConfigError
from briefing.render.tags import TAG, Mistake, Reader, Unit

__all__ = ["Mistake", "check_page", "check_word"]


def check_word(data: bytes) -> list[Mistake]:
    """The mistakes of a .docx template, in the order of its paragraphs. Raises ConfigError for no .docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = sorted(
                name for name in package.namelist() if re.match(r"word/(header|footer)\d*\.xml", name)
            )
            units = list(_paragraphs(package.read("word/document.xml"), ""))
            for name in parts:
                units += _paragraphs(package.read(name), "页眉" if "header" in name else "页脚")
    except (KeyError, zipfile.BadZipFile, SyntaxError) as error:
        raise ConfigError("不是 Word 文档（.docx）或已损坏；请在 Word 或 WPS 里另存为 .docx") from error
    return Reader(word=True).read(units)


def check_page(source: str, mail: bool = False) -> list[Mistake]:
    """The mistakes of an HTML template, in the order of its lines."""
    return Reader(word=False, mail=mail).read(list(_lines(source)))


def _paragraphs(xml: bytes, part: str) -> Iterator[Unit]:
    """Each paragraph with the text of all its runs joined, as docxtpl joins them."""
    root = parse_xml(xml)
    for number, paragraph in enumerate(root.iter(qn("w:p")), 1):
        text = _text(paragraph)
        cell = next(paragraph.iterancestors(qn("w:tc")), None)
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        row_text = "".join(_text(one) for one in row.iter(qn("w:p"))) if row is not None else ""
        around = next(paragraph.iterancestors(qn("w:tc"), qn("w:txbxContent"), qn("w:body")), root)
        container = f"{part}{root.getroottree().getpath(around)}"
        yield Unit(f"{part}第{number}段", text, container, row is not None, cell is not None, row_text)


def _text(paragraph: Any) -> str:
    """A paragraph's own text; what stands in a text box on it is other paragraphs' text."""
    kinds = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n"}
    found = []
    for one in paragraph.iter(*kinds):
        if next(one.iterancestors(qn("w:p"))) is paragraph:
            found.append(kinds[one.tag] or one.text or "")
    return "".join(found)


def _lines(source: str) -> Iterator[Unit]:
    """Each tag with its line; a tag may be longer than a line."""
    done = 0
    for match in TAG.finditer(source):
        yield from _rest(source, done, match.start())
        line = source.count("\n", 0, match.start()) + 1
        yield Unit(f"第{line}行", match[0])
        done = match.end()
    yield from _rest(source, done, len(source))


def _rest(source: str, start: int, end: int) -> Iterator[Unit]:
    first = source.count("\n", 0, start) + 1
    for number, text in enumerate(source[start:end].split("\n"), first):
        if text.strip():
            yield Unit(f"第{number}行", text.strip())
