"""More articles for simulated pages: the evening news as text, one file a day.

The repository DuckBurnIncense/xin-wen-lian-bo (MIT) keeps the texts of a daily news programme since 2022 as
`news/YYYYMMDD.md`. Its stories stand in for a district's: what the weights of reading are fitted on (how
lines, paragraphs and titles are set) is drawn by evaluation.simulate; the words are real and many. Nothing
of it is in this repository but counts and weights.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from evaluation.compositor import person
from evaluation.typesetting import stories as printing

_TAGS = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"</p>|<br\s*/?>|\n")
_SOURCE = re.compile(r"^央视网消息\s*（新闻联播）：")
_SERIES = re.compile(r"^【[^】]*】")
_SHORT, _LONG = 240, 700
"""Characters up to which a story is a brief, and from which it is a feature."""


@dataclass(frozen=True)
class Story:
    """A story as it was told: its day (YYYYMMDD), title, paragraphs."""

    day: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def parts(self) -> list[str]:
        """What its title says, in the parts that blanks part, without the series it belongs to."""
        return _SERIES.sub("", self.title).split()

    @property
    def length(self) -> int:
        """Characters of its paragraphs."""
        return sum(map(len, self.paragraphs))


def stories(folder: Path, until: str = "20251231") -> Iterator[Story]:
    """The stories of a folder's days up to `until`; what is later is for measuring."""
    for path in sorted(folder.glob("20*.md")):
        if path.stem > until:
            break
        for section in re.split(r"^### ", path.read_text("utf-8"), flags=re.M)[1:]:
            title, _, body = section.partition("\n")
            yield from _told(path.stem, title.strip(), body.split("\n## ")[0])


def _told(day: str, title: str, body: str) -> Iterator[Story]:
    parts = (html.unescape(_TAGS.sub("", part)).strip() for part in _BREAK.split(body))
    told = (_SOURCE.sub("", part).strip() for part in parts if "](" not in part)
    paragraphs = [part for part in told if len(part) > 1]
    if "快讯" not in title:
        if paragraphs and all(part[-1] in "。！？”）" for part in paragraphs):
            yield Story(day, title, tuple(paragraphs))
        return
    for head, text in pairwise(paragraphs):
        if head[-1] not in "。！？”" and text[-1] == "。" and len(head) <= 36:
            yield Story(day, head, (text,))


def pool(folder: Path, seed: int = 1) -> list[dict[str, Any]]:
    """The stories as articles of evaluation/articles' form, as evaluation.simulate prints them."""
    rng = random.Random(seed)
    return [_article(story, rng) for story in stories(folder) if 50 <= story.length <= 2500]


def printable(folder: Path, most: int, seed: int = 1) -> list[printing.Story]:
    """At most so many of the stories as pages are typeset from, signed and some with captions as drawn."""
    rng = random.Random(f"{seed} printable")
    told = [story for story in stories(folder) if 50 <= story.length <= 1800]
    briefs = [story for story in told if story.length <= _SHORT]
    others = [story for story in told if story.length > _SHORT]
    drawn = rng.sample(briefs, min(most // 2, len(briefs))) + rng.sample(others, min(most // 2, len(others)))
    return [_printable(number, story, rng) for number, story in enumerate(drawn)]


_BYLINES = ("report",) * 5 + ("square",) * 3 + ("plain", "open", "sign", "sign", "none", "none")


def _printable(number: int, story: Story, rng: random.Random) -> printing.Story:
    found = _article(story, rng)
    kind, paragraphs = found["kind"], found["paragraphs"]
    byline = rng.choice(_BYLINES)
    if kind == "photo":
        byline = "credit"
    elif kind == "brief":
        byline = rng.choice(["none", "none", "none", "sign", "report"])
    names = [person(rng) for _ in range(0 if byline == "none" else rng.choice([1, 1, 2, 3]))]
    roles = ["摄" if kind == "photo" else "记者", "记者", "通讯员"]
    people = tuple(printing.Person(name, role) for name, role in zip(names, roles, strict=False))
    captions: list[str] = []
    if kind in ("news", "feature") and rng.random() < 0.45:
        paragraphs, captions = _captioned(paragraphs, found["section_heads"], rng)
    day = f"{story.day[:4]}-{story.day[4:6]}-{story.day[6:]}"
    return printing.Story(
        id=f"news-{number:05}", kind=kind, column=None, kicker=found["kicker"], title=found["title"],
        subtitle=found["subtitle"], byline=byline, people=people, paragraphs=tuple(paragraphs),
        section_heads=tuple(found["section_heads"]), captions=tuple(captions), dateline=None, event_date=day,
        event_date_alt=(), date_is_scene=False, district=None, district_alt=(), city=None, province=None,
        township=None, theme=None, theme_alt=(), half_width=False,
    )  # fmt: skip


def _captioned(paragraphs: list[str], sections: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    """A sentence of the story moved under a photo, with or without a credit."""
    places = [n for n, text in enumerate(paragraphs) if text not in sections and text.count("。") >= 3]
    if not places:
        return paragraphs, []
    place = rng.choice(places)
    sentences = [one + "。" for one in paragraphs[place].rstrip("。").split("。")]
    chosen = min(sentences[1:], key=lambda one: abs(len(one) - 35))
    if not 12 <= len(chosen) <= 80 or chosen.count("“") != chosen.count("”"):
        return paragraphs, []
    rest = "".join(one for one in sentences if one is not chosen)
    before = rng.choice(["", "", "图为", "▲", "图①："])
    after = rng.choice(["", f" {person(rng)} 摄", f"（{person(rng)} 摄）", f"本报记者 {person(rng)} 摄"])
    return [*paragraphs[:place], rest, *paragraphs[place + 1 :]], [f"{before}{chosen}{after}"]


def _article(story: Story, rng: random.Random) -> dict[str, Any]:
    title = _SERIES.sub("", story.title)
    kind = "brief" if story.length <= _SHORT else "news" if story.length < _LONG else "feature"
    paragraphs = list(story.paragraphs)
    kicker = subtitle = None
    if story.length <= 130 and rng.random() < 0.5:
        kind = "photo"
        title = title if rng.random() < 0.4 else ""
    elif kind != "brief" and " " in title and rng.random() < 0.3:
        first, _, second = title.partition(" ")
        kicker, title, subtitle = (first, second, None) if rng.random() < 0.6 else (None, first, second)
    sections: list[str] = []
    if kind == "feature" and len(paragraphs) >= 5 and rng.random() < 0.6:
        paragraphs, sections = _sectioned(paragraphs, rng)
    return {
        "kind": kind, "kicker": kicker, "title": title.replace("  ", " ") or None, "subtitle": subtitle,
        "people": [], "paragraphs": paragraphs, "section_heads": sections, "captions": [],
    }  # fmt: skip


def _sectioned(paragraphs: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    """A feature with heads between its parts: a clause of each part, as editors take them."""
    out, sections = paragraphs[:1], []
    for paragraph in paragraphs[1:]:
        clauses = [c for c in re.split("[，。；：“”、！？]", paragraph) if 4 <= len(c) <= 16]
        if clauses and rng.random() < 0.45 and (head := rng.choice(clauses)) not in sections:
            sections.append(head)
            out.append(head)
        out.append(paragraph)
    return out, sections
