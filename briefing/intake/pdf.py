"""PDF pages: their characters become lines with boxes, in an order a reader would take them.

Nothing of the file's own order is trusted: programs write columns, titles and captions in any order.
What cannot be read is said in one line: encrypted, damaged, scanned, fonts that do not say which
characters they print, pages that no newspaper has.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from briefing.boxes import Rectangle
from briefing.intake.blocks import blocks
from briefing.intake.glyphs import Glyph, glyphs, view
from briefing.intake.ink import weigh
from briefing.intake.lines import lines
from briefing.intake.order import reading_order
from briefing.intake.run_in import parted
from briefing.intake.runs import Ruled, clean
from briefing.intake.shapes import shapes, texts
from briefing.intake.source import Unreadable, problem
from briefing.model import Format, Given, Line, Page, Problem, Role, Shape, ShapeKind
from briefing.text import in_gb2312, is_han

Report = Callable[[Problem], None]

MOST_PAGES = 400
"""A thick weekend issue has 100 pages; reading one takes about 0.2 s, so more would take minutes."""
LARGEST_PAGE = 60_000
"""Characters: a broadsheet page has 15,000, a spread twice as many."""
MOST_TOO_LARGE = 3
"""So many pages beyond that, and the file is given up: PDFium takes seconds for each."""
_ENDING = 2048
_GARBLED = 0.2
_FEW = 30
_NO_TEXT = frozenset({"Co", "Cn", "Cc", "Cs"})
# PDFium is not safe to be called from two threads.
ONE_AT_A_TIME = threading.Lock()


def pages(path: str, digest: str, data: bytes, given: Given, report: Report) -> tuple[Page, ...]:
    """One Page for each page of the PDF that has text, numbered as in the file; lines are counted over all.

    Raises Unreadable where nothing can be read; a single page that cannot be read goes to `report`.
    """
    with ONE_AT_A_TIME:
        document = _opened(path, data)
        try:
            count = _count(path, document)
            whole = b"%%EOF" in data[-_ENDING:]
            found: list[Page] = []
            troubles: list[Problem] = []
            for number in range(1, count + 1):
                try:
                    before = found[-1].lines[-1].number if found else 0
                    page = _page(path, document, number, before)
                    found.append(replace(page, digest=digest, given=given))
                except Unreadable as error:
                    troubles.append(error.problem)
                    if sum(trouble.code == "large-page" for trouble in troubles) == MOST_TOO_LARGE:
                        troubles.append(_given_up(path, number, count))
                        break
        finally:
            document.close()
    if not found:
        raise Unreadable(_nothing(path, count, whole, troubles))
    for trouble in troubles:
        report(trouble)
    if not whole:
        message = f"{path}：文件不完整（结尾缺失），只读出 {len(found)} 版；请重新下载或重新导出。"
        report(problem("truncated", path, message))
    return tuple(found)


def _opened(path: str, data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
    if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        message = f"{path}：PDF 加了密码，无法读取；请用阅读器打开后另存为不加密的 PDF。"
        raise Unreadable(problem("encrypted", path, message))
    if b"%PDF" not in data[:_ENDING]:
        message = f"{path}：不是 PDF 文件（开头没有 %PDF 标记）；请检查文件。"
        raise Unreadable(problem("not-pdf", path, message))
    message = f"{path}：PDF 已损坏或不完整，无法打开；请重新下载或重新导出。"
    raise Unreadable(problem("damaged", path, message))


def _count(path: str, document: Any) -> int:
    count = len(document)
    if count > MOST_PAGES:
        message = f"{path}：有 {count:,} 页，超过 {MOST_PAGES} 页，不像一份报纸；请按期拆分后再读。"
        raise Unreadable(problem("many-pages", path, message))
    if count < 1:
        raise Unreadable(problem("damaged", path, f"{path}：PDF 里没有页面，可能已损坏；请重新导出。"))
    return int(count)


def _nothing(path: str, count: int, whole: bool, troubles: Sequence[Problem]) -> Problem:
    """Why a PDF has no page that can be read, in one line for the whole file."""
    codes = {trouble.code for trouble in troubles}
    if not whole:
        message = f"{path}：PDF 不完整（结尾缺失），没有读出文字；请重新下载或重新导出。"
        return problem("damaged", path, message)
    if codes == {"no-text"}:
        message = f"{path}：没有文字层，是扫描件或图片（{count} 页）；请换成文字版 PDF，或先做文字识别。"
        return problem("no-text", path, message)
    if len(troubles) == 1:
        return troubles[0]
    return problem(troubles[0].code, path, f"{troubles[0].message}（其余 {len(troubles) - 1} 页也读不出）")


# --- one page -------------------------------------------------------------------------------------


def _page(path: str, document: Any, number: int, before: int) -> Page:
    """A page whose lines are numbered from `before` + 1."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        message = f"{path}：第 {number} 页已损坏，读不出来；请重新导出这一页。"
        raise Unreadable(problem("damaged-page", path, message)) from None
    try:
        if texts(page, LARGEST_PAGE) > LARGEST_PAGE:
            raise Unreadable(_too_large(path, number))
        text_page = page.get_textpage()
        try:
            count = text_page.count_chars()
            if count > LARGEST_PAGE:
                raise Unreadable(_too_large(path, number))
            seen = view(page)
            every = [glyph for glyph in glyphs(text_page, count, seen) if _on_page(glyph, seen.size)]
            weigh(page, every)
            upright, turned = clean(every)
            drawn = shapes(page, seen)
        finally:
            text_page.close()
    finally:
        page.close()
    _check(path, number, [*upright, *turned])
    placed = tuple(Shape(kind, (float(number), *box)) for kind, box in drawn)
    found = _lines(number, upright, drawn)
    if turned:
        found += [Line(0, ""), _turned(number, turned)]
    numbered = tuple(replace(line, number=place) for place, line in enumerate(found, before + 1))
    return Page(path, Format.PDF, "", numbered, number, shapes=placed)


