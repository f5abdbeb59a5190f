"""Page designs as data: sizes, columns, groups of columns, faces, bylines, content order."""

from __future__ import annotations

from dataclasses import dataclass, field

from evaluation.typesetting.stories import Wording


@dataclass(frozen=True, slots=True)
class Design:
    """One newspaper's page, at most `height` mm high: it ends where its text does.

    `groups` are column counts of the stacks below the lead, left to right; `digest` names the group
    (by place) that is a column of briefs under `digest_label`. `order` is the content order of the PDF:
    natural, title_after, some_after, layers, columns, scatter, frames, random; rows is a table's (all
    titles of a band before its columns). `faces`: serif and sans are Noto's, droid is
    Droid Sans with Liberation, mixed sets Noto's headlines over it. `flow` leaves line breaking and
    columns to the browser (CSS columns).

    `layout` is how stories take their places: stacks under a lead, bands of cells, one stream through all
    columns, a grid of a main block, a rail and boxes. `varied` stories differ in their bylines; `marks`
    stand before a digest's items, which may be `untitled`. The rest is what sheet.Type has.
    """

    name: str
    width: float
    height: float
    columns: int
    groups: tuple[int, ...]
    size: float
    leading: float
    gutter: float = 8.0
    margin: float = 12.0
    lead: bool = True
    digest: int | None = None
    digest_label: str = "一周要闻"
    masthead: str = "strip"
    faces: str = "serif"
    order: str = "natural"
    squeeze: bool = False
    airy: bool = False
    half_width: bool = False
    boxes: bool = False
    rules: bool = False
    inset_heads: bool = False
    title_scale: float = 1.0
    slogan: bool = False
    flow: bool = False
    wording: Wording = field(default_factory=Wording)
    layout: str = "stacks"
    varied: bool = False
    marks: str = ""
    untitled: bool = False
    motto: bool = False
    run_on: bool = False
    caption_above: bool = False
    label_form: str = "{}"
    head_align: str = "center"
    byline_align: str = "center"


DESIGNS = (
    # A broadsheet with the lead over all five columns and two stacks below.
    Design("broadsheet", 350, 500, 5, (3, 2), 10.5, 1.45, rules=True, boxes=True, faces="mixed"),
    # The weekly digest in a column of its own; titles after their text, features first in the file.
    Design(
        "digest", 350, 490, 5, (1, 2, 2), 10, 1.5, digest=0, order="title_after", squeeze=True, slogan=True,
        faces="mixed", wording=Wording(square="□本报{}"),
    ),
    # A tabloid with narrow columns, dense, half-width marks.
    Design(
        "tabloid", 270, 390, 4, (2, 2), 9.5, 1.4, gutter=7, half_width=True, masthead="foot", faces="droid",
        wording=Wording(square="本报{}", credit="（{} 摄）"),
    ),
    # Airy A3 with wide columns; headlines inset beside a full-height column.
    Design(
        "airy", 297, 420, 3, (2, 1), 10.5, 1.7, gutter=9, airy=True, inset_heads=True, order="layers",
        digest=1, digest_label="区县短波", faces="mixed", wording=Wording(names_gap="  ", credit_line=True),
    ),
    # Everything in boxes, side by side, frames written column by column.
    Design(
        "boxes", 350, 500, 4, (2, 2), 10.5, 1.5, boxes=True, lead=False, order="columns", faces="droid",
        title_scale=0.9, wording=Wording(square="■本报{}", credit="{}摄"),
    ),
    # A front page: big name, slogan, frames in any order.
    Design(
        "front", 350, 500, 5, (2, 2, 1), 10, 1.45, masthead="front", digest=2, digest_label="简明新闻",
        order="random", slogan=True, rules=True, faces="droid", squeeze=True,
        wording=Wording(byline_line=True),
    ),
    # One feature scattered over the page: its heads, sections and captions apart in the file.
    Design(
        "scattered", 330, 480, 5, (3, 2), 10, 1.5, order="scatter", faces="mixed", inset_heads=True,
        wording=Wording(square="□本报{}"),
    ),
    # Set by the browser's own columns.
    Design(
        "columns", 297, 420, 4, (2, 2), 9.5, 1.5, gutter=7, flow=True, faces="droid", lead=False,
        wording=Wording(square="本报{}", credit="（{} 摄）"),
    ),
    # Photo news and briefs in a narrow right column, wide columns left.
    Design(
        "photos", 320, 450, 4, (3, 1), 10.5, 1.5, digest=1, digest_label="图说·短讯", faces="droid",
        order="title_after", half_width=True, masthead="foot", wording=Wording(credit="（{} 摄）"),
    ),
    # Noto's faces only: the browser embeds them as Type 3 fonts.
    Design("small", 210, 297, 3, (2, 1), 9.5, 1.5, gutter=7, margin=10, lead=False, order="layers"),
)  # fmt: skip

# What their pages share is fixed here; sizes, faces, content orders and the rest are drawn (see looks.py).
DRAWN = (
    # Bands of boxes side by side, each article a block of columns of its own.
    Design("multicol", 297, 420, 4, (), 10, 1.5, layout="bands", lead=False, varied=True),
    # Column frames on a baseline grid; the file has them by article, body first or in any order.
    Design("abs", 297, 420, 5, (), 10, 1.5, layout="bands", lead=False, varied=True, order="frames"),
    # The whole page one flow through all columns, titles in column width.
    Design("flow", 297, 420, 4, (), 10, 1.5, layout="stream", varied=True, run_on=True),
    # A main block, a tinted rail with the digest, two rows of boxes: columns of four widths.
    Design("grid", 297, 420, 4, (), 9.5, 1.5, layout="grid", lead=False, varied=True),
    # A table: a row with all titles of a band, then a row with all its columns.
    Design("table", 297, 420, 4, (), 10, 1.5, layout="bands", lead=False, varied=True, order="rows"),
)
