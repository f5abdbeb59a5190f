"""Which article a title, a caption or a section head belongs to: choices like those between fragments.

A *strand* is a chain of fragments that the assembly found, or a photo that stands alone with its
caption. Titles are assigned to strands as a whole page (at most one each, none is allowed: a slogan
stays alone), because a page may print a title after its text, or two titles above two texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from briefing.segment import geometry
from briefing.segment.assembly import choice_costs, weigh, weights
from briefing.segment.evidence import Matrix, rarity, shared
from briefing.segment.fragments import Fragment, balance, content_words, head_class, tail_class
from briefing.segment.language import language
from briefing.segment.pieces import Piece, PieceKind

LEAD = 160
"""Characters of a text that count as its lead: the longest lead of the gold has 150."""


@dataclass(frozen=True)
class Strand:
    """Text pieces of one article in reading order; `photo` when it is a caption standing alone."""

    pieces: tuple[Piece, ...]
    head: str
    photo: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def strands(chains: Sequence[Sequence[int]], frags: Sequence[Fragment]) -> list[Strand]:
    """The chains of the assembly as strands."""
    return [Strand(tuple(frags[i].piece for i in chain), frags[chain[0]].head) for chain in chains]


def _vocabulary(
    found: Sequence[Strand],
) -> tuple[list[frozenset[str]], list[frozenset[str]], dict[str, float]]:
    leads = [content_words(s.text[:LEAD]) for s in found]
    bodies = [content_words(s.text) for s in found]
    weight = rarity(bodies)
    known = set().union(*bodies) if bodies else set()
    alone = np.log(len(found)) if len(found) > 1 else 0.7
    # A word of one strand only is the rarest of all, and a title shares it with that strand alone.
    return leads, bodies, {word: weight.get(word, float(alone)) for word in sorted(known)}


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


@lru_cache(maxsize=2048)
def _likeness(lines: tuple[str, ...], text: str) -> tuple[float, ...]:
    """How much each of a page's heads speaks of a strand's matter; the search asks of each strand often."""
    return tuple(language().likeness(lines, [text])[:, 0].tolist())


def head_features(
    heads: Sequence[Piece], found: Sequence[Strand], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence for head h belonging to strand s."""
    shape = (len(heads), len(found))
    leads, bodies, weight = _vocabulary(found)
    titles = [content_words(h.text) for h in heads]
    size = np.array([1.0 + sum(weight.get(w, 1.0) for w in title) for title in titles])[:, None]
    out = {
        "head:lead": shared(titles, leads, weight) / size,
        "head:body": shared(titles, bodies, weight) / size,
    }
    grams = [_bigrams(h.text) for h in heads]
    lead_grams = [_bigrams(s.text[:LEAD]) for s in found]
    out["head:bigrams"] = np.array([[len(g & s) / (len(g) or 1) for s in lead_grams] for g in grams]).reshape(
        shape
    )
    lines = tuple(h.text for h in heads)
    for name, told in (("lead", [s.text[:LEAD] for s in found]), ("body", [s.text for s in found])):
        out[f"head:like-{name}"] = np.array([_likeness(lines, text) for text in told]).T.reshape(shape)
    first = np.array([s.pieces[0].index for s in found])
    last = np.array([s.pieces[-1].index for s in found])
    place = np.array([h.index for h in heads])
    texts = np.array([p.index for p in pieces if p.kind in {PieceKind.TEXT, PieceKind.CAPTION}])
    stops = np.array([p.index for p in pieces if p.kind is PieceKind.HEAD])
    for name, mask in _positions(place, first, last, texts, stops).items():
        out[f"head:{name}"] = mask.astype(float)
        for kind in ("lead", "bylined", "dateline"):
            starts = np.array([s.head == kind for s in found], dtype=float)
            out[f"head:{name}|{kind}"] = mask * starts
        out[f"head:{name}|photo"] = mask * np.array([s.photo for s in found], dtype=float)
    out["head:photo"] = np.outer(np.ones(len(heads)), [float(s.photo) for s in found])
    return out | geometry.head_features(heads, [s.pieces for s in found], pieces)


