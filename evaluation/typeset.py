"""Typeset newspaper pages of known truth from evaluation/articles.

usage: python -m evaluation.typeset                 make evaluation/pages again (needs chromium and pdftotext)
       python -m evaluation.typeset corpus DIR N [ARTICLES.jsonl ...]
                                                    N pages for development in all text forms, written to DIR
       python -m evaluation.typeset fresh DIR N SEED [ARTICLES.jsonl ...]
                                                    N pages of those designs for development

Each page NNN gets NNN.pdf, the text forms NNN*.txt and, for every form, its truth NNN*.json in the gold's
form (evaluation/gold/score.py), so that a folder can be scored as it is. The truth in NNN.json holds for
NNN.pdf too, but for the line numbers. A page that has no exact truth in a form is left out of that form,
with a line that says why.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from evaluation.typesetting.compose import Composed, compose, renumbered
from evaluation.typesetting.designs import DESIGNS, DRAWN, Design
from evaluation.typesetting.forms import Habit, Printed, fragments, framed, mixed, shuffled, wrapped
from evaluation.typesetting.gold import Uncovered, document, write
from evaluation.typesetting.html import html, print_pdf
from evaluation.typesetting.looks import drawn
from evaluation.typesetting.pdftext import aligned, pdftotext
from evaluation.typesetting.stories import Story, load

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
PAGES = HERE / "pages"

# The pages in the repository: name, design, sets of articles. The name seeds the page.
KEPT = (
    ("101", "broadsheet", ("2019-04",)),
    ("102", "digest", ("2022-03",)),
    ("103", "tabloid", ("2021-09",)),
    ("104", "airy", ("2023-06",)),
    ("105", "boxes", ("2024-12",)),
    ("106", "front", ("2018-10",)),
    ("107", "scattered", ("2018-10", "2024-12")),
    ("108", "columns", ("2019-04", "2023-06")),
    ("109", "photos", ("2021-09",)),
    ("110", "small", ("2018-10",)),
    ("111", "broadsheet", ("2023-06",)),
    ("112", "boxes", ("2022-03",)),
    ("113", "airy", ("2024-12",)),
    ("114", "tabloid", ("2018-10",)),
)
# The same of the drawn designs.
KEPT_FRESH = (
    ("371", "multicol", ("2018-10",)),
    ("372", "abs", ("2019-04",)),
    ("373", "flow", ("2021-09",)),
    ("374", "grid", ("2022-03", "2023-06")),
    ("375", "table", ("2024-12",)),
    ("376", "multicol", ("2023-06",)),
    ("377", "abs", ("2022-03",)),
    ("378", "flow", ("2024-12",)),
    ("379", "grid", ("2018-10", "2019-04")),
    ("380", "table", ("2021-09",)),
)
# The text forms that these have: suffixes of their files.
FORMS_FRESH = ("", "-shuffled", "-raw", "-raw-shuffled", "-wrapped", "-wrapped-shuffled")
HABITS = (
    Habit(paragraph_gap=1.0, digit_blank=True, mark_blank=0.3, spread=0.03),
    Habit(paragraph_gap=0.0, head_gap=0.5),
    Habit(paragraph_gap=0.6, digit_blank=True, spread=0.08),
    Habit(paragraph_gap=0.0, indent=True),
)


def design(name: str) -> Design:
    """The design of this name."""
    return next(d for d in (*DESIGNS, *DRAWN) if d.name == name)


def stories(sets: Sequence[str]) -> tuple[Story, ...]:
    """The articles of these files of evaluation/articles."""
    return load(ARTICLES / f"{name}.jsonl" for name in sets)


def page(name: str, kind: Design, pool: Sequence[Story]) -> Composed:
    """The page of this name: a pure function of its three arguments."""
    rng = random.Random(name)
    return renumbered(compose(kind, rng.sample(list(pool), len(pool)), rng), name)


def fresh_page(name: str, kind: Design, pool: Sequence[Story]) -> Composed:
    """The page of this name in a design drawn for it: a pure function of its three arguments."""
    return page(name, drawn(kind, random.Random(f"{name} look")), pool)


def own_forms(composed: Composed, name: str) -> Iterator[tuple[str, list[Printed]]]:
    """The text forms that need no PDF, each with the suffix of its files."""
    rng = random.Random(f"{name} forms")
    blocks = composed.sheet.blocks
    habit = HABITS[rng.randrange(len(HABITS))]
    columns, pieces = wrapped(blocks, habit, rng), fragments(blocks)
    yield "-wrapped", columns
    yield "-fragments", pieces
    by = rng.choice(["stories", "near"])
    if int(name) % 2 or composed.design.varied:
        yield "-wrapped-shuffled", wrapped(shuffled(blocks, by, rng), habit, rng)
    if not int(name) % 2:
        yield "-fragments-shuffled", fragments(shuffled(blocks, by, rng))


def pdf_forms(composed: Composed, name: str, pdf: Path) -> Iterator[tuple[str, list[Printed]]]:
    """The text forms that pdftotext gives; one that mixes articles in a line is said and left out."""
    for mode, suffix in (("reading", ""), ("raw", "-raw")):
        try:
            lines = aligned(composed, pdftotext(pdf, mode))
        except Uncovered as reason:
            print(f"{name}{suffix}: left out: {reason}", file=sys.stderr)
            continue
        yield suffix, lines
        rng = random.Random(f"{name}{suffix} shuffled")
        yield f"{suffix}-shuffled", mixed(lines if mode == "reading" else framed(lines), rng)


def make(folder: Path, name: str, composed: Composed, wanted: Collection[str] | None = None) -> int:
    """Write one page in all its forms, or those wanted; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    pdf = folder / f"{name}.pdf"
    print_pdf(html(composed), pdf)
    count = 0
    for suffix, lines in (*pdf_forms(composed, name, pdf), *own_forms(composed, name)):
        if wanted is not None and suffix not in wanted:
            continue
        file = f"{name}{suffix}"
        truth = document(composed, f"{file}.txt", suffix.strip("-") or "reading", lines)
        truth["pdf"] = pdf.name
        write(folder, file, "\n".join(line.text for line in lines) + "\n", truth, composed.copies)
        count += 1
    return count


