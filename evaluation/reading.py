"""What the program makes of pages whose truth is known: `weekly.make` as `briefing make` runs it.

A set of pages goes through the whole journey with an archive of its own. Its articles are scored as `briefing
articles --json` prints them (evaluation/gold/score.py; PDFs by evaluation/score_pdf.py), and what must hold
of every page and every briefing, whatever its quality, is counted.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from briefing import codec, weekly
from briefing.archive import Archive, Query
from briefing.config import Config
from briefing.intake import READERS, Found, find, read
from briefing.model import AnnotatedArticle, Briefing, Item, ItemSentence
from briefing.results import Watch, Wish
from briefing.segment import read_page as read_page
from briefing.text import squash
from evaluation import score_pdf

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
# Pages print their dates; this one only has to be later than all of them.
TODAY = date(2025, 1, 6)
PER_ARTICLE = "line_jaccard title body byline date district township theme caption".split()

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """A page's truth: the gold's JSON, each article's body, and the file that was printed."""

    gold: Json
    bodies: Mapping[str, str]
    source: Path

    @classmethod
    def load(cls, path: Path, sources: Path | None = None) -> Truth:
        """From a gold JSON; its page stands in the folder `sources`, else beside it."""
        gold = json.loads(path.read_text("utf-8"))
        folder = path.parent / "articles"
        texts = {one["id"]: (folder / f"{one['id']}.txt").read_text("utf-8") for one in gold["articles"]}
        bodies = {name: "\n".join(text.splitlines()[1:]) for name, text in texts.items()}
        return cls(gold, bodies, (sources or path.parent) / gold["file"])


@dataclass(frozen=True, slots=True)
class Run:
    """One set of sources, made into briefings."""

    sources: tuple[Path, ...]
    articles: tuple[AnnotatedArticle, ...]
    briefings: tuple[Briefing, ...]
    problems: tuple[str, ...]

    def of(self, source: Path) -> list[AnnotatedArticle]:
        """The articles read from this source, in the archive's order."""
        return [one for one in self.articles if Path(one.source.path).name == source.name]


def run(sources: Iterable[Path]) -> Run:
    """Make each week's briefing of these sources, in a folder that is thrown away; problems are told."""
    paths = tuple(dict.fromkeys(sources))
    with tempfile.TemporaryDirectory() as folder:
        wish = Wish(every_week=True, formats=("json",), out=Path(folder, "out"))
        watch = Watch(lambda one: print(one.message, file=sys.stderr), lambda _step, _done, _total: None)
        with Archive.open(f"{folder}/briefing.db") as archive:
            made = weekly.make(wish, [str(path) for path in paths], archive, Config(), TODAY, watch)
            articles = tuple(archive.articles(Query()))
    problems = [one.message for one in (*made.ingestion.problems, *made.problems)]
    return Run(paths, articles, tuple(one.briefing for one in made.made), tuple(problems))


# --- the pages ------------------------------------------------------------------------------------


def seeds(gold: str) -> list[Truth]:
    """The seed pages that this folder has the gold of."""
    return [Truth.load(path, SEEDS) for path in sorted((HERE / gold).glob("[0-9]*.json"))]


def typeset(pages: str = "pages") -> dict[str, list[Truth]]:
    """The texts of a folder's typeset pages, apart by their form: wrapped, raw, …-shuffled."""
    forms: defaultdict[str, list[Truth]] = defaultdict(list)
    for path in sorted((HERE / pages).glob("[0-9]*.json")):
        truth = Truth.load(path)
        forms[truth.gold["form"]].append(truth)
    return dict(sorted(forms.items()))


# --- figures ---------------------------------------------------------------------------------------


def figures(truths: Sequence[Truth], done: Run) -> dict[str, float]:
    """score.py's figures over these pages, and how true the warnings are."""
    hits = n_gold = n_read = 0
    rows: list[dict[str, float | None]] = []
    for truth in truths:
        found = [codec.dump(one) for one in done.of(truth.source)]
        page_rows, h, g, r = _score().score_page(truth.gold, truth.bodies, found, _lines(truth.gold))
        rows, hits, n_gold, n_read = rows + page_rows, hits + h, n_gold + g, n_read + r
    result = {"article_f1": 2 * hits / (n_gold + n_read) if n_gold + n_read else 0.0}
    for name in PER_ARTICLE:
        values = [value for row in rows if (value := row[name]) is not None]
        if values:
            result[name] = sum(values) / len(values)
    return result | warnings(truths, done)


@cache
def _score() -> Any:
    return importlib.import_module("evaluation.gold.score")


def _lines(gold: Json) -> set[int]:
    """The lines that count: non-blank, and no matter of taste."""
    ranges = (
        gold.get("non_blank") or [r for one in gold["articles"] for r in one["lines"]] + gold["furniture"]
    )
    return set(_spread(ranges)) - {int(number) for number in gold.get("ambiguous_lines", {})}


def _spread(ranges: Iterable[Sequence[int]]) -> Iterator[int]:
    return (number for first, last in ranges for number in range(first, last + 1))


