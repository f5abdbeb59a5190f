"""Pages cut into boxes by a browser, each box set as if another editor had it.

Real pages are not of one piece: a box has a size and leading of its own (text is spread until it fills the
box), a digest's headlines run into its text or fail, headlines stand upright beside their text, a section's
head is hardly larger than the text. What flowed.py draws for a page is drawn here for each article.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from evaluation.typesetting import furniture
from evaluation.typesetting.compose import Composed, renumbered
from evaluation.typesetting.designs import DESIGNS
from evaluation.typesetting.flowed import FIT, image
from evaluation.typesetting.html import FACES
from evaluation.typesetting.sheet import Block, Piece, Sheet
from evaluation.typesetting.stories import Copy, Story, Wording, copy, half_width

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
_CHIPS = (
    "background: #333; color: #fff; padding: 0 .6em", "border-bottom: .3mm solid #a11", "color: #a11",
    "border: .2mm solid #333; padding: 0 .5em", "background: #ddd; padding: 0 .6em", "",
)  # fmt: skip
_LABELS = (
    "简讯", "短波", "一周要闻", "要闻速览", "镇街动态", "部门动态", "基层快报", "要闻回放", "身边事",
    "新闻集装箱", "一周回眸", "资讯速递", "区县传真", "今日看点", "新闻快车道", "民情速递",
)  # fmt: skip
_SERIES = ("图片新闻", "特别关注", "民生关注", "在希望的田野上", "基层来风", "我为群众办实事", "一线传真")
_OPENERS = ("", "", "", "■", "●", "◆", "▲")


@dataclass(slots=True)
class _Box:
    """What is drawn for a page, and what of its stories and furniture has been printed on it."""

    rng: random.Random
    waiting: list[Copy]
    faces: tuple[str, str]
    width: float
    scale: float
    placed: list[Copy] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def face(self) -> str:
        """A face for one thing: mostly the page's, else another."""
        return _face(self.rng.choice([*self.faces, *self.faces, "serif", "sans"]))

    def take(self, kinds: frozenset[str], least: float, most: float) -> Copy | None:
        """The first waiting story of these kinds and lengths, placed."""
        for one in self.waiting:
            if one.story.kind in kinds and least <= one.story.length <= most:
                self.waiting.remove(one)
                return one
        return None

    def label(self, text: str) -> str:
        """A column's label."""
        self.texts.append(text)
        chip, face, size = self.rng.choice(_CHIPS), self.face(), self.rng.choice([1, 1.1, 1.25])
        style = f"{chip}; font-family: {face}; font-size: {size}em"
        return f'<div><span class="label" style="{style}">{text}</span></div>'


def _face(name: str) -> str:
    """A face as an attribute names it."""
    return FACES[name].replace('"', "'")


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
    page = _Box(rng, waiting, faces, width, rng.uniform(0.8, 1.15))
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


def _cell(page: _Box, wide: int, across: float, goal: float) -> str:
    """A box `across` mm wide and about `goal` mm high: articles, a digest, photo news."""
    rng = page.rng
    room = across * goal / 21  # characters of usual size
    frame = rng.choice(_FRAMES)
    spread = f' data-spread="{rng.uniform(1.4, 1.6):.2f}"' if rng.random() < 0.5 else ""
    drawn = rng.random()
    if drawn < 0.32 and across < 170:
        inner = _digest(page, across, room)
    elif drawn < 0.46 and across < 170:
        inner = _photo(page, across) + _articles(page, across, room - across * 3, 1)
    else:
        inner = _articles(page, across, room, 1 if wide > 2 else rng.choice([1, 1, 2]))
    return f'<div class="cell" style="flex-grow:{wide};{frame}"{spread}>{inner}</div>'


def _articles(page: _Box, across: float, room: float, count: int) -> str:
    out = []
    for number in range(count):
        share = room / count
        one = page.take(frozenset({"news", "feature", "notice", "brief"}), 0.5 * share, 1.2 * share)
        if one is not None:
            out.append(_article(page, one, across, "<hr>" if number and page.rng.random() < 0.4 else ""))
    return "".join(out)


def _style(page: _Box) -> str:
    """An article's own size and face: mostly the page's."""
    rng = page.rng
    size = rng.choice([1, 1, 1, 1, 0.88, 0.93, 1.08, 1.2, 1.3])
    return f"font-size:{size}em;font-family:{page.face() if rng.random() < 0.3 else 'inherit'}"


