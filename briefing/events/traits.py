"""What tells one happening from another, taken from an article once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from sys import intern

import ahocorasick

from briefing.events import days
from briefing.events.figures import Figures, figures
from briefing.model import AnnotatedArticle, Kind
from briefing.organs import acting_organ, levels
from briefing.resources import read_toml, read_words

# The opening carries who, what and when; measured on the pairs of evaluation/events, 110 characters do best.
_OPENING = 110
_MOST = 1000
# A sentence of so many characters is found in reprints only.
_OWN = 16
_PIECE = re.compile(r"(?=([^\W_]{2}))")
_BLANK = "\u3000"
_DATES = re.compile(r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[日时点分](?!名)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|(?![余多名人个元份户亩件台套万亿])[一-鿿])")
_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# How far a meeting's name reaches back from its ending (脱贫攻坚推进会).
_MATTER = 6
# Headlines of features and photos play with words instead of naming what happened.
_PLAYFUL = (Kind.FEATURE, Kind.PHOTO)


@dataclass(frozen=True, slots=True)
class Traits:
    """One article's evidence.

    `opening` holds the two-character pieces of headline and lead, `bare` the whole text that such pieces are
    looked for in: both without commonplaces, dates and the district's own name; `sentences` are the opening's
    longer ones. `reckoned` when the day follows from 昨日 or the like, `half` is the half of the day (“上午”,
    “下午”, …), `matters` what the meetings and activities of the opening are about.
    """

    opening: tuple[str, ...]
    sentences: tuple[str, ...]
    bare: str
    text: str
    day: date | None
    days: frozenset[date]
    reckoned: bool
    half: str
    published: date | None
    district: str
    city: str
    actor: str
    matters: frozenset[str]
    ordinals: dict[str, frozenset[int]]
    years: frozenset[str]
    figures: Figures
    people: frozenset[str]
    leaders: frozenset[str]
    places: dict[str, frozenset[str]]
    all_places: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    commonplace: ahocorasick.Automaton  # each word with its length
    marks: ahocorasick.Automaton  # names' endings, titles and verbs of speech: what each is, and itself
    ordinal: re.Pattern[str]
    not_in_names: frozenset[str]
    not_after: frozenset[str]
    not_places: frozenset[str]
    surnames: frozenset[str]
    not_people: frozenset[str]
    matter_breaks: re.Pattern[str]
    matter_fillers: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = read_toml("events.toml")["patterns"]
    commonplace = (word for line in read_words("commonplace.txt") for word in line.split())
    kinds = ("speech", "orders", "titles", "leaders", "places", "matters")
    marks = {word: kind for kind in kinds for word in table[kind]}
    units = "|".join(table["units"])
    return _Patterns(
        commonplace=_automaton({word: len(word) for word in commonplace}),
        marks=_automaton({word: (kind, word) for word, kind in marks.items()}),
        ordinal=re.compile(f"(第?)(首|[〇零一二三四五六七八九十百]+|(?<![\\d.])\\d{{1,3}})({units})"),
        not_in_names=frozenset(table["not_in_names"]),
        not_after=frozenset(table["not_after"]),
        not_places=frozenset(table["not_places"]),
        surnames=frozenset(read_words("surnames.txt")),
        not_people=frozenset(_beginnings()),
        matter_breaks=re.compile("|".join(map(re.escape, table["matter_breaks"]))),
        matter_fillers=re.compile(f"(?:{'|'.join(table['matter_fillers'])})+$"),
    )


def _beginnings() -> Iterator[str]:
    """How ordinary words begin: 文明 and 方案 are no people, though 文 and 方 are surnames."""
    words = [word for line in read_words("commonplace.txt") for word in line.split()]
    for theme in read_toml("themes.toml")["theme"]:
        words += (word for strength in ("strong", "medium", "weak") for word in theme.get(strength, ()))
    yield from (word[:2] for word in words if len(word) > 1)


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
    head = f"{headline}。"
    text = head + body
    end = len(head) + _OPENING
    start = len(head) if article.kind in _PLAYFUL and body else 0
    opening = text[:end]
    bare = _bare(text, filter(None, (article.district.name, article.district.city)))
    names = _names(text, end)
    said = days.mentioned(text, article.published or article.event_date)
    return Traits(
        opening=_pieces(bare[start:end]),
        sentences=_sentences(body[: 2 * _OPENING]),
        bare=bare,
        text=text,
        day=article.event_date,
        days=said,
        reckoned=article.event_date is not None and not days.is_written(article.event_date, text),
        half=days.half(opening),
        published=article.published,
        district=article.district.name or "",
        city=article.district.city or "",
        actor=_actor(headline, body[:_OPENING], article),
        matters=frozenset(names.matters),
        ordinals=_ordinals(opening),
        years=frozenset(_YEAR.findall(opening)),
        figures=figures(text),
        people=frozenset(names.people),
        leaders=frozenset(names.leaders),
        places=_by_kind(name for at, name in names.places if at < end),
        all_places=frozenset(name for _, (name, _) in names.places),
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


def _pieces(bare: str) -> tuple[str, ...]:
    """Each two neighbouring characters, once; interned, for a week's articles have most of them in common."""
    return tuple(dict.fromkeys(map(intern, _PIECE.findall(bare))))


