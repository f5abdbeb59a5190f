"""Lower one total cost: links, ends, starts and titles together.

The path cover alone does not see the titles, the assignment of titles does not see the links: a text
cut in two leaves a strand without a title, a text too long swallows a title's place. Strands are merged
and split while the sum of both costs falls. Deterministic: the best move first, the earlier one on a tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from briefing.segment import attach
from briefing.segment.assembly import costs, path_cover
from briefing.segment.fragments import Fragment
from briefing.segment.orderly import signatures
from briefing.segment.pieces import Piece, PieceKind
from briefing.segment.titles import Titles

MOVES = 24
"""At most so many moves a page: pages of truth need none to five."""
WORTH = 8.0
"""A better set of titles is worth at most so much: moves whose links cost more are not tried."""
SLIGHT, UNLIKELY = 60, 6.0
"""Characters below which a text is hardly an article by itself, and the cost of its being one."""
UNSIGNED = 3.0
"""The cost of a text without byline, dateline or sign-off on a page where all articles have one, or where
none can have a title: then it is more likely the rest of another."""
SEAMS = 2
"""Weakest joins of a strand at which it is tried as two."""
NEAREST = 4
"""How many of the cheapest successors are tried for a strand's end."""

Chain = tuple[int, ...]
Chains = tuple[Chain, ...]


@dataclass(frozen=True)
class Board:
    """What the search asks: the page's fragments, heads and the costs of links, ends and starts; the texts
    (by piece index) below which a byline signs them.
    """

    frags: Sequence[Fragment]
    titles: Titles
    link: Sequence[Sequence[float]]
    end: Sequence[float]
    start: Sequence[float]
    bylined: frozenset[int] = frozenset()
    _known: dict[Chain, tuple[attach.Strand, float]] = field(default_factory=dict)

    def gain(self, before: int, after: int) -> float:
        """How much cheaper a link is than an end and a start."""
        return self.end[before] + self.start[after] - self.link[before][after]

    def oddness(self, chain: Sequence[int]) -> float:
        """The cost of a strand being a whole article, for what articles of this page have and it lacks.

        The shortest brief has a sentence and its facts; and where a page's articles are signed, each is.
        """
        first, last = self.frags[chain[0]], self.frags[chain[-1]]
        length = sum(len(self.frags[i].text) for i in chain)
        cost = UNLIKELY * max(0.0, 1.0 - length / SLIGHT)
        if first.head in {"lead", "bylined"} or first.item:
            return cost
        signed = last.tail == "signed" or last.after is PieceKind.SIGN_OFF or first.head == "dateline"
        signed = signed or last.piece.index in self.bylined
        return cost if signed else cost + UNSIGNED * (self.signed if self.titles.heads else 1.0)

    @cached_property
    def signed(self) -> float:
        """The share of the page's heads that can have a signed text each."""
        texts = sum(f.head in {"lead", "bylined"} or f.tail == "signed" for f in self.frags)
        return min(1.0, texts / max(1, len(self.titles.heads)))

    def cost(self, chains: Chains) -> float:
        """The total cost of a set of chains with the best titles for it."""
        known = [self._alone(chain) for chain in chains]
        used = {i for chain in chains for i in chain}
        unused = sum(self.link[i][i] for i in range(len(self.frags)) if i not in used)
        taken = {self.frags[i].piece.index for i in used}
        titles = self.titles.assign([strand for strand, _ in known], taken)
        return sum(cost for _, cost in known) + unused + titles.cost

    def _alone(self, chain: Chain) -> tuple[attach.Strand, float]:
        """A chain as a strand and its cost whatever other chains there are; most moves leave it as it is."""
        if chain not in self._known:
            links = sum(self.link[i][j] for i, j in pairwise(chain))
            cost = self.start[chain[0]] + self.end[chain[-1]] + self.oddness(chain) + links
            self._known[chain] = attach.strands([chain], self.frags)[0], cost
        return self._known[chain]


def solve(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> tuple[list[attach.Strand], Board]:
    """The strands of a page at the lowest cost found, and what all choices cost."""
    link, end, start = costs(frags, pieces)
    heads = [piece for piece in pieces if piece.kind is PieceKind.HEAD]
    bylined = frozenset(text.index for text in signatures(pieces).values())
    board = Board(frags, Titles(heads, pieces), link.tolist(), end.tolist(), start.tolist(), bylined)
    if not frags:
        return [], board
    best = tuple(tuple(chain) for chain in path_cover(link, end, start)[0])
    value = board.cost(best)
    for _ in range(MOVES):
        tried = [(board.cost(chains), chains) for chains in _moves(best, board)]
        if not tried or min(tried)[0] >= value - 1e-9:
            break
        value, best = min(tried)
    return attach.strands(best, frags), board


def _moves(chains: Chains, board: Board) -> Iterator[Chains]:
    """Merges of strands along cheap links, and splits below a head that stands inside a strand."""
    firsts = {chain[0]: chain for chain in chains}
    for chain in chains:
        followers = sorted((j for j in firsts if j != chain[0]), key=board.link[chain[-1]].__getitem__)
        for j in followers[:NEAREST]:
            if board.gain(chain[-1], j) < -WORTH:
                continue
            rest = [c for c in chains if c not in (chain, firsts[j])]
            yield tuple(sorted([*rest, chain + firsts[j]]))
        if sum(len(board.frags[i].text) for i in chain) < 2 * SLIGHT:
            yield from _insertions(chain, chains, board)
        for at in _seams(chain, board):
            rest = [c for c in chains if c != chain]
            yield tuple(sorted([*rest, chain[:at], chain[at:]]))


def _seams(chain: Chain, board: Board) -> list[int]:
    """Where a strand may be two: below each head inside it, and at its weakest joins of whole sentences."""
    gains = {at: board.gain(chain[at - 1], chain[at]) for at in range(1, len(chain))}
    below = [at for at, gain in gains.items() if board.frags[chain[at]].above is not None and gain < WORTH]
    closed = [at for at in gains if board.frags[chain[at - 1]].tail in {"stop", "signed"} and at not in below]
    weak = sorted(closed, key=lambda at: gains[at])[:SEAMS]
    return sorted({*below, *(at for at in weak if gains[at] < WORTH)})


def _insertions(slight: Chain, chains: Chains, board: Board) -> Iterator[Chains]:
    """A slight strand put between two fragments of another, where that costs least."""
    first, last = slight[0], slight[-1]
    places = [
        (board.link[a][first] + board.link[last][b] - board.link[a][b], chain, at)
        for chain in chains
        if chain != slight
        for at, (a, b) in enumerate(pairwise(chain), 1)
    ]
    alone = board.start[first] + board.end[last]
    for cost, chain, at in sorted(places)[:NEAREST]:
        if cost - alone < WORTH:
            rest = [c for c in chains if c not in (chain, slight)]
            yield tuple(sorted([*rest, (*chain[:at], *slight, *chain[at:])]))
