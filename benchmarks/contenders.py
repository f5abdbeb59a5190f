"""Who takes part: for each, a function that gets ready and returns how to summarize one text."""

from __future__ import annotations

from collections.abc import Callable

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


CONTENDERS: dict[str, Callable[[], Summarize]] = {"briefing": briefing, "textrank4zh": textrank4zh}
