"""A place's shortest unique name, as the heading of its section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from briefing.model import Place
from briefing.resources import read_toml

_KIND = re.compile(r"(?<=..)(?:自治州|自治区|地区|盟|市|省)$")
_PEOPLES = re.compile(
    r"(?:壮|回|维吾尔|藏|彝|苗|侗|布依|哈尼|傣|白|景颇|傈僳|羌|土家|蒙古|朝鲜|哈萨克|柯尔克孜)族.*$"
)


def labels(places: Iterable[Place]) -> dict[Place, str]:
    """For each place the shortest of its names that no other place of this briefing has.

    A name that every city has (高新区) is never enough: its city's goes before it (聊城高新区).
    """
    forms = {place: list(_forms(place)) for place in dict.fromkeys(places)}
    used = Counter(form for names in forms.values() for form in names)
    chosen: dict[Place, str] = {}
    for place, names in forms.items():
        chosen[place] = next((name for name in names if used[name] == 1), names[-1])
    return chosen


def _forms(place: Place) -> Iterable[str]:
    """A place's names from the shortest to the fullest; at least one."""
    province, city, district = place.province or "", place.city or "", place.district or ""
    if not district:
        yield from dict.fromkeys(filter(None, [city or province, f"{province}{city}"]))
        if not city and not province:
            yield _table()[1]
        return
    before = short(city) or short(province)
    if district not in _table()[0] or not before:
        yield district
    if before and not district.startswith(before):
        yield f"{before}{district}"
    yield f"{city}{district}"
    yield f"{province}{city}{district}"


def short(name: str) -> str:
    """What people call a city or province: 聊城市 → 聊城, 红河哈尼族彝族自治州 → 红河."""
    return _PEOPLES.sub("", _KIND.sub("", name)) or name


@lru_cache(maxsize=1)
def _table() -> tuple[frozenset[str], str]:
    table = read_toml("compose.toml")["labels"]
    return frozenset(table["generic"]), table["nowhere"]
