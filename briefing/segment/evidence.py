"""What speaks for one fragment going on in another, as named matrices over a page's fragments.

For n fragments each feature is an n × n matrix (row: the fragment before, column: the one after) or,
for a start or an end, a vector of n. The weights are data (data/assembly.tsv), fitted by
scripts/fit_assembly.py as a choice: which of the others, or none, follows this one?
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from briefing.segment import geometry
from briefing.segment.breaks import is_gapless
from briefing.segment.context import wording_features
from briefing.segment.fragments import HEADS, TAILS, Fragment
from briefing.segment.joints import straddle as straddling
from briefing.segment.language import points
from briefing.segment.openings import ends, opens
from briefing.segment.pieces import Piece, PieceKind

Matrix = NDArray[np.float64]

_ORDER = ("一二", "二三", "三四", "四五", "五六")
_SAID = re.compile(r"(?:说|表示|道|介绍|告诉记者)[。！]$")
_BETWEEN = (
    PieceKind.HEAD, PieceKind.BYLINE, PieceKind.SIGN_OFF, PieceKind.CAPTION, PieceKind.SECTION,
    PieceKind.COLUMN, PieceKind.FURNITURE,
)  # fmt: skip


def rarity(groups: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much sharing a word says: log of groups over groups that have it; 0 for words of most groups."""
    counts = Counter(word for group in groups for word in group)
    n = len(groups)
    return {word: max(0.0, math.log(n / c)) for word, c in counts.items() if c > 1} if n > 1 else {}


def shared(one: Sequence[frozenset[str]], two: Sequence[frozenset[str]], weight: dict[str, float]) -> Matrix:
    """Summed rarity of the words that each of `one` shares with each of `two`."""
    ids = {word: i for i, word in enumerate(weight)}
    scale = np.sqrt(np.array(list(weight.values()))) if weight else np.zeros(0)

    def table(groups: Sequence[frozenset[str]]) -> Matrix:
        out = np.zeros((len(groups), len(ids)))
        for row, group in enumerate(groups):
            out[row, [ids[w] for w in group if w in ids]] = 1.0
        return out * scale

    product: Matrix = table(one) @ table(two).T
    return product


def trust(frags: Sequence[Fragment], fits: Matrix) -> float:
    """How far the page's order can be trusted: the share of open ends that the next fragment fits."""
    tried = [bool(fits[i, i + 1]) for i, f in enumerate(frags[:-1]) if f.tail in {"open", "comma"}]
    return (sum(tried) + 1.0) / (len(tried) + 2.0)


def link_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """All evidence for fragment j following fragment i."""
    n = len(frags)
    out: dict[str, Matrix] = {}
    tails = np.array([TAILS.index(f.tail) for f in frags])
    heads = np.array([HEADS.index(f.head) for f in frags])
    for t, tail in enumerate(TAILS):
        for h, head in enumerate(HEADS):
            if (tails == t).any() and (heads == h).any():
                out[f"fit:{tail}|{head}"] = np.outer(tails == t, heads == h).astype(float)
    open_tail = np.isin(tails, [TAILS.index("open"), TAILS.index("close")]).astype(float)
    stopped = (tails == 0).astype(float)
    first = np.array([f.piece.first for f in frags])
    opening = _opening(frags)
    out["into-opening|closed"] = np.outer(stopped, opening)
    out["into-opening|open"] = np.outer(1 - stopped, opening)
    out["first|closed"] = np.outer(stopped, first)
    out["first|open"] = np.outer(1 - stopped, first)
    begins = np.isin(heads, [HEADS.index("lead"), HEADS.index("bylined")])
    inside = np.outer(open_tail > 0, ~begins) & ~np.eye(n, dtype=bool)
    straddle = np.zeros((n, n))
    texts = [f.text for f in frags]
    one, two = np.nonzero(inside)
    straddle[one, two] = straddling([texts[i] for i in one], [texts[j] for j in two])
    bigram, trigram = (seen * inside for seen in _said(texts))
    out["straddle"] = (straddle == 2).astype(float)
    out["straddle-long"] = (straddle > 2).astype(float)
    out["no-straddle"] = open_tail[:, None] * (straddle == 0)
    out["bigram"], out["trigram"] = bigram, trigram
    out.update(wording_features(frags, pieces))
    opens, closes = np.array([f.opens for f in frags]), np.array([f.closes for f in frags])
    out["quote-fit"] = np.outer(opens > 0, closes > 0).astype(float)
    out["quote-left-open"] = np.outer((opens > 0) & (tails != 0), closes == 0).astype(float)
    out["quote-unopened"] = np.outer(opens == 0, closes > 0).astype(float)
    words = [f.words for f in frags]
    common = shared(words, words, rarity(words))
    sizes = np.array([math.log(2 + len(w)) for w in words])
    out["shared"] = np.log1p(common / np.outer(sizes, sizes) * 4)
    out.update(_places(frags, pieces, trust(frags, np.maximum(straddle, trigram))))
    columns = (
        np.array([f.piece.rows[-1].column for f in frags]),
        np.array([f.piece.rows[0].column for f in frags]),
    )
    known = np.outer(columns[0] > 0, columns[1] > 0)
    out["column-differs"] = (known & (np.abs(columns[0][:, None] - columns[1][None, :]) > 1.6)).astype(float)
    full = np.array([f.piece.rows[-1].fill >= 0.93 for f in frags])
    out["short-open"] = np.outer((columns[0] > 0) & ~full & (tails != 0), np.ones(n)).astype(float)
    out["order-word"], out["order-clash"] = _order(frags)
    return out | geometry.link_features(frags, pieces)


