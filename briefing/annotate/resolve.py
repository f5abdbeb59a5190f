"""Which place each mention means: from what stands next to it, the article, the page, the paper's home.

A name that several places share (朝阳区, 城关镇) is decided by the nearest evidence that leaves one
choice; without any it stays open. A wrong place is worse than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.mentions import Mention, Role, What
from briefing.annotate.passages import HEADS
from briefing.annotate.places import City, County, rules


@dataclass(frozen=True)
class Context:
    """What a page is known to be about. `sure` means that the home was stated, not inferred.

    `because` says in Chinese where the home comes from.
    """

    home: County | None = None
    city: City | None = None
    sure: bool = False
    because: str = ""
    counties: Counter[County] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its meaning: the county it lies in and, for towns, the town's full name.

    `county` is None for cities, provinces and whatever stayed open (`choices` then has the candidates).
    """

    mention: Mention
    county: County | None = None
    town: str | None = None
    city: City | None = None
    choices: tuple[County, ...] = ()


NOWHERE = City("", "", "", "")


def key(city: City | None) -> str:
    """Cities compare by name (重庆 has two codes); counties without a city by their province's code."""
    return (city.name or city.code) if city else ""


def resolve(found: Sequence[Mention], context: Context, gazetteer: Gazetteer) -> tuple[Placed, ...]:
    """Every mention with its meaning, as far as it can be told."""
    return _Resolver(found, context, gazetteer).all()


