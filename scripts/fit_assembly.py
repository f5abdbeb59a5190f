"""Fit the weights of the assembly's choices (briefing/data/assembly.tsv) on pages of known truth.

usage: fit_assembly.py [--simulated N] [--news NEWS] PAGES_DIR [PAGES_DIR ...]
       fit_assembly.py --printed DIR [--pages N] [--seed N]     for assembly-pdf.tsv: N PDF pages, made in DIR

Three choices are fitted apart, each as a conditional logit (McFadden 1974): which fragment follows
this one (or none) and which precedes it (or none); which strand a head belongs to; which strand a
caption belongs to. Labels are the truth's own, so that errors of labelling do not teach the assembly.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from briefing.resources import data
from briefing.segment import assembly, attach, context, evidence, fragments, titles
from briefing.segment.labels import LABELS, Labelled
from briefing.segment.pieces import Piece, PieceKind, pieces
from evaluation.truth import Truth
from scripts.fit_labels import add_printed, pages, printed_pages

TINY = 0.01
USUAL = 40
"""Fragments of a usual page. One whose every line stands alone has ten times as many: it counts no more."""
Arrays = dict[str, np.ndarray]


class Choice:
    """One page's choice between rows and columns; `left` is none for a row, `right` none for a column."""

    def __init__(
        self,
        links: Arrays,
        left: Arrays,
        right: Arrays | None,
        truth: dict[int, int],
        shape: tuple[int, int],
        own: bool,
        frags: Sequence[fragments.Fragment] = (),
    ) -> None:
        self.frags = frags
        self.weight = min(1.0, USUAL / shape[0])
        self.links, self.left, self.right, self.truth, self.shape, self.own = (
            links,
            left,
            right,
            truth,
            shape,
            own,
        )

    def add_context(self, table: dict[str, float]) -> None:
        """The features that a draft by these weights gives."""
        n = len(self.frags)
        links, ends, starts = (
            assembly.weigh(features, table, shape)
            for features, shape in ((self.links, (n, n)), (self.left, (n,)), (self.right or {}, (n,)))
        )
        np.fill_diagonal(links, -1e6)
        self.links |= context.context_features(self.frags, assembly.draft(links, ends, starts))


def true_pieces(truth: Truth) -> tuple[Piece, ...]:
    """The page's pieces as they would be if every line's label were found."""
    chances = np.zeros((len(truth.rows), len(LABELS)))
    chances[np.arange(len(truth.rows)), [LABELS.index(label) for label in truth.labels]] = 1.0
    return pieces(truth.rows, Labelled(truth.labels, chances))


def owner(truth: Truth, piece: Piece) -> str | None:
    """The id of the article that a piece belongs to; None for furniture."""
    return truth.owners[piece.rows[0].index]


def reading_place(truth: Truth, piece: Piece) -> int:
    """The place of a piece's first row in its article's order of reading."""
    return truth.places[piece.rows[0].index]


def choices(truth: Truth) -> dict[str, Choice]:
    """What the page teaches: which fragment follows which, which head and caption belong to which strand."""
    found = true_pieces(truth)
    frags = fragments.fragments(found)
    out: dict[str, Choice] = {}
    groups: dict[str, list[int]] = {}
    for f in frags:
        groups.setdefault(owner(truth, f.piece) or f"?{f.index}", []).append(f.index)
    for group in groups.values():
        group.sort(key=lambda i: reading_place(truth, frags[i].piece))
    follows = {a: b for g in groups.values() for a, b in pairwise(g)}
    n = len(frags)
    if n > 1:
        out["links"] = Choice(
            evidence.link_features(frags, found),
            evidence.end_features(frags, found),
            evidence.start_features(frags, found),
            follows,
            (n, n),
            True,
            frags,
        )
    strands = attach.strands(list(groups.values()), frags)
    ids = list(groups)
    captions = [p for p in found if p.kind is PieceKind.CAPTION]
    if captions and strands:
        belongs = {i: ids.index(o) for i, c in enumerate(captions) if (o := owner(truth, c)) in ids}
        out["captions"] = Choice(
            attach.caption_features(captions, strands, found),
            attach.alone_features(captions, strands, found),
            None,
            belongs,
            (len(captions), len(strands)),
            False,
        )
    for c in captions:
        who = owner(truth, c)
        if who and who not in ids and truth.kinds.get(who) == "photo":
            strands.append(attach.Strand((c,), fragments.head_class(c.text), True))
            ids.append(who)
    heads = [p for p in found if p.kind is PieceKind.HEAD]
    if heads and strands:
        belongs = {}
        for i, h in enumerate(heads):
            who = owner(truth, h)
            if who in ids and ids.index(who) not in belongs.values():
                belongs[i] = ids.index(who)
        out["heads"] = Choice(
            titles.Titles(heads, found).features(strands),
            titles.no_strand_features(heads),
            titles.no_head_features(strands),
            belongs,
            (len(heads), len(strands)),
            False,
        )
    return out


