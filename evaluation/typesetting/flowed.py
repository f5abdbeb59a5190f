"""Pages that a browser lays out by itself: bands of cells, each a stack of articles in CSS columns.

They differ from compose.py's pages in what nobody fixes line by line: titles set left or beside their
text, pictures floating in a column, hairlines between an article's own columns, captions above or below,
paragraphs without indent, ragged lines. The page is as high as its text.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from evaluation.typesetting import furniture
from evaluation.typesetting.compose import Composed, renumbered
from evaluation.typesetting.designs import DESIGNS
from evaluation.typesetting.html import FACES, _picture
from evaluation.typesetting.sheet import Block, Piece, Sheet
from evaluation.typesetting.stories import Copy, Story, Wording, copy, half_width

_CSS = """
@page {{ size: {width}mm {height}mm; margin: 0 }}
* {{ box-sizing: border-box }}
html, body {{ margin: 0; padding: 0 }}
body {{ width: {width}mm; padding: {margin}mm; font: {size}pt/{leading} {body}; text-align: {align} }}
.band {{ display: flex; gap: {gap}mm; margin-bottom: {gap}mm }}
.cell {{ min-width: 0 }} .cell + .cell {{ {wall} }}
article {{ margin: 0 0 {gap}mm; {frame} }}
.text {{ column-gap: {gutter}em; {between} }}
p {{ margin: 0 0 {apart}em; text-indent: {indent}em; orphans: 1; widows: 1 }}
h1, h2, h3, h4, h5 {{ margin: 0 0 .3em; line-height: 1.25; text-indent: 0; font-weight: {weight} }}
h1 {{ font-family: {title}; text-align: {heads}; {inked} }}
h2, h3 {{ font-family: {second}; text-align: {heads}; font-weight: 400 }}
h4 {{ font: {strong} {section}em {title}; text-align: {sections}; margin: .4em 0; break-after: avoid }}
h5 {{ font: {strong} 1.05em {second}; text-align: left; {label} }}
.byline {{ text-align: {bylines}; text-indent: 0; font-family: {second}; margin: .2em 0 .5em }}
.sign_off {{ text-align: right; text-indent: 0 }}
figure {{ margin: .4em 0 .6em; break-inside: avoid }} figure img {{ width: 100%; display: block }}
figcaption, .caption p {{ font: {caption}em/1.4 {third}; text-align: {captions}; text-indent: 0 }}
.side {{ display: flex; gap: 1.4em }} .side header {{ width: 26%; flex: none }}
.mast {{ display: flex; justify-content: space-between; align-items: end; border-bottom: .4mm solid #333;
 margin-bottom: {gap}mm }} .mast .paper {{ font: bold 2.2em {title} }} .mast .small {{ font-size: .9em }}
"""
FIT = """<script>addEventListener("load", () => {{
 const high = Math.ceil(document.documentElement.scrollHeight * 25.4 / 96) + 2;
 const style = document.createElement("style");
 style.textContent = "@page {{ size: {width}mm " + high + "mm; margin: 0 }}";
 document.head.append(style) }})</script>"""
_BANDS = ((3,), (2, 2), (2, 1), (1, 2), (4,), (1, 1, 1), (3, 2), (1, 3), (3, 1), (2, 2, 1), (1, 1), (5,))
_INKS = ("", "", "", "color: #a11", "color: #124", "letter-spacing: .08em", "transform: none")


@dataclass(frozen=True, slots=True)
class Look:
    """How one page is set; lengths in mm, sizes relative to the body's."""

    css: str
    scale: float
    side_heads: bool
    label_above: bool
    caption_above: bool
    floats: bool
    bands: tuple[tuple[int, ...], ...]
    wording: Wording
    half: bool


