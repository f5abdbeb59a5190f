"""Who takes part: for each, a function that gets ready and returns how to summarize one text.

`briefing` makes whole items, editorial rules and all; `engine` is its TextRank alone, which is what the
peers do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Summarize = Callable[[str], str]


def briefing() -> Summarize:
    """An item as this program makes it, editorial rules and all; writing out 我区 is no summary's task."""
    from briefing.model import AnnotatedArticle, Event, Format, Kind, Source
    from briefing.summarize import Summarizer

    summarizer = Summarizer(substitutions=False)

    def summarize(text: str) -> str:
        article = AnnotatedArticle(
            id="",
            source=Source(path="", format=Format.JSONL),
            kind=Kind.NEWS,
            paragraphs=tuple(text.split("\n")),
            headline="",
            headline_from="title",
            theme="",
        )
        return summarizer.item(Event(id="", articles=(article,))).text

    return summarize


def engine() -> Summarize:
    """This program's TextRank alone, the three best sentences: what the others do, no editorial rules."""
    from briefing.rank import order
    from briefing.summarize.sentences import split
    from briefing.summarize.textrank import Fast

    ranker = Fast()

    def summarize(text: str) -> str:
        sentences = [sentence.text for sentence in split(text.split("\n"))]
        return "".join(sentences[i] for i in order(ranker.rate(sentences))[:3])

    return summarize


def textrank4zh() -> Summarize:
    """textrank4zh 0.3 as published, used as its own README does, but for the name that networkx 3 removed."""
    from types import SimpleNamespace

    import networkx
    import textrank4zh.util
    from textrank4zh import TextRank4Sentence

    textrank4zh.util.nx = SimpleNamespace(
        from_numpy_matrix=networkx.from_numpy_array, pagerank=networkx.pagerank
    )
    ranker = TextRank4Sentence()

    def summarize(text: str) -> str:
        ranker.analyze(text=text, lower=True, source="all_filters")
        return "".join(item.sentence for item in ranker.get_key_sentences(num=3))

    return summarize


def sumy_textrank() -> Summarize:
    """sumy 0.12's TextRank, as its README does it for Chinese."""
    from sumy.summarizers.text_rank import TextRankSummarizer

    return _sumy(TextRankSummarizer())


def sumy_lexrank() -> Summarize:
    """sumy 0.12's LexRank, as its README does it for Chinese."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    return _sumy(LexRankSummarizer())


def _sumy(summarizer: Callable[[Any, int], Iterable[object]]) -> Summarize:
    import jieba
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.utils import get_stop_words

    jieba.setLogLevel("CRITICAL")
    tokenizer = Tokenizer("chinese")
    vars(summarizer)["stop_words"] = get_stop_words("chinese")

    def summarize(text: str) -> str:
        parser = PlaintextParser.from_string(text, tokenizer)
        return "".join(map(str, summarizer(parser.document, 3)))

    return summarize


def snownlp() -> Summarize:
    """SnowNLP 0.12's summary (TextRank over BM25)."""
    from snownlp import SnowNLP

    return lambda text: "".join(SnowNLP(text).summary(3))


# Our own first; the others are peers.
CONTENDERS: dict[str, Callable[[], Summarize]] = {
    "briefing": briefing,
    "engine": engine,
    "textrank4zh": textrank4zh,
    "sumy-textrank": sumy_textrank,
    "sumy-lexrank": sumy_lexrank,
    "snownlp": snownlp,
}
