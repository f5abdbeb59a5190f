"""Each line's true label on a page whose articles are known (the gold's form; see gold/score.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.model import Line
from briefing.segment import bylines
from briefing.segment.features import column_labels
from briefing.segment.interleaved import apart
from briefing.segment.lines import Row, rows
from briefing.text import squash


@dataclass(frozen=True)
class Truth:
    """A page with its truth: label, owning article and place in that article's reading order of each row."""

    name: str
    rows: tuple[Row, ...]
    labels: tuple[str, ...]
    owners: tuple[str | None, ...]
    places: tuple[int, ...]
    kinds: dict[str, str]


def load(gold: Path, text: Path | None = None) -> Truth:
    """Read one page's gold JSON and its text."""
    page = json.loads(gold.read_text("utf-8"))
    source = text or gold.parent / page["file"]
    lines = source.read_bytes().decode("utf-8").split("\n")
    found = apart(rows([Line(number, line) for number, line in enumerate(lines, 1)]))
    by_number = {row.number: row for row in found}
    labels: list[str] = ["furniture"] * len(found)
    owners: list[str | None] = [None] * len(found)
    places = [0] * len(found)
    columns = {squash(part) for a in page["articles"] for part in [a.get("column") or ""]} | column_labels()
    for row in found:
        if row.text in columns:
            labels[row.index] = "column"
    for article in page["articles"]:
        body = (gold.parent / "articles" / f"{article['id']}.txt").read_text("utf-8").splitlines()[1:]
        numbers = [n for first, last in article["lines"] for n in range(first, last + 1) if n in by_number]
        mine = [by_number[n] for n in numbers]
        for place, (row, label) in enumerate(zip(mine, _labels(mine, article, body), strict=True)):
            labels[row.index], owners[row.index], places[row.index] = label, article["id"], place
    photos = {article["id"] for article in page["articles"] if article["kind"] == "photo"}
    for role, spans in page.get("roles", {}).items():  # a typeset page knows each line's role
        for number in (n for first, last in spans for n in range(first, last + 1) if n in by_number):
            row = by_number[number]
            off = bylines.sign_off(row.raw)
            if role != "body":
                labels[row.index] = role
            elif off and off.start == 0:
                labels[row.index] = "sign_off"
            elif photos & {owners[row.index]}:
                labels[row.index] = "caption"
            elif labels[row.index] not in {"first", "body"}:
                labels[row.index] = "first" if bylines.lead_in(row.raw) else "body"
    kinds = {article["id"]: article["kind"] for article in page["articles"]}
    return Truth(gold.stem, found, tuple(labels), tuple(owners), tuple(places), kinds)


def _labels(found: list[Row], article: dict[str, Any], body: list[str]) -> list[str]:
    heads = {name: squash(article.get(name) or "") for name in ("kicker", "title", "subtitle")}
    title_forms = [heads["title"], *map(squash, article.get("title_alt") or [])]
    captions = [squash(c) for c in article.get("captions") or []]
    sections = [squash(s) for s in article.get("section_heads") or []]
    firsts = {squash(p)[:6] for p in body if squash(p) not in sections}
    result: list[str] = []
    for row in found:
        text = row.text
        above = not {"first", "body"} & set(result)
        own = bylines.credit(row.raw)
        bare = text[: -len(squash(own.text))] if own else text
        if article["kind"] == "photo":
            head = [n for n in heads if heads[n] and text in heads[n]]
            result.append(head[0] if head else "caption")
        elif text == heads["title"]:
            result.append("title")
        elif any(bare and len(bare) > 3 and (bare in c or c in bare) for c in captions) or (
            own and own.start == 0
        ):
            result.append("caption")
        elif any(text in s or s in text for s in sections if s):
            result.append("section")
        elif heads["kicker"] and (
            text in heads["kicker"] or text.rstrip("：:") == heads["kicker"].rstrip("：:")
        ):
            result.append("kicker")
        elif any(text in form for form in title_forms if form) and above:
            result.append("title")
        elif heads["subtitle"] and (text in heads["subtitle"] or text.strip("—") in heads["subtitle"]):
            result.append("subtitle")
        elif bylines.byline(row.raw):
            result.append("byline")
        elif (off := bylines.sign_off(row.raw)) and off.start == 0:
            result.append("sign_off")
        elif bylines.lead_in(row.raw) or bylines.OPEN_LEAD_IN.match(row.raw) or text[:6] in firsts:
            result.append("first")
        else:
            result.append("body")
    return result
