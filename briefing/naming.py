"""Which place or theme a person means by a word on the command line. Pure: the choices are passed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefing.errors import UsageError, nearest
from briefing.model import Place
from briefing.text import squash

_LAST = re.compile(r"(?:自治[区州县旗]|特别行政区|地区|林区|[省市区县盟旗])$")


def place(word: str, present: Sequence[Place], known: Callable[[str], Sequence[Place]]) -> Place:
    """The place meant by `word`: of those that articles are about, else of all that are `known`.

    Any form counts that only one place has: 魏都区, 魏都, 许昌魏都区, 河南省许昌市魏都区; a city stands for
    all of it. Raises UsageError with the choices for an ambiguous word, with the nearest for an unknown one.
    """
    choices = _matching(word, present) or list(dict.fromkeys(known(word)))
    if len(choices) == 1:
        return choices[0]
    if choices:
        raise UsageError(f"--district“{word}”有几个：{'、'.join(map(_full, choices))}；请写全称")
    names = sorted({one.district or one.city or "" for one in present})
    raise UsageError(f"--district“{word}”：没有这个区县{nearest(word, names)}")


def theme(word: str, themes: Sequence[str]) -> str:
    """The theme meant by `word`: its name, or a part that only one has. Raises UsageError otherwise."""
    if word in themes:
        return word
    choices = [one for one in themes if word and word in one]
    if len(choices) == 1:
        return choices[0]
    if choices:
        raise UsageError(f"--theme“{word}”有几个：{'、'.join(choices)}；请写全称")
    raise UsageError(f"--theme“{word}”：没有这个主题{nearest(word, themes)}")


def _matching(word: str, present: Sequence[Place]) -> list[Place]:
    wanted = squash(word)
    cities = [Place(one.province, one.city) for one in present if one.city]
    everywhere = list(dict.fromkeys([*present, *cities]))
    exact = [one for one in everywhere if wanted in _forms(one, short=False)]
    return exact or [one for one in everywhere if wanted in _forms(one, short=True)]


def _forms(one: Place, short: bool) -> set[str]:
    """All ways to write a place: with or without its city and province, each in full or shortened."""
    own = one.district or one.city or ""
    endings = {own, _shortened(own)} if short else {own}
    above = [one.city, one.province] if one.district else [one.province]
    prefixes = {""}
    for name in above:
        for form in (name, _shortened(name)) if name else ():
            prefixes |= {form + prefix for prefix in prefixes}
    return {prefix + ending for prefix in prefixes for ending in endings if ending}


def _shortened(name: str) -> str:
    short = _LAST.sub("", name)
    return short if len(short) >= 2 else name


def _full(one: Place) -> str:
    return "".join(part for part in (one.province, one.city, one.district) if part)
