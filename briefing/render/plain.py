"""Text and Markdown: the briefing for a chat group, readable without any program.

Both are the same sequence of lines; only the dress differs, and that is a small table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto

from briefing.config import Config, Office
from briefing.model import Briefing, Doubt, ItemSource, LeftOut, Photo
from briefing.render.clean import Cleaner
from briefing.render.template import DoubtAt, Entry, context
from briefing.render.wording import (
    credit,
    file_name,
    in_brackets,
    issue_name,
    line_ranges,
    marks,
    numeral,
    origin,
    photo_credit,
    span,
)


class Mark(Enum):
    """What a line is."""

    TITLE = auto()
    FACTS = auto()
    DISTRICT = auto()
    THEME = auto()
    HEADLINE = auto()
    BODY = auto()
    PICTURE = auto()
    DOUBT = auto()
    CUT = auto()
    ENTRY = auto()


TEXT = {
    Mark.TITLE: "{}",
    Mark.FACTS: "{}",
    Mark.DISTRICT: "\n【{}】",
    Mark.THEME: "\n〔{}〕",
    Mark.HEADLINE: "\n{}",
    Mark.BODY: "　　{}",
    Mark.PICTURE: "　　图：{}",
    Mark.DOUBT: "　　※ 待核：{}",
    Mark.CUT: "\n———— {} ————",
    Mark.ENTRY: "· {}",
}
_MARKDOWN = {
    Mark.TITLE: "# {}\n",
    Mark.FACTS: "{}\n",
    Mark.DISTRICT: "## {}\n",
    Mark.THEME: "### {}\n",
    Mark.HEADLINE: "#### {}\n",
    Mark.BODY: "{}\n",
    Mark.PICTURE: "> 图：{}\n",
    Mark.DOUBT: "> ※ 待核：{}\n",
    Mark.CUT: "---\n\n*{}*\n",
    Mark.ENTRY: "- {}\n",
}


def text(briefing: Briefing, clean: Cleaner, config: Config) -> bytes:
    """The briefing as UTF-8 text."""
    return _dress(briefing, config, TEXT, clean)


def markdown(briefing: Briefing, clean: Cleaner, config: Config) -> bytes:
    """The briefing as CommonMark; what would be a mark in the text is escaped."""
    return _dress(briefing, config, _MARKDOWN, lambda line: escape_markdown(clean(line)))


def _dress(
    briefing: Briefing, config: Config, dress: Mapping[Mark, str], write: Callable[[str], str]
) -> bytes:
    dressed = (dress[mark].format(write(line)) for mark, line in lines(briefing, config))
    return ("\n".join(dressed).rstrip("\n") + "\n").encode()


def lines(briefing: Briefing, config: Config, whole: Briefing | None = None) -> Iterator[tuple[Mark, str]]:
    """The briefing line by line; where it is only a part, numbers and totals are those of the `whole`."""
    across = context(whole or briefing, config)
    entries: tuple[Entry, ...] = across["entries"]
    numbers: Mapping[str, int] = across["numbers"]
    doubts: tuple[DoubtAt, ...] = across["doubts"]
    yield from _head(whole or briefing, config.office, len(entries), len(doubts))
    for i, section in enumerate(briefing.sections, 1):
        yield Mark.DISTRICT, f"{numeral(i)}、{section.label}"
        for group in section.themes:
            yield Mark.THEME, group.theme
            for item in group.items:
                yield Mark.HEADLINE, f"{numbers[item.id]}. {item.headline}{marks(item)}"
                yield Mark.BODY, item.text + credit(item)
                yield from ((Mark.PICTURE, _photo(photo)) for photo in item.photos)
                yield from ((Mark.DOUBT, _doubt(doubt)) for doubt in item.warnings)
    if briefing.photos:
        yield Mark.DISTRICT, f"{numeral(len(briefing.sections) + 1)}、图片新闻"
    for photo in briefing.photos:
        late = "〔补〕" if photo.late else ""
        yield Mark.HEADLINE, f"▲ {photo.headline}{late}"
        yield Mark.BODY, _photo(photo)
        yield from ((Mark.DOUBT, _doubt(doubt)) for doubt in photo.warnings)
    if config.layout.check_page:
        yield from _tail(entries, briefing.left_out, doubts)


def _head(briefing: Briefing, office: Office, items: int, doubts: int) -> Iterator[tuple[Mark, str]]:
    unit = office.unit or (briefing.edition if briefing.edition != briefing.title else "")
    issue = issue_name(briefing.issue) if briefing.issue else ""
    revision = f"第{briefing.revision}稿" if briefing.revision > 1 else ""
    yield Mark.TITLE, briefing.title
    yield Mark.FACTS, "　".join(filter(None, (unit, span(briefing.period), issue, revision)))
    if office.secrecy:
        yield Mark.FACTS, office.secrecy
    photos = f"，图片新闻{len(briefing.photos)}幅" if briefing.photos else ""
    open_questions = f"；※ 待核{doubts}处" if doubts else ""
    yield Mark.FACTS, f"要闻{items}条{photos}{open_questions}" if items or photos else "本期没有要闻"
    if office.note:
        yield Mark.BODY, f"编者按：{office.note}"


def _tail(
    entries: tuple[Entry, ...], left_out: tuple[LeftOut, ...], doubts: tuple[DoubtAt, ...]
) -> Iterator[tuple[Mark, str]]:
    if not (entries or left_out or doubts):
        return
    yield Mark.CUT, "以下供编辑核对，转发前删去"
    if entries:
        yield Mark.DISTRICT, "来源"
    for entry in entries:
        for source in entry.item.sources:
            yield Mark.ENTRY, f"{entry.number}. {_source(source)}"
    if left_out:
        yield Mark.DISTRICT, "未收录"
    for left in left_out:
        yield Mark.ENTRY, f"{left.headline}：{left.why}"
    if doubts:
        yield Mark.DISTRICT, "待核"
    for at in doubts:
        number = f"{at.number}. " if at.number else ""
        about = f"{at.headline}：" if at.headline else ""
        yield Mark.ENTRY, number + about + _doubt(at.doubt)


def _doubt(doubt: Doubt) -> str:
    return doubt.message + in_brackets(line_ranges(doubt.lines))


def _photo(photo: Photo) -> str:
    return photo.caption + photo_credit(photo)


def _source(source: ItemSource) -> str:
    return f"{origin(source)}，{file_name(source.path)}{line_ranges(source.lines)}"


# Only what CommonMark (and a chat program's ~~) would read as a mark: “R&D <3%” needs none.
_MARKS = re.compile(r"[\\`*_\[\]#~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_AT_START = re.compile(r"^(\d*)([-+=>.)])")
# Not U+0085: a reference to a control character is read as U+FFFD.
_EDGE = re.compile(r"^[^\S\x85]+|[^\S\x85]+$|\n")


def escape_markdown(line: str) -> str:
    """A line that CommonMark shows exactly as it is, blanks at its ends and line breaks included."""
    line = _AT_START.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))
    return _EDGE.sub(lambda match: "".join(f"&#{ord(char)};" for char in match[0]), line)
