"""Summaries against hand-made references: ROUGE by characters, beside simpler ways, and how firm that is.

`measure()` gives the figures of `make evaluate`; `python -m evaluation.summaries` prints the whole table.

Three sets: the gold pages' articles with three references each (evaluation/gold), the articles of the other
two pages (evaluation/references) and the hard ones of the typeset pages' (evaluation/references_articles:
every feature, and news without an easy lead), both with references of our own. The first two were in view
when weights were set; the third's references were chosen before the program's choice, which then taught the
lists of cues. Photos have no item of their own and are left out. Printed words are compared, so substitutions
are off.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from briefing.model import AnnotatedArticle, Event, Format, Item, Kind, Source
from briefing.summarize import Summarizer, Window, cues
from briefing.summarize.editorial import Weights, default_weights, needs_any_before, needs_previous
from briefing.summarize.sentences import is_balanced, is_closed, split
from briefing.summarize.textrank import engine
from evaluation.rouge import best, rouge_l, rouge_n

HERE = Path(__file__).parent
WINDOW = Window()
KINDS = (Kind.NEWS, Kind.FEATURE, Kind.BRIEF)


@dataclass(frozen=True, slots=True)
class Sample:
    """An article with its reference summaries."""

    article: AnnotatedArticle
    references: tuple[str, ...]


def gold() -> list[Sample]:
    """The articles of evaluation/gold with their `summary_refs`; title line first in the text files."""
    samples = []
    for page in sorted((HERE / "gold").glob("[0-9]*.json")):
        for entry in json.loads(page.read_text("utf-8"))["articles"]:
            lines = (HERE / "gold" / "articles" / f"{entry['id']}.txt").read_text("utf-8").splitlines()
            samples.append(_sample(entry, lines[1:]))
    return [sample for sample in samples if sample.article.kind in KINDS]


def others() -> list[Sample]:
    """The articles of the other two seed pages, with references of our own."""
    entries = [json.loads(path.read_text("utf-8")) for path in sorted((HERE / "references").glob("*.json"))]
    return [_sample(entry, entry["paragraphs"]) for entry in entries]


def hard() -> list[Sample]:
    """The typeset pages' articles that references were chosen for."""
    references = {
        entry["id"]: entry["summary_refs"] for entry in _lines(HERE / "references_articles" / "choices.jsonl")
    }
    entries = [entry for path in sorted((HERE / "articles").glob("*.jsonl")) for entry in _lines(path)]
    return [
        _sample(entry | {"summary_refs": references[entry["id"]]}, entry["paragraphs"])
        for entry in entries
        if entry["id"] in references
    ]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _sample(entry: Mapping[str, object], paragraphs: Iterable[str]) -> Sample:
    references = entry["summary_refs"]
    if not isinstance(references, list):
        raise TypeError(f"{entry['id']}: summary_refs is no list")
    article = AnnotatedArticle(
        id=str(entry["id"]),
        source=Source(path="", format=Format.PAGE_TEXT),
        kind=Kind(str(entry["kind"])),
        title=str(entry["title"] or ""),
        paragraphs=tuple(filter(None, paragraphs)),
        headline=str(entry["title"] or ""),
        headline_from="title",
        theme="",
    )
    return Sample(article, tuple("".join(reference) for reference in references))


# --- ways to summarize ------------------------------------------------------------------------------

Way = Callable[[AnnotatedArticle], str]


def ours(weights: Weights | None = None) -> Way:
    """The program's own items, with other weights where given."""
    summarizer = Summarizer(substitutions=False, weights=weights)
    return lambda article: summarizer.item(Event(id=article.id, articles=(article,))).text


def lead(article: AnnotatedArticle) -> str:
    """The first sentences that fit."""
    return _fitting(article, range(len(split(article.paragraphs))))


def by_rank(name: str) -> Way:
    """The sentences of highest TextRank that fit, in the article's order."""
    ranker = engine(name)

    def summarize(article: AnnotatedArticle) -> str:
        weights = ranker.rate([sentence.text for sentence in split(article.paragraphs)])
        return _fitting(article, sorted(range(len(weights)), key=lambda i: -weights[i]))

    return summarize


