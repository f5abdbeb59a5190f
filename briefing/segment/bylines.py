"""Bylines, datelines, sign-offs and photo credits in the forms Chinese newspapers print.

    本报讯（记者 张三 通讯员 李四）      lead-in: opens the first paragraph of a story
    本报聊城3月15日讯(记者 张三)         lead-in with place and day
    □本报记者 张三 通讯员 李四 文/图      byline: a line of its own
    （张三） （文/张三） （张三、李四）     sign-off: closes the last paragraph
    张三 摄   （李四 摄）   摄影：王五     photo credit: closes a caption

Names are never repaired. A two-character name is often set with a blank inside (毛 羽): single
characters next to each other are one name. A name is two to four characters, or longer with a
middle dot (minority names), and begins with a listed surname where the form alone proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache

from briefing.resources import read_toml, read_words
from briefing.text import squash

_PREFIX = (
    r"(?:本报|本台|我报|(?:区|县|市)?融媒体中心)?(?:全媒体|融媒体|融媒|特约|见习|实习|首席|驻\w{2,6}?)?"
    r"(?:首席|见习|特约)?"
)
# One class for a list of names, roles and blanks: what it holds is told apart by `names`, in linear time.
_LIST = r"[一-鿿〇·•\U00020000-\U0003FFFF\s、，,/／;；:：]"
_DAY = r"(?:\d{4}\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_PICTURE = r"(?:文\s*[/／、]\s*图|图\s*[/／、]\s*文|文|图|摄影报道|摄影|摄|撰文|供图|报道)"
_MARK = r"[□■◎●▲◆○◇]"

REACH = 90
"""Characters from a paragraph's end (or start) that a byline can take: the longest seen has 52."""

LEAD_IN = re.compile(
    rf"^\s*(?:{_MARK}\s*)?(?P<head>本\s*报\s*(?:[一-鿿]{{1,8}}?)?\s*(?:{_DAY})?\s*(?:电\s*)?讯(?![员息号问])"
    rf"|本\s*报\s*[一-鿿]{{1,8}}?{_DAY}\s*电)\s*(?:[（(](?P<names>[^（()）]{{0,80}})[）)])?\s*[:：]?\s*"
)
_OTHER_PAPER = (
    r"[一-鿿]{0,8}(?:[日晚早晨商快时周新]报|融媒体?(?:中心)?|新闻(?:中心|网)?|(?:广播)?电视台)\s*讯\s*[（(]"
)
OPEN_LEAD_IN = re.compile(
    r"^\s*(?:本\s*报\s*(?:[一-鿿]{1,8}?)?\s*(?:\d{1,2}\s*月\s*\d{1,2}\s*日)?\s*讯\s*[（(]"
    rf"|{_OTHER_PAPER}\s*(?:{_PREFIX}记者|通讯员))[^）)]{{0,80}}$"
)
_COMMENT = re.compile(rf"^\s*{_MARK}?\s*(?P<who>本报(?:特约)?评论员)$")
"""An article without a person's name speaks for the paper: □本报评论员."""
_MARKED_NAME = re.compile(rf"^\s*{_MARK}\s*(?P<who>{_LIST}{{2,40}})$")
_PICTURE_NAME = re.compile(
    rf"^\s*(?:文|图|撰文|摄影|文\s*[/／、]\s*图|图\s*[/／、]\s*文)\s*[:：/／]\s*(?P<who>{_LIST}{{2,30}})$"
)
_SIGN_OFF = re.compile(rf"[（(]\s*(?P<names>{_LIST}{{2,40}})\s*[）)]$")
_CREDIT = re.compile(
    rf"^(?P<open>[（(])?\s*(?P<names>{_LIST}{{2,28}}?)\s*(?:摄影报道|摄影|摄|供图|提供|文\s*[/／]\s*图|图\s*[/／]\s*文)\s*[）)]?$"
    rf"|^(?P<open2>[（(])?\s*(?:摄影|供图|图片|图)\s*[:：/／]\s*(?P<names2>{_LIST}{{2,28}})\s*[）)]?$"
)
_LAST_STOP = re.compile(r"[。！？…]”?|[”》]")
_DATELINE_DAY = re.compile(_DAY)
_PICTURE_WORD = re.compile(_PICTURE)
_TAIL_ROLE = re.compile(r"(?:摄影报道|摄影|摄|供图|图片)\s*$")
# Bracketed words at the end of a paragraph that are no names.
_NO_NAME = re.compile(r"图|表|注|略|完|全文|右|左|中|上|下|待续|第.+[页版]|[第\d]")


