"""What speaks for one fragment going on in another, as named matrices over a page's fragments.

For n fragments each feature is an n × n matrix (row: the fragment before, column: the one after) or,
for a start or an end, a vector of n. The weights are data (data/assembly.tsv), fitted by
scripts/fit_assembly.py as a choice: which of the others, or none, follows this one?
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from briefing.resources import read_words
from briefing.segment import geometry
from briefing.segment.features import straddle as straddling
from briefing.segment.language import Language, language
from briefing.segment.pieces import GAPLESS, Piece, PieceKind
from briefing.text import CLOSING, PAIRS, is_han
from briefing.words import cutter

Matrix = NDArray[np.float64]

_DATELINE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|近期|连日来|昨日|今日|昨天")
_OPENER = re.compile(
    r"一是|二是|三是|四是|近年来|据悉|据了解|下一步|同时|此外|随后|目前|截至|首先|其次|第[一二三四][,，]|会议|活动|在|为|今年"
)
_ORDER = ("一二", "二三", "三四", "四五", "五六")
_SAID = re.compile(r"(?:说|表示|道|介绍|告诉记者)[。！]$")
_BETWEEN = (
    PieceKind.HEAD, PieceKind.BYLINE, PieceKind.SIGN_OFF, PieceKind.CAPTION, PieceKind.SECTION,
    PieceKind.COLUMN, PieceKind.FURNITURE,
)  # fmt: skip


def tail_class(text: str) -> str:
    """How a fragment ends: stop, quoted stop, comma, colon, or open (in the middle of a clause)."""
    last = text[-1]
    if last in "。！？!?…":
        return "stop"
    if last in CLOSING:
        return "stop" if len(text) > 1 and text[-2] in "。！？!?…" else "close"
    if last in "，、；,;":
        return "comma"
    return "colon" if last in "：:" else "open"


def head_class(text: str) -> str:
    """How a fragment begins."""
    if _DATELINE.match(text):
        return "dateline"
    if text[0] in "，。、；：,;:）)”’》！？!?…":
        return "mark"
    if text[0] in "“‘《（(":
        return "quote"
    if _OPENER.match(text):
        return "opener"
    return "plain" if is_han(text[0]) else "digit" if text[0].isdigit() else "other"


def balance(text: str) -> tuple[int, int]:
    """Quotes and brackets closed without being opened, and opened without being closed."""
    stack: list[str] = []
    closes = 0
    for char in text:
        if char in PAIRS:
            stack.append(PAIRS[char])
        elif char in CLOSING:
            if char in stack:
                while stack.pop() != char:
                    pass
            else:
                closes += 1
    return closes, len(stack)


@dataclass(frozen=True)
class Fragment:
    """A text piece with what the assembly asks of it.

    `before` and `after` are the kinds of the pieces around it.
    `rank` counts the likely texts up to it; a piece that may be text although labelled otherwise stands
    half a rank between them. `above` is the head or section piece right above.
    """

    index: int
    piece: Piece
    tail: str
    head: str
    closes: int
    opens: int
    words: frozenset[str]
    before: PieceKind | None
    after: PieceKind | None
    byline: Piece | None
    rank: float = 0.0
    above: Piece | None = None

    @property
    def text(self) -> str:
        return self.piece.text


@cache
def common_words() -> frozenset[str]:
    """Words that tell nothing of an article's identity."""
    return frozenset(read_words("stopwords.txt"))


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Words of two or more characters that may tell one article from another."""
    stop = common_words()
    return frozenset(w for w in cutter().cut(text) if len(w) >= 2 and w not in stop and not w.isdigit())


LIKELY = 0.8
"""From this chance a text counts as one in the page's order; below, it may as well be an insertion."""
MAYBE = 0.02
"""A piece whose label is not proven takes part in the assembly from this chance of being text."""

_RIVALS = (PieceKind.HEAD, PieceKind.CAPTION, PieceKind.SECTION, PieceKind.FURNITURE, PieceKind.COLUMN)


def fragments(pieces: Sequence[Piece]) -> tuple[Fragment, ...]:
    """The pieces of a page that are text or may be, each with its byline and neighbours."""
    found: list[Fragment] = []
    rank = 0.0
    for piece in pieces:
        if piece.kind is not PieceKind.TEXT and not (piece.kind in _RIVALS and piece.text_chance >= MAYBE):
            continue
        likely = piece.kind is PieceKind.TEXT and piece.text_chance >= LIKELY
        rank += 1.0 if likely else 0.0
        above, below = _at(pieces, piece.index - 1), _at(pieces, piece.index + 1)
        text = piece.text
        closes, opens = balance(text)
        signed = piece.sign_off
        tail = "signed" if signed and signed.start else tail_class(text)
        head = "lead" if piece.opens_story else head_class(text)
        own_byline = above if above is not None and above.kind is PieceKind.BYLINE else None
        if own_byline is not None and head != "lead":
            head = "bylined"
        heading = above if above is not None and above.kind in {PieceKind.HEAD, PieceKind.SECTION} else None
        over, under = (around.kind if around else None for around in (above, below))
        place = rank if likely else rank + 0.5
        words = content_words(text)
        found.append(
            Fragment(
                len(found), piece, tail, head, closes, opens, words, over, under, own_byline, place, heading
            )
        )
    return tuple(found)