SURE = 8.0
"""Log odds of an opening or an ending beyond which more tells nothing."""


def _opening(frags: Sequence[Fragment]) -> NDArray[np.float64]:
    """How much each fragment reads as a story's opening, -1 to 1."""
    return np.clip(opens([f.text for f in frags]), -SURE, SURE) / SURE


def _said(texts: Sequence[str]) -> Iterator[Matrix]:
    """Whether the page says elsewhere the two characters at the cut between each text and each other one, and
    whether it says three of those around it.
    """
    page = points("\n".join(texts)).astype(np.int64)
    ends = points("".join(text[-2:].rjust(2, _NONE) for text in texts)).astype(np.int64).reshape(-1, 2)
    starts = points("".join(text[:2].ljust(2, _NONE) for text in texts)).astype(np.int64).reshape(-1, 2)
    (a, b), (c, d) = ends.T[:, :, None], starts.T[:, None, :]
    pairs, triples = _keys(page[:-1], page[1:]), _keys(page[:-2], page[1:-1], page[2:])
    yield np.isin(_keys(b, c), pairs).astype(float)
    yield (np.isin(_keys(a, b, c), triples) | np.isin(_keys(b, c, d), triples)).astype(float)


_NONE = "\0"
"""Stands where a text has no second character: no page has it."""


