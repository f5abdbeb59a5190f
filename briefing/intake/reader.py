"""From a found source to its pages: read the bytes, tell the format, hand over to the format's reader."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable

from briefing.errors import reason
from briefing.intake import pdf, tables, text
from briefing.intake.encoding import Undecodable, decode
from briefing.intake.source import Found, Unreadable, problem
from briefing.model import Given, Page, Problem

Report = Callable[[Problem], None]
Reader = Callable[[str, str, bytes, Given, Report], tuple[Page, ...]]

# A paper's whole year as page text is under 100 MB; beyond, memory would decide instead of us.
LARGEST_FILE = 256 * 1024 * 1024
NOTHING_GIVEN = Given()


def _page_text(path: str, digest: str, data: bytes, given: Given, _report: Report) -> tuple[Page, ...]:
    return text.pages(path, digest, _decoded(path, data), given)


def _json_lines(path: str, digest: str, data: bytes, given: Given, report: Report) -> tuple[Page, ...]:
    return tables.jsonl(path, digest, _decoded(path, data), given, report)


def _csv(path: str, digest: str, data: bytes, given: Given, report: Report) -> tuple[Page, ...]:
    return tables.table(path, digest, _decoded(path, data), given, report)


# A new format is one file and one line here.
READERS: dict[str, Reader] = {
    ".txt": _page_text,
    ".text": _page_text,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _csv,
    ".tsv": _csv,
    ".pdf": pdf.pages,
}

_NOT_READ = {
    ".doc": "Word 文档",
    ".docx": "Word 文档",
    ".wps": "WPS 文档",
    ".rtf": "RTF 文档",
    ".htm": "网页",
    ".html": "网页",
    ".mht": "网页",
    ".eml": "邮件",
    ".zip": "压缩包",
    ".rar": "压缩包",
    ".7z": "压缩包",
    ".jpg": "图片",
    ".jpeg": "图片",
    ".png": "图片",
    ".tif": "图片",
    ".tiff": "图片",
    ".bmp": "图片",
    ".gif": "图片",
    ".webp": "图片",
}
_MENDS = {
    "压缩包": "请先解压，再读入里面的文字文件",
    "图片": "请先用识别软件转成文字，存为 .txt",
}
_TABLES = {".xls": "Excel 表格", ".xlsx": "Excel 表格", ".et": "WPS 表格"}
# What a file really is, when its name says “text”: the first bytes and the suffix they belong to.
_MAGIC = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"Rar!", ".rar"),
    (b"{\\rtf", ".rtf"),
)


def read(found: Found, given: Given = NOTHING_GIVEN, report: Report | None = None) -> tuple[Page, ...]:
    """The pages of one source, each with the SHA-256 of the source's bytes.

    Bad rows of a table go to `report` and the others are returned; without `report` the first one is
    raised. Raises Unreadable for a source that cannot be read at all.
    """
    reader = _reader(found)
    data = found.data if found.data is not None else _bytes(found)
    if not data.strip():
        raise Unreadable(problem("empty", found.path, f"{found.path}：文件是空的，没有可读的文字。"))
    reader = _disguised(found.path, data) or reader or _sniffed(data)
    digest = hashlib.sha256(data).hexdigest()
    return reader(found.path, digest, data, given, report or _raise)


def _raise(trouble: Problem) -> None:
    raise Unreadable(trouble)


def _reader(found: Found) -> Reader | None:
    """By the file name's ending; None where only the content can tell (standard input, no ending)."""
    suffix = found.suffix
    if suffix in READERS or suffix == "":
        return READERS.get(suffix)
    raise Unreadable(problem("format", found.path, f"{found.path}：{_why_not(suffix)}"))


def _why_not(suffix: str) -> str:
    known = "、".join(READERS)
    if suffix in _TABLES:
        return f"{_TABLES[suffix]}还不能直接读取；请另存为 CSV（列名 标题、正文）。"
    if suffix == ".json":
        return "一个 JSON 文件里有多篇报道时，请写成一行一篇，存为 .jsonl。"
    kind = _NOT_READ.get(suffix)
    if kind is None:
        return f"不认识的格式“{suffix}”；能读的有 {known}。如果是版面文字，请改名为 .txt。"
    return f"{kind}还不能读取；{_MENDS.get(kind, '请把文字复制或另存为 .txt')}。能读的有 {known}。"


def _bytes(found: Found) -> bytes:
    path = found.path
    try:
        # Opening a pipe or a device could wait, or give bytes, for ever.
        if not stat.S_ISREG(found.location.stat().st_mode):
            message = f"{path}：不是普通文件，无法读取；请换成文件，或用 - 从标准输入读。"
            raise Unreadable(problem("unreadable", path, message))
        with found.location.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        message = f"{path}：文件在读取前被移走或删除；请放回后再试。"
        raise Unreadable(problem("vanished", path, message)) from None
    except PermissionError:
        message = f"{path}：没有读取权限；请关闭占用它的程序，或修改文件权限。"
        raise Unreadable(problem("permission", path, message)) from None
    except OSError as error:
        message = f"{path}：无法读取（{reason(error)}）；请检查磁盘或网络连接。"
        raise Unreadable(problem("unreadable", path, message)) from None
    if len(data) > LARGEST_FILE:
        message = f"{path}：文件超过 {LARGEST_FILE // 1024 // 1024} MB；请分成几个文件。"
        raise Unreadable(problem("large-file", path, message))
    return data


def _disguised(path: str, data: bytes) -> Reader | None:
    """The reader that the first bytes ask for, whatever the name says; None if they say nothing.

    Raises Unreadable where they tell of a format that is not read.
    """
    suffix = next((suffix for magic, suffix in _MAGIC if data.startswith(magic)), None)
    if suffix is None or suffix in READERS:
        return READERS.get(suffix or "")
    message = f"{path}：内容其实是另一种文件：{_why_not(suffix)}"
    raise Unreadable(problem("binary", path, message))


def _sniffed(data: bytes) -> Reader:
    """What standard input holds: JSON objects, a table that names its columns, else page text."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json_lines
    header = start.split(b"\n", 1)[0].lower().strip()
    cells = {cell.strip(b' "') for cell in header.replace(b"\t", b",").split(b",")}
    return _csv if {b"title", b"text"} <= cells else _page_text


def _decoded(path: str, data: bytes) -> str:
    try:
        return decode(data)
    except Undecodable as error:
        if error.line is None:
            message = f"{path}：不是文字文件（二进制，或编码无法识别）；请另存为 UTF-8 编码的文字文件。"
            raise Unreadable(problem("binary", path, message)) from None
        message = f"{path}：第 {error.line} 行有损坏的字节；请重新复制这个文件，或另存为 UTF-8。"
        raise Unreadable(problem("damaged", path, message, ((error.line, error.line),))) from None
