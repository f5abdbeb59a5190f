"""What a page's furniture says about the page: the paper's name, the issue's date, the page's number.

And which lines are furniture by their words: advertisements, and who made the paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from briefing.model import Masthead
from briefing.resources import read_words
from briefing.segment.lines import Row, ranges, row_box
from briefing.text import figures, is_han

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


@cache
def appeals() -> frozenset[str]:
    """Wordings of public-service advertisements (data/appeals.txt), without blanks, and the lines of each."""
    lines = [line.split() for line in read_words("appeals.txt")]
    return frozenset(part for parts in lines for part in ("".join(parts), *parts))


_ADVERTISED = re.compile(
    r"公益广告|(?:.{2,14}(?:中心|宣传部|文明办|办公室|委员会|社|报|台|局|协会|街道|[市区县镇])|)宣"
)
"""公益广告, 某某区融媒体中心 宣: what names an advertisement, or who placed it."""
_PLACED = re.compile(r"(?:[^，。：；]{2,12}(?:中心|宣传部|文明办|办公室|委员会|报社|局|协会))+")
_IMPRINT = re.compile(
    r"(?:本[报刊社]|编辑部|社)?地址[：:].*|邮(?:政)?编(?:码)?[：:]?\d{6}|(?:投稿|电子)?(?:邮箱|信箱)[：:].*"
    r"|(?:承?印[刷厂]?|发行|出版|订阅|广告)(?:单位|许可证|热线|电话)?[：:].{2,24}|内部资料.{0,12}|.{0,10}准印证.{0,16}"
    r"|(?:中共)?[^，。；：]{4,24}(?:主管|主办|承办|协办)(?:[^，。；：]{4,24}(?:主管|主办|承办|协办))*"
    r"|(?:值班)?(?:总编|主任|编委|责任编辑|责编|编辑|美术编辑|美编|版面设计|版式设计|版式|校对|组版)[：:]?[一-鿿]{2,4}"
)
"""Who publishes a paper, where, and who made the page: no line of an article."""
_WEATHER = re.compile(
    r"(?:[一-鿿]{1,4}[区县市州盟旗]|今日|明日|本地|城区|一周)天气(?:预报)?|[^。]*\d℃[^。]*\d℃[^。]*"
)
"""汉滨区天气, 今天多云 偏南风3～4级 9℃～17℃."""
_POINTED = re.compile(r"(?P<story>.*?)[>》→（(]?(?:[详下]?[见转])?第?[A-Z]?\d{1,2}版[)）]?")
_POINTER = re.compile(r".?[▶►▸](?P<story>[^。]+)")


def is_advertised(text: str) -> bool:
    """Whether a line names an advertisement, or who placed it."""
    return _ADVERTISED.fullmatch(text) is not None


def is_imprint(text: str) -> bool:
    """Whether a line says who publishes the paper, where, or who made the page."""
    return len(text) <= _LONGEST and _IMPRINT.fullmatch(text) is not None


def is_weather(text: str) -> bool:
    """Whether a line is a masthead's weather forecast."""
    return len(text) <= _WIDEST and _WEATHER.fullmatch(text) is not None


FEWEST = 2
"""Pointers one after the other that a paper's guide (导读) has at least; one more where none names a page."""


def guide(rows: Sequence[Row]) -> frozenset[int]:
    """The rows (by index) that point to other pages, one after the other: ▶春季田管有序推进 2版."""
    found: set[int] = set()
    run: list[int] = []
    paged = 0
    for row in rows:
        short = row.text[: _WIDEST + 1]
        pointed, pointer = _POINTED.fullmatch(short), _POINTER.fullmatch(short)
        told = pointer or (pointed and len(pointed["story"]) >= SHORTEST_STORY and "。" not in short)
        if told or (run and (pointed or len(row.text) == 1)):
            run.append(row.index)
            paged += pointed is not None
            continue
        found |= _whole_guide(rows, run, paged)
        run, paged = [], 0
    return frozenset(found | _whole_guide(rows, run, paged))


SHORTEST_STORY, _WIDEST = 6, 80
"""Characters of what a pointer tells at least, and of a pointer's or a forecast's line at most."""


def _whole_guide(rows: Sequence[Row], run: Sequence[int], paged: int) -> set[int]:
    stories = [i for i in run if len(rows[i].text) > SHORTEST_STORY]
    return set(run) if len(stories) >= FEWEST + (paged < FEWEST) else set()


_LONGEST = 40


def may_appeal(row: Row) -> bool:
    """Whether a line beside an advertisement's name could be its wording, or say who placed it."""
    halves = row.raw.split()
    even = len(halves) == 2 and len(halves[0]) == len(halves[1]) and all(map(is_han, row.text))
    return row.text in appeals() or even or _PLACED.fullmatch(row.text) is not None


LARGEST_POSTER = 10
"""Lines of an advertisement at most."""


def posters(rows: Sequence[Row], named: Sequence[Row]) -> frozenset[int]:
    """The rows (by index) of a printed page in one frame with a line that names an advertisement."""
    sheet = rows[0].sheet if rows else None
    if sheet is None or not named:
        return frozenset()
    frames = {sheet.frame(row_box(row)) for row in named} - {-1}
    inside = {frame: [row.index for row in rows if sheet.frame(row_box(row)) == frame] for frame in frames}
    return frozenset(i for group in inside.values() if len(group) <= LARGEST_POSTER for i in group)
