"""What stands in a cell of a boxed page, each set as if another editor had it: stories, digests, photos."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from evaluation.typesetting.flowed import image
from evaluation.typesetting.html import FACES
from evaluation.typesetting.stories import Copy

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
class Drawn:
    """What is drawn for a page, and what of its stories and furniture has been printed on it."""

    rng: random.Random
    waiting: list[Copy]
    faces: tuple[str, str]
    scale: float
    placed: list[Copy] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def face(self) -> str:
        """A face for one thing: mostly the page's, else another."""
        return _face(self.rng.choice([*self.faces, *self.faces, "serif", "sans"]))

    def take(self, kinds: frozenset[str], least: float, most: float) -> Copy | None:
        """The first waiting story of these kinds and lengths, no longer waiting."""
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


def _style(page: Drawn) -> str:
    """An article's own size and face: mostly the page's."""
    rng = page.rng
    size = rng.choice([1, 1, 1, 1, 0.88, 0.93, 1.08, 1.2, 1.3])
    return f"font-size:{size}em;font-family:{page.face() if rng.random() < 0.3 else 'inherit'}"


def article(page: Drawn, one: Copy, across: float, before: str = "") -> str:
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


def _shown(page: Drawn, one: Copy) -> Copy:
    """The story as this box has it: now and then under a series' label."""
    if one.story.column or page.rng.random() > 0.15:
        return one
    return replace(one, story=replace(one.story, column=page.rng.choice(_SERIES)))


def _head(page: Drawn, one: Copy, across: float) -> str:
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


def _upright(page: Drawn, title: str) -> str:
    """A headline whose characters stand one below the other, in lines from right to left."""
    size, lines = page.rng.choice([1.8, 2.1, 2.4]), -(-len(title) // page.rng.choice([10, 13, 16]))
    high = (-(-len(title) // lines) + 0.5) * size
    style = f"font-size:{size}em;font-family:{page.face()};height:{high / size:.1f}em"
    return f'<h1 class="upright" style="{style}">{escape(title)}</h1>'


def _body(page: Drawn, one: Copy, figures: Sequence[str]) -> str:
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


def _figure(page: Drawn, text: str, across: float, seed: int) -> str:
    picture = f'<img alt="" style="height:{across * page.rng.uniform(0.4, 0.7):.0f}mm" src="{image(seed)}">'
    return f"<figure>{picture}<figcaption>{escape(text)}</figcaption></figure>"


def photo(page: Drawn, across: float) -> str:
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


def digest(page: Drawn, across: float, room: float) -> str:
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
        out.append(_item(one, form, scale, bold, rng.choice(["　", "　", "　", " "])))
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
                title = f'<b style="{bold}">{escape(text)}</b>{blank}'
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
