"""Which day 昨日, 今日, 本周二 or a bare 15日 is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from briefing.model import AnnotatedArticle, Basis, Doubt, Substitution
from briefing.resources import read_toml
from briefing.words import Cutter

Found = tuple[Substitution, Doubt | None]
"""A day in a sentence that could be written out; with a doubt, it must not be."""

# A bare day stands at the start of a clause, so 近15日, 至15日 and 第15日 are none.
_BARE = re.compile(r"(?:^|(?<=[，,。；;：:！？!?（(—…》”’ \u3000]))(\d{1,2})日(?=[，,、]|[一-鿿])")
_RELATIVE = re.compile(r"(前(?=[日天])|昨|今)(?:[日天](?=[，,]|[一-鿿])|(?=[晚夜](?![会报餐宴市班])))")
_WEEKDAY = re.compile(r"(本|上)周([一二三四五六日])")
_BACK = {"前": 2, "昨": 1, "今": 0}


class LocalDays:
    """Finds days without month in one article's sentences; what they mean follows from its own dates."""

    def __init__(self, article: AnnotatedArticle, cutter: Cutter) -> None:
        self._event = article.event_date
        # A day of publication that was itself inferred from the text proves nothing.
        known = article.published_basis not in (None, Basis.INFERRED)
        self._published = article.published if known else None
        self._cutter = cutter

    def find(self, text: str) -> Iterator[Found]:
        for match in _BARE.finditer(text):
            certain = self._event is not None and self._event.day == int(match.group(1))
            yield _found(match, self._event if certain else None)
        for match in _RELATIVE.finditer(text):
            if self._is_word(text, match):
                day = self._relative(match.group(1))
                if day or match.group(1) != "今":  # 今天 also means nowadays: no doubt worth showing
                    yield _found(match, day)
        for match in _WEEKDAY.finditer(text):
            yield _found(match, self._weekday(*match.groups()))

    def _relative(self, word: str) -> date | None:
        if self._published is None:
            return None
        day = self._published - timedelta(_BACK[word])
        return day if self._event == day or (self._event is None and word == "昨") else None

    def _weekday(self, week: str, day: str) -> date | None:
        if self._published is None:
            return None
        monday = self._published - timedelta(self._published.weekday() + (7 if week == "上" else 0))
        found = monday + timedelta("一二三四五六日".index(day))
        return found if self._event in (None, found) else None

    def _is_word(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word begins there that is a day, perhaps with a part of it (昨天上午)."""
        if text.startswith(_not_words(), match.start()):
            return False
        place = 0
        for word in self._cutter.cut(text):
            if place == match.start():
                return word in (match.group(), match.group(1)) or word.removeprefix(match.group()) in _parts()
            place += len(word)
        return False


@lru_cache(maxsize=1)
def _not_words() -> tuple[str, ...]:
    return tuple(read_toml("substitutions.toml")["day"]["not_words"])


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    return frozenset(read_toml("substitutions.toml")["day"]["parts"])


def _found(match: re.Match[str], day: date | None) -> Found:
    if day is None:
        doubt = Doubt("day-unnamed", f"“{match.group()}”未改成月日：不能确定是哪一天")
        return Substitution(match.start(), match.end(), match.group()), doubt
    return Substitution(match.start(), match.end(), f"{day.month}月{day.day}日"), None
