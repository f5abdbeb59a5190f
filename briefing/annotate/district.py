"""The county-level place that a story is about, and the one town or street where it is about just that.

Every mention speaks for its place with a weight from where it stands (the headline above all) and what
the place does there (acts, or is only visited, helped, compared). The place with most weight wins,
against its city too: a story of 市教育局 belongs to no district. Ties and lists of districts belong to none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefing.annotate.mentions import Role, What
from briefing.annotate.passages import HEADS, Part, Passage
from briefing.annotate.places import City, County, rules
from briefing.annotate.resolve import Context, Placed, fits, key
from briefing.annotate.unlisted import unlisted
from briefing.model import District, Doubt

# Weights are coarse on purpose (tuned no finer than half or double): a headline outweighs a body.
PART = {
    Part.KICKER: 10.0,
    Part.TITLE: 10.0,
    Part.SUBTITLE: 4.0,
    Part.LEAD: 5.0,
    Part.OPENING: 3.0,
    Part.BODY: 1.0,
    Part.CAPTION: 1.0,
}
ROLE = {Role.ACTING: 1.2, Role.PLACING: 1.0, Role.PLAIN: 0.8, Role.PASSING: 0.1}
WHAT = {What.COUNTY: 1.0, What.TOWN: 0.9, What.ZONE: 0.9, What.OWN: 0.8, What.OWN_CITY: 0.8}
# A name without 区/县 counts for a little less.
SHORT = 0.8
# A city's name tells less: most stories of a district name its city too.
CITY = {
    Part.KICKER: 6.0,
    Part.TITLE: 6.0,
    Part.SUBTITLE: 2.0,
    Part.LEAD: 4.0,
    Part.OPENING: 1.0,
    Part.BODY: 0.3,
    Part.CAPTION: 0.3,
}
# A city that does nothing there (这名扬州师傅, 在合肥举行) outweighs no district.
IDLE = 0.5
# How often a place can count in one part, in mentions.
MOST = {Part.LEAD: 2, Part.OPENING: 2, Part.BODY: 6}
# Within one clause: who comes to a place, or does something at a place, is not from there.
_ARRIVES = re.compile(r"^[^，。；：！？]*(?:来|来到|在|落户|花落|走进|莅临)$")
_AND = re.compile(r"[、，,和与及]|以及")
_AND_SO_ON = re.compile(r"等(?!级|级别)")
# So many places one after the other are a list; two are one where 等 follows.
LIST = 3
_NAMES = frozenset({What.PROVINCE, What.CITY, What.COUNTY})
_ABOVE = frozenset({What.CITY, What.OWN_CITY, What.PROVINCE, What.NATION})
_NARROWER = frozenset({What.COUNTY, What.TOWN, What.ZONE, What.CITY})
# Below this a place was only touched on (three passing mentions in a body, or one abroad).
LEAST = 0.5
# A home that so many articles of the page are about is that of a story without any place as well.
SETTLED = 3
# A rival this close makes the choice uncertain; three or more this close make the story the city's.
CLOSE = 0.6


_NEVER = 1 << 30


@dataclass
class _Votes:
    total: float = 0.0
    parts: dict[Part, int] = field(default_factory=lambda: defaultdict(int))
    first: int = _NEVER
    best: tuple[float, Placed] | None = None
    said: str = ""
    count: int = 0

    def add(self, weight: float, placed: Placed, order: int, said: str = "") -> None:
        """Count a mention; `said` is its text with the city or county that stands right before it."""
        part = placed.mention.part
        if self.parts[part] < MOST.get(part, 1):
            self.parts[part] += 1
            self.total += weight
        self.count += 1
        if placed.mention.role is not Role.PASSING:
            self.first = min(self.first, order)
        if self.best is None or weight > self.best[0]:
            self.best = (weight, placed)
            self.said = said


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a story belongs, with the doubts about it; `ours` if its 我区 may be the paper's home."""

    district: District
    township: str | None
    doubts: tuple[Doubt, ...] = ()
    ours: bool = True


