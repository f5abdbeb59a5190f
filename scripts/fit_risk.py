"""Fit the weights of how likely a piece stands in the wrong article (briefing/data/risk.tsv).

usage: fit_risk.py [--simulated N] [--seed N] [--news NEWS] [--out TSV] PAGES_DIR [PAGES_DIR ...]

Each page is read as any is, with labels and links of the reader's own, and each piece compared with the truth
as evaluation.reading compares lines: read and true articles are paired, the likest first, and what is not in
its article's pair is wrong. A logistic regression for each sort of piece, with an L2 penalty on standardised
features. The pages should not be those that labels and links were fitted on: hence a seed of their own.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from briefing.resources import data
from briefing.segment import overlooked
from briefing.segment.labels import label
from briefing.segment.page import assemble
from briefing.segment.pieces import pieces
from briefing.segment.risk import Assembled, Features, told
from evaluation.truth import Truth
from scripts.fit_labels import pages

USUAL = 60
"""Lines of a usual page: one of more counts no more than that."""
SEED = 55
TINY = 0.001


@dataclass(frozen=True)
class Example:
    """A piece's features, the share of its lines that are wrong, and how much it counts."""

    features: Features
    wrong: float
    weight: float


def examples(truth: Truth) -> Iterator[Example]:
    """What a page teaches."""
    made = assemble(overlooked.corrected(pieces(truth.rows, label(truth.rows))))
    right = _right(truth, made)
    scale = min(1.0, USUAL / max(1, len(truth.rows)))
    for one in told(made):
        wrong = [row.index not in right for row in one.piece.rows]
        yield Example(one.features, sum(wrong) / len(wrong), len(wrong) * scale)


def _right(truth: Truth, made: Assembled) -> set[int]:
    """The rows (their indices) that are in their article's pair, or rightly in none."""
    read: defaultdict[int, set[int]] = defaultdict(set)
    for number, draft in enumerate(made.drafts):
        sections = [section for section, _ in draft.sections]
        groups = (draft.head, draft.bylines, draft.body, sections, draft.captions, draft.sign_offs)
        read[number] = {row.index for group in groups for piece in group for row in piece.rows}
    sizes = Counter(owner for owner in truth.owners if owner is not None)
    common = Counter((own, n) for n, group in read.items() for i in group if (own := truth.owners[i]))
    shares = sorted(((-k / (sizes[own] + len(read[n]) - k), own, n) for (own, n), k in common.items()))
    pairs: dict[str, int] = {}
    for _, own, n in shares:
        if own not in pairs and n not in pairs.values():
            pairs[own] = n
    placed = {i for group in read.values() for i in group}
    return {
        i
        for i, own in enumerate(truth.owners)
        if (i not in placed if own is None else i in read[pairs.get(own, -1)])
    }


def fit(found: list[Example], strength: float) -> dict[str, float]:
    """The weights of one sort of piece, by L-BFGS; its first feature, the constant, is not penalised."""
    names = list(found[0].features)
    x = np.array([[one.features[name] for name in names] for one in found])
    wrong, weight = (np.array([getattr(one, part) for one in found]) for part in ("wrong", "weight"))
    mean, spread = x.mean(axis=0), x.std(axis=0)
    mean[0], spread[0] = 0.0, 1.0
    used = spread > 1e-9
    scaled = (x - mean)[:, used] / spread[used]
    penalty = np.full(scaled.shape[1], strength)
    penalty[0] = 0.0

    def value(flat: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ flat
        loss = float(
            (weight * (np.logaddexp(0.0, odds) - wrong * odds)).sum() + (penalty * flat**2).sum() / 2
        )
        return loss, scaled.T @ (weight * (1 / (1 + np.exp(-odds)) - wrong)) + penalty * flat

    result = minimize(value, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    print(f"{names[0]}: {len(found)} pieces, {np.average(wrong, weights=weight):.3f} wrong,", end=" ")
    print(f"loss {result.fun / weight.sum():.4f} a line")
    flat = np.zeros(len(names))
    flat[used] = result.x / spread[used]
    flat[0] -= float(flat[1:] @ mean[1:])
    return dict(zip(names, map(float, flat), strict=True))


def table(found: Iterable[Example], strength: float) -> list[str]:
    """The lines of the weights' file."""
    sorts: defaultdict[str, list[Example]] = defaultdict(list)
    for one in found:
        sorts[next(iter(one.features))].append(one)
    lines = ["# 由 scripts/fit_risk.py 生成：所知、权重。请勿手工修改。"]
    for _, group in sorted(sorts.items()):
        lines += [
            f"{name}\t{weight:.4f}" for name, weight in fit(group, strength).items() if abs(weight) >= TINY
        ]
    return lines


def main() -> None:
    """Fit the weights on the pages asked for and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--simulated", type=int, default=500)
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    truths = pages(options.folders, options.simulated, options.news, options.seed)
    out = options.out or data("risk.tsv")
    lines = table((one for truth in truths for one in examples(truth)), options.strength)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
