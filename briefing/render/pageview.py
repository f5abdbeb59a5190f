"""How a page was read, as one self-contained HTML page: each article in a colour with its number, its parts
in reading order, what each line was read as, what is doubtful, what belongs to no article.

The page is for people: whoever opens it sees at a glance whether the reading is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from jinja2 import Environment, StrictUndefined, Template

from briefing.boxes import LEVEL, Rectangle, shared_width, union
from briefing.model import AnnotatedArticle, Box, Doubt, Line, LineRanges, Reading, Role
from briefing.render.clean import Cleaner
from briefing.resources import data

ROLES = {
    Role.KICKER: "引题",
    Role.TITLE: "标题",
    Role.SUBTITLE: "副题",
    Role.BYLINE: "署名",
    Role.BODY: "正文",
    Role.SECTION: "小标题",
    Role.CAPTION: "图片说明",
    Role.SIGN_OFF: "落款",
    Role.COLUMN: "栏目",
    Role.FURNITURE: "报头、版面信息",
}
GENERATOR = "briefing pages"
"""What a page of ours says of itself, so that it may be written anew and no other file ever is."""
_GOLDEN = 137.508
"""Degrees between the hues of neighbouring articles: no two near in number are near in colour."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the printed page looks like: an image as data URI, the page's size in points."""

    uri: str
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: as it was read, its articles annotated (those that go on here as well), its image."""

    reading: Reading
    articles: tuple[AnnotatedArticle, ...]
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one article that follow one another on the page; `order` counts the article's blocks."""

    article: int
    order: int
    lines: tuple[int, ...]
    last: bool


@dataclass
class Row:
    """A line of the page for the template."""

    number: int
    text: str
    owners: list[int] = field(default_factory=list)
    starts: list[Block] = field(default_factory=list)
    follows: list[tuple[int, int]] = field(default_factory=list)
    role: str = ""
    chip: str = ""
    plain: bool = False
    doubts: list[tuple[str, int, str]] = field(default_factory=list)
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt in the legend; `target` is its mark on this page, where it has one (`here`)."""

    message: str
    lines: LineRanges
    target: str
    here: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the legend."""

    number: int
    article: AnnotatedArticle
    doubts: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """What is drawn over the page's image for one article: a path for each role, and the eye's jumps."""

    article: int
    paths: tuple[tuple[str, str], ...]
    jumps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark on the image, at percentages of its width and height."""

    x: float
    y: float
    text: str
    article: int
    kind: str
    target: str
    label: str


def render(pages: Sequence[Seen]) -> bytes:
    """All pages as one HTML page."""
    clean = Cleaner()
    numbered = _numbers(pages)
    views = [_page(place, page, numbered) for place, page in enumerate(pages, start=1)]
    made = _template().render(
        pages=views, roles={role.value: name for role, name in ROLES.items()}, generator=GENERATOR
    )
    return clean(made).encode("utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["hue"] = lambda number: round(20 + number * _GOLDEN) % 360
    environment.globals["ranges"] = lines_named
    return environment.from_string(data("pageview.html").read_text("utf-8"))


def lines_named(lines: LineRanges) -> str:
    """“3–5、9”."""
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in lines)


def _numbers(pages: Sequence[Seen]) -> dict[str, int]:
    """A running number for each article over all pages; one that goes on on another page keeps its own."""
    found: dict[str, int] = {}
    for page in pages:
        for article in page.articles:
            found.setdefault(article.id, len(found) + 1)
    return found


def _page(place: int, seen: Seen, numbered: dict[str, int]) -> dict[str, object]:
    page = seen.reading.page
    lines = {line.number: line for line in page.lines}
    own = {number for number, line in lines.items() if line.text.strip()}
    blocks = [
        block
        for article in seen.articles
        for block in _blocks(numbered[article.id], _spoken(article, page.path), own, lines)
    ]
    roles = dict(seen.reading.roles)
    rows = _rows(place, seen, blocks, roles, numbered)
    legend = [_entry(place, numbered[one.id], one, page.path, lines) for one in seen.articles]
    left = sum(1 for row in rows if row.text.strip() and not row.owners and not row.plain)
    drawn = _drawn(place, seen, blocks, rows, lines) if seen.drawing else {}
    return {
        "place": place,
        "page": page,
        "masthead": seen.reading.masthead,
        "name": page.given.page or seen.reading.masthead.page,
        "paper": page.given.paper or seen.reading.masthead.paper,
        "published": next((one.published for one in seen.articles if one.published), None),
        "rows": rows,
        "legend": legend,
        "left": left,
        "doubts": sum(len(row.doubts) for row in rows)
        + sum(not doubt.here for entry in legend for doubt in entry.doubts),
        "drawing": seen.drawing,
        **drawn,
    }


def _spoken(article: AnnotatedArticle, path: str) -> LineRanges:
    """The article's lines in a file, in reading order."""
    if article.source.path == path:
        return article.source.lines
    return tuple(span for part in article.source.continued if part.path == path for span in part.lines)


