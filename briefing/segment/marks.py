"""Jump marks on a page: 下转第2版 where an article breaks off, 上接第1版 where the rest of one stands.

The marks belong to no article. They part articles as a sign-off and a byline do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefing.model import Article, Doubt, Jump, Line, LineRange, LineRanges, Page, Role
from briefing.segment.attach import Strand
from briefing.segment.fragments import Fragment, head_class
from briefing.segment.lines import Row
from briefing.text import squash

_NUMBER = r"[A-Za-zＡ-Ｚ]?[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}"
# Of several pages (下转第二、三版) the first is where the text goes on.
_PAGE = rf"第?(?P<page>{_NUMBER})(?:[、，,—～~至-]+第?(?:{_NUMBER}))*版"
_WORD = r"(?:(?P<ahead>下转|紧转|转)|(?P<behind>上接|紧接|接))"
_OPEN, _CLOSE = "（(【[〔<《▲▶►◀◄■□●◆→←*＊", "）)】]〕>》▲▶►◀◄■□●◆→←*＊"
_ALONE = re.compile(
    rf"[{re.escape(_OPEN)}]*(?P<tag>[①-⑳])?[{re.escape(_OPEN)}]*{_WORD}{_PAGE}"
    rf"(?P<tag2>[①-⑳])?[{re.escape(_CLOSE)}]*(?P<tag3>[①-⑳])?"
)
_BRACKETED = re.compile(r"[（(【\[〔]([^（()）【】\[\]〔〕]{4,16})[）)】\]〕]")
_AFTER_STOP = re.compile(r"(?<=[。！？”])\s*((?:下\s*转|紧\s*转)[^。，]{2,10}版)\s*$")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A jump mark: on which line it begins, and which lines it fills (none where text shares its line)."""

    ahead: bool
    page: str
    tag: str
    line: int
    fills: tuple[int, ...] = ()

    @property
    def alone(self) -> bool:
        return self.line in self.fills


def strip(page: Page) -> tuple[Page, tuple[Mark, ...]]:
    """The page without its jump marks, and the marks; a line that was nothing else is blank."""
    if any(line.role is not None for line in page.lines):
        return page, ()
    lines = list(page.lines)
    marks: list[Mark] = []
    for at, line in enumerate(lines):
        if "转" not in line.text and "接" not in line.text and "（" not in line.text and "(" not in line.text:
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        found = _taken_off(line, below)
        if found is not None:
            mark, lines[at], rest = found
            marks.append(mark)
            if at and mark.alone and not mark.ahead and _repeated(lines[at - 1].text):
                lines[at - 1] = replace(lines[at - 1], role=Role.TITLE)
            if below is not None and rest is not None:
                lines[at + 1] = rest
    return (replace(page, lines=tuple(lines)) if marks else page), tuple(marks)


def _repeated(text: str) -> bool:
    """Whether a line right above 上接第1版 is the article's headline, printed again."""
    return 6 <= len(squash(text)) <= 30 and not any(mark in text for mark in "。，；")


def _taken_off(line: Line, below: Line | None) -> tuple[Mark, Line, Line | None] | None:
    """A line's mark, the line without it, and the next line where the mark ran on into it."""
    text = line.text
    flat = squash(text)
    if len(flat) <= _LONGEST and (mark := _mark(flat, line.number, alone=True)):
        return mark, replace(line, text=""), None
    for match in _BRACKETED.finditer(text):
        at_end, at_start = not text[match.end() :].strip(), not text[: match.start()].strip()
        mark = _mark(squash(match[1]), line.number) if at_end or at_start else None
        if mark is not None and (mark.ahead != at_start or at_end):
            return mark, replace(line, text=text[: match.start()] + text[match.end() :]), None
    ending = _AFTER_STOP.search(text)
    if ending and (mark := _mark(squash(ending[1]), line.number)):
        return mark, replace(line, text=text[: ending.start()]), None
    start = max(text.rfind("（"), text.rfind("("))
    if below is not None and start >= 0 and len(text) - start <= 12 and len(squash(below.text)) <= 12:
        mark = _mark(squash(text[start:] + below.text), line.number)
        if mark is not None and mark.ahead:
            whole = () if text[:start].strip() else (line.number,)
            mark = replace(mark, fills=(*whole, below.number))
            return mark, replace(line, text=text[:start]), replace(below, text="")
    return None


def _mark(flat: str, line: int, alone: bool = False) -> Mark | None:
    match = _ALONE.fullmatch(flat)
    if match is None:
        return None
    # Within brackets “转三版” is a mark; as a line by itself it could be anything.
    if alone and flat[0] in "转接" and "第" not in flat:
        return None
    tag = match["tag"] or match["tag2"] or match["tag3"] or ""
    return Mark(bool(match["ahead"]), number(match["page"]), tag, line, (line,) if alone else ())


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}


def number(page: str) -> str:
    """A page's number in one form: 02, ２ and 二 are 2, a02 is A2."""
    flat = squash(page).upper().translate({0xFF10 + n: str(n) for n in range(10)})
    flat = flat.translate({0xFF21 + n: chr(0x41 + n) for n in range(26)})
    if flat and all(char in "一二三四五六七八九十" for char in flat):
        tens, ten, ones = flat.rpartition("十")
        return str((_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0))
    letters = flat.rstrip("0123456789")
    digits = flat[len(letters) :].lstrip("0")
    return letters + digits