def look(rng: random.Random, width: int, height: int) -> Look:
    """Draw a page's look."""
    size = rng.uniform(8.5, 11)
    indent = rng.choice([2, 2, 2, 0])
    frame = rng.choice([
        "", "", "", "border-bottom: .2mm solid #777; padding-bottom: .6em",
        "border-top: .6mm solid #333; padding-top: .5em",
        "border: .25mm solid #555; padding: .8em", "background: #f4efe4; padding: .8em",
    ])  # fmt: skip
    css = _CSS.format(
        width=width,
        height=height,
        margin=rng.choice([8, 10, 14]),
        size=round(size, 1),
        leading=round(rng.uniform(1.35, 1.8), 2),
        align=rng.choice(["justify", "justify", "justify", "left"]),
        body=FACES[rng.choice(["serif", "sans", "droid"])],
        title=FACES[rng.choice(["serif", "sans", "droid"])],
        second=FACES[rng.choice(["serif", "sans", "droid"])],
        third=FACES[rng.choice(["serif", "sans", "droid"])],
        gap=round(rng.uniform(4, 9), 1),
        wall=rng.choice(["", "", "border-left: .2mm solid #888; padding-left: 3mm"]),
        frame=frame,
        gutter=round(rng.uniform(1.1, 2.8), 1),
        between=rng.choice(["", "", "", "column-rule: .2mm solid #999"]),
        apart=0 if indent else rng.choice([0.5, 0.8]),
        indent=indent,
        weight=rng.choice([400, 700, 700]),
        heads=rng.choice(["center", "center", "left"]),
        inked=rng.choice(_INKS),
        strong=rng.choice(["400", "700", "700"]),
        section=rng.choice([1.0, 1.0, 1.1, 1.25]),
        sections=rng.choice(["center", "left"]),
        label=rng.choice(["", "border-bottom: .3mm solid #a11", "background: #ddd; padding: .1em .4em"]),
        bylines=rng.choice(["center", "left", "right"]),
        caption=rng.choice([0.8, 0.85, 0.9, 0.95]),
        captions=rng.choice(["left", "center"]),
    )
    names = rng.choice([" ", "  "])
    wording = Wording(
        names, rng.choice(["□本报{}", "本报{}", "■本报{}", "◎{}"]),
        rng.choice(["{} 摄", "（{} 摄）", "{}摄"]),
        byline_line=rng.random() < 0.2,
    )  # fmt: skip
    count = rng.choice([2, 3, 3, 4])
    return Look(
        css, rng.uniform(0.75, 1.2), rng.random() < 0.15, rng.random() < 0.7, rng.random() < 0.12,
        rng.random() < 0.3, tuple(rng.choice(_BANDS) for _ in range(count)), wording, rng.random() < 0.25,
    )  # fmt: skip


def flowed(name: str, pool: Sequence[Story]) -> tuple[Composed, str]:
    """The page of this name and its HTML: a pure function of its arguments."""
    rng = random.Random(f"{name} flowed")
    width = rng.randint(210, 380)
    seen = look(rng, width, 600)
    stories = rng.sample(list(pool), min(len(pool), 40))
    waiting = [copy(half_width(s) if seen.half and not s.half_width else s, seen.wording) for s in stories]
    placed: list[Copy] = []
    texts: list[str] = []
    paper, issued = furniture.paper(tuple(stories), rng), furniture.issued(tuple(stories), rng)
    section, number = rng.choice(["要闻", "综合", "民生新闻", "区县"]), rng.randint(1, 8)
    texts += [paper, f"{issued.year}年{issued.month}月{issued.day}日", section, f"第{number}版"]
    spans = [f'<span class="{"paper" if n == 0 else "small"}">{text}</span>' for n, text in enumerate(texts)]
    parts = [f'<div class="mast">{"".join(spans)}</div>']
    for band in seen.bands:
        cells = "".join(
            f'<div class="cell" style="flex:{wide}">{_cell(wide, seen, waiting, placed, texts, rng)}</div>'
            for wide in band
        )
        parts.append(f'<div class="band">{cells}</div>')
    script = FIT.format(width=width)
    page = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{paper}</title>'
        f"<style>{seen.css}</style>"
        f"<body>{''.join(parts)}{script}</body></html>"
    )
    blocks = [Block("furniture", None, (Piece("furniture", text, None, 0, 0, 0, 9),)) for text in texts]
    design = replace(DESIGNS[0], name="flowed", width=width)
    composed = Composed(design, Sheet(width, 0, blocks), tuple(placed), paper, issued.isoformat())
    return renumbered(composed, name), page