def _each(lines: LineRanges) -> Iterator[int]:
    return (number for first, last in lines for number in range(first, last + 1))


def _blocks(article: int, spoken: LineRanges, own: set[int], lines: dict[int, Line]) -> Iterator[Block]:
    """An article's lines on this page, cut where the eye has to jump: to another line, or another column."""
    runs: list[list[int]] = []
    printed = sorted(own)
    after = dict(pairwise(printed))
    every = [number for number in _each(spoken) if number in own]
    before: int | None = None
    for number in every:
        if before is not None and after.get(before) == number and _below(lines[before], lines[number]):
            runs[-1].append(number)
        else:
            runs.append([number])
        before = number
    for order, run in enumerate(runs, start=1):
        yield Block(article, order, tuple(run), order == len(runs))


def _below(above: Line, line: Line) -> bool:
    """Whether the eye goes straight on; always true of text without places."""
    if above.box is None or line.box is None:
        return True
    one, two = _rectangle(above.box), _rectangle(line.box)
    apart = two[1] - one[3]
    return -LEVEL <= apart <= 4 * LEVEL and shared_width(one, two) > 0


def _rectangle(box: Box) -> Rectangle:
    return box[1], box[2], box[3], box[4]


def _rows(
    place: int, seen: Seen, blocks: Sequence[Block], roles: dict[int, Role], numbered: dict[str, int]
) -> list[Row]:
    rows = {line.number: Row(line.number, line.text) for line in seen.reading.page.lines}
    for block in blocks:
        rows[block.lines[0]].starts.append(block)
        for number in block.lines:
            rows[number].owners.append(block.article)
    for one, two in pairwise(blocks):
        if one.article == two.article:
            rows[one.lines[-1]].follows.append((one.article, two.lines[0]))
    before = None
    for number, row in rows.items():
        role = roles.get(number)
        row.plain = not row.owners and role in {Role.FURNITURE, Role.COLUMN}
        row.role = role.value if role and (row.owners or row.plain) else ""
        if row.text.strip():
            here = (row.role, tuple(row.owners), bool(row.starts))
            if row.role != "body" and here != before:
                row.chip = ROLES[Role(row.role)] if row.role else "未归入任何文章"
            before = (row.role, tuple(row.owners), False)
    for article in seen.articles:
        for at, doubt in enumerate(article.warnings):
            inside = [n for n in _each(doubt.lines) if n in rows]
            if inside and article.source.path == seen.reading.page.path:
                identity = f"d{place}-{numbered[article.id]}-{at}"
                rows[inside[0]].doubts.append((identity, numbered[article.id], doubt.message))
                for number in inside:
                    rows[number].doubtful = True
    return list(rows.values())


def _entry(place: int, number: int, article: AnnotatedArticle, path: str, lines: dict[int, Line]) -> Entry:
    here = article.source.path == path
    doubts = (
        Question(doubt.message, doubt.lines, f"d{place}-{number}-{at}", here and _stands(doubt, lines))
        for at, doubt in enumerate(article.warnings)
    )
    return Entry(number, article, tuple(doubts))