def decide(placed: Sequence[Placed], context: Context, texts: Sequence[Passage]) -> Decision:
    """The district and township of one article, from its resolved mentions."""
    stranger = None if any(map(_names, placed)) else unlisted(texts, placed)
    if stranger:
        return _strange(stranger, placed, context)
    placed = _visited(placed, texts, context)
    counties, own, above = _count(_listed(placed, texts), context)
    ranked = sorted(counties.items(), key=lambda item: (-item[1].total, item[1].first))
    ranked = [(county, votes) for county, votes in ranked if votes.total >= LEAST]
    doubts: list[Doubt] = []
    best = ranked[0][1].total if ranked else 0.0
    if own.total > best:
        adopted = _adopted(own, ranked)
        if adopted is None and own.best and own.total >= above.total:
            doubts.append(
                Doubt(
                    "district-uncertain",
                    f"“{own.best[1].mention.text}”指哪里，本版没有说明；可用 --home 给出。",
                )
            )
            return Decision(
                _city_only(placed, context, "没有写出县区名称"), _township(placed, None), tuple(doubts)
            )
        if adopted:
            ranked = [adopted]
            best = own.total + adopted[1].total
    if ranked and best >= above.total * 0.8:
        rivals = [county for county, votes in ranked if votes.total >= CLOSE * best]
        if len(rivals) >= 3 and not _heads(ranked[0][1]) and not _opens(placed, rivals):
            names = "、".join(county.name for county in rivals[:3])
            return Decision(_city_only(placed, context, f"并列写到{names}等地"), None)
        county, votes = ranked[0]
        if context.home in rivals:
            county, votes = next(item for item in ranked if item[0] == context.home)
        elif len(rivals) == 2:
            county, votes = min(ranked[:2], key=lambda item: item[1].first)
            other = next(c for c in rivals if c != county)
            doubts.append(
                Doubt(
                    "district-uncertain", f"也可能归{other.name}：文中{county.name}、{other.name}分量相近。"
                )
            )
        return Decision(_district(county, votes, context), _township(placed, county), tuple(doubts))
    return _without(placed, above, context, texts)


def _strange(name: str, placed: Sequence[Placed], context: Context) -> Decision:
    """A story of a district that nobody here knows belongs to none; its 我区 is not the paper's."""
    message = f"文中的“{name}”不在地名表里，没有归到任何区县；请核对，新设的区县可写进 places.csv。"
    doubt = Doubt("district-uncertain", message)
    return Decision(_city_only(placed, context, f"不认识“{name}”"), None, (doubt,), ours=False)


def _names(placed: Placed) -> bool:
    """Whether a mention names a county, or what lies in one, as more than a passing matter."""
    mention = placed.mention
    own = mention.what in (What.OWN, What.OWN_CITY)
    return placed.county is not None and not own and mention.role is not Role.PASSING


def _visited(placed: Sequence[Placed], texts: Sequence[Passage], context: Context) -> list[Placed]:
    """The mentions, those of visitors made passing: 柯桥区 in “柯桥区一行来我区学习”."""
    result = list(placed)
    for i, p in enumerate(placed):
        if p.mention.what is not What.COUNTY or p.county is None or p.county == context.home:
            continue
        for other in placed[i + 1 :]:
            if other.mention.passage != p.mention.passage:
                break
            local = other.mention.what in (What.COUNTY, What.OWN, What.TOWN) and other.county != p.county
            between = texts[p.mention.passage].text[p.mention.end : other.mention.start]
            if local and _ARRIVES.search(between):
                result[i] = replace(p, mention=replace(p.mention, role=Role.PASSING))
                break
    return result


def _listed(placed: Sequence[Placed], texts: Sequence[Passage]) -> list[Placed]:
    """The mentions, those of a list made passing: 鼓楼区、云龙区、泉山区等地 are none of them the place."""
    result, run = list(placed), list[int]()
    for i, p in enumerate(placed):
        if p.mention.what not in (What.COUNTY, What.CITY, What.ZONE):
            continue
        before = placed[run[-1]].mention if run else None
        text = texts[p.mention.passage].text
        joined = before is not None and before.passage == p.mention.passage
        if before is None or not joined or not _AND.fullmatch(text, before.end, p.mention.start):
            run = []
        run.append(i)
        if len(run) >= LIST or (len(run) >= 2 and _AND_SO_ON.match(text, p.mention.end)):
            for member in run:
                passing = replace(placed[member].mention, role=Role.PASSING)
                result[member] = replace(placed[member], mention=passing)
    return result


