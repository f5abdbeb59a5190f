from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from briefing.intake.picture import HIGHEST, WIDTH, pictures
from briefing.intake.source import Found
from tests.intake.pdfs import Sheet, build


def found(tmp_path: Path, data: bytes) -> Found:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    return Found("page.pdf", path)


def test_a_page_is_drawn_as_it_is_displayed(tmp_path: Path) -> None:
    upright = Sheet().text(100, 100, "城阳区召开会议", size=40)
    drawn = pictures(found(tmp_path, build([upright, Sheet(rotate=90)])), [1, 2])
    assert [(one.wide, one.high) for one in drawn.values()] == [(600, 800), (800, 600)]
    image = Image.open(io.BytesIO(drawn[1].data))
    assert image.width == WIDTH
    assert drawn[1].mime == f"image/{(image.format or '').lower()}"


def test_the_image_of_a_long_page_is_bounded(tmp_path: Path) -> None:
    drawn = pictures(found(tmp_path, build([Sheet(wide=50, high=14000)])), [1])
    assert Image.open(io.BytesIO(drawn[1].data)).height <= HIGHEST + 1


def test_what_cannot_be_drawn_is_left_out(tmp_path: Path) -> None:
    assert pictures(found(tmp_path, b"%PDF-1.4 broken"), [1]) == {}
    assert list(pictures(found(tmp_path, build([Sheet()])), [1, 7])) == [1]
