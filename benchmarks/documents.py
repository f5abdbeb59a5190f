"""A briefing of so many items as a document of each format: seconds of the processor and size, beside peers.

usage: python -m benchmarks.documents [ITEMS]     500 where none is given; best of five

Peers, with the same news and less to do: markdown-it-py makes a web page of our Markdown (no sources, no
marks, no check list); python-docx writes headlines and texts into an empty document, one paragraph each.
The last line is JSON.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import docx
from markdown_it import MarkdownIt

from benchmarks import crowd
from briefing.compose import compose
from briefing.config import Config
from briefing.model import AnnotatedArticle, Briefing, Event, Item, Period
from briefing.render import FORMATS, render
from briefing.resources import templates
from briefing.summarize import Summarizer

ROUNDS = 5
# A PDF is LibreOffice's time, not ours.
OURS = tuple(format for format in FORMATS if format != "pdf")


def briefing(count: int) -> tuple[Briefing, dict[str, AnnotatedArticle]]:
    """A week of so many items, of five districts, and the articles behind them."""
    districts = [one.district for one in crowd.articles(5)]
    found = {
        one.id: replace(one, district=districts[number % 5])
        for number, one in enumerate(crowd.articles(count))
    }
    summarizer = Summarizer()
    items = [summarizer.item(Event(f"e{one.id}", (one,))) for one in found.values()]
    week = Period(date(2018, 11, 5), date(2018, 11, 11))
    made = compose(
        items,
        (),
        (),
        period=week,
        week="2018-W45",
        by="published",
        themes=crowd.THEMES,
        order="importance",
        title="一周要闻",
        edition="一周要闻",
        codes={},
    )
    return made, found


def best(make: Callable[[], bytes]) -> tuple[float, int]:
    """The shortest of several rounds in seconds of the processor, and the size of what was made."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        data = make()
        seconds.append(time.process_time() - start)
    return min(seconds), len(data)


def by_markdown_it(page: str) -> bytes:
    """The page by markdown-it, from our Markdown."""
    made: str = MarkdownIt("commonmark").render(page)
    return made.encode()


def by_python_docx(items: list[Item]) -> bytes:
    """The items by python-docx alone, heading and paragraph each."""
    document = docx.Document()
    for item in items:
        document.add_heading(item.headline, 3)
        document.add_paragraph(item.text)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def main(count: int = 500) -> None:
    """Print each contender's seconds and size for so many items, and the ratios as one line of JSON."""
    made, articles = briefing(count)
    items = [item for section in made.sections for group in section.themes for item in group.items]
    config = Config()

    def ours(format: str) -> bytes:
        return render(made, format, templates(), config, articles).data

    page = ours("md").decode()
    contenders: dict[str, Callable[[], bytes]] = {name: partial(ours, name) for name in OURS} | {
        "markdown-it": lambda: by_markdown_it(page),
        "python-docx": lambda: by_python_docx(items),
    }
    print(f"{len(items)} items, best of {ROUNDS}")
    print(f"{'':14}{'seconds':>10}{'kB':>10}")
    seconds: dict[str, float] = {}
    for name, make in contenders.items():
        seconds[name], size = best(make)
        print(f"{name:14}{seconds[name]:10.3f}{size / 1000:10.0f}", flush=True)
    result = {
        "items": len(items),
        "html_ratio": round(seconds["markdown-it"] / seconds["html"], 2),
        "docx_ratio": round(seconds["python-docx"] / seconds["docx"], 2),
    }
    print(json.dumps(result | {f"{name}_seconds": round(seconds[name], 3) for name in OURS}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
