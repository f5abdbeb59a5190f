"""The page's date of publication: printed, given, in the file's name, or inferred from the page itself.

A page without any printed year still gives it away: a plan for “2018年年底” is not yet history, “2017年7月”
is; 第23个全民国防教育日 is in 2023; 7月6日(星期五) was a Friday in 2018. Each hint votes for years
(data/dates.toml has the ordinals and the words of an era); without a clear winner there is no date.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath

from briefing.annotate.dates import Anchor, resolve
from briefing.annotate.expressions import expressions, numeral, rules
from briefing.model import Basis, Doubt, Reading
from briefing.text import figures, squash

_WEEKDAY = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日[（(，,]?(?:星期|周)(?P<dow>[一二三四五六日天])"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年|[—\-至~～](?:19|20)\d\d年)")
_FUTURE = re.compile(r"(?:预计|到|至|力争|计划|规划|目标|确保|争取|将于|将在|迈向|面向|有望)(?:在|到|于)?$")
_PAST = re.compile(r"(?:自|从|早在|始于|始建于|成立于|建于|曾于|曾在|于|比|较|超过|去年)$")
_PAST_AFTER = re.compile(
    r"^(?:被|以来|起|开始|建成|成立|底(?:以来|建成|完成)|至今|毕业|退休|入|创办|的\d|同期)"
)
_MONTH_AFTER = re.compile(r"^\d{1,2}月")
_ORDINAL = r"第([\d一二三四五六七八九十百]+)(?:个|次|届|轮)?“?(?:中国|全国|世界|国际)?"

# Votes of a year mentioned for the page's own year, by how it is mentioned: {years after it: weight}.
VOTES = {
    "own": {0: 3.0},
    "neutral": {0: 1.0, 1: 0.45, -1: 0.3},
    "future": {0: 1.0, -1: 0.5, -2: 0.4, -3: 0.3, -4: 0.2, -5: 0.2},
    "past": {0: 0.3, 1: 0.7, 2: 0.6, 3: 0.5, 4: 0.4, 5: 0.3},
    "month": {0: 0.25, 1: 1.0, 2: 0.5, 3: 0.3},
}
ORDINAL_VOTE = 5.0
WEEKDAY_VOTE = (3.0, -6.0)
ERA_VOTE = (0.2, -1.5)
# The winner needs a vote of its own and a lead.
ENOUGH, LEAD = 1.0, 0.3
# Of one kind of hint at one year, no more than this many count.
MOST = 3
EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class Published:
    """The page's date, its basis and the doubts about it; before the events are known, only `year`."""

    day: date | None = None
    basis: Basis | None = None
    year: int | None = None
    because: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def anchor(self) -> Anchor:
        """What dates without a year, and words like 昨日, are counted from."""
        return Anchor(self.day, self.year)


def published(reading: Reading, texts: Iterable[str], today: date) -> Published:
    """What the page states of its date; where it states none, the year that its texts give away.

    `texts` are the page's titles and paragraphs without blanks. `settle` turns an inferred year into a date.
    """
    day, basis = stated(reading, today)
    if day and basis:
        return Published(day, basis, day.year, doubts=_checked(reading, day, basis, today))
    head = _masthead(reading)
    year, because = infer_year(list(texts), today)
    dayless = Published(year=year, because=because)
    return _without_year(head, dayless, today) or dayless


def stated(reading: Reading, today: date) -> tuple[date | None, Basis | None]:
    """The date that the page or its user states, or its name has, and which of these it is."""
    printed, given = reading.masthead.published, reading.page.given.published
    named = None if printed or given else in_name(reading.page.path, today)
    ways = ((printed, Basis.PRINTED), (given, Basis.GIVEN), (named, Basis.NAME))
    return next(((day, basis) for day, basis in ways if day), (None, None))


def _masthead(reading: Reading) -> str:
    """The masthead's lines without blanks."""
    numbers = {n for first, last in reading.masthead.lines for n in range(first, last + 1)}
    return squash("".join(line.text for line in reading.page.lines if line.number in numbers))


def _without_year(head: str, found: Published, today: date) -> Published | None:
    """The masthead's 11月7日星期三 in the year that the page gives away, where that day is such a weekday."""
    printed = _WEEKDAY.search(head)
    if printed is None or found.year is None:
        return None
    day = resolve(next(expressions(printed[0])), Anchor(year=found.year))
    if (
        day is None
        or day > today
        or "一二三四五六日".index(printed["dow"].replace("天", "日")) != day.weekday()
    ):
        return None
    message = f"报头只印了{printed[0]}，没有年份，按{found.because or '版面内容'}推定为{day.year}年。"
    return Published(day, Basis.INFERRED, day.year, found.because, (Doubt("published-inferred", message),))


def settle(found: Published, events: Iterable[date | None], today: date) -> Published:
    """The page's date as its newest event's, with a doubt; unchanged where it was stated."""
    days = [day for day in events if day and day <= today]
    if found.day or not days:
        return found
    newest = max(days)
    message = f"版面没有印出版日期，按版内最近的事情推定为{newest.year}年{newest.month}月{newest.day}日"
    message += f"（{found.because}）。" if found.because else "。"
    return Published(
        newest, Basis.INFERRED, newest.year, found.because, (Doubt("published-inferred", message),)
    )


def _checked(reading: Reading, day: date, basis: Basis, today: date) -> tuple[Doubt, ...]:
    """Doubts about a stated date: in the future, or not on the weekday printed beside it."""
    doubts = []
    if day > today + timedelta(days=1):
        doubts.append(Doubt("published-future", f"出版日期{day.isoformat()}还没有到。"))
    if basis is Basis.PRINTED:
        printed = re.search(r"星期([一二三四五六日天])", _masthead(reading))
        if printed and "一二三四五六日".index(printed[1].replace("天", "日")) != day.weekday():
            message = f"报头的{day.isoformat()}与“星期{printed[1]}”不符，日期可能有误。"
            doubts.append(Doubt("published-weekday", message))
    return tuple(doubts)


