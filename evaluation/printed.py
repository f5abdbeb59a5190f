"""Printed pages of known truth as PDF, for fitting and for measuring what boxes tell.

usage: python -m evaluation.printed DIR COUNT [SEED] [ARTICLES.jsonl ...]

Writes COUNT pages NNNN.pdf of each layout to DIR/fixed, DIR/flowed, DIR/fresh and DIR/boxed, each with its
truth in the gold's form (NNNN.json, articles/), as evaluation.score_pdf reads it. The same arguments give the
same pages.
A page that is already there is not printed again, so that a folder can be made in several runs of the same
stories.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.intake import Found, read
from briefing.segment import bylines
from briefing.segment.features import column_labels
from briefing.segment.lines import rows
from briefing.text import squash
from evaluation.truth import Truth
from evaluation.typeset import ARTICLES, fresh_page
from evaluation.typesetting.boxed import boxed
from evaluation.typesetting.compose import Composed, compose, renumbered
from evaluation.typesetting.designs import DESIGNS, DRAWN, Design
from evaluation.typesetting.flowed import flowed
from evaluation.typesetting.forms import Printed
from evaluation.typesetting.gold import Uncovered, document, write
from evaluation.typesetting.html import html, print_pdf
from evaluation.typesetting.pdftext import aligned
from evaluation.typesetting.stories import Story, load

_ORDERS = ("natural", "title_after", "layers", "columns", "scatter", "random")


def design(rng: random.Random) -> Design:
    """One of the designs with everything varied that an editor might have chosen otherwise."""
    kind = rng.choice(DESIGNS)
    columns = rng.choice([3, 4, 4, 5, 5, 6])
    groups = rng.choice(_SPLITS[columns])
    return replace(
        kind,
        columns=columns,
        width=round(columns * rng.uniform(56, 74)),
        height=rng.choice([kind.height, 390, 450, 500]),
        groups=groups,
        digest=rng.choice([None, *[place for place, wide in enumerate(groups) if wide == 1]]),
        size=round(kind.size * rng.uniform(0.9, 1.12), 1),
        leading=round(rng.uniform(1.3, 1.75), 2),
        gutter=round(rng.uniform(4.5, 11), 1),
        lead=rng.random() < 0.6,
        order=rng.choice(_ORDERS),
        faces=rng.choice(["serif", "sans", "mixed", "droid"]),
        half_width=rng.random() < 0.3,
        squeeze=rng.random() < 0.4,
        airy=rng.random() < 0.3,
        inset_heads=rng.random() < 0.3,
        boxes=rng.random() < 0.3,
        rules=rng.random() < 0.4,
        title_scale=round(rng.uniform(0.7, 1.15), 2),
        slogan=rng.random() < 0.4,
        flow=False,
    )


_SPLITS = {
    3: ((2, 1), (1, 2), (3,), (1, 1, 1)),
    4: ((2, 2), (3, 1), (1, 3), (4,), (2, 1, 1)),
    5: ((3, 2), (2, 3), (2, 2, 1), (1, 2, 2), (1, 4), (4, 1)),
    6: ((3, 3), (2, 2, 2), (1, 3, 2), (2, 4), (4, 2), (3, 2, 1)),
}


def fixed(name: str, pool: Sequence[Story]) -> tuple[Composed, str]:
    """The page of this name, every line where our compositor puts it, and its HTML."""
    rng = random.Random(name)
    kind = design(rng)
    # More pictures than columns do not fit: the compositor would look for a place for ever.
    few = [replace(story, captions=story.captions[: min(kind.groups)]) for story in pool]
    stories = rng.sample(few, min(len(pool), 30))
    composed = renumbered(compose(kind, stories, rng), name)
    return composed, html(composed)


def fresh(name: str, pool: Sequence[Story]) -> tuple[Composed, str]:
    """The page of this name in one of the drawn designs, and its HTML."""
    rng = random.Random(name)
    few = [replace(story, captions=story.captions[:1]) for story in pool]
    composed = fresh_page(name, rng.choice(DRAWN), rng.sample(few, min(len(pool), 30)))
    return composed, html(composed)


LAYOUTS: dict[str, Callable[[str, Sequence[Story]], tuple[Composed, str]]] = {
    "fixed": fixed,
    "flowed": flowed,
    "fresh": fresh,
    "boxed": boxed,
}


def printed(
    folder: Path, count: int, seed: int, pool: Sequence[Story]
) -> Iterator[tuple[str, Composed, Path]]:
    """Name, page and PDF of `count` pages of each layout; what is missing is printed."""
    for layout, make in LAYOUTS.items():
        (folder / layout).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            name = f"{seed * 1000 + number:04}"
            pdf = folder / layout / f"{name}.pdf"
            page, source = make(name, pool)
            if not pdf.exists():
                print_pdf(source, pdf)
            yield name, page, pdf


def truth(name: str, page: Composed, pdf: Path) -> Truth:
    """What each line that intake finds on the PDF is. Raises Uncovered for a line that mixes two articles."""
    source = read(Found(str(pdf), pdf))[0]
    known = aligned(page, [line.text for line in source.lines])
    found = rows(source.lines, source.shapes)
    by_number = {line.number: one for line, one in zip(source.lines, known, strict=True)}
    mine = [by_number[row.number] for row in found]
    columns = {squash(copy.story.column or "") for copy in page.copies} | column_labels()
    opens = {copy.story.id: set(_openings(copy.parts)) for copy in page.copies}
    labels = []
    for row, one in zip(found, mine, strict=True):
        label = one.role
        if one.owner is None:
            label = "column" if row.text in columns else "furniture"
        elif label == "body" and (off := bylines.sign_off(row.raw)) and off.start == 0:
            label = "sign_off"
        elif label == "body":
            label = "first" if one.start[1] in opens[one.owner] else "body"
        elif label == "sign_off" and page_kind(page, one.owner) == "photo":
            label = "caption"
        if one.owner is not None and label in {"first", "body"} and page_kind(page, one.owner) == "photo":
            label = "caption"
        labels.append(label)
    return Truth(
        name,
        found,
        tuple(labels),
        tuple(one.owner for one in mine),
        tuple(one.start[1] for one in mine),
        {copy.story.id: copy.story.kind for copy in page.copies},
    )


def page_kind(page: Composed, owner: str) -> str:
    """The kind of the story of this name."""
    return next(copy.story.kind for copy in page.copies if copy.story.id == owner)


def _openings(parts: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Where parts begin in a story's text without blanks."""
    place = 0
    for _, text in parts:
        yield place
        place += len(squash(text))