def corpus(folder: Path, count: int, pool: Sequence[Story]) -> None:
    """Many pages: every design in turn, sizes and content orders varied at random."""
    rng = random.Random(folder.name)
    orders = ("natural", "title_after", "layers", "columns", "scatter", "random")
    for number in range(count):
        kind = DESIGNS[number % len(DESIGNS)]
        kind = replace(
            kind,
            size=round(kind.size * rng.uniform(0.9, 1.12), 1),
            leading=round(rng.uniform(1.35, 1.7), 2),
            gutter=round(rng.uniform(7, 11), 1),
            order=rng.choice(orders),
            faces=rng.choice(["serif", "sans", "mixed", "droid"]),
            half_width=rng.random() < 0.35,
            squeeze=rng.random() < 0.4,
            inset_heads=rng.random() < 0.3,
            boxes=rng.random() < 0.4,
        )
        chosen = rng.sample(list(pool), min(len(pool), 30))
        name = str(1001 + number)
        print(f"{name}: {kind.name}, {make(folder, name, page(name, kind, chosen))} forms", flush=True)


def fresh(folder: Path, count: int, seed: int, pool: Sequence[Story]) -> None:
    """Many pages of the drawn designs in turn, named by seed and number; most of one month's stories."""
    rng = random.Random(seed)
    months = {story.id[:7] for story in pool}
    for number in range(count):
        kind, name = DRAWN[number % len(DRAWN)], f"{seed}{number + 1:03}"
        month = rng.choice(sorted(months))
        chosen = [story for story in pool if story.id[:7] == month]
        if len(chosen) < 10 or rng.random() < 0.4:
            chosen = rng.sample(list(pool), min(len(pool), 30))
        composed = fresh_page(name, kind, chosen)
        print(f"{name}: {kind.name}, {make(folder, name, composed)} forms", flush=True)


def _pool(files: Sequence[str]) -> tuple[Story, ...]:
    return load(map(Path, files) if files else sorted(ARTICLES.glob("*.jsonl")))


def main(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    match arguments:
        case []:
            for name, kind, sets in KEPT:
                made = make(PAGES, name, page(name, design(kind), stories(sets)))
                print(f"{name}: {kind}, {made} forms")
            for name, kind, sets in KEPT_FRESH:
                made = make(PAGES, name, fresh_page(name, design(kind), stories(sets)), FORMS_FRESH)
                print(f"{name}: {kind}, {made} forms")
        case ["fresh", folder, count, seed, *files]:
            fresh(Path(folder), int(count), int(seed), _pool(files))
        case ["corpus", folder, count, *files]:
            corpus(Path(folder), int(count), _pool(files))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
