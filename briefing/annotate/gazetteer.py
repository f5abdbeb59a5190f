"""The gazetteer: provinces, cities, counties and towns of China, and where their names stand in a text.

Built from briefing/data/gazetteer.txt.gz (scripts/build_gazetteer.py), counties_new.csv,
counties_former.csv, aliases.csv and the rules of places.toml. Loading takes about 0.1 s (42,000 names
into one pyahocorasick automaton); finding all names in an article of 1,500 characters about 0.2 ms.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import ahocorasick

from briefing.annotate.places import (
    City,
    County,
    Entry,
    Level,
    Name,
    Sense,
    goes_on,
    governed,
    rules,
    short_form,
    stem,
)
from briefing.errors import ConfigError
from briefing.resources import data, read_words
from briefing.text import squash


@dataclass
class Gazetteer:
    """All places, and the automaton that finds their names. `own` are the names that an office told."""

    counties: list[County] = field(default_factory=list)
    cities: dict[str, City] = field(default_factory=dict)
    towns: dict[str, tuple[County, ...]] = field(default_factory=dict)
    of_county: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    _township: dict[str, str | None] = field(default_factory=dict)
    _senses: dict[str, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    _blocked: frozenset[str] = frozenset()
    _plain: dict[str, list[County]] = field(default_factory=lambda: defaultdict(list))
    _zones: dict[str, list[County]] = field(default_factory=lambda: defaultdict(list))
    _automaton: Any = None
    _keys: list[str] = field(default_factory=list)

    @classmethod
    @lru_cache(maxsize=1)
    def default(cls) -> Gazetteer:
        """The gazetteer of the program's own data files; one per process."""
        table = gzip.decompress(data("gazetteer.txt.gz").read_bytes()).decode()
        return cls.build(
            table.splitlines(),
            new=[line.split(",") for line in read_words("counties_new.csv")[1:]],
            former=[line.split(",") for line in read_words("counties_former.csv")[1:]],
            aliases=[line.split(",") for line in read_words("aliases.csv")[1:]],
        )

    @classmethod
    def build(
        cls,
        table: Iterable[str],
        new: Iterable[Sequence[str]] = (),
        former: Iterable[Sequence[str]] = (),
        aliases: Iterable[Sequence[str]] = (),
    ) -> Gazetteer:
        """From the table's lines and rows: new (code, name, city code), former (code, name), aliases

        (alias, city, county). Raises ConfigError for an alias of a city that there is not.
        """
        made = cls()
        made._read(table)
        for code, name, city in new:
            made._add_county(County(name, made.cities[city], code or None))
        for code, name in former:
            if code[:4] in made.cities:
                made._add_county(County(name, made.cities[code[:4]], code, former=True))
        for alias, city, county in aliases:
            made._add_alias(alias, city, county)
        made._compile()
        return made

    def extended(self, entries: Sequence[Entry]) -> Gazetteer:
        """With an office's own entries: whatever else a name of theirs meant, it now means only that.

        Takes 0.1 s. The former gazetteer stays as it is.
        """
        if not entries:
            return self
        made = Gazetteer(list(self.counties), self.cities, dict(self.towns), dict(self.of_county))
        made.own = self.own | {entry.name for entry in entries}
        made._township = dict(self._township)
        for name, senses in self._senses.items():
            made._senses[name] = [] if name in made.own else list(senses)
        for table, kept in ((made._plain, self._plain), (made._zones, self._zones)):
            table.update({name: list(counties) for name, counties in kept.items()})
        for name in made.own:
            made.towns.pop(name, None)
        for entry in entries:
            made._add_entry(entry)
        made._compile()
        return made

    def _add_entry(self, entry: Entry) -> None:
        if entry.new:
            self._add_county(entry.county)
        if not entry.inside:
            self._add(entry.name, Sense(Level.COUNTY, county=entry.county))
            return
        self.towns[entry.name] = (*self.towns.get(entry.name, ()), entry.county)
        self._township[entry.name] = entry.town
        if entry.name == entry.town and entry.county.code:
            towns = self.of_county.get(entry.county.code, ())
            self.of_county[entry.county.code] = tuple(dict.fromkeys((*towns, entry.name)))

    # --- building --------------------------------------------------------------------------------

    def _read(self, table: Iterable[str]) -> None:
        province = ""
        city = City("", "", "", "")
        towns: dict[str, list[County]] = defaultdict(list)
        for line in table:
            level, code, name, *rest = line.split("\t")
            if level == "P":
                province = name
                self._add(name, Sense(Level.PROVINCE, province=name))
                short = re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", name)
                self._add(short, Sense(Level.PROVINCE, province=name, short=True))
            elif level == "C":
                city = City(code, name, province, short_form(name) if name else "")
                self.cities[code] = city
                if name and name != province:
                    self._add_city(city)
            elif name == city.name:
                self.of_county[city.code] = tuple(rest[0].split())
                whole = County("", city, None)
                for town in rest[0].split():
                    towns[town].append(whole)
            else:
                zone = code[4] == "7" and name[-1] not in "县市旗"
                county = County(name, city, code, zone=zone)
                self._add_county(county)
                self.of_county[code] = tuple(rest[0].split())
                for town in rest[0].split():
                    towns[town].append(county)
        self.towns = {town: tuple(owners) for town, owners in towns.items()}

    def _add(self, key: str, sense: Sense) -> None:
        if sense not in self._senses[key]:
            self._senses[key].append(sense)

    def _add_city(self, city: City) -> None:
        self._add(city.name, Sense(Level.CITY, city=city))
        if city.name.endswith("自治州"):
            self._add(city.short + "州", Sense(Level.CITY, city=city))
        if city.short not in rules()["ordinary_cities"]:
            self._add(city.short, Sense(Level.CITY, city=city, short=True))

    def _add_county(self, county: County) -> None:
        self.counties.append(county)
        name, city = county.name, county.city
        self._add(name, Sense(Level.COUNTY, county=county))
        if county.zone:
            self._zones[city.name].append(county)
            return
        self._plain[short_form(name)].append(county)
        if name.startswith("市"):  # 济南市中区 is 济南 + 市中区, not 济南市 + 中区
            self._add(city.short + name, Sense(Level.COUNTY, county=county))
        short = short_form(name)
        if short == name:
            return
        if governed(name) and short + name[-1] != name:
            self._add(short + name[-1], Sense(Level.COUNTY, county=county))
        if short not in _ordinary():
            self._add(short, Sense(Level.COUNTY, county=county, short=True))

    def _add_alias(self, alias: str, city: str, county: str) -> None:
        """`county` may be a zone that the table does not have: it becomes one."""
        found = [c for c in self.counties if c.name == county and c.city.name == city and not c.former]
        if not found:
            homes = [c for c in self.cities.values() if c.name == city]
            if not homes:
                raise ConfigError(
                    f"aliases.csv：没有叫“{city}”的地市（{alias},{city},{county}），请改正这一行。"
                )
            found = [County(county, homes[0], zone=True)]
            self._add_county(found[0])
        self._add(alias, Sense(Level.COUNTY, county=found[0]))

    def _compile(self) -> None:
        self._blocked = frozenset(rules()["blocked"]) - self.own
        automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        self._keys = [*dict.fromkeys([*self._blocked, *self._senses, *self.towns])]
        for number, key in enumerate(self._keys):
            automaton.add_word(key, number)
        automaton.make_automaton()
        self._automaton = automaton

    # --- asking ----------------------------------------------------------------------------------

    def find(self, text: str) -> list[Name]:
        """The place names in `text`, leftmost-longest, in order, without overlaps."""
        found: list[Name] = []
        for last, number in self._automaton.iter_long(text):
            key = self._keys[number]
            end = last + 1
            if key in self._blocked:
                continue
            if goes_on(text, end):
                continue
            found.append(Name(end - len(key), end, key, self.senses(key)))
        return found

    def senses(self, key: str) -> tuple[Sense, ...]:
        """All that a name can mean; nothing for a text that is no place name."""
        towns = (
            Sense(Level.TOWN, county=county, city=county.city, town=key) for county in self.towns.get(key, ())
        )
        return (*self._senses.get(key, ()), *towns)

    def named(self, text: str) -> tuple[County, ...]:
        """The counties that a person can mean by `text`: “余杭”, “杭州市余杭区”, “安徽省合肥市高新区” …

        The last county or zone named counts; a city before it narrows the choice. Empty where there is none.
        """
        flat = squash(text)
        names = self.find(flat)
        within = {s.city.code for n in names for s in n.senses if s.level is Level.CITY and s.city}
        provinces = {s.province for n in names for s in n.senses if s.level is Level.PROVINCE}
        for name in reversed(names):
            # A short form that a city shares (遵义) means the city.
            shared = any(s.level is Level.CITY for s in name.senses)
            counties = [s for s in name.senses if s.level is Level.COUNTY and not (shared and s.short)]
            choices = [s.county for s in counties if s.county]
            for test in (
                [c for c in choices if c.city.code in within],
                [c for c in choices if c.city.province in provinces],
                [c for c in choices if not c.former],
                choices,
            ):
                if test:
                    return tuple(dict.fromkeys(test))
        for zone in rules()["zones"]:
            if flat.endswith(zone) and len(within) == 1:
                city = self.cities[within.pop()]
                return (self.zone(city, flat[names[-1].end : -len(zone)], zone),)
        plain = self._plain.get(flat, ())
        return tuple(c for c in plain if not c.former) or tuple(plain)

    def zone(self, city: City, before: str, kind: str) -> County:
        """The zone of a city as the table has it (宿州, 经开区 → 宿州经济技术开发区), else one of our own."""
        if not city.name:
            return County(before + kind, city, zone=True)
        own = before.removeprefix(city.name).removeprefix(city.short)
        core = _zone_core(kind)
        for county in self._zones.get(city.name, ()) if not own else ():
            if county.code and _zone_core(county.name) == core:
                return County(city.short + kind, city, county.code, zone=True)
        return County((own or city.short) + kind, city, zone=True)

    def called(self, short: str) -> tuple[County, ...]:
        """The counties that exist whose name without 区/县 is `short`, ordinary words (龙凤) included."""
        return tuple(county for county in self._plain.get(short, ()) if not county.former)

    def township(self, name: str) -> str | None:
        """The town that a story at `name` is about: a town's own, for a community the one that it lies in."""
        return self._township.get(name, name)

    def town_of(self, county: County, text: str) -> str | None:
        """The stem of a town of `county` that `text` ends with (“…在石桥” → 石桥), or None."""
        towns = self.of_county.get(county.code or county.city.code, ())
        return next((one for one in _stems(towns) if text.endswith(one)), None)


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(rules()["ordinary"])


def _zone_core(name: str) -> str:
    """高新 for all names of high-tech zones, 经 for all of economic ones, otherwise the name itself."""
    return "高新" if "高新" in name else "经" if "经济" in name or "经开" in name else name


@lru_cache(maxsize=256)
def _stems(towns: tuple[str, ...]) -> tuple[str, ...]:
    """Stems of two characters or more, longest first."""
    return tuple(sorted({stem(town) for town in towns if len(stem(town)) >= 2}, key=len, reverse=True))
