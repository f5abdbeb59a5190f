"""Which article of a source read anew is which article of the archive. Pure; knows no database."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.model import AnnotatedArticle
from briefing.text import squash

# Measured on the five seed pages: half of the articles with every other sentence edited share 0.80 of
# their six-character pieces with what they were, one in twenty under 0.2; two different articles of one
# page share at most 0.08. Taking two for one would hide one of them, so the bar is high, lower under an
# equal title, and much higher where another date is printed: next week's page in the same file.
_SHINGLE = 6
_SAME_TEXT = 0.3
_SAME_TITLE = 0.1
_OTHER_DATE = -0.6
# Of a long text one piece in four, chosen by the piece itself, tells as much.
_SAMPLED_FROM = 400


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the archive; `same_source` if it was read from exactly these bytes."""

    article: AnnotatedArticle
    same_source: bool


def match(known: Sequence[Known], new: Sequence[AnnotatedArticle]) -> list[int | None]:
    """For each new article the index of the known one that it is, or None. No known one is used twice.

    In the same bytes the lines decide, in changed ones the text and the title.
    """
    found: list[int | None] = [None] * len(new)
    _assign(found, _by_lines(known, new))
    left = [i for i, partner in enumerate(found) if partner is None]
    taken = {partner for partner in found if partner is not None}
    free = [i for i in range(len(known)) if i not in taken]
    _assign(found, _by_text(known, free, new, left))
    return found


_Place = tuple[int, int]
"""A page of the source (0 where lines are counted over the whole file) and a line."""
Pair = tuple[float, int, int]
"""How well they agree, index of the known article, index of the new one."""


def _assign(found: list[int | None], pairs: Iterable[Pair]) -> None:
    """Best pair first; among equals the order of both sides decides."""
    taken = {partner for partner in found if partner is not None}
    for _, old, new in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if found[new] is None and old not in taken:
            found[new] = old
            taken.add(old)


def _by_lines(known: Sequence[Known], new: Sequence[AnnotatedArticle]) -> Iterable[Pair]:
    lines = [_lines(one.article) if one.same_source else frozenset[_Place]() for one in known]
    at_line: dict[_Place, list[int]] = defaultdict(list)
    for index, places in enumerate(lines):
        for place in places:
            at_line[place].append(index)
    for index, article in enumerate(new):
        own = _lines(article)
        for old, shared in Counter(old for place in own for old in at_line.get(place, ())).items():
            former = known[old].article
            # Where lines say the same (two captions on one line), the id and the title part them.
            agree = 0.01 * (former.id == article.id) + 0.02 * (former.title == article.title)
            yield shared / len(own | lines[old]) + agree, old, index


def _by_text(
    known: Sequence[Known], free: Sequence[int], new: Sequence[AnnotatedArticle], left: Sequence[int]
) -> Iterable[Pair]:
    pieces = {old: _pieces(known[old].article) for old in free} if left else {}
    holding: dict[int, list[int]] = defaultdict(list)
    for old, own in pieces.items():
        for piece in own:
            holding[piece].append(old)
    for index in left:
        own = _pieces(new[index])
        for old, shared in Counter(old for piece in own for old in holding.get(piece, ())).items():
            score = shared / len(own | pieces[old])
            former = known[old].article
            if former.title and former.title == new[index].title:
                score += _SAME_TITLE
            if former.published != new[index].published:
                score += _OTHER_DATE
            if score >= _SAME_TEXT:
                yield score, old, index


def _lines(article: AnnotatedArticle) -> frozenset[_Place]:
    source = article.source
    page = int(source.boxes[0][0]) if source.boxes else 0
    return frozenset((page, n) for first, last in source.lines for n in range(first, last + 1))


def _pieces(article: AnnotatedArticle) -> frozenset[int]:
    text = squash("".join((article.title or "", *article.paragraphs)))
    pieces = frozenset(
        # Python's own hash of a text differs from run to run.
        zlib.crc32(text[i : i + _SHINGLE].encode("utf-8", "surrogatepass"))
        for i in range(max(1, len(text) - _SHINGLE + 1))
    )
    if len(pieces) < _SAMPLED_FROM:
        return pieces
    return frozenset(piece for piece in pieces if piece % 4 == 0)
