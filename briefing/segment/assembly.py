"""Put a page together again: which fragment goes on in which, as one global choice.

Every fragment has at most one successor and one predecessor. The best set of links is a minimum-cost
path cover, solved as an assignment problem (Kuhn 1955; scipy.optimize.linear_sum_assignment). Links
may go backwards, so a solution can hold a cycle: each of its links is forbidden in turn, the rest
solved again, the cheapest kept. An open end without successor is a cost, not a rule: the rest of the
article may stand on another page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from briefing.resources import data
from briefing.segment.context import context_features
from briefing.segment.evidence import Matrix, end_features, link_features, start_features
from briefing.segment.fragments import Fragment
from briefing.segment.pieces import Piece

_FORBIDDEN = 1e6


@cache
def weights(printed: bool = False) -> Mapping[str, float]:
    """The fitted weights of all choices: for page text, or for pages whose lines have boxes."""
    lines = data("assembly-pdf.tsv" if printed else "assembly.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def weigh(
    features: Mapping[str, Matrix], table: Mapping[str, float], shape: tuple[int, ...], prefix: str = ""
) -> Matrix:
    """The weighted sum of named feature arrays of one shape; `prefix` stands before each weight's name."""
    total = np.zeros(shape)
    for name, values in features.items():
        weight = table.get(prefix + name, 0.0)
        if weight:
            total += weight * values
    return total


def choice_costs(
    links: Matrix, ends: Matrix, starts: Matrix, doubt: Matrix | None = None
) -> tuple[Matrix, Matrix, Matrix]:
    """Costs (negative log-probabilities) of link i→j, of i being an end, of j being a start.

    A link is chosen twice: by the one before among all that could follow or none, and by the one after.
    `doubt` (one cost for each) keeps a rival that is hardly text from taking others' probability.
    """
    after = links if doubt is None else links - doubt[None, :]
    before = links if doubt is None else links - doubt[:, None]
    forward = _logsum(np.concatenate([after, ends[:, None]], axis=1), 1)
    backward = _logsum(np.concatenate([before, starts[None, :]], axis=0), 0)
    taken = _with(forward[:, None], links, after) + _with(backward[None, :], links, before) - 2 * links
    return taken, forward - ends, backward - starts


def _with(total: Matrix, own: Matrix, discounted: Matrix) -> Matrix:
    """A log-sum in which one's own term counts in full where the rivals' terms are discounted."""
    top = np.maximum(total, own)
    others = np.maximum(np.exp(total - top) - np.exp(discounted - top), 0.0)
    summed: Matrix = np.log(others + np.exp(own - top)) + top
    return summed


def _logsum(values: Matrix, axis: int) -> Matrix:
    top = values.max(axis=axis, keepdims=True)
    total: Matrix = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return total


