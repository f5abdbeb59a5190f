"""How likely each piece of a page was put into the wrong article, or wrongly into none.

A logistic regression for each sort of piece: running text, heads, what goes with a text (bylines, captions,
section heads, sign-offs), and what went into no article. What it asks is known once a page is assembled: how
steady the solution is (segment.agreement), what the choices around a piece cost, how sure its label is, and
how well the page as a whole was read. The weights are data (data/risk.tsv), fitted by scripts/fit_risk.py on
pages of known truth, read as any page is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from briefing.resources import data
from briefing.segment.agreement import agreement
from briefing.segment.articles import Draft
from briefing.segment.breaks import is_gapless
from briefing.segment.evidence import Matrix
from briefing.segment.pieces import Piece, PieceKind
from briefing.segment.search import Board

Features = dict[str, float]

DEAR = 12.0
"""The cost from which a choice's being dearer tells nothing."""
_LABELS = {
    PieceKind.HEAD: ("kicker", "title", "subtitle"),
    PieceKind.SECTION: ("section",),
    PieceKind.BYLINE: ("byline",),
    PieceKind.TEXT: ("first", "body"),
    PieceKind.CAPTION: ("caption",),
    PieceKind.SIGN_OFF: ("sign_off",),
}


@dataclass(frozen=True)
class Assembled:
    """A page's articles before they are written, and what the choices made for them cost.

    `heads`: each assigned head's cost of standing where it does, and of standing nowhere; `captions`: the
    chance of each caption's place; both by the piece's index. `spare` went into no article.
    """

    pieces: Sequence[Piece]
    board: Board
    drafts: list[Draft]
    spare: list[Piece]
    heads: Mapping[int, tuple[float, float]]
    captions: Mapping[int, float]


@dataclass(frozen=True)
class Told:
    """A piece, the number of its article (-1: none), and its features; their names say its sort."""

    piece: Piece
    draft: int
    features: Features


