"""Which article a caption belongs to: a choice like those between fragments.

A *strand* is a chain of fragments that the assembly found, or a photo that stands alone with its
caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from briefing.segment import geometry
from briefing.segment.assembly import weigh, weights
from briefing.segment.evidence import Matrix
from briefing.segment.fragments import Fragment, balance, content_words, head_class, tail_class
from briefing.segment.language import language
from briefing.segment.orderly import LOOSE, is_orderly
from briefing.segment.pieces import Piece, PieceKind


@dataclass(frozen=True)
class Strand:
    """Text pieces of one article in reading order; `photo` when it is a caption standing alone."""

    pieces: tuple[Piece, ...]
    head: str
    photo: bool = False

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def strands(chains: Sequence[Sequence[int]], frags: Sequence[Fragment]) -> list[Strand]:
    """The chains of the assembly as strands."""
    return [Strand(tuple(frags[i].piece for i in chain), frags[chain[0]].head) for chain in chains]


class Words:
    """The words of some lines (heads, captions), and which of them a text has."""

    def __init__(self, lines: Sequence[Piece]) -> None:
        own = [content_words(line.text) for line in lines]
        self._places = {word: place for place, word in enumerate(sorted(set().union(*own)))}
        self._own = np.array([self.among(words) for words in own]).reshape(len(lines), len(self._places))

    def among(self, words: frozenset[str]) -> Matrix:
        """A row of ones and zeros: the lines' words that are among these."""
        out = np.zeros(len(self._places))
        out[[self._places[word] for word in words & self._places.keys()]] = 1.0
        return out

    def shared(self, bodies: Sequence[Matrix], *parts: Sequence[Matrix]) -> Iterator[Matrix]:
        """How much of each line's matter each text shares, by the words of parts of the texts (`among`).

        A word that few of the `bodies` have says most; one that none has only makes the line longer.
        """
        n = len(bodies)
        counts, *tables = (np.array(rows).reshape(n, len(self._places)) for rows in (bodies, *parts))
        counts = counts.sum(axis=0)
        told = np.log(n / np.maximum(counts, 1.0)) if n > 1 else np.full(len(counts), 0.7)
        size = 1.0 + self._own @ np.where(counts > 0, told, 1.0)
        for table in tables:
            yield (self._own * told) @ (table * (counts > 0)).T / size[:, None]