def _cell(
    wide: int,
    seen: Look,
    waiting: list[Copy],
    placed: list[Copy],
    texts: list[str],
    rng: random.Random,
) -> str:
    """A stack of articles for a cell `wide` columns of its band."""
    out: list[str] = []
    if wide == 1 and rng.random() < 0.35:
        label = rng.choice(["一周要闻", "短讯", "简明新闻", "区县短波"])
        briefs = [c for c in waiting if c.story.kind == "brief"][: rng.randint(2, 5)]
        if briefs:
            texts.append(label)
            out.append(f"<h5>{label}</h5>")
            for brief in briefs:
                waiting.remove(brief)
                placed.append(replace(brief, story=replace(brief.story, column=label)))
                out.append(_article(brief, 1, wide, seen, texts, rng, labelled=False))
            return "".join(out)
    room = {1: 500, 2: 1000, 3: 1800}.get(wide, 2600)
    for _ in range(rng.choice([1, 1, 2, 3])):
        fitting = [c for c in waiting if 60 * wide <= c.story.length <= room or c.story.kind == "photo"]
        if not fitting:
            break
        chosen = fitting[0]
        waiting.remove(chosen)
        placed.append(chosen)
        room -= chosen.story.length
        columns = max(1, min(wide, chosen.story.length // 110))
        out.append(_article(chosen, columns, wide, seen, texts, rng))
        if room < 200:
            break
    return "".join(out)


def _article(
    one: Copy,
    columns: int,
    wide: int,
    seen: Look,
    texts: list[str],
    rng: random.Random,
    labelled: bool = True,
) -> str:
    story = one.story
    head: list[str] = []
    if story.column and labelled and seen.label_above:
        texts.append(story.column)
        head.append(f"<h5>{escape(story.column)}</h5>")
    scale = seen.scale * {1: 1.45, 2: 2.0, 3: 2.5}.get(wide, 3.0)
    tags = {
        "kicker": ("h2", max(1.05, scale * 0.5)),
        "title": ("h1", scale),
        "subtitle": ("h3", max(1.0, scale * 0.5)),
    }
    for role, text in one.parts:
        if role in tags:
            tag, size = tags[role]
            head.append(f'<{tag} style="font-size:{size:.2f}em">{escape(text)}</{tag}>')
    byline = f'<div class="byline">{escape(one.byline)}</div>' if one.byline else ""
    figures = [_figure(text, seen, wide, columns, n) for n, text in enumerate(story.captions)]
    body = "".join(_body(one, figures, rng))
    if story.kind == "photo":
        picture = f'<figure><img alt="" style="height:{wide * 24}mm" src="{image(len(texts))}"></figure>'
        return f'<article>{"".join(head)}{picture}<div class="caption">{body}</div></article>'
    text = f'<div class="text" style="columns:{columns}">{body}</div>'
    if seen.side_heads and wide >= 3 and columns >= 2 and head:
        return f'<article class="side"><header>{"".join(head)}{byline}</header>{text}</article>'
    return f"<article><header>{''.join(head)}{byline}</header>{text}</article>"


def _body(one: Copy, figures: list[str], rng: random.Random) -> Iterator[str]:
    """The body's paragraphs, its pictures between them."""
    parts = [(role, text) for role, text in one.parts if role in ("body", "section", "sign_off")]
    places = sorted(rng.randrange(len(parts)) for _ in figures)
    waiting = list(zip(places, figures, strict=True))
    for place, (role, text) in enumerate(parts):
        while waiting and waiting[0][0] == place:
            yield waiting.pop(0)[1]
        tag = "h4" if role == "section" else "p"
        yield f'<{tag} class="{role}">{escape(text)}</{tag}>'


def _figure(text: str, seen: Look, wide: int, columns: int, seed: int) -> str:
    picture = f'<img alt="" style="height:{18 + 6 * (seed % 3)}mm" src="{image(seed)}">'
    caption = f"<figcaption>{escape(text)}</figcaption>"
    inner = caption + picture if seen.caption_above else picture + caption
    style = (
        ' style="float:left;width:46%;margin-right:.8em"' if seen.floats and columns == 1 and wide > 1 else ""
    )
    return f"<figure{style}>{inner}</figure>"


def image(seed: int) -> str:
    return f"data:image/png;base64,{base64.b64encode(_picture(seed)).decode('ascii')}"
