"""Pages cut into boxes by a browser, each box set as if another editor had it.

Real pages are not of one piece: a box has a size and leading of its own (text is spread until it fills the
box), a digest's headlines run into its text or fail, headlines stand upright beside their text, a section's
head is hardly larger than the text. What flowed.py draws for a page is drawn here for each article.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from evaluation.typesetting import furniture
from evaluation.typesetting.cells import Drawn, article, digest, photo
from evaluation.typesetting.compose import Composed, renumbered
from evaluation.typesetting.designs import DESIGNS
from evaluation.typesetting.flowed import FIT
from evaluation.typesetting.html import FACES
from evaluation.typesetting.sheet import Block, Piece, Sheet
from evaluation.typesetting.stories import Story, Wording, copy, half_width

_CSS = """
@page {{ size: {width}mm 900mm; margin: 0 }}
* {{ box-sizing: border-box }}
html, body {{ margin: 0; padding: 0 }}
body {{ width: {width}mm; padding: {margin}mm; font: {size}pt/{leading} {body}; text-align: justify }}
.band {{ display: flex; gap: {gap}mm; margin-bottom: {gap}mm; align-items: stretch; {ruled} }}
.cell {{ min-width: 0; flex-basis: 0 }} .cell + .cell {{ {wall} }}
article {{ margin: 0 0 {between}mm; line-height: var(--lead, {leading}) }}
p {{ margin: 0; text-indent: 2em; orphans: 1; widows: 1 }}
h1, h2, h3, h4 {{ margin: 0 0 .3em; line-height: 1.25; text-indent: 0; break-after: avoid }}
h2, h3 {{ font-weight: 400 }}
.label {{ font-weight: 700; display: inline-block; margin-bottom: .3em; text-indent: 0 }}
.byline, .sign_off {{ text-indent: 0 }} .sign_off {{ text-align: right }}
figure {{ margin: .4em 0 .6em; break-inside: avoid }} figure img {{ width: 100%; display: block }}
figcaption, .shown p {{ font-size: {caption}em; line-height: 1.4; font-family: {second}; text-indent: 0 }}
figcaption {{ text-align: {captions} }} .rest {{ display: flex; gap: 1em }}
.upright {{ writing-mode: vertical-rl; text-orientation: upright; flex: none }}
.mast {{ display: flex; justify-content: space-between; align-items: end; margin-bottom: {gap}mm;
 border-bottom: .4mm solid #333 }}
.paper {{ font-size: 2.4em; font-weight: 700 }} .small {{ font-size: .9em }}
"""
# Text is spread until the box is full, at most to leading 2.
_SPREAD = """<script>document.querySelectorAll(".band").forEach(band => {
 for (const cell of band.children) {
  const last = cell.lastElementChild, room = () => cell.getBoundingClientRect().bottom
   - last.getBoundingClientRect().bottom;
  if (!last || !cell.dataset.spread) continue;
  let lead = parseFloat(cell.dataset.spread);
  while (room() > 6 && lead < 2) { lead += 0.06; cell.style.setProperty("--lead", lead) }
  while (room() < -1 && lead > 1.3) { lead -= 0.06; cell.style.setProperty("--lead", lead) }
 }})</script>"""
_BANDS = (
    (5,), (3, 2), (2, 3), (2, 2, 1), (1, 2, 2), (4, 1), (1, 4), (2, 1, 2), (1, 3, 1), (2, 1), (1, 2), (3,),
    (1, 1, 1), (2, 2), (1, 1, 2), (1, 1, 1, 1), (3, 1),
)  # fmt: skip
_FRAMES = (
    "", "", "", "", "border: .25mm solid #555; padding: .7em", "background: #eee; padding: .7em",
    "border-top: .3mm solid #666; padding-top: .6em", "border: .2mm dashed #777; padding: .7em",
)  # fmt: skip


def boxed(name: str, pool: Sequence[Story]) -> tuple[Composed, str]:
    """The page of this name and its HTML: a pure function of its arguments."""
    rng = random.Random(f"{name} boxed")
    width = rng.choice([260, 280, 297, 297, 320, 350])
    faces = rng.choice(
        [("serif", "sans"), ("serif", "serif"), ("sans", "sans"), ("droid", "droid"), ("sans", "serif")]
    )
    stories = rng.sample(list(pool), min(len(pool), 60))
    half = rng.random() < 0.15
    wording = Wording(
        rng.choice([" ", " ", "  "]),
        rng.choice(["□本报{}", "本报{}", "■本报{}", "◎本报融媒{}", "{}", "文/图 {}"]),
        rng.choice(["{} 摄", "（{} 摄）", "{}摄", "{}/摄"]),
        byline_line=rng.random() < 0.25,
    )
    waiting = [copy(half_width(s) if half and not s.half_width else s, wording) for s in stories]
    page = Drawn(rng, waiting, faces, rng.uniform(0.8, 1.15))
    css = _CSS.format(
        width=width,
        margin=rng.choice([8, 10, 12]),
        size=round(rng.uniform(8.5, 10.5), 1),
        leading=round(rng.uniform(1.4, 1.7), 2),
        body=FACES[faces[0]],
        second=page.face(),
        gap=rng.choice([3, 4, 5, 6]),
        between=rng.choice([3, 4, 5]),
        ruled=rng.choice(["", "border-top: .3mm solid #555; padding-top: 2mm"]),
        wall=rng.choice(["", "border-left: .2mm solid #888; padding-left: 3mm"]),
        caption=rng.choice([0.85, 0.9, 0.92, 1.0]),
        captions=rng.choice(["left", "justify", "center"]),
    )
    paper, issued = furniture.paper(tuple(stories), rng), furniture.issued(tuple(stories), rng)
    page.texts += [
        paper,
        f"{issued.year}年{issued.month}月{issued.day}日",
        rng.choice(["要闻", "综合新闻", "民生·社会"]),
    ]
    spans = [f'<span class="{"paper" if n == 0 else "small"}">{t}</span>' for n, t in enumerate(page.texts)]
    parts = [f'<div class="mast">{"".join(spans)}</div>']
    for band in [rng.choice(_BANDS) for _ in range(rng.choice([3, 3, 4]))]:
        across = width / sum(band)
        goal = rng.uniform(70, 130) * (1.3 if len(band) == 1 else 1.0)
        parts.append(
            f'<div class="band">{"".join(_cell(page, wide, wide * across, goal) for wide in band)}</div>'
        )
    source = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{paper}</title><style>{css}</style>'
        f"<body>{''.join(parts)}{_SPREAD}{FIT.format(width=width)}</body></html>"
    )
    blocks = [Block("furniture", None, (Piece("furniture", t, None, 0, 0, 0, 9),)) for t in page.texts]
    design = replace(DESIGNS[0], name="boxed", width=width)
    return renumbered(
        Composed(design, Sheet(width, 0, blocks), tuple(page.placed), paper, issued.isoformat()), name
    ), source


def _cell(page: Drawn, wide: int, across: float, goal: float) -> str:
    """A box `across` mm wide and about `goal` mm high: articles, a digest, photo news."""
    rng = page.rng
    room = across * goal / 21  # characters of usual size
    frame = rng.choice(_FRAMES)
    spread = f' data-spread="{rng.uniform(1.4, 1.6):.2f}"' if rng.random() < 0.5 else ""
    drawn = rng.random()
    if drawn < 0.32 and across < 170:
        inner = digest(page, across, room)
    elif drawn < 0.46 and across < 170:
        inner = photo(page, across) + _articles(page, across, room - across * 3, 1)
    else:
        inner = _articles(page, across, room, 1 if wide > 2 else rng.choice([1, 1, 2]))
    return f'<div class="cell" style="flex-grow:{wide};{frame}"{spread}>{inner}</div>'


def _articles(page: Drawn, across: float, room: float, count: int) -> str:
    out = []
    for number in range(count):
        share = room / count
        one = page.take(frozenset({"news", "feature", "notice", "brief"}), 0.5 * share, 1.2 * share)
        if one is not None:
            out.append(article(page, one, across, "<hr>" if number and page.rng.random() < 0.4 else ""))
    return "".join(out)
