"""What an article says about places: every mention with its part, its role and all that it can mean.

Besides the names of the gazetteer these are the ways a local paper names its own place without a
name (我区, 全县, a bare 区委 or 县教育局, 我市), development zones (合肥高新区, a bare 经开区), and units the
gazetteer does not know (a misprinted 街道办事处).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.passages import HEADS, Part, Passage
from briefing.annotate.places import City, County, Level, Name, goes_on, rules
from briefing.text import is_han
from briefing.words import Cutter, cutter


class What(StrEnum):
    """What kind of place a mention speaks of."""

    COUNTY = "county"
    TOWN = "town"
    ZONE = "zone"
    OWN = "own"
    CITY = "city"
    OWN_CITY = "own city"
    PROVINCE = "province"
    NATION = "nation"


class Role(StrEnum):
    """What the place does there: acts, is where something happens, is only the other side, or unclear."""

    ACTING = "acting"
    PLACING = "placing"
    PLAIN = "plain"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a place. `head`: its clause begins with it; `organ`: its police, court … follows."""

    what: What
    text: str
    part: Part
    passage: int
    start: int
    end: int
    role: Role = Role.PLAIN
    head: bool = False
    short: bool = False
    organ: bool = False
    counties: tuple[County, ...] = ()
    city: City | None = None
    form: str = ""


# Longer names than this no two words make by chance.
_SHORTEST = 3
_HAN_BEFORE = re.compile(r"[㐀-鿿]{0,5}$")
# A bare 区委 is the paper's own only where a word can begin: after a mark, a time, a preposition.
_BEGIN = r"(?:^|(?<=[^㐀-鿿])|(?<=[日午晚晨前后由在经与和及向为是对据从到的将让使来各原了至被请同并受副]))"
_WORD_BEGINS = re.compile(_BEGIN + "$")
_BODIES = (
    r"委(?![员托派任屈会])|政府|人大|政协|纪委|监委|直(?=[各机单部有属])|领导|长(?=[㐀-鿿]{2,3}[，、。一主出指强要表先到深])|"
    r"四(?:大班子|套班子|家班子)|[一二三四五六七八九十][中小](?![㐀-鿿]?[时年月])|[㐀-鿿]{0,8}?(?:分局|管理局|局(?![部面势限])|委员会|法院|检察院|总工会|残联|妇联|科协|"
    r"文联|工商联|红十字会|医院|党校|供电|公安|消防)|[㐀-鿿]{1,8}?(?:指挥部|中心|办公室|工会|商会|联社|大队|支队|公司|[扶创文]办|税务)"
)
_OWN = re.compile(
    rf"(?P<my>[我本全])(?P<form>[区县市旗州盟])(?![长])|{_BEGIN}(?P<body>[区县市旗州盟])(?!场|容|政(?!府|协))(?:{_BODIES})|(?P<town>县城|县域|县内)(?!市)"
)
_UNIT = re.compile(r"街道办事处|街道党工委|街道|办事处|镇|乡|苏木|地区")
_FORM = {"街道办事处": "街道", "街道党工委": "街道", "办事处": "街道"}
_BRANCH = re.compile(r"(?:公安局|生态环境局|规划局|市场监管局|税务局)(?P<name>[㐀-鿿]{2,3})分局")
_ORGAN = re.compile(
    r"(?:公安)?分局|公安局|法院|检察院|交警|海关|警方|[区县]委|人民政府|(?:(?<=[区县旗])|(?<=合作市))(?:委(?![员托派任屈会])|政府|人大|政协|纪委)"
)
# 庆云县来秀交流, 平山县党政代表团来我县考察: a visitor.
_VISITS = re.compile(
    r"(?:[㐀-鿿、]{0,24}?(?:率队|率团|带队|一行|代表团|考察团|考察组))?"
    r"来(?:访|我[区县市旗州]|[㐀-鿿](?<![村镇乡校院厂街])(?:考察|对接|调研|学习|参观|交流|观摩))"
)
_CLAUSE = re.compile(r"[，。；：:、！？!?“”（）()《》—…\s,;]")
# “近日，…”, “11月2日，…”, “日前…”: what follows begins a clause.
_TIME = re.compile(r"(?:近日|日前|近期|连日来|今年以来|[日午晚晨])$")
_ZONE_ACTS = re.compile(
    r"管委会|党工委|召开|举行|举办|开展|组织|启动|工委|办公室|宣传|公安|社会|机关|各|全体|干部"
)


