"""TextRank (Mihalcea & Tarau 2004): a graph of likeness, and the weight of its nodes.

A node's weight w is the fixed point of power iteration with damping d over the graph A with row sums D:
w = d A D⁻¹ w + c. Sentence graphs are small and symmetric, so it is solved for: with w = D y the system
(D - d A) y = c is symmetric and positive definite, and elimination takes half the work. That is exact, the
same on every machine, and for an article's 15 sentences takes 0.06 ms without loading numpy (iterating to
1e-14 took 0.23 ms with it, and its import 0.1 s). Word graphs are large and sparse: those are iterated.

Ratings are kept by position, never by text, so that a repeated sentence harms nothing. Nothing here calls
BLAS: its threads can neither slow a ranking nor change its bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import add, mul, truediv

DAMPING = 0.85
# As textrank4zh is called in the tests: at networkx's default (1e-6) its own scores are up to 6e-6 off.
TOLERANCE = 1e-14
MAX_ROUNDS = 1000

Triangle = list[list[float]]
"""The upper half of a symmetric matrix: row i holds the columns i, i + 1, …"""


def rank_sentences(sentences: Sequence[Sequence[str]]) -> list[float]:
    """TextRank weight of each sentence, given as words; by position. They sum to 1."""
    return page_rank(sentence_graph(sentences))


def sentence_graph(sentences: Sequence[Sequence[str]]) -> Triangle:
    """Likeness of every two sentences, given as words: shared words / (log|a| + log|b|).

    The diagonal holds each sentence's likeness to itself, as in textrank4zh 0.3. A pair of sentences of
    one word each has no measure (both logarithms are zero) and counts as unlike.
    """
    sets = [set(words) for words in sentences]
    # The words of a sentence as the bits of an integer: intersecting two takes 0.1 µs, ten times less than
    # two sets. Words of one sentence only count for its likeness to itself.
    met: set[str] = set()
    shared: set[str] = set()
    for words in sets:
        shared |= met & words
        met |= words
    bits = {word: 1 << place for place, word in enumerate(shared)}
    bit = bits.__getitem__
    masks = [sum(map(bit, words & shared)) for words in sets]
    logs = [math.log(len(words)) if words else 0.0 for words in sentences]
    graph = []
    for i, (mine, log) in enumerate(zip(masks, logs, strict=True)):
        common = map(int.bit_count, map(mine.__and__, masks[i:]))
        if log > 0.0:
            row = list(map(truediv, common, map(log.__add__, logs[i:])))
            row[0] = len(sets[i]) / (log + log)
        else:
            row = [n / its if its > 0.0 else 0.0 for n, its in zip(common, logs[i:], strict=True)]
        graph.append(row)
    return graph


def page_rank(graph: Triangle) -> list[float]:
    """The weight of each node of a symmetric graph, by position; one without links weighs least."""
    n = len(graph)
    totals = [sum(row) for row in graph]
    for i, row in enumerate(graph):
        totals[i + 1 :] = map(add, totals[i + 1 :], row[1:])
    # A node without links hands its weight to all alike: what each gets from them is part of its share.
    lonely = sum(total == 0.0 for total in totals)
    share = (1.0 - DAMPING) / (n - DAMPING * lonely) if n else 0.0
    rows = [[-DAMPING * likeness for likeness in row] for row in graph]
    for row, total in zip(rows, totals, strict=True):
        row[0] += total or 1.0
    flows = _solve(rows, [share] * n)
    return [total * flow if total else share for total, flow in zip(totals, flows, strict=True)]


def _solve(rows: Triangle, right: Sequence[float]) -> list[float]:
    """Solve a symmetric positive definite system, given by its upper half, as L D Lᵀ.

    Written in dot products over whole rows, which the interpreter does at the speed of C: twice as fast as
    elimination row by row (45 sentences: 0.7 ms).
    """
    lower: list[list[float]] = [[] for _ in rows]
    pivots: list[float] = []
    solution: list[float] = []
    for j, row in enumerate(rows):
        mine = lower[j]
        scaled = list(map(mul, mine, pivots))
        pivot = row[0] - sum(map(mul, mine, scaled))
        pivots.append(pivot)
        solution.append(right[j] - sum(map(mul, mine, solution)))
        for other, value in zip(lower[j + 1 :], row[1:], strict=True):
            other.append((value - sum(map(mul, other, scaled))) / pivot)
    for j in range(len(rows) - 1, -1, -1):
        solution[j] = solution[j] / pivots[j] - sum(
            lower[i][j] * solution[i] for i in range(j + 1, len(rows))
        )
    return solution


def rank_words(sentences: Sequence[Sequence[str]], window: int = 2) -> list[tuple[str, float]]:
    """Words by falling TextRank weight, ties by first appearance.

    Two words are linked (once) when they stand within `window` words of each other in a sentence.
    """
    numbers: dict[str, int] = {}
    links: set[tuple[int, int]] = set()
    for words in sentences:
        places = [numbers.setdefault(word, len(numbers)) for word in words]
        for step in range(1, max(window, 2)):
            for pair in zip(places, places[step:], strict=False):
                links |= {pair, pair[::-1]}
    weights = _iterate(sorted(links), len(numbers))
    words_in_order = list(numbers)
    return [(words_in_order[i], weights[i]) for i in order(weights)]


def _iterate(links: Sequence[tuple[int, int]], n: int) -> list[float]:
    """Power iteration over links of equal weight, from equal weights of the nodes."""
    import numpy as np

    pairs = np.array(links, dtype=np.intp).reshape(-1, 2)
    start, end = pairs[:, 0], pairs[:, 1]
    degree = np.bincount(start, minlength=n).astype(np.float64)
    lonely = degree == 0.0
    handed = DAMPING / np.where(lonely, 1.0, degree)
    weights = np.full(n, 1.0 / max(n, 1))
    if not n:
        return []
    for number in range(1, MAX_ROUNDS + 1):
        common = (DAMPING * float(weights[lonely].sum()) + 1.0 - DAMPING) / n
        last, weights = weights, np.bincount(end, (weights * handed)[start], n) + common
        # Looking at the change costs as much as a round.
        if number % 8 == 0 and float(np.abs(weights - last).sum()) < n * TOLERANCE:
            break
    return [float(weight) for weight in weights]


def order(weights: Sequence[float], tie: float = 1e-9) -> list[int]:
    """Positions by falling weight; weights that differ by no more than `tie` count as equal and go by place.

    Being equal in this sense is not transitive, so weights are grouped first: one joins the group whose
    highest member it equals.
    """
    ordered: list[int] = []
    group: list[int] = []
    for i in sorted(range(len(weights)), key=lambda i: (-weights[i], i)):
        if group and weights[group[0]] - weights[i] > tie:
            ordered += sorted(group)
            group = []
        group.append(i)
    return ordered + sorted(group)
