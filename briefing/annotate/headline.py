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
from briefing.organs import actor
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
        return Headline(named(_with_kicker(article, title, placed), home, bare=bare), "title")
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


def _with_kicker(article: Article, title: str, placed: Sequence[Placed]) -> str:
    """Kicker and title joined where the title has no actor and the kicker has one, in two lines at most."""
    kicker = " ".join((article.kicker or "").split())
    if not kicker or _acts(title, placed, Part.TITLE):
        return title
    linked = _DASH.search(kicker)
    actor = len(kicker) <= 16 and kicker.rstrip("：:—").endswith(tuple(_rules()["actors"]))
    if not (linked or actor or _acts(kicker, placed, Part.KICKER)):
        return title
    joined = kicker + title if linked else f"{kicker}{_rules()['join']}{title}"
    return joined if width(joined) <= _rules()["longest"] else title


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
    found = [(_worth(clause, order), clause) for order, clause in enumerate(_clauses(text[:400]))]
    found = [(worth, clause) for worth, clause in found if len(clause) >= rules["shortest"]]
    if found:
        return max(found, key=lambda item: item[0])[1]
    short = _MARK.split(text)[0][: rules["longest"]]
    return (
        short
        or next((squash(c)[: rules["longest"]] for c in article.captions if squash(c)), "")
        or "（无题）"
    )


def _clauses(text: str) -> Iterator[str]:
    """One to three clauses in a row, without the date before or the stop after, up to the longest allowed.

    A clause can also begin at its verb (开展了…宣传活动), where what stands before it is too long.
    """
    longest = _rules()["clause"]["longest"]
    starts = [0, *(match.end() for match in _CUT.finditer(text))]
    ends = [match.start() for match in _CUT.finditer(text)] or [len(text)]
    for start in starts:
        stop = next((end for end in ends if start < end < len(text) and text[end] in "。！？!?"), len(text))
        for begin in (start, _after_date(text, start), _at_verb(text, start)):
            for end in [end for end in ends if begin < end <= stop][:3]:
                if end - begin <= longest and not _CUT.match(text, begin):
                    yield text[begin:end]


def _after_date(text: str, start: int) -> int:
    """Past a date and the preposition before it at text[start]: 于10月13日下午在… → 在…"""
    for expression in expressions(text[start : start + 24]):
        if expression.start <= 1:
            end = start + expression.end
            return end + (text[end : end + 1] in {"，", ","})
        break
    return start


def _at_verb(text: str, start: int) -> int:
    """At the clause's verb in its past form (开展了…), if it has one; else at the clause's begin."""
    clause = _CUT.split(text[start : start + 200], maxsplit=1)[0]
    found = [clause.find(f"{verb}了") for verb in _rules()["verbs"] if f"{verb}了" in clause]
    return start + min(found, default=0)


def _worth(clause: str, order: int) -> float:
    """How well a clause stands alone: an actor first, a verb, whole quotes, about twenty characters."""
    rules = _rules()
    wanted = rules["clause"]
    worth = -0.05 * order
    organ = actor(clause, reach=24)
    worth += 2.0 if organ and organ.start <= 12 else 0.0
    worth += 2.0 if any(verb in clause for verb in rules["verbs"]) else -2.0
    worth -= 3.0 if clause.startswith(tuple(rules["leaning"])) else 0.0
    worth -= (
        3.0 if clause.count("“") != clause.count("”") or clause.count("（") != clause.count("）") else 0.0
    )
    worth -= 1.0 if next((e for e in expressions(clause) if e.start == 0), None) else 0.0
    if not wanted["least"] <= len(clause) <= wanted["most"]:
        worth -= 1.0 + abs(len(clause) - wanted["best"]) / 15
    return worth
