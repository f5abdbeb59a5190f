"""Templates that an office may edit: Jinja2, sandboxed, strict about names, escaping everything.

A template gets exactly the briefing's fields (docs/data.md) and, because a printed page needs running
numbers and lists across districts, five names more: `numbers`, `entries`, `doubts`, `places`, `grid`; for the
page on which an editor checks, what stands behind the items: `originals`, `origins`; and from the settings
what the office prints beside the news: `office`, `layout`.
A wrong tag is the editor's mistake: one line that names the template, the place and the tag.
"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.config import Config
from briefing.errors import ConfigError
from briefing.model import Briefing, Doubt, Item
from briefing.render.originals import Articles, originals, origins
from briefing.render.wording import FILTERS, full_day

# Jinja says: 'name' is undefined; 'briefing.model.Item object' has no attribute 'name'.
_QUOTED = re.compile(r"'([^']*)'")

MISTAKES = (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError)
"""What a wrong tag raises: Jinja's own errors, and Python's where a filter is given the wrong thing."""

Write = Callable[[str], str]
"""How a text is put into the format: cleaned and, where Jinja's escaping is not enough, escaped."""


class Ready(Markup):
    """What one of our own filters made in the document's own language: printed as it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with its running number in the document and the place and theme it stands under."""

    number: int
    label: str
    theme: str
    item: Item


@dataclass(frozen=True, slots=True)
class DoubtAt:
    """A doubt with what it is about: an item's number and headline, a photo's headline, or the whole."""

    number: int | None
    headline: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class PlaceTotal:
    """A district's label and how many items it has."""

    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A district's items of a theme; `shade` is the cell's colour, RRGGBB, the darker the more."""

    n: int
    shade: str


@dataclass(frozen=True, slots=True)
class Row:
    """A district's items by theme, and how many in all."""

    label: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Items by district (rows) and theme (columns: those that have items), and each theme's total."""

    themes: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    total: int


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, which need not examine the declared fields of our own frozen values.

    A page of 500 items asks for 35,000 of them; with the sandbox's examination of each it took three times
    as long.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in getattr(type(obj), "__dataclass_fields__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def environment(write: Write) -> ImmutableSandboxedEnvironment:
    """A sandboxed environment whose every printed value goes through `write`; None prints nothing."""

    def finalize(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, Ready):
            return value
        return write(full_day(value) if type(value) is date else str(value))

    made = _Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    return made


def compiled(made: Environment, source: str) -> Template:
    """A template's text, ready to be filled by an environment; compiled once, however often it is filled."""
    code = _code(source, frozenset(made.filters))
    return Template.from_code(made, code, made.make_globals(None))


@lru_cache(maxsize=32)
def _code(source: str, filters: frozenset[str]) -> CodeType:
    """The program of a text, the same for every gate (`write`): compiling the web page takes as long as
    filling it with 300 items.
    """
    made = environment(str)
    for name in filters - made.filters.keys():
        made.filters[name] = _later
    return made.compile(source)


def _later(*_values: object) -> object:
    """In the place of a format's own filter: what it gives is not known before the document is made."""
    raise NotImplementedError


def context(briefing: Briefing, config: Config, articles: Articles | None = None) -> dict[str, Any]:
    """What a template can name: the briefing's own fields, the lists across districts, the settings.

    With `articles` also what stands behind the items; without them `originals` know only the sentences.
    """
    entries = tuple(_entries(briefing))
    return {field.name: getattr(briefing, field.name) for field in fields(briefing)} | {
        "entries": entries,
        "numbers": {entry.item.id: entry.number for entry in entries},
        "doubts": (
            *(DoubtAt(e.number, e.item.headline, doubt) for e in entries for doubt in e.item.warnings),
            *(DoubtAt(None, one.headline, doubt) for one in briefing.photos for doubt in one.warnings),
            *(DoubtAt(None, "", doubt) for doubt in briefing.warnings),
        ),
        "places": tuple(
            PlaceTotal(section.label, sum(len(group.items) for group in section.themes))
            for section in briefing.sections
        ),
        "grid": grid(briefing),
        "originals": originals(briefing, articles or {}),
        "origins": origins(briefing, articles or {}),
        "office": config.office,
        "layout": config.layout,
    }


# White to a red on which black figures still read well (contrast 8 : 1).
_SHADES = ("FFFFFF", "FCEBE9", "F9D8D4", "F5C3BD", "F0ACA4")


def grid(briefing: Briefing) -> Grid:
    """The briefing's counts as a table; places and themes in the order in which they stand."""
    found: dict[str, Counter[str]] = {}
    themes: Counter[str] = Counter()
    for count in briefing.counts:
        found.setdefault(count.place, Counter())[count.theme] += count.n
        themes[count.theme] += count.n
    most = max((n for row in found.values() for n in row.values()), default=1)
    steps = len(_SHADES) - 1
    return Grid(
        tuple(themes),
        tuple(
            Row(label, tuple(Cell(row[t], _SHADES[-(-row[t] * steps // most)]) for t in themes), row.total())
            for label, row in found.items()
        ),
        tuple(themes.values()),
        themes.total(),
    )


def _entries(briefing: Briefing) -> Iterator[Entry]:
    number = 0
    for section in briefing.sections:
        for group in section.themes:
            for item in group.items:
                number += 1
                yield Entry(number, section.label, group.theme, item)


def mistake(name: str, error: Exception, place: Callable[[int], str]) -> ConfigError:
    """An editor's mistake as one line; `place` says where a line of the compiled template is."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
    where = place(line) if line else ""
    match error:
        case UndefinedError():
            named = _QUOTED.findall(error.message or "")
            what = f"用了没有的字段“{named[-1]}”" if named else "用了没有的字段"
        case SecurityError():
            what = f"用了模板里不许用的写法（{error.message}）"
        case TemplateError():
            what = f"标记写错了（{error.message}）"
        case _:
            what = f"标记用错了对象（{error}）"
    return ConfigError(f"模板“{name}”{where}{what}。请改正这一处，或用 briefing init 取回原来的模板")


def place_in(source: str, line: int) -> str:
    """A line of a template's text: its number and what stands there."""
    lines = source.splitlines()
    text = lines[line - 1].strip() if line <= len(lines) else ""
    return f"第{line}行“{text}”" if text else f"第{line}行"


def _line_of(error: Exception) -> int | None:
    # Jinja rewrites the traceback so that the template's own frames carry its lines.
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return lines[-1] if lines else None