@cache
def weights() -> Mapping[str, float]:
    """The fitted weights. They are those of page text: PDF pages give too few wrong lines to learn from, and
    on others' PDF pages weights of their own found no more.
    """
    lines = data("risk.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def risks(page: Assembled) -> list[tuple[Told, float]]:
    """Each piece of each article, and of what went into none, with its chance of being wrong there."""
    table = weights()
    odds = ((one, sum(table.get(n, 0.0) * v for n, v in one.features.items())) for one in told(page))
    return [(one, 1.0 / (1.0 + math.exp(-value))) for one, value in odds]


def logit(chance: float, least: float = 0.01) -> float:
    """Log odds of a chance; none is surer than `least`."""
    kept = min(max(chance, least), 1.0 - least)
    return math.log(kept / (1.0 - kept))


STEADY = 0.02
"""No agreement is surer than one sample in fifty: more cannot be told from a few dozen samples."""


def told(page: Assembled) -> Iterator[Told]:
    """All pieces of a page that a doubt can be about, with what is known of each."""
    frags = page.board.frags
    at = {f.piece.index: f.index for f in frags}
    chains = [[] if d.photo else [at[p.index] for p in d.body] for d in page.drafts]
    ours = np.full(len(frags), -1)
    for number, chain in enumerate(chains):
        ours[chain] = number
    size = np.array([len(f.piece.rows) for f in frags], dtype=float)
    link, end, start = (np.array(costs) for costs in (page.board.link, page.board.end, page.board.start))
    agreed = agreement(link, end, start, ours, size)
    common = _common(page, chains)
    common["agree-page"] = _mean(agreed[0], size, range(len(frags)))
    for number, (draft, chain) in enumerate(zip(page.drafts, chains, strict=True)):
        around = _article(page, draft, chain) | {"agree-article": _mean(agreed[0], size, chain)}
        around["untitled-among"] = around["untitled"] * common["headed"]
        for sort, piece, own in _pieces(page, draft, chain, agreed):
            yield Told(piece, number, _named(sort, common, around, own))
    for piece in page.spare:
        yield Told(piece, -1, _named("spare", common, _spare(piece)))


def _pieces(
    page: Assembled, draft: Draft, chain: Sequence[int], agreed: Matrix
) -> Iterator[tuple[str, Piece, Features]]:
    """An article's pieces with their sorts and their own features; a photo standing alone is a sort."""
    for place, i in enumerate(chain):
        yield "text", page.board.frags[i].piece, _link(page.board, chain, place, agreed)
    for head in draft.head:
        yield "head", head, _head(page, draft, head)
    for sort, group in (
        ("photo", draft.body if draft.photo else ()),
        ("caption", draft.captions),
        ("byline", draft.bylines),
        ("sign-off", draft.sign_offs),
        ("section", [section for section, _ in draft.sections]),
    ):
        yield from ((sort, piece, _companion(page, piece, chain, agreed)) for piece in group)


def _named(sort: str, *parts: Features) -> Features:
    """Features of one sort of piece; its constant first."""
    return {sort: 1.0} | {f"{sort}:{name}": value for part in parts for name, value in part.items()}


def _mean(agreed: Matrix, size: Matrix, chain: Sequence[int]) -> float:
    """The agreement of a chain, by lines; nothing is known of an empty one."""
    return logit(float(np.average(agreed[chain], weights=size[chain])), STEADY) if len(chain) else 0.0


def _common(page: Assembled, chains: Sequence[Sequence[int]]) -> Features:
    """How the page is set and how well it was read, as a whole."""
    texts = [d for d in page.drafts if d.body and not d.photo]
    joins = [b == a + 1 for chain in chains for a, b in pairwise(chain)]
    return {
        "headed": sum(bool(d.head) for d in texts) / max(1, len(texts)),
        "ordered": (sum(joins) + 0.5) / (len(joins) + 1.0),
        "gapless": float(is_gapless([row for piece in page.pieces for row in piece.rows])),
        "unwrapped": sum(not p.rows[0].column for p in page.pieces) / max(1, len(page.pieces)),
        "fragments": math.log1p(len(page.board.frags)),
    }


def _article(page: Assembled, draft: Draft, chain: Sequence[int]) -> Features:
    """What is known of the article that a piece went into."""
    board = page.board
    costs = [board.link[a][b] for a, b in pairwise(chain)]
    return {
        "start": min(board.start[chain[0]], DEAR) if chain else 0.0,
        "end": min(board.end[chain[-1]], DEAR) if chain else 0.0,
        "links": min(sum(costs), 30.0),
        "untitled": float(not draft.head),
        "photo": float(draft.photo),
        "empty": float(not chain),
        "length": math.log1p(sum(len(board.frags[i].text) for i in chain)),
        "signed": float(bool(chain) and board.frags[chain[0]].head in {"lead", "bylined"}),
    }


def _link(board: Board, chain: Sequence[int], place: int, agreed: Matrix) -> Features:
    """What speaks for a fragment's place in its chain."""
    at, last = chain[place], len(chain) - 1
    before = board.link[chain[place - 1]][at] if place else board.start[at]
    after = board.link[at][chain[place + 1]] if place < last else board.end[at]
    fragment = board.frags[at]
    whole = sum(len(board.frags[i].text) for i in chain)
    return {
        "agree": logit(float(agreed[0, at]), STEADY),
        "agree-loose": logit(float(agreed[1, at]), STEADY),
        "before": min(before, DEAR),
        "after": min(after, DEAR),
        "first": float(place == 0),
        "last": float(place == last),
        "alone": float(not last),
        "jump": float(place > 0 and chain[place - 1] + 1 != at),
        "jump-after": float(place < last and chain[place + 1] != at + 1),
        "label": logit(fragment.piece.text_chance),
        "share": len(fragment.text) / max(1, whole),
        "own-length": math.log1p(len(fragment.text)),
    }


def _head(page: Assembled, draft: Draft, head: Piece) -> Features:
    here, nowhere = page.heads.get(head.index, (0.0, 0.0))
    first = draft.body[0].index if draft.body else -1
    return {
        "left-over": float(head.index not in page.heads),
        "here": min(here, DEAR),
        "nowhere": min(nowhere, DEAR),
        "label": logit(_label(head, PieceKind.HEAD)),
        "adjacent": float(first == head.index + 1),
        "own-length": math.log1p(len(head.text)),
    }


def _companion(page: Assembled, piece: Piece, chain: Sequence[int], agreed: Matrix) -> Features:
    """What speaks for a caption, a byline, a section's head or a sign-off going with its article's text."""
    frags = page.board.frags
    near = min(chain, key=lambda i: abs(frags[i].piece.index - piece.index), default=None)
    away = abs(frags[near].piece.index - piece.index) if near is not None else 0
    return {
        "agree": logit(float(agreed[0, near]), STEADY) if near is not None else 0.0,
        "away": math.log1p(away),
        "place": logit(page.captions.get(piece.index, 0.5)),
        "label": logit(_label(piece, PieceKind.CAPTION if piece.kind is PieceKind.TEXT else piece.kind)),
        "text": piece.text_chance,
        "own-length": math.log1p(len(piece.text)),
    }


def _spare(piece: Piece) -> Features:
    """What speaks for a piece being none of an article's: its labels."""
    return {
        "furniture": logit(piece.chances["furniture"] + piece.chances["column"]),
        "head": logit(_label(piece, PieceKind.HEAD)),
        "text": logit(piece.text_chance),
        "caption": logit(piece.chances["caption"]),
        "own-length": math.log1p(len(piece.text)),
        "as-head": float(piece.kind is PieceKind.HEAD),
        "as-section": float(piece.kind is PieceKind.SECTION),
        "as-column": float(piece.kind is PieceKind.COLUMN),
    }


def _label(piece: Piece, kind: PieceKind) -> float:
    return sum(piece.chances[name] for name in _LABELS[kind])