def truths(folder: Path, count: int, seed: int, pool: Sequence[Story]) -> Iterator[Truth]:
    """The truth of each page of a folder; a page whose lines intake mixed is said and left out."""
    for name, page, pdf in printed(folder, count, seed, pool):
        try:
            yield truth(name, page, pdf)
        except Uncovered as reason:
            print(f"{name}: left out: {reason}", file=sys.stderr)


def main(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    if len(arguments) < 2:
        sys.exit(__doc__)
    folder, count = Path(arguments[0]), int(arguments[1])
    seed = int(arguments[2]) if len(arguments) > 2 else 2
    pool = load(map(Path, arguments[3:]) if len(arguments) > 3 else sorted(ARTICLES.glob("*.jsonl")))
    for name, page, pdf in printed(folder, count, seed, pool):
        gold = document_of(name, page, pdf)
        write(pdf.parent, name, "", gold, page.copies)


def document_of(name: str, page: Composed, pdf: Path) -> dict[str, object]:
    """The page's gold, its lines those of no text form."""
    lines = [
        Printed(text, role, copy.story.id, (place, 0))
        for copy in page.copies
        for place, (role, text) in enumerate(copy.parts)
    ]
    return document(page, f"{name}.txt", "pdf", lines) | {"pdf": pdf.name}


if __name__ == "__main__":
    main(sys.argv[1:])