@cache
def _rules() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in read_toml("bylines.toml").items()}


@dataclass(frozen=True, slots=True)
class _Forms:
    """The patterns that know the words before names: `role` finds them within a list of names."""

    role: re.Pattern[str]
    who_first: re.Pattern[str]
    reports: re.Pattern[str]
    other_paper: re.Pattern[str]
    byline: re.Pattern[str]
    jobs: re.Pattern[str]


@lru_cache(maxsize=64)
def _forms_of(extra: tuple[str, ...]) -> _Forms:
    rules = _rules()
    own = f"|{_any(extra)}" if extra else ""
    role = f"(?:{_PREFIX}{_any(rules['roles'])}{own})"
    job = rf"(?:{_any((*rules['jobs'], *rules['editors']))}|{_PICTURE})\s*[:：/／]"
    return _Forms(
        role=re.compile(rf"(?P<job>{job})|{role}"),
        who_first=re.compile(rf"^\s*[（(](?P<names>\s*{role}[^（()）]{{2,60}})[）)]\s*"),
        reports=re.compile(rf"(?P<names>{role}{_LIST}{{2,30}}?)(?:摄影)?报道\s*[:：]?\s*"),
        other_paper=re.compile(rf"^\s*{_OTHER_PAPER}(?P<names>\s*{role}[^（()）]{{1,60}})[）)]\s*"),
        byline=re.compile(
            rf"^\s*(?:{_MARK}\s*)?(?P<who>(?:(?:{_PICTURE}|文图|图文)\s*[:：/／]?\s*)?{role}{_LIST}{{2,60}})$"
        ),
        jobs=re.compile(rf"^\s*(?:{_MARK}\s*)?(?P<who>{job}{_LIST}{{2,80}})$"),
    )


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


_EXTRA: ContextVar[tuple[str, ...]] = ContextVar("roles", default=())


@contextmanager
def known_roles(words: tuple[str, ...]) -> Iterator[None]:
    """Within it these words too stand before names, as the paper's profile says."""
    token = _EXTRA.set(words)
    try:
        yield
    finally:
        _EXTRA.reset(token)


def _forms() -> _Forms:
    return _forms_of(_EXTRA.get())


@cache
def surnames() -> frozenset[str]:
    """The listed surnames, single and double."""
    return frozenset(read_words("surnames.txt"))


def looks_like_name(word: str) -> bool:
    """Whether a word of two to four characters begins with a listed surname."""
    flat = squash(word)
    return "·" in flat or (2 <= len(flat) <= 4 and (flat[0] in surnames() or flat[:2] in surnames()))


def names(text: str) -> tuple[str, ...]:
    """The personal names in a byline or sign-off, without roles.

    Single characters next to each other belong to one name (毛 羽 -> 毛羽).
    """
    found: list[str] = []
    for part in re.split(r"[、，,/／;；]+", _without_roles(text)):
        # 文 and 图 are dropped as words of their own only: 凌文秀 and 图雅 are names.
        words = [word for word in _TAIL_ROLE.sub("", part).split() if not _PICTURE_WORD.fullmatch(word)]
        while words:
            word = words.pop(0)
            if len(word) == 1 and words and len(words[0]) == 1:
                word += words.pop(0)
                if len(words) == 1 and len(words[0]) == 1:
                    word += words.pop(0)
            if len(word) >= 2 and word not in _rules()["not_names"] and not is_unit(word):
                found.append(word)
    return tuple(dict.fromkeys(found))


def _without_roles(text: str) -> str:
    """The text with a comma for each role, and without what stands behind an editor's (编辑：某某)."""
    kept, end, dropped = "", 0, False
    for match in _forms().role.finditer(text):
        kept += "、" if dropped else text[end : match.start()] + "、"
        job = (match["job"] or "").rstrip("：:/／ ")
        dropped, end = job in _rules()["editors"], match.end()
    kept += "" if dropped else text[end:]
    return re.sub(r"[：:（）()□■◎●▲◆○◇]", "、", kept)


def is_unit(word: str) -> bool:
    """Whether a word of a list of names is where somebody works (区税务局), not who."""
    if len(word) < 3 or "·" in word:
        return False
    if word.endswith(_rules()["units"]):
        return True
    return word.endswith(_rules()["perhaps_units"]) and (len(word) >= 4 or not looks_like_name(word))


@dataclass(frozen=True, slots=True)
class Cut:
    """What a line gives away: `names`, the `text` as printed, its `start` and `end` in the line."""

    names: tuple[str, ...]
    text: str
    start: int
    end: int
    dateline: str | None = None


