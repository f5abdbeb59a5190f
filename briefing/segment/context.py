"""What the wording says for one fragment going on in another: the sentence at the cut, the matter on both
sides of it, and, once all links are drafted, the links and texts around each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from briefing.segment.continuation import continuation
from briefing.segment.fragments import HEADS, TAILS, Fragment
from briefing.segment.language import Language, language
from briefing.segment.pieces import Piece, PieceKind

Matrix = NDArray[np.float64]

EDGE = 70
"""Characters on each side of a cut that speak of what is being told right there."""


def wording_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """What the language itself says: whether the sentence goes on, whether both tell of one matter."""
    tails = np.array([TAILS.index(f.tail) for f in frags])
    heads = np.array([HEADS.index(f.head) for f in frags])
    texts = [f.text for f in frags]
    told = language()
    goes_on = np.zeros((len(texts), len(texts)))
    inside = np.flatnonzero(np.isin(tails, [TAILS.index(k) for k in ("open", "close", "comma", "colon")]))
    goes_on[inside] = np.clip(told.continuity([texts[i] for i in inside], texts), -8.0, 12.0)
    begins = np.isin(heads, [HEADS.index("lead"), HEADS.index("bylined")])
    out: dict[str, Matrix] = {}
    for name, kinds in (("open", ("open", "close")), ("comma", ("comma", "colon"))):
        mask = np.outer(np.isin(tails, [TAILS.index(k) for k in kinds]), ~begins)
        out[f"goes-on|{name}"] = goes_on * mask
        best = np.where(mask, goes_on, -8.0)
        np.fill_diagonal(best, -8.0)
        out[f"goes-on-best|{name}"] = mask * (goes_on >= best.max(axis=1, keepdims=True)) * (goes_on > 0)
        out[f"goes-on-mutual|{name}"] = out[f"goes-on-best|{name}"] * (
            goes_on >= best.max(axis=0, keepdims=True)
        )
    out |= _flow(texts, tails, begins)
    alike = _alike(tuple(texts))
    out["alike"] = np.log1p(alike * 30)
    edge = told.likeness([t[-EDGE:] for t in texts], [t[:EDGE] for t in texts])
    out["alike-edge"] = np.log1p(edge * 30)
    closed = (tails == 0)[:, None]
    out["alike|closed"], out["alike-edge|closed"] = out["alike"] * closed, out["alike-edge"] * closed
    kin = _kinship(frags, pieces, told)
    out["kin"], out["kin|closed"] = kin, kin * closed
    return out


def _flow(texts: Sequence[str], tails: Matrix, begins: NDArray[np.bool_]) -> dict[str, Matrix]:
    """What the network says: how well each text goes on in each other, and how that is beside all others.

    By how the text before ends: within a clause, after a comma, or with a sentence.
    """
    flow = np.clip(continuation().follows(texts), -LEAST, MOST)
    np.fill_diagonal(flow, -LEAST)
    able = np.where(begins[None, :], -LEAST, flow)
    of_row = np.clip(flow - logsumexp(able, axis=1, keepdims=True), -8.0, 1.0)
    of_column = np.clip(flow - logsumexp(able, axis=0, keepdims=True), -8.0, 1.0)
    out: dict[str, Matrix] = {}
    for name, kinds in (("open", ("open", "close")), ("comma", ("comma", "colon")), ("closed", ("stop",))):
        mask = np.outer(np.isin(tails, [TAILS.index(k) for k in kinds]), ~begins)
        out |= {f"flow|{name}": flow * mask, f"flow-row|{name}": of_row * mask}
        out[f"flow-column|{name}"] = of_column * mask
    return out


LEAST, MOST = 10.0, 14.0
"""Log ratios of the network beyond which more tells nothing."""
REACH = 0.7
"""How much of a text's weight the next one along a drafted chain still has."""


BESIDE = 3
"""Fragments to each side of a link whose own links may run parallel to it."""


