"""Labelled rows become pieces: heads, bylines, text fragments, captions, section heads, furniture.

A fragment is what certainly belongs together: rows of text with no blank line, byline, sign-off or
caption between. Whether fragments belong to one article is for the assembly to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from briefing.segment import bylines
from briefing.segment.breaks import UNFIT, breaks, is_gapless
from briefing.segment.furniture import is_masthead
from briefing.segment.labels import LABELS, Labelled
from briefing.segment.language import language
from briefing.segment.lines import UNWRAPPED, Row, row_box
from briefing.segment.openings import opens
from briefing.segment.typography import one_head
from briefing.text import squash


class PieceKind(StrEnum):
    HEAD = "head"
    SECTION = "section"
    BYLINE = "byline"
    TEXT = "text"
    CAPTION = "caption"
    SIGN_OFF = "sign_off"
    FURNITURE = "furniture"
    COLUMN = "column"


_KIND = {
    "kicker": PieceKind.HEAD,
    "title": PieceKind.HEAD,
    "subtitle": PieceKind.HEAD,
    "section": PieceKind.SECTION,
    "byline": PieceKind.BYLINE,
    "first": PieceKind.TEXT,
    "body": PieceKind.TEXT,
    "caption": PieceKind.CAPTION,
    "sign_off": PieceKind.SIGN_OFF,
    "furniture": PieceKind.FURNITURE,
    "column": PieceKind.COLUMN,
}
_HEAD_ORDER = {"kicker": 0, "title": 1, "subtitle": 2}


@dataclass(frozen=True, eq=False)
class Piece:
    """A run of rows with one role. `first` is the chance that it opens a paragraph."""

    index: int
    kind: PieceKind
    rows: tuple[Row, ...]
    labels: tuple[str, ...]
    first: float = 0.0
    chances: dict[str, float] = field(default_factory=dict)

    @cached_property
    def raw(self) -> str:
        """The rows' text joined as printed: no blank where a Chinese line was broken."""
        return join_raw(row.raw for row in self.rows)

    @cached_property
    def text(self) -> str:
        return squash(self.raw)

    @cached_property
    def opens_story(self) -> bool:
        """Whether it begins with 本报讯（…）."""
        return bool(bylines.lead_in(self.raw) or bylines.OPEN_LEAD_IN.match(self.raw))

    @property
    def printed(self) -> bool:
        """Whether it comes from a page whose lines have boxes."""
        return self.rows[0].sheet is not None

    @property
    def text_chance(self) -> float:
        """The chance that it is running text."""
        return self.chances["first"] + self.chances["body"]

    @property
    def title_chance(self) -> float:
        """The chance that it is a part of a headline."""
        return self.chances["kicker"] + self.chances["title"] + self.chances["subtitle"]

    @cached_property
    def sign_off(self) -> bylines.Cut | None:
        return bylines.sign_off(self.raw)

    @cached_property
    def credit(self) -> bylines.Cut | None:
        return bylines.credit(self.raw)


def join_raw(lines: Iterable[str]) -> str:
    """Join printed lines: a blank only between two ASCII characters (a Latin word's end)."""
    joined = ""
    for line in lines:
        if (
            joined
            and line
            and joined[-1].isascii()
            and line[0].isascii()
            and joined[-1].isalpha()
            and line[0].isalpha()
        ):
            joined += " "
        joined += line
    return joined


