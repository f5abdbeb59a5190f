"""Builders for tests: an article, a page, and the readings of places.jsonl and of the gold pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing.model import Article, Format, Given, Kind, Line, Masthead, Page, Reading, Source

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "evaluation" / "gold"
PLACES = Path(__file__).parent / "data" / "places.jsonl"


def article(
    text: str = "", title: str | None = None, number: int = 1, kind: Kind = Kind.NEWS, **fields: Any
) -> Article:
    """An article from its body (paragraphs parted by line breaks) and whatever else a test is about."""
    return Article(
        id=f"a{number}",
        source=Source("page.txt", Format.PAGE_TEXT),
        kind=kind,
        title=title,
        paragraphs=tuple(text.splitlines()),
        **fields,
    )


def reading(
    *articles: Article,
    path: str = "page.txt",
    text: str = "",
    home: str | None = None,
    paper: str | None = None,
    published: date | None = None,
    given: date | None = None,
) -> Reading:
    """A page of articles: `published` and `paper` as in its masthead, `home` and `given` as stated."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.splitlines(), 1))
    page = Page(path, Format.PAGE_TEXT, "0" * 64, lines, given=Given(published=given, home=home))
    return Reading(page, articles, Masthead(paper=paper, published=published))


def places() -> Iterator[tuple[list[dict[str, Any]], Reading]]:
    """Each page of places.jsonl: its expected rows and the reading made of them."""
    rows = [json.loads(line) for line in PLACES.read_text("utf-8").splitlines()]
    for name in dict.fromkeys(row["page"] for row in rows):
        own = [row for row in rows if row["page"] == name]
        articles = [_article(row) for row in own]
        day = own[0]["published"]
        yield (
            own,
            reading(
                *articles,
                home=own[0]["home"],
                paper=own[0]["paper"],
                published=date.fromisoformat(day) if day else None,
            ),
        )


def _article(row: dict[str, Any]) -> Article:
    return replace(
        article("\n".join(row["paragraphs"]), row["title"], kind=Kind(row["kind"])),
        id=row["id"],
        column=row["column"],
        kicker=row["kicker"],
        subtitle=row["subtitle"],
    )


def gold() -> Iterator[tuple[list[dict[str, Any]], Reading]]:
    """Each gold page: its articles' gold and a reading made of gold titles and bodies, without segmenter."""
    for path in sorted(GOLD.glob("[0-9]*.json")):
        page = json.loads(path.read_text("utf-8"))
        text = (ROOT / "seeds" / page["file"]).read_text("utf-8")
        articles = [_gold_article(page["file"], row, text.splitlines()) for row in page["articles"]]
        yield page["articles"], reading(*articles, path=page["file"], text=text)


def _gold_article(file: str, row: dict[str, Any], lines: Sequence[str]) -> Article:
    body = (GOLD / "articles" / f"{row['id']}.txt").read_text("utf-8").splitlines()[1:]
    ranges = tuple((first, last) for first, last in row["lines"])
    printed = "".join(line for first, last in ranges for line in lines[first - 1 : last])
    # What the segmenter hands over of a dateline: the day in “本报…3月15日讯”, which no body repeats.
    head = row["dateline"] if row["dateline"] and f"{row['dateline']}讯" in printed else None
    return Article(
        id=row["id"],
        source=Source(file, Format.PAGE_TEXT, lines=ranges),
        kind=Kind(row["kind"]),
        column=row["column"],
        kicker=row["kicker"],
        title=row["title"],
        subtitle=row["subtitle"],
        authors=tuple(row["authors"]),
        sign_off=row["sign_off"],
        dateline=head,
        paragraphs=tuple(body),
        captions=tuple(row["captions"]),
    )


def accepts(expected: Any, got: Any) -> bool:
    """Whether a figure is as expected; a list holds accepted alternatives."""
    return got in expected if isinstance(expected, list) else got == expected
