"""Which role each line plays: a linear-chain conditional random field over a page's rows.

Lafferty, McCallum & Pereira (2001). The score of a labelling is the sum of each row's features
weighted for its label plus a weight for each pair of neighbouring labels, apart for neighbours
with and without a blank line between. The weights are data (data/labels.tsv): `feature, label, weight`,
transitions as `>label` or `>>label` (with a blank line between). They are fitted by
scripts/fit_labels.py on typeset pages of known truth, never on the given gold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from briefing.resources import data
from briefing.segment.features import features
from briefing.segment.lines import Row
from briefing.text import ITEM_MARKS

LABELS = (
    "kicker", "title", "subtitle", "section", "byline", "first", "body", "caption", "sign_off",
    "furniture", "column",
)  # fmt: skip
"""`first` is a paragraph's first line: its indent stripped, it looks just like a title and needs a state."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Weights:
    """Row `places[feature]` of `unary` weighs the labels; `pairs[gap][a][b]` weighs label b after label a."""

    places: dict[str, int]
    unary: Matrix
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
    lines = data("labels-pdf.tsv" if printed else "labels.tsv").read_text("utf-8").splitlines()
    told = [line.split("\t") for line in lines if line and not line.startswith("#")]
    places: dict[str, int] = {}
    for feature, _, _ in told:
        places.setdefault(feature, len(places))
    column = {label: place for place, label in enumerate(LABELS)}
    unary = np.zeros((len(places), len(LABELS)))
    at = [places[feature] for feature, _, _ in told], [column[label] for _, label, _ in told]
    unary[at] = [float(value) for _, _, value in told]
    pairs = np.zeros((2, len(LABELS), len(LABELS)))
    for gap, mark in enumerate((">", ">>")):
        for label, place in column.items():
            if mark + label in places:
                pairs[gap, place] = unary[places[mark + label]]
    return Weights(places, unary, pairs)


def label(rows: Sequence[Row]) -> Labelled:
    """Label a page's rows. Time is linear in the rows."""
    if not rows:
        return Labelled((), np.zeros((0, len(LABELS))))
    model = weights(rows[0].sheet is not None)
    seen = features(rows)
    found = [[at for one in each if (at := model.places.get(one)) is not None] for each in seen]
    starts = np.cumsum([0, *map(len, found)])
    flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=int(starts[-1]))
    scores: Matrix = (
        csr_array((np.ones(len(flat)), flat, starts), (len(rows), len(model.unary))) @ model.unary
    )
    for index, each in enumerate(seen):
        for proof in {"issued"} if "issued" in each else _PROOFS.keys() & each:
            scores[index, [LABELS.index(name) for name in _PROOFS[proof]]] += _CERTAIN / 2
    for row in rows:
        if row.line.role is not None:  # the source vouches for it
            scores[row.index, LABELS.index(_FROM_ROLE[row.line.role])] += _CERTAIN
    gaps = [int(row.gap > 0) for row in rows]
    pairs, factors = model.pairs[gaps], np.exp(model.pairs)[gaps]
    chances = _marginals(scores, factors)
    if (agreed := _agreed(rows, chances)).any():
        scores += agreed
        chances = _marginals(scores, factors)
    return Labelled(_viterbi(scores, pairs), chances)


def _agreed(rows: Sequence[Row], chances: Matrix) -> Matrix:
    """What lines that begin with one mark (●▲■) say of each other: all of them head something, or none."""
    marked: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.text[0] in ITEM_MARKS and row.line.role is None:
            marked[row.text[0]].append(row.index)
    out = np.zeros(chances.shape)
    for at in marked.values():
        own = np.stack([chances[at][:, sort].sum(axis=1) for sort in _SORTS], axis=1)
        told = np.log(np.maximum(own, _LEAST))
        told[:, 0] += [_COMMA * any(mark in rows[i].text for mark in "，,。") for i in at]
        if len(at) >= 2 and len(set(told.argmax(axis=1).tolist())) > 1:
            out[np.ix_(at, _SORTS[int(told.sum(axis=0).argmax())])] = _CERTAIN / 4
    return out


_CERTAIN = 1000.0
_PROOFS = {
    "lead-in": ("first", "byline"),
    "byline": ("byline",),
    "credit-alone": ("caption", "sign_off"),
    "sign-off-alone": ("sign_off",),
    "marks-only": ("first", "body"),
    "echo": ("caption",),
    "masthead-line": ("furniture",),
    "advertisement": ("furniture",),
    "imprint": ("furniture",),
    "issued": ("sign_off",),
    "guide": ("furniture",),
    "run-in:head": ("title",),
    "run-in:text": ("first",),
    "announced": ("kicker", "title", "subtitle", "section", "byline", "column", "furniture"),
    "shown": ("caption", "byline", "sign_off"),
    "large": ("kicker", "title", "subtitle", "column", "furniture"),
}
"""Forms that prove what a line is, however it is set: the weights only choose among these labels."""
_SORTS = tuple(
    [LABELS.index(name) for name in names]
    for names in (("first", "body"), ("kicker", "title", "subtitle"), ("section",))
)
"""What a line that begins with an item's mark may be: text, an item's headline, a section's."""
_LEAST = 1e-3
_COMMA = 8.0
"""Log odds of text for a marked line with a comma: of 48 headlines of items none had one, of 22 texts 11."""
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
    """Each row's chances, by forward and backward sums, each brought to a sum of 1 row by row."""
    own = np.exp(scores - scores.max(axis=1, keepdims=True))
    forward, backward = own.copy(), np.ones_like(own)
    for index in range(1, len(own)):
        forward[index] *= forward[index - 1] @ steps[index]
        forward[index] /= forward[index].sum()
    for index in range(len(own) - 2, -1, -1):
        backward[index] = steps[index + 1] @ (own[index + 1] * backward[index + 1])
        backward[index] /= backward[index].sum()
    chances: Matrix = forward * backward
    chances /= chances.sum(axis=1, keepdims=True)
    return chances