def _keys(*points: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for code points in a row."""
    out = np.zeros((), dtype=np.int64)
    for each in points:
        out = out << 21 | each
    return out


def _places(frags: Sequence[Fragment], pieces: Sequence[Piece], order: float) -> dict[str, Matrix]:
    n = len(frags)
    ranks = np.array([f.rank for f in frags])
    exact = ranks[None, :] - ranks[:, None]
    step = np.sign(exact) * np.ceil(np.abs(exact))
    out: dict[str, Matrix] = {}
    for name, low, high in (
        ("+2", 2, 2),
        ("+3", 3, 5),
        ("+6", 6, 15),
        ("+16", 16, n),
        ("-1", -1, -1),
        ("-2", -5, -2),
        ("-6", -n, -6),
    ):
        mask = ((step >= low) & (step <= high)).astype(float)
        out[f"step{name}"] = mask
        out[f"step{name}|trust"] = mask * order
    after = (step == 1).astype(float)
    out["next"], out["next|trust"] = after, after * order
    between = {kind: np.zeros((n, n)) for kind in _BETWEEN}
    wide, joined, sections = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    threads, thread = np.zeros((n, n)), np.zeros((n, n))
    for i, j in np.argwhere(step == 1):
        one, two = frags[int(i)].piece, frags[int(j)].piece
        for piece in pieces[one.index + 1 : two.index]:
            if piece.kind in between:
                between[piece.kind][i, j] = 1.0
            if piece.kind is PieceKind.HEAD:
                sections[i, j] = max(sections[i, j], piece.chances["section"])
        wide[i, j] = two.rows[0].gap > 1
        joined[i, j] = two.index == one.index + 1 and not two.rows[0].gap
        if joined[i, j] and two.rows[0].thread is not None:
            threads[i, j], thread[i, j] = 1.0, two.rows[0].thread
    out.update({f"between:{kind}": matrix for kind, matrix in between.items()})
    out["between:like-section"] = sections
    out["next|wide-gap"] = wide
    out["next|threads"], out["next|thread"] = threads, thread
    gapless = is_gapless([row for piece in pieces for row in piece.rows])
    out["next|joined"], out["next|joined|gapless"] = joined, joined * gapless
    return out


def _order(frags: Sequence[Fragment]) -> tuple[Matrix, Matrix]:
    n = len(frags)
    fits, clashes = np.zeros((n, n)), np.zeros((n, n))
    starts = [re.match(r"([一二三四五六])是", f.text) for f in frags]
    last = [re.findall(r"([一二三四五六])是", f.text) for f in frags]
    for j, match in enumerate(starts):
        if match:
            for i in range(n):
                if last[i]:
                    right = last[i][-1] + match[1] in _ORDER
                    fits[i, j], clashes[i, j] = float(right), float(not right)
    return fits, clashes


def end_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence for a fragment being its article's last."""
    n = len(frags)
    out = {f"end:{tail}": np.array([f.tail == tail for f in frags], dtype=float) for tail in TAILS}
    out["end"] = np.ones(n)
    out["end:said"] = np.array([bool(_SAID.search(f.text)) for f in frags], dtype=float)
    out["end:last"] = np.arange(n) == n - 1
    for kind in _BETWEEN:
        out[f"end:before-{kind}"] = np.array([f.after is kind for f in frags], dtype=float)
    out["end:before-text"] = np.array([f.after is PieceKind.TEXT for f in frags], dtype=float)
    out["end:reads-so"] = np.clip(ends([f.text for f in frags]), -SURE, SURE) / SURE
    out["end:reads-so|stop"] = out["end:reads-so"] * out["end:stop"]
    out["end:open-quote"] = np.array([f.opens > 0 for f in frags], dtype=float)
    out["end:short-line"] = np.array([0 < f.piece.rows[-1].fill < 0.93 for f in frags], dtype=float)
    out |= geometry.end_features(frags, pieces)
    return {name: np.asarray(vector, dtype=float) for name, vector in out.items()}


def start_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence for a fragment being its article's first."""
    n = len(frags)
    out = {f"start:{head}": np.array([f.head == head for f in frags], dtype=float) for head in HEADS}
    out["start"] = np.ones(n)
    out["start:first"] = np.array([f.piece.first for f in frags])
    out["start:page-top"] = np.arange(n) == 0
    for kind in _BETWEEN:
        out[f"start:after-{kind}"] = np.array([f.before is kind for f in frags], dtype=float)
    tails = ["none", *(f.tail for f in frags[:-1])]
    for tail in {*tails}:
        after = np.array([t == tail for t in tails], dtype=float)
        out[f"start:prev-{tail}"] = after
        for head in HEADS:
            out[f"start:{head}|prev-{tail}"] = after * out[f"start:{head}"]
    signed = sum(f.head in {"lead", "bylined"} or f.tail == "signed" for f in frags)
    share = signed / max(1, sum(f.above is not None for f in frags))
    for head in ("dateline", "opener", "quote", "plain", "digit"):
        out[f"start:{head}|signed-page"] = out[f"start:{head}"] * min(1.0, share)
    bare = np.array([f.above is None and f.byline is None for f in frags], dtype=float)
    openings = [f for f in frags if f.head in {"lead", "bylined", "dateline"}]
    headed = (sum(f.above is not None for f in openings) + 0.5) / (len(openings) + 1.0)
    for head in HEADS:
        out[f"start:{head}|bare"] = out[f"start:{head}"] * bare
        out[f"start:{head}|bare|headed-page"] = out[f"start:{head}|bare"] * headed
    above = [f.above.chances if f.above else {} for f in frags]
    out["start:above-title"] = np.array([a.get("title", 0.0) for a in above])
    out["start:above-section"] = np.array([a.get("section", 0.0) for a in above])
    out["start:after-text"] = np.array([f.before is PieceKind.TEXT for f in frags], dtype=float)
    opening = _opening(frags)
    out["start:reads-so"] = opening
    out["start:reads-so|bare"] = opening * bare
    out["start:reads-so|first"] = opening * out["start:first"]
    out["start:reads-so|after-stop"] = opening * out.get("start:prev-stop", np.zeros(n))
    out["start:unopened"] = np.array([f.closes > 0 for f in frags], dtype=float)
    out |= geometry.start_features(frags, pieces)
    return {name: np.asarray(vector, dtype=float) for name, vector in out.items()}
