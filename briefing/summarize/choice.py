"""From an article to the sentences of its item, with every reason kept for `briefing explain`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.model import AnnotatedArticle, Doubt, Kind, Part
from briefing.summarize import editorial
from briefing.summarize.earlier import Earlier
from briefing.summarize.editorial import Decision, Signals, Weights
from briefing.summarize.selection import Candidate, Window, best_set
from briefing.summarize.sentences import Sentence, split
from briefing.summarize.textrank import Engine

# A newspaper's longest article has some 120 sentences; what comes after 300 is no news of the week.
MOST_SENTENCES = 300
# A lead that is too long for an item by no more than this is told rather than left out.
_LONG_LEAD = 1.5
_THAT = re.compile(
    r"[^，,。]{0,8}?该([一-鿿]{1,2}?(?:道|区|县|镇|乡|村|局|办|队|站|所|校|院|市|心|司|会|组))"
)
_THAT_DAY = re.compile("当[天日晚]")
_DAY = re.compile(r"\d日|[昨今][日天]|周[一二三四五六日]")


@dataclass(frozen=True, slots=True)
class RatedSentence:
    """A sentence with its score's parts; `why` says in Chinese why it was taken or passed over."""

    sentence: Sentence
    parts: tuple[Part, ...]
    score: float
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that led to an item's text: whether the article is a feature, and its sentences in order.

    `whole` when the article is a brief that was taken as it is.
    """

    decision: Decision
    sentences: tuple[RatedSentence, ...]
    whole: bool
    warnings: tuple[Doubt, ...]

    @property
    def chosen(self) -> tuple[Sentence, ...]:
        return tuple(rated.sentence for rated in self.sentences if rated.chosen)


class _Usable(NamedTuple):
    """The sentences of an article that an item may use, and the cues of each; `told` if some of the article
    was told before.
    """

    sentences: list[Sentence]
    cues: list[Signals]
    told: bool = False


class _Judged(NamedTuple):
    """An article's usable sentences as an editor sees them, and the weights that go with its kind."""

    decision: Decision
    signals: list[Signals]
    table: Signals


def choose(
    article: AnnotatedArticle,
    engine: Engine,
    weights: Weights,
    window: Window,
    earlier: Earlier | None = None,
) -> tuple[tuple[Sentence, ...], tuple[Doubt, ...]]:
    """The sentences of an article's item, in order, and the doubts about them; `earlier` is what the last
    briefing told of its event.
    """
    everything = split(article.paragraphs)
    usable, _ = _sort_out(everything[:MOST_SENTENCES], earlier)
    doubts = _too_many(len(everything))
    picked: Sequence[int] = range(len(usable.sentences))
    if not _is_whole(article, usable, window):
        judged = _judge(article, usable, engine, weights)
        picked = _pick(usable, judged, weights["selection"], window)
        doubts += _lead_missed(usable, judged, picked, window)
    return tuple(usable.sentences[i] for i in picked), doubts + _opening(usable, picked)


def explain(
    article: AnnotatedArticle,
    engine: Engine,
    weights: Weights,
    window: Window,
    earlier: Earlier | None = None,
) -> Explanation:
    """The same choice with all its reasons."""
    everything = split(article.paragraphs)
    usable, passed = _sort_out(everything[:MOST_SENTENCES], earlier)
    judged = _judge(article, usable, engine, weights)
    whole = _is_whole(article, usable, window)
    everyone = tuple(range(len(usable.sentences)))
    picked = everyone if whole else _pick(usable, judged, weights["selection"], window)
    parts = [editorial.parts(signal, judged.table) for signal in judged.signals]
    scores = [sum(part.value for part in own) for own in parts]
    rated = [RatedSentence(sentence, (), 0.0, False, why) for sentence, why in passed]
    for i, sentence in enumerate(usable.sentences):
        if i in picked:
            why = "简讯篇幅合适，全文照登" if whole else "入选"
        else:
            why = _why_not(i, usable, scores, picked, window, int(weights["selection"]["count"]))
        rated.append(RatedSentence(sentence, parts[i], scores[i], i in picked, why))
    rated.sort(key=lambda entry: (entry.sentence.paragraph, entry.sentence.start))
    missed = () if whole else _lead_missed(usable, judged, picked, window)
    doubts = (*_too_many(len(everything)), *missed, *_opening(usable, picked))
    return Explanation(judged.decision, tuple(rated), whole, doubts)


