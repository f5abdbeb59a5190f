"""Events that an earlier briefing reported: which they are, and whether there is news of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from briefing.events.grouping import group
from briefing.model import AnnotatedArticle, Event
from briefing.resources import read_toml
from briefing.text import neighbours


def told_before(
    events: Sequence[Event], reported: Sequence[AnnotatedArticle]
) -> dict[str, tuple[AnnotatedArticle, ...]]:
    """By an event's id the reported articles about the same happening; events without any are not in it.

    The events stay as they are: what was reported decides only what is said about them.
    """
    if not reported:
        return {}
    home = {article.id: event.id for event in events for article in event.articles}
    known: dict[str, dict[str, AnnotatedArticle]] = {}
    earlier = [article for article in reported if article.id not in home]
    for joint in group([*(article for event in events for article in event.articles), *earlier]):
        told = {article.id: article for article in joint.articles if article.id not in home}
        if told:
            for identity in {home[article.id] for article in joint.articles if article.id in home}:
                known.setdefault(identity, {}).update(told)
    return {identity: tuple(told.values()) for identity, told in known.items()}


def news(articles: Sequence[AnnotatedArticle], told: Sequence[AnnotatedArticle]) -> str:
    """What is new in articles against those told before, in Chinese; empty if nothing is.

    A later day, a further step (data/continued.toml), or a text most of which was not there.
    """
    table = _table()
    last = max((one.event_date for one in told if one.event_date), default=None)
    now = max((one.event_date for one in articles if one.event_date), default=None)
    if last and now and now > last:
        return f"事情到了{now.month}月{now.day}日"
    before = [_text(one) for one in told]
    for article in articles:
        opening = _text(article)[: table["opening"]]
        for cue in table["progress"]:
            if cue in opening and not any(cue in text for text in before):
                return f"“{cue}”"
    known: frozenset[str] = frozenset().union(*map(neighbours, before))
    new = [len(own - known) / len(own) for one in articles if (own := neighbours(_text(one)))]
    share = max(new, default=0.0)
    return f"内容有{share:.0%}是新的" if share >= table["new_wording"] else ""


def _text(article: AnnotatedArticle) -> str:
    headline = "".join(filter(None, (article.kicker, article.title))) or article.headline
    return f"{headline}。{''.join(article.paragraphs)}"


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_toml("continued.toml")["news"]
    return table
