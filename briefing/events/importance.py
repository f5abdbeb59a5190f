"""How important an event is: a sum of named parts (data/importance.toml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from briefing.model import AnnotatedArticle, Kind, Part
from briefing.organs import acting_organ
from briefing.resources import read_toml


@dataclass(frozen=True, slots=True)
class _Table:
    level: Mapping[str, float]
    parts: Mapping[str, float]
    most: Mapping[str, int]
    decision: re.Pattern[str]
    figures: re.Pattern[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = read_toml("importance.toml")
    return _Table(
        level=table["level"],
        parts=table["parts"],
        most=table["most"],
        decision=re.compile("|".join(map(re.escape, table["cues"]["decision"]))),
        figures=re.compile(table["cues"]["figures"]),
    )


def importance(articles: Sequence[AnnotatedArticle], newest: date | None) -> tuple[float, tuple[Part, ...]]:
    """The importance of an event and its parts; `articles[0]` tells it, `newest` is the last day of all."""
    table, best = _table(), articles[0]
    lead = next((paragraph for paragraph in best.paragraphs if paragraph.strip()), "")[:200]
    organ = acting_organ(best.headline, lead)
    level = organ.level if organ else "不明"
    opening = f"{best.headline}{lead}"
    have = {
        "front": float(any(_page(a) == 1 for a in articles)),
        "top": max(_height(a) for a in articles),
        "length": min(1.0, sum(map(len, best.paragraphs)) / table.most["length"]),
        "sources": float(
            min(len({a.source.paper or a.source.path for a in articles}) - 1, table.most["sources"])
        ),
        "figures": float(bool(table.figures.search(lead))),
        "decision": float(bool(table.decision.search(opening))),
        "fresh": _freshness(articles, newest, table.most["days"]),
        "photo": float(any(a.captions or a.kind is Kind.PHOTO for a in articles)),
        "brief": float(any(a.kind is Kind.BRIEF for a in articles)),
    }
    parts = [Part("level", table.level[level], level)]
    parts += [Part(name, table.parts[name] * value) for name, value in have.items() if value]
    return sum(part.value for part in parts), tuple(parts)


def _page(article: AnnotatedArticle) -> int | None:
    match = re.search(r"\d+", article.source.page or "")
    return int(match.group()) if match else None


def _height(article: AnnotatedArticle) -> float:
    """How far up its page an article stands, by the first of its lines: 1 at the top, 0 from line 200 on."""
    first = min((start for start, _ in article.source.lines), default=None)
    return 0.0 if first is None else max(0.0, 1.0 - first / 200)


def _freshness(articles: Sequence[AnnotatedArticle], newest: date | None, days: int) -> float:
    last = max((a.published for a in articles if a.published), default=None)
    if newest is None or last is None:
        return 0.0
    return max(0.0, 1.0 - (newest - last).days / days)
