"""Every part of a .docx against the schema of WordprocessingML, and what no schema says.

`wml-schema.zip` holds the schema (ECMA-376) as python-docx's source carries it, with its licence; the only
change is that the import of the xml namespace names a file, `xml.xsd`, with the two attributes that are used.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from briefing.config import Config, Fonts, Layout
from briefing.model import Briefing
from briefing.resources import templates
from tests.render.readback import TEMPLATES, made
from tests.render.sample import CONFIG, briefing, full, one
from tests.render.test_pictures import photographed

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SCHEMA = Path(__file__).parent / "wml-schema.zip"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("schema")
    with zipfile.ZipFile(SCHEMA) as package:
        package.extractall(folder)
    return etree.XMLSchema(file=str(folder / "wml.xsd"))


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if "xml" in name}


def known(root: Any) -> list[Any]:
    """A part, and what its text boxes hold; without the boxes themselves, which are newer than the schema."""
    boxes = list(root.iter(qn("w:txbxContent")))
    root.attrib.pop(f"{_MC}Ignorable", None)
    for alternate in list(root.iter(f"{_MC}AlternateContent")):
        run = alternate.getparent()
        run.getparent().remove(run)
    documents = []
    for box in boxes:
        document = etree.fromstring(etree.tostring(root))
        body = document.find(qn("w:body"))
        for child in list(body)[:-1]:
            body.remove(child)
        for number, child in enumerate(box):
            body.insert(number, child)
        documents.append(document)
    return [root, *documents]


def documents(template: str, folder: Path) -> list[bytes]:
    config = CONFIG.model_copy(update={"template": template})
    other = Config(template=template, layout=Layout(margins="ink"), fonts=Fonts(body="仿宋_GB2312"))
    values: list[Briefing] = [full(), photographed(folder), briefing(), one("题\n目", "一\t二。")]
    return [made(value, "docx", settings) for value in values for settings in (config, other)]


@pytest.mark.parametrize("template", TEMPLATES)
def test_documents_are_valid(template: str, schema: Any, tmp_path: Path) -> None:
    checked = 0
    for data in documents(template, tmp_path):
        for name, part in parts(data).items():
            if not re.fullmatch(r"word/\w+\.xml", name):
                continue
            for root in known(part):
                schema.assertValid(root)
                checked += 1
    assert checked > 40


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_are_valid(template: str, schema: Any) -> None:
    for name, part in parts((templates() / f"{template}.docx").read_bytes()).items():
        if re.fullmatch(r"word/\w+\.xml", name):
            for root in known(part):
                schema.assertValid(root)


@pytest.mark.parametrize("template", TEMPLATES)
def test_packages_are_whole(template: str, tmp_path: Path) -> None:
    for data in documents(template, tmp_path):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            assert package.testzip() is None
            types = package.read("[Content_Types].xml").decode()
        assert len(names) == len(set(names))
        found = parts(data)
        document, relations = found["word/document.xml"], found["word/_rels/document.xml.rels"]
        targets = {one.get("Id"): one.get("Target") for one in relations}
        assert len(targets) == len(relations)
        assert {f"word/{target}" for target in targets.values()} <= set(names)
        used = {value for one in document.iter() for key, value in one.attrib.items() if key == qn("r:id")}
        used |= {one.get(qn("r:embed")) for one in document.iter(qn("a:blip"))}
        assert used <= set(targets)
        for name in names:
            assert f'PartName="/{name}"' in types or f'Extension="{name.rpartition(".")[2]}"' in types
        styles = {one.get(qn("w:styleId")) for one in found["word/styles.xml"].iter(qn("w:style"))}
        assert {one.get(qn("w:val")) for one in document.iter(qn("w:pStyle"))} <= styles
        pictures = Counter(one.get("id") for one in document.iter(qn("wp:docPr")))
        assert all(n == 1 for n in pictures.values())
        text = etree.tostring(document, encoding="unicode")
        assert not re.search(r"\{\{|\}\}|\{%|%\}|模板标记", text)
        assert text.count("<w:sectPr") == (3 if template == "一周要闻" else 1)


def test_a_section_never_multiplies_with_the_items() -> None:
    value = replace(full(), sections=full().sections * 4)
    assert etree.tostring(parts(made(value, "docx"))["word/document.xml"]).count(b"<w:sectPr") == 3