@cache
def _alternatives(key: str, *, before: bool = False) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(rules()[key], key=len, reverse=True))
    return re.compile(f"(?:{words})$" if before else f"(?:{words})")


@cache
def _zone_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, rules()["zones"])))


def mentions(
    texts: Iterable[Passage], gazetteer: Gazetteer, cut: Cutter | None = None
) -> tuple[Mention, ...]:
    """All mentions of places in the passages, in order; `cut` is the process's own cutter by default."""
    cut = cut or cutter()
    found: list[Mention] = []
    for number, passage in enumerate(texts):
        names = _read(passage.text, gazetteer.find(passage.text), cut, gazetteer.own)
        here = [*_names(passage, number, names, gazetteer), *_unnamed(passage, number, names)]
        here += _branches(passage, number, names, gazetteer)
        found += sorted(here, key=lambda m: (m.start, m.end))
    return tuple(found)


def _read(text: str, names: Sequence[Name], cut: Cutter, own: frozenset[str]) -> list[Name]:
    """The names without those that only two neighbouring words make: 召开|县委, 和平|城区, 市政府|和|县委."""
    kept: list[Name] = []
    for name in names:
        touching = bool(kept) and kept[-1].end == name.start
        sure = len(name.text) > _SHORTEST or name.text in own
        if sure or not _straddled(text, name, cut, touching):
            kept.append(name)
    return kept


def _straddled(text: str, name: Name, cut: Cutter, touching: bool) -> bool:
    """Whether a word next to a county's name goes on into it.

    Of 60,000 sentences with a county's name the cutter joins it to the word before in under 1 %, nearly
    always to a preposition (由静|海区): those do not count, unless they make a known word (到达|县城).
    """
    if all(sense.level is not Level.COUNTY for sense in name.senses):
        return False
    short = all(sense.short for sense in name.senses)
    before = is_han(text[name.start - 1 : name.start]) and not touching
    if not before and not (short and is_han(text[name.end : name.end + 1])):
        return False
    if before and name.text in rules()["conjunctive"]:
        return True
    at = max(0, name.start - 8)
    for word in cut.cut(text[at : name.end + 6]):
        if before and at < name.start < at + len(word):
            return word in rules()["words"] or text[name.start - 1] not in rules()["prepositions"]
        if short and name.start < at < name.end < at + len(word):
            return True
        at += len(word)
    return False


def begins_clause(text: str, start: int) -> bool:
    """Whether a clause begins at text[start]: after a mark or a time, or at the very start."""
    return (
        start == 0
        or bool(_CLAUSE.match(text, start - 1))
        or bool(_TIME.search(text, max(0, start - 5), start))
    )


def role(text: str, start: int, end: int, chain: int | None = None) -> Role:
    """The role of the place named at text[start:end], from the words next to it.

    `chain` is where the names begin that end with this one (赴|贵州省|锦屏县).
    """
    if _VISITS.match(text, end):
        return Role.PASSING
    if after := _alternatives("passing_after").match(text, end):
        # 富阳区党政代表团赴锦屏县 tells of Fuyang's own doing, 平山县考察团来正定县 of a visit.
        return Role.ACTING if _alternatives("sets_out").match(text, after.end()) else Role.PASSING
    chain = start if chain is None else chain
    before = text[max(0, chain - 6) : chain]
    if _alternatives("placing_before", before=True).search(before):
        return Role.PLACING
    if _alternatives("passing_before", before=True).search(before):
        return Role.PASSING
    if text[start - 1 : start] == "、" or text[end : end + 1] == "、":
        return Role.PLAIN
    if _alternatives("acting_after").match(text, end):
        return Role.ACTING
    return Role.PLAIN


