"""Which articles are about the same happening: pairs of our own making, same ones and near-misses.

evaluation/events/articles.jsonl holds the articles, pairs.jsonl which two are the same and why (or why not).
A pair counts as merged when `group` puts both into one event, once alone and once among all the articles.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from briefing.events import group
from briefing.model import AnnotatedArticle, Basis, District, Format, Kind, Source

HERE = Path(__file__).parent / "events"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, whether they are about the same happening, and what makes the pair hard."""

    a: AnnotatedArticle
    b: AnnotatedArticle
    same: bool
    why: str


def pairs() -> list[Pair]:
    """All pairs, in file order."""
    known = {entry["id"]: _article(entry) for entry in _lines("articles.jsonl")}
    return [Pair(known[p["a"]], known[p["b"]], p["same"], p["why"]) for p in _lines("pairs.jsonl")]


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def _article(entry: dict[str, Any]) -> AnnotatedArticle:
    event_date = date.fromisoformat(entry["event_date"]) if entry["event_date"] else None
    return AnnotatedArticle(
        id=entry["id"],
        source=Source(path=f"{entry['paper']}.jsonl", format=Format.JSONL, paper=entry["paper"]),
        kind=Kind(entry["kind"]),
        title=entry["title"],
        paragraphs=(entry["text"],),
        headline=entry["title"],
        headline_from="title",
        event_date=event_date,
        published=date.fromisoformat(entry["published"]),
        published_basis=Basis.GIVEN,
        district=District(name=entry["district"], city=entry["city"] or None),
        township=entry["township"],
        theme="",
    )


def merged_alone(found: Sequence[Pair]) -> list[bool]:
    return [len(group([pair.a, pair.b])) == 1 for pair in found]


def merged_together(found: Sequence[Pair]) -> list[bool]:
    articles = {article.id: article for pair in found for article in (pair.a, pair.b)}
    home = {a.id: event.id for event in group(list(articles.values())) for a in event.articles}
    return [home[pair.a.id] == home[pair.b.id] for pair in found]


def _figures(found: Sequence[Pair], merge: Callable[[Sequence[Pair]], list[bool]]) -> tuple[float, float]:
    """Precision and recall of the pairs that were merged."""
    results = list(zip(found, merge(found), strict=True))
    right = sum(pair.same for pair, merged in results if merged)
    merged = sum(merged for _, merged in results)
    same = sum(pair.same for pair in found)
    return right / merged if merged else 0.0, right / same


def measure() -> dict[str, float]:
    """Precision and recall, alone and among all articles."""
    found = pairs()
    alone, together = _figures(found, merged_alone), _figures(found, merged_together)
    return {
        "precision": alone[0],
        "recall": alone[1],
        "precision_together": together[0],
        "recall_together": together[1],
    }


def main() -> None:
    found = pairs()
    print(f"{sum(p.same for p in found)} same pairs, {sum(not p.same for p in found)} near-misses")
    for pair, alone, together in zip(found, merged_alone(found), merged_together(found), strict=True):
        if {alone, together} != {pair.same}:
            print("wrong:", pair.a.id, pair.b.id, pair.why)
    print(json.dumps(measure()))


if __name__ == "__main__":
    main()