def warnings(truths: Sequence[Truth], done: Run) -> dict[str, float]:
    """Of the wrongly assigned lines the share that a warning names; of the right ones, that none names."""
    wrong: list[bool] = []
    right: list[bool] = []
    for truth in truths:
        found = done.of(truth.source)
        warned = set(_spread(r for one in found for doubt in one.warnings for r in doubt.lines))
        for number, good in _assigned(truth.gold, found):
            (right if good else wrong).append(number in warned)
    return {
        "wrong_warned": sum(wrong) / len(wrong) if wrong else 1.0,
        "right_unwarned": 1 - sum(right) / len(right) if right else 1.0,
    }


def _assigned(gold: Json, found: Sequence[AnnotatedArticle]) -> Iterator[tuple[int, bool]]:
    """Each line that counts, and whether it is in the article that it belongs to (or in none)."""
    lines = _lines(gold)
    truth = [set(_spread(one["lines"])) & lines for one in gold["articles"]]
    read = [set(_spread(one.source.lines)) & lines for one in found]
    shares = [
        (len(t & r) / len(t | r), i, j) for i, t in enumerate(truth) for j, r in enumerate(read) if t & r
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(shares, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    for number in sorted(lines):
        wanted = {pairs.get(i, -1) for i, own in enumerate(truth) if number in own}
        got = {j for j, own in enumerate(read) if number in own}
        yield number, bool(wanted & got) or not (wanted or got)


def pdf(done: Run, pages: str = "pages") -> dict[str, float]:
    """score_pdf's figures over the PDFs of a folder of pages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        path.write_text("".join(codec.dumps(one) + "\n" for one in done.articles), "utf-8")
        found, _ = score_pdf.score(HERE / pages, path)
    names = ["article_f1", *PER_ARTICLE]
    if not all(json.loads(one.read_text("utf-8"))["issued"] for one in (HERE / pages).glob("[0-9]*.json")):
        names.remove("date")  # articles of several years under one masthead: their days cannot be found
    return {name: float(found[name]) for name in names if found[name] is not None}


def pdf_sources(pages: str = "pages") -> list[Path]:
    """A folder's typeset pages as PDF; none where the program does not read PDF."""
    return sorted((HERE / pages).glob("*.pdf")) if ".pdf" in READERS else []


# --- what must always hold ------------------------------------------------------------------------


def invariants(runs: Sequence[Run]) -> dict[str, float]:
    """Shares that must be one, whatever the quality; and that of the items within the length window."""
    items = [(one, done) for done in runs for briefing in done.briefings for one in _items(briefing)]
    sentences = [good for item, done in items for good in _verbatim(item, done)]
    return {
        "sources_read": _share(not done.problems for done in runs),
        "lines_kept": _share(good for done in runs for path in done.sources for good in _kept(path)),
        "articles_placed_once": _share(good for done in runs for good in _placed_once(done)),
        "sentences_verbatim": _share(sentences),
        "items_in_window": _share(good for item, done in items for good in _in_window(item, done)),
    }


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _items(briefing: Briefing) -> Iterator[Item]:
    return (item for section in briefing.sections for theme in section.themes for item in theme.items)


def _kept(path: Path) -> Iterator[bool]:
    """Each non-blank line of a page: is it in an article or in the furniture?"""
    for source in find([str(path)]):
        assert isinstance(source, Found), f"{path} is gone"
        for page in read(source):
            reading = read_page(page)
            placed = {number for one in reading.articles for number in _spread(one.source.lines)}
            placed |= set(_spread(reading.furniture))
            yield from (line.number in placed for line in page.lines if squash(line.text))


def _placed_once(done: Run) -> Iterator[bool]:
    """Each article of a week: is it in exactly one of the items' sources, the photos, the omissions?"""
    for briefing in done.briefings:
        places = [name for item in _items(briefing) for name in {s.article for s in item.sources}]
        places += [photo.article for photo in briefing.photos] + [one.article for one in briefing.left_out]
        within = [one for one in done.articles if one.published and one.published in briefing.period]
        yield from (places.count(one.id) == 1 for one in within)


def _verbatim(item: Item, done: Run) -> Iterator[bool]:
    """Each sentence: is it what its article has at these offsets, but for the recorded substitutions?"""
    by_id = {one.id: one for one in done.articles}
    for sentence in item.sentences:
        paragraph = by_id[sentence.article].paragraphs[sentence.paragraph]
        yield sentence.text == _substituted(paragraph[sentence.start : sentence.end], sentence)
    yield item.text == "".join(sentence.text for sentence in item.sentences)


def _substituted(text: str, sentence: ItemSentence) -> str:
    for one in sorted(sentence.substitutions, key=lambda one: -one.start):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _in_window(item: Item, done: Run) -> Iterator[bool]:
    """Is the item's text within the window? Nothing is asked of one whose articles are too short for it."""
    window = Config().item
    sources = {source.article for source in item.sources}
    longest = max(len("".join(one.paragraphs)) for one in done.articles if one.id in sources)
    if longest >= window.minimum:
        yield window.minimum <= len(item.text) <= window.maximum
