"""How dates, numbers, credits and places in a source are put into Chinese: one wording for every format.

These functions are also the filters that templates may use (`FILTERS`). They take model values and
return plain text; none of them changes the wording of an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from jinja2 import pass_context
from jinja2.runtime import Context

from briefing.model import Issue, Item, ItemSentence, ItemSource, LineRanges, Period, Photo
from briefing.render.chart import bars

_DIGITS = "〇一二三四五六七八九"


def numeral(n: int) -> str:
    """一, 十二, 二十, 一百〇五 …: for numbering up to 999; beyond that (and below 1) Arabic digits."""
    if not 0 < n < 1000:
        return str(n)
    hundreds, tens, units = n // 100, n // 10 % 10, n % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and units:
        text += "〇"
    return text + (_DIGITS[units] if units else "")


def day(value: date) -> str:
    """11月7日"""
    return f"{value.month}月{value.day}日"


def full_day(value: date) -> str:
    """2018年11月7日"""
    return f"{value.year}年{day(value)}"


def span(period: Period) -> str:
    """2018年11月5日至11日; what both ends share is said once, as newspapers do."""
    start, end = period.start, period.end
    if start == end:
        return full_day(start)
    if start.year != end.year:
        return f"{full_day(start)}至{full_day(end)}"
    if start.month != end.month:
        return f"{full_day(start)}至{day(end)}"
    return f"{full_day(start)}至{end.day}日"


def week_name(week: str) -> str:
    """2018-W05 → 2018年第5周; anything else as it is."""
    year, mark, number = week.partition("-W")
    return f"{year}年第{int(number)}周" if mark and number.isdecimal() else week


def issue_name(issue: Issue) -> str:
    """2018年第45期（总第312期）"""
    return f"{issue.year}年第{issue.number}期（总第{issue.total}期）"


def line_ranges(lines: LineRanges) -> str:
    """第47—48、17行; empty without lines."""
    spans = (str(first) if first == last else f"{first}—{last}" for first, last in lines)
    return f"第{'、'.join(spans)}行" if lines else ""


def in_brackets(words: str) -> str:
    """（…）; nothing stays nothing."""
    return f"（{words}）" if words else ""


def file_name(path: str) -> str:
    """The last part of a path of any system: a printed list has no room for folders."""
    return PurePosixPath(path.replace("\\", "/")).name or path


def origin(source: ItemSource, year: int | None = None) -> str:
    """《今日魏都》2018年11月7日第3版, without what is not known, nor the year where it is the one given."""
    paper = f"《{source.paper}》" if source.paper else ""
    say = day if source.published and source.published.year == year else full_day
    published = say(source.published) if source.published else ""
    page = source.page or ""
    page = f"第{page}版" if page and "版" not in page else page
    return f"{paper}{published}{page}" or "报名、日期未详"


def credit(item: Item) -> str:
    """（伟源）: an item's authors, else the papers it was taken from, else nothing."""
    papers = list(dict.fromkeys(source.paper for source in item.sources if source.paper))
    return signed(item) or in_brackets("、".join(papers))


def signed(item: Item) -> str:
    """（伟源）: an item's authors alone."""
    names = [name for name in item.authors if name]
    return in_brackets("、".join(names))


def origins(item: Item, year: int | None = None) -> str:
    """《今日魏都》11月7日第3版；《许昌日报》…: where an item was printed; what is unknown is left out.

    The year is said only where it is another than the one given.
    """
    known = (source for source in item.sources if source.paper or source.published)
    return "；".join(dict.fromkeys(origin(source, year) for source in known))


@pass_context
def byline(context: Context, item: Item, sources: bool = True) -> str:
    """What stands under an item: who wrote it and, with `sources`, where it was printed.

    The authors come first, so that their names never break over two lines.
    """
    if not sources:
        return credit(item)
    return "　".join(filter(None, (signed(item), origins(item, context["period"].end.year))))


def marks(news: Item | Photo) -> str:
    """〔续〕 what was reported before and goes on, 〔补〕 what came too late for the issue of its week."""
    continued = isinstance(news, Item) and news.continued
    return ("〔续〕" if continued else "") + ("〔补〕" if news.late else "")


def photo_credit(photo: Photo) -> str:
    """（刘桂菊 摄）: the photographer, with the customary word where the page does not print one."""
    who = (photo.credit or "").strip("（）() 　")
    if not who:
        return ""
    return f"（{who}）" if "摄" in who or "图" in who else f"（{who} 摄）"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `substituted` where it replaces other words of the source."""

    text: str
    substituted: bool


def pieces(sentence: ItemSentence) -> tuple[Piece, ...]:
    """A sentence cut at its substitutions; the pieces' texts joined are the sentence's text.

    Substitutions carry offsets within the source sentence; each one before shifts the next.
    """
    found: list[Piece] = []
    done = shift = 0
    for change in sorted(sentence.substitutions, key=lambda s: s.start):
        start = max(done, change.start + shift)
        end = max(start, change.start + shift + len(change.text))
        found += (Piece(sentence.text[done:start], False), Piece(sentence.text[start:end], True))
        done, shift = end, end - change.end
    found.append(Piece(sentence.text[done:], False))
    return tuple(piece for piece in found if piece.text)


FILTERS: dict[str, Callable[..., object]] = {
    "numeral": numeral,
    "day": day,
    "full_day": full_day,
    "span": span,
    "week_name": week_name,
    "issue_name": issue_name,
    "line_ranges": line_ranges,
    "in_brackets": in_brackets,
    "file_name": file_name,
    "origin": origin,
    "credit": credit,
    "signed": signed,
    "origins": origins,
    "byline": byline,
    "photo_credit": photo_credit,
    "marks": marks,
    "pieces": pieces,
    "bars": bars,
}
"""What templates may use beside Jinja's own filters."""
