"""Why articles are one event, and why the nearest others are not: for an editor who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.events.likeness import parts, weights
from briefing.events.traits import Traits, traits
from briefing.model import AnnotatedArticle, Event, Part

# So many of the others are weighed, those whose openings share most; the rest is not near.
_WEIGHED = 12
_OTHER_NUMBER = "届次、期数不同：一定不是同一件事"


@dataclass(frozen=True, slots=True)
class Kin:
    """An article beside the one of an event that it is most like: the parts of their likeness and the sum.

    No parts where something forbids it. `why` says in Chinese what follows.
    """

    article: AnnotatedArticle
    other: AnnotatedArticle
    parts: tuple[Part, ...]
    score: float
    same: bool
    why: str


def kin(
    event: Event, articles: Sequence[AnnotatedArticle], most: int = 3
) -> tuple[tuple[Kin, ...], tuple[Kin, ...]]:
    """The event's articles beyond the one that tells it, and the nearest of the others, likest first."""
    own = [(article, traits(article)) for article in event.articles]
    members = {article.id for article in event.articles}
    merged = [
        _beside(article, evidence, [o for o in own if o[0].id != article.id], True)
        for article, evidence in own[1:]
    ]
    opening = frozenset(own[0][1].opening)
    others = [(article, traits(article)) for article in articles if article.id not in members]
    shared = [
        (len(opening.intersection(evidence.opening)), article.id, article, evidence)
        for article, evidence in others
    ]
    hopeful = sorted(shared, key=lambda entry: (-entry[0], entry[1]))[:_WEIGHED]
    near = [_beside(article, evidence, own, same=False) for n, _, article, evidence in hopeful if n]
    near = [one for one in near if one.parts or one.why == _OTHER_NUMBER]
    near.sort(key=lambda one: (not one.parts, -one.score))
    return tuple(merged), tuple(near[:most])


def _beside(
    article: AnnotatedArticle, evidence: Traits, own: Sequence[tuple[AnnotatedArticle, Traits]], same: bool
) -> Kin:
    """The article beside the one of `own` that it is likest."""
    best: tuple[float, AnnotatedArticle, tuple[Part, ...]] | None = None
    for other, its in own:
        found = parts(evidence, its)
        if found is not None and (best is None or sum(part.value for part in found) > best[0]):
            best = (sum(part.value for part in found), other, found)
    if best is None:
        return Kin(article, own[0][0], (), 0.0, same, _forbidden(evidence, own[0][1]))
    score, other, found = best
    bar = weights()["same"]
    if same:
        why = f"{score:.1f}分，够{bar:.1f}分：是同一件事" if score >= bar else "经由这件事的另一篇报道合并"
    elif score >= bar:
        why = f"{score:.1f}分，但与这件事的其他报道合不上，没有合并"
    else:
        why = f"{score:.1f}分，不足{bar:.1f}分：没有合并"
    return Kin(article, other, found, score, same, why)


def _forbidden(a: Traits, b: Traits) -> str:
    if any(not a.ordinals[unit] & b.ordinals[unit] for unit in a.ordinals.keys() & b.ordinals.keys()):
        return _OTHER_NUMBER
    return "几乎没有共同的字句：没有合并"
