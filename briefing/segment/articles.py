"""From assembled pieces to an Article: paragraphs, title parts, authors, captions, kind, doubts.

Layout is undone here and nowhere else: lines are joined, justification blanks removed, lead-ins and
sign-offs taken off the body. Wording and punctuation pass through untouched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.model import Article, Box, Doubt, Kind, Masthead, Page, Source
from briefing.segment import bylines
from briefing.segment.features import ATTENDS, column_labels
from briefing.segment.fragments import tail_class
from briefing.segment.issued import is_day
from briefing.segment.lines import Row, ranges
from briefing.segment.pieces import Piece, join_raw
from briefing.text import ITEM_MARKS, squash, unlayout

BRIEF = 420
"""Characters up to which an undated, unsigned-for text counts as a brief: the longest printed one has 366."""

# What a notice calls itself, at its title's end; a report about one says who gave it out.
_NOTICE = re.compile(
    r"(?:公告|公示|启事|声明|通告|讣告|挂失|遗失|招标|拍卖|(?:招租|招聘|招工)(?:信息|简章)?)(?:[（(][^）)]*[）)])?[》”！!]?$"
)
_ABOUT_A_NOTICE = re.compile("发布|出台|公布|下发|印发|举行|举办|召开|招聘会|招聘活动|走进")


# A column's label at the start of a photo's text names the column; the text begins after it.
_LABEL = re.compile(r"\s*([^：:]{2,8}?)\s*[：:]\s*(?=\S)")


@dataclass
class Draft:
    """What the assembly decided about one article, before it is written out."""

    body: list[Piece] = field(default_factory=list)
    head: list[Piece] = field(default_factory=list)
    bylines: list[Piece] = field(default_factory=list)
    sections: list[tuple[Piece, int]] = field(default_factory=list)
    captions: list[Piece] = field(default_factory=list)
    sign_offs: list[Piece] = field(default_factory=list)
    column: str | None = None
    photo: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        pieces = [*self.head, *self.bylines, *self.body, *self.captions, *self.sign_offs]
        return min(piece.rows[0].index for piece in pieces)


def write(draft: Draft, page: Page, masthead: Masthead) -> Article:
    """The article as printed, its layout undone."""
    title = _title(draft.head)
    parts = _body(draft)
    authors = list(parts.authors)
    for piece in draft.bylines:
        found = bylines.byline(piece.raw) or bylines.lead_in(piece.raw)
        parts.led = parts.led or piece.opens_story
        parts.dateline = parts.dateline or (found.dateline if found else None)
        authors[:0] = [name for name in (found.names if found else ()) if name not in authors]
    captions: list[str] = []
    for piece in draft.captions:
        captions += split_captions(piece.raw)
    sign_off = parts.sign_off
    for piece in draft.sign_offs:
        signed = bylines.sign_off(piece.raw)
        printed = bylines.as_printed(piece.raw)
        sign_off = f"{sign_off} {printed}" if sign_off and is_day(piece.text) else sign_off or printed
        authors += [name for name in (signed.names if signed else ()) if name not in authors]
    order = _reading_order(draft)
    rows = [row for piece in order for row in piece.rows]
    boxes = _boxes(rows)
    source = Source(
        page.path,
        page.format,
        page.given.paper or masthead.paper,
        page.given.page or masthead.page,
        page.given.url,
        ranges(rows),
        boxes,
    )
    number = rows[0].number
    return Article(
        id=hashlib.sha256(f"{page.digest}:{page.number}:{number}".encode()).hexdigest()[:12],
        source=source,
        kind=_kind(draft, parts, title.title),
        column=draft.column or parts.column or page.given.column,
        kicker=title.kicker,
        title=title.title,
        subtitle=title.subtitle,
        authors=tuple(dict.fromkeys([*authors, *page.given.authors])),
        sign_off=sign_off,
        dateline=parts.dateline,
        paragraphs=tuple(parts.paragraphs),
        captions=tuple(captions),
        warnings=tuple(draft.doubts),
    )


def _reading_order(draft: Draft) -> list[Piece]:
    order = [*draft.head, *draft.bylines]
    for place, piece in enumerate(draft.body):
        order += [section for section, before in draft.sections if before == place]
        order.append(piece)
    order += [section for section, before in draft.sections if before >= len(draft.body)]
    return [*order, *draft.sign_offs, *draft.captions]


def _boxes(rows: Sequence[Row]) -> tuple[Box, ...]:
    return tuple(row.line.box for row in rows if row.line.box is not None)


# --- title --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Title:
    kicker: str | None = None
    title: str | None = None
    subtitle: str | None = None


def _title(heads: Sequence[Piece]) -> Title:
    """Kicker, title and subtitle, each one's lines joined; a blank only where a line has one."""
    parts: dict[str, list[str]] = {"kicker": [], "title": [], "subtitle": []}
    for piece in heads:
        for row, label in zip(piece.rows, _title_labels(piece), strict=True):
            parts[label].append(title_line(row.raw) if row.line.role is None else row.raw)
    _raise_title(heads, parts)
    if not parts["title"]:  # a head without a title proper: its strongest part is the title
        for label in ("kicker", "subtitle"):
            if parts[label]:
                parts["title"], parts[label] = parts[label], []
                break
    kicker, title, subtitle = (_bare(join_raw(parts[label])) for label in ("kicker", "title", "subtitle"))
    return Title(kicker, title, subtitle)