def stack(
    problems: list[Choice], part: Callable[[Choice], Arrays | None], names: list[str]
) -> list[np.ndarray]:
    """Each page's features in the order of `names`, zeros where it lacks one: (features, *shape) a page."""
    out = []
    for p in problems:
        features = part(p) or {}
        size = next(iter(features.values())).shape if features else (0,)
        out.append(np.stack([features.get(n, np.zeros(size)) for n in names]))
    return out


def fit(problems: list[Choice], strength: float) -> dict[str, float]:
    """Weights that make the true choices likeliest, by L-BFGS; `strength` is the L2 penalty."""
    link_names = sorted({n for p in problems for n in p.links})
    left_names = sorted({n for p in problems for n in p.left})
    right_names = sorted({n for p in problems for n in p.right or {}})
    links = stack(problems, lambda p: p.links, link_names)
    lefts = stack(problems, lambda p: p.left, left_names)
    rights = stack(problems, lambda p: p.right, right_names) if right_names else []
    a, b = len(link_names), len(link_names) + len(left_names)

    def value(flat: np.ndarray) -> tuple[float, np.ndarray]:
        loss, grad = strength / 2 * float(flat @ flat), strength * flat
        for k, p in enumerate(problems):
            score = np.tensordot(flat[:a], links[k], 1)
            if p.own:
                np.fill_diagonal(score, -1e9)
            left = flat[a:b] @ lefts[k]
            want = np.zeros(p.shape)
            for i, j in p.truth.items():
                want[i, j] = 1.0
            forward = np.concatenate([score, left[:, None]], 1)
            chance = np.exp(forward - forward.max(1, keepdims=True))
            chance /= chance.sum(1, keepdims=True)
            target = np.concatenate([want, 1.0 - want.sum(1, keepdims=True)], 1)
            loss -= p.weight * float((target * np.log(np.maximum(chance, 1e-30))).sum())
            delta = p.weight * (chance - target)
            pull = delta[:, :-1].copy()
            grad[a:b] += lefts[k] @ delta[:, -1]
            if rights:
                right = flat[b:] @ rights[k]
                backward = np.concatenate([score, right[None, :]], 0)
                chance = np.exp(backward - backward.max(0, keepdims=True))
                chance /= chance.sum(0, keepdims=True)
                target = np.concatenate([want, 1.0 - want.sum(0, keepdims=True)], 0)
                loss -= p.weight * float((target * np.log(np.maximum(chance, 1e-30))).sum())
                delta = p.weight * (chance - target)
                pull += delta[:-1, :]
                grad[b:] += rights[k] @ delta[-1, :]
            grad[:a] += np.tensordot(links[k], pull, 2)
        return loss, grad

    result = minimize(
        value, np.zeros(b + len(right_names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}
    )
    print(f"{len(problems)} pages, {b + len(right_names)} features: loss {result.fun:.1f}")
    return dict(zip(link_names + left_names + right_names, map(float, result.x), strict=True))


def rows(table: dict[str, float], prefix: str = "") -> list[str]:
    """Lines of the weights' file; weights too small to matter are left out."""
    return [f"{prefix}{name}\t{weight:.3f}" for name, weight in table.items() if abs(weight) >= TINY]


def main() -> None:
    """Fit all three tables and write them into one file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--simulated", type=int, default=700)
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--out", type=Path)
    add_printed(parser)
    options = parser.parse_args()
    own = options.printed
    out = options.out or data("assembly.tsv").with_name("assembly-pdf.tsv" if own else "assembly.tsv")
    found: dict[str, list[Choice]] = {"links": [], "heads": [], "captions": []}
    for truth in printed_pages(options) if own else pages(options.folders, options.simulated, options.news):
        for name, choice in choices(truth).items():
            found[name].append(choice)
    lines = ["# 由 scripts/fit_assembly.py 生成：证据、权重。请勿手工修改。"]
    print("draft", end=": ")
    drafted = fit(found["links"], options.strength)
    lines += rows(drafted, assembly.DRAFT)
    for problem in found["links"]:
        problem.add_context(drafted)
    for name, problems in found.items():
        print(name, end=": ")
        lines += rows(fit(problems, options.strength))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
