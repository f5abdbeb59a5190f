"""The day of a story's event, from the dates that its text prints.

An expression becomes a calendar date only against an anchor: the issue date, or the year that the page
gives away. The lead's date is the event's; where it has none, the dateline's, then a recent one below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefing.annotate.expressions import Expression, Form, Use, expressions, matches, rules, use
from briefing.annotate.passages import HEADS, Part, Passage
from briefing.text import squash

# A dated story is printed within days; a date in the body further back is the story's past.
RECENT = timedelta(days=31)
# With the year printed, an event may be older (a yearly report), but not a season.
PRINTED_YEAR = timedelta(days=92)
# 本报合肥3月8日讯: the day of the dispatch.
_WIRED = ("讯", "电")
_BEGINS = re.compile(r"[，。；：！？”）)、,;—于在讯电者]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What fixes a date without year: the issue date, or only the year; `head` is the dateline's day."""

    issue: date | None = None
    year: int | None = None
    head: date | None = None


def resolve(expression: Expression, anchor: Anchor, month: int | None = None) -> date | None:
    """The calendar date of an expression, of a range its last day; None where the anchor does not tell.

    `month` is the month of the dateline or of the date before, for a bare day. A date without year is the
    last such day not after the issue date.
    """
    if expression.form is Form.DATE and expression.month and expression.day:
        first = _dated(expression.year, expression.month, expression.day, anchor)
        last = _dated(*expression.last, anchor) if expression.last else None
        limit = anchor.issue or date.max
        return last if last and last <= limit and (first is None or last >= first) else first
    if expression.form is Form.DAY and expression.day:
        if month and not anchor.issue:
            return _dated(None, month, expression.day, anchor)
        return _day(expression.day, anchor, month)
    today = anchor.head or anchor.issue
    if today is None:
        return None
    if expression.form is Form.RELATIVE and expression.offset is not None:
        return today + timedelta(days=expression.offset)
    if expression.form is Form.WEEKDAY and expression.weekday is not None:
        monday = today - timedelta(days=today.weekday())
        found = monday + timedelta(days=expression.weekday + 7 * (expression.week or 0))
        return found if found <= today else found - timedelta(days=7)
    return None


def _dated(year: int | None, month: int, day: int, anchor: Anchor) -> date | None:
    if year:
        return _date(year, month, day)
    if anchor.issue:
        years = range(anchor.issue.year, anchor.issue.year - 5, -1)
        found = [made for y in years if (made := _date(y, month, day)) and made <= anchor.issue]
        return found[0] if found else None
    return _date(anchor.year, month, day) if anchor.year else None


def _day(day: int, anchor: Anchor, month: int | None) -> date | None:
    """The last such day of the month not after the anchor, in `month` where it is given."""
    end = anchor.head or anchor.issue
    if end is None:
        return None
    for back in range(13):
        count = end.year * 12 + end.month - 1 - back
        found = _date(count // 12, count % 12 + 1, day)
        if found and found <= (anchor.issue or end) and (month is None or found.month == month):
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- the event's day ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """The event's day, as printed and as a date; not `sure` where it is only a scene's or a first day."""

    dateline: str | None = None
    day: date | None = None
    sure: bool = True


def head_day(dateline: str | None, anchor: Anchor) -> tuple[date | None, int | None]:
    """The day and month of the dateline (本报合肥3月8日讯)."""
    for expression in expressions(squash(dateline or "")):
        if expression.form is Form.DATE:
            return resolve(expression, anchor), expression.month
    return None, None


def event_day(texts: Sequence[Passage], dateline: str | None, anchor: Anchor) -> When:
    """The day of the event that the article tells of.

    The first date in the lead that is an event's, one that begins its clause before others; else the
    dateline's; else the first in the text that is recent. 近日 in the lead: none.
    """
    dateline = dateline or _printed_head(texts)
    head, month = head_day(dateline, anchor)
    anchor = Anchor(anchor.issue, anchor.year, head)
    later: list[When] = []
    ongoing: When | None = None
    for passage in texts:
        if passage.part in HEADS:
            continue
        found = list(_candidates(passage, anchor, month))
        best = [when for when, rank in found if rank == 0] or [when for when, rank in found if rank == 1]
        if passage.part in (Part.LEAD, Part.OPENING):
            if best:
                return best[0]
            if passage.part is Part.LEAD and head:
                return When(squash(dateline or ""), head)
            vague = [e for e in expressions(passage.text) if e.form is Form.VAGUE]
            if passage.part is Part.LEAD and vague:
                if vague[0].text not in rules()["ongoing"]:
                    return When(vague[0].text)
                ongoing = When(vague[0].text)
            if passage.part is Part.OPENING and ongoing:
                return ongoing
        later += best + [when for when, rank in found if rank == 2]
    if later and not ongoing:
        return later[0]
    if ongoing:
        return ongoing
    if head:
        return When(squash(dateline or ""), head)
    return _in_heads(texts, anchor)


def _printed_head(texts: Sequence[Passage]) -> str | None:
    """The day in “本报合肥3月8日讯” where the lead still carries its head."""
    for passage in texts:
        if passage.part is Part.LEAD:
            for expression in expressions(passage.text[:40]):
                if passage.text.startswith(_WIRED, expression.end):
                    return expression.text
    return None


def _candidates(passage: Passage, anchor: Anchor, month: int | None) -> Iterator[tuple[When, int]]:
    """Dates that can be the event's, ranked: 0 begins its clause, 1 within it, 2 a scene's or a first day."""
    text = passage.text
    for expression in expressions(text):
        if expression.form is Form.VAGUE or text.startswith(_WIRED, expression.end):
            continue
        purpose = use(text, expression)
        begins = expression.start == 0 or bool(_BEGINS.match(text, expression.start - 1))
        if purpose in (Use.FUTURE, Use.BACKGROUND):
            continue
        if expression.form in (Form.RELATIVE, Form.DAY, Form.WEEKDAY) and (
            purpose is Use.QUOTED or not begins
        ):
            continue
        if expression.form is Form.RELATIVE and matches("not_day", text[expression.end :]):
            continue
        day = resolve(expression, anchor, month)
        month = expression.month or month
        if day is None or not _plausible(day, expression, passage, anchor):
            continue
        weak = purpose in (Use.QUOTED, Use.START)
        yield When(expression.text, day, not weak), 2 if weak else 0 if begins else 1


def _plausible(day: date, expression: Expression, passage: Passage, anchor: Anchor) -> bool:
    """Whether a date can be that of this issue's event: not after it, and not long before."""
    if anchor.issue is None:
        return expression.year is None or anchor.year is None or abs(expression.year - anchor.year) <= 1
    if day > anchor.issue:
        return False
    age = anchor.issue - day
    if expression.year or passage.part in (Part.LEAD, Part.OPENING):
        return age <= PRINTED_YEAR
    return age <= RECENT


def _in_heads(texts: Sequence[Passage], anchor: Anchor) -> When:
    """A date printed only in a head, where the text itself has none."""
    for passage in texts:
        if passage.part in HEADS:
            for when, rank in _candidates(passage, anchor, None):
                if rank < 2:
                    return when
    vague = [e.text for p in texts[:4] for e in expressions(p.text) if e.form is Form.VAGUE]
    return When(vague[0] if vague else None)
