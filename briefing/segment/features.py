"""What can be seen of one line of a page, as named features: the evidence the labels weigh.

Every feature speaks of newspapers (a byline's form, a line's width against its column, the mark it
ends with), none of a page. The weights are in data/labels.tsv, fitted by scripts/fit_labels.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from briefing.resources import read_words
from briefing.segment import bylines, typography
from briefing.segment.announced import announced
from briefing.segment.furniture import guide, is_advertised, is_imprint, is_weather, may_appeal, posters
from briefing.segment.issued import issued
from briefing.segment.joints import Joints
from briefing.segment.lines import Row, title_blank
from briefing.text import CLOSING, OPENING, PAIRS, is_han, squash

_STOP = "。！？!?"
_MASTHEAD = re.compile(
    r"责编|责任编辑|值班|总编|编辑|校对|版式|美编|组版|电话|[Ee]-?mail|邮箱|热线|投稿|主办|刊号|邮发|代号|星期[一二三四五六日天]"
    r"|第?\s*[A-Z]?\d{1,2}\s*版|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|农历|总第|期$|网址|www|http|地址|零售|定价|日报|晚报|周刊|导报|新闻$"
)
_MASTHEAD_LINE = re.compile(
    r"第?[A-Z]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})版|(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:星期[一二三四五六日天])?"
)
_DATELINE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日[，,上下]|近日|日前|近期|连日来|昨日|今日|昨天|今天|本周|上周|[今去]年|自?\d{4}年|为(?:了|进一步|深入|切实)?"
)
_OPENERS = re.compile(
    r"一是|二是|三是|近年来|据悉|据了解|下一步|同时|此外|随后|活动中|会上|会议|目前|截至|在.{2,8}[，,]|首先|其次|第[一二三]|其中"
)
_ORGAN = re.compile(r"[区县市镇乡村]$|街道$|局$|办事处$|社区$|办$|学校$|医院$|公司$|委$|中心$")
_VERB_END = re.compile(
    r"召开$|举行$|启动$|开展$|发展$|工作$|会议?$|活动$|建设$|调研$|讲话$|揭牌$|落幕$|开幕$"
)
ATTENDS = re.compile(
    r"(?![来赴到在我为])[^，。；]{2,5}(?:[出列]席|主持|讲话|作?报告|致辞|参加|宣讲|督导|陪同|调研)"
)
_LENGTHS = (4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 35, 45, 60, 90)
_RATIOS = (0.5, 0.8, 0.95, 1.05, 1.2, 2)
_FILLS = (0.2, 0.35, 0.5, 0.65, 0.78, 0.86, 0.91, 0.95, 0.99, 1.04, 1.1)


@cache
def column_labels() -> frozenset[str]:
    """The column labels that an office may extend (data/column_labels.txt)."""
    return frozenset(read_words("column_labels.txt"))


@cache
def slogans() -> frozenset[str]:
    """Slogans of nationwide campaigns, which papers print above a page (data/slogans.txt), without blanks."""
    return frozenset(squash(line) for line in read_words("slogans.txt"))


def _char_class(char: str) -> str:
    if char in "。！？!?":
        return "stop"
    if char in "，,、；;：:—…%":
        return {",": "，", ";": "；", ":": "："}.get(char, char)
    if char in OPENING:
        return "open"
    if char in CLOSING:
        return "close"
    if char.isdigit():
        return "digit"
    return "han" if is_han(char) else "latin" if char.isalpha() else "other"


def _balance(text: str) -> str:
    """Which way a line's quotes and brackets are unbalanced: '', 'opens', 'closes' or 'both'."""
    depth, closes = 0, False
    for char in text:
        if char in PAIRS:
            depth += 1
        elif char in CLOSING:
            if depth:
                depth -= 1
            else:
                closes = True
    return "both" if depth and closes else "opens" if depth else "closes" if closes else ""


def _ending(text: str) -> str:
    last = _char_class(text[-1])
    if last == "close" and len(text) > 1 and _char_class(text[-2]) == "stop":
        return "stop+close"
    return last


