"""Whether a page's order can be trusted: on such a page what stands between two things belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.segment import places
from briefing.segment.pieces import Piece, PieceKind
from briefing.text import echoed

LOOSE = {PieceKind.CAPTION, PieceKind.BYLINE}
"""What may stand between a headline and its text."""
ORDERLY = 0.6
"""Share of openings below headlines from which a page's order is trusted: pages in the order of their print
have 0.8 to 1, those whose blocks are shuffled 0.1 to 0.4."""


MIXED = 0.1
"""Share of lines printed among others' from which no order is trusted."""


def is_orderly(pieces: Sequence[Piece]) -> bool:
    """Whether most openings of a page (本报讯, or a byline above) have a headline above, captions aside; not
    where many lines were interleaved.
    """
    mixed = [row.loose or row.thread is not None for piece in pieces for row in piece.rows]
    if sum(mixed) > MIXED * len(mixed):
        return False
    found = over = 0
    above: list[Piece] = []
    for piece in pieces:
        if piece.kind is PieceKind.TEXT:
            if piece.opens_story or any(one.kind is PieceKind.BYLINE for one in above):
                found, over = found + 1, over + any(one.kind is PieceKind.HEAD for one in above)
            above = []
        elif piece.kind in LOOSE:
            above.append(piece)
        else:
            above = [piece]
    return (over + 0.5) / (found + 1.0) >= ORDERLY


def openings(pieces: Sequence[Piece]) -> frozenset[int]:
    """The texts (by index) that surely begin a story in a trusted order: below a headline and a byline,
    or below what surely is a headline, blank lines around, that they say again.
    """
    if not pieces or pieces[0].printed or not is_orderly(pieces):
        return frozenset()
    out = set()
    for piece in pieces[1:]:
        above = pieces[piece.index - 1]
        signed = above.kind is PieceKind.BYLINE and above.index > 0
        head = pieces[above.index - 1] if signed else above
        if piece.kind is not PieceKind.TEXT or head.kind is not PieceKind.HEAD:
            continue
        apart = head.title_chance >= SURE and head.rows[0].gap and piece.rows[0].gap
        if signed or (apart and echoed(head.text, piece.text[:LEAD]) >= TOLD):
            out.add(piece.index)
    return frozenset(out)


LEAD, TOLD = 120, 0.05
"""Characters of a text's beginning, and the share of a headline's pairs of characters that it says again."""
SURE = 0.9
"""The chance of being a headline from which one is taken for sure."""


def signatures(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """The texts that bylines sign from below, by the byline's index: on a printed page no text stands right
    below such a byline; in page text whose order is trusted a story with a byline of its own follows it.
    """
    bylines = [piece for piece in pieces if piece.kind is PieceKind.BYLINE]
    if not bylines:
        return {}
    if bylines[0].printed:
        found = {byline.index: places.signed(byline, pieces) for byline in bylines}
        return {index: text for index, text in found.items() if text is not None}
    out: dict[int, Piece] = {}
    for byline in bylines if is_orderly(pieces) else ():
        before = pieces[byline.index - 1] if byline.index else None
        after = pieces[byline.index + 1] if byline.index + 1 < len(pieces) else None
        if before is None or before.kind is not PieceKind.TEXT or before.text[-1] not in "。！？”":
            continue
        if after is None or (after.kind is PieceKind.HEAD and _has_byline(after, pieces)):
            out[byline.index] = before
    return out


def _has_byline(head: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether the text below a headline tells its own authors."""
    below = [piece for piece in pieces[head.index + 1 :] if piece.kind not in {*LOOSE, PieceKind.HEAD}]
    first = below[0] if below else None
    between = pieces[head.index + 1 : first.index] if first is not None else ()
    told = any(piece.kind is PieceKind.BYLINE for piece in between)
    return told or (first is not None and first.kind is PieceKind.TEXT and first.opens_story)
