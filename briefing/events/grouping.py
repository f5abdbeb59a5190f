"""Articles about the same happening become one Event.

Not every pair is compared: two articles are looked at when they share rare words (the rarest of each opening,
found by an index), so time grows with the articles, not with their square.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from briefing.events.importance import importance
from briefing.events.likeness import score, weights
from briefing.events.traits import Traits, traits
from briefing.model import AnnotatedArticle, Event, Kind
from briefing.resources import read_toml
from briefing.text import squash

# Who tells an event best: a report, then the digest's item, then the feature with its scenes, then the photo.
_TELLS = {Kind.NEWS: 0, Kind.BRIEF: 1, Kind.FEATURE: 2, Kind.PHOTO: 3, Kind.NOTICE: 4}
# Beyond this a report's length says nothing about how well it tells.
_LONG_ENOUGH = 600


def group(articles: Sequence[AnnotatedArticle]) -> tuple[Event, ...]:
    """The events of these articles, in the order of their first articles; each article is in exactly one.

    `articles[0]` of an event tells it best. Importance is relative to these articles (freshness counts from
    the newest). The same articles in another order give the same events.
    """
    evidence = [traits(article) for article in articles]
    newest = max((a.published for a in articles if a.published), default=None)
    events = []
    for members in _clusters(evidence):
        told = sorted((articles[i] for i in members), key=_tells)
        value, parts = importance(told, newest)
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
    links = sorted(
        ((score(evidence[i], evidence[j]), i, j) for i, j in _candidates(evidence)),
        key=lambda link: (-link[0], link[1], link[2]),
    )
    home = list(range(len(evidence)))
    members = {i: [i] for i in home}
    for value, i, j in links:
        if value < same:
            break
        a, b = sorted((home[i], home[j]))
        if a == b or not _join(members[a], members[b], evidence, same):
            continue
        for k in members[b]:
            home[k] = a
        members[a] += members.pop(b)
    return [sorted(found) for _, found in sorted(members.items())]


def _join(a: Sequence[int], b: Sequence[int], evidence: Sequence[Traits], same: float) -> bool:
    if len(a) == len(b) == 1:
        return True
    values = [score(evidence[i], evidence[j]) for i, j in product(a[:8], b[:8])]
    return min(values) > 0 and sum(values) / len(values) >= same


def _candidates(evidence: Sequence[Traits]) -> list[tuple[int, int]]:
    """Pairs worth comparing: reprints, and those that share enough of their rare pieces."""
    table = _table()
    index: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(evidence):
        for piece in one.opening:
            index[piece].append(i)
    first: dict[str, int] = {}
    met = {(first.setdefault(one.text, i), i) for i, one in enumerate(evidence)}  # a reprint, word for word
    for i, one in enumerate(evidence):
        shared = (piece for piece in one.opening if 1 < len(index[piece]) <= table["common"])
        rarest = sorted(shared, key=lambda piece: (len(index[piece]), piece))[: table["pieces"]]
        others = Counter(j for piece in rarest for j in index[piece])
        met.update((min(i, j), max(i, j)) for j, n in others.items() if j != i and n >= table["shared"])
    return sorted((i, j) for i, j in met if i != j)


@lru_cache(maxsize=1)
def _table() -> dict[str, int]:
    table: dict[str, int] = read_toml("events.toml")["candidates"]
    return table