def _names(passage: Passage, number: int, names: list[Name], gazetteer: Gazetteer) -> Iterator[Mention]:
    text, chain = passage.text, 0
    for i, name in enumerate(names):
        if i == 0 or names[i - 1].end != name.start:
            chain = name.start
        after = names[i + 1] if i + 1 < len(names) else None
        touched = after is not None and after.start == name.end
        what, counties, city = _meaning(name, gazetteer)
        # 合肥 in 合肥长丰县 and in 合肥高新区 only says which one: it has no role of its own.
        prefix = what in (What.CITY, What.PROVINCE) and (touched or _zone_pattern().match(text, name.end))
        yield Mention(
            what=what,
            text=name.text,
            part=passage.part,
            passage=number,
            start=name.start,
            end=name.end,
            role=Role.PLAIN if prefix else role(text, name.start, name.end, chain),
            head=begins_clause(text, name.start) or (i > 0 and names[i - 1].end == name.start),
            short=what is What.COUNTY and any(sense.short for sense in name.senses),
            organ=bool(_ORGAN.match(text, name.end)),
            counties=counties,
            city=city,
        )


def _meaning(name: Name, gazetteer: Gazetteer) -> tuple[What, tuple[County, ...], City | None]:
    """The level that a name most likely stands on, and its choices there.

    A short form that two levels share (吉林, 抚顺) means the higher one.
    """
    full = [sense for sense in name.senses if not sense.short] or list(name.senses)
    counties = tuple(s.county for s in full if s.level is Level.COUNTY and s.county)
    cities = [s.city for s in full if s.level is Level.CITY and s.city]
    towns = tuple(s.county for s in full if s.level is Level.TOWN and s.county)
    provinces = [s.province for s in full if s.level is Level.PROVINCE]
    if provinces:
        municipal = [c for c in gazetteer.cities.values() if c.name == provinces[0]]
        return (What.CITY, (), municipal[0]) if municipal else (What.PROVINCE, (), None)
    if cities:
        return What.CITY, (), cities[0]
    if counties:
        return What.COUNTY, counties, None
    return What.TOWN, towns, None


def _unnamed(passage: Passage, number: int, names: list[Name]) -> Iterator[Mention]:
    """我区, bare organs, zones, units that no gazetteer knows, the nation: where no name stands already."""
    text, part = passage.text, passage.part
    taken = [(name.start, name.end) for name in names]

    def free(start: int, end: int) -> bool:
        return all(end <= a or start >= b for a, b in taken)

    for match in _OWN.finditer(text):
        if not free(match.start(), match.end()):
            continue
        form = match["form"] or match["body"] or "县"
        what = What.OWN_CITY if form in "市州盟" else What.OWN
        head = begins_clause(text, match.start())
        yield Mention(what, match[0], part, number, match.start(), match.end(), Role.ACTING, head, form=form)
    for match in _zone_pattern().finditer(text):
        if free(match.start(), match.end()):
            zone = _zone(passage, number, match, names)
            if zone:
                yield zone
    for match in _UNIT.finditer(text):
        if free(match.start(), match.end()):
            unit = _of_county(passage, number, match, names) or _unknown_unit(passage, number, match)
            if unit:
                yield unit
    for key, what in (("national", What.NATION), ("provincial", What.PROVINCE)):
        for match in _alternatives(key).finditer(text):
            yield Mention(
                what, match[0], part, number, match.start(), match.end(), Role.ACTING, part in HEADS
            )


