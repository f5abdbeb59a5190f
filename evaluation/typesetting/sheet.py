"""What a laid-out page consists of. Lengths are millimetres from the page's top left corner, sizes points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Type:
    """How a page is set: body size in points, leading in ems, column and gutter in mm.

    In a `digest` the column's label stands once above all items, not over each; `small_heads` are set
    in the body's size. `run_on` titles break wherever the line is full, within words too. `label_form`
    is how a series' name stands over its story. Headlines take at most `head_room` of their width.
    """

    size: float
    leading: float
    column: float
    gutter: float
    squeeze: bool = False
    airy: bool = False
    title_scale: float = 1.0
    inset_heads: bool = False
    caption_scale: float = 0.9
    flow: bool = False
    digest: bool = False
    small_heads: bool = False
    run_on: bool = False
    caption_above: bool = False
    label_form: str = "{}"
    head_align: str = "center"
    byline_align: str = "center"
    head_room: float = 1.0

    @property
    def em(self) -> float:
        """The size of the body's type in millimetres."""
        return self.size * POINT

    @property
    def row(self) -> float:
        """From one line of body to the next, in millimetres."""
        return self.em * self.leading

    @property
    def capacity(self) -> int:
        """Full-width characters in a line."""
        return int(self.column / self.em)

    def span(self, columns: int) -> float:
        """The width of so many columns with the gutters between, in millimetres."""
        return columns * self.column + (columns - 1) * self.gutter


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Columns [column, column + span) are taken from `row` on, `rows` deep."""

    column: int
    span: int
    row: int
    rows: int

    def covers(self, column: int, row: int) -> bool:
        """Whether it takes this row of this column."""
        return self.column <= column < self.column + self.span and self.row <= row < self.row + self.rows


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed line. `owner` is the story's id, None for furniture; `part` counts the story's parts.

    `line` counts the part's lines, `last` says whether this one closes the part (a paragraph, a caption).
    """

    role: str
    text: str
    owner: str | None
    x: float
    y: float
    width: float
    size: float
    face: str = "body"
    align: str = "left"
    part: int = 0
    line: int = 0
    last: bool = True
    indent: float = 0.0
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set as one frame: a headline, a caption, the body between two breaks of its column."""

    kind: str
    owner: str | None
    pieces: tuple[Piece, ...]

    @property
    def x(self) -> float:
        """Its left edge in millimetres."""
        return self.pieces[0].x

    @property
    def y(self) -> float:
        """Its first line's top in millimetres."""
        return self.pieces[0].y


@dataclass(frozen=True, slots=True)
class Rect:
    """A frame, rule or picture. `kind`: picture, box, rule, tint."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A story, digest or advertisement set at the origin of its region."""

    blocks: tuple[Block, ...]
    height: float
    rects: tuple[Rect, ...] = ()

    def at(self, x: float, y: float) -> Setting:
        """The same, moved."""
        return Setting(
            tuple(replace(block, pieces=tuple(_moved(block.pieces, x, y))) for block in self.blocks),
            self.height,
            tuple(replace(rect, x=rect.x + x, y=rect.y + y) for rect in self.rects),
        )


def _moved(pieces: Iterable[Piece], x: float, y: float) -> Iterable[Piece]:
    return (replace(piece, x=piece.x + x, y=piece.y + y) for piece in pieces)


@dataclass(slots=True)
class Sheet:
    """A finished page: blocks in content order."""

    width: float
    height: float
    blocks: list[Block] = field(default_factory=list)
    rects: list[Rect] = field(default_factory=list)

    def add(self, setting: Setting, x: float, y: float) -> None:
        """Put a set piece down with its top left corner there."""
        placed = setting.at(x, y)
        self.blocks += placed.blocks
        self.rects += placed.rects
