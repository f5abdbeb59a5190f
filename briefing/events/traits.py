"""What tells one happening from another, taken from an article once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from sys import intern

import ahocorasick

from briefing.model import AnnotatedArticle
from briefing.organs import acting_organ, levels
from briefing.resources import read_toml, read_words

# The opening carries who, what and when; measured on the pairs of evaluation/events, 110 characters do best.
_OPENING = 110
_MOST = 1500
_BLANK = "\u3000"
_DATES = re.compile(r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[日时点分](?!名)")
_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:万|亿|%|％)?(?![\d.年月日时点分])")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|(?![余多名人个元份户亩件台套万亿])[一-鿿])")
_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Traits:
    """One article's evidence.

    `opening` holds the two-character pieces of headline and lead, `bare` the whole text that such pieces are
    looked for in: both without commonplaces, dates and the district's own name.
    """

    opening: frozenset[str]
    bare: str
    text: str
    day: date | None
    published: date | None
    district: str
    city: str
    actor: str
    ordinals: dict[str, frozenset[int]]
    years: frozenset[str]
    figures: frozenset[str]
    people: frozenset[str]
    places: dict[str, frozenset[str]]
    all_places: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    commonplace: ahocorasick.Automaton  # each word with its length
    marks: ahocorasick.Automaton  # names' endings, titles and verbs of speech: what each is, and its length
    ordinal: re.Pattern[str]
    not_in_names: frozenset[str]
    not_after: frozenset[str]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = read_toml("events.toml")["patterns"]
    commonplace = (word for line in read_words("commonplace.txt") for word in line.split())
    marks = {word: kind for kind in ("speech", "titles", "places") for word in table[kind]}
    units = "|".join(table["units"])
    return _Patterns(
        commonplace=_automaton({word: len(word) for word in commonplace}),
        marks=_automaton({word: (kind, word) for word, kind in marks.items()}),
        ordinal=re.compile(f"第?(首|[〇零一二三四五六七八九十百]+|\\d{{1,3}})({units})"),
        not_in_names=frozenset(table["not_in_names"]),
        not_after=frozenset(table["not_after"]),
        surnames=frozenset(read_words("surnames.txt")),
    )


def _automaton(words: Mapping[str, object]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word, value in words.items():
        automaton.add_word(word, value)
    automaton.make_automaton()
    return automaton


def traits(article: AnnotatedArticle) -> Traits:
    """The evidence of one article; a function of the article alone."""
    headline = "".join(filter(None, [article.kicker, article.title])) or article.headline
    body = "".join(article.paragraphs)[:_MOST]
    opening = f"{headline}。{body[:_OPENING]}"
    text = f"{headline}。{body}"
    own = filter(None, (article.district.name, article.district.city))
    bare = _bare(text, own)
    people, places = _names(text)
    return Traits(
        opening=_pieces(bare[: len(opening)]),
        bare=bare,
        text=text,
        day=article.event_date,
        published=article.published,
        district=article.district.name or "",
        city=article.district.city or "",
        actor=_actor(headline, body[:_OPENING]),
        ordinals=_ordinals(opening),
        years=frozenset(_YEAR.findall(opening)),
        figures=_figures(text),
        people=frozenset(people),
        places=_by_kind(name for at, name in places if at < len(opening)),
        all_places=frozenset(name for _, (name, _) in places),
    )


def _bare(text: str, own: Iterable[str]) -> str:
    """The text with all that many articles share blanked out, its length unchanged."""
    chars = list(text)
    spans = [match.span() for match in _DATES.finditer(text)]
    spans += [match.span() for name in own for match in re.finditer(re.escape(name), text)]
    spans += [(end + 1 - length, end + 1) for end, length in _patterns().commonplace.iter(text)]
    for start, end in spans:
        chars[start:end] = _BLANK * (end - start)
    return "".join(chars)


def _pieces(bare: str) -> frozenset[str]:
    """Each two neighbouring characters; interned, for a week's articles have most of them in common."""
    return frozenset(intern(a + b) for a, b in pairwise(bare) if a.isalnum() and b.isalnum())


def _actor(headline: str, opening: str) -> str:
    """The last characters of the acting organ's name; empty if there is none."""
    for text in (headline, opening):
        organ = acting_organ(text, "")
        if organ is not None and organ.rank < len(levels()) - 1 and organ.end >= 3:
            return text[max(0, organ.end - 4) : organ.end]
    return ""


def _ordinals(text: str) -> dict[str, frozenset[int]]:
    """The numbers of 届, 次, 期 …: 第六十五次 and 第65次 alike, 首届 as 1."""
    found: dict[str, set[int]] = {}
    for match in _patterns().ordinal.finditer(text):
        counted = match.group().startswith("第") or match.group(1) == "首" or match.group(2) in ("届", "季度")
        if counted or (
            match.group(2) in ("次", "期") and match.group(1).isdigit() and int(match.group(1)) > 9
        ):
            found.setdefault(match.group(2), set()).add(_number(match.group(1)))
    return {unit: frozenset(numbers) for unit, numbers in found.items()}


def _number(words: str) -> int:
    """A Chinese or Arabic number below 1000; 首 is 1."""
    if words == "首":
        return 1
    if words.isdigit() and words.isascii():
        return int(words)
    total = digit = 0
    for char in words:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def _figures(text: str) -> frozenset[str]:
    """Counts and amounts of two digits or more; neither dates nor years."""
    return frozenset(figure for figure in _FIGURE.findall(text) if sum(map(str.isdigit, figure)) > 1)


def _names(text: str) -> tuple[set[str], list[tuple[int, tuple[str, str]]]]:
    """People, and places with their offsets.

    People are those with a title before or a verb of speech behind, known by a name's first two characters;
    places (towns, villages, communities, schools …) by the two characters before their kind.
    """
    patterns = _patterns()
    people: set[str] = set()
    places: list[tuple[int, tuple[str, str]]] = []
    for end, (what, word) in patterns.marks.iter(text):
        start = end + 1 - len(word)
        if what == "places":
            if _is_place(before := text[max(0, start - 2) : start], text[end + 1 : end + 2]):
                places.append((end, (before + word, word)))
            continue
        name = text[end + 1 : end + 3] if what == "titles" else text[max(0, start - 3) : start]
        if what == "speech" and name[:1] not in patterns.surnames:
            name = name[1:]
        if len(name) > 1 and name[0] in patterns.surnames:
            people.add(name[:2])
    return people, places


def _is_place(before: str, after: str) -> bool:
    """Whether the characters around a place's kind make it a name (文惠社区, but not 在社区 or 村民)."""
    patterns = _patterns()
    named = len(before) == 2 and before.isalpha() and patterns.not_in_names.isdisjoint(before)
    return named and after not in patterns.not_after


def _by_kind(places: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for name, kind in places:
        kinds.setdefault(kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in kinds.items()}
