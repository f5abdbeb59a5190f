"""Which article a title belongs to: a choice like those between fragments.

Titles are assigned to strands as a whole page (at most one each, none is allowed: a slogan stays alone),
because a page may print a title after its text, or two titles above two texts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from briefing.segment import geometry
from briefing.segment.assembly import choice_costs, weigh, weights
from briefing.segment.attach import Strand, Words
from briefing.segment.evidence import Matrix
from briefing.segment.fragments import content_words
from briefing.segment.language import language
from briefing.segment.pieces import Piece, PieceKind

LEAD = 160
"""Characters of a text that count as its lead: the longest lead of the gold has 150."""


def no_head_features(found: Sequence[Strand]) -> dict[str, Matrix]:
    """Evidence for a strand having no title on the page."""
    out = {"untitled": np.ones(len(found)), "untitled:photo": np.array([float(s.photo) for s in found])}
    for kind in ("lead", "bylined", "dateline", "mark", "plain"):
        out[f"untitled:{kind}"] = np.array([float(s.head == kind) for s in found])
    out["untitled:short"] = np.array([float(len(s.text) < 60) for s in found])
    return out


def no_strand_features(heads: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence for a head belonging to no text: a slogan, a section head read as a title."""
    chances = [h.chances for h in heads]
    return {
        "slogan": np.ones(len(heads)),
        "slogan:section": np.array([c.get("section", 0.0) for c in chances]),
        "slogan:furniture": np.array([c.get("furniture", 0.0) + c.get("column", 0.0) for c in chances]),
        "slogan:short": np.array([float(len(h.text) < 6) for h in heads]),
    }


@dataclass(frozen=True)
class Heads:
    """The strand (its place) of each head (its place), and the choice's cost.

    `link` and `alone` have what each head costs with each strand, and with none.
    """

    owners: dict[int, int]
    cost: float
    link: Matrix
    alone: Matrix


@dataclass(frozen=True)
class _Told:
    """What a strand says to a page's heads: their words that are in its lead and in all of it, the weight of
    what speaks for each head, and that for none.
    """

    lead: Matrix
    body: Matrix
    own: Matrix
    none: float


class Titles:
    """A page's heads, and what speaks for each standing over a strand.

    The search asks of many sets of strands that differ in one or two: what a strand says by itself is kept.
    """

    def __init__(self, heads: Sequence[Piece], pieces: Sequence[Piece]) -> None:
        self.heads, self._pieces = heads, pieces
        self._table = weights(bool(pieces) and pieces[0].printed)
        self._words = Words(heads)
        self._matter = language().matter([head.text for head in heads])
        self._grams = [_bigrams(head.text) for head in heads]
        self._places = [_Place.of(head, pieces) for head in heads]
        self._slogan = weigh(no_strand_features(heads), self._table, (len(heads),))
        self._told: dict[Strand, _Told] = {}

    def assign(self, found: Sequence[Strand], but: Collection[int] = ()) -> Heads:
        """Which strand each head stands over, all heads of a page at once, `but` those pieces (by index)."""
        told = [self._told.get(strand) or self._tell(strand) for strand in found]
        rows = [place for place, head in enumerate(self.heads) if head.index not in but]
        bodies = [one.body for one in told]
        lead, body = self._words.shared(bodies, [one.lead for one in told], bodies)
        links = np.array([one.own for one in told]).reshape(len(found), len(self.heads)).T
        links = links + self._table.get("head:lead", 0.0) * lead + self._table.get("head:body", 0.0) * body
        links = links[rows]
        link, alone, bare = choice_costs(links, self._slogan[rows], np.array([one.none for one in told]))
        h, s = link.shape
        square = np.full((h + s, h + s), 1e6)
        square[:h, :s] = link
        square[:h, s:][np.diag_indices(h)] = alone
        square[h:, :s][np.diag_indices(s)] = bare
        square[h:, s:] = 0.0
        taken = linear_sum_assignment(square)
        chosen = list(zip(*(at.tolist() for at in taken), strict=True))
        owners = {i: j for i, j in chosen if i < h and j < s}
        return Heads(owners, float(square[taken].sum()), link, alone)

    def features(self, found: Sequence[Strand]) -> dict[str, Matrix]:
        """The evidence for each head and strand, by name."""
        own = [self._own(strand) for strand in found]
        none = np.zeros(len(self.heads))
        names = dict.fromkeys(name for one in own for name in one)
        leads, bodies = zip(*map(self._among, found), strict=True)
        lead, body = self._words.shared(bodies, leads, bodies)
        out = {name: np.array([one.get(name, none) for one in own]).T for name in names}
        return {"head:lead": lead, "head:body": body} | out

    def _tell(self, strand: Strand) -> _Told:
        """What a strand says, found out and kept."""
        own = weigh(self._own(strand), self._table, (len(self.heads),))
        none = weigh(no_head_features([strand]), self._table, (1,))
        told = self._told[strand] = _Told(*self._among(strand), own, float(none[0]))
        return told

    def _among(self, strand: Strand) -> tuple[Matrix, Matrix]:
        """The heads' words that are in a strand's lead, and in all of it."""
        lead, body = content_words(strand.text[:LEAD]), content_words(strand.text)
        return self._words.among(lead), self._words.among(body)

    def _own(self, strand: Strand) -> Mapping[str, Matrix]:
        """The evidence of a strand for each head whatever other strands there are."""
        lead = _bigrams(strand.text[:LEAD])
        out = {
            "head:bigrams": np.array([len(own & lead) / (len(own) or 1) for own in self._grams]),
            "head:like-lead": self._matter.like(strand.text[:LEAD]),
            "head:like-body": self._matter.like(strand.text),
            "head:photo": np.full(len(self.heads), float(strand.photo)),
        }
        stands = [place.beside(strand) for place in self._places]
        for name in sorted(set(stands)):
            mask = np.array([float(one == name) for one in stands])
            out[f"head:{name}"] = mask
            if strand.head in _OPENINGS:
                out[f"head:{name}|{strand.head}"] = mask
            if strand.photo:
                out[f"head:{name}|photo"] = mask
        placed = geometry.head_features(self.heads, [strand.pieces], self._pieces)
        return out | {name: mask[:, 0] for name, mask in placed.items()}


_OPENINGS = ("lead", "bylined", "dateline")


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


@dataclass(frozen=True)
class _Place:
    """Where a head stands: its piece, the texts' above and below it (-1 for none), and whether another head
    comes before the text below.
    """

    at: int
    above: int
    below: int
    headed: bool

    @classmethod
    def of(cls, head: Piece, pieces: Sequence[Piece]) -> _Place:
        texts = [p.index for p in pieces if p.kind in {PieceKind.TEXT, PieceKind.CAPTION}]
        above = max((text for text in texts if text < head.index), default=-1)
        below = min((text for text in texts if text > head.index), default=-1)
        headed = any(p.kind is PieceKind.HEAD and head.index < p.index < below for p in pieces)
        return cls(head.index, above, below, headed)

    def beside(self, strand: Strand) -> str:
        """How it stands to a strand: right above (only bylines between), right below, near, inside."""
        first, last = strand.pieces[0].index, strand.pieces[-1].index
        if first == self.below:
            return "above-over-head" if self.headed else "above"
        if last == self.above:
            return "below"
        if first < self.at < last:
            return "inside"
        if 0 < first - self.at <= NEAR:
            return "near-above"
        return "near-below" if 0 < self.at - last <= NEAR else "far"


NEAR = 8
"""Pieces between a head and a strand that it stands near."""
