"""The articles behind a briefing, laid beside it: each whole, with what the briefing took from it marked.

A briefing holds the sentences and their offsets, not the articles; whoever renders hands these over. Each
sentence is compared with its source here once more: a sentence that is not what the article says (but for
its substitutions) is not marked but listed, so that no editor takes it for checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from briefing.model import AnnotatedArticle, Briefing, Continuation, Item, ItemSentence, ItemSource

Articles = Mapping[str, AnnotatedArticle]
"""Articles by their ids; one that is not there is shown as far as the briefing itself knows it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph as printed: whether the briefing took it, what it has in its place, and whether
    one of its sentences `starts` here.
    """

    text: str
    chosen: bool = False
    instead: str | None = None
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, cut where a sentence or a substitution begins or ends; the texts joined are the whole."""

    stretches: tuple[Stretch, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Original:
    """One source of an item. Without the article there are no paragraphs and all sentences are `unfound`.

    `continued` are the pages it goes on on, `title` and `sign_off` are as printed (kicker, title, subtitle),
    `url` is where it stands on the web, `unfound` are sentences that the article does not have so.
    """

    source: ItemSource
    continued: tuple[Continuation, ...] = ()
    title: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sign_off: str | None = None
    url: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    unfound: tuple[ItemSentence, ...] = ()


def cited(briefing: Briefing) -> tuple[str, ...]:
    """The ids of all articles that a briefing speaks of, each once: what a page for checking needs."""
    sources = (source.article for item in _items(briefing) for source in item.sources)
    pictures = (photo.article for photo in briefing.photos)
    return tuple(dict.fromkeys((*sources, *pictures, *(left.article for left in briefing.left_out))))


def origins(briefing: Briefing, articles: Articles) -> dict[str, ItemSource]:
    """Where each article stands that the briefing names by its id alone: those of photos and left out."""
    ids = (*(photo.article for photo in briefing.photos), *(left.article for left in briefing.left_out))
    return {id: _where(articles[id]) for id in ids if id in articles}


def _where(article: AnnotatedArticle) -> ItemSource:
    at = article.source
    return ItemSource(article.id, at.paper, at.page, article.published, at.path, at.lines)


def originals(briefing: Briefing, articles: Articles) -> dict[str, tuple[Original, ...]]:
    """Each item's sources, by the item's id; a source that nothing was taken from has no paragraphs."""
    return {item.id: tuple(_originals(item, articles)) for item in _items(briefing)}


def _items(briefing: Briefing) -> Iterator[Item]:
    return (item for section in briefing.sections for group in section.themes for item in group.items)


def _originals(item: Item, articles: Articles) -> Iterator[Original]:
    taken: dict[str, list[ItemSentence]] = defaultdict(list)
    for sentence in item.sentences:
        taken[sentence.article].append(sentence)
    known = {source.article for source in item.sources}
    # Of an article that is not among the sources a sentence is shown all the same.
    others = (_where(articles[id]) if id in articles else _nowhere(id) for id in taken if id not in known)
    for source in (*item.sources, *others):
        article = articles.get(source.article)
        yield _original(source, article, taken[source.article])


def _original(source: ItemSource, article: AnnotatedArticle | None, taken: list[ItemSentence]) -> Original:
    if article is None:
        return Original(source, unfound=tuple(taken))
    found = [one for one in taken if _is_in(one, article)]
    return Original(
        source,
        article.source.continued,
        tuple(filter(None, (article.kicker, article.title, article.subtitle))),
        article.authors,
        article.sign_off,
        _web(article.source.url),
        tuple(_paragraphs(article, found)) if taken else (),
        tuple(one for one in taken if one not in found),
    )


def _web(url: str | None) -> str | None:
    """The address if a browser may be led there: a source's javascript: is none."""
    return url if url and url.startswith(("https://", "http://")) else None


def _nowhere(id: str) -> ItemSource:
    return ItemSource(id, None, None, None, "", ())


def _is_in(sentence: ItemSentence, article: AnnotatedArticle) -> bool:
    """Whether the article says it, its substitutions undone."""
    if not 0 <= sentence.paragraph < len(article.paragraphs):
        return False
    printed = article.paragraphs[sentence.paragraph][sentence.start : sentence.end]
    said, done = "", 0
    for change in sorted(sentence.substitutions, key=lambda one: one.start):
        said += printed[done : change.start] + change.text
        done = change.end
    return said + printed[done:] == sentence.text


def _paragraphs(article: AnnotatedArticle, sentences: Iterable[ItemSentence]) -> Iterator[Paragraph]:
    of: dict[int, list[ItemSentence]] = defaultdict(list)
    for sentence in sentences:
        of[sentence.paragraph].append(sentence)
    for number, text in enumerate(article.paragraphs):
        yield Paragraph(tuple(_stretches(text, of.get(number, ()))), bool(of.get(number)))


def _stretches(text: str, sentences: Iterable[ItemSentence]) -> Iterator[Stretch]:
    done = 0
    for sentence in sorted(sentences, key=lambda one: one.start):
        if sentence.start < done:  # said twice: marked once
            continue
        if text[done : sentence.start]:
            yield Stretch(text[done : sentence.start])
        for number, stretch in enumerate(_taken(text, sentence)):
            yield replace(stretch, starts=not number)
        done = sentence.end
    if text[done:]:
        yield Stretch(text[done:])


def _taken(text: str, sentence: ItemSentence) -> Iterator[Stretch]:
    done = sentence.start
    for change in sorted(sentence.substitutions, key=lambda one: one.start):
        start, end = sentence.start + change.start, sentence.start + change.end
        if text[done:start]:
            yield Stretch(text[done:start], True)
        yield Stretch(text[start:end], True, change.text)
        done = end
    if text[done : sentence.end]:
        yield Stretch(text[done : sentence.end], True)