def _stands(doubt: Doubt, lines: dict[int, Line]) -> bool:
    return any(number in lines for number in _each(doubt.lines))


# --- the page's image -----------------------------------------------------------------------------


def _drawn(
    place: int, seen: Seen, blocks: Sequence[Block], rows: Sequence[Row], lines: dict[int, Line]
) -> dict[str, object]:
    """Regions and badges over the image, in points."""
    assert seen.drawing is not None
    roles = {row.number: row.role for row in rows}
    boxes = {number: _rectangle(line.box) for number, line in lines.items() if line.box}
    regions = []
    for article in dict.fromkeys(block.article for block in blocks):
        own = [block for block in blocks if block.article == article]
        numbers = [n for block in own for n in block.lines if n in boxes]
        kinds = list(dict.fromkeys(roles[n] or "body" for n in numbers))
        paths = tuple(
            (kind, _path(boxes[n] for n in numbers if (roles[n] or "body") == kind)) for kind in kinds
        )
        regions.append(Region(article, paths, _jumps(own, boxes, roles)))
    alone = [row for row in rows if row.text.strip() and not row.owners and row.number in boxes]
    return {
        "regions": regions,
        "plain": _path(boxes[row.number] for row in alone if row.plain),
        "unread": _path(boxes[row.number] for row in alone if not row.plain),
        "doubtful": _path(boxes[row.number] for row in rows if row.doubtful and row.number in boxes),
        "badges": list(_badges(place, blocks, rows, boxes, seen.drawing)),
    }


def _path(boxes: Iterable[Rectangle]) -> str:
    """Rectangles as the data of one SVG path."""
    return "".join(
        f"M{x0 - 1.5:.1f} {y0 - 1:.1f}H{x1 + 1.5:.1f}V{y1 + 1:.1f}H{x0 - 1.5:.1f}Z"
        for x0, y0, x1, y1 in boxes
    )


def _jumps(blocks: Sequence[Block], boxes: dict[int, Rectangle], roles: dict[int, str]) -> tuple[str, ...]:
    """The eye's ways from the end of a block to the start of the next, as SVG paths; captions stand apart."""
    stops = [
        union(boxes[n] for n in block.lines if n in boxes)
        for block in blocks
        if block.lines[0] in boxes and roles[block.lines[0]] != Role.CAPTION
    ]
    return tuple(
        f"M{(one[0] + one[2]) / 2:.0f} {one[3]:.0f}L{(two[0] + two[2]) / 2:.0f} {two[1]:.0f}"
        for one, two in pairwise(stops)
    )


def _badges(
    place: int,
    blocks: Sequence[Block],
    rows: Sequence[Row],
    boxes: dict[int, Rectangle],
    drawing: Drawing,
) -> Iterator[Badge]:
    by_number = {row.number: row for row in rows}

    def at(number: int) -> tuple[float, float]:
        x, y = boxes[number][:2]
        return round(100 * x / drawing.wide, 2), round(100 * y / drawing.high, 2)

    for block in blocks:
        inside = [n for n in block.lines if n in boxes]
        if not inside:
            continue
        many = not block.last or block.order > 1
        text = f"{block.article}·{block.order}" if many else str(block.article)
        name = f"第 {block.article} 篇，第 {block.order} 段" if many else f"第 {block.article} 篇"
        yield Badge(*at(inside[0]), text, block.article, "block", f"a{place}-{block.article}", name)
        shown = ""
        for number in inside:
            role = by_number[number].role
            if role not in {shown, "body", ""}:
                label = f"第 {block.article} 篇：{ROLES[Role(role)]}"
                yield Badge(*at(number), ROLES[Role(role)], block.article, "role", "", label)
            shown = role
    for row in rows:
        if row.number in boxes:
            for identity, article, message in row.doubts:
                yield Badge(*at(row.number), "存疑", article, "doubt", identity, message)
