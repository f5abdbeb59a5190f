"""The nouns of the gazetteer, and how place names are shortened and told from other words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from briefing.resources import read_toml


class Level(StrEnum):
    """What a place name denotes."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class City:
    """A prefecture or municipality. `name` is empty for the counties that a province governs directly."""

    code: str
    name: str
    province: str
    short: str


@dataclass(frozen=True, slots=True)
class County:
    """A county-level place, or a development zone that acts as one (`zone`)."""

    name: str
    city: City
    code: str | None = None
    zone: bool = False
    former: bool = False

    @property
    def form(self) -> str:
        """What its people call it: 区, 县, 市 or 旗 (我区, 我县 …); a city without counties is all 市."""
        if not self.name:
            return "市"
        return "区" if self.zone or self.name[-1] not in "县市旗" else self.name[-1]

    @property
    def full(self) -> str:
        """City and county together, as on an envelope."""
        return self.city.name + self.name


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a name can mean: a county, or a town in a county, or a city, or a province.

    `short` marks a name without 区/县/市, `town` is the town's full name.
    """

    level: Level
    county: County | None = None
    city: City | None = None
    province: str = ""
    town: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A place name at [start:end] of a text, with all it can mean."""

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an office's places.csv says of a name: it means `county`, or a place inside it.

    `inside`: a town or community; `town` is then the town that a story there is about. `new`: the county, or
    zone, is one that the gazetteer does not have.
    """

    name: str
    county: County
    inside: bool = False
    town: str | None = None
    new: bool = False


_GOVERNED = re.compile(r"自治[县旗州]$")
_COMMON = re.compile(r"(?:自治[县旗州]|林区|特区|矿区|新区|地区|行政区|[区县市旗盟])$")
_TOWN_FORM = re.compile(r"(?:街道|地区|镇|乡|苏木)$")
# A county's or town's name that goes on into another word is none: 海城市|场, 东山区|域, 新城镇|化.
_CONTINUES = {
    "区": re.compile(r"[域间别分块位]"),
    "市": re.compile(r"[场值价]|级市"),
    "镇": re.compile(r"[化静定压]|江[市区]"),
    "乡": re.compile(r"村(?![民委两干组党])|[愁情亲音]"),
    "道": re.compile(r"[路口]"),
    "县": re.compile(r"[级域区]"),
}


def goes_on(text: str, end: int) -> bool:
    """Whether the name that ends at text[:end] goes on into another word, and so is none."""
    continues = _CONTINUES.get(text[end - 1])
    return continues is not None and continues.match(text, end) is not None


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The rules of places.toml."""
    return read_toml("places.toml")


@lru_cache(maxsize=1)
def _nations() -> re.Pattern[str]:
    names = "|".join(sorted(rules()["nations"], key=len, reverse=True))
    return re.compile(rf"(?:{names})*自治[县旗州]$")


def governed(name: str) -> bool:
    """Whether a name is an autonomous county's or prefecture's (靖州苗族侗族自治县)."""
    return _GOVERNED.search(name) is not None


def short_form(name: str) -> str:
    """余杭区 → 余杭, 恩施土家族苗族自治州 → 恩施, 萧县 → 萧县 (one character is no name)."""
    short = _nations().sub("", name) if governed(name) else _COMMON.sub("", name)
    if len(short) < 2 and governed(name):  # 东乡族自治县: a nation's name is its own
        short = re.sub(r"族?自治[县旗州]$", "", name)
    return short if len(short) >= 2 else name


def stem(town: str) -> str:
    """A town's name without 镇/乡/街道: what stays when a 乡 becomes a 镇."""
    return _TOWN_FORM.sub("", town)