def lead_in(text: str) -> Cut | None:
    """本报讯（记者 …） at the start of a paragraph, with the day where it prints one."""
    text = text[:REACH]
    forms = _forms()
    match = LEAD_IN.match(text)
    if match:
        day = _DATELINE_DAY.search(match["head"])
        end, listed = match.end(), match["names"] or ""
        if not listed and (reports := forms.reports.match(text, end)):
            end, listed = reports.end(), reports["names"]
        return Cut(names(listed), as_printed(text[:end]), 0, end, squash(day[0]) if day else None)
    match = forms.who_first.match(text) or forms.other_paper.match(text)
    if match:
        return Cut(names(match["names"]), as_printed(match[0]), 0, match.end())
    return None


def byline(text: str) -> Cut | None:
    """A byline that fills its line: □本报记者 … 通讯员 …"""
    line = text.strip()
    if len(line) > REACH:
        return None
    forms = _forms()
    if comment := _COMMENT.match(line):
        return Cut((comment["who"],), as_printed(line), 0, len(text))
    for pattern in (forms.byline, forms.jobs, _MARKED_NAME, _PICTURE_NAME):
        match = pattern.match(line)
        if match and pattern is forms.jobs and not _of_an_article(line):
            continue
        if match:
            found = names(match["who"])
            # “本报记者走进社区采访” has the form too: glued to the role, only a likely name is one.
            spaced = (
                re.search(r"(?:记者|员|人|生)\s*[\s：:]", match["who"])
                or line[0] in "□■◎●▲◆○◇文图撰摄"
                or match["who"].startswith(_EXTRA.get())
                or pattern is forms.jobs
            )
            short = all(len(name) <= 4 or "·" in name for name in found)
            if found and short and (spaced or all(map(looks_like_name, found))):
                return Cut(found, as_printed(line), 0, len(text))
    return None


def _of_an_article(line: str) -> bool:
    """Whether a list of jobs is an article's byline: somebody wrote, and nobody only set the page."""
    flat, rules = squash(line), _rules()
    page = any(word in flat for word in rules["editors"] if word not in ("编辑", "制图"))
    return not page and bool(re.search(_any(rules["writers"]) + "[:：/／]", flat))


def as_printed(text: str) -> str:
    """The text with its inner blanks reduced to single ones."""
    return " ".join(text.split())


def sign_off(text: str) -> Cut | None:
    """（伟源） at the end of a paragraph: after a stop, or alone."""
    line = text.rstrip()
    start = max(line.rfind("（"), line.rfind("("))
    if start < 0 or len(line) - start > REACH or line[-1] not in "）)":
        return None
    match = _SIGN_OFF.match(line, start)
    if match is None or _TAIL_ROLE.search(match["names"]):
        return None
    listed = squash(match["names"])
    before = line[:start].rstrip()
    if listed.startswith(_rules()["sources"]):
        # （据新华社）: nobody's name, but no text of the article either.
        return Cut((), as_printed(match[0]), start, len(line)) if before[-1:] in "。！？”" else None
    found = names(match["names"])
    likely = all(map(looks_like_name, found))
    if not found or any(len(name) > 4 and "·" not in name for name in found):
        return None
    if _NO_NAME.search(squash(match["names"])) and not likely:
        return None
    if before and before[-1] not in "。！？”’…》）)":
        return None
    return Cut(found, as_printed(match[0]), start, len(line))


def credit(text: str) -> Cut | None:
    """高彩红 摄, （付盖华 摄） or 摄影：王五 at the end of a caption, or alone.

    It is what stands after the last stop or in the last brackets; glued to 摄 without a blank or
    brackets only a likely name counts (孙江锋摄 does, 众拍摄 does not).
    """
    line = text.rstrip()
    tail = line[-REACH:]
    stop = max((match.end() for match in _LAST_STOP.finditer(tail)), default=0)
    bracket = max(tail.rfind("（"), tail.rfind("("))
    begin = max(stop, bracket) if tail[-1:] in "）)" else stop
    part = tail[begin:]
    start = len(line) - len(part.lstrip())
    if begin == 0 and len(line) > REACH:
        return None
    match = _CREDIT.match(part.strip())
    if match is None:
        return None
    listed = match["names"] or match["names2"]
    found = names(listed)
    if not found or len(squash(listed)) > 16 or any(len(n) > 4 and "·" not in n for n in found):
        return None
    sure = match["open"] or match["open2"] or match["names2"] or " " in as_printed(part)
    if not sure and not all(map(looks_like_name, found)):
        return None
    return Cut(found, as_printed(part), start, len(line))
