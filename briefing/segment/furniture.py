"""What a page's furniture says about the page: the paper's name, the issue's date, the page's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from briefing.model import Masthead
from briefing.segment.articles import ranges
from briefing.segment.lines import Row

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_PAGE = re.compile(r"第?\s*([A-Z]?\d{1,2})\s*版|^([A-Z]?\d{1,2})$|版次[:：]\s*([A-Z]?\d{1,2})")
_PAPER = re.compile(r"([一-鿿]{2,8}(?:日报|晚报|时报|周报|早报|快报|导报|新报|周刊|报))")


def masthead(rows: Sequence[Row]) -> Masthead:
    """Read the furniture rows. A bare number counts as the page's only beside other furniture."""
    published, page, paper = None, None, None
    for row in rows:
        found = _DATE.search(row.raw)
        if found and published is None and len(row.text) <= 60:
            published = _day(*map(int, found.groups()))
        numbered = _PAGE.search(row.text)
        if numbered and page is None and len(row.text) <= 40:
            page = next(group for group in numbered.groups() if group)
        named = _PAPER.fullmatch(row.text)
        if named and paper is None:
            paper = named[1]
    return Masthead(paper, page, published, ranges(rows))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