def _at(pieces: Sequence[Piece], place: int) -> Piece | None:
    return pieces[place] if 0 <= place < len(pieces) else None


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


_TAILS = ("stop", "signed", "close", "comma", "colon", "open")
_HEADS = ("lead", "bylined", "dateline", "opener", "quote", "mark", "plain", "digit", "other")


def trust(frags: Sequence[Fragment], fits: Matrix) -> float:
    """How far the page's order can be trusted: the share of open ends that the next fragment fits."""
    tried = [bool(fits[i, i + 1]) for i, f in enumerate(frags[:-1]) if f.tail in {"open", "comma"}]
    return (sum(tried) + 1.0) / (len(tried) + 2.0)


def link_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """All evidence for fragment j following fragment i."""
    n = len(frags)
    out: dict[str, Matrix] = {}
    tails = np.array([_TAILS.index(f.tail) for f in frags])
    heads = np.array([_HEADS.index(f.head) for f in frags])
    for t, tail in enumerate(_TAILS):
        for h, head in enumerate(_HEADS):
            matrix = np.outer(tails == t, heads == h).astype(float)
            if matrix.any():
                out[f"fit:{tail}|{head}"] = matrix
    open_tail = np.isin(tails, [_TAILS.index("open"), _TAILS.index("close")]).astype(float)
    stopped = (tails == 0).astype(float)
    first = np.array([f.piece.first for f in frags])
    out["first|closed"] = np.outer(stopped, first)
    out["first|open"] = np.outer(1 - stopped, first)
    straddle, bigram, trigram = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    seen2, seen3 = _ngrams(frags, 2), _ngrams(frags, 3)
    for i in map(int, np.flatnonzero(open_tail)):
        for j in range(n):
            if i != j and frags[j].head not in {"lead", "bylined"}:
                one, two = frags[i].text, frags[j].text
                straddle[i, j] = straddling(one, two)
                bigram[i, j] = seen2[one[-1] + two[0]] > 0
                trigram[i, j] = seen3[one[-2:] + two[0]] + seen3[one[-1] + two[:2]] > 0
    out["straddle"] = (straddle == 2).astype(float)
    out["straddle-long"] = (straddle > 2).astype(float)
    out["no-straddle"] = open_tail[:, None] * (straddle == 0)
    out["bigram"], out["trigram"] = bigram, trigram
    out.update(_wording(frags, pieces, tails, heads))
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


EDGE = 70
"""Characters on each side of a cut that speak of what is being told right there."""


def _wording(
    frags: Sequence[Fragment], pieces: Sequence[Piece], tails: Matrix, heads: Matrix
) -> dict[str, Matrix]:
    """What the language itself says: whether the sentence goes on, whether both tell of one matter."""
    texts = [f.text for f in frags]
    told = language()
    goes_on = np.clip(told.continuity(texts, texts), -8.0, 12.0)
    begins = np.isin(heads, [_HEADS.index("lead"), _HEADS.index("bylined")])
    out: dict[str, Matrix] = {}
    for name, kinds in (("open", ("open", "close")), ("comma", ("comma", "colon"))):
        mask = np.outer(np.isin(tails, [_TAILS.index(k) for k in kinds]), ~begins)
        out[f"goes-on|{name}"] = goes_on * mask
        best = np.where(mask, goes_on, -8.0)
        np.fill_diagonal(best, -8.0)
        out[f"goes-on-best|{name}"] = mask * (goes_on >= best.max(axis=1, keepdims=True)) * (goes_on > 0)
        out[f"goes-on-mutual|{name}"] = out[f"goes-on-best|{name}"] * (
            goes_on >= best.max(axis=0, keepdims=True)
        )
    alike = told.likeness(texts)
    out["alike"] = np.log1p(alike * 30)
    edge = told.likeness([t[-EDGE:] for t in texts], [t[:EDGE] for t in texts])
    out["alike-edge"] = np.log1p(edge * 30)
    closed = (tails == 0)[:, None]
    out["alike|closed"], out["alike-edge|closed"] = out["alike"] * closed, out["alike-edge"] * closed
    kin = _kinship(frags, pieces, told)
    out["kin"], out["kin|closed"] = kin, kin * closed
    return out


REACH = 0.7
"""How much of a text's weight the next one along a drafted chain still has."""


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
    told = language()
    vectors = told.vectors([f.text for f in frags])
    ahead, behind = steps @ vectors, steps.T @ vectors
    alike = cosine(behind, ahead)
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


