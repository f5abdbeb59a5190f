"""Who issues a notice, and when: the office and the day on lines of their own below its text (落款)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.segment.furniture import is_imprint
from briefing.segment.lines import Row

_OFFICE = re.compile(
    r"[一-鿿（）()“”]{3,28}(?:[局委处院站会社部厅办室所]|政府|公司|中心|[大支]队|银行|街道|小组|[中小]学|学校)"
)
_DAY = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_HEREBY = re.compile(r"特此(?:公告|通告|通知|公示|通报|说明|声明|函告|告知)。?$")


def issued(rows: Sequence[Row]) -> Iterator[int]:
    """The rows (by index) that say who issues a notice and on which day, below a text that has ended: an
    office above a day, or right below 特此公告。
    """
    for above, row in pairwise(rows):
        office = _OFFICE.fullmatch(row.text) and not is_imprint(row.text)
        if not office or above.text[-1] not in "。！":
            continue
        below = rows[row.index + 1] if row.index + 1 < len(rows) else None
        dated = below is not None and is_day(below.text)
        if dated or _HEREBY.search(above.text):
            yield row.index
        if dated:
            yield row.index + 1


def is_day(text: str) -> bool:
    """Whether a line is a whole date alone."""
    return _DAY.fullmatch(text) is not None
