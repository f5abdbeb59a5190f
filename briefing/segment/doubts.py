"""What is said of an article that an editor should look at: what is missing, and what may be wrong.

What may be wrong is told where its risk (segment.risk) is high. The doubt names the choice that is in doubt:
this title, this join, this opening, this caption. The nearest article tells of lines that went into none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from briefing.model import Doubt
from briefing.segment.articles import Draft
from briefing.segment.breaks import is_gapless
from briefing.segment.fragments import tail_class
from briefing.segment.furniture import is_masthead
from briefing.segment.lines import ranges
from briefing.segment.pieces import Piece
from briefing.segment.risk import Assembled, risks
from briefing.text import squash

SURE, LEAST = 0.406, 0.11
"""The risk from which a piece is always told of, and the least from which it may be."""
SPARE = 0.045
"""The share of a page's right lines that, as expected, doubts of less than SURE may mark: where a page reads
well there is room for slight doubts, where little is sure only grave ones help. On our typeset pages one to
three of a hundred right lines are marked in all where columns are whole, and half to nine tenths of the wrong
ones; where pdftotext interleaves columns 11, and 19 once shuffled, and six and eight tenths.
"""
GAPLESS_SURE, GAPLESS_SPARE = 0.53, 0.03
"""The same for page text without blank lines, where doubts cost more right lines: with the thresholds above
five of a hundred are marked for four tenths of the wrong ones, with these four for three.
"""
HEADED = 0.75
"""The share of a page's texts with a headline from which one without is likelier a part of another."""


def tell(page: Assembled) -> None:
    """Add its doubts to each article of a page."""
    risky = _risky(page)
    texts = [draft for draft in page.drafts if draft.body and not draft.photo]
    headed = sum(bool(draft.head) for draft in texts) >= HEADED * len(texts)
    for number, draft in enumerate(page.drafts):
        of_article(draft, {index for at, index in risky if at == number}, headed)
    _unassigned([piece for piece in page.spare if (-1, piece.index) in risky], page.drafts)


def _risky(page: Assembled) -> set[tuple[int, int]]:
    """The riskiest pieces of a page: the article's number (-1: none) and the piece's index."""
    found = sorted(risks(page), key=lambda one: -one[1])
    gapless = is_gapless([row for piece in page.pieces for row in piece.rows])
    sure, spare = (GAPLESS_SURE, GAPLESS_SPARE) if gapless else (SURE, SPARE)
    room = spare * sum(len(one.piece.rows) * (1.0 - chance) for one, chance in found)
    out: set[tuple[int, int]] = set()
    for one, chance in found:
        room -= len(one.piece.rows) * (1.0 - chance)
        if chance > sure or (chance > LEAST and room >= 0.0):
            out.add((one.draft, one.piece.index))
    return out


def of_article(draft: Draft, risky: Collection[int] = (), headed: bool = False) -> None:
    """Add an article's doubts; `risky` are the indices of pieces that may not belong to it, `headed` says
    whether articles of its page have headlines.
    """
    sections = [section for section, _ in draft.sections]
    groups = (draft.head, draft.bylines, draft.body, sections, draft.captions, draft.sign_offs)
    if not draft.body:
        rows = [row for group in groups for piece in group for row in piece.rows]
        draft.doubts.append(Doubt("no-body", "只有标题或署名，未找到正文", ranges(rows)))
        return
    _text(draft, risky)
    for group, doubt in (
        (draft.head, Doubt("title-uncertain", "这个标题是不是这一篇的，不能确定")),
        (draft.captions, Doubt("caption-uncertain", "这条图片说明是不是这一篇的，不能确定")),
        (sections, Doubt("section-uncertain", "这个小标题是不是这一篇的，不能确定")),
        ([*draft.bylines, *draft.sign_offs], Doubt("byline-uncertain", "这个署名是不是这一篇的，不能确定")),
    ):
        rows = [row for piece in group if piece.index in risky for row in piece.rows]
        if rows:
            draft.doubts.append(replace(doubt, lines=ranges(rows)))
    last = draft.body[-1]
    signed = last.sign_off or last.credit
    if tail_class(squash(last.text)) != "stop" and not signed and not draft.sign_offs:
        message = "文章在此处中断，后文不在本版或未能接上"
        draft.doubts.append(Doubt("cut-off", message, ranges(last.rows[-1:])))
    if not draft.head and not draft.photo:
        message = "未找到标题，可能是另一篇文章的一部分" if headed else "未找到标题"
        draft.doubts.append(Doubt("no-title", message, ranges(draft.body[0].rows[:1])))


def _text(draft: Draft, risky: Collection[int]) -> None:
    """The doubts of an article's text: its opening, its joins, or all of it."""
    for unsure, run in groupby(enumerate(draft.body), key=lambda one: one[1].index in risky):
        parts = list(run)
        if not unsure:
            continue
        code, message = "join-uncertain", "这一段是否接在上文之后，不能确定"
        if draft.photo:
            code, message = "caption-uncertain", "这条图片说明可能是某一篇文章的配图，不能确定"
        elif parts[0][0] == 0:
            code, message = "start-uncertain", "开头不能确定，可能是另一篇文章的一部分"
            if 1 < len(parts) == len(draft.body):
                code, message = "text-uncertain", "这几段是不是同一篇文章，不能确定"
        rows = [row for _, piece in parts for row in piece.rows]
        draft.doubts.append(Doubt(code, message, ranges(rows)))


def _unassigned(pieces: Sequence[Piece], drafts: Sequence[Draft]) -> None:
    """No line that may be an article's is left out in silence: the article nearest to it tells."""
    rows = {draft.first_row: draft for draft in drafts}
    for piece in pieces:
        if rows and not is_masthead(piece.rows):
            at = piece.rows[0].index
            draft = rows[min(rows, key=lambda first: (abs(first - at), first))]
            message = f"“{piece.text[:20]}”没有归入任何文章，请核对是不是这一篇的"
            draft.doubts.append(Doubt("unassigned", message, ranges(piece.rows)))