def _zone(passage: Passage, number: int, match: re.Match[str], names: list[Name]) -> Mention | None:
    """A development zone: its own name (某某高新区) or bare (高新区), with the city or county before it."""
    text, start, end = passage.text, match.start(), match.end()
    before = [name for name in names if name.end <= start]
    touching = before[-1] if before and before[-1].end == start else None
    strict = bool(re.search(r"高新|经开|经济|^开发区", match[0]))
    acts = bool(_ZONE_ACTS.match(text, end)) or (passage.part in HEADS and begins_clause(text, start))
    if touching:
        if not strict and not acts:
            return None
        counties = tuple(s.county for s in touching.senses if s.level is Level.COUNTY and s.county)
        cities = [s.city for s in touching.senses if s.level is Level.CITY and s.city]
        return Mention(
            What.ZONE, text[touching.start : end], passage.part, number, touching.start, end,
            role(text, touching.start, end), begins_clause(text, touching.start),
            counties=counties if not cities else (), city=cities[0] if cities else None, form=match[0],
        )  # fmt: skip
    own = _HAN_BEFORE.search(text[max(0, start - 5) : start])
    name = own[0] if own else ""
    if _alternatives("zone_kinds", before=True).search(name):
        return None
    named = 2 <= len(name) <= 4 and begins_clause(text, start - len(name))
    bare = (
        not name or begins_clause(text, start) or bool(_WORD_BEGINS.search(text[max(0, start - 1) : start]))
    )
    if not (strict or acts) or not (named or bare):
        return None
    first = start - len(name) if named else start
    return Mention(
        What.ZONE, text[first:end], passage.part, number, first, end, role(text, first, end),
        begins_clause(text, first), form=match[0],
    )  # fmt: skip


def _branches(
    passage: Passage, number: int, names: Sequence[Name], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """The district of a city's branch office, where its name is a common word (大庆市公安局|龙凤|分局)."""
    for match in _BRANCH.finditer(passage.text):
        start, end = match.span("name")
        counties = gazetteer.called(match["name"])
        if counties and all(end <= name.start or start >= name.end for name in names):
            yield Mention(
                What.COUNTY, match["name"], passage.part, number, start, end, Role.ACTING,
                short=True, organ=True, counties=counties,
            )  # fmt: skip


def _of_county(passage: Passage, number: int, match: re.Match[str], names: Sequence[Name]) -> Mention | None:
    """A town or street that stands right behind its county's name (海门区|三厂|街道): its form proves it."""
    text, start = passage.text, match.start()
    county = next((name for name in reversed(names) if 2 <= start - name.end <= 4), None)
    if county is None or all(sense.level is not Level.COUNTY for sense in county.senses):
        return None
    name = text[county.end : start]
    barred = {*rules()["not_name"]} - {*rules()["town_starts"]}
    if (
        not all(map(is_han, name))
        or name[0] in barred
        or name in rules()["not_towns"]
        or goes_on(text, match.end())
    ):
        return None
    form = _FORM.get(match[0], match[0])
    return Mention(
        What.TOWN, name + form, passage.part, number, county.end, match.end(),
        role(text, county.end, match.end(), county.start), True, form="unknown",
    )  # fmt: skip


def _unknown_unit(passage: Passage, number: int, match: re.Match[str]) -> Mention | None:
    """A town or street by its form alone. Its name is certain (`head`) only where a clause begins with it;

    otherwise the text is what stands before the form, and a known stem may be found in it later.
    """
    text, start = passage.text, match.start()
    form = _FORM.get(match[0], match[0])
    run = _HAN_BEFORE.search(text[max(0, start - 5) : start])
    name = run[0] if run else ""
    for length in (2, 3, 4):
        if length <= len(name) and begins_clause(text, start - length):
            name = name[-length:]
            certain = (
                form != "地区"
                and name[0] not in rules()["not_name"]
                and name[-1] not in rules()["not_name_end"]
            )
            break
    else:
        certain = False
    if len(name) < 2 or goes_on(text, match.end()):
        return None
    certain = certain and passage.part in (*HEADS, Part.LEAD, Part.OPENING)
    first = start - len(name)
    return Mention(
        What.TOWN, name + form, passage.part, number, first, match.end(), role(text, first, match.end()),
        certain, form="unknown",
    )  # fmt: skip
