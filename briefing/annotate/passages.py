"""An article as the annotators see it: its texts in reading order, each with its place on the page.

Blanks are removed and marks are full-width, so that patterns need not care for justification (“11 月 2 日”)
and half-width commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefing.model import Article
from briefing.text import squash


class Part(StrEnum):
    """Where a text stands. The lead is the first sentence, the opening the rest of the first paragraph."""

    KICKER = "引题"
    TITLE = "标题"
    SUBTITLE = "副题"
    LEAD = "导语"
    OPENING = "首段"
    BODY = "正文"
    CAPTION = "图片说明"


# Stands for each character of a place name where names must not count as words.
MASK = "　"

HEADS = frozenset({Part.KICKER, Part.TITLE, Part.SUBTITLE})

# Where, when and what about are settled long before this many characters of one text. What follows is not
# read, so that a line of two million characters costs no more than a long feature.
MOST = 20_000

# A stop ends a sentence, with the closing marks after it; inside quotation marks it does not end the lead.
_STOP = re.compile(r"[。！？!?][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of an article, blanks removed, and which part of it that is."""

    part: Part
    text: str


def passages(article: Article) -> tuple[Passage, ...]:
    """The article's texts, blanks removed, in the order of `Part`; empty ones left out."""
    return tuple(Passage(p.part, _wide(p.text[:MOST])) for p in _passages(article) if p.text)


_MARKS = str.maketrans(",;:?!()", "，；：？！（）")
_NARROW = re.compile(r"(?<!\d)[,;:?!()]|[,;:?!()](?!\d)")


def _wide(text: str) -> str:
    """The text with full-width marks, character for character; those within numbers (1,200, 9:30) stay."""
    return _NARROW.sub(lambda match: match[0].translate(_MARKS), text)


def _passages(article: Article) -> Iterator[Passage]:
    yield Passage(Part.KICKER, squash(article.kicker or ""))
    yield Passage(Part.TITLE, squash(article.title or ""))
    yield Passage(Part.SUBTITLE, squash(article.subtitle or ""))
    first, *others = [squash(paragraph) for paragraph in article.paragraphs] or [""]
    end = lead_end(first)
    yield Passage(Part.LEAD, first[:end])
    yield Passage(Part.OPENING, first[end:])
    for paragraph in others:
        yield Passage(Part.BODY, paragraph)
    for caption in article.captions:
        yield Passage(Part.CAPTION, squash(caption))


def lead_end(paragraph: str) -> int:
    """Where the first sentence of a paragraph ends; stops inside “ ” are passed over."""
    for match in _STOP.finditer(paragraph, 0, MOST):
        before = paragraph[: match.end()]
        if before.count("“") <= before.count("”"):
            return match.end()
    return len(paragraph)
