"""Articles about the same happening become one Event.

Not every pair is compared: two articles are looked at when they share a sentence of their openings, or some
of each opening's rarest pieces, rare among all articles or among those of their district. Each piece leads
to a limited number of articles, so time grows with the articles, not with their square (benchmarks/week.py).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from briefing.events.importance import heights, importance
from briefing.events.likeness import score, weights
from briefing.events.traits import Traits, traits
from briefing.model import AnnotatedArticle, Event, Kind
from briefing.resources import read_toml
from briefing.text import squash

# Who tells an event best: a report, then the digest's item, then the feature with its scenes, then the photo.
_TELLS = {Kind.NEWS: 0, Kind.BRIEF: 1, Kind.FEATURE: 2, Kind.PHOTO: 3, Kind.NOTICE: 4}
# Beyond this a report's length says nothing about how well it tells.
_LONG_ENOUGH = 600
# So many articles of an event speak for it when another asks to join.
_SPOKESMEN = 8


def group(articles: Sequence[AnnotatedArticle]) -> tuple[Event, ...]:
    """The events of these articles, in the order of their first articles; each article is in exactly one.

    `articles[0]` of an event tells it best. Importance is relative to these articles (freshness counts from
    the newest, the place on a page from its others). The same articles in another order give the same events.
    """
    evidence = [traits(article) for article in articles]
    newest = max((a.published for a in articles if a.published), default=None)
    tops = heights(articles)
    events = []
    for members in _clusters(evidence):
        told = sorted((articles[i] for i in members), key=_tells)
        value, parts = importance(told, newest, tops)
        events.append(Event(_identity(told), tuple(told), value, parts))
    return tuple(events)


def _tells(article: AnnotatedArticle) -> tuple[object, ...]:
    """Sort key: kind, a body at all, its length (longest first, up to a point), then the id."""
    length = sum(len(squash(paragraph)) for paragraph in article.paragraphs)
    return (not length, _TELLS[article.kind], -min(length, _LONG_ENOUGH), article.published or "", article.id)


def _identity(articles: Sequence[AnnotatedArticle]) -> str:
    """Made of the articles' ids, whatever their order."""
    ids = "\n".join(sorted(article.id for article in articles))
    return f"event-{hashlib.sha256(ids.encode()).hexdigest()[:12]}"


def _clusters(evidence: Sequence[Traits]) -> list[list[int]]:
    """Positions of articles by event. The likeliest pairs join first; two clusters join only if no pair of
    theirs is forbidden and they are alike on average, so that one doubtful link does not chain two events.
    """
    same = weights()["same"]
    scores = _Scores(evidence)
    links = sorted(
        ((scores(i, j), i, j) for i, j in _candidates(evidence)),
        key=lambda link: (-link[0], link[1], link[2]),
    )
    home = list(range(len(evidence)))
    members = {i: [i] for i in home}
    for value, i, j in links:
        if value < same:
            break
        a, b = sorted((home[i], home[j]))
        if a == b or not _join(members[a], members[b], scores, same):
            continue
        for k in members[b]:
            home[k] = a
        members[a] += members.pop(b)
    return [sorted(found) for _, found in sorted(members.items())]


class _Scores:
    """How alike two articles are, each pair looked at once."""

    def __init__(self, evidence: Sequence[Traits]) -> None:
        self._evidence = evidence
        self._known: dict[tuple[int, int], float] = {}

    def __call__(self, i: int, j: int) -> float:
        pair = (i, j) if i < j else (j, i)
        value = self._known.get(pair)
        if value is None:
            value = self._known[pair] = score(self._evidence[i], self._evidence[j])
        return value


def _join(a: Sequence[int], b: Sequence[int], scores: _Scores, same: float) -> bool:
    if len(a) == len(b) == 1:
        return True
    values = [scores(i, j) for i, j in product(a[:_SPOKESMEN], b[:_SPOKESMEN])]
    return min(values) > 0 and sum(values) / len(values) >= same


def _candidates(evidence: Sequence[Traits]) -> list[tuple[int, int]]:
    """Pairs worth comparing, each once, the earlier article first."""
    # Reprints, whole or in part: each is compared with the first that has its text or sentence.
    first: dict[str, int] = {}
    met = {
        (first.setdefault(told, i), i)
        for i, one in enumerate(evidence)
        for told in (one.text, *one.sentences)
    }
    districts: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(evidence):
        districts[one.district].append(i)
    met.update(_sharing(evidence, range(len(evidence))))
    for name, places in districts.items():
        if name and len(districts) > 1:
            met.update(_sharing(evidence, places))
    return sorted((i, j) for i, j in met if i != j)


def _sharing(evidence: Sequence[Traits], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs among these articles that share enough of their rare pieces."""
    table = _table()
    counts = Counter(piece for i in places for piece in evidence[i].opening)
    index: dict[str, list[int]] = {piece: [] for piece, n in counts.items() if 1 < n <= table["common"]}
    for i in places:
        for piece in evidence[i].opening:
            if piece in index:
                index[piece].append(i)
    for i in places:
        shared = (piece for piece in evidence[i].opening if piece in index)
        rarest = sorted(shared, key=lambda piece: (counts[piece], piece))[: table["pieces"]]
        others = Counter(j for piece in rarest for j in index[piece])
        yield from ((min(i, j), max(i, j)) for j, n in others.items() if n >= table["shared"])


@lru_cache(maxsize=1)
def _table() -> dict[str, int]:
    table: dict[str, int] = read_toml("events.toml")["candidates"]
    return table
