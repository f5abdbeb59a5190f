"""The figures of a text: what two reports of one happening share, and two of a kind do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIGURE = re.compile(r"(?<![\d.A-Za-z第])(\d+(?:\.\d+)?)([万亿%％]?)[余多]?([一-鿿]?)(?=([一-鿿]?))")
_OF_TIME = frozenset("年月日时点分号")
_TIMES = {"万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Figures:
    """`telling` are amounts of two digits or more with their measure word; `counts` has all numbers by what
    they count (46家企业: “家企” → 46).
    """

    telling: frozenset[str]
    counts: dict[str, frozenset[str]]


def figures(text: str) -> Figures:
    """Counts and amounts; 15亿元 and 150000万元 alike. Neither dates nor ordinals."""
    telling: set[str] = set()
    counts: dict[str, set[str]] = {}
    for match in _FIGURE.finditer(text):
        number, times, unit, following = match.groups()
        if unit in _OF_TIME:
            continue
        amount = f"{float(number) * _TIMES.get(times, 1.0):.10g}"
        if len(number.replace(".", "")) > 1:
            telling.add(amount + unit)
        if unit:
            counts.setdefault(unit + following, set()).add(amount)
    return Figures(frozenset(telling), {what: frozenset(numbers) for what, numbers in counts.items()})