def pieces(rows: Sequence[Row], labelled: Labelled) -> tuple[Piece, ...]:
    """Group the rows of a page into pieces, in file order."""
    groups: list[list[int]] = []
    gapless = is_gapless(rows)
    cuts = breaks(rows, labelled.best, gapless)
    labelled = _headed(rows, labelled)
    labelled = replace(labelled, best=_credited(rows, labelled.best))
    for row in rows:
        if groups and _together([rows[i] for i in groups[-1][-2:]], row, labelled.best, cuts[row.index]):
            groups[-1].append(row.index)
        else:
            groups.append([row.index])
    found: list[Piece] = []
    for index, group in enumerate(_parted(groups, rows, labelled.best, gapless)):
        members = tuple(rows[i] for i in group)
        names = tuple(labelled.best[i] for i in group)
        kind = _KIND[names[0]]
        alone = bylines.lead_in(join_raw(row.raw for row in members)) if kind is PieceKind.TEXT else None
        if alone is not None and not squash(join_raw(row.raw for row in members)[alone.end :]):
            kind = PieceKind.BYLINE  # 本报讯（记者 …） on a line of its own
        if kind is PieceKind.HEAD and index and found[-1].kind is kind and names[0] == "subtitle":
            names = tuple("title" for _ in names)  # two headlines: a subtitle is never parted from its own
        if kind is PieceKind.HEAD and members[0].sheet is None and is_masthead(members):
            kind, names = PieceKind.FURNITURE, tuple("furniture" for _ in names)
        if kind is PieceKind.HEAD and _is_couplet(members, rows[group[-1] + 1 : group[-1] + 5], labelled):
            kind, names = PieceKind.SECTION, tuple("section" for _ in names)
        lonely = gapless and kind is PieceKind.CAPTION and len(group) == 1 and group[0] + 1 < len(rows)
        if lonely and _is_line_of_title(members[0], rows[group[0] + 1]):
            kind, names = PieceKind.HEAD, ("title",)
        chances = dict(zip(LABELS, labelled.chances[group].mean(axis=0).tolist(), strict=True))
        if kind is PieceKind.CAPTION and _is_story(members, rows[max(0, group[0] - 2) : group[-1] + 3]):
            kind, names = PieceKind.TEXT, ("first", *("body" for _ in names[1:]))
            chances = dict.fromkeys(LABELS, 0.0) | {"body": 1.0}
        first = labelled.chance(group[0], "first") / max(labelled.chance(group[0], "first", "body"), 1e-9)
        found.append(Piece(index, kind, members, names, first, chances))
    return tuple(found)


LONG = 28.0
"""Ems from which a line of unwrapped text that breaks off without a credit is no caption but a column's."""
# 区领导刘志强、孙梅参加会议。 ends a report of a meeting; nobody is shown.
_PRESENT = re.compile(
    r"(?!图)[^，。；：\d]*(?:领导|负责人|同志|[书秘]记|[区县市镇乡局]长|主任|主席|委员|常委)[^，。；：\d]*"
    r"(?:参加|出席|列席|陪同)[^，。；：\d]{0,12}。"
)


def _is_story(rows: Sequence[Row], around: Sequence[Row]) -> bool:
    """Whether a caption without a credit tells who was present, or breaks off as a column of text does."""
    raw = join_raw(row.raw for row in rows)
    if rows[0].sheet is not None or bylines.credit(raw):
        return False
    cut_off = rows[-1].ems > LONG and raw[0] != "图" and raw[-1] not in "。！？!?…）)”"
    unwrapped = any(row.ems > UNWRAPPED for row in around)
    return (cut_off and unwrapped) or _PRESENT.fullmatch(squash(raw)) is not None


COUPLET, OPENS = 0.2, 1.0
"""The chance of being a section's head from which two lines of one length are, and the log odds of a story's
opening below from which they are not.
"""


def _is_couplet(head: Sequence[Row], below: Sequence[Row], labelled: Labelled) -> bool:
    """积极落实有关政策 / 切实做好帮扶工作: whether two lines of one length head a part of a feature."""
    if head[0].sheet is not None or len(head) != 2 or not below or len(head[0].text) != len(head[1].text):
        return False
    told = labelled.chances[[row.index for row in head], LABELS.index("section")].mean() >= COUPLET
    return bool(told) and float(opens(["".join(row.text for row in below)])[0]) < OPENS


ALIKE, APART = 0.1, 0.06
"""Likeness from which a headline's line tells of a text, and to which two texts tell of different matters."""