def context_features(frags: Sequence[Fragment], drafted: Matrix) -> dict[str, Matrix]:
    """What a first draft of all links (the chance of each) says of each one: do those around it agree?

    Links run in parallel where columns do: if the line above goes on three lines further, so does this
    one, whether a text layer took the columns one by one or line by line across. And what stands before
    a cut and what stands after it are longer, and easier to compare, with all that likely belongs to them.
    """
    n = len(frags)
    out: dict[str, Matrix] = {}
    padded = np.zeros((n + 2 * BESIDE, n + 2 * BESIDE))
    padded[BESIDE : n + BESIDE, BESIDE : n + BESIDE] = drafted

    def shifted(by: int) -> Matrix:
        at = BESIDE + by
        return padded[at : at + n, at : at + n]

    near = (shifted(-1), shifted(1))
    out["parallel-one"] = np.log(np.maximum(near[0], near[1]) + 0.01)
    out["parallel-both"] = np.log(np.minimum(near[0], near[1]) + 0.01)
    out["parallel-wide"] = np.log(sum(shifted(by) for by in range(-BESIDE, BESIDE + 1) if abs(by) > 1) + 0.01)
    steps = np.eye(n)
    chain = drafted / np.maximum(1.0, np.maximum(drafted.sum(0).max(), drafted.sum(1).max()))
    for _ in range(4):
        steps = np.eye(n) + REACH * chain @ steps
    # What likely comes before each text and after it, as sums of the texts' vectors, all by their products.
    alike = _alike(tuple(f.text for f in frags))
    lengths = [np.sqrt(((one @ alike) * one).sum(axis=1)) for one in (steps.T, steps)]
    alike = steps.T @ alike @ steps.T / np.maximum(np.outer(*lengths), 1e-12)
    out["alike-context"] = np.log1p(alike * 30)
    closed = np.array([f.tail == "stop" for f in frags])[:, None]
    out["alike-context|closed"] = out["alike-context"] * closed
    np.fill_diagonal(alike, 0.0)
    best = (alike >= alike.max(axis=1, keepdims=True)) & (alike >= alike.max(axis=0, keepdims=True))
    out["alike-context-mutual"] = best.astype(float)
    out["alike-context-mutual|closed"] = best * closed
    rivals = np.maximum(_second(alike), _second(alike.T).T)
    out["alike-context-margin|closed"] = np.clip(np.log((alike + 0.01) / (rivals + 0.01)), -2, 2) * closed
    return out


@lru_cache(maxsize=1)
def _alike(texts: tuple[str, ...]) -> Matrix:
    """The likeness of all texts, which each draft asks for."""
    return language().likeness(texts)


def _second(values: Matrix) -> Matrix:
    """For each cell the largest other value of its row."""
    if values.shape[1] < 2:
        return values
    next_, top = np.split(np.partition(values, -2, axis=1)[:, -2:], 2, axis=1)
    return np.where(values >= top, next_, top)


DAMPING = 0.6
"""How far likeness spreads over third texts; between 0.5 and 0.8 alike."""


def _kinship(frags: Sequence[Fragment], pieces: Sequence[Piece], told: Language) -> Matrix:
    """Likeness that has spread over the page: both may be like a third text, or like one headline.

    The random walk with restart of Tong et al. (2006) on the page's pieces: how much likelier a walk
    from one fragment is at the other than chance would have it, as a log ratio, both ways averaged.
    """
    chosen = {f.piece.index for f in frags}
    rest = [
        p
        for p in pieces
        if p.index not in chosen and p.kind in {PieceKind.HEAD, PieceKind.CAPTION, PieceKind.SECTION}
    ]
    alike = told.likeness([*(f.text for f in frags), *(p.text for p in rest)])
    np.fill_diagonal(alike, 0.0)
    n = len(alike)
    alike = alike**2 + 1e-6
    step = alike / alike.sum(axis=1, keepdims=True)
    walk = (1.0 - DAMPING) * np.linalg.inv(np.eye(n) - DAMPING * step)
    k = len(frags)
    spread = walk[:k, :k] * n
    both: Matrix = (np.log(spread + 0.02) + np.log(spread.T + 0.02)) / 2
    return both
