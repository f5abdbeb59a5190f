"""Text pieces as the assembly asks of them: how each begins and ends, its words, what stands around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from briefing.resources import read_words
from briefing.segment.lines import RunIn
from briefing.segment.openings import opens as opening
from briefing.segment.orderly import openings
from briefing.segment.pieces import Piece, PieceKind
from briefing.text import CLOSING, ITEM_MARKS, PAIRS, is_han
from briefing.words import cutter

_DATELINE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|近期|连日来|昨日|今日|昨天")
_OPENER = re.compile(
    r"一是|二是|三是|四是|近年来|据悉|据了解|下一步|同时|此外|随后|目前|截至|首先|其次|第[一二三四][,，]|会议|活动|在|为|今年"
)


def tail_class(text: str) -> str:
    """How a fragment ends: stop, quoted stop, comma, colon, or open (in the middle of a clause)."""
    last = text[-1]
    if last in "。！？!?…":
        return "stop"
    if last in CLOSING:
        return "stop" if len(text) > 1 and text[-2] in "。！？!?…" else "close"
    if last in "，、；,;":
        return "comma"
    return "colon" if last in "：:" else "open"


def head_class(text: str) -> str:
    """How a fragment begins."""
    if _DATELINE.match(text):
        return "dateline"
    if text[0] in "，。、；：,;:）)”’》！？!?…":
        return "mark"
    if text[0] in "“‘《（(":
        return "quote"
    if _OPENER.match(text):
        return "opener"
    return "plain" if is_han(text[0]) else "digit" if text[0].isdigit() else "other"


def balance(text: str) -> tuple[int, int]:
    """Quotes and brackets closed without being opened, and opened without being closed."""
    stack: list[str] = []
    closes = 0
    for char in text:
        if char in PAIRS:
            stack.append(PAIRS[char])
        elif char in CLOSING:
            if char in stack:
                while stack.pop() != char:
                    pass
            else:
                closes += 1
    return closes, len(stack)


@dataclass(frozen=True)
class Fragment:
    """A text piece with what the assembly asks of it.

    `before` and `after` are the kinds of the pieces around it.
    `rank` counts the likely texts up to it; a piece that may be text although labelled otherwise stands
    half a rank between them. `above` is the head or section piece right above. An `item` begins
    one of a digest.
    """

    index: int
    piece: Piece
    tail: str
    head: str
    closes: int
    opens: int
    words: frozenset[str]
    before: PieceKind | None
    after: PieceKind | None
    byline: Piece | None
    rank: float = 0.0
    above: Piece | None = None
    item: bool = False

    @property
    def text(self) -> str:
        return self.piece.text


@cache
def common_words() -> frozenset[str]:
    """Words that tell nothing of an article's identity."""
    return frozenset(read_words("stopwords.txt"))


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Words of two or more characters that may tell one article from another."""
    words = set(cutter().cut(text)) - common_words()
    return frozenset(word for word in words if len(word) >= 2 and not word.isdigit())


LIKELY = 0.8
"""From this chance a text counts as one in the page's order; below, it may as well be an insertion."""
MAYBE = 0.02
"""A piece whose label is not proven takes part in the assembly from this chance of being text."""

_RIVALS = (PieceKind.HEAD, PieceKind.CAPTION, PieceKind.SECTION, PieceKind.FURNITURE, PieceKind.COLUMN)


def fragments(pieces: Sequence[Piece]) -> tuple[Fragment, ...]:
    """The pieces of a page that are text or may be, each with its byline and neighbours."""
    found: list[Fragment] = []
    rank = 0.0
    begun = _items(pieces) | openings(pieces)
    begun |= {piece.index for piece in pieces if piece.rows[0].run_in is RunIn.TEXT}
    for piece in pieces:
        if piece.kind is not PieceKind.TEXT and not (piece.kind in _RIVALS and piece.text_chance >= MAYBE):
            continue
        likely = piece.kind is PieceKind.TEXT and piece.text_chance >= LIKELY
        rank += 1.0 if likely else 0.0
        above, below = _at(pieces, piece.index - 1), _at(pieces, piece.index + 1)
        text = piece.text
        closes, opens = balance(text)
        signed = piece.sign_off
        tail = "signed" if signed and signed.start else tail_class(text)
        head = "lead" if piece.opens_story else head_class(text)
        own_byline = above if above is not None and above.kind is PieceKind.BYLINE else None
        if own_byline is not None and head != "lead":
            head = "bylined"
        heading = above if above is not None and above.kind in {PieceKind.HEAD, PieceKind.SECTION} else None
        over, under = (around.kind if around else None for around in (above, below))
        place = rank if likely else rank + 0.5
        words = content_words(text)
        found.append(
            Fragment(
                len(found),
                piece,
                tail,
                head,
                closes,
                opens,
                words,
                over,
                under,
                own_byline,
                place,
                heading,
                piece.index in begun,
            )
        )
    return tuple(found)


def _items(pieces: Sequence[Piece]) -> frozenset[int]:
    """The pieces (by index) that begin a digest's items: with one mark, and most of them as stories do.

    None where most lines stand alone, printed among others': what goes on in an item is too uncertain then.
    """
    texts = [piece for piece in pieces if piece.kind is PieceKind.TEXT]
    if sum(len(piece.rows) == 1 for piece in texts) > ALONE * len(texts):
        return frozenset()
    marked: dict[str, list[Piece]] = defaultdict(list)
    for piece in texts:
        if piece.text[0] in ITEM_MARKS:
            marked[piece.text[0]].append(piece)
    return frozenset(
        piece.index
        for items in marked.values()
        if len(items) >= 2 and opening([piece.text.lstrip(ITEM_MARKS) for piece in items]).mean() >= ITEM
        for piece in items
    )


ALONE = 0.7
ITEM = -2.5
"""Mean log odds of a story's opening from which paragraphs with one mark before them are a digest's items."""


def _at(pieces: Sequence[Piece], place: int) -> Piece | None:
    return pieces[place] if 0 <= place < len(pieces) else None


TAILS = ("stop", "signed", "close", "comma", "colon", "open")
HEADS = ("lead", "bylined", "dateline", "opener", "quote", "mark", "plain", "digit", "other")
