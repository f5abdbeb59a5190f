"""Fit the label weights (briefing/data/labels.tsv) on pages of known truth.

usage: fit_labels.py [--simulated N] [--news NEWS] [--strength S] PAGES_DIR [PAGES_DIR ...]
       fit_labels.py --printed DIR [--pages N] [--seed N]        for labels-pdf.tsv: N PDF pages, made in DIR

NEWS is a folder of more stories for the simulated pages (evaluation/news.py).
Each directory holds pages in the gold's form (NNN.json, articles/, the text beside it). The given
gold of evaluation/gold is never among them: it is what the result is measured on. The model is the
conditional random field of briefing.segment.labels; its log-likelihood less S/2 times the squared
weights is maximised by L-BFGS; features seen fewer than five times and weights under 0.02 are dropped.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from briefing.resources import data
from briefing.segment.features import features
from briefing.segment.labels import LABELS
from evaluation import news, printed, simulate
from evaluation.truth import Truth, load
from evaluation.typesetting import stories

N = len(LABELS)
RARE = 5
TINY = 0.02
PRINTED = 600
"""Stories of the news from which pages are printed, besides the repository's own."""
ARTICLES = Path(simulate.__file__).parent / "articles"


def pages(folders: list[Path], simulated: int, told: Path | None = None, seed: int = 1) -> list[Truth]:
    """`--simulated` pages, and all pages below the folders that have both truth and text."""
    more = news.pool(told) if told else []
    found = list(simulate.pages(simulated, simulate.pool(ARTICLES), seed, more))
    for folder in folders:
        for gold in sorted(folder.glob("[0-9]*.json")):
            try:
                found.append(load(gold))
            except FileNotFoundError:
                continue
    return [page for page in found if page.rows]


def printed_pages(options: argparse.Namespace) -> list[Truth]:
    """PDF pages of their own making, as `--printed`, `--pages`, `--seed` and `--stories` say."""
    pool = [*stories.load(options.stories or sorted(ARTICLES.glob("*.jsonl")))]
    if options.news:
        pool += news.printable(options.news, PRINTED)
    return list(printed.truths(options.printed, options.pages, options.seed, pool))


def add_printed(parser: argparse.ArgumentParser) -> None:
    """The options that printed_pages reads."""
    parser.add_argument("--printed", type=Path)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--stories", type=Path, nargs="*")