def _article(page: _Box, one: Copy, across: float, before: str = "") -> str:
    """One story with its headline above, below (in the file), beside or upright, its byline out or in."""
    rng, story = page.rng, one.story
    column = max(36.0, rng.uniform(42, 66))
    columns = max(1, min(6, round(across / column), story.length // 60 or 1))
    one = _shown(page, one)
    head = _head(page, one, across)
    byline = ""
    if one.byline:
        place = rng.choice(["left", "center", "right"])
        face = rng.choice(["inherit", page.face()])
        weight = rng.choice([400, 400, 700])
        indent = "padding-left:2em;" if place == "left" and rng.random() < 0.5 else ""
        style = f"text-align:{place};font-family:{face};font-weight:{weight};{indent}"
        byline = f'<div class="byline" style="{style}">{escape(one.byline)}</div>'
    inside = rng.random() < 0.4
    figures = [_figure(page, text, across / columns, n) for n, text in enumerate(story.captions)]
    top = figures.pop(0) if figures and rng.random() < 0.3 else ""
    rule = "column-rule:.2mm solid #999;" if rng.random() < 0.15 else ""
    text = (
        f'{top}<div style="columns:{columns};column-gap:{rng.choice([1.3, 1.6, 2, 2.4])}em;{rule}">'
        f"{byline if inside else ''}{_body(page, one, figures)}</div>"
    )
    out = "" if inside else byline
    drawn = rng.random()
    page.placed.append(one)
    alone = [role for role, _ in one.parts if role in ("kicker", "title", "subtitle")] == ["title"]
    if drawn < 0.12 and columns >= 2 and alone and not one.story.column:
        order = "row-reverse" if rng.random() < 0.4 else "row"
        return (
            f'{before}<article class="rest" style="flex-direction:{order};{_style(page)}">'
            f'{_upright(page, story.title or "")}<div style="min-width:0;flex:1">{out}{text}</div></article>'
        )
    if drawn < 0.2 and columns >= 3 and head:
        return (
            f'{before}<article class="rest" style="{_style(page)}">'
            f'<div style="width:24%;flex:none">{head}{out}</div>'
            f'<div style="min-width:0;flex:1">{text}</div></article>'
        )
    if drawn < 0.4:  # the file has the text first
        return (
            f'{before}<article style="display:flex;flex-direction:column;{_style(page)}">'
            f'<div style="order:2">{out}{text}</div><div style="order:1">{head}</div></article>'
        )
    return f'{before}<article style="{_style(page)}">{head}{out}{text}</article>'


def _shown(page: _Box, one: Copy) -> Copy:
    """The story as this box has it: now and then under a series' label."""
    if one.story.column or page.rng.random() > 0.15:
        return one
    return replace(one, story=replace(one.story, column=page.rng.choice(_SERIES)))


def _head(page: _Box, one: Copy, across: float) -> str:
    rng = page.rng
    out = [page.label(one.story.column)] if one.story.column else []
    scale = page.scale * {0: 1.5, 1: 1.9, 2: 2.4, 3: 2.9}.get(int(across / 60), 3.4)
    align = rng.choice(["center", "center", "left"])
    face, weight = page.face(), rng.choice([700, 700, 700, 400])
    small = max(1.0, scale * rng.choice([0.45, 0.55]))
    for role, text in one.parts:
        match role:
            case "kicker" | "subtitle":
                tag, size, bold = ("h2" if role == "kicker" else "h3"), small, 400
            case "title":
                tag, size, bold = "h1", scale, weight
            case _:
                continue
        style = f"font-size:{size:.2f}em;text-align:{align};font-family:{face};font-weight:{bold}"
        out.append(f'<{tag} style="{style}">{escape(text)}</{tag}>')
    return "".join(out)


def _upright(page: _Box, title: str) -> str:
    """A headline whose characters stand one below the other, in lines from right to left."""
    size, lines = page.rng.choice([1.8, 2.1, 2.4]), -(-len(title) // page.rng.choice([10, 13, 16]))
    high = (-(-len(title) // lines) + 0.5) * size
    style = f"font-size:{size}em;font-family:{page.face()};height:{high / size:.1f}em"
    return f'<h1 class="upright" style="{style}">{escape(title)}</h1>'


def _body(page: _Box, one: Copy, figures: Sequence[str]) -> str:
    """Paragraphs and section heads, pictures between."""
    rng = page.rng
    section = (
        f"font-size:{rng.choice([1, 1, 1.05, 1.12, 1.2])}em;font-family:{page.face()};"
        f"margin:{rng.choice([0, 0.2, 0.4])}em 0;"
        f"text-align:{rng.choice(['center', 'left'])};font-weight:{rng.choice([700, 700, 700, 400])}"
    )
    parts = [(role, text) for role, text in one.parts if role in ("body", "section", "sign_off")]
    waiting = sorted(((rng.randrange(len(parts)), figure) for figure in figures), key=lambda spot: spot[0])
    out: list[str] = []
    for place, (role, text) in enumerate(parts):
        while waiting and waiting[0][0] == place:
            out.append(waiting.pop(0)[1])
        tag, style = ("h4", section) if role == "section" else ("p", "")
        out.append(f'<{tag} class="{role}" style="{style}">{escape(text)}</{tag}>')
    return "".join(out)


def _figure(page: _Box, text: str, across: float, seed: int) -> str:
    picture = f'<img alt="" style="height:{across * page.rng.uniform(0.4, 0.7):.0f}mm" src="{image(seed)}">'
    return f"<figure>{picture}<figcaption>{escape(text)}</figcaption></figure>"


def _photo(page: _Box, across: float) -> str:
    """A photo with its caption, its headline above it, below it or none."""
    rng = page.rng
    one = page.take(frozenset({"photo"}), 0, 400)
    if one is None:
        return ""
    if rng.random() < 0.4:
        one = replace(one, story=replace(one.story, title=None, kicker=None, subtitle=None))
    page.placed.append(one)
    label = page.label("图片新闻") if rng.random() < 0.5 else ""
    head = "".join(
        f'<h1 style="font-size:{rng.choice([1.2, 1.5])}em;text-align:center">{escape(text)}</h1>'
        for role, text in one.parts
        if role == "title"
    )
    picture = (
        f'<figure><img alt="" style="height:{across * 0.5:.0f}mm" src="{image(len(page.texts))}"></figure>'
    )
    text = _body(page, one, [])
    pair = head + picture if rng.random() < 0.5 else picture + head
    columns = 2 if across > 90 and rng.random() < 0.5 else 1
    return f'<article>{label}{pair}<div class="shown" style="columns:{columns}">{text}</div></article>'


def _digest(page: _Box, across: float, room: float) -> str:
    """Briefs under a label: each with a headline of its own, with one that runs into its text, or without."""
    rng = page.rng
    form = rng.choice(["own", "own", "run-in", "run-in", "none", "none"])
    label, mark = rng.choice(_LABELS), rng.choice(_OPENERS)
    out: list[str] = []
    size, scale, face = rng.choice([1, 1, 0.93]), rng.choice([1, 1.1, 1.3]), page.face()
    bold = f"font-family:{page.face()};font-weight:700"
    used = 0.0
    while used < room and len(out) < 7:
        one = page.take(frozenset({"brief"}), 40, 260)
        if one is None:
            break
        used += one.story.length + 30
        title = None if form == "none" else one.story.title
        story = replace(one.story, column=label, kicker=None, subtitle=None, title=title)
        one = replace(one, story=story, mark=mark)
        page.placed.append(one)
        out.append(_item(one, form, scale, bold, rng.choice(["", "", "　", " "])))
    if not out:
        return ""
    columns = 1 if across < 90 else 2
    gap = rng.choice([0, 0.2, 0.5])
    items = "".join(f'<div style="margin-bottom:{gap}em">{item}</div>' for item in out)
    style = f"font-size:{size}em;font-family:{face}"
    text = f'<div style="columns:{columns};column-gap:1.6em">{items}</div>'
    return f'<article style="{style}">{page.label(label)}{text}</article>'


def _item(one: Copy, form: str, scale: float, bold: str, blank: str) -> str:
    out: list[str] = []
    title = ""
    for role, text in one.parts:
        match role:
            case "title" if form == "run-in":
                title = f'<b style="{bold}">{escape(text)}</b>{blank or "　"}'
            case "title":
                out.append(f'<h1 style="font-size:{scale}em;{bold};text-align:left">{escape(text)}</h1>')
            case "body" | "sign_off":
                out.append(f'<p class="{role}">{title}{escape(text)}</p>')
                title = ""
            case "byline":
                title = f"{title}{escape(text)} "
            case _:
                continue
    return "".join(out)
