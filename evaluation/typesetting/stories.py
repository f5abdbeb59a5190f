"""Articles of evaluation/articles and how their parts are worded on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from briefing.text import unlayout

_HALF = str.maketrans("，：；？！（）", ",:;?!()")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in a byline, sign-off or credit; `role` as printed (记者, 通讯员, 摄, 署名, 单位)."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article with its truth. `byline` is the form: report, square, plain, dateline, sign, open (signed
    after 本报讯), credit or none."""

    id: str
    kind: str
    column: str | None
    kicker: str | None
    title: str | None
    subtitle: str | None
    byline: str
    people: tuple[Person, ...]
    paragraphs: tuple[str, ...]
    section_heads: tuple[str, ...]
    captions: tuple[str, ...]
    dateline: str | None
    event_date: str | None
    event_date_alt: tuple[str | None, ...]
    date_is_scene: bool
    district: str | None
    district_alt: tuple[str, ...]
    city: str | None
    province: str | None
    township: str | None
    theme: str | None
    theme_alt: tuple[str, ...]
    half_width: bool

    @property
    def length(self) -> int:
        """Characters of the body."""
        return sum(map(len, self.paragraphs))


_STORY = TypeAdapter(Story)


def load(paths: Iterable[Path]) -> tuple[Story, ...]:
    """All stories of the JSON Lines files, in their order."""
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return tuple(_STORY.validate_json(line) for line in lines)


def half_width(story: Story) -> Story:
    """The same story with half-width commas, colons, semicolons and brackets, as many papers print."""

    def half(text: str | None) -> str | None:
        return text.translate(_HALF) if text else text

    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text.translate(_HALF) for text in texts)

    return replace(
        story,
        kicker=half(story.kicker),
        title=half(story.title),
        subtitle=half(story.subtitle),
        paragraphs=each(story.paragraphs),
        section_heads=each(story.section_heads),
        captions=each(story.captions),
        half_width=True,
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """How one paper words its bylines: a page has one wording."""

    names_gap: str = " "
    square: str = "□本报{}"
    credit: str = "{} 摄"
    credit_line: bool = False
    byline_line: bool = False
    sign_roles: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A story as it goes to the compositor: every string exactly as printed (blanks included).

    `lead_in` opens the first paragraph or, with `Wording.byline_line`, stands alone as `byline`;
    `sign_off` closes the last paragraph, or stands on its own line where `sign_off_line`. A `mark`
    stands before the title, or before the text that has none.
    """

    story: Story
    byline: str | None
    lead_in: str
    sign_off: str | None
    sign_off_line: bool
    mark: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """(role, text) of everything printed, in reading order; captions last, as the gold has them."""
        story = self.story
        title = f"{self.mark}{story.title}" if story.title else None
        heads = (("kicker", story.kicker), ("title", title), ("subtitle", story.subtitle))
        rows = [(role, text) for role, text in (*heads, ("byline", self.byline)) if text]
        last = len(story.paragraphs) - 1
        for place, text in enumerate(story.paragraphs):
            mark = "" if story.title else self.mark
            lead = f"{mark}{self.lead_in}" if place == 0 else ""
            tail = self.sign_off if place == last and self.sign_off and not self.sign_off_line else ""
            rows.append(("section" if text in story.section_heads else "body", f"{lead}{text}{tail}"))
        if self.sign_off and self.sign_off_line:
            rows.append(("sign_off", self.sign_off))
        return (*rows, *(("caption", text) for text in story.captions))


def copy(story: Story, wording: Wording) -> Copy:
    """Word the byline or sign-off of a story."""
    left, right = "()" if story.half_width else "（）"
    names = [person.name for person in story.people]
    written = _written(story.people, wording.names_gap)
    byline, lead_in, sign_off, own_line = None, "", None, False
    match story.byline:
        case "report":
            lead_in = f"本报讯{left}{written}{right}"
        case "dateline":
            place = re.sub("市$", "", story.city or "")
            day = re.sub(r"(\d+)-0?(\d+)-0?(\d+)", r"\2月\3日", story.event_date or "")
            lead_in = f"本报{place}{day}讯{left}{written}{right}"
        case "square":
            byline = wording.square.format(written)
        case "plain":
            byline = f"本报{written}"
        case "sign" if story.kind == "notice":
            sign_off, own_line = names[0], True
        case "sign" | "open":
            roles = wording.sign_roles and story.people[0].role != "署名"
            sign_off = f"{left}{written if roles else '、'.join(names)}{right}"
            lead_in = "本报讯 " if story.byline == "open" else ""
        case "credit":
            sign_off = wording.credit.format(names[0])
            if sign_off[0] in "(（":
                sign_off = f"{left}{sign_off[1:-1]}{right}"
            own_line = wording.credit_line
            if not own_line and sign_off[0] not in "(（":
                sign_off = f" {sign_off}"
    if wording.byline_line and lead_in:
        byline, lead_in = lead_in, ""
    return Copy(story, byline, lead_in, sign_off, own_line)


def _written(people: tuple[Person, ...], gap: str) -> str:
    """记者 甲 乙 通讯员 丙: each role once, before its first name."""
    words: list[str] = []
    for place, person in enumerate(people):
        if place == 0 or person.role != people[place - 1].role:
            words.append(person.role)
        words.append(person.name)
    return gap.join(words)


def authors(story: Story) -> list[str]:
    """The names a reader must find; an institution under a notice is no author's name."""
    return [person.name for person in story.people if person.role != "单位"]


def body(story: Story) -> list[str]:
    """Paragraphs with the layout undone."""
    return [unlayout(text) for text in story.paragraphs]