def _positions(place: Matrix, first: Matrix, last: Matrix, texts: Matrix, heads: Matrix) -> dict[str, Matrix]:
    """Where heads stand to strands: right above (only bylines between), right below, near, inside."""
    shape = (len(place), len(first))
    names = ("above", "above-over-head", "below", "inside", "near-above", "near-below", "far")
    out = {name: np.zeros(shape) for name in names}
    for i, at in enumerate(place):
        later = texts[texts > at]
        earlier = texts[texts < at]
        after = int(later[0]) if len(later) else -1
        before = int(earlier[-1]) if len(earlier) else -1
        for j in range(len(first)):
            if first[j] == after:
                between = heads[(heads > at) & (heads < first[j])]
                out["above-over-head" if len(between) else "above"][i, j] = 1
            elif last[j] == before:
                out["below"][i, j] = 1
            elif first[j] < at < last[j]:
                out["inside"][i, j] = 1
            elif 0 < first[j] - at <= 8:
                out["near-above"][i, j] = 1
            elif 0 < at - last[j] <= 8:
                out["near-below"][i, j] = 1
            else:
                out["far"][i, j] = 1
    return out


def no_head_features(found: Sequence[Strand]) -> dict[str, Matrix]:
    """Evidence for a strand having no title on the page."""
    out = {"untitled": np.ones(len(found)), "untitled:photo": np.array([float(s.photo) for s in found])}
    for kind in ("lead", "bylined", "dateline", "mark", "plain"):
        out[f"untitled:{kind}"] = np.array([float(s.head == kind) for s in found])
    out["untitled:short"] = np.array([float(len(s.text) < 60) for s in found])
    return out


