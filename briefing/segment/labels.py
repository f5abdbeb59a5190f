"""Which role each line plays: a linear-chain conditional random field over a page's rows.

Lafferty, McCallum & Pereira (2001). The score of a labelling is the sum of each row's features
weighted for its label plus a weight for each pair of neighbouring labels, apart for neighbours
with and without a blank line between. The weights are data (data/labels.tsv): `feature, label, weight`,
transitions as `>label` or `>>label` (with a blank line between). They are fitted by
scripts/fit_labels.py on typeset pages of known truth, never on the given gold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from briefing.resources import data
from briefing.segment.features import features
from briefing.segment.lines import Row

LABELS = (
    "kicker", "title", "subtitle", "section", "byline", "first", "body", "caption", "sign_off",
    "furniture", "column",
)  # fmt: skip
"""`first` is a paragraph's first line: its indent stripped, it looks just like a title and needs a state."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """`unary[feature]` weighs the labels; `pairs[gap][a][b]` weighs label b after label a."""

    unary: dict[str, Matrix]
    pairs: Matrix


@dataclass(frozen=True, slots=True)
class Labelled:
    """The best label of each row and each row's marginal probabilities (rows × labels)."""

    best: tuple[str, ...]
    chances: Matrix

    def chance(self, index: int, *labels: str) -> float:
        """The probability that a row has one of the labels."""
        return float(sum(self.chances[index, LABELS.index(label)] for label in labels))


@cache
def weights(printed: bool = False) -> Weights:
    """The fitted weights: those for page text, or those for pages whose lines have boxes."""
    unary: dict[str, Matrix] = {}
    pairs = np.zeros((2, len(LABELS), len(LABELS)))
    for line in data("labels-pdf.tsv" if printed else "labels.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        feature, label, value = line.split("\t")
        column = LABELS.index(label)
        if feature.startswith(">"):
            gap = int(feature.startswith(">>"))
            pairs[gap, LABELS.index(feature.lstrip(">")), column] = float(value)
        else:
            unary.setdefault(feature, np.zeros(len(LABELS)))[column] = float(value)
    return Weights(unary, pairs)


def label(rows: Sequence[Row]) -> Labelled:
    """Label a page's rows. Time is linear in the rows."""
    if not rows:
        return Labelled((), np.zeros((0, len(LABELS))))
    model = weights(rows[0].sheet is not None)
    scores = np.zeros((len(rows), len(LABELS)))
    for index, seen in enumerate(features(rows)):
        for feature in seen:
            weight = model.unary.get(feature)
            if weight is not None:
                scores[index] += weight
        for proof, proven in _PROOFS.items():
            if proof in seen:
                scores[index, [LABELS.index(name) for name in proven]] += _CERTAIN / 2
    for row in rows:
        if row.line.role is not None:  # the source vouches for it
            scores[row.index, LABELS.index(_FROM_ROLE[row.line.role])] += _CERTAIN
    steps = model.pairs[[int(row.gap > 0) for row in rows]]
    return Labelled(_viterbi(scores, steps), _marginals(scores, steps))


_CERTAIN = 1000.0
_PROOFS = {
    "lead-in": ("first", "byline"),
    "byline": ("byline",),
    "credit-alone": ("caption", "sign_off"),
    "sign-off-alone": ("sign_off",),
    "marks-only": ("first", "body"),
    "echo": ("caption",),
    "masthead-line": ("furniture",),
}
"""Forms that prove what a line is, however it is set: the weights only choose among these labels."""
_FROM_ROLE = {name: name for name in LABELS} | {"body": "first"}


def _viterbi(scores: Matrix, steps: Matrix) -> tuple[str, ...]:
    best, back = scores[0], np.zeros(scores.shape, dtype=int)
    for index in range(1, len(scores)):
        paths = best[:, None] + steps[index]
        back[index] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[index]
    path = [int(best.argmax())]
    for index in range(len(scores) - 1, 0, -1):
        path.append(int(back[index, path[-1]]))
    return tuple(LABELS[place] for place in reversed(path))


def _marginals(scores: Matrix, steps: Matrix) -> Matrix:
    forward, backward = np.zeros_like(scores), np.zeros_like(scores)
    forward[0] = scores[0]
    for index in range(1, len(scores)):
        forward[index] = _logsum(forward[index - 1][:, None] + steps[index], 0) + scores[index]
    for index in range(len(scores) - 2, -1, -1):
        backward[index] = _logsum(steps[index + 1] + (scores[index + 1] + backward[index + 1])[None, :], 1)
    joint = forward + backward
    chances: Matrix = np.exp(joint - _logsum(joint, 1)[:, None])
    return chances


def _logsum(values: Matrix, axis: int) -> Matrix:
    top = values.max(axis=axis, keepdims=True)
    total: Matrix = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return total