def _sentences(opening: str) -> tuple[str, ...]:
    """The sentences that are long enough to be nobody else's: a reprint has them too."""
    return tuple(one for one in opening.split("。")[:-1] if len(one) >= _OWN)


def _actor(headline: str, opening: str, article: AnnotatedArticle) -> str:
    """The acting organ's name without its place, eight characters at most; empty if there is none."""
    if article.kind in _PLAYFUL:
        return ""
    for text in (headline, opening):
        organ = acting_organ(text, "")
        if organ is not None and organ.rank < len(levels()) - 1 and organ.end >= 3:
            name = text[max(0, organ.end - 8) : organ.end]
            name = re.split(r"[^一-鿿]|[日午年][^、]{0,1}(?=[一-鿿]{2})", name)[-1]
            for own in filter(None, (article.district.name, article.district.city)):
                name = name.rsplit(own, 1)[-1]
            return name if len(name) > 1 else ""
    return ""


def _ordinals(text: str) -> dict[str, frozenset[int]]:
    """The numbers of 届, 次, 期 …: 第六十五次 and 第65次 alike, 首届 as 1, 二期 as 2."""
    found: dict[str, set[int]] = {}
    for match in _patterns().ordinal.finditer(text):
        marked, number, unit = match.groups()
        counted = marked or number == "首" or unit in ("届", "季度", "月份", "标段")
        if not counted and unit == "期":
            counted = not number.isdigit() and text[match.start() - 1 : match.start()] not in (
                "每",
                "这",
                "同",
            )
        if not counted and unit in ("次", "期"):
            counted = number.isdigit() and int(number) > 9
        if counted:
            found.setdefault(unit, set()).add(_number(number))
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


@dataclass(slots=True)
class _Named:
    people: set[str]
    leaders: set[str]
    matters: set[str]
    places: list[tuple[int, tuple[str, str]]]


def _names(text: str, opening: int) -> _Named:
    """People, leaders among them, places with their offsets, and what the opening's meetings are about.

    People are those with a title before or a verb of speech behind, known by a name's first two characters;
    places (towns, villages, communities, schools …) by the two characters before their kind.
    """
    patterns = _patterns()
    named = _Named(set(), set(), set(), [])
    for end, (what, word) in patterns.marks.iter(text):
        start = end + 1 - len(word)
        if what == "places":
            before = text[max(0, start - 2) : start]
            kinds = {before[-1:] + word, before + word}
            if patterns.not_places.isdisjoint(kinds) and _is_place(before, text[end + 1 : end + 2]):
                named.places.append((end, (before + word, word)))
        elif what == "matters":
            if start < opening:
                before = patterns.matter_fillers.sub("", text[max(0, start - _MATTER) : start])
                matter = patterns.matter_breaks.split(before)[-1]
                if len(matter) > 1 and matter.isalpha():
                    named.matters.add(matter)
        else:
            name = text[end + 1 : end + 3]
            if what in ("speech", "orders"):
                name = text[max(0, start - 3) : start]
                name = name if name[:1] in patterns.surnames else name[1:]
            name = name[:2]
            if len(name) > 1 and name[0] in patterns.surnames and name not in patterns.not_people:
                (named.leaders if what in ("leaders", "orders") else named.people).add(name)
    return named


def _is_place(before: str, after: str) -> bool:
    """Whether what stands around a kind makes it a name (文惠社区, 第三小学, but not 在社区 or 村民)."""
    patterns = _patterns()
    numbered = before.startswith("第")
    named = before.isalpha() and (numbered or patterns.not_in_names.isdisjoint(before))
    return len(before) == 2 and named and after not in patterns.not_after


def _by_kind(places: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for name, kind in places:
        kinds.setdefault(kind, set()).add(name)
    return {kind: frozenset(names) for kind, names in kinds.items()}
