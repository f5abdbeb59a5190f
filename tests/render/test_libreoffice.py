"""What the .docx is on paper: LibreOffice lays it out, pypdfium2 reads where the characters stand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from tests.render.readback import made
from tests.render.sample import full, one

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: no page layout"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of both documents, converted in one run."""
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "full.docx").write_bytes(made(full(), "docx"))
    (folder / "grid.docx").write_bytes(made(one("题", "永国" * 1500 + "。"), "docx"))
    command = [SOFFICE or "", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder)]
    command += [str(folder / "full.docx"), str(folder / "grid.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: read(folder / f"{name}.pdf") for name in ("full", "grid")}


def read(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    finally:
        document.close()


def test_a_page_has_22_lines_of_28_characters(pages: dict[str, list[str]]) -> None:
    inner = pages["grid"][1:4]
    for page in inner:
        lines = [line for line in page.splitlines() if "永" in line]
        assert [len(line) for line in lines] == [28] * 22


def test_every_item_is_on_paper(pages: dict[str, list[str]]) -> None:
    paper = "".join(pages["full"])
    squashed = "".join(paper.split())
    for section in full().sections:
        for group in section.themes:
            for item in group.items:
                assert "".join(item.headline.split()) in squashed


def test_pages_are_numbered_and_the_check_page_stands_apart(pages: dict[str, list[str]]) -> None:
    for number, page in enumerate(pages["full"], 1):
        assert "".join(page.split()).endswith(f"—{number}—") or f"—{number}—" in "".join(page.split())
    checks = [page for page in pages["full"] if "附：核对页" in page]
    assert len(checks) == 1 and checks[0].lstrip().startswith("附：核对页")