def _bare(line: str) -> str | None:
    """A headline without the mark that a digest sets before each of its items (■, ●); None if it is empty."""
    return line.lstrip(ITEM_MARKS + " \u3000") or line or None


def _title_labels(piece: Piece) -> list[str]:
    """A head's labels, but a line as wide as the title's line right above it is the title's second line."""
    labels = list(piece.labels)
    for at in range(1, len(labels)):
        above, row = piece.rows[at - 1], piece.rows[at]
        plain = not row.text.startswith("——") and not ATTENDS.match(row.text)
        even = row.gap == 0 and abs(row.ems - above.ems) <= 3 and above.ems <= 14
        sized = row.line.size is None or row.line.size == above.line.size
        if labels[at - 1] == "title" and labels[at] == "subtitle" and plain and even and sized:
            labels[at] = "title"
    return labels


def _raise_title(heads: Sequence[Piece], parts: dict[str, list[str]]) -> None:
    """Plain lines read as subtitle right above one with a dash are the title."""
    lines = parts["subtitle"]
    dash = next((n for n, line in enumerate(lines) if line.startswith("——")), 0)
    if dash and parts["title"] and any(len(piece.rows) > 2 for piece in heads):
        parts["kicker"] = parts["kicker"] + parts["title"]
        parts["title"], parts["subtitle"] = lines[:dash], lines[dash:]


def title_line(raw: str) -> str:
    """A title's line: blanks between single characters are spacing (魏 都 区), others part two phrases."""
    words = raw.split()
    if len(words) > 2 and sum(len(word) == 1 for word in words) > len(words) / 2:
        return "".join(words)
    kept = words[0] if words else ""
    for before, word in pairwise(words):
        latin = not (len(before) >= 3 and len(word) >= 3) or before[-1].isdigit() or word[0].isdigit()
        kept += word if latin else f" {word}"
    return kept


# --- body ---------------------------------------------------------------------------------------


@dataclass
class _Body:
    paragraphs: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    sign_off: str | None = None
    dateline: str | None = None
    column: str | None = None
    led: bool = False


def _body(draft: Draft) -> _Body:
    out = _Body()
    raws: list[tuple[bool, str]] = []
    for place, piece in enumerate(draft.body):
        for section, before in draft.sections:
            if before == place:
                raws.append((True, "".join(title_line(row.raw) for row in section.rows)))
        _add_rows(raws, piece)
    raws += [
        (True, join_raw(row.raw for row in s.rows))
        for s, before in draft.sections
        if before >= len(draft.body)
    ]
    texts = [raw for _, raw in raws]
    label = _LABEL.match(texts[0]) if draft.photo and texts else None
    if label and label[1] in column_labels():
        out.column, texts[0] = label[1], texts[0][label.end() :]
    _take_lead_in(texts, out)
    _take_ending(texts, draft, out)
    out.paragraphs = [text for text in map(unlayout, texts) if text]
    return out