class Problem:
    """Padded batch of pages: rows as sparse features, labels, masks."""

    def __init__(self, truths: list[Truth]) -> None:
        seen = [features(t.rows) for t in truths]
        counts = Counter(f for page in seen for row in page for f in set(row))
        self.names = sorted(f for f, n in counts.items() if n >= RARE)
        ids = {name: i for i, name in enumerate(self.names)}
        self.length = max(len(t.rows) for t in truths)
        self.pages = len(truths)
        row_ids, col_ids, where = [], [], []
        self.gold = np.zeros((self.length, self.pages), dtype=int)
        self.mask = np.zeros((self.length, self.pages), dtype=bool)
        self.gap = np.zeros((self.length, self.pages), dtype=int)
        n = 0
        for p, (truth, page) in enumerate(zip(truths, seen, strict=True)):
            for i, row in enumerate(page):
                for f in set(row):
                    if f in ids:
                        row_ids.append(n)
                        col_ids.append(ids[f])
                where.append((i, p))
                self.gold[i, p] = LABELS.index(truth.labels[i])
                self.mask[i, p] = True
                self.gap[i, p] = int(truth.rows[i].gap > 0)
                n += 1
        self.at = tuple(np.array(where).T)
        self.x = csr_matrix((np.ones(len(row_ids)), (row_ids, col_ids)), shape=(n, len(self.names)))
        self.xt = self.x.T.tocsr()
        self.n = n

    def value(self, flat: np.ndarray, strength: float) -> tuple[float, np.ndarray]:
        """The penalised negative log-likelihood at `flat`, and its gradient: scaled forward and backward."""
        w = flat[: len(self.names) * N].reshape(len(self.names), N)
        pairs = flat[len(self.names) * N :].reshape(2, N, N)
        scores = np.zeros((self.length, self.pages, N))
        scores[self.at] = self.x @ w
        alpha, scale = np.zeros_like(scores), np.zeros((self.length, self.pages))
        beta = np.ones_like(scores)
        top = scores.max(axis=2)
        emit = np.exp(scores - top[:, :, None])
        trans = np.exp(pairs)
        a = emit[0]
        scale[0] = a.sum(1)
        alpha[0] = a / scale[0][:, None]
        for i in range(1, self.length):
            moved = np.where(self.gap[i][:, None] > 0, alpha[i - 1] @ trans[1], alpha[i - 1] @ trans[0])
            a = moved * emit[i]
            total = a.sum(1)
            live = self.mask[i]
            scale[i] = np.where(live, total, 1.0)
            alpha[i] = np.where(live[:, None], a / np.maximum(total, 1e-300)[:, None], alpha[i - 1])
        expected = np.zeros((2, N, N))
        for i in range(self.length - 1, 0, -1):
            live = self.mask[i]
            carried = emit[i] * beta[i] / np.maximum(scale[i], 1e-300)[:, None]
            for g in (0, 1):
                use = live & (self.gap[i] == g)
                if use.any():
                    expected[g] += trans[g] * (alpha[i - 1][use].T @ carried[use])
            back = np.where(self.gap[i][:, None] > 0, carried @ trans[1].T, carried @ trans[0].T)
            beta[i - 1] = np.where(live[:, None], back, beta[i - 1])
        log_z = (np.log(scale) * self.mask + top * self.mask).sum()
        gold_score = np.take_along_axis(scores, self.gold[:, :, None], 2)[:, :, 0][self.mask].sum()
        observed = np.zeros((2, N, N))
        for i in range(1, self.length):
            live = self.mask[i]
            np.add.at(observed, (self.gap[i][live], self.gold[i - 1][live], self.gold[i][live]), 1.0)
        gold_score += (observed * pairs).sum()
        marginals = (alpha * beta)[self.at]
        marginals /= marginals.sum(1, keepdims=True)
        truth = np.zeros((self.n, N))
        truth[np.arange(self.n), self.gold[self.at]] = 1.0
        grad_w = self.xt @ (truth - marginals)
        grad = np.concatenate([grad_w.ravel(), (observed - expected).ravel()])
        loss = log_z - gold_score + strength / 2 * float(flat @ flat)
        return float(loss), -grad + strength * flat


def fit(problem: Problem, strength: float, steps: int) -> np.ndarray:
    """The weights after at most `steps` of L-BFGS: features × labels, then 2 × labels × labels, flat."""
    start = np.zeros(len(problem.names) * N + 2 * N * N)
    began = time.time()
    result = minimize(
        problem.value, start, args=(strength,), jac=True, method="L-BFGS-B", options={"maxiter": steps}
    )
    seconds = time.time() - began
    print(f"{problem.pages} pages, {problem.n} rows, {len(problem.names)} features", end=": ")
    print(f"loss {result.fun:.0f}, {result.nit} steps, {seconds:.0f} s")
    solution: np.ndarray = result.x
    return solution


def write(problem: Problem, flat: np.ndarray, path: Path) -> int:
    """Write the weights that matter, rounded to three digits."""
    w = flat[: len(problem.names) * N].reshape(len(problem.names), N)
    pairs = flat[len(problem.names) * N :].reshape(2, N, N)
    lines = ["# 由 scripts/fit_labels.py 生成：特征、标签、权重。请勿手工修改。"]
    for g, mark in ((0, ">"), (1, ">>")):
        for a in range(N):
            lines += [
                f"{mark}{LABELS[a]}\t{LABELS[b]}\t{pairs[g, a, b]:.3f}"
                for b in range(N)
                if abs(pairs[g, a, b]) >= TINY
            ]
    for i, name in enumerate(problem.names):
        lines += [f"{name}\t{LABELS[b]}\t{w[i, b]:.3f}" for b in range(N) if abs(w[i, b]) >= TINY]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 1


def main() -> None:
    """Fit the labels' weights on the pages asked for and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--simulated", type=int, default=1800)
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--out", type=Path)
    add_printed(parser)
    options = parser.parse_args()
    own = options.printed
    problem = Problem(
        printed_pages(options) if own else pages(options.folders, options.simulated, options.news)
    )
    out = options.out or data("labels.tsv").with_name("labels-pdf.tsv" if own else "labels.tsv")
    print(write(problem, fit(problem, options.strength, options.steps), out), "weights")


if __name__ == "__main__":
    main()