def sumy(article: AnnotatedArticle) -> str:
    """The sentences that sumy's TextRank rates highest and that fit, in the article's order."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph
    from sumy.models.dom import Sentence as SumySentence
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.summarizers.text_rank import TextRankSummarizer
    from sumy.utils import get_stop_words

    summarizer, tokenizer = TextRankSummarizer(), Tokenizer("chinese")
    vars(summarizer)["stop_words"] = get_stop_words("chinese")
    sentences = [SumySentence(sentence.text, tokenizer) for sentence in split(article.paragraphs)]
    ratings = summarizer.rate_sentences(ObjectDocumentModel([Paragraph(sentences)]))
    return _fitting(article, sorted(range(len(sentences)), key=lambda i: -ratings[sentences[i]]))


def _fitting(article: AnnotatedArticle, order: Iterable[int]) -> str:
    texts = [sentence.text for sentence in split(article.paragraphs)]
    taken: list[int] = []
    for i in order:
        if sum(len(texts[j]) for j in taken) + len(texts[i]) <= WINDOW.maximum:
            taken.append(i)
    return "".join(texts[i] for i in sorted(taken))


# --- figures ----------------------------------------------------------------------------------------


def scores(samples: Sequence[Sample], way: Way) -> dict[str, float]:
    """Mean ROUGE-1, -2, -L against the best reference; -L by kind too."""
    texts = [way(sample.article) for sample in samples]
    pairs = list(zip(samples, texts, strict=True))
    figures = {
        name: fmean(best(measure, text, sample.references) for sample, text in pairs)
        for name, measure in (("rouge_1", rouge_n(1)), ("rouge_2", rouge_n(2)), ("rouge_l", rouge_l))
    }
    for kind in KINDS:
        values = [best(rouge_l, text, s.references) for s, text in pairs if s.article.kind is kind]
        if values:
            figures[f"rouge_l_{kind}"] = fmean(values)
    return figures


def found(samples: Sequence[Sample], way: Way) -> float:
    """The share of a reference's sentences that a summary has, of the reference that it has most of."""
    return fmean(
        max(
            fmean(sentence.text in text for sentence in split([reference])) for reference in sample.references
        )
        for sample, text in ((sample, way(sample.article)) for sample in samples)
    )


def agreement(samples: Sequence[Sample]) -> float:
    """How near one reference is to the others: what a person would reach."""
    return fmean(
        fmean(best(rouge_l, r, s.references[:i] + s.references[i + 1 :]) for i, r in enumerate(s.references))
        for s in samples
        if len(s.references) > 1
    )


def robustness(samples: Sequence[Sample], draws: int = 100) -> list[float]:
    """ROUGE-L with every weight halved, kept or doubled at random, once for each draw."""
    chance = random.Random(0)
    fixed = {"window", "count"}
    results = []
    for _ in range(draws):
        weights = {
            table: {
                name: value if {table, name} & fixed else value * chance.choice((0.5, 1.0, 2.0))
                for name, value in values.items()
            }
            for table, values in default_weights().items()
        }
        results.append(scores(samples, ours(weights))["rouge_l"])
    return results


def shape(samples: Sequence[Sample]) -> dict[str, float]:
    """Of items: the share within the window, where the article is long enough for one; the share whose
    sentences are the article's at their offsets; the share that is well-formed.
    """
    summarizer = Summarizer(substitutions=False)
    articles = [sample.article for sample in samples]
    items = [summarizer.item(Event(id=article.id, articles=(article,))) for article in articles]
    pairs = list(zip(articles, items, strict=True))
    lengths = [len(i.text) for a, i in pairs if sum(map(len, a.paragraphs)) >= WINDOW.minimum]
    return {
        "within_window": fmean(WINDOW.minimum <= length <= WINDOW.maximum for length in lengths),
        "verbatim": fmean(_verbatim(article, item) for article, item in pairs),
        "wellformed": fmean(_wellformed(item) for item in items),
    }


def _verbatim(article: AnnotatedArticle, item: Item) -> bool:
    return item.text == "".join(
        article.paragraphs[sentence.paragraph][sentence.start : sentence.end] for sentence in item.sentences
    )


def _wellformed(item: Item) -> bool:
    """Whole sentences, quotes and brackets in pairs, and an opening that needs nothing before it."""
    texts = [sentence.text for sentence in item.sentences]
    whole = all(is_closed(text) and is_balanced(text) for text in texts)
    (opening,) = cues.found(texts[:1])
    return whole and not needs_previous(opening) and not needs_any_before(opening)


def measure() -> dict[str, float]:
    """The figures that have floors."""
    samples = gold()
    figures = scores(samples, ours())
    figures["sentences_found"] = found(samples, ours())
    fifth = quantiles(robustness(samples), n=20)[0]
    others_, hard_ = scores(others(), ours()), scores(hard(), ours())
    return (
        figures
        | {"rouge_l_fifth_percentile": fifth, "rouge_l_others": others_["rouge_l"]}
        | {f"{name}_hard": hard_[name] for name in ("rouge_l", "rouge_l_news", "rouge_l_feature")}
        | shape([*samples, *others(), *hard()])
    )


def beside() -> Iterator[str]:
    """The table of all ways at the same length, set by set."""
    ways: dict[str, Way] = {
        "briefing": ours(),
        "lead": lead,
        "textrank": by_rank("fast"),
        "textrank4zh": by_rank("textrank4zh"),
        "sumy": sumy,
    }
    for title, samples in (("gold", gold()), ("others", others()), ("hard", hard())):
        yield f"{title}: {len(samples)} articles, one reference against the others {agreement(samples):.3f}"
        for name, way in ways.items():
            figures = scores(samples, way) | {"found": found(samples, way)}
            yield f"  {name:12}" + "  ".join(f"{key} {value:.3f}" for key, value in figures.items())


def main() -> None:
    """Print our figures beside those of others, then ours as one line of JSON."""
    print(*beside(), sep="\n")
    print(json.dumps({key: round(value, 4) for key, value in measure().items()}), file=sys.stdout)


if __name__ == "__main__":
    main()
