"""Words that only local readers understand, written out: 我区 → 魏都区, 区委 → 魏都区委, 昨日 → 11月6日.

Each change is recorded with its offsets in the source sentence. It is made on word boundaries and only
where certain; where it is not, the wording stays and a Doubt says why. What stands in quotes or title
marks is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model import AnnotatedArticle, Doubt, Substitution
from briefing.summarize.days import LocalDays
from briefing.summarize.places import LocalPlaces
from briefing.words import Cutter

_PROTECTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」|\"[^\"]*\"")


class Substituter:
    """Substitutions for the sentences of one article."""

    def __init__(self, article: AnnotatedArticle, cutter: Cutter) -> None:
        self._finders = (LocalPlaces(article, cutter), LocalDays(article, cutter))

    def sentence(self, text: str) -> tuple[tuple[Substitution, ...], tuple[Doubt, ...]]:
        """The substitutions in one sentence, in order and without overlap, and the doubts met."""
        found = [entry for finder in self._finders for entry in finder.find(text)]
        if not found:
            return (), ()
        protected = [match.span() for match in _PROTECTED.finditer(text)]
        free = [
            (change, doubt)
            for change, doubt in found
            if not any(start <= change.start < end for start, end in protected)
        ]
        changes = sorted((change for change, doubt in free if doubt is None), key=lambda c: c.start)
        return tuple(changes), tuple(dict.fromkeys(doubt for _, doubt in free if doubt is not None))


def apply(text: str, changes: Sequence[Substitution]) -> str:
    """The sentence with its substitutions made."""
    parts, at = [], 0
    for change in changes:
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join([*parts, text[at:]])
