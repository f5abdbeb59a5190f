"""An event becomes an item: which sentences, of which article, with which words written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.model import AnnotatedArticle, Doubt, Event, Item, ItemSentence, ItemSource, Kind, Photo
from briefing.summarize import choice, photos, textrank
from briefing.summarize.choice import Explanation
from briefing.summarize.earlier import Earlier
from briefing.summarize.editorial import Weights, default_weights
from briefing.summarize.selection import Window
from briefing.summarize.sentences import Sentence
from briefing.summarize.substitutions import Substituter, apply
from briefing.words import cutter


class Summarizer:
    """Makes items of events and photos of photo articles. Options are fixed at construction; calls are pure.

    `engine` is "fast" or "textrank4zh" (ConfigError for another), `window` the item's length in characters,
    `substitutions` whether 我区, a bare 区委, 昨日 … are written out, `words` the office's own names for
    cutting, `weights` a table like data/editorial.toml's.
    """

    def __init__(
        self,
        *,
        engine: str = "fast",
        window: Window | None = None,
        substitutions: bool = True,
        words: tuple[str, ...] = (),
        weights: Weights | None = None,
    ) -> None:
        self._weights = weights or default_weights()
        self._window = window or Window(**{name: int(n) for name, n in self._weights["window"].items()})
        self._substitutions = substitutions
        self._words = words
        self._engine = textrank.engine(engine, words)

    def item(self, event: Event, earlier: Earlier | None = None) -> Item:
        """The digest's entry for an event, told by its best article whose text fits the window.

        Doubts travel in `warnings`: a text that does not fit, words that could not be written out for sure.
        Of an event that goes on, what `earlier` does not have comes first.
        """
        tellers = _tellers(event)
        article, sentences, doubts = self._told(tellers, earlier)
        return Item(
            id=f"item-{event.id}",
            headline=article.headline,
            text="".join(sentence.text for sentence in sentences),
            sentences=sentences,
            authors=article.authors,
            event=event.id,
            kind=article.kind,
            event_date=next((a.event_date for a in (article, *tellers) if a.event_date), None),
            theme=article.theme,
            place=photos.place_of(article),
            township=next((a.township for a in (article, *tellers) if a.township), None),
            photos=tuple(photo for a in event.articles for photo in self._pictures(a, article)),
            sources=tuple(_source(a) for a in event.articles),
            score=event.importance,
            warnings=(*article.warnings, *doubts),
        )

    def teller(self, event: Event, earlier: Earlier | None = None) -> AnnotatedArticle:
        """The article that the event's item is taken from."""
        return self._told(_tellers(event), earlier)[0]

    def photo(self, article: AnnotatedArticle) -> Photo:
        """A stand-alone photo: its caption is the article's text, verbatim."""
        return photos.stand_alone(article)

    def explain(self, article: AnnotatedArticle, earlier: Earlier | None = None) -> Explanation:
        """Why the article's item reads as it does: each sentence with its parts, chosen or not, and why."""
        window, _, _ = self._sentences(article, earlier)
        return choice.explain(article, self._engine, self._weights, window, earlier)

    def _told(
        self, articles: Sequence[AnnotatedArticle], earlier: Earlier | None
    ) -> tuple[AnnotatedArticle, tuple[ItemSentence, ...], tuple[Doubt, ...]]:
        """The first article whose text fits the window; the first of all if none does."""
        first = None
        for article in articles:
            _, sentences, doubts = self._sentences(article, earlier)
            misfit = self._misfit(sum(len(sentence.text) for sentence in sentences))
            told = (article, sentences, (*doubts, *misfit))
            if not misfit:
                return told
            first = first or told
        if first is None:
            raise ValueError("an event has at least one article")
        return first

    def _sentences(
        self, article: AnnotatedArticle, earlier: Earlier | None
    ) -> tuple[Window, tuple[ItemSentence, ...], tuple[Doubt, ...]]:
        """The chosen sentences, written out, and the window that they were chosen for: a smaller one, where
        writing them out made them too long.
        """
        window = self._window
        substituter = Substituter(article, cutter(self._words)) if self._substitutions else None
        while True:
            chosen, warnings = choice.choose(article, self._engine, self._weights, window, earlier)
            sentences, doubts = _written_out(article, chosen, substituter)
            printed = sum(len(sentence.text) for sentence in chosen)
            written = sum(len(sentence.text) for sentence in sentences)
            if not self._window.minimum < printed <= self._window.maximum < written:
                return window, sentences, (*warnings, *doubts)
            window = replace(window, maximum=printed - 1)

    @staticmethod
    def _pictures(article: AnnotatedArticle, teller: AnnotatedArticle) -> tuple[Photo, ...]:
        if article.kind is Kind.PHOTO and article is not teller:
            return (photos.stand_alone(article),)
        return photos.of_article(article)

    def _misfit(self, length: int) -> tuple[Doubt, ...]:
        minimum, maximum = self._window.minimum, self._window.maximum
        if length == 0:
            return (Doubt("item-empty", "正文没有可以取用的完整句子，只列标题"),)
        if length < minimum:
            return (Doubt("item-short", f"正文{length}字，不足{minimum}字：原文没有合适的整句可以再取"),)
        if length > maximum:
            return (Doubt("item-long", f"正文{length}字，超过{maximum}字：原文没有更短的合适整句"),)
        return ()


def _tellers(event: Event) -> list[AnnotatedArticle]:
    return [a for a in event.articles if a.kind is not Kind.PHOTO] or list(event.articles)


def _written_out(
    article: AnnotatedArticle, chosen: Sequence[Sentence], substituter: Substituter | None
) -> tuple[tuple[ItemSentence, ...], tuple[Doubt, ...]]:
    """The chosen sentences as the item prints them, each with its place in the article."""
    sentences: list[ItemSentence] = []
    doubts: dict[Doubt, None] = {}
    for sentence in chosen:
        changes, found = substituter.sentence(sentence.text) if substituter else ((), ())
        doubts |= dict.fromkeys(found)
        text = apply(sentence.text, changes)
        place = (sentence.paragraph, sentence.start, sentence.end)
        sentences.append(ItemSentence(text, article.id, *place, changes))
    return tuple(sentences), tuple(doubts)


def _source(article: AnnotatedArticle) -> ItemSource:
    return ItemSource(
        article=article.id,
        paper=article.source.paper,
        page=article.source.page,
        published=article.published,
        path=article.source.path,
        lines=article.source.lines,
    )