def costs(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> tuple[Matrix, Matrix, Matrix]:
    """The costs of all links, ends and starts of a page."""
    n = len(frags)
    if n == 0:
        return np.zeros((0, 0)), np.zeros(0), np.zeros(0)
    table = weights(frags[0].piece.printed)
    evidence = (link_features(frags, pieces), end_features(frags, pieces), start_features(frags, pieces))
    links, ends, starts = _weighed(evidence, table, n, DRAFT)
    alone, alone_ends, alone_starts = _weighed(evidence, table, n)
    for _ in range(DRAFTS):
        around = weigh(context_features(frags, draft(links, ends, starts)), table, (n, n))
        np.fill_diagonal(around, 0.0)
        links, ends, starts = alone + around, alone_ends, alone_starts
    text = np.array([min(max(f.piece.text_chance, SURE), 1.0 - SURE) for f in frags])
    as_text = -LABEL * np.log(text)
    link, end, start = choice_costs(links, ends, starts, as_text)
    link += as_text[:, None]
    end += as_text
    link[:, [f.item for f in frags]] = _FORBIDDEN
    many = np.array([f.piece.printed and len(f.piece.rows) >= MANY for f in frags])
    np.fill_diagonal(link, -LABEL * np.log(1.0 - text) * np.where(many, 2.0, 1.0))
    return link, end, start


def _weighed(
    evidence: tuple[Mapping[str, Matrix], ...], table: Mapping[str, float], n: int, prefix: str = ""
) -> tuple[Matrix, Matrix, Matrix]:
    """The sums of evidence for links, ends and starts; nothing follows itself."""
    links, ends, starts = (
        weigh(features, table, shape, prefix)
        for features, shape in zip(evidence, ((n, n), (n,), (n,)), strict=True)
    )
    np.fill_diagonal(links, -_FORBIDDEN)
    return links, ends, starts


DRAFTS = 3
"""How often the surroundings of each link are drafted. On our own pages of pdftotext's shuffled blocks
article_f1 is 0.43 with three, 0.405 with one; on others' pages one is as good, and five are as three."""
DRAFT = "draft:"
"""Prefix of the weights of the draft: what is known of each link alone, before its surroundings are."""


def draft(links: Matrix, ends: Matrix, starts: Matrix) -> Matrix:
    """The chance of each link by itself: the geometric mean of being chosen from both its ends."""
    forward = links - _logsum(np.concatenate([links, ends[:, None]], axis=1), 1)[:, None]
    backward = links - _logsum(np.concatenate([links, starts[None, :]], axis=0), 0)[None, :]
    chances: Matrix = np.exp((forward + backward) / 2)
    return chances


LABEL = 2.0
"""How much a label's log-probability weighs against those of links."""
MANY = 5
"""Lines from which a printed piece's label is twice as sure: one line may be anything, so many are text."""
SURE = 0.005
"""No label is surer than this unless its form proves it: the assembly may overrule it at that price."""


def path_cover(link: Matrix, end: Matrix, start: Matrix) -> tuple[list[list[int]], float]:
    """Chains of fragment indices of least total cost, each in reading order, and that cost.

    The diagonal of `link` is the cost of a fragment being no running text: it is in no chain then.
    """
    n = len(end)
    if n == 0:
        return [], 0.0
    square = np.full((2 * n, 2 * n), _FORBIDDEN)
    square[:n, :n] = link
    square[:n, n:][np.diag_indices(n)] = end
    square[n:, :n][np.diag_indices(n)] = start
    square[n:, n:] = 0.0
    return _solve(square, n, [SOLUTIONS])


SOLUTIONS = 40
"""Assignments solved for a page at most; a page of truth needs one to nine. What cycles are left then are
cut at their dearest link."""


def _solve(square: Matrix, n: int, budget: list[int]) -> tuple[list[list[int]], float]:
    budget[0] -= 1
    rows, columns = linear_sum_assignment(square)
    total = float(square[rows, columns].sum())
    chosen = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if i < n and j < n]
    skipped = {i for i, j in chosen if i == j}
    following = {i: j for i, j in chosen if i != j}
    cycle = _cycle(following)
    best: tuple[list[list[int]], float] | None = None
    for at in cycle or ():
        if budget[0] <= 0:
            break
        kept = square[at, following[at]]
        square[at, following[at]] = _FORBIDDEN
        tried = _solve(square, n, budget)
        square[at, following[at]] = kept
        if best is None or tried[1] < best[1]:
            best = tried
    if best is not None:
        return best
    while cycle is not None:
        dearest = max(cycle, key=lambda i: float(square[i, following[i]]))
        end, start = square[dearest, n + dearest], square[n + following[dearest], following[dearest]]
        total += float(end + start - square[dearest, following[dearest]])
        del following[dearest]
        cycle = _cycle(following)
    return _chains(following, set(range(n)) - skipped), total


def _cycle(following: Mapping[int, int]) -> list[int] | None:
    done: set[int] = set()
    for start in following:
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in done:
            if at in path:
                return path[path.index(at) :]
            path.append(at)
            at = following.get(at)
        done.update(path)
    return None


def _chains(following: Mapping[int, int], used: set[int]) -> list[list[int]]:
    chains = []
    for first in sorted(used - set(following.values())):
        chain = [first]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        chains.append(chain)
    return chains