class _Resolver:
    """One article's mentions: names with one meaning first, then names that these decide, then towns."""

    def __init__(self, found: Sequence[Mention], context: Context, gazetteer: Gazetteer) -> None:
        self.found, self.context, self.gazetteer = found, context, gazetteer
        self.placed: list[Placed | None] = [None] * len(found)
        self.cities: list[str] = []
        self.counties: Counter[County] = Counter()

    def all(self) -> tuple[Placed, ...]:
        for i, mention in enumerate(self.found):
            if mention.what is What.CITY and mention.city:
                self.placed[i] = Placed(mention, city=mention.city)
                self.cities.append(key(mention.city))
        home = self.context.home
        for passes in (self._certain, self._county, self._town, self._named_zone, self._bare_zone):
            for i, mention in enumerate(self.found):
                if self.placed[i] is None:
                    self._keep(i, passes(i, mention))
        for i, mention in enumerate(self.found):
            if mention.what is What.OWN and home and fits(home, mention.form):
                self._keep(i, Placed(mention, county=home))
        return tuple(placed or Placed(m) for placed, m in zip(self.placed, self.found, strict=True))

    def _keep(self, i: int, placed: Placed | None) -> None:
        self.placed[i] = placed
        if placed and placed.county and placed.mention.role is not Role.PASSING:
            self.counties[placed.county] += 1

    # --- counties --------------------------------------------------------------------------------

    def _certain(self, i: int, mention: Mention) -> Placed | None:
        """A full county name of one meaning, or one whose city or province stands right before it."""
        if mention.what is not What.COUNTY or mention.short:
            return None
        beside = self._beside(i, mention.counties)
        if len(beside) == 1:
            return Placed(mention, county=beside[0])
        if mention.text in rules()["generic"] and mention.text not in self.gazetteer.own:
            return None
        current = _current(mention.counties)
        return Placed(mention, county=current[0]) if len(current) == 1 else None

    def _county(self, i: int, mention: Mention) -> Placed | None:
        if mention.what is not What.COUNTY:
            return None
        choices, home = mention.counties, self.context.home
        if mention.text in rules()["generic"]:
            mine = [c for c in choices if c == home or c in self.counties]
            mine = mine or self._owners(i, choices) or (_current(choices) if mention.organ else [])
            return Placed(mention, county=mine[0]) if len(mine) == 1 else Placed(mention)
        beside = self._beside(i, choices)
        if len(beside) == 1:
            return Placed(mention, county=beside[0])
        if mention.short:
            return self._short(mention)
        owners = self._owners(i, choices)
        chosen = owners[0] if len(owners) == 1 else self._choose(owners or choices) or self._townly(choices)
        return Placed(mention, county=chosen, choices=choices)

    def _owners(self, i: int, choices: Sequence[County]) -> list[County]:
        """The choices that have the town named right behind mention `i` (西湖区|北山街道)."""
        if i + 1 == len(self.found):
            return []
        mention, after = self.found[i], self.found[i + 1]
        if after.what is not What.TOWN or (after.passage, after.start) != (mention.passage, mention.end):
            return []
        return [c for c in _current(choices) if c in after.counties]

    def _townly(self, choices: Sequence[County]) -> County | None:
        """The choice that has most of the article's towns, where no other has as many."""
        votes: Counter[County] = Counter()
        for town in {m.text: m for m in self.found if m.what is What.TOWN and m.form != "unknown"}.values():
            votes.update(c for c in _current(choices) if c in town.counties)
        (best, most), (_, next_most) = [*votes.most_common(2), (None, 0), (None, 0)][:2]
        return best if most > next_most else None

    def _short(self, mention: Mention) -> Placed:
        """A name without 区/县: certain where the county is known here, else only where it opens a clause."""
        known = [c for c in mention.counties if c in self.counties or c == self.context.home]
        if len(known) == 1:
            return Placed(mention, county=known[0])
        current = _current(mention.counties)
        near = [c for c in current if key(c.city) in self.cities or c.city == self.context.city]
        if len(near) == 1 and (mention.head or mention.role is not Role.PLAIN):
            return Placed(mention, county=near[0])
        # On a page of another city a headline's 盘山 is more likely a hill than 盘山县.
        city = self.context.city or (self.context.home.city if self.context.home else None)
        strange = city is not None and not any(key(c.city) == key(city) for c in current)
        title = mention.part in HEADS and mention.start == 0 and not strange
        # Named again and no other county beside it: the story's place (五月的婺源, 婺源国际马拉松赛).
        again = sum(m.text == mention.text for m in self.found) >= 2 and not self.counties and not strange
        alone = len(current) == 1 and (
            mention.organ or title or again or (mention.head and mention.role is Role.ACTING)
        )
        return Placed(mention, county=current[0] if alone else None)

    def _beside(self, i: int, choices: Sequence[County]) -> list[County]:
        """The choices that lie in the city, province or county named right before mention `i`."""
        if i == 0:
            return []
        mention, before = self.found[i], self.found[i - 1]
        if before.passage != mention.passage or before.end != mention.start:
            return []
        if before.what is What.CITY and before.city:
            return [c for c in choices if key(c.city) == key(before.city)]
        if before.what is What.PROVINCE:
            return [c for c in choices if c.city.province.startswith(before.text[:2])]
        placed = self.placed[i - 1]
        if before.what is What.COUNTY and placed and placed.county:
            return [c for c in choices if c == placed.county]
        return []

    def _choose(self, choices: Sequence[County]) -> County | None:
        """The one choice that the article, then the home, then the page speaks for."""
        context = self.context
        tests = (
            [c for c in choices if c in self.counties],
            [c for c in choices if c == context.home],
            [c for c in _current(choices) if key(c.city) in self.cities],
            [c for c in _current(choices) if context.city and key(c.city) == key(context.city)],
            [
                c
                for c in choices
                if c in context.counties and context.city and key(c.city) == key(context.city)
            ],
        )
        for left in tests:
            if len(left) == 1:
                return left[0]
            if left:
                choices = left
        return None

    # --- towns -----------------------------------------------------------------------------------

    def _town(self, i: int, mention: Mention) -> Placed | None:
        if mention.what is not What.TOWN:
            return None
        if mention.form == "unknown":
            return self._unknown(mention)
        choices, town = mention.counties, self.gazetteer.township(mention.text)
        beside = self._beside(i, choices)
        if len(beside) == 1:
            return Placed(mention, beside[0], town)
        stated = self._parent(i)
        if stated and stated not in choices:
            return Placed(mention, stated, town)
        chosen = self._choose(choices) or self._neighbours(choices)
        if not chosen and mention.text in self.gazetteer.own and len(choices) == 1:
            chosen = choices[0]
        if not chosen and len(choices) == 1 and len(mention.text) >= 3 and not self.counties:
            # The only town of that name in China: evidence, unless the paper is known to be elsewhere.
            home = self.context.home
            chosen = choices[0] if not home or home.city.province == choices[0].city.province else None
        if chosen:
            return Placed(mention, chosen, town)
        stem = self._stem(mention.text)
        return stem_placed(mention, *stem) if stem else Placed(mention, town=town, choices=choices)

    def _parent(self, i: int) -> County | None:
        """The county named right before mention `i`."""
        before = self.placed[i - 1] if i else None
        mention = self.found[i]
        touching = (
            before and before.mention.passage == mention.passage and before.mention.end == mention.start
        )
        return before.county if before and touching and before.mention.what is What.COUNTY else None

    def _neighbours(self, choices: Sequence[County]) -> County | None:
        """The county that alone has two or more of the article's towns (where no county is named)."""
        votes: Counter[County] = Counter()
        for town in {m.text: m for m in self.found if m.what is What.TOWN and m.form != "unknown"}.values():
            votes.update(set(town.counties))
        best = votes.most_common(2)
        if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] == best[0][1]):
            return None
        return best[0][0] if best[0][0] in choices else None

    def _unknown(self, mention: Mention) -> Placed:
        stem = self._stem(mention.text)
        if stem:
            return stem_placed(mention, *stem)
        # A unit that no table knows: of the county named before it, else (a clause's begin) the paper's own.
        if not mention.head:
            return Placed(mention)
        return Placed(mention, self._parent(self.found.index(mention)) or self.context.home, mention.text)

    def _stem(self, text: str) -> tuple[County, str] | None:
        """The county in play with a town of this stem in another form (乡 now 镇), and its name here."""
        form = text[-2:] if text.endswith(("街道", "苏木", "地区")) else text[-1]
        near = [*self.counties, *([self.context.home] if self.context.home else [])]
        for county in dict.fromkeys(near):
            found = self.gazetteer.town_of(county, text.removesuffix(form))
            if found:
                return county, found + form
        return None

    # --- zones -----------------------------------------------------------------------------------

    def _named_zone(self, _: int, mention: Mention) -> Placed | None:
        """A zone with its county (长兴经开区) lies in it; one with its city (合肥高新区) is a district."""
        if mention.what is not What.ZONE:
            return None
        if mention.counties:
            current = _current(mention.counties)
            return Placed(mention, self._choose(current) or (current[0] if len(current) == 1 else None))
        return self._zone_of(mention, mention.city) if mention.city else None

    def _bare_zone(self, _: int, mention: Mention) -> Placed | None:
        """A zone without either: on a district's page or beside one district's name, that district's."""
        if mention.what is not What.ZONE:
            return None
        home, own = self.context.home, mention.text.removesuffix(mention.form)
        if home and (not home.zone or not own or home.name.endswith(mention.text)):
            return Placed(mention, home)
        city = self._city()
        if city is None and len(self.counties) == 1:
            return Placed(mention, next(iter(self.counties)))
        holders = {p.county for p in self.placed if p and p.mention.what is What.ZONE and p.mention.counties}
        if not own and len(holders) == 1:
            return Placed(mention, holders.pop())
        return self._zone_of(mention, city or NOWHERE)

    def _zone_of(self, mention: Mention, city: City) -> Placed:
        own = mention.text.removesuffix(mention.form)
        return Placed(mention, self.gazetteer.zone(city, own, mention.form), city=city)

    def _city(self) -> City | None:
        """The article's city: the one named most, else that of its counties; without either, the page's."""
        named = [p.city for p in self.placed if p and p.city]
        if named:
            return Counter(named).most_common(1)[0][0]
        cities = {key(county.city): county.city for county in self.counties}
        if len(cities) == 1:
            return next(iter(cities.values()))
        return self.context.city


def stem_placed(mention: Mention, county: County, town: str) -> Placed:
    """A unit found by its stem: the mention loses what stood before the name."""
    start = mention.start + len(mention.text) - len(town)
    return Placed(replace(mention, text=town, start=start), county, town)


def fits(home: County, form: str) -> bool:
    """Whether 我区, 县委 … can mean this home."""
    return home.form == form or (form == "区" and home.zone)


def _current(choices: Sequence[County]) -> list[County]:
    """The choices that still exist; former ones only where nothing else is left."""
    return [c for c in choices if not c.former] or list(choices)
