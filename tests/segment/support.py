"""Pages from a few lines of text."""

from __future__ import annotations

from briefing.model import Article, Format, Line, Page, Reading
from briefing.segment import read_page


def page(text: str) -> Page:
    """A page of text: its lines, numbered from 1."""
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Page("page.txt", Format.PAGE_TEXT, "0" * 64, lines)


def read(text: str) -> Reading:
    return read_page(page(text))


def covered_by(article: Article) -> list[int]:
    """The numbers of an article's lines."""
    return [number for a, b in article.source.lines for number in range(a, b + 1)]


def covered(reading: Reading) -> list[int]:
    """The numbers of all lines in articles or furniture, with repetitions."""
    spans = [span for article in reading.articles for span in article.source.lines]
    return [number for a, b in [*spans, *reading.furniture] for number in range(a, b + 1)]