def _count(placed: Sequence[Placed], context: Context) -> tuple[dict[County, _Votes], _Votes, _Votes]:
    """Votes for each county, for an “our district” that nobody named, and for what lies above districts."""
    counties: dict[County, _Votes] = defaultdict(_Votes)
    own, above = _Votes(), _Votes()
    home = context.home
    ours = home is not None and home.form == "市" and not _of_prefecture(placed, home)
    # 我省… in a headline, and the lead opens with a county: it is that county's.
    local = any(p.county and p.mention.part is Part.LEAD and p.mention.head for p in placed)
    for order, p in enumerate(placed):
        mention = p.mention
        if mention.what is What.OWN_CITY and mention.form == "市" and ours:
            p = Placed(mention, home)
        if p.county and p.county.name:
            weight = PART[mention.part] * ROLE[mention.role] * WHAT[mention.what]
            counties[p.county].add(weight * (SHORT if mention.short else 1.0), p, order, _said(placed, order))
        elif mention.what is What.OWN:
            own.add(PART[mention.part] * ROLE[mention.role] * WHAT[mention.what], p, order)
        elif mention.what in _ABOVE and not _prefix(placed, order):
            idle = mention.what is What.CITY and mention.role in (Role.PLAIN, Role.PLACING)
            idle = idle or (mention.what in (What.PROVINCE, What.NATION) and local)
            above.add(CITY[mention.part] * ROLE[mention.role] * (IDLE if idle else 1.0), p, order)
    return counties, own, above


def _of_prefecture(placed: Sequence[Placed], home: County) -> bool:
    """Whether the prefecture acts in the heads or the lead and its county-level city does not (全市 …)."""
    first = [p for p in placed if p.mention.part in HEADS or p.mention.part is Part.LEAD]
    acts = any(p.city and key(p.city) == key(home.city) and p.mention.role is Role.ACTING for p in first)
    return acts and not any(p.county == home for p in first)


def _said(placed: Sequence[Placed], order: int) -> str:
    """舒城县万佛湖镇: a mention with the names that stand right before it."""
    mention = placed[order].mention
    text, start = mention.text, mention.start
    for before in (p.mention for p in reversed(placed[:order])):
        if before.passage != mention.passage or before.end != start or before.what not in _NAMES:
            break
        text, start = before.text + text, before.start
    return text


def _prefix(placed: Sequence[Placed], order: int) -> bool:
    """Whether a city or province only says where the county right after it lies."""
    mention = placed[order].mention
    after = placed[order + 1].mention if order + 1 < len(placed) else None
    if after is None or after.passage != mention.passage:
        return False
    return after.start <= mention.end <= after.end and after.what in _NARROWER


def _adopted(own: _Votes, ranked: Sequence[tuple[County, _Votes]]) -> tuple[County, _Votes] | None:
    """The one county named in the story that its “我区” can mean."""
    form = own.best[1].mention.form if own.best else ""
    fitting = [(county, votes) for county, votes in ranked if fits(county, form) and votes.first < _NEVER]
    return fitting[0] if len(fitting) == 1 else None


def _opens(placed: Sequence[Placed], rivals: Sequence[County]) -> bool:
    """Whether one of several counties opens the lead as who acts, and the others only come behind."""
    first = next((p for p in placed if p.county in rivals and p.mention.part is Part.LEAD), None)
    return first is not None and first.mention.head and first.mention.role is Role.ACTING


def _heads(votes: _Votes) -> bool:
    return any(votes.parts[part] for part in HEADS)


def _district(county: County, votes: _Votes, context: Context) -> District:
    because = ""
    if votes.best:
        because = _evidence(votes.best[1], votes.said, county, context)
        if votes.count > 1:
            because += f"，共{votes.count}处"
    city = county.city
    return District(county.name, city.name or None, city.province or None, county.code, because)


