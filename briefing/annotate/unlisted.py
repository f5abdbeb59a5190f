"""A district's name that the gazetteer does not have: its story is not the home's.

A new, renamed or misprinted district would else count as no place at all, and its story, a bare 区委 written
out and all, as one of the paper's own district.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefing.annotate.passages import HEADS, Part, Passage
from briefing.annotate.places import rules
from briefing.annotate.resolve import Placed


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """A name of a district's form that does something: 滨河区召开…, 滨河区第三届…"""
    acts = "|".join(map(re.escape, rules()["acting_after"]))
    return re.compile(rf"([一-鿿]{{2,3}}[区县旗])(?=(?:{acts})|\d)")


def unlisted(texts: Sequence[Passage], placed: Sequence[Placed]) -> str | None:
    """The name that a headline opens with and the lead has again, of a district's form, known as none."""
    lead = "".join(text.text for text in texts if text.part is Part.LEAD)
    for number, passage in enumerate(texts):
        found = _opening().match(passage.text) if passage.part in HEADS else None
        if found is None or found[1] not in lead or found[1].endswith(tuple(rules()["no_district"])):
            continue
        if not any(p.mention.passage == number and p.mention.start < found.end() for p in placed):
            return found[1]
    return None