def part(rows: Sequence[Row], marks: Sequence[Mark]) -> tuple[Row, ...]:
    """The rows with a gap where a mark ends a text or begins one on its own line."""
    ends = {mark.line for mark in marks if mark.ahead and not mark.alone}
    starts = {mark.line for mark in marks if not mark.ahead and not mark.alone}
    out: list[Row] = []
    for row in rows:
        cut = row.number in starts or (bool(out) and out[-1].numbers[-1] in ends)
        out.append(replace(row, gap=max(row.gap, 1)) if cut else row)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Fences:
    """The pieces (by index) that a mark closes, and those that one opens."""

    ends: frozenset[int] = frozenset()
    starts: frozenset[int] = frozenset()

    def close(self, frags: Sequence[Fragment]) -> tuple[Fragment, ...]:
        """The fragments: what breaks off is closed as by a sign-off, its rest opened as by a byline."""
        closed = (replace(f, tail="signed") if f.piece.index in self.ends else f for f in frags)
        return tuple(replace(f, head="bylined") if f.piece.index in self.starts else f for f in closed)

    def cut(self, strands: Iterable[Strand]) -> list[Strand]:
        """The strands, none of which goes on past a mark, however well the texts seemed to fit."""
        out: list[Strand] = []
        for strand in strands:
            runs = [[strand.pieces[0]]]
            for before, piece in pairwise(strand.pieces):
                if before.index in self.ends or piece.index in self.starts:
                    runs.append([])
                runs[-1].append(piece)
            later = (replace(strand, pieces=tuple(run), head=head_class(run[0].text)) for run in runs[1:])
            out += [replace(strand, pieces=tuple(runs[0])), *later]
        return out


def fences(frags: Sequence[Fragment], marks: Sequence[Mark]) -> Fences:
    """The text above each mark that points ahead, the text below each one that points back."""
    ends, starts = set(), set()
    for mark in marks:
        rows = [(f.piece.rows[0].number, f.piece.rows[-1].number, f.piece.index) for f in frags]
        if mark.ahead:
            ends |= {max(one for one in rows if one[0] <= mark.line)[2]} if rows[0][0] <= mark.line else set()
        else:
            starts |= (
                {min(one for one in rows if one[1] >= mark.line)[2]} if rows[-1][1] >= mark.line else set()
            )
    return Fences(frozenset(ends), frozenset(starts))


def gone(page: Page, marks: Sequence[Mark]) -> frozenset[int]:
    """The lines that marks fill, and the blank ones around each, of a page without its marks."""
    filled = {number for mark in marks for number in mark.fills}
    out: set[int] = set()
    run: list[int] = []
    for line in page.lines:
        if line.text.strip():
            run = []
            continue
        run.append(line.number)
        if filled.intersection(run):
            out.update(run)
    return frozenset(out)


def without(lines: LineRanges, gone: Collection[int]) -> LineRanges:
    """Line ranges without some lines."""
    out: list[LineRange] = []
    for first, last in lines:
        start: int | None = None
        for number in (*range(first, last + 1), None):
            if number is None or number in gone:
                if start is not None:
                    out.append((start, (number or last + 1) - 1))
                start = None
            elif start is None:
                start = number
    return tuple(out)


def jumps(
    articles: Sequence[Article], bodies: Sequence[Sequence[int]], marks: Sequence[Mark]
) -> tuple[Jump, ...]:
    """Which article each mark speaks of. `bodies` are the lines of each article's running text."""
    owners = sorted((line, at) for at, lines in enumerate(bodies) for line in lines)
    found = []
    for mark in marks:
        side = [one for one in owners if (one[0] <= mark.line if mark.ahead else one[0] >= mark.line)]
        if side:
            at = (max(side) if mark.ahead else min(side))[1]
            found.append(Jump(articles[at].id, mark.ahead, mark.page, mark.line, mark.tag))
    return tuple(found)


def warned(article: Article, jumps: Sequence[Jump], gone: Collection[int]) -> Article:
    """The article without the marks' lines, and with a doubt for each mark until its other part is found."""
    if not gone and not jumps:
        return article
    lines = without(article.source.lines, gone)
    doubts = [replace(doubt, lines=without(doubt.lines, gone)) for doubt in article.warnings]
    for jump in jumps:
        known = "cut-off" if jump.ahead else "start-uncertain"
        doubts = [doubt for doubt in doubts if doubt.code != known]
        if jump.ahead:
            message = f"下转第 {jump.page} 版，后文没有读到；请把那一版一起读入"
            doubts.append(Doubt("jump-ahead", message, lines[-1:]))
        else:
            message = f"上接第 {jump.page} 版，前文没有读到；请把那一版一起读入"
            doubts.append(Doubt("jump-behind", message, lines[:1]))
    return replace(article, source=replace(article.source, lines=lines), warnings=tuple(doubts))