def no_strand_features(heads: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence for a head belonging to no text: a slogan, a section head read as a title."""
    chances = [h.chances for h in heads]
    return {
        "slogan": np.ones(len(heads)),
        "slogan:section": np.array([c.get("section", 0.0) for c in chances]),
        "slogan:furniture": np.array([c.get("furniture", 0.0) + c.get("column", 0.0) for c in chances]),
        "slogan:short": np.array([float(len(h.text) < 6) for h in heads]),
    }


@dataclass(frozen=True)
class Heads:
    """The strand (its place) of each head (its place), and the choice's cost.

    `link` and `alone` have what each head costs with each strand, and with none.
    """

    owners: dict[int, int]
    cost: float
    link: Matrix
    alone: Matrix


def assign_heads(heads: Sequence[Piece], found: Sequence[Strand], pieces: Sequence[Piece]) -> Heads:
    """Which strand each head stands over, all heads of a page at once."""
    table = weights(bool(pieces) and pieces[0].printed)
    none_head = weigh(no_strand_features(heads), table, (len(heads),))
    none_strand = weigh(no_head_features(found), table, (len(found),))
    links = weigh(head_features(heads, found, pieces), table, (len(heads), len(found)))
    link, alone, bare = choice_costs(links, none_head, none_strand)
    h, s = link.shape
    square = np.full((h + s, h + s), 1e6)
    square[:h, :s] = link
    square[:h, s:][np.diag_indices(h)] = alone
    square[h:, :s][np.diag_indices(s)] = bare
    square[h:, s:] = 0.0
    rows, columns = linear_sum_assignment(square)
    chosen = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if i < h]
    owners = {i: j for i, j in chosen if j < s}
    return Heads(owners, float(square[rows, columns].sum()), link, alone)


def caption_features(
    captions: Sequence[Piece], found: Sequence[Strand], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence for a caption belonging to a strand."""
    shape = (len(captions), len(found))
    _, bodies, weight = _vocabulary(found)
    words = [content_words(c.text) for c in captions]
    size = np.array([1.0 + sum(weight.get(w, 1.0) for w in cap) for cap in words])[:, None]
    like = language().likeness([c.text for c in captions], [s.text for s in found]).reshape(shape)
    out: dict[str, Matrix] = {
        "caption:shared": shared(words, bodies, weight) / size,
        "caption:like": like,
        # How much of the likeness to all strands is to this one: a long text shares words with anything.
        "caption:like-share": like / np.maximum(like.sum(axis=1, keepdims=True), 1e-9),
        "caption:like-most": (like >= like.max(axis=1, keepdims=True, initial=0.0)) * (like > 0.05),
    }
    owner = {piece.index: j for j, s in enumerate(found) for piece in s.pieces}
    order = {piece.index: n for s in found for n, piece in enumerate(s.pieces)}
    names = ("amid", "amid-open", "between", "after", "before", "elsewhere")
    places = {name: np.zeros(shape) for name in names}
    for i, caption in enumerate(captions):
        above = next((p for p in reversed(pieces[: caption.index]) if p.index in owner), None)
        below = next((p for p in pieces[caption.index + 1 :] if p.index in owner), None)
        for j in range(len(found)):
            up = above is not None and owner[above.index] == j
            down = below is not None and owner[below.index] == j
            if above and below and up and down and order[below.index] == order[above.index] + 1:
                name = "amid-open" if tail_class(above.text) != "stop" else "amid"
            else:
                name = "between" if up and down else "after" if up else "before" if down else "elsewhere"
            places[name][i, j] = 1
    out.update({f"caption:{name}": mask for name, mask in places.items()})
    short = np.array([float(len(c.text) < 45) for c in captions])[:, None]
    out.update({f"caption:{name}|short": mask * short for name, mask in places.items()})
    ordered = _ordered(found)
    out.update({f"caption:{name}|ordered": mask * ordered for name, mask in places.items()})
    return out | geometry.caption_features(captions, [s.pieces for s in found], pieces)


def _ordered(found: Sequence[Strand]) -> float:
    """The share of joins on the page that go on with the next text: where that is high, places tell."""
    rank = {index: n for n, index in enumerate(sorted(p.index for s in found for p in s.pieces))}
    joins = [(rank[a.index], rank[b.index]) for s in found for a, b in pairwise(s.pieces)]
    return (sum(b == a + 1 for a, b in joins) + 0.5) / (len(joins) + 1.0)


def alone_features(
    captions: Sequence[Piece], found: Sequence[Strand], pieces: Sequence[Piece]
) -> dict[str, Matrix]:
    """Evidence for a photo standing alone."""
    above = [pieces[c.index - 1].kind if c.index else None for c in captions]
    out = {
        "alone": np.ones(len(captions)),
        "alone:long": np.array([float(len(c.text) >= 45) for c in captions]),
        "alone:very-long": np.array([float(len(c.text) >= 75) for c in captions]),
        "alone:dated": np.array([float(head_class(c.text) == "dateline") for c in captions]),
        "alone:day": np.array([float("月" in c.text and "日" in c.text) for c in captions]),
        "alone:titled": np.array([float(kind is PieceKind.HEAD) for kind in above]),
        "alone:labelled": np.array([float(kind is PieceKind.COLUMN) for kind in above]),
        "alone:credit": np.array([float(c.credit is not None) for c in captions]),
        "alone:图为": np.array([float("图为" in c.text) for c in captions]),
        "alone:unbalanced": np.array([float(balance(c.text) != (0, 0)) for c in captions]),
    }
    return out | geometry.alone_features(captions, [s.pieces for s in found], pieces)


def assign_captions(
    captions: Sequence[Piece],
    found: Sequence[Strand],
    pieces: Sequence[Piece],
) -> list[tuple[int | None, float]]:
    """The strand of each caption, or None for a photo that stands alone; with the chance of that."""
    if not captions:
        return []
    table = weights(bool(pieces) and pieces[0].printed)
    links = weigh(caption_features(captions, found, pieces), table, (len(captions), len(found)))
    alone = weigh(alone_features(captions, found, pieces), table, (len(captions),))
    scores = np.concatenate([links, alone[:, None]], axis=1)
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best = scores.argmax(axis=1).tolist()
    return [(at if at < len(found) else None, float(row[at])) for at, row in zip(best, chances, strict=True)]
