"""The briefing as a letter: subject, HTML and text of one mail, not yet addressed to anybody.

It shows the briefing's doubts, so that nothing unchecked goes out unseen. What an editor has seen through and
released is written from the briefing `for_leaders`: headlines, texts, credits, newspapers.
A letter with an attachment stays under SIZE bytes: the most important items and a pointer to the
attachment. Without one nothing is left out, for it would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import css_inline

from briefing.config import Config
from briefing.model import Briefing, Item
from briefing.render import flowed, plain
from briefing.render.clean import Cleaner
from briefing.render.template import MISTAKES, compiled, context, environment, mistake, place_in
from briefing.render.wording import issue_name, span

SIZE = 100_000
"""Bytes of the mail without its attachments; Gmail cuts a message off at 102 kB of HTML."""

_BASE64 = 78 / 57  # 57 bytes become a line of 76 characters and its end
_HEADERS = 4_000  # what the headers and the parts' own take, with room for a sender's signature (DKIM)

_INLINER = css_inline.CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. `omitted` is the number of items for which it points to the attachment."""

    subject: str
    html: str
    text: str
    omitted: int = 0

    @property
    def size(self) -> int:
        """Bytes of the mail that carries it, without attachments."""
        bodies = len(self.html.encode()) + len(self.text.encode())
        return int(bodies * _BASE64) + len(self.subject.encode()) * 2 + _HEADERS


def write(
    briefing: Briefing,
    template: Path,
    clean: Cleaner,
    config: Config,
    *,
    attached: Sequence[str] = (),
    note: str = "",
) -> Letter:
    """The letter of a briefing; `attached` are the names of the files that will go with it, `note` is a
    word ahead of everything (更正).

    Raises ConfigError for a template that is wrong, OSError for one that cannot be read.
    """
    page = _Page(template.read_text("utf-8"), template.name, clean)
    letter_of = _Writer(briefing, page, clean, config, attached, note)
    whole = letter_of(None)
    if whole.size <= SIZE or not attached:
        return whole
    # The most items that fit. Each letter is made whole and measured, for an estimate could be wrong; it is
    # where the search begins, so that few long letters are made.
    fits, too_many = 0, len(_items(briefing))
    likely = too_many * SIZE // whole.size
    best = letter_of(0)
    while too_many - fits > 1:
        further = max(1, fits // 4) if fits else max(1, likely)
        middle = min((fits + too_many) // 2, fits + further)
        letter = letter_of(middle)
        if letter.size <= SIZE:
            fits, best = middle, letter
        else:
            too_many = middle
    return best


def for_leaders(briefing: Briefing) -> Briefing:
    """Without what is an editor's business: doubts and what was left out."""
    sections = tuple(
        replace(
            section,
            themes=tuple(
                replace(group, items=tuple(replace(item, warnings=()) for item in group.items))
                for group in section.themes
            ),
        )
        for section in briefing.sections
    )
    photos = tuple(replace(photo, warnings=()) for photo in briefing.photos)
    return replace(briefing, sections=sections, photos=photos, left_out=(), warnings=())


class _Page:
    """The letter's HTML from its template, which is compiled once however often it is filled."""

    def __init__(self, source: str, name: str, clean: Cleaner) -> None:
        self._source = source
        self._name = name
        with self._mistakes():
            self._template = compiled(environment(clean), source)

    def __call__(self, values: Mapping[str, Any]) -> str:
        with self._mistakes():
            page = self._template.render(values)
        return _INLINER.inline(page)

    @contextmanager
    def _mistakes(self) -> Iterator[None]:
        try:
            yield
        except MISTAKES as error:
            raise mistake(self._name, error, lambda line: place_in(self._source, line)) from error


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the letter with so many items, the most important ones (None: all, and the photos)."""

    briefing: Briefing
    page: _Page
    clean: Cleaner
    config: Config
    attached: Sequence[str]
    note: str

    def __call__(self, most: int | None) -> Letter:
        shown = self.briefing if most is None else _top(self.briefing, most)
        omitted = len(_items(self.briefing)) - len(_items(shown))
        whole = context(self.briefing, self.config)
        # An item has the number that it has in the attachment, whatever is left out before it.
        values = context(shown, self.config) | {
            "numbers": whole["numbers"],
            "doubts": whole["doubts"],
            "omitted": omitted,
            "omitted_photos": len(self.briefing.photos) - len(shown.photos),
            "attached": tuple(self.attached),
            "note": self.note.strip(),
        }
        return Letter(self._subject(), self.page(values), self._text(shown, values), omitted)

    def _subject(self) -> str:
        briefing = self.briefing
        issue = issue_name(briefing.issue) if briefing.issue else ""
        revision = f"第{briefing.revision}稿" if briefing.revision > 1 else ""
        about = "，".join(filter(None, (span(briefing.period), issue, revision)))
        # A header is one line: whatever would end it becomes a blank.
        return " ".join(self.clean(f"{briefing.title}（{about}）").split())

    def _text(self, shown: Briefing, values: Mapping[str, Any]) -> str:
        lines = takewhile(
            lambda line: line[0] is not plain.Mark.CUT, plain.lines(shown, self.config, self.briefing)
        )
        parts = [f"{self.clean(values['note'])}\n"] if self.note else []
        parts += [plain.TEXT[mark].format(self.clean(line)) for mark, line in lines]
        if values["omitted"]:
            photos = f"、图片新闻{values['omitted_photos']}幅" if values["omitted_photos"] else ""
            parts.append(f"\n另有要闻{values['omitted']}条{photos}未在此列出，全文见附件。")
        parts += [f"\n附件：{self.clean(name)}" for name in self.attached]
        return flowed.encode("\n".join(parts)) + "\n"


def _items(briefing: Briefing) -> list[Item]:
    return [item for section in briefing.sections for group in section.themes for item in group.items]


def _top(briefing: Briefing, most: int) -> Briefing:
    """The briefing with its `most` most important items, in their places, and without photos."""
    ranked = sorted(_items(briefing), key=lambda item: -item.score)
    kept = {item.id for item in ranked[:most]}
    sections = []
    for section in briefing.sections:
        groups = (
            replace(group, items=tuple(item for item in group.items if item.id in kept))
            for group in section.themes
        )
        themes = tuple(group for group in groups if group.items)
        if themes:
            sections.append(replace(section, themes=themes))
    return replace(briefing, sections=tuple(sections), photos=())