def caption_features(
    captions: Sequence[Piece], found: Sequence[Strand], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence for a caption belonging to a strand."""
    shape = (len(captions), len(found))
    words = Words(captions)
    bodies = [words.among(content_words(s.text)) for s in found]
    (common,) = words.shared(bodies, bodies)
    like = language().likeness([c.text for c in captions], [s.text for s in found]).reshape(shape)
    out: dict[str, Matrix] = {
        "caption:shared": common,
        "caption:like": like,
        # How much of the likeness to all strands is to this one: a long text shares words with anything.
        "caption:like-share": like / np.maximum(like.sum(axis=1, keepdims=True), 1e-9),
        "caption:like-most": (like >= like.max(axis=1, keepdims=True, initial=0.0)) * (like > 0.05),
    }
    owner = {piece.index: j for j, s in enumerate(found) for piece in s.pieces}
    order = {piece.index: n for s in found for n, piece in enumerate(s.pieces)}
    names = ("amid", "amid-open", "between", "after", "before", "elsewhere")
    places = {name: np.zeros(shape) for name in names}
    for i, caption in enumerate(captions):
        above = next((p for p in reversed(pieces[: caption.index]) if p.index in owner), None)
        below = next((p for p in pieces[caption.index + 1 :] if p.index in owner), None)
        for j in range(len(found)):
            up = above is not None and owner[above.index] == j
            down = below is not None and owner[below.index] == j
            if above and below and up and down and order[below.index] == order[above.index] + 1:
                name = "amid-open" if tail_class(above.text) != "stop" else "amid"
            else:
                name = "between" if up and down else "after" if up else "before" if down else "elsewhere"
            places[name][i, j] = 1
    out.update({f"caption:{name}": mask for name, mask in places.items()})
    short = np.array([float(len(c.text) < 45) for c in captions])[:, None]
    out.update({f"caption:{name}|short": mask * short for name, mask in places.items()})
    ordered = _ordered(found)
    out.update({f"caption:{name}|ordered": mask * ordered for name, mask in places.items()})
    return out | geometry.caption_features(captions, [s.pieces for s in found], pieces)


def _ordered(found: Sequence[Strand]) -> float:
    """The share of joins on the page that go on with the next text: where that is high, places tell."""
    rank = {index: n for n, index in enumerate(sorted(p.index for s in found for p in s.pieces))}
    joins = [(rank[a.index], rank[b.index]) for s in found for a, b in pairwise(s.pieces)]
    return (sum(b == a + 1 for a, b in joins) + 0.5) / (len(joins) + 1.0)


def alone_features(
    captions: Sequence[Piece], found: Sequence[Strand], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence for a photo standing alone."""
    above = [pieces[c.index - 1].kind if c.index else None for c in captions]
    out = {
        "alone": np.ones(len(captions)),
        "alone:long": np.array([float(len(c.text) >= 45) for c in captions]),
        "alone:very-long": np.array([float(len(c.text) >= 75) for c in captions]),
        "alone:dated": np.array([float(head_class(c.text) == "dateline") for c in captions]),
        "alone:day": np.array([float("月" in c.text and "日" in c.text) for c in captions]),
        "alone:titled": np.array([float(kind is PieceKind.HEAD) for kind in above]),
        "alone:labelled": np.array([float(kind is PieceKind.COLUMN) for kind in above]),
        "alone:credit": np.array([float(c.credit is not None) for c in captions]),
        "alone:图为": np.array([float("图为" in c.text) for c in captions]),
        "alone:unbalanced": np.array([float(balance(c.text) != (0, 0)) for c in captions]),
    }
    return out | geometry.alone_features(captions, [s.pieces for s in found], pieces)


def assign_captions(
    captions: Sequence[Piece],
    found: Sequence[Strand],
    pieces: Sequence[Piece],
) -> list[tuple[int | None, float]]:
    """The strand of each caption, or None for a photo that stands alone; with the chance of that."""
    if not captions:
        return []
    table = weights(bool(pieces) and pieces[0].printed)
    links = weigh(caption_features(captions, found, pieces), table, (len(captions), len(found)))
    alone = weigh(alone_features(captions, found, pieces), table, (len(captions),))
    scores = np.concatenate([links, alone[:, None]], axis=1)
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best = scores.argmax(axis=1).tolist()
    orderly = is_orderly(pieces)
    out: list[tuple[int | None, float]] = []
    for caption, at, row in zip(captions, best, chances, strict=True):
        inside = _within(caption, found, pieces, orderly)
        if inside is not None and (at == len(found) or row[at] < TOLD):
            out.append((inside, max(INSIDE, float(row[inside]))))
        else:
            out.append((at if at < len(found) else None, float(row[at])))
    return out


INSIDE = 0.9
"""The least chance of a caption belonging to the story that it stands in."""
TOLD = 0.8
"""The chance from which a caption's words tell its story, wherever it stands."""
SHOWS = 60
"""Characters of a caption at most; what says more may be a photo's own story, with a headline."""


def _within(caption: Piece, found: Sequence[Strand], pieces: Sequence[Piece], orderly: bool) -> int | None:
    """The strand (its place) that a short caption stands in: between two of its pieces that go on one in the
    other or, on an `orderly` page, between a headline and its beginning. None for printed pages, where its
    place tells.
    """
    if caption.printed or len(caption.text) > SHOWS:
        return None
    before = next((p for p in reversed(pieces[: caption.index]) if p.kind not in LOOSE), None)
    after = next((p for p in pieces[caption.index + 1 :] if p.kind not in LOOSE), None)
    if before is None or after is None:
        return None
    for place, strand in enumerate(found):
        at = [piece.index for piece in strand.pieces]
        if orderly and before.kind is PieceKind.HEAD and at[0] == after.index:
            return place
        if (before.index, after.index) in pairwise(at) and tail_class(before.text) != "stop":
            return place
    return None
