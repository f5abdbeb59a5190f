"""Why an article is in its briefing as it is: its sentences, its place, theme and rank, its event.

Nothing is worked out a second way: the scores and parts are those that the briefing was made with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing import composing, periods
from briefing.archive import Archive, Query, Release
from briefing.compose import item_key
from briefing.composing import Desk, Gathered
from briefing.config import Config
from briefing.errors import UsageError
from briefing.events import Kin, group, kin
from briefing.model import AnnotatedArticle, Event, Issue, Item, Kind, Part, Period, Photo
from briefing.periods import Span
from briefing.summarize import Explanation

# An event of several weeks (a briefing over all of some sources) is looked for among so many articles.
_MOST_AT_ONCE = 3000
_EVENT = "event-"


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """A sentence (`paragraphs[paragraph][start:end]`) with its score by parts; why it was taken or not."""

    text: str
    paragraph: int
    start: int
    end: int
    chosen: bool
    why: str
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """How an article's item was chosen: a feature or news, taken whole or not, sentence by sentence."""

    feature: bool
    decision: tuple[Part, ...]
    whole: bool
    scores: tuple[SentenceScore, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another article: the parts of its likeness to the event, the sum, whether it is merged, and why."""

    article: str
    headline: str
    merged: bool
    score: float
    parts: tuple[Part, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Rank:
    """An item's place among those of its district and theme; the headlines right before and after it."""

    place: int
    of: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Explained:
    """All that is known of an article in its period's briefing.

    `teller` is the id of the article that tells the event; `item` is None for a photo and for what is left
    out, with `left_out` as the reason. `issue` is the number of the released briefing that it is in.
    There is no event where the article is not of the period.
    """

    article: AnnotatedArticle
    period: Period | None
    week: str | None
    event: str | None
    teller: str
    sentences: Sentences
    item: Item | None
    photo: Photo | None
    left_out: str | None
    importance: float
    importance_parts: tuple[Part, ...]
    rank: Rank | None
    merged: tuple[Likeness, ...]
    nearest: tuple[Likeness, ...]
    issue: Issue | None = None


def explain(identity: str, archive: Archive, config: Config, span: Span | None = None) -> Explained:
    """Explain the article or item whose id begins so, in the briefing of a span.

    Unless said, the span is that of the released briefing that has it, else the week it was published in.
    Raises UsageError where there is none, or several.
    """
    desk = Desk.set_up(config)
    asked = _resolved(identity, archive, config, desk, span)
    if asked.span is None:
        return _alone(asked.article, desk)
    chosen = Query()
    memory = composing.remember(
        asked.span, chosen, archive, config.edition, regular=asked.release is not None
    )
    gathered = composing.gather(asked.span, chosen, desk, archive, memory)
    mine = (one for one in gathered.events if any(a.id == asked.article.id for a in one.articles))
    event = next(mine, None)
    if event is None:
        return _alone(asked.article, desk)
    article = desk.summarizer.teller(event, gathered.told.get(event.id)) if asked.whole else asked.article
    found = _explained(article, event, gathered, asked.span, desk)
    return replace(found, issue=asked.release.issue if asked.release else None)


# --- which article ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """The article meant, and where it is to be explained; `whole` if its event was asked for."""

    article: AnnotatedArticle
    span: Span | None
    release: Release | None = None
    whole: bool = False


def _resolved(identity: str, archive: Archive, config: Config, desk: Desk, span: Span | None) -> _Asked:
    plain = identity.strip().removeprefix("item-")
    if plain.startswith(_EVENT):
        found = _of_event(plain, archive, config, desk, span) if plain != _EVENT else None
    else:
        found = _of_article(plain, archive, config, span) if plain else None
    if found is None:
        raise UsageError(
            f"“{identity}”：没有这个编号的文章或要闻；文章的编号用 briefing articles 查，"
            "要闻的编号在 json 成品里，可加 --week 指明是哪一期"
        )
    return found


def _of_article(identity: str, archive: Archive, config: Config, span: Span | None) -> _Asked | None:
    found = archive.starting_with(identity)
    if len(found) > 1:
        several = "、".join(f"{one.id}（{one.headline}）" for one in found)
        raise UsageError(f"“{identity}”有几篇：{several}；请多写几位")
    if not found:
        return None
    (article,) = found
    if span is not None:
        return _Asked(article, span)
    if held := archive.releases.holding(config.edition, article=article.id):
        return _Asked(article, _span(held[1]), held[1])
    return _Asked(article, periods.week_of(article.published) if article.published else None)


def _of_event(
    identity: str, archive: Archive, config: Config, desk: Desk, span: Span | None
) -> _Asked | None:
    held = archive.releases.holding(config.edition, event=identity) if span is None else None
    if held is not None:
        (article,) = archive.starting_with(held[0])
        return _Asked(article, _span(held[1]), held[1], whole=True)
    told = _told(identity, archive, desk, span)
    return _Asked(*told, whole=True) if told else None


def _span(release: Release) -> Span:
    return Span(release.period, release.briefing.week)


def _told(
    identity: str, archive: Archive, desk: Desk, span: Span | None
) -> tuple[AnnotatedArticle, Span] | None:
    """The article that tells an event, and the span whose event it is: the newest week that has it."""
    everything = Query()
    spans = [span] if span else periods.weeks(archive.days(everything))[::-1]
    if span is None and 0 < archive.count() <= _MOST_AT_ONCE and len(spans) > 1:
        spans.append(periods.whole(archive.days(everything)))
    for one in spans:
        for event in group(archive.articles(replace(everything, period=one.period))):
            if event.id.startswith(identity):
                return desk.summarizer.teller(event), one
    return None


# --- what is known of it ---------------------------------------------------------------------------


def _alone(article: AnnotatedArticle, desk: Desk) -> Explained:
    """An article outside any period."""
    return Explained(
        article=article,
        period=None,
        week=None,
        event=None,
        teller=article.id,
        sentences=_sentences(desk.summarizer.explain(article)),
        item=None,
        photo=None,
        left_out="没有见报日期，不属于任何一周" if article.published is None else "不是这段时间里的文章",
        importance=0.0,
        importance_parts=(),
        rank=None,
        merged=(),
        nearest=(),
    )


def _explained(
    article: AnnotatedArticle, event: Event, gathered: Gathered, span: Span, desk: Desk
) -> Explained:
    merged, nearest = kin(event, gathered.found)
    left_out = next((one.why for one in gathered.picked.left_out if one.article == article.id), None)
    photo = next((desk.summarizer.photo(one) for one in gathered.picked.photos if one.id == article.id), None)
    in_items = any(one.id == event.id for one in gathered.picked.events)
    earlier = gathered.told.get(event.id)
    item = desk.summarizer.item(event, earlier) if in_items else None
    if item is not None and not item.text:
        item, left_out = None, "正文没有一句完整的话可用"
    return Explained(
        article=article,
        period=span.period,
        week=span.week,
        event=event.id,
        teller=desk.summarizer.teller(event, earlier).id,
        sentences=_sentences(desk.summarizer.explain(article, earlier)),
        item=replace(item, continued=event.id in gathered.told, late=_all_late(event, gathered))
        if item
        else None,
        photo=replace(photo, late=article.id in gathered.late) if photo else None,
        left_out=left_out,
        importance=event.importance,
        importance_parts=event.parts,
        rank=_rank(item, gathered, desk) if item else None,
        merged=tuple(map(_likeness, merged)),
        nearest=tuple(map(_likeness, nearest)),
    )


def _all_late(event: Event, gathered: Gathered) -> bool:
    return all(one.id in gathered.late for one in event.articles)


def _sentences(explanation: Explanation) -> Sentences:
    scores = tuple(
        SentenceScore(
            text=rated.sentence.text,
            paragraph=rated.sentence.paragraph,
            start=rated.sentence.start,
            end=rated.sentence.end,
            chosen=rated.chosen,
            why=rated.why,
            score=rated.score,
            parts=rated.parts,
        )
        for rated in explanation.sentences
    )
    decision = explanation.decision
    return Sentences(decision.feature, decision.parts, explanation.whole, scores)


def _likeness(one: Kin) -> Likeness:
    return Likeness(one.article.id, one.article.headline, one.same, one.score, one.parts, one.why)


def _rank(item: Item, gathered: Gathered, desk: Desk) -> Rank:
    """Only what can stand beside it is made into items: a week may have ten thousand others."""
    own = [event for event in gathered.picked.events if any(_beside(a, item) for a in event.articles)]
    told = gathered.told
    items = [one for event in own if (one := desk.summarizer.item(event, told.get(event.id))).text]
    peers = [one for one in items if (one.place, one.theme) == (item.place, item.theme)]
    peers.sort(key=item_key(desk.config.order))
    at = [one.id for one in peers].index(item.id)
    before = peers[at - 1].headline if at else None
    after = peers[at + 1].headline if at + 1 < len(peers) else None
    return Rank(at + 1, len(peers), before, after)


def _beside(article: AnnotatedArticle, item: Item) -> bool:
    return (
        article.kind is not Kind.NOTICE
        and article.theme == item.theme
        and article.district.name == item.place.district
    )
