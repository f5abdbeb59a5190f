"""Headlines that were taken for something else, and those that the choice of headlines left over.

On a printed page a section's head is never followed by a byline or 本报讯: what is, is a story's headline.
A short headline over texts that each open a story is a digest's label; a head of uneven lines at an
untitled text's edge is its headline. And the first story's may have been taken for furniture, right below the
masthead: a story without a title takes the large type right above it that nothing else claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from briefing.boxes import SLACK, Rectangle, shared_width, union
from briefing.segment.alike import SMALL_HEAD
from briefing.segment.articles import Draft
from briefing.segment.breaks import OPENING
from briefing.segment.fragments import head_class
from briefing.segment.furniture import is_masthead
from briefing.segment.language import language
from briefing.segment.openings import opens
from briefing.segment.pieces import Piece, PieceKind, joined
from briefing.segment.places import Places, piece_box, places
from briefing.text import is_han

LARGE = 1.15
"""Of the text's size: a headline's least."""
NEAR, NEXT = 2.0, 0.8
"""Of its own size: so far a headline stands from what it heads at most, and its lines from one another."""
_MASTHEAD = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月|第\s*\S{1,3}\s*版|责任?编|校对|电话|邮箱|[日晚周]报$|新闻$"
)


def corrected(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, where their neighbours show that a head is another thing than its label says."""
    return labels_of_digests(subtitled(promoted(found)))


