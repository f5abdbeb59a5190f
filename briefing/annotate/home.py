"""The page's home: what 我区 means, and which city its people call 我市.

Stated by the user or the source, else told by the paper's name, else by the page itself: the county
that its articles name, where they also speak of 我区 or a bare 区委. A page that names itself in every
title and never says “we” (a city paper's page of one county's news) has no home county.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.mentions import Mention, Role, What
from briefing.annotate.passages import HEADS, Part
from briefing.annotate.places import City, County, Level, Name
from briefing.annotate.resolve import Context, Placed, fits, key, resolve
from briefing.model import Reading
from briefing.text import squash

_PAPER = re.compile(
    r"今日|新闻|日报|晚报|晨报|早报|时报|商报|周报|周刊|导报|快报|都市报|融媒体?|传媒|之窗|专版|视窗|聚焦|关注|[报讯新]$|^新"
)
_DATELINE = re.compile(r"本\s*报\s*([㐀-鿿]{2,6}?)\s*(?:\d{1,2}\s*月\s*\d{1,2}\s*日)?\s*(?:讯|电)")
# Two of three articles that name a county must name the same one; a page of many counties has no home.
SHARE = 0.6


_WIDE = frozenset({Level.CITY, Level.PROVINCE})


def stated(text: str, gazetteer: Gazetteer) -> tuple[County | None, City | None]:
    """What “浙江省杭州市余杭区”, “今日余杭” or “合肥晚报” names: a county, or only a city."""
    counties = gazetteer.named(text) or gazetteer.named(_PAPER.sub("", squash(text)))
    city = city_of(gazetteer.find(squash(text)))
    if len(counties) == 1:
        return counties[0], counties[0].city
    within = [c for c in counties if city and key(c.city) == key(city)]
    return (within[0], within[0].city) if len(within) == 1 else (None, city)


def unknown(text: str, gazetteer: Gazetteer) -> str | None:
    """Why a home that somebody wrote is none, and how to mend it; None for one that is a place."""
    flat = squash(text)
    names = gazetteer.find(flat)
    wide = bool(names) and any(sense.level in _WIDE for sense in names[-1].senses)
    if stated(text, gazetteer)[0] or (wide and names[-1].end == len(flat)):
        return None
    if gazetteer.named(text):
        return f"有几个“{text}”；请写全称，例如“河南省许昌市魏都区”"
    return f"没有叫“{text}”的区县或地市；请写全称，例如“河南省许昌市魏都区”；新设的区县写进 places.csv"


def city_of(names: Sequence[Name]) -> City | None:
    """The last city among names, municipalities included."""
    for name in reversed(names):
        for sense in name.senses:
            if sense.level is Level.CITY and sense.city:
                return sense.city
    return None


def context(
    reading: Reading, found: Sequence[Sequence[Mention]], gazetteer: Gazetteer, default: str | None
) -> Context:
    """The context of a page: its home, city, and the counties that its articles are about.

    `found` holds each article's mentions; `default` is the home of the configuration.
    """
    home, city, because = _told(reading, gazetteer, default)
    city = city or _printed_city(reading, gazetteer)
    first = Context(home=home, city=city, sure=home is not None, because=because)
    placed = [resolve(mentions, first, gazetteer) for mentions in found]
    votes = Counter(county for article in placed if (county := _leading_county(article)))
    guess = None if home else _voted(votes, found)
    return Context(
        home=home or guess,
        city=city or (guess.city if guess else _leading_city(placed)),
        sure=home is not None,
        because=because or (f"本版文章多写{guess.name}" if guess else ""),
        counties=votes,
    )


def _leading_county(article: Sequence[Placed]) -> County | None:
    """The county that an article names most, heads and lead counting four times."""
    weights: Counter[County] = Counter()
    for p in article:
        if (
            p.county
            and p.county.name
            and p.mention.role is not Role.PASSING
            and p.mention.what is not What.OWN
        ):
            weights[p.county] += 4 if p.mention.part in HEADS or p.mention.part is Part.LEAD else 1
    return weights.most_common(1)[0][0] if weights else None


def _leading_city(placed: Sequence[Sequence[Placed]]) -> City | None:
    """The city of most of the articles that name any, where these are two at least (or all there are)."""
    named: dict[str, City] = {}
    votes: Counter[str] = Counter()
    for article in placed:
        cities = {
            key(city): city for p in article if (city := p.city or (p.county.city if p.county else None))
        }
        named |= cities
        votes.update(cities.keys())
    if not votes:
        return None
    (name, count), voting = votes.most_common(1)[0], sum(votes.values())
    return named[name] if count >= min(2, len(placed)) and count >= SHARE * voting else None


def _told(
    reading: Reading, gazetteer: Gazetteer, default: str | None
) -> tuple[County | None, City | None, str]:
    """The home as stated: by the user or source, the configuration, the masthead, the paper's name."""
    given, masthead = reading.page.given, reading.masthead
    for text, because in (
        (given.home, "按给定的所在地"),
        (masthead.paper, f"报名“{masthead.paper}”"),
        (given.paper, f"报名“{given.paper}”"),
        (default, "按配置的所在地"),
    ):
        if text:
            county, city = stated(text, gazetteer)
            if county or city:
                return county, city, because
    return None, None, ""


def _printed_city(reading: Reading, gazetteer: Gazetteer) -> City | None:
    """The city of the datelines (本报合肥3月8日讯) on the page, where they name one city only."""
    text = "\n".join(line.text for line in reading.page.lines)
    cities = {}
    for place in _DATELINE.findall(text):
        names = gazetteer.find(place) or gazetteer.find(place + "市")
        city = city_of(names)
        if city:
            cities[key(city)] = city
    return next(iter(cities.values())) if len(cities) == 1 else None


def _voted(votes: Counter[County], found: Sequence[Sequence[Mention]]) -> County | None:
    if not votes:
        return None
    county, count = votes.most_common(1)[0]
    own = [any(m.what is What.OWN and fits(county, m.form) for m in mentions) for mentions in found]
    ours = county.form == "市" and any(m.what is What.OWN_CITY for mentions in found for m in mentions)
    if not (any(own) or ours) or (county.former and len(votes) > 1):
        return None
    enough = count >= 2 or len(found) <= 2
    return county if enough and count >= SHARE * sum(votes.values()) else None
