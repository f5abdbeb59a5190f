"""How steady a page's solution is: what becomes of each fragment when the costs are a little other.

Each sample adds Gumbel noise to every choice's log-probability and solves the path cover again (perturb
and MAP, Papandreou & Yuille 2011): choices that are about as likely change from sample to sample. Were a
sample the truth, some fragments of the solution would stand in the wrong article; how often each one would
not is its agreement. It sees what no single cost does: that an article cut in two makes only its smaller
part wrong, and that a weak link counts for all that hangs on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from briefing.segment.evidence import Matrix

Numbers = NDArray[np.intp]

SAMPLES = 32
"""Solutions drawn for each strength of noise: 5 to 25 ms a page of text."""
STRENGTHS = (1.0, 2.0)
"""Of the noise. At 1 choices vary as often as the costs say they should; more shows what is weak at all."""


def agreement(link: Matrix, end: Matrix, start: Matrix, ours: Numbers, size: Matrix) -> Matrix:
    """How often each of n fragments is in its right article, for each strength of noise: strengths × n.

    `ours` is the article of each fragment (below 0: of none), `size` its lines. The same page gives the same.
    """
    n = len(end)
    gain = (link - end[:, None] - start[None, :]) / 2  # half: a link's cost counts it from both its ends
    out = np.zeros((len(STRENGTHS), n))
    rng = np.random.default_rng(0)
    for _ in range(SAMPLES if n else 0):
        noise = _gumbel(rng, n, n) - (_gumbel(rng, n, 1) + _gumbel(rng, 1, n)) / 2
        for place, strength in enumerate(STRENGTHS):
            out[place] += _right(ours, _solved(gain - strength * noise), size)
    return out / SAMPLES


def _solved(gain: Matrix) -> Numbers:
    """The group of each fragment in the best solution, -1 for what is no running text.

    A link is worth choosing where it costs less than an end and a start: all other places are nothing, so
    that n × n suffice. Cycles stay: their fragments are one group all the same.
    """
    square = np.minimum(gain, 0.0)
    rows, columns = linear_sum_assignment(square)
    linked = square[rows, columns] < 0
    groups = np.arange(len(gain))
    for i, j in zip(rows[linked].tolist(), columns[linked].tolist(), strict=True):
        if i == j:
            groups[i] = -1
        else:
            groups[groups == groups[j]] = groups[i]
    return groups


def _gumbel(rng: np.random.Generator, rows: int, columns: int) -> Matrix:
    return -np.log(rng.standard_exponential((rows, columns)))


def _right(ours: Numbers, truth: Numbers, size: Matrix) -> NDArray[np.bool_]:
    """Which fragments are in the right article if `truth` were it: articles are paired, the likest first."""
    right = (ours < 0) & (truth < 0)
    both = (ours >= 0) & (truth >= 0)
    if not both.any():
        return right
    common = np.zeros((int(ours.max()) + 1, int(truth.max()) + 1))
    np.add.at(common, (ours[both], truth[both]), size[both])
    whole = np.bincount(ours[ours >= 0], size[ours >= 0], common.shape[0])
    other = np.bincount(truth[truth >= 0], size[truth >= 0], common.shape[1])
    one, two = np.nonzero(common)
    share = common[one, two] / (whole[one] + other[two] - common[one, two])
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for at in np.argsort(-share, kind="stable").tolist():
        i, j = int(one[at]), int(two[at])
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    right[both] = [pairs.get(i) == j for i, j in zip(ours[both].tolist(), truth[both].tolist(), strict=True)]
    return right