def subtitled(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of a printed page, where a headline right below a larger one is its subtitle."""
    out: list[Piece] = []
    for piece in found:
        before = out[-1] if out else None
        if before is not None and _is_subtitle(before, piece):
            out[-1] = joined(before, replace(piece, labels=tuple("subtitle" for _ in piece.rows)))
        else:
            out.append(piece)
    if len(out) == len(found):
        return tuple(found)
    return tuple(replace(piece, index=index) for index, piece in enumerate(out))


def _is_subtitle(above: Piece, piece: Piece) -> bool:
    if not piece.printed or above.kind is not PieceKind.HEAD or piece.kind is not PieceKind.HEAD:
        return False
    upper, lower = piece_box(above), piece_box(piece)
    sheet, size = piece.rows[0].sheet, above.rows[-1].line.size or 0.0
    smaller = _size(piece) < SMALLER * size and piece.labels[0] != "kicker"
    close = -2 * SLACK <= lower[1] - upper[3] <= NEXT * size
    ruled = sheet is not None and sheet.ruled_off(upper, lower)
    return smaller and close and not ruled and shared_width(upper, lower) > 0.5


SMALLER = 0.8
"""Of a headline's size: what is smaller and right below it is its subtitle."""


def promoted(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, where a section's head that a story's opening follows is a headline."""
    out = list(found)
    for piece in reversed(found):
        below = out[piece.index + 1] if piece.index + 1 < len(out) else None
        if piece.kind is not PieceKind.SECTION or not piece.printed or below is None:
            continue
        opening = below.kind is PieceKind.BYLINE or (below.kind is PieceKind.TEXT and below.opens_story)
        again = below is not found[below.index] or set(below.labels) == {"subtitle"}
        above_head = below.kind is PieceKind.HEAD and again
        if (opening or above_head) and _stacked(piece, below):
            smaller = above_head and _size(piece) < 0.95 * _size(below)
            label = "kicker" if smaller else "title"
            out[piece.index] = replace(piece, kind=PieceKind.HEAD, labels=tuple(label for _ in piece.rows))
    return tuple(out)


def labels_of_digests(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, where a short headline over texts each of which opens a story is a digest's label."""
    out = list(found)
    for piece in found:
        if piece.kind is not PieceKind.HEAD or len(piece.rows) > 1 or len(piece.text) > SHORTEST:
            continue
        texts = list(takewhile(lambda one: one.kind is PieceKind.TEXT, found[piece.index + 1 :]))
        apart = all(one.text[-1] in "。！？”）)" and one.rows[0].gap for one in texts)
        if len(texts) > 1 and apart and all(map(_opens, texts)):
            out[piece.index] = replace(piece, kind=PieceKind.COLUMN, labels=("column",))
    return tuple(out)


def _opens(text: Piece) -> bool:
    """Whether a text opens a story, by its date or its words."""
    return text.opens_story or head_class(text.text) == "dateline" or opens([text.text])[0] >= OPENING


def _stacked(piece: Piece, below: Piece) -> bool:
    """Whether one piece stands right above another."""
    upper, lower = piece_box(piece), piece_box(below)
    apart = lower[1] - upper[3]
    return shared_width(upper, lower) > 0 and -2 * SLACK <= apart <= NEAR * _size(piece)


def _size(piece: Piece) -> float:
    return max(row.line.size or 0.0 for row in piece.rows)


def headlines(drafts: Sequence[Draft], spare: list[Piece]) -> None:
    """Give each story without a title its overlooked headline, taken out of `spare`."""
    for draft in drafts:
        if draft.photo or not draft.body or _titled(draft):
            continue
        below = union(piece_box(piece) for piece in draft.head or [*draft.bylines, draft.body[0]])
        found = _right_above(below, draft, spare, NEAR)
        while found is not None:
            spare.remove(found)
            labels = tuple("title" for _ in found.rows)
            draft.head.insert(0, replace(found, kind=PieceKind.HEAD, labels=labels))
            found = _right_above(piece_box(found), draft, spare, NEXT)


def _titled(draft: Draft) -> bool:
    """Whether a headline's proper part was found; a second line alone is none."""
    lines = [
        row
        for piece in draft.head
        for row, label in zip(piece.rows, piece.labels, strict=True)
        if label == "title"
    ]
    return len(lines) > 1 or any(len(row.text) > 4 for row in lines)


def _right_above(below: Rectangle, draft: Draft, spare: Sequence[Piece], reach: float) -> Piece | None:
    near = []
    for piece in spare:
        if piece.kind is not PieceKind.FURNITURE or not piece.printed or not _could_be(piece, draft):
            continue
        box = piece_box(piece)
        apart = below[1] - box[3]
        size = piece.rows[0].line.size or 0.0
        if -2 * SLACK <= apart <= reach * size and shared_width(box, below) > 0:
            near.append((apart, piece.index, piece))
    return min(near)[2] if near else None


def _could_be(piece: Piece, draft: Draft) -> bool:
    sheet, size = piece.rows[0].sheet, piece.rows[0].line.size
    if sheet is None or not size or size < LARGE * sheet.body:
        return False
    if sum(map(is_han, piece.text)) < 4 or any(_MASTHEAD.search(row.raw) for row in piece.rows):
        return False
    # A headline of two lines is one size; a kicker or subtitle below it is smaller.
    return all(size >= 0.95 * (row.line.size or 0.0) for one in draft.head for row in one.rows)


def at_edges(sections: Sequence[Piece], drafts: Sequence[Draft]) -> list[Piece]:
    """Give untitled texts the heads of uneven lines right above their first or right below their last line:
    a section's head stands within its story, on one line or two even ones. What is left then.
    """
    beside: dict[int, Draft] = {}
    for draft in drafts:
        if draft.head or draft.photo or not draft.body:
            continue
        signs = {piece.index for piece in [*draft.bylines, *draft.sign_offs]}
        first, last = draft.body[0].index - 1, draft.body[-1].index + 1
        beside.setdefault(first - 1 if first in signs else first, draft)
        beside.setdefault(last + 1 if last in signs else last, draft)
    left = []
    for section in sections:
        owner = beside.get(section.index)
        uneven = section.rows[0].gap > 0 and len({len(row.text) for row in section.rows}) > 1
        if owner is None or owner.head or section.printed or not uneven:
            left.append(section)
            continue
        owner.head.append(replace(section, kind=PieceKind.HEAD, labels=_head_labels(section)))
    return left


def _head_labels(piece: Piece) -> tuple[str, ...]:
    """A title's lines; a short first line above longer ones names who acts."""
    short = len(piece.rows) > 1 and len(piece.rows[0].text) <= 0.7 * min(
        len(row.text) for row in piece.rows[1:]
    )
    return ("kicker" if short else "title", *("title" for _ in piece.rows[1:]))


TELLS = 0.1
"""Likeness from which a headline that no text took is that of the untitled text it is most like."""
LIKELY = 0.5
"""The chance of being a title from which a headline right above an untitled text is taken for its own."""


def left_over(heads: Sequence[Piece], drafts: Sequence[Draft], pieces: Sequence[Piece]) -> list[Piece]:
    """Give texts the headlines left over: the second part of their own, and untitled ones those that tell of
    the same matter, stand right above them or, on a printed page, span them alone. What is left then.
    """
    left = []
    found = places(tuple(pieces))
    matter = language().matter(["".join(p.text for p in d.body) for d in drafts])
    for head in heads:
        like = matter.like(head.text)
        best = max(range(len(drafts)), key=lambda i: like[i], default=None)
        alike = best is not None and like[best] >= TELLS and not drafts[best].head
        own = next((d for d in drafts if not alike and _between(head, d)), None)
        if own is not None:
            second = "title" if _is_rest(own.head[-1], head) else "subtitle"
            own.head.append(replace(head, kind=PieceKind.HEAD, labels=(second,) * len(head.rows)))
            continue
        spanned = [i for i, d in enumerate(drafts) if _spans(head, d, found)]
        if len(spanned) == 1 and not drafts[spanned[0]].head:
            best, alike = spanned[0], True
        below = next((i for i, d in enumerate(drafts) if d.body and d.body[0].index == head.index + 1), None)
        if not alike and below is not None and head.title_chance >= LIKELY and len(head.text) >= SHORTEST:
            best, alike = below, True
        if best is None or not alike or drafts[best].head or drafts[best].photo:
            left.append(head)
            continue
        label = head.labels if head.kind is PieceKind.HEAD else ("title",)
        drafts[best].head.append(replace(head, kind=PieceKind.HEAD, labels=label))
    return left


def _spans(head: Piece, draft: Draft, found: Places | None) -> bool:
    """Whether a story of a printed page begins below a headline that spans it."""
    if found is None or draft.photo or not draft.body:
        return False
    return bool(found.roofs[draft.body[0].index] == head.index)


def is_title(head: Piece) -> bool:
    """Whether a headline that no text took is surely one, and no section's."""
    return head.kind is PieceKind.HEAD and head.title_chance >= SURELY and len(head.text) >= SHORTEST


SURELY = 0.9
"""The chance of being a headline from which one does not stand within a story."""


def too_large(head: Piece) -> bool:
    """Whether a headline is too large to head a section: a slogan, or a story's whose text is missing."""
    sheet = head.rows[0].sheet
    return sheet is not None and _size(head) >= SMALL_HEAD * sheet.body


def _between(head: Piece, draft: Draft) -> bool:
    """Whether a headline stands between a story's headline and its text: then it is the second part of it."""
    above = any(piece.index == head.index - 1 for piece in draft.head)
    return above and bool(draft.body) and draft.body[0].index in {head.index + 1, head.index + 2}


def _is_rest(above: Piece, head: Piece) -> bool:
    """Whether a few characters below a printed headline, of its size, are its last ones."""
    return head.printed and len(head.text) < SHORTEST and 0.98 < _size(head) / _size(above) < 1.02


def like_head(piece: Piece) -> bool:
    """Whether a line that was read as a column's label may as well be a headline."""
    told = piece.kind is PieceKind.COLUMN and len(piece.rows) == 1 and not is_masthead(piece.rows)
    return told and piece.title_chance >= piece.chances.get("column", 1.0)


SHORTEST = 6
"""Characters of a headline: a shorter line that no text took may as well name a column."""
