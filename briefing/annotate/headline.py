"""What a digest prints above an item: the headline, understandable alone, its words the paper's own.

The kicker goes in front where the title lacks the actor; 我区 and a bare 区政协 get the district's name
where it is certain; an untitled story gets a clause of its lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from briefing.annotate.expressions import expressions
from briefing.annotate.mentions import What
from briefing.annotate.passages import Part
from briefing.annotate.places import County
from briefing.annotate.resolve import Placed
from briefing.model import Article
from briefing.organs import actor, levels
from briefing.resources import read_toml
from briefing.text import squash, width

_OWN = re.compile(r"[我本](?P<form>[区县市旗])")
_DASH = re.compile(r"[—–-]+$|[：:]$")
_OURS = frozenset({What.OWN, What.OWN_CITY})
_PLACES = frozenset({What.COUNTY, What.TOWN, What.ZONE, What.OWN, What.CITY, What.OWN_CITY})


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return read_toml("headlines.toml")


@dataclass(frozen=True, slots=True)
class Headline:
    """`source` is “title” or “lead”."""

    text: str
    source: str


def headline(article: Article, placed: Sequence[Placed], home: County | None) -> Headline:
    """The headline of an article; `home` is what its 我区 certainly means, None where that is not certain."""
    if article.title and article.title.strip():
        title = " ".join(article.title.split()).lstrip("—–- ") or article.title
        bare = any(
            p.mention.part in (Part.KICKER, Part.TITLE) and p.mention.what in _OURS and p.mention.start == 0
            for p in placed
        )
        return Headline(named(_told(article, _fitting(title), placed), home, bare=bare), "title")
    clause = _clause(article)
    bare = any(
        p.mention.what in _OURS and clause.startswith(p.mention.text)
        for p in placed
        if p.mention.part in (Part.LEAD, Part.OPENING)
    )
    return Headline(named(clause, home, bare=bare), "lead")


def named(text: str, home: County | None, *, bare: bool = False) -> str:
    """我区 → 余杭区; where a bare organ of the district begins the text, 区政协召开… → 余杭区政协召开…"""
    if home is None or not home.name:
        return text
    text = _OWN.sub(lambda match: home.name if match["form"] == home.form else match[0], text)
    if bare and not home.zone and text[0] == home.name[-1]:
        return home.name[:-1] + text
    return text


def _fitting(title: str) -> str:
    """A title of more than two lines: as many of its phrases as fit; no word is cut."""
    phrases = title.split(" ")
    while len(phrases) > 1 and width(" ".join(phrases)) > _rules()["longest"]:
        phrases.pop()
    return " ".join(phrases)


def _told(article: Article, title: str, placed: Sequence[Placed]) -> str:
    """The title; where it does not say who acts, with the kicker or the subtitle that does, in two lines."""
    if _acts(title, placed, Part.TITLE):
        return title
    kicker, subtitle = (" ".join((text or "").split()) for text in (article.kicker, article.subtitle))
    for joined in (_with_kicker(kicker, title, placed), _with_subtitle(title, subtitle, placed)):
        if joined and width(joined) <= _rules()["longest"]:
            return joined
    return title


def _with_kicker(kicker: str, title: str, placed: Sequence[Placed]) -> str | None:
    linked = _DASH.search(kicker)
    actor = len(kicker) <= 16 and kicker.rstrip("：:—").endswith(tuple(_rules()["actors"]))
    if not kicker or not (linked or actor or _acts(kicker, placed, Part.KICKER)):
        return None
    return kicker + title if linked else f"{kicker}{_rules()['join']}{title}"


def _with_subtitle(title: str, subtitle: str, placed: Sequence[Placed]) -> str | None:
    """守着一渠清水过日子——某县护水转型记: only a subtitle that its dash ties to the title."""
    tied = subtitle.startswith(("—", "－－"))
    return title + subtitle if tied and _acts(subtitle, placed, Part.SUBTITLE) else None


def _acts(text: str, placed: Sequence[Placed], part: Part) -> bool:
    """Whether a head names who acts: a place or an organ."""
    if any(p.mention.part is part and p.mention.what in _PLACES for p in placed):
        return True
    organ = actor(squash(text))
    # 逐社区观摩: a bare 社区 names nobody.
    return organ is not None and organ.start >= 2


# --- without a title ------------------------------------------------------------------------------

_MARK = re.compile(r"[，。；！？：,;!?]")
_CUT = re.compile(r"[，。；！？,;!?]")


def _clause(article: Article) -> str:
    """The clause of the first sentences that best tells the story by itself; all in the paper's words."""
    rules = _rules()["clause"]
    text = next((squash(p) for p in article.paragraphs if squash(p)), "")
    clauses = enumerate(_clauses(text[:400]))
    found = [(_worth(clause, order) + bonus, clause) for order, (clause, bonus) in clauses]
    found = [(worth, clause) for worth, clause in found if len(clause) >= rules["shortest"]]
    if found:
        return max(found, key=lambda item: item[0])[1]
    short = _MARK.split(text)[0][: rules["longest"]]
    return (
        short
        or next((squash(c)[: rules["longest"]] for c in article.captions if squash(c)), "")
        or "（无题）"
    )


