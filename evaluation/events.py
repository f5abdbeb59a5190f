"""Which articles are about the same happening: pairs of our own making, same ones and near-misses.

Three sets, in each articles.jsonl the articles, pairs.jsonl which two are the same and why (or why not):
`events` to set rules by, with days and places given; `events_hard` and `events_held` as newspapers have them,
days and places found by the program. No rule was set by events_held (its README says how it came about).
A pair counts as merged when `group` puts both into one event, once alone and once among all the articles.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing.annotate import Annotator
from briefing.events import group
from briefing.intake import Found, read
from briefing.model import AnnotatedArticle, Basis, District, Format, Given, Kind, Source
from briefing.segment import read_page

HERE = Path(__file__).parent
SETS = ("events", "events_hard", "events_held")
# Later than any article of these.
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, whether they are about the same happening, and what makes the pair hard."""

    a: AnnotatedArticle
    b: AnnotatedArticle
    same: bool
    why: str


def pairs(name: str = "events") -> list[Pair]:
    """All pairs of a set, in file order."""
    articles = _given if name == "events" else _found
    known = {article.id: article for article in articles(_lines(HERE / name / "articles.jsonl"))}
    return [
        Pair(known[p["a"]], known[p["b"]], p["same"], p["why"]) for p in _lines(HERE / name / "pairs.jsonl")
    ]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _found(entries: Iterable[Mapping[str, Any]]) -> Iterator[AnnotatedArticle]:
    """The articles as the program reads them, each a source of its own; only their kind is given."""
    annotator = Annotator.default()
    for entry in entries:
        row = {name: entry[name] for name in ("title", "text", "published", "paper")}
        data = json.dumps(row, ensure_ascii=False).encode()
        (page,) = read(Found(f"{entry['id']}.jsonl", HERE, data), Given(home=entry["home"]))
        (article,) = annotator(read_page(page), TODAY)
        yield replace(article, id=entry["id"], kind=Kind(entry["kind"]))


def _given(entries: Iterable[Mapping[str, Any]]) -> Iterator[AnnotatedArticle]:
    for entry in entries:
        event_date = date.fromisoformat(entry["event_date"]) if entry["event_date"] else None
        yield AnnotatedArticle(
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
    """Whether each pair becomes one event when nothing else is there."""
    return [len(group([pair.a, pair.b])) == 1 for pair in found]


def merged_together(found: Sequence[Pair]) -> list[bool]:
    """Whether each pair is in one event when the articles of all pairs are grouped at once."""
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


def measure(name: str = "events") -> dict[str, float]:
    """Precision and recall of a set, alone and among all its articles."""
    found = pairs(name)
    alone, together = _figures(found, merged_alone), _figures(found, merged_together)
    return {
        "precision": alone[0],
        "recall": alone[1],
        "precision_together": together[0],
        "recall_together": together[1],
    }


def main() -> None:
    """Print each set's figures and the pairs that are judged wrongly."""
    for name in SETS:
        found = pairs(name)
        same = sum(pair.same for pair in found)
        print(f"{name}: {same} same pairs, {len(found) - same} near-misses")
        for pair, *merged in zip(found, merged_alone(found), merged_together(found), strict=True):
            if set(merged) != {pair.same}:
                print("  wrong:", pair.a.id, pair.b.id, pair.why)
        print(" ", json.dumps(measure(name)))


if __name__ == "__main__":
    main()
