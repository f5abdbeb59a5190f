import hashlib
import os
from pathlib import Path

import pytest

from briefing.intake import Found, Unreadable, find, read
from briefing.model import Format, Given, Page, Problem, Role


def found(path: Path) -> Found:
    (one,) = find([str(path)])
    assert isinstance(one, Found)
    return one


def write(folder: Path, name: str, data: bytes | str) -> Found:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return found(path)


def refused(one: Found) -> Problem:
    with pytest.raises(Unreadable) as caught:
        read(one)
    assert one.path in caught.value.problem.message
    return caught.value.problem


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_page_text_in_every_encoding(tmp_path: Path, codec: str) -> None:
    data = "陶喆昨日来我区演出\n朱镕基题词".encode(codec)
    (page,) = read(write(tmp_path, "a.txt", data), Given(paper="甲报"))
    assert [line.text for line in page.lines] == ["陶喆昨日来我区演出", "朱镕基题词"]
    assert page.digest == hashlib.sha256(data).hexdigest()
    assert page.format is Format.PAGE_TEXT
    assert page.given.paper == "甲报"


def spreadsheet(codec: str, mark: str = ",") -> bytes:
    rows = (("title", "text", "published"), ("区委召开会议", "11月7日，区委召开会议。", "2018/11/7"))
    return "".join(mark.join(row) + "\r\n" for row in rows).encode(codec)


@pytest.mark.parametrize(
    "data",
    [spreadsheet("utf-8-sig"), spreadsheet("gb18030"), spreadsheet("utf-16", "\t")],
    ids=["excel-utf8", "wps-or-excel-ansi", "excel-unicode-text"],
)
def test_tables_as_spreadsheets_export_them(tmp_path: Path, data: bytes) -> None:
    (page,) = read(write(tmp_path, "a.csv", data))
    assert [(line.text, line.role) for line in page.lines] == [
        ("区委召开会议", Role.TITLE),
        ("11月7日，区委召开会议。", Role.BODY),
    ]


@pytest.mark.parametrize(
    ("data", "format"),
    [
        ('{"title": "题", "text": "文"}', Format.JSONL),
        ('\ufefftitle,"text"\n题,文\n', Format.CSV),
        ("题\n文\n", Format.PAGE_TEXT),
    ],
)
def test_standard_input_is_told_by_its_content(data: str, format: Format) -> None:
    pages: tuple[Page, ...] = read(Found("-", Path("-"), data.encode()))
    assert [page.format for page in pages] == [format]


def test_bad_rows_go_to_the_report_or_are_raised(tmp_path: Path) -> None:
    one = write(tmp_path, "a.jsonl", '{"title": "题", "text": "文"}\n{\n')
    problems: list[Problem] = []
    assert len(read(one, report=problems.append)) == 1
    assert [problem.code for problem in problems] == ["bad-row"]
    assert refused(one).code == "bad-row"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u3000\n\f".encode(), "\ufeff".encode()])
def test_empty(tmp_path: Path, data: bytes) -> None:
    assert refused(write(tmp_path, "a.txt", data)).code == "empty"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.txt", bytes(range(256)) * 8, "二进制"),
        ("a.txt", b"\x00" * 100, "二进制"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("a.txt", b"PK\x03\x04\x14\x00", "压缩包"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n", "图片"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.docx", b"PK\x03\x04", "Word"),
        ("a.xlsx", b"PK\x03\x04", "CSV"),
        ("a.html", b"<p>", "网页"),
        ("a.JPG", b"\xff\xd8\xff", "图片"),
        ("a.json", b"[]", ".jsonl"),
        ("a.xyz", b"text", ".xyz"),
    ],
)
def test_what_cannot_be_read_is_named_with_reason_and_mend(
    tmp_path: Path, name: str, data: bytes, word: str
) -> None:
    assert word in refused(write(tmp_path, name, data)).message


def test_damaged_bytes_name_their_line(tmp_path: Path) -> None:
    text = "区委召开会议，研究部署下一阶段工作。\n".encode()
    problem = refused(write(tmp_path, "a.txt", text * 4 + b"\xff\n" + text))
    assert problem.lines == ((5, 5),)
    assert "第 5 行" in problem.message


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    one = write(tmp_path, "a.txt", "一")
    one.location.unlink()
    assert refused(one).code == "vanished"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write(tmp_path, "a.txt", "一")

    def refuse(*_args: object, **_kwargs: object) -> object:
        raise PermissionError(13, "Permission denied")

    # Chmod would not stop a test that runs as root.
    monkeypatch.setattr(Path, "open", refuse)
    assert refused(one).code == "permission"


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert refused(found(tmp_path / "a.txt")).code == "unreadable"


def test_a_file_beyond_all_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.intake.reader.LARGEST_FILE", 8)
    assert refused(write(tmp_path, "a.txt", "123456789")).code == "large-file"