# What a clause loses: before the actor it only says why, from its deed on it has lost who did it, and what
# comes in a later sentence is seldom the event. An actor joined to the deed is next best to both in a row.
_BEFORE, _WITHOUT, _LATER, _JOINED = -2.0, -2.0, -1.5, 1.5


def _clauses(text: str) -> Iterator[tuple[str, float]]:
    """One to three clauses in a row, without the date before or the stop after, up to the longest allowed.

    Each with a bonus. Where too much stands between actor and deed (区某局联合…于某日在某地开展了宣传活动),
    both are joined as a kicker and its title are.
    """
    longest, join = _rules()["clause"]["longest"], _rules()["join"]
    first, last = _subject(text) or (0, 0)
    starts = [0, *(match.end() for match in _CUT.finditer(text))]
    ends = [match.start() for match in _CUT.finditer(text)] or [len(text)]
    for start in starts:
        stop = next((end for end in ends if start < end < len(text) and text[end] in "。！？!?"), len(text))
        later = _LATER * min(2, len(_ENDS.findall(text, 0, start)))
        dated, deed = _after_date(text, start), _at_verb(text, start)
        for begin in dict.fromkeys((start, dated, deed)):
            bare = begin == deed and begin > dated
            for end in [end for end in ends if begin < end <= stop][:3]:
                clause = text[begin:end]
                if _CUT.match(clause):
                    continue
                if len(clause) <= longest:
                    yield clause, later + (_WITHOUT if bare else _BEFORE if begin < first else 0.0)
                joined = f"{text[first:last]}{join}{clause}"
                apart = bare and first < last < begin and end - first > longest
                if apart and len(joined) <= longest and _same_doing(text[last:begin]):
                    yield joined, _JOINED


_ENDS = re.compile(r"[。！？!?]")


def _same_doing(between: str) -> bool:
    """Whether who acts before these words does what comes behind: one clause, or a second one of where."""
    clauses = re.split(r"[，,；;]", between)
    if _ENDS.search(between) or between.startswith("、") or len(clauses) > 2:
        return False
    return len(clauses) == 1 or bool(re.match(r"于|在|$", clauses[1]))


def _subject(text: str) -> tuple[int, int] | None:
    """Where the first sentence names the organ that acts: from its clause's begin (past a date) on."""
    first = _ENDS.split(text, maxsplit=1)[0]
    for start in (0, *(match.end() for match in _CUT.finditer(first))):
        begin = _after_date(first, start)
        organ = actor(first[begin : begin + 40])
        leaning = first.startswith(tuple(_rules()["leaning"]), begin)
        unit = organ and organ.level != levels()[-1] and not leaning
        if organ and unit and 2 <= organ.end <= 24 and not _CUT.search(first, begin, begin + organ.end):
            person = (
                first.startswith("、", begin + organ.end) or first[begin + organ.end - 1] in "长员人席任记者"
            )
            return None if person else (begin, begin + organ.end)
    return None


def _after_date(text: str, start: int) -> int:
    """Past a date and the preposition before it at text[start]: 于10月13日下午在… → 在…"""
    for expression in expressions(text[start : start + 24]):
        if expression.start <= 1:
            end = start + expression.end
            return end + (text[end : end + 1] in {"，", ","})
        break
    return start


def _at_verb(text: str, start: int) -> int:
    """At the clause's deed (开展了…, 开展“…”, 举办首届…), if it has one; else at the clause's begin."""
    clause = _CUT.split(text[start : start + 200], maxsplit=1)[0]
    found = [match.start() for match in _deed().finditer(clause)]
    return start + min(found, default=0)


@lru_cache(maxsize=1)
def _deed() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, _rules()["verbs"]))
    return re.compile(
        rf"(?:{verbs})(?:了|[“《]|首届|第[一二三四五六七八九十\d]|20)|(?:开展|举办|举行|召开|组织)(?!的)"
    )


_SOMEWHERE = re.compile(r"[区县市旗镇乡村]|街道|社区")


def _worth(clause: str, order: int) -> float:
    """How well a clause stands alone: an actor first, a verb, whole quotes, about twenty characters."""
    rules = _rules()
    wanted = rules["clause"]
    worth = -0.05 * order
    organ = actor(clause, reach=24)
    worth += 2.0 if organ and organ.start <= 12 else 0.0
    worth += 2.0 if any(verb in clause for verb in rules["verbs"]) else -2.0
    worth -= 3.0 if clause.startswith(tuple(rules["leaning"])) else 0.0
    worth -= 3.0 if any(clause.count(a) != clause.count(b) for a, b in ("“”", "（）", "《》", "()")) else 0.0
    worth += 0.7 if _SOMEWHERE.search(clause, 0, 20) else 0.0
    worth -= 2.0 if any(e.start == 0 or e.end == len(clause) for e in expressions(clause)) else 0.0
    if not wanted["least"] <= len(clause) <= wanted["most"]:
        worth -= 1.0 + abs(len(clause) - wanted["best"]) / 15
    return worth