@lru_cache(maxsize=4096)
def _static(raw: str, text: str) -> tuple[str, ...]:
    """Features of a line's own words, whatever stands around it."""
    found = [
        f"end={_ending(text)}",
        f"start={_char_class(text[0])}",
        f"len={bisect_left(_LENGTHS, len(text))}",
    ]
    inner = text[:-1]
    stops = sum(inner.count(mark) for mark in _STOP)
    commas = sum(text.count(mark) for mark in "，,；;")
    found.append(f"stops={min(stops, 2)}")
    found.append(f"commas={min(commas, 3)}")
    balance = _balance(text)
    if balance:
        found.append(f"balance={balance}")
    if bylines.lead_in(raw) or bylines.OPEN_LEAD_IN.match(raw):
        found.append("lead-in")
    if bylines.byline(raw):
        found.append("byline")
    off = bylines.sign_off(raw)
    if off:
        found.append("sign-off-alone" if off.start == 0 else "sign-off")
    credit = bylines.credit(raw)
    if credit:
        found.append("credit-alone" if credit.start == 0 else "credit")
    if "图为" in text:
        found.append("图为")
    if text in column_labels():
        found.append("column-label")
    if _MASTHEAD_LINE.fullmatch(text):
        found.append("masthead-line")
    if text.startswith("——"):
        found.append("starts-dash")
    if text.endswith("——"):
        found.append("ends-dash")
    if len(text) <= 60:
        words = dict.fromkeys(match[0] for match in _MASTHEAD.finditer(raw))
        found += [f"masthead:{word[:2]}" for word in words][:3]
    if _DATELINE.match(text):
        found.append("dateline")
    if _OPENERS.match(text):
        found.append("opener")
    if len(text) <= 24 and ATTENDS.match(text):
        found.append("attends")
    if title_blank(raw):
        found.append("title-blank")
    phrases = raw.split()
    if 2 <= len(phrases) <= 6 and len(text) <= 30:
        even = "even" if len({len(phrase) for phrase in phrases}) == 1 else "uneven"
        found.append(f"phrases={min(len(phrases), 4)}|{even}")
    if text in slogans():
        found.append("slogan")
    if len(text) <= 14 and _ORGAN.search(text):
        found.append("organ")
    if _VERB_END.search(text):
        found.append("verb-end")
    if is_advertised(text):
        found.append("advertisement")
    if is_imprint(text) or is_weather(text):
        found.append("imprint")
    if text.isdigit() or len(text) == 1:
        found.append("token")
    if not any(is_han(char) for char in text):
        found.append("no-han")
    if not any(char.isalnum() for char in text):
        found.append("marks-only")
    if sum(char.isdigit() for char in text) > len(text) * 0.4:
        found.append("digits")
    if text[0] in "□■◎●▲◆★☆◇":
        found.append("mark")
    if len(text) > 3 and text[0] in "【[〔" and text[-1] in "】]〕":
        found.append("bracketed")
    if text[0] in "一二三四五六七八九十" and text[1:2] in "、是":
        found.append("numbered")
    return tuple(found)


def features(rows: Sequence[Row]) -> list[list[str]]:
    """The features of every row, in the rows' order."""
    page, setting = _Page.of(rows), typography.Setting.of(rows)
    return [
        [*page.features(row), *typography.row_features(rows, row, page.own[row.index], setting)]
        for row in rows
    ]


_TELLING = frozenset(
    "lead-in byline sign-off sign-off-alone credit credit-alone dateline column-label starts-dash ends-dash"
    " title-blank organ 图为 no-han slogan bracketed mark masthead".split()
)


def _kind(seen: str) -> str:
    return "masthead" if seen.startswith("masthead") else seen


