"""Any number of articles that look like a busy week's: for measuring time against size, not quality.

Real newspaper sentences of the repository are put together anew, with other places, people and figures: some
words are everywhere, most names are rare, as in print. Every seventh article is told again by another
paper. The same number gives the same articles.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from benchmarks.corpus import EVALUATION
from briefing.annotate.gazetteer import Gazetteer
from briefing.model import AnnotatedArticle, Basis, District, Format, Kind, Source
from briefing.resources import read_words

MONDAY = date(2018, 11, 5)
THEMES = ("党的建设", "政务要闻", "经济发展", "民生保障", "教育", "生态环境", "安全与法治")
_NUMBER = re.compile(r"\d+")
_NAMED = re.compile(r"[一-鿿]{2}(?=(?:街道|社区|小学|中学|公司|[镇乡村区县]))")
_GIVEN = "明强军平伟芳娜敏静丽勇艳杰娟涛超霞刚桂英华建国文志海波宁辉玉兰春梅云飞鹏晓东红梅"


@lru_cache(maxsize=1)
def _sentences() -> tuple[list[str], list[list[str]]]:
    """Headlines; and the sentences of each article."""
    heads: list[str] = []
    bodies: list[list[str]] = []
    for path in sorted(EVALUATION.glob("articles/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            heads += filter(None, [entry["title"]])
            bodies.append([s for p in entry["paragraphs"] for s in re.findall(r"[^。]{8,}。”?", p)])
    return heads, [body for body in bodies if len(body) > 3]


@lru_cache(maxsize=1)
def _districts() -> list[District]:
    counties = (county for county in Gazetteer.default().counties if county.code and not county.former)
    return [District(c.name, c.city.name, c.city.province, c.code) for c in counties]


def articles(count: int, seed: int = 0, *, day: date | None = None) -> Iterator[AnnotatedArticle]:
    """`count` articles of one week, or of one day and one district if `day` is given."""
    chance = random.Random(seed)
    last: AnnotatedArticle | None = None
    for number in range(count):
        if last is not None and number % 7 == 6:
            yield _again(last, number)
            continue
        identity = f"{seed:02d}{number:08d}"
        place = _districts()[0] if day else chance.choice(_districts())
        last = _article(identity, number, day or MONDAY + timedelta(chance.randrange(7)), place, chance)
        yield last


def _article(
    identity: str, number: int, day: date, place: District, chance: random.Random
) -> AnnotatedArticle:
    heads, bodies = _sentences()
    one, two = chance.choice(bodies), chance.choice(bodies)
    length = chance.randint(6, 24)
    mixed = [*one[: length // 2], *two[: length - length // 2]]
    body = [f"{day.month}月{day.day}日，{place.name}", *(_told(sentence, chance) for sentence in mixed)]
    headline = _told(chance.choice(heads), chance)
    return AnnotatedArticle(
        id=identity,
        source=_source(number),
        kind=Kind.NEWS,
        title=headline,
        headline=headline,
        headline_from="title",
        authors=(_name(chance),),
        paragraphs=tuple("".join(body[i : i + 3]) for i in range(0, len(body), 3)),
        event_date=day,
        published=day,
        published_basis=Basis.PRINTED,
        district=place,
        theme=chance.choice(THEMES),
    )


def reprints(count: int) -> Iterator[AnnotatedArticle]:
    """The same article, printed by so many papers."""
    (one,) = articles(1, seed=1)
    return (replace(one, id=f"r{number:08d}", source=_source(number)) for number in range(count))


def _again(article: AnnotatedArticle, number: int) -> AnnotatedArticle:
    """What another paper makes of it: its own headline, the first half."""
    title = f"{article.district.name}：{article.headline}"
    return replace(
        article,
        id=f"{article.id[:2]}{number:08d}",
        source=_source(number),
        title=title,
        headline=title,
        paragraphs=article.paragraphs[: max(1, len(article.paragraphs) // 2)],
        kind=Kind.BRIEF,
    )


def _source(number: int) -> Source:
    line = number % 12 * 15 + 1
    paper, page = f"第{number % 40}日报", str(number % 8 + 1)
    return Source(f"{number // 12:06d}.txt", Format.PAGE_TEXT, paper, page, lines=((line, line + 14),))


def _told(sentence: str, chance: random.Random) -> str:
    """A sentence with other figures and other names of places."""
    sentence = _NUMBER.sub(lambda match: _other(match.group(), chance), sentence)
    return _NAMED.sub(lambda _: _name(chance), sentence)


def _other(number: str, chance: random.Random) -> str:
    """Another number of as many digits; years, months and days stay."""
    if len(number) < 3 or number.startswith("20"):
        return number
    return str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))


def _name(chance: random.Random) -> str:
    return chance.choice(_surnames()) + chance.choice(_GIVEN)


@lru_cache(maxsize=1)
def _surnames() -> list[str]:
    return [name for name in read_words("surnames.txt") if len(name) == 1]
