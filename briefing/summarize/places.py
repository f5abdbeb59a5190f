"""What 我区, 我镇 or a bare 区委 and 县某局 stands for."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from briefing.model import AnnotatedArticle, Doubt, Substitution
from briefing.organs import names_organ
from briefing.resources import data, read_toml
from briefing.words import Cutter

Found = tuple[Substitution, Doubt | None]
"""A place in a sentence that could be written out; with a doubt, it must not be."""

_BODY_BEFORE = re.compile("[区县旗](?:委|政府|人大|政协)$")
_KINDS = "区县旗"
_OWN = re.compile(r"(?:(?<=来自)|(?<!自))我[区县旗镇乡](?![分别隔间域块长])")
_BARE = re.compile(f"[{_KINDS}](?=[一-鿿])")
_LONGEST_NAME = 15  # 积石山保安族东乡族撒拉族自治县


@dataclass(frozen=True, slots=True)
class _Lists:
    not_before: tuple[str, ...]
    not_words: tuple[str, ...]
    particles: frozenset[str]
    relation: tuple[str, ...]
    common: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = read_toml("substitutions.toml")["place"]
    return _Lists(
        not_before=tuple(table["not_before"]),
        not_words=tuple(table["not_words"]),
        particles=frozenset(table["particles"]),
        relation=tuple(table["relation"]),
        common=frozenset(table["common"]),
    )


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Every county-level name of the gazetteer that ends in 区, 县 or 旗."""
    with gzip.open(data("gazetteer.txt.gz"), "rt", encoding="utf-8") as lines:
        names = (line.split("\t")[2].strip() for line in lines if line.startswith("D"))
        return frozenset(name for name in names if name[-1] in _KINDS)


class LocalPlaces:
    """Finds what one article's sentences say of its own district and town without naming it."""

    def __init__(self, article: AnnotatedArticle, cutter: Cutter) -> None:
        self._article = article
        self._cutter = cutter

    def find(self, text: str) -> Iterator[Found]:
        for match in _OWN.finditer(text):
            name, doubt = self._meaning(match.group())
            yield Substitution(match.start(), match.end(), name), doubt
        for match in _BARE.finditer(text):
            at = match.start()
            if self._is_bare(text, at):
                name, doubt = self._meaning(match.group())
                yield Substitution(at, at + 1, name), doubt

    def _is_bare(self, text: str, at: int) -> bool:
        """Whether an organ's name begins at `at` with 区 or 县 and nothing before it says of which place."""
        lists = _lists()
        if text[:at].endswith(lists.not_before) or text.startswith(lists.not_words, at):
            return False
        if not names_organ(text, at) or _name_ending(text, at + 1) or _in_list(text, at):
            return False
        before = text[at - 1 : at]
        return not before.isalnum() or before in lists.particles or self._begins(text, at)

    def _meaning(self, words: str) -> tuple[str, Doubt | None]:
        """The name that the words stand for, and why that is not certain."""
        kind = words[-1]
        own = self._article.township if kind in "镇乡" else self._article.district.name
        shown = f"“{words}”" if len(words) > 1 else f"“{words}委”“{words}某局”之类"
        if not own or not own.endswith(kind):
            return "", Doubt("place-unnamed", f"{shown}未改成全称：不能确定是哪个{kind}")
        if kind in _KINDS and self._rival:
            return "", Doubt("place-unnamed", f"{shown}未改成全称：文中还提到{self._rival}，不能确定所指")
        return own, None

    @cached_property
    def _rival(self) -> str:
        """Another district that 我区 could mean; empty if there is none.

        A district that is only an object (帮扶某某区) is no rival; but if the article's own one is only that
        (a story of help given to it), whoever else is named may be the one that speaks.
        """
        own = self._article.district.name or ""
        text = "\n".join([self._article.title or "", *self._article.paragraphs])
        acts: dict[str, bool] = {}
        for start, name in _named(text):
            acts[name] = acts.get(name, False) or not text[:start].endswith(_lists().relation)
        if acts.get(own) is False:
            return next((name for name in acts if name != own), "")
        return next((name for name, free in acts.items() if free and not own.endswith(name)), "")

    def _begins(self, text: str, at: int) -> bool:
        """Whether a word begins at `at`."""
        place = 0
        for word in self._cutter.cut(text):
            if place >= at:
                return place == at
            place += len(word)
        return False


def _in_list(text: str, at: int) -> bool:
    """Whether the organ at `at` goes on a list that begins with a named one (区委、区政府, 区委区政府)."""
    if _BODY_BEFORE.search(text, max(0, at - 5), at):
        return True
    if text[at - 1 : at] != "、":
        return False
    start = max(text.rfind(mark, 0, at) for mark in "，,。；;：:") + 1
    return any(names_organ(text, match.start()) for match in _BARE.finditer(text, start, at))


def _name_ending(text: str, end: int) -> str:
    """The longest county-level name that ends at `end`; empty if none does."""
    starts = range(max(0, end - _LONGEST_NAME), end - 1)
    return next((text[start:end] for start in starts if text[start:end] in _names()), "")


def _named(text: str) -> Iterator[tuple[int, str]]:
    """Each county-level name in a text, but those that are common words too, and where it begins."""
    for match in re.finditer(f"[{_KINDS}]", text):
        name = _name_ending(text, match.end())
        if name and name not in _lists().common:
            yield match.end() - len(name), name
