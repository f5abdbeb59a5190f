"""Fit what tells a story's first and last paragraphs (briefing/data/openings.npz), for segment/openings.py.

usage: fit_openings.py NEWS [--strength S]

NEWS is the evening news of 2022 to 2025 (evaluation/news.py tells where it is from, MIT); every tenth story
is kept back and measured on. Only weights are kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from briefing.resources import data
from briefing.segment.openings import KINDS, keys
from evaluation.news import Story, stories

LEAST = 2
"""Paragraphs that a story must have for its first and last to differ."""


def examples(told: Sequence[Story], last: bool) -> tuple[csr_array, np.ndarray]:
    """Each paragraph's pairs, a column of ones with them, and whether it is its story's first (or last)."""
    rows: list[np.ndarray] = []
    truth: list[bool] = []
    for story in told:
        for place, paragraph in enumerate(story.paragraphs):
            rows.append(np.append(keys([paragraph], last)[0], KINDS))
            truth.append(place == (len(story.paragraphs) - 1 if last else 0))
    sizes = np.array([len(row) for row in rows])
    table = csr_array(
        (np.ones(sizes.sum()), (np.repeat(np.arange(len(rows)), sizes), np.concatenate(rows))),
        shape=(len(rows), KINDS + 1),
    )
    return table, np.array(truth, dtype=float)


def fit(table: csr_array, truth: np.ndarray, strength: float) -> np.ndarray:
    """Weights of a logistic regression; first or not counts as even, however many paragraphs stories have."""
    share = truth.mean()
    weight = np.where(truth > 0, 0.5 / share, 0.5 / (1 - share))

    def value(flat: np.ndarray) -> tuple[float, np.ndarray]:
        score = table @ flat
        loss = weight @ np.logaddexp(0.0, np.where(truth > 0, -score, score)) + strength / 2 * flat @ flat
        return float(loss), table.T @ (weight * (expit(score) - truth)) + strength * flat

    solution: np.ndarray = minimize(
        value, np.zeros(KINDS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 100}
    ).x
    return solution


def main() -> None:
    """Fit both, tell how often a pair of paragraphs is told apart, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path)
    parser.add_argument("--strength", type=float, default=3.0)
    options = parser.parse_args()
    told = [story for story in stories(options.news) if len(story.paragraphs) >= LEAST]
    kept = [story for n, story in enumerate(told) if n % 10]
    found = {}
    for name, last in (("opens", False), ("ends", True)):
        found[name] = fit(*examples(kept, last), options.strength)
        table, truth = examples(told[::10], last)
        score = table @ found[name]
        right = (score[truth > 0][:, None] > score[truth == 0][None, :]).mean()
        print(f"{name}: of two paragraphs of others' stories the right one in {right:.3f}")
    grain = max(float(np.abs(weights).max()) for weights in found.values()) / 127
    opens, ends = (np.round(weights / grain).astype(np.int8) for weights in found.values())
    path = data("themes.toml").with_name("openings.npz")
    np.savez_compressed(path, grain=np.array(grain, dtype=np.float32), opens=opens, ends=ends)
    print(f"{len(told)} stories: {path.stat().st_size >> 10} kB")


if __name__ == "__main__":
    main()
