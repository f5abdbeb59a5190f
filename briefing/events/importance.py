"""How important an event is: a sum of named parts (data/importance.toml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from briefing.model import AnnotatedArticle, Format, Kind, Part
from briefing.organs import acting_organ
from briefing.resources import read_toml

_WITH_PAGES = frozenset({Format.PAGE_TEXT, Format.PDF, Format.IMAGE})
_FRONT = frozenset({"头版", "第一版", "一版", "要闻版"})


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


def importance(
    articles: Sequence[AnnotatedArticle], newest: date | None, tops: Mapping[str, float]
) -> tuple[float, tuple[Part, ...]]:
    """The importance of an event and its parts; `articles[0]` tells it, `newest` is the last day of all,
    `tops` says how far up their pages they stand (see `heights`).
    """
    table, best = _table(), articles[0]
    lead = next((paragraph for paragraph in best.paragraphs if paragraph.strip()), "")[:200]
    organ = acting_organ(best.headline, lead)
    level = organ.level if organ else "不明"
    opening = f"{best.headline}{lead}"
    have = {
        "front": float(any(map(_is_front, articles))),
        "top": max(tops.get(a.id, 0.0) for a in articles),
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


def heights(articles: Sequence[AnnotatedArticle]) -> dict[str, float]:
    """By an article's id how far up its page it begins: 1 at the top, 0 where the page's last one does.

    By its boxes where it has some, else by its lines; tables and feeds have no pages.
    """
    pages: dict[tuple[str, float], dict[str, float]] = {}
    for article in articles:
        page, start = _start(article)
        if start is not None:
            pages.setdefault((article.source.path, page), {})[article.id] = start
    found: dict[str, float] = {}
    for starts in pages.values():
        first, last = min(starts.values()), max(starts.values())
        for identity, start in starts.items():
            found[identity] = 1.0 if first == last else (last - start) / (last - first)
    return found


def _start(article: AnnotatedArticle) -> tuple[float, float | None]:
    """An article's page within its source, and where on it the article begins."""
    source = article.source
    if source.format not in _WITH_PAGES:
        return 0, None
    if source.boxes:
        page = source.boxes[0][0]
        return page, min(box[2] for box in source.boxes if box[0] == page)
    return 0, min((start for start, _ in source.lines), default=None)


def _is_front(article: AnnotatedArticle) -> bool:
    page = article.source.page or ""
    digits = re.search(r"\d+", page)
    return int(digits.group()) == 1 if digits else page.strip() in _FRONT


def _freshness(articles: Sequence[AnnotatedArticle], newest: date | None, days: int) -> float:
    last = max((a.published for a in articles if a.published), default=None)
    if newest is None or last is None:
        return 0.0
    return max(0.0, 1.0 - (newest - last).days / days)