def _judge(article: AnnotatedArticle, usable: _Usable, engine: Engine, weights: Weights) -> _Judged:
    sentences = usable.sentences
    ranks = engine.rate([sentence.text for sentence in sentences])
    found = editorial.signals(sentences, usable.cues, ranks)
    decision = editorial.decide(article.kind, sentences, found, weights["decision"])
    return _Judged(decision, found, weights["feature" if decision.feature else "news"])


def _is_whole(article: AnnotatedArticle, usable: _Usable, window: Window) -> bool:
    """Whether the article is a brief of fitting length, none of it told before, to be taken as it is."""
    if article.kind not in (Kind.BRIEF, Kind.PHOTO) or usable.told:
        return False
    fits = 0 < sum(len(sentence.text) for sentence in usable.sentences) <= window.maximum
    return fits and not (article.kind is Kind.BRIEF and editorial.is_scene(usable.sentences, usable.cues))


def _too_many(n: int) -> tuple[Doubt, ...]:
    if n <= MOST_SENTENCES:
        return ()
    return (Doubt("article-long", f"全文{n}句，只从前{MOST_SENTENCES}句中选取"),)


def _why_not(
    i: int, usable: _Usable, scores: Sequence[float], picked: tuple[int, ...], window: Window, count: int
) -> str:
    """Why a sentence is not in the best set: what is true of it, told from the strongest reason on."""
    needs = _needs(usable, i)
    if needs is not None and needs.isdisjoint(picked):
        return "要接着前文才看得懂，前文没有入选"
    lowest = min((scores[j] for j in picked), default=0.0)
    if scores[i] < lowest:
        return f"得分低于入选各句（最低{lowest:.2f}）"
    length = sum(len(usable.sentences[j].text) for j in (*picked, i))
    if length > window.maximum:
        return f"加上这一句共{length}字，超过{window.maximum}字；换下别的句子，合起来的得分更低"
    if len(picked) >= count:
        return f"已有{count}句；换下其中一句，合起来的得分更低"
    return f"加上这一句共{length}字，离{window.target}字更远，合起来的得分更低"


def _lead_missed(
    usable: _Usable, judged: _Judged, picked: Sequence[int], window: Window
) -> tuple[Doubt, ...]:
    """The doubt where a report's lead, too long for any item, was not taken."""
    lead = _long_lead(usable, judged, window)
    if lead is None or lead in picked:
        return ()
    length = len(usable.sentences[lead].text)
    message = f"导语一句{length}字，超过{window.maximum}字，未取；请看原文何时、何单位、做何事"
    return (Doubt("lead-long", message),)


def _long_lead(usable: _Usable, judged: _Judged, window: Window) -> int | None:
    """Where a report's lead is, if it is too long for an item; None for a feature, which has none."""
    if judged.decision.feature:
        return None
    leads = (i for i, signal in enumerate(judged.signals) if signal.get("lead", 0.0) >= editorial.FULL_LEAD)
    return next((i for i in leads if len(usable.sentences[i].text) > window.maximum), None)


def _opening(usable: _Usable, picked: Sequence[int]) -> tuple[Doubt, ...]:
    """The doubt where the first sentence taken goes on from one that was not."""
    if not picked or _needs(usable, picked[0]) is None:
        return ()
    opening = usable.sentences[picked[0]].text[:6]
    return (Doubt("item-opening", f"开头“{opening}……”承接上文，单独读不明白：原文没有更合适的整句"),)