@dataclass(frozen=True)
class _Page:
    """What is found out once for all rows of a page: the features of each row's words, those of them that say
    something of its neighbours, its block, how it goes on, and the whole text.
    """

    rows: Sequence[Row]
    own: Sequence[tuple[str, ...]]
    marks: Sequence[Sequence[str]]
    blocks: Sequence[_Block]
    joints: Joints
    told: str
    announced: frozenset[int]
    posters: frozenset[int]
    issued: frozenset[int]
    guide: frozenset[int]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Page:
        own = [_static(row.raw, row.text) for row in rows]
        marks = [[kind for seen in each[3:] if (kind := _kind(seen)) in _TELLING] for each in own]
        blocks = [block for block in _blocks(rows, own) for _ in range(block.first, block.last + 1)]
        told = "\n".join(row.text for row in rows)
        named = [row for row, seen in zip(rows, own, strict=True) if "advertisement" in seen]
        return cls(
            rows,
            own,
            marks,
            blocks,
            Joints.of(rows),
            told,
            frozenset(announced(rows)),
            posters(rows, named),
            frozenset(issued(rows)),
            guide(rows),
        )

    def features(self, row: Row) -> Iterator[str]:
        """All that is seen of a row but how it was printed (segment.typography)."""
        rows, own = self.rows, self.own[row.index]
        yield "bias"
        yield from own
        regime = "wrapped" if row.column else "unwrapped"
        fill = f"fill={bisect_left(_FILLS, row.fill)}" if row.column else "fill=u"
        ending = own[0]
        yield regime
        yield fill
        yield f"{fill}|{ending}"
        yield f"{regime}|{own[2]}"
        yield f"{regime}|{own[2]}|{ending}"
        if row.stretched:
            yield "stretched"
        if ending in {"end=han", "end=digit"} and "credit" not in own and "credit-alone" not in own:
            yield f"open-uncredited|{regime}"
        after = rows[row.index + 1].gap if row.index + 1 < len(rows) else 2
        gaps = f"gaps={min(row.gap, 2)}{min(after, 2)}"
        yield gaps
        yield f"{gaps}|{fill}"
        yield f"{gaps}|{regime}|{ending}"
        yield from self.blocks[row.index].features(row, regime)
        if row.index < 4:
            yield "page-top"
        if row.index >= len(rows) - 3:
            yield "page-end"
        yield from self._neighbours(row, regime)
        yield from self._repeated(row, ending)
        yield from self.joints.across(row, ending[4:])
        if row.index in self.announced:
            yield "announced"
        if row.run_in is not None:
            yield f"run-in:{row.run_in}"
        if row.index in self.guide:
            yield "guide"
        if row.index in self.issued:
            yield "issued"
        near = may_appeal(row) and any("advertisement" in seen for seen in self._near(row))
        if near or row.index in self.posters:
            yield "advertisement"
        before = self.own[row.index - 1][0] if row.index else ""
        if before in {"end=han", "end=digit", "end=，", "end=、"}:
            yield f"after-open|{own[1]}|{ending[4:]}"
        yield from self.joints.features(row, ending[4:])

    def _neighbours(self, row: Row, regime: str) -> Iterator[str]:
        for step, name in ((-1, "prev"), (1, "next"), (-2, "prev2"), (2, "next2")):
            place = row.index + step
            if not 0 <= place < len(self.rows):
                yield f"{name}=none"
                continue
            other, seen = self.rows[place], self.own[place]
            beside = abs(step) == 1
            gap = min((row if step == -1 else other).gap, 1) if beside else ""
            own = self.own[row.index][1 if step < 0 else 0]
            for mark in self.marks[place]:
                yield f"{name}:{mark}{gap}"
                if beside:
                    yield f"{name}:{mark}|{own}"
            yield f"{name}:{seen[0]}|{gap}"
            if beside:
                yield f"{name}:{seen[0]}|{gap}|{own}"
                size = f"fill={bisect_left(_FILLS, other.fill)}" if other.column else seen[2]
                yield f"{name}:{size}|{gap}"
                yield f"{name}:{seen[3]}{seen[4]}|{regime}"
                if row.column and other.column:
                    yield f"{name}-ratio={bisect_left(_RATIOS, other.ems / row.ems)}|{gap}"

    def _near(self, row: Row) -> Sequence[tuple[str, ...]]:
        """What is seen of the rows around one, two to each side: as many as an advertisement has."""
        return self.own[max(0, row.index - 2) : row.index + 3]

    def _repeated(self, row: Row, ending: str) -> Iterator[str]:
        bare = row.text.rstrip("。")
        if len(bare) >= 6 and self.told.count(bare) > row.text.count(bare):
            yield f"repeated|{ending}"
            others = (other.text.rstrip("。：:—") for other in self.rows if other is not row)
            if len(bare) >= 8 and row.text.endswith("。") and bare in others:
                yield "echo"  # a caption that says its story's headline again


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of rows without a blank line between: its first and last row, and what marks and names it has."""

    first: int
    last: int
    stop: bool
    comma: bool
    credited: bool
    led: bool

    def features(self, row: Row, regime: str) -> Iterator[str]:
        size, rank = self.last - self.first + 1, row.index - self.first
        place = "only" if size == 1 else "first" if not rank else "last" if row.index == self.last else "mid"
        yield f"block={bisect_left((1, 2, 3, 4, 6, 9), size)}|{regime}"
        yield f"place={place}|stop={self.stop}"
        yield f"block-marks={self.stop}{self.comma}|{bisect_left((1, 2, 3), size)}"
        yield f"rank={min(rank, 4)}"
        if self.credited:
            yield f"block-credit|{bisect_left((2, 3, 5), size)}"
        if self.led:
            yield "block-lead-in"


def _blocks(rows: Sequence[Row], own: Sequence[tuple[str, ...]]) -> Iterator[_Block]:
    firsts = [row.index for row in rows if row.gap or not row.index]
    for first, end in pairwise([*firsts, len(rows)]):
        block = rows[first:end]
        several = len(block) > 1
        yield _Block(
            first,
            end - 1,
            stop=any(mark in row.text for row in block for mark in "。！？"),
            comma=any(mark in row.text for row in block for mark in "，,；"),
            credited=several and bylines.credit("".join(row.raw for row in block[-2:])) is not None,
            led=several and any("lead-in" in each for each in own[first:end]),
        )
