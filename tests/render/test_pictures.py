"""Pictures in documents: there, small, the right way up; and a document without those that cannot be read."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from PIL import Image

from briefing.model import Briefing, Photo, Place
from briefing.render import render
from briefing.render.pictures import Pictures, small
from briefing.resources import templates
from tests.render.readback import made, word, word_texts
from tests.render.sample import full, one


def photo(path: Path | None, headline: str = "社区文艺汇演") -> Photo:
    image = None if path is None else str(path)
    return Photo(headline, "居民在表演。", "刘桂菊", Place(), "文化体育旅游", None, image, "p")


def picture(folder: Path, size: tuple[int, int] = (3000, 2000), name: str = "图.jpg") -> Path:
    path = folder / name
    Image.radial_gradient("L").resize(size).convert("RGB").save(path)
    return path


def photographed(folder: Path) -> Briefing:
    """The full sample, its first photo with a picture, an item with one, too."""
    path = picture(folder)
    value = full()
    first, second = value.photos
    return replace(value, photos=(replace(first, image=str(path)), replace(second, image=str(path))))


def test_a_picture_is_made_as_small_as_the_paper_shows(tmp_path: Path) -> None:
    made_small = small(picture(tmp_path).read_bytes(), 120)
    assert made_small.pixels == (945, 630)
    assert made_small.media_type == "image/jpeg"
    assert made_small.mm == 120
    assert len(made_small.data) < 100_000
    assert small(picture(tmp_path).read_bytes(), 120) == made_small


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    made_small = small(picture(tmp_path, (200, 100)).read_bytes(), 120)
    assert made_small.pixels == (200, 100)
    assert made_small.mm == pytest.approx(50.8)


def test_a_picture_taken_on_its_side_stands_upright(tmp_path: Path) -> None:
    path = tmp_path / "横.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 300), "red").save(path, exif=exif)
    assert small(path.read_bytes(), 120).pixels == (300, 400)


def test_a_picture_taken_upright_is_no_higher_than_a_broad_one_is_wide(tmp_path: Path) -> None:
    made_small = small(picture(tmp_path, (2000, 3000)).read_bytes(), 120)
    assert made_small.mm == pytest.approx(80)
    assert made_small.pixels == (630, 945)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK"])
def test_every_kind_of_picture(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("图.tif" if mode == "CMYK" else "图.png")
    Image.new(mode, (30, 20)).save(path)
    with Image.open(io.BytesIO(small(path.read_bytes(), 50).data)) as opened:
        assert opened.size == (30, 20)
        corner = opened.convert("RGB").getpixel((0, 0))
    if mode in ("RGBA", "LA"):
        assert corner == (255, 255, 255)


def test_photo_news_has_its_picture(tmp_path: Path) -> None:
    data = made(photographed(tmp_path), "docx")
    shapes = word(data).inline_shapes
    assert {one.get("distL") for one in word(data).element.body.iter(qn("wp:inline"))} == {"0"}
    assert [round(shape.width.mm) for shape in shapes] == [74, 74]
    assert [one.get("descr") for one in word(data).element.body.iter(qn("wp:docPr"))] == [
        photo.headline for photo in full().photos
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len([name for name in package.namelist() if name.startswith("word/media/")]) == 1
    assert made(photographed(tmp_path), "docx") == data


def test_an_item_has_its_picture(tmp_path: Path) -> None:
    data = made(one(photos=(photo(picture(tmp_path)),)), "docx")
    assert len(word(data).inline_shapes) == 1
    assert word_texts(data, "图注") == ["图（刘桂菊 摄）：居民在表演。"]


@pytest.mark.parametrize("content", [None, b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_cannot_be_read_is_told_and_the_rest_is_made(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "图.png"
    if content is not None:
        path.write_bytes(content)
    document = render(one(photos=(photo(path),)), "docx", templates())
    (problem,) = document.problems
    assert (problem.code, problem.subject) == ("picture", "社区文艺汇演")
    assert "没有放进文档" in problem.message and "图.png" in problem.message
    assert word_texts(document.data, "图注") == ["图（刘桂菊 摄）：居民在表演。"]
    assert not word(document.data).inline_shapes


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "大.png"
    Image.new("1", (20_000, 20_000)).save(path)
    pictures = Pictures()
    assert pictures(photo(path), 100) is None
    assert "太大" in pictures.problems[0].message


def test_no_picture_no_word() -> None:
    pictures = Pictures()
    assert pictures(photo(None), 100) is None
    assert pictures.problems == []


def test_a_page_carries_its_pictures(tmp_path: Path) -> None:
    page = made(photographed(tmp_path), "html").decode()
    found = re.findall(
        r'<img src="data:image/jpeg;base64,([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)">', page
    )
    assert [(width, height) for _, width, height, _ in found] == [("866", "577")] * 2
    assert [alt for *_, alt in found] == [one.headline for one in full().photos]
    with Image.open(io.BytesIO(base64.b64decode(found[0][0]))) as opened:
        assert opened.size == (866, 577)


def test_a_headline_of_marks_stays_within_the_pictures_own(tmp_path: Path) -> None:
    value = replace(full(), photos=(photo(picture(tmp_path), '"><script>&\x07'),))
    assert 'alt="&#34;&gt;&lt;script&gt;&amp;">' in made(value, "html").decode()
