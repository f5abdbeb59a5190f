"""The blocks of a simulated page in the orders that text layers have: whole articles out of place, blocks
scattered, articles beside each other column by column in turn or line by line across, heads stored apart.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass
class Out:
    """One line to print with its truth; `raw` is None for a blank line."""

    raw: str | None
    label: str = ""
    owner: str | None = None
    place: int = 0


Blocks = list[list[Out]]
_HEADS = {"kicker", "title", "subtitle"}


def mixed(units: list[Blocks], rng: random.Random, order: str, heads: str) -> Blocks:
    """A page's blocks in the order that its text layer has them; `units` are its articles and furniture."""
    if order == "articles":
        rng.shuffle(units)
    if heads != "own":
        units = heads_apart(units, heads == "first")
    if order in {"bands", "across"}:
        units = in_bands(units, rng, order == "across")
    blocks = [block for unit in units for block in unit if block]
    if order == "blocks":
        rng.shuffle(blocks)
    if order == "near":
        for _ in range(max(1, len(blocks) // 6)):
            i = rng.randrange(len(blocks))
            blocks.insert(min(len(blocks), max(0, i + rng.randint(-4, 4))), blocks.pop(i))
    return blocks


def heads_apart(units: list[Blocks], first: bool) -> list[Blocks]:
    """All heads of a page before all texts, or after them, as a layout program may store them."""
    heads = [[block for block in unit if block[0].label in _HEADS] for unit in units]
    rest = [[block for block in unit if block[0].label not in _HEADS] for unit in units]
    return [*heads, *rest] if first else [*rest, *heads]


def in_bands(units: list[Blocks], rng: random.Random, across: bool) -> list[Blocks]:
    """Neighbouring articles as a text layer may give those beside each other: their heads, then column by
    column, one of each in turn; or `across`, line by line over all columns, every line alone.
    """
    out: list[Blocks] = []
    at = 0
    while at < len(units):
        size = rng.choice([1, 1, 2, 3])
        band = units[at : at + size]
        at += size
        text = [[b for b in unit if b[0].label in {"first", "body"}] for unit in band]
        out += [[b for b in unit if b[0].label not in {"first", "body"}] for unit in band]
        if across:
            out.append(_line_by_line([b for blocks in text for b in blocks], rng))
        else:
            turns = max(map(len, text), default=0)
            out += [[b] for n in range(turns) for blocks in text for b in blocks[n : n + 1]]
    return out


def _line_by_line(blocks: Blocks, rng: random.Random) -> Blocks:
    """Columns read line by line across; where one is longer, the rest of it stays whole."""
    out: Blocks = []
    at = 0
    while at < len(blocks):
        columns = blocks[at : at + rng.choice([2, 2, 3, 3, 4, 5])]
        at += len(columns)
        even = min(map(len, columns))
        if len(columns) == 1 or even < 3:
            out += columns
            continue
        out += [[column[n]] for n in range(even) for column in columns]
        out += [column[even:] for column in columns if column[even:]]
    return out
