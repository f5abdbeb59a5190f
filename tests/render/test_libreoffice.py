"""What the .docx is on paper: LibreOffice lays it out, pypdfium2 reads where the characters stand."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from briefing.config import Config, Layout
from briefing.render import render
from briefing.resources import templates
from tests.render.readback import TEMPLATES, made
from tests.render.sample import CONFIG, full, one

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: no page layout"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each document, converted in one run."""
    folder = tmp_path_factory.mktemp("pdf")
    documents = {
        name: made(full(), "docx", CONFIG.model_copy(update={"template": name})) for name in TEMPLATES
    }
    grid = one("题", "永国" * 1500 + "。")
    documents["standard"] = made(grid, "docx", Config(template="工作简报"))
    documents["ink"] = made(grid, "docx", Config(template="工作简报", layout=Layout(margins="ink")))
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [SOFFICE or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder)]
    command += [str(folder / f"{name}.docx") for name in documents]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: read(folder / f"{name}.pdf") for name in documents}


def read(path: Path) -> list[str]:
    return texts(path.read_bytes())


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    finally:
        document.close()


@pytest.mark.parametrize("margins", ["standard", "ink"])
def test_an_official_page_has_22_lines_of_28_characters(pages: dict[str, list[str]], margins: str) -> None:
    inner = pages[margins][1:4]
    assert len(inner) == 3
    for page in inner:
        lines = [line for line in page.splitlines() if "永" in line]
        assert [len(line) for line in lines] == [28] * 22


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_item_is_on_paper(pages: dict[str, list[str]], template: str) -> None:
    squashed = "".join("".join(pages[template]).split())
    for section in full().sections:
        for group in section.themes:
            for item in group.items:
                assert "".join(item.headline.split()) in squashed


@pytest.mark.parametrize("template", TEMPLATES)
def test_pages_are_numbered_and_the_check_page_stands_apart(
    pages: dict[str, list[str]], template: str
) -> None:
    for number, page in enumerate(pages[template], 1):
        assert f"—{number}—" in "".join(page.split())
    checks = [page for page in pages[template] if "附：核对页" in page]
    assert len(checks) == 1 and checks[0].lstrip().startswith("附：核对页")


def is_column(line: str) -> bool:
    """A line of the first item's text without figures, neither the first nor the last of the paragraph."""
    text = full().sections[0].themes[0].items[0].text
    return len(line.strip()) > 10 and not re.search("[0-9]", line) and "".join(line.split()) in text[15:-15]


def test_the_digest_has_its_news_in_two_columns_below_the_masthead(pages: dict[str, list[str]]) -> None:
    first = pages["一周要闻"][0]
    assert "".join(first.split()).startswith("一周要闻")
    assert "一、魏都区" in first
    column = [line for line in first.splitlines() if is_column(line)]
    assert len(column) > 5
    assert {len(line.strip()) for line in column} <= {14, 15}  # 14 where punctuation may not begin a line


def test_who_gets_it_stands_at_the_foot_of_the_last_page_before_the_check_page(
    pages: dict[str, list[str]],
) -> None:
    last = next(n for n, page in enumerate(pages["工作简报"]) if "附：核对页" in page) - 1
    foot = "".join(pages["工作简报"][last].split())
    assert "共印120份" in foot[-40:]
    assert foot.index("报：区委书记") < foot.index("送：") < foot.index("发：") < foot.index("共印")


def test_a_pdf_is_the_same_each_time_and_tells_what_it_cannot_show() -> None:
    value = one("市民喆旻昇", "11月5日，𠮷野到场。")
    first, second = (render(value, "pdf", templates()) for _ in range(2))
    assert first.data == second.data
    assert "喆旻昇" in texts(first.data)[0]
    assert first.problems == ()
    (problem,) = render(one("题", "私用字\U0010fffd。"), "pdf", templates()).problems
    assert problem.code == "glyphs" and "U+10FFFD" in problem.message