def _add_rows(raws: list[tuple[bool, str]], piece: Piece) -> None:
    """Append a fragment's rows: a new paragraph where the line opens one and nothing is left open."""
    for row, label in zip(piece.rows, piece.labels, strict=True):
        given = row.line.role is not None
        ends = bool(raws) and (raws[-1][0] or tail_class(squash(raws[-1][1])) == "stop")
        wrapped_on = row.column > 0 and label != "first"
        starts = (
            not raws
            or given
            or raws[-1][0]
            or (ends and not wrapped_on and squash(row.raw)[0] not in "，。、；：）)”")
        )
        if starts:
            raws.append((False, row.raw))
        else:
            raws[-1] = (False, join_raw([raws[-1][1], row.raw]))


def _take_lead_in(texts: list[str], out: _Body) -> None:
    for place, text in enumerate(texts[:2]):
        cut = bylines.lead_in(text)
        if cut:
            out.authors += cut.names
            out.dateline, out.led = cut.dateline, True
            texts[place] = text[cut.end :]
            return


def _take_ending(texts: list[str], draft: Draft, out: _Body) -> None:
    for place in range(len(texts) - 1, max(-1, len(texts) - 3), -1):
        text = texts[place]
        cut = (bylines.credit(text) if draft.photo else None) or bylines.sign_off(text)
        if cut is None and not draft.photo:
            cut = _glued(text)
        if cut:
            out.sign_off = cut.text
            out.authors += [name for name in cut.names if name not in out.authors]
            texts[place] = text[: cut.start]
            return


def _glued(text: str) -> bylines.Cut | None:
    """A photo credit at the end of an article's own text is its author's too."""
    cut = bylines.credit(text)
    return cut if cut and cut.start else None


def split_captions(raw: str) -> list[str]:
    """Two captions on one line part after the first one's credit: “…身体。 侯聪 摄 老人在…娱乐。 侯聪 摄”."""
    found: list[str] = []
    start = 0
    for match in re.finditer(
        r"(?<=[。”》])\s*[（(]?[^\s。（）()，,]{1,4}(?:\s[^\s。（）()，,]{1,3})?\s?摄[）)]?(?=\s|$)", raw
    ):
        if bylines.credit(raw[start : match.end()]):
            found.append(unlayout_caption(raw[start : match.end()]))
            start = match.end()
    rest = raw[start:].strip()
    if rest:
        found.append(unlayout_caption(rest))
    return found


def unlayout_caption(raw: str) -> str:
    """A caption with its layout undone; the blank before its credit stays as printed."""
    cut = bylines.credit(raw)
    if cut is None:
        return unlayout(raw)
    text = unlayout(raw[: cut.start])
    blank = " " if raw[: cut.start] != raw[: cut.start].rstrip() else ""
    return f"{text}{blank}{cut.text}"


# --- kind ---------------------------------------------------------------------------------------


def _is_notice(title: str) -> bool:
    return bool(_NOTICE.search(title.strip())) and not _ABOUT_A_NOTICE.search(title)


def _kind(draft: Draft, parts: _Body, title: str | None) -> Kind:
    if draft.photo:
        return Kind.PHOTO
    length = sum(map(len, parts.paragraphs))
    if title and length < 600 and not parts.led and _is_notice(title):
        return Kind.NOTICE
    if parts.led:
        return Kind.NEWS
    if draft.bylines:
        return Kind.FEATURE
    if draft.column and length <= 4 * BRIEF and "要闻" in draft.column:
        return Kind.BRIEF
    return Kind.BRIEF if length <= BRIEF else Kind.NEWS