def _on_page(glyph: Glyph, size: tuple[float, float]) -> bool:
    return -1 <= glyph.x0 <= size[0] and -1 <= glyph.y - 0.4 * glyph.size <= size[1]


def _given_up(path: str, number: int, count: int) -> Problem:
    message = f"{path}：这样的页面太多，第 {number} 页以后不再读（共 {count} 页）；请检查文件。"
    return problem("large-page", path, message)


def _too_large(path: str, number: int) -> Problem:
    message = f"{path}：第 {number} 页的文字超过 {LARGEST_PAGE:,} 个字，不是报纸版面；请检查这一页。"
    return problem("large-page", path, message)


def _check(path: str, number: int, found: Sequence[Glyph]) -> None:
    """A page must have text, and its fonts must say which characters they print."""
    inked = [glyph for glyph in found if glyph.text != " "]
    if not inked:
        message = f"{path}：第 {number} 页没有文字层，可能是扫描件或整版图片；请换成文字版，或先做文字识别。"
        raise Unreadable(problem("no-text", path, message))
    if len(inked) >= _FEW and _garbled(inked):
        message = (
            f"{path}：第 {number} 页的字体没有文字编码，读出的是乱码；"
            "请换用其他软件导出 PDF，或先做文字识别。"
        )
        raise Unreadable(problem("garbled", path, message))


def _garbled(inked: Sequence[Glyph]) -> bool:
    """Whether the characters are no text: unknown to the fonts, private, mostly marks, or rare Han at random.

    Of real pages' Han, in traditional characters too, more than 60 % are in GB 2312; of random ones 32 %.
    """
    text = [glyph.text for glyph in inked]
    wrong = sum(not glyph.mapped or unicodedata.category(glyph.text) in _NO_TEXT for glyph in inked)
    marks = sum(char.isascii() and not char.isalnum() for char in text)
    han = [char for char in text if is_han(char)]
    usual = sum(map(in_gb2312, han))
    rare = len(han) > 0.3 * len(text) and usual < 0.5 * len(han)
    return wrong > _GARBLED * len(text) or marks > 0.5 * len(text) or rare


def _lines(
    number: int,
    upright: Sequence[Glyph],
    drawn: Sequence[tuple[ShapeKind, Rectangle]],
) -> list[Line]:
    """The page's lines in reading order, a blank one between two blocks."""
    frames = [box for kind, box in drawn if kind is ShapeKind.FRAME]
    pictures = [box for kind, box in drawn if kind is ShapeKind.PICTURE]
    rules = [box for kind, box in drawn if kind is ShapeKind.RULE]
    ruled = Ruled.of(rules, frames)
    found = blocks(lines(upright, ruled), ruled, pictures)
    sizes = [block.runs[0].size for block in found]
    order = reading_order(
        [block.box for block in found], sizes, frames, [*ruled.across, *ruled.down, *pictures]
    )
    out: list[Line] = []
    for place in order:
        if out:
            out.append(Line(0, ""))
        for run in parted(found[place].runs):
            x0, y0, x1, y1 = (round(edge, 1) for edge in run.box)
            box = (float(number), x0, y0, x1, y1)
            out.append(Line(0, run.text, box, round(run.size, 2), run.bold))
    return out


def _turned(number: int, found: Sequence[Glyph]) -> Line:
    """Text that does not run from left to right, kept as what it is on newspaper pages: furniture."""
    x0, y0 = min(g.x0 for g in found), min(g.y - g.size for g in found)
    x1, y1 = max(g.x0 + g.size for g in found), max(g.y + g.size for g in found)
    text = "".join(glyph.text for glyph in found).strip()
    return Line(0, text, (float(number), x0, y0, x1, y1), found[0].size, role=Role.FURNITURE)