def _parted(
    groups: Sequence[list[int]], rows: Sequence[Row], best: Sequence[str], gapless: bool
) -> Sequence[list[int]]:
    """The groups of page text; heads one below the other that tell of different texts are parted."""
    if not rows or rows[0].sheet is not None:
        return groups
    bodies = [g for g in groups if _KIND[best[g[0]]] is PieceKind.TEXT]
    texts = ["".join(rows[i].text for i in g) for g in bodies]
    told = language()
    alike, matter = told.likeness(texts), told.matter(texts)
    out: list[list[int]] = []
    for group in groups:
        kind = _KIND[best[group[0]]]
        if gapless and kind is PieceKind.CAPTION and len(group) > 1 and texts:
            one, two = (matter.like(rows[i].text) for i in group[:2])
            other = min(one.max(), two.max()) >= ALIKE and alike[one.argmax(), two.argmax()] <= APART
            if _is_line_of_title(rows[group[0]], rows[group[1]], other):
                out += [group[:1], group[1:]]
                continue
        if kind is not PieceKind.HEAD or len(group) < 2 or not texts:
            out.append(group)
            continue
        like = [matter.like(rows[i].text) for i in group]
        out.append(group[:1])
        for at in range(1, len(group)):
            a, b = int(like[at - 1].argmax()), int(like[at].argmax())
            telling = min(like[at - 1][a], like[at][b]) >= ALIKE
            if not gapless:  # a blank line parts them, a subtitle has its dash, and both texts open a story
                telling &= bool(rows[group[at]].gap) and not rows[group[at]].text.startswith("—")
                telling &= all(bylines.lead_in(rows[bodies[i][0]].raw) is not None for i in (a, b))
            if telling and a != b and alike[a, b] <= APART:
                out.append([])
            out[-1].append(group[at])
    return out


FULL = 0.93
"""Share of the column from which a line is full: the first of two lines of a caption is."""


def _is_line_of_title(row: Row, below: Row, other: bool = False) -> bool:
    """Whether what was read as a caption's first line is a headline above it, maybe of `other` matter."""
    if row.fill >= FULL or bylines.credit(row.raw) or any(mark in row.text for mark in "。，；"):
        return False
    return other or bool(language().continuity_each([row.text], [below.text])[0] < UNFIT)


SURELY = 0.99
"""From this chance a line right below a title is a kicker, which begins another head."""


def _headed(rows: Sequence[Row], labelled: Labelled) -> Labelled:
    """The labels, in which a title's second line is no kicker, unless it surely is one, and a line alone
    between a title and the opening of its story is its subtitle: text goes on in no opening.
    """
    out, chances = list(labelled.best), labelled.chances.copy()
    for row in rows[1:]:
        if row.sheet is not None:
            break
        above = out[row.index - 1]
        if above == "title" and not row.gap and out[row.index] == "kicker":
            out[row.index] = "kicker" if labelled.chance(row.index, "kicker") >= SURELY else "title"
        below = rows[row.index + 1] if row.index + 1 < len(rows) else None
        if below is None or not (row.gap and below.gap) or above not in {"title", "kicker"}:
            continue
        opened = (
            bylines.lead_in(below.raw) or bylines.OPEN_LEAD_IN.match(below.raw) or bylines.byline(below.raw)
        )
        if opened and out[row.index] in {"first", "body"} and row.text[-1] not in "。！？”，、；：,;:":
            out[row.index] = "subtitle"
            chances[row.index] = [float(name == "subtitle") for name in LABELS]
    return Labelled(tuple(out), chances)


def _credited(rows: Sequence[Row], best: Sequence[str]) -> tuple[str, ...]:
    """Labels in which a sentence that runs on from line to line is text or a caption as a whole.

    “…销往全国80多个大中城 / 市。某某 摄”: the second line shows what the first ones are, unless they open as
    a story does. Without a credit at its end it is text.
    """
    out = list(best)
    for row in rows[1:]:
        before = rows[row.index - 1]
        if (
            (row.gap and not _next_column(before, row))
            or before.text[-1] in "。！？”"
            or {_KIND[out[row.index]], _KIND[out[before.index]]} != _TOLD
        ):
            continue
        if language().continuity_each([before.text], [row.text])[0] < UNFIT:
            continue  # a column's last line, and the caption below it
        kind = _KIND[out[before.index]]
        first, last = before.index, row.index
        while first > 0 and not rows[first].gap and _KIND[out[first - 1]] is kind and out[first] != "first":
            first -= 1
        while (
            last + 1 < len(rows) and not rows[last + 1].gap and _KIND[out[last + 1]] is _KIND[out[row.index]]
        ):
            last += 1
        if row.gap and row.index - first > SHALLOW:
            continue
        opening = rows[first].raw
        told = bylines.credit("".join(each.raw for each in rows[max(first, last - 1) : last + 1]))
        story = bylines.lead_in(opening) or bylines.OPEN_LEAD_IN.match(opening)
        label = "caption" if told and not story else "body"
        for at in range(first, last + 1):
            if _KIND[out[at]] is not _KIND[label]:
                out[at] = "first" if label == "body" and at == first else label
    return tuple(out)