# --- in the name ----------------------------------------------------------------------------------

_NAME = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:年|[-_./](?=\d{1,2}[-_./月]))(?P<m>\d{1,2})(?:月|[-_./])(?P<d>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y8>(?:19|20)\d\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-3]\d)(?!\d)"
    r"|(?<!\d)(?P<yz>(?:19|20)\d\d)年?[ /](?P<mz>\d{1,2})月?[ /](?P<dz>\d{1,2})日?(?!\d)"
    r"|(?<!\d)(?P<ye>(?:19|20)\d\d)-?(?P<me>0[1-9]|1[0-2])/(?P<de>[0-3]\d)(?!\d)"
)


def in_name(path: str, today: date) -> date | None:
    """The date in a file's or folder's name, the innermost.

    2018-11-07, 2018.11.7, 20181107, 2018年11月7日, and as folders 2018/11/07, 2018-11/07, 201811/07.
    """
    flat = figures(str(PurePosixPath(path.replace("\\", "/"))))
    for match in reversed(list(_NAME.finditer(flat))):
        year, month, day = [int(part) for part in match.groups() if part]
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if year >= EARLIEST and found <= today + timedelta(days=31):
            return found
    return None


# --- the year that a page gives away ---------------------------------------------------------------


def infer_year(texts: Sequence[str], today: date) -> tuple[int | None, str]:
    """The page's year by the votes of its hints, and the best hint; None where too little speaks."""
    votes: dict[int, float] = defaultdict(float)
    hints: dict[int, tuple[float, str]] = {}
    strong = False

    def vote(year: int, weight: float, hint: str) -> None:
        votes[year] += weight
        if weight > hints.get(year, (0.0, ""))[0]:
            hints[year] = (weight, hint)

    seen: Counter[tuple[str, int]] = Counter()
    past = EARLIEST
    for text in texts:
        for kind, year, hint in _years(text):
            seen[kind, year] += 1
            strong = True
            if kind in ("past", "month", "own"):
                past = max(past, year)
            if seen[kind, year] <= MOST:
                for after, weight in VOTES[kind].items():
                    vote(year + after, weight, hint)
        for year, hint in _ordinals(text):
            strong = True
            vote(year, ORDINAL_VOTE, hint)
    _weekdays(texts, votes, today)
    _eras(texts, votes)
    left = {year: weight for year, weight in votes.items() if past <= year <= today.year}
    if not left or not strong:
        return None, ""
    (best, weight), *others = sorted(left.items(), key=lambda item: (-item[1], -item[0]))
    if weight < ENOUGH or (others and weight - others[0][1] < LEAD):
        return None, ""
    return best, f"文中“{hints[best][1]}”" if best in hints else ""


def _years(text: str) -> Iterable[tuple[str, int, str]]:
    """Each year printed in a text: how it is mentioned, the year, the words."""
    for match in _YEAR.finditer(text):
        before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 12]
        hint = match[0] + re.split(r"[，。；、：“”《》]", after)[0][:8]
        if _FUTURE.search(before):
            kind = "future"
        elif _PAST.search(before) or _PAST_AFTER.match(after):
            kind = "past"
        elif _MONTH_AFTER.match(after):
            kind = (
                "own" if re.match(r"\d{1,2}月\d{1,2}日", after) and not before.strip("，。：；") else "month"
            )
        else:
            kind = "neutral"
        yield kind, int(match["year"]), hint


def _ordinals(text: str) -> Iterable[tuple[int, str]]:
    """Years told by an ordinal (第23个全民国防教育日) or a jubilee (建党100周年)."""
    for rule in rules()["yearly"]:
        for name in rule["names"]:
            if name in text:
                for match in re.finditer(_ORDINAL + re.escape(name), text):
                    yield rule["first"] + _count(match[1]) - 1, match[0]
                break
    if "周年" in text:
        for rule in rules()["jubilee"]:
            for match in re.finditer(
                f"(?:{'|'.join(rule['names'])})([\\d一二三四五六七八九十百]+)周年", text
            ):
                yield rule["start"] + _count(match[1]), match[0]


def _count(text: str) -> int:
    """A counting numeral up to 199: 23, 二十三, 一百."""
    if text.isdecimal():
        return int(text)
    hundreds, _, rest = text.partition("百") if "百" in text else ("", "", text)
    return (100 if hundreds or "百" in text else 0) + (numeral(rest) if rest else 0)


def _weekdays(texts: Sequence[str], votes: dict[int, float], today: date) -> None:
    """7月6日(星期五): years in which that day falls on that weekday gain, all others lose."""
    for text in texts:
        for match in _WEEKDAY.finditer(text) if "星期" in text or "（周" in text or "(周" in text else ():
            weekday = "一二三四五六日".index(match["dow"].replace("天", "日"))
            for year in [*votes] or range(today.year - 15, today.year + 1):
                day = resolve(next(expressions(match[0])), Anchor(year=year))
                if day:
                    votes[year] += WEEKDAY_VOTE[0] if day.weekday() == weekday else WEEKDAY_VOTE[1]


def _eras(texts: Sequence[str], votes: dict[int, float]) -> None:
    whole = "\n".join(texts)
    for era in rules()["era"]:
        if any(word in whole for word in era["words"]):
            for year in votes:
                inside = era.get("from", EARLIEST) <= year <= era.get("to", 9999)
                votes[year] += ERA_VOTE[0] if inside else ERA_VOTE[1]