def _second(values: Matrix) -> Matrix:
    """For each cell the largest other value of its row."""
    order = np.sort(values, axis=1)
    top, next_ = order[:, -1:], order[:, -2:-1] if values.shape[1] > 1 else order[:, -1:]
    return np.where(values >= top, next_, top)


BESIDE = 3


def cosine(one: Matrix, two: Matrix) -> Matrix:
    """The cosine of each row of one with each of the other; 0 for rows of zeros."""
    lengths = [np.sqrt((table**2).sum(axis=1)) for table in (one, two)]
    product: Matrix = (one @ two.T) / np.maximum(np.outer(*lengths), 1e-12)
    return product


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


def _ngrams(frags: Sequence[Fragment], size: int) -> Counter[str]:
    return Counter(f.text[i : i + size] for f in frags for i in range(len(f.text) - size + 1))


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
    for i, j in np.argwhere(step == 1):
        one, two = frags[int(i)].piece, frags[int(j)].piece
        for piece in pieces[one.index + 1 : two.index]:
            if piece.kind in between:
                between[piece.kind][i, j] = 1.0
            if piece.kind is PieceKind.HEAD:
                sections[i, j] = max(sections[i, j], piece.chances["section"])
        wide[i, j] = two.rows[0].gap > 1
        joined[i, j] = two.index == one.index + 1 and not two.rows[0].gap
    out.update({f"between:{kind}": matrix for kind, matrix in between.items()})
    out["between:like-section"] = sections
    out["next|wide-gap"] = wide
    gaps = sum(piece.rows[0].gap > 0 for piece in pieces) / max(1, sum(len(piece.rows) for piece in pieces))
    out["next|joined"], out["next|joined|gapless"] = joined, joined * (gaps < GAPLESS)
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
    out = {f"end:{tail}": np.array([f.tail == tail for f in frags], dtype=float) for tail in _TAILS}
    out["end"] = np.ones(n)
    out["end:said"] = np.array([bool(_SAID.search(f.text)) for f in frags], dtype=float)
    out["end:last"] = np.arange(n) == n - 1
    for kind in _BETWEEN:
        out[f"end:before-{kind}"] = np.array([f.after is kind for f in frags], dtype=float)
    out["end:before-text"] = np.array([f.after is PieceKind.TEXT for f in frags], dtype=float)
    out["end:open-quote"] = np.array([f.opens > 0 for f in frags], dtype=float)
    out["end:short-line"] = np.array([0 < f.piece.rows[-1].fill < 0.93 for f in frags], dtype=float)
    out |= geometry.end_features(frags, pieces)
    return {name: np.asarray(vector, dtype=float) for name, vector in out.items()}


def start_features(frags: Sequence[Fragment], pieces: Sequence[Piece]) -> dict[str, Matrix]:
    """Evidence for a fragment being its article's first."""
    n = len(frags)
    out = {f"start:{head}": np.array([f.head == head for f in frags], dtype=float) for head in _HEADS}
    out["start"] = np.ones(n)
    out["start:first"] = np.array([f.piece.first for f in frags])
    out["start:page-top"] = np.arange(n) == 0
    for kind in _BETWEEN:
        out[f"start:after-{kind}"] = np.array([f.before is kind for f in frags], dtype=float)
    tails = ["none", *(f.tail for f in frags[:-1])]
    for tail in {*tails}:
        after = np.array([t == tail for t in tails], dtype=float)
        out[f"start:prev-{tail}"] = after
        for head in _HEADS:
            out[f"start:{head}|prev-{tail}"] = after * out[f"start:{head}"]
    signed = sum(f.head in {"lead", "bylined"} or f.tail == "signed" for f in frags)
    share = signed / max(1, sum(f.above is not None for f in frags))
    for head in ("dateline", "opener", "quote", "plain", "digit"):
        out[f"start:{head}|signed-page"] = out[f"start:{head}"] * min(1.0, share)
    bare = np.array([f.above is None and f.byline is None for f in frags], dtype=float)
    openings = [f for f in frags if f.head in {"lead", "bylined", "dateline"}]
    headed = (sum(f.above is not None for f in openings) + 0.5) / (len(openings) + 1.0)
    for head in _HEADS:
        out[f"start:{head}|bare"] = out[f"start:{head}"] * bare
        out[f"start:{head}|bare|headed-page"] = out[f"start:{head}|bare"] * headed
    above = [f.above.chances if f.above else {} for f in frags]
    out["start:above-title"] = np.array([a.get("title", 0.0) for a in above])
    out["start:above-section"] = np.array([a.get("section", 0.0) for a in above])
    out["start:after-text"] = np.array([f.before is PieceKind.TEXT for f in frags], dtype=float)
    out["start:unopened"] = np.array([f.closes > 0 for f in frags], dtype=float)
    out |= geometry.start_features(frags, pieces)
    return {name: np.asarray(vector, dtype=float) for name, vector in out.items()}