_TOLD = {PieceKind.TEXT, PieceKind.CAPTION}


SHALLOW = 6
"""Lines of a photo's text in a column at most."""
LEVEL, PERHAPS = 2.0, -3.0
"""Points between two tops, and log ratio of continuity, at which a photo's text may go on beside itself."""
GOES_ON = 2.0
"""Log ratio of continuity from which a sentence goes on in a photo's next column."""


def _next_column(before: Row, row: Row) -> bool:
    """Whether a photo's text goes on in the next column of a printed page."""
    beside = row.sheet is not None and row_box(row)[1] <= row_box(before)[1]
    if not beside or before.text[-1] in "。！？”）)" or before.line.size != row.line.size:
        return False
    return bool(language().continuity_each([before.text], [row.text])[0] >= GOES_ON)


def goes_on(above: Piece, piece: Piece) -> bool:
    """Whether a photo's text goes on in a piece at the top of the next column of a printed page.

    Where both begin level and the first one fills its last line, the words must only not speak against it.
    """
    before, row = above.rows[-1], piece.rows[0]
    if _next_column(before, row):
        return True
    level = row.sheet is not None and abs(row_box(above.rows[0])[1] - row_box(row)[1]) <= LEVEL
    full = len(above.rows) > 1 and before.ems >= FULL * max(each.ems for each in above.rows)
    open_end = before.text[-1] not in "。！？”）)" and before.line.size == row.line.size
    fits = level and full and open_end
    return fits and bool(language().continuity_each([before.text], [row.text])[0] >= PERHAPS)


def joined(one: Piece, two: Piece) -> Piece:
    """A piece and its rest as one."""
    return replace(one, rows=(*one.rows, *two.rows), labels=(*one.labels, *two.labels))


_ENDED = re.compile(r"[。！？”…]\s*[（(][^（）()]{2,24}[）)]\s*$")


def _together(above: Sequence[Row], row: Row, labels: Sequence[str], cut: bool) -> bool:
    before, told = above[-1], "".join(each.raw for each in above[-2:])
    one, two = labels[before.index], labels[row.index]
    if _KIND[one] != _KIND[two]:
        return False
    kind = _KIND[two]
    if kind is PieceKind.TEXT:
        if cut or row.gap or bylines.lead_in(row.raw) or bylines.OPEN_LEAD_IN.match(row.raw):
            return False
        return not (_ENDED.search(told) and bylines.sign_off(told))
    if kind is PieceKind.BYLINE:
        return row.sheet is not None and not row.gap and bylines.byline(row.raw) is None
    if kind is PieceKind.HEAD and row.sheet is not None:
        return _HEAD_ORDER[two] >= _HEAD_ORDER[one] and one_head(before, row, one == two)
    if kind is PieceKind.HEAD:
        if _HEAD_ORDER[two] < _HEAD_ORDER[one]:
            return False
        return one != two or row.gap == 0 or two != "title"
    if kind is PieceKind.CAPTION:
        credit = bylines.credit(row.raw)
        if bylines.credit(before.raw):
            return False
        return row.gap == 0 or (credit is not None and credit.start == 0) or _next_column(before, row)
    if kind is PieceKind.SECTION:
        return row.gap == 0
    return kind in {PieceKind.FURNITURE, PieceKind.COLUMN} and row.gap == 0