def _sort_out(
    sentences: Sequence[Sentence], earlier: Earlier | None
) -> tuple[_Usable, list[tuple[Sentence, str]]]:
    """The sentences an item may use, and the others with the reason; a repeated one counts once.

    What the last briefing printed comes again only where nothing else can be understood by itself.
    """
    looked: list[Signals] = list(editorial.look(sentences))
    flaws = list(map(editorial.exclusion, sentences, looked))
    seen: set[str] = set()
    for i, sentence in enumerate(sentences):
        flaws[i] = flaws[i] or ("与前文重复" if sentence.text in seen else "")
        seen.add(sentence.text)
    if earlier is None:
        return _parted(sentences, looked, flaws)
    looked = [{**cues, **_told(sentence, earlier)} for sentence, cues in zip(sentences, looked, strict=True)]
    repeated = [
        flaw or ("上一期要闻已登过" if earlier.was_printed(sentence.text) else "")
        for sentence, flaw in zip(sentences, flaws, strict=True)
    ]
    usable, passed = _parted(sentences, looked, repeated)
    if all(_needs(usable, i) is not None for i in range(len(usable.sentences))):
        usable, passed = _parted(sentences, looked, flaws)
    return usable._replace(told=repeated != flaws or any("told" in cues for cues in usable.cues)), passed


def _told(sentence: Sentence, earlier: Earlier) -> Signals:
    known = earlier.known(sentence.text)
    return {"told": known} if known else {}


def _parted(
    sentences: Sequence[Sentence], looked: Sequence[Signals], flaws: Sequence[str]
) -> tuple[_Usable, list[tuple[Sentence, str]]]:
    good = [i for i, flaw in enumerate(flaws) if not flaw]
    passed = [(sentence, flaw) for sentence, flaw in zip(sentences, flaws, strict=True) if flaw]
    return _Usable([sentences[i] for i in good], [looked[i] for i in good]), passed


def _pick(usable: _Usable, judged: _Judged, table: Signals, window: Window) -> tuple[int, ...]:
    """The best admissible sentences within the window; failing that, the shortest that stands alone."""
    sentences = usable.sentences
    candidates = []
    for i, (sentence, signal) in enumerate(zip(sentences, judged.signals, strict=True)):
        score, opening = editorial.score(signal, judged.table)
        # Every printed character should be as good as possible, so a sentence counts by its length, and
        # each has to earn its place (measured on the gold: ROUGE-L 0.84 without the two, 0.89 with them).
        length = len(sentence.text)
        value = score * length / window.target - table["sentence"]
        candidates.append(Candidate(length, value, opening, _needs(usable, i)))
    # That a voice stands beside what was done makes it no better.
    voices = [signal.get("quote", 0.0) >= 0.5 for signal in judged.signals]
    neighbours = [
        i > 0 and not (voices[i - 1] or voices[i]) and _adjoin(sentences[i - 1], sentences[i])
        for i in range(len(sentences))
    ]
    picked = best_set(candidates, neighbours, window, table)
    if sum(len(sentences[i].text) for i in picked) < window.minimum:
        lead = _long_lead(usable, judged, window)
        if lead is not None and len(sentences[lead].text) <= _LONG_LEAD * window.maximum:
            return (lead,)  # Too long by a little says more than what is left without it.
    if picked or not sentences:
        return picked
    alone = [i for i, candidate in enumerate(candidates) if candidate.needs is None]
    return (min(alone or range(len(sentences)), key=lambda i: (len(sentences[i].text), i)),)


def _needs(usable: _Usable, i: int) -> frozenset[int] | None:
    """Which earlier sentences make this one understandable; None if it is so by itself."""
    sentences, text, cues = usable.sentences, usable.sentences[i].text, usable.cues[i]
    if text.endswith(("？", "?")):
        return frozenset()  # A question only leads over to its answer.
    if editorial.needs_previous(cues):
        needs = {i - 1} if i and _adjoin(sentences[i - 1], sentences[i]) else set()
        if that := _THAT.match(text):
            needs |= {j for j in range(i) if that.group(1) in sentences[j].text}
        if _THAT_DAY.match(text):
            needs |= {j for j in range(i) if _DAY.search(sentences[j].text)}
        return frozenset(needs)
    return frozenset(range(i)) if editorial.needs_any_before(cues) else None


def _adjoin(first: Sentence, second: Sentence) -> bool:
    """Whether nothing stands between two sentences, but for a paragraph's end."""
    if first.paragraph == second.paragraph:
        return second.start - first.end <= 1
    return second.paragraph == first.paragraph + 1 and second.start <= 1
