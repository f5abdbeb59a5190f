"""What a page's furniture says about the page: the paper's name, the issue's date, the page's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from briefing.model import Masthead
from briefing.segment.lines import Row, ranges
from briefing.text import figures

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

# 2018年11月7日, 2018.11.7, and as big as the day is set on some mastheads 2018年11月 星期三 7日.
_DATE = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s*(?:年\s*(?P<m>\d{1,2})\s*月(?:\s*星期[一二三四五六日天])?\s*(?P<d>\d{1,2})\s*日"
    r"|[./-]\s*(?P<m2>\d{1,2})\s*[./-]\s*(?P<d2>\d{1,2})(?!\d))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_WEEKDAY = re.compile(r"星期\s*([一二三四五六日天])")
_FOUNDED = re.compile(r"创刊(?:于|日期)?\s*[:：]?\s*\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")
_PAGE = re.compile(r"第?\s*([A-Z]?\d{1,2})\s*版|^([A-Z]?\d{1,2})$|版次[:：]\s*([A-Z]?\d{1,2})")
_PAPER = re.compile(r"([一-鿿]{2,8}(?:日报|晚报|时报|周报|早报|快报|导报|新报|周刊|报))")


_ALONE = re.compile(
    r".{1,8}(?:[日晚时周晨商导]报|周刊|新闻)(?:\d{4}年\d{1,2}月\d{1,2}日.{0,8})?|\d{4}年\d{1,2}月\d{1,2}日.{0,8}"
)


def is_masthead(rows: Sequence[Row]) -> bool:
    """A newspaper's name, with or without its date: no headline, however much of it stands in a story."""
    return _ALONE.fullmatch("".join(row.text for row in rows)) is not None


def masthead(rows: Sequence[Row]) -> Masthead:
    """Read the furniture rows. A bare number counts as the page's only beside other furniture."""
    page, paper = None, None
    for row in rows:
        numbered = _PAGE.search(row.text)
        if numbered and page is None and len(row.text) <= 40:
            page = next(group for group in numbered.groups() if group)
        named = _PAPER.fullmatch(row.text)
        if named and paper is None:
            paper = named[1]
    return Masthead(paper, page, _published([row for row in rows if len(row.text) <= 60]), ranges(rows))


def _published(rows: Sequence[Row]) -> date | None:
    """The issue's date: a whole one, best on the weekday that stands beside it; else year and day apart."""
    texts = [_FOUNDED.sub("", figures(row.raw.translate(_WIDE))) for row in rows]
    whole = [
        (day, text)
        for text in texts
        for found in _DATE.finditer(text)
        if (day := _day(*(int(part) for part in found.groups() if part)))
    ]
    if whole:
        return next((day for day, text in whole if _on_its_weekday(day, text)), whole[0][0])
    joined = " ".join(text for text in texts if _YEAR.search(text) or _DAY.search(text))
    years, days = _YEAR.findall(joined), _DAY.findall(joined)
    if len(years) == 1 and len(days) == 1:
        day = _day(int(years[0]), int(days[0][0]), int(days[0][1]))
        return day if day and _on_its_weekday(day, joined) is not False else None
    return None


def _on_its_weekday(day: date, text: str) -> bool | None:
    """Whether a day falls on the weekday that a text prints; None where it prints none."""
    found = _WEEKDAY.search(text)
    return "一二三四五六日".index(found[1].replace("天", "日")) == day.weekday() if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
