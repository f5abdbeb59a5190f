"""Page text: what pdftotext or a PDF viewer's copy gives; form feeds part the pages of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.intake.source import Unreadable, problem
from briefing.model import Format, Given, Line, Page

_LINE_END = re.compile(r"\r\n|\n|\r")
# The longest line of a real page so far has 882 characters, and a page at most 15,000; putting a page
# together takes time that grows faster than the page (measured: 3 s for 27,000 characters).
LONGEST_LINE = 5_000_000
LARGEST_PAGE = 10_000_000


def pages(path: str, digest: str, text: str, given: Given) -> tuple[Page, ...]:
    """The pages of a text file. Lines are counted over the whole file, as an editor shows them.

    Raises Unreadable for a text without a visible character, or with a line or page that no newspaper has.
    """
    found = tuple(
        Page(path, Format.PAGE_TEXT, digest, lines, number, given)
        for number, lines in enumerate(_split(text), start=1)
        if any(line.text.strip() for line in lines)
    )
    if not found:
        raise Unreadable(problem("empty", path, f"{path}：文件是空的，没有可读的文字。"))
    for page in found:
        _check_size(page)
    return found


def _split(text: str) -> Iterator[tuple[Line, ...]]:
    """The lines of each page. A form feed ends a page but no line, so counting goes on across it."""
    number = 1
    for part in text.split("\f"):
        texts = _LINE_END.split(part)
        yield tuple(Line(number + i, line) for i, line in enumerate(texts) if line or i < len(texts) - 1)
        number += len(texts) - 1


def _check_size(page: Page) -> None:
    for line in page.lines:
        if len(line.text) > LONGEST_LINE:
            message = (
                f"{page.path}：第 {line.number} 行有 {len(line.text):,} 个字，不是报纸版面的文字；"
                "请检查文件，或在段落之间换行。"
            )
            raise Unreadable(problem("long-line", page.path, message, ((line.number, line.number),)))
    size = sum(len(line.text) for line in page.lines)
    if size > LARGEST_PAGE:
        first, last = page.lines[0].number, page.lines[-1].number
        message = (
            f"{page.path}：第 {first} 至 {last} 行是一个版面，有 {size:,} 个字，超过 {LARGEST_PAGE:,}；"
            "请按版面分成几个文件，或用换页符分开。"
        )
        raise Unreadable(problem("large-page", page.path, message, ((first, last),)))