def _evidence(placed: Placed, words: str, county: County, context: Context) -> str:
    """标题中的“万佛湖镇”，属舒城县: the strongest mention, and what it stands for."""
    mention = placed.mention
    said = f"{mention.part}中的“{words}”"
    if county.name not in words:
        said += f"，{'属' if mention.what is What.TOWN else '即'}{county.name}"
    if mention.what in (What.OWN, What.OWN_CITY) and context.because and context.home == county:
        said += f"（{context.because}）"
    return said


def _city_only(placed: Sequence[Placed], context: Context, why: str, city: City | None = None) -> District:
    city = city or _story_city(placed) or context.city
    if city and not city.name:
        city = None
    return District(None, city.name if city else None, city.province if city else None, None, why)


def _story_city(placed: Sequence[Placed]) -> City | None:
    """The city named in the story, if it is one; that of its districts otherwise."""
    cities = {
        key(p.city): p.city
        for p in placed
        if p.city and p.mention.what is What.CITY and p.mention.role is not Role.PASSING
    }
    if not cities:
        cities = {key(p.county.city): p.county.city for p in placed if p.county}
    return next(iter(cities.values())) if len(cities) == 1 else None


def _without(placed: Sequence[Placed], above: _Votes, context: Context, texts: Sequence[Passage]) -> Decision:
    """A story without a county: of a city, of a province or the nation, or (a local matter) of the home."""
    best = above.best[1] if above.best else None
    if best and above.total >= CITY[Part.LEAD] * ROLE[Role.PLAIN]:
        said = f"{best.mention.part}中的“{best.mention.text}”"
        if best.mention.what in (What.PROVINCE, What.NATION):
            city = _story_city(placed)
            return Decision(_city_only(placed, Context(), f"{said}，不是一地的事", city), None)
        city = best.city or context.city
        return Decision(_city_only(placed, context, f"{said}，是全市的事", city), _of_city(placed))
    home = context.home
    local = context.sure or (home is not None and context.counties[home] >= SETTLED)
    if home and (local or any(word in p.text for word in rules()["local"] for p in texts)):
        why = f"文中没有别的县区名称，归本报所在的{home.name}（{context.because}）"
        city = home.city
        district = District(home.name, city.name or None, city.province or None, home.code, why)
        return Decision(district, _township(placed, home))
    town = _of_city(placed) or _township(placed, None)
    return Decision(_city_only(placed, context, "文中没有写明县区"), town)


def _of_city(placed: Sequence[Placed]) -> str | None:
    """The town of a story in a city that has no counties (东莞市长安镇)."""
    whole = next((p.county for p in placed if p.county and not p.county.name), None)
    return _township(placed, whole) if whole else None


def _township(placed: Sequence[Placed], county: County | None) -> str | None:
    """The one town that the story is about: named in the head, or the lead's actor and the only one named."""
    towns = [p for p in placed if p.town and p.county in (county, None)]
    # A unit known by its form alone gives way to one that the gazetteer has.
    towns = [p for p in towns if p.county] or towns
    heads = {p.town for p in towns if p.mention.part in HEADS}
    if heads:
        return heads.pop() if len(heads) == 1 else None
    names = {p.town for p in towns}
    if len(names) != 1:
        return None
    lead = next((p.mention for p in towns if p.mention.part in (Part.LEAD, Part.OPENING)), None)
    if lead is None:
        return None
    if any(_directs(p, lead.passage, lead.start) for p in placed):
        # 县司法局组织律师走进朱巷镇: the one town that the district's own doing takes place in.
        return names.pop() if lead.role is Role.PLACING else None
    acts = lead.part is Part.LEAD or lead.role is Role.ACTING or lead.head or len(towns) >= 3
    return names.pop() if acts else None


def _directs(placed: Placed, passage: int, start: int) -> bool:
    """Whether the district itself acts before a town is named: 区市场监管局…在某街道 is not the street's."""
    mention = placed.mention
    if mention.what not in (What.OWN, What.COUNTY) or mention.role is not Role.ACTING:
        return False
    if mention.part in HEADS:
        return mention.what is What.OWN or mention.organ
    return mention.passage == passage and mention.start < start
