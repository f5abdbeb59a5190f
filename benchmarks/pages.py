"""`python -m benchmarks.pages`: a newspaper as PDF, read into articles, beside what its library alone takes.

The paper is made of the typeset pages of evaluation/pages. Ours is the whole reading: characters to lines,
lines to articles, articles with place, date and theme. The peer is pypdfium2's own plain text of the same
pages, without order, articles or anything else: what no reader built on it can go below. Seconds are
processor time, the best of several runs; the last line is JSON, with the ratio and how the cost grows from a
quarter of the pages to all of them (1.0: exactly linear).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2

from briefing.annotate import Annotator
from briefing.intake import Found, read
from briefing.segment import join, read_page

PAGES = Path(__file__).resolve().parent.parent / "evaluation" / "pages"
TODAY = date(2025, 1, 6)


def paper(count: int, target: Path) -> Path:
    """A PDF of so many pages."""
    sources = sorted(PAGES.glob("[0-9]*.pdf"))
    made = pypdfium2.PdfDocument.new()
    for number in range(count):
        with pypdfium2.PdfDocument(sources[number % len(sources)]) as source:
            made.import_pages(source)
    made.save(target)
    made.close()
    return target


def ours(annotator: Annotator) -> Callable[[Path], int]:
    """Reads a PDF; returns how many articles it has."""

    def articles(path: Path) -> int:
        readings = join([read_page(page) for page in read(Found(path.name, path))])
        return sum(len(annotator(reading, TODAY)) for reading in readings)

    return articles


def plain(path: Path) -> int:
    """The peer: how many characters pypdfium2 finds."""
    with pypdfium2.PdfDocument(path) as document:
        return sum(len(page.get_textpage().get_text_range()) for page in document)


def best(work: Callable[[Path], int], path: Path, repeats: int) -> float:
    """Seconds of processor time of the fastest run."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        work(path)
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> None:
    """Print seconds for a short and a long file beside plain text extraction, and one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--pages", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    few = max(1, options.pages // 4)
    with tempfile.TemporaryDirectory() as folder:
        part = paper(few, Path(folder, "part.pdf"))
        whole = paper(options.pages, Path(folder, "whole.pdf"))
        mine = ours(Annotator.default())
        mine(part)  # the dictionaries are loaded
        rows = [
            ("briefing", best(mine, part, options.repeats), best(mine, whole, options.repeats)),
            ("pypdfium2", best(plain, part, options.repeats), best(plain, whole, options.repeats)),
        ]
    print(f"{'':12}{f'{few} pages':>12}{f'{options.pages} pages':>12}{'a page':>12}")
    for name, short, long in rows:
        print(f"{name:12}{short:11.2f}s{long:11.2f}s{1000 * long / options.pages:10.0f}ms")
    (_, short, long), (_, _, theirs) = rows
    growth = (long / options.pages) / (short / few)
    print(json.dumps({
        "pages": options.pages, "seconds": round(long, 2),
        "times_plain_text": round(long / theirs, 1), "growth": round(growth, 2),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
