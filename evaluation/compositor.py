"""One article as lines of a page's text layer: broken, signed and cut as its page is set."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from briefing.text import width
from briefing.words import cutter
from evaluation.blocks import Out

_HALF = str.maketrans("，：；？！（）", ",:;?!()")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂文辉玲建国华亮晨曦思雨子涵浩然欣怡志远博雅"
PLACES = "城阳 云溪 金水 东港 南湖 北山 西固 长青 平江 临河 石门 龙泉 青山 安宁 白云 桃源".split()


@dataclass
class Style:
    """How one page is printed."""

    wrapped: bool
    half: bool
    para_gap: float
    column_gap: bool
    head_gap: float
    title_below: float
    shuffle: str
    stretch: float
    comma_blank: float
    digit_blank: float
    indent: bool
    byline: str
    lines: int
    spaced: bool
    hard_titles: float
    mark: str
    unsigned: float
    untitled: bool
    heads: str
    ems: int


_EMS = (11, 12, 13, 14, 14, 15, 16, 17, 18, 20, 22, 24)


def style(rng: random.Random) -> Style:
    """Draw a page's style."""
    wrapped = rng.random() < 0.6
    return Style(
        wrapped=wrapped,
        half=rng.random() < (0.25 if wrapped else 0.5),
        para_gap=rng.choice([0.0, 0.0, 0.5, 1.0]) if wrapped else rng.choice([0.0, 1.0, 1.0, 1.0]),
        column_gap=rng.random() < 0.75,
        head_gap=rng.choice([0.0, 0.5, 1.0, 1.0]),
        title_below=rng.choice([0.0, 0.0, 0.1, 0.4]),
        shuffle=rng.choice(["none", "none", "none", "articles", "blocks", "near", "bands", "across"]),
        stretch=rng.choice([0.0, 0.0, 0.05]),
        comma_blank=rng.choice([0.0, 0.0, 0.2]),
        digit_blank=rng.choice([0.0, 0.5, 1.0]),
        indent=rng.random() < 0.15,
        byline=rng.choice(["lead-in", "lead-in", "own-line", "mixed"]),
        lines=rng.choice([8, 12, 20, 30, 45]),
        spaced=rng.random() < 0.05,
        hard_titles=rng.choice([0.0, 0.0, 0.3, 0.8]),
        mark=rng.choice([""] * 6 + list("▲●■◆★◎")),
        unsigned=rng.choice([0.0, 0.0, 0.2, 1.0]),
        untitled=rng.random() < 0.15,
        heads=rng.choice(["own"] * 9 + ["first", "last"]),
        ems=rng.choice(_EMS) if rng.random() < 0.4 else 0,
    )


def person(rng: random.Random) -> str:
    """A name of two or three characters."""
    return rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice([1, 2, 2])))


def _names(data: dict[str, Any]) -> list[str]:
    return [someone["name"] for someone in data.get("people") or []]


def _wrap(text: str, ems: float, indent: bool) -> list[str]:
    """Break as a typesetter does: no closing mark at a line's start, hanging instead."""
    lines, line, used = [], "", 2.0 if indent else 0.0
    for part in re.findall(r"[0-9A-Za-z.%]+|.", text):  # a number is not broken
        w = width(part)
        if used + w > ems + 0.01 and part not in "，。、；：！？）”》’,.;:!?)":
            lines.append(line)
            line, used = "", 0.0
        line += part
        used += w
    lines.append(line)
    return [part for part in lines if part.strip()]


def _split_title(title: str, rng: random.Random) -> list[str]:
    parts = title.split()
    if (len(title) <= 12 and len(parts) < 2) or rng.random() < 0.45:
        return [title]
    if len(parts) > 1 and rng.random() < 0.6:
        return parts
    ends, at = [], 0
    for word in cutter().cut(title):
        at += len(word)
        ends.append(at)
    middle = len(title) / 2 + rng.randint(-2, 2)
    cut = min(ends[:-1] or [len(title)], key=lambda end: abs(end - middle))
    return [part for part in (title[:cut].strip(), title[cut:].strip()) if part]


@dataclass
class Printed:
    """One article as blocks of lines in reading order: head, byline, columns of body, captions."""

    id: str
    head: list[list[Out]] = field(default_factory=list)
    byline: list[Out] = field(default_factory=list)
    body: list[list[Out]] = field(default_factory=list)
    captions: list[list[Out]] = field(default_factory=list)
    tail_sections: list[list[Out]] = field(default_factory=list)


class Printer:
    """Prints articles into blocks in one page's style."""

    def __init__(self, rng: random.Random, look: Style) -> None:
        self.rng, self.look = rng, look

    def article(self, data: dict[str, Any], name: str) -> Printed:
        """An article of the gold's form, set in this page's style; `name` becomes its lines' owner."""
        rng, look = self.rng, self.look
        out = Printed(name)
        data = self._vary(data)
        ems = look.ems or rng.choice(_EMS)
        place = 0

        def put(raw: str, label: str) -> Out:
            nonlocal place
            place += 1
            return Out(self._dress(raw), label, name, place - 1)

        for label in ("kicker", "title", "subtitle"):
            text = data.get(label)
            if text:
                if label == "title" and data["kind"] == "brief":
                    text = look.mark + text
                hard = rng.random() < look.hard_titles
                lines = (
                    _wrap(text, ems * rng.choice([0.7, 0.9, 1.0, 1.0, 1.3]), False)
                    if hard
                    else _split_title(text, rng)
                )
                if label == "subtitle" and not text.startswith("——") and rng.random() < 0.5:
                    lines[0] = "——" + lines[0]
                block = [put(line, label) for line in lines]
                if out.head and rng.random() >= look.head_gap * 0.6:
                    out.head[-1] += block
                else:
                    out.head.append(block)
        if data["kind"] == "photo":
            text = "".join(data["paragraphs"]) or "".join(data["captions"])
            who = (_names(data) or [person(rng)])[0]
            credit = rng.choice([f" {who} 摄", f"{who}摄", f"（{who} 摄）", f" 记者 {who} 摄"])
            own_line = rng.random() < 0.25
            wide = ems * rng.choice([1, 1, 1.5, 2]) if look.wrapped else 999
            lines = _wrap(text + ("" if own_line else credit), wide, rng.random() < 0.5)
            block = [put(line, "caption") for line in lines]
            out.captions.append(block)
            if own_line:
                alone = [put(credit.strip(), "caption")]
                if rng.random() < 0.6:
                    block += alone
                else:
                    out.captions.append(alone)
            return out
        paragraphs = [p for p in data["paragraphs"] if p.strip()]
        sections = set(data.get("section_heads") or [])
        names = _names(data) or [person(rng)]
        kind = data["kind"]
        first, last = self._sign(kind, names)
        if first == "own-line":
            mark = rng.choice(["□", "■", "◎", "", "", "●"])
            reporters = rng.choice(["本报记者 ", "记者 ", "本报记者 "]) + " ".join(names[:1])
            others = (
                f" {rng.choice(['通讯员', '通讯员', '实习生'])} {' '.join(names[1:])}" if names[1:] else ""
            )
            out.byline = [put(mark + reporters + others + rng.choice(["", "", "", " 文/图"]), "byline")]
        elif first:
            paragraphs[0] = first + paragraphs[0]
        if last:
            paragraphs[-1] += last
        detached = bool(sections) and rng.random() < 0.15
        out.body = [[]]
        room = look.lines + rng.randint(-3, 3)
        caption_left = list(data.get("captions") or [])
        for n, paragraph in enumerate(paragraphs):
            if paragraph in sections:
                couplet = [put(line, "section") for line in _split_title(paragraph, rng)]
                if detached:
                    out.tail_sections.append(couplet)
                    continue
                if rng.random() < 0.7 and out.body[-1]:
                    out.body.append([])
                out.body[-1] += couplet
                if rng.random() < 0.7:
                    out.body.append([])
                continue
            ready = self._dress(paragraph, body=True)
            lines = _wrap(ready, ems, True) if look.wrapped else self._unwrapped(ready)
            for k, line in enumerate(lines):
                label = "first" if k == 0 else "body"
                cut = len(out.body[-1]) >= room if look.wrapped else k > 0
                if cut and out.body[-1]:
                    out.body.append([])
                    room = look.lines + rng.randint(-3, 3)
                    if caption_left and rng.random() < 0.6:
                        out.captions.append(self._caption(caption_left.pop(0), ems, put))
                        out.captions[-1][0].place = -len(out.body)  # stands before this body block
                text = ("　　" + line) if look.indent and k == 0 else self._justify(line)
                place += 1
                out.body[-1].append(Out(text, label, name, place - 1))
            if n + 1 < len(paragraphs) and out.body[-1] and (rng.random() < look.para_gap):
                out.body.append([])
                room = look.lines
        for text in caption_left:
            out.captions.append(self._caption(text, ems, put))
        out.body = [block for block in out.body if block]
        return out

    def _vary(self, data: dict[str, Any]) -> dict[str, Any]:
        """More of what the pool has little of: two-phrase titles, subtitles of clauses, couplets."""
        rng = self.rng
        title, sections = data.get("title"), list(data.get("section_heads") or [])
        changed = dict(data)
        if title and " " not in title and len(title) >= 10 and rng.random() < 0.3:
            at = len(title) // 2 + rng.randint(-1, 1)
            changed["title"] = f"{title[:at]} {title[at:]}"
        clauses = re.split("[，。；]", data["paragraphs"][-1])
        if data["kind"] != "photo" and not data.get("subtitle") and len(clauses) > 2 and rng.random() < 0.2:
            changed["subtitle"] = rng.choice(["，", "，", " "]).join(clauses[: rng.choice([1, 2, 2, 3])])
        captions = list(data.get("captions") or [])
        if data["kind"] in {"news", "feature"}:
            spoken = [c for p in data["paragraphs"] for c in re.split("[，。；“”]", p) if 9 <= len(c) <= 30]
            if title and rng.random() < 0.1:
                captions.append(title.replace(" ", "") + "。")
            if spoken and rng.random() < 0.35:
                captions.append(rng.choice(["", "图为", ""]) + rng.choice(spoken) + "。")
        changed["captions"] = captions
        if data.get("kicker") and rng.random() < 0.5:
            changed["kicker"] = data["kicker"].rstrip("：:") + rng.choice(["：", "——", ""])
        elif data["kind"] == "news" and title and " " not in title and rng.random() < 0.08 and clauses[0]:
            changed["kicker"] = clauses[0][:24] + rng.choice(["——", "", "："])
        if sections and rng.random() < 0.4:
            couplets = {s: f"{s} {rng.choice(sections)}" for s in sections}
            changed["section_heads"] = list(couplets.values())
            changed["paragraphs"] = [couplets.get(p, p) for p in data["paragraphs"]]
        return changed

    def _caption(self, text: str, ems: float, put: Any) -> list[Out]:
        rng = self.rng
        who = person(rng)
        clean = re.sub(r"\s*[（(]?(?:本报)?(?:记者|通讯员)?\s*\S{2,4}\s?摄[）)]?$", "", text)
        credit = rng.choice([f" {who} 摄", f"{who}摄", f"（{who} 摄）", "", "", f" 本报记者 {who} 摄"])
        lines = (
            _wrap(clean + credit, ems + rng.choice([0, 4, 14]), False)
            if self.look.wrapped
            else [clean + credit]
        )
        return [put(line, "caption") for line in lines]

    def _sign(self, kind: str, names: list[str]) -> tuple[str, str]:
        """The lead-in or 'own-line', and the sign-off."""
        rng, look = self.rng, self.look
        if kind != "feature" and rng.random() < look.unsigned:
            return "", ""
        if kind == "brief" or (kind == "news" and rng.random() < 0.15):
            return "", rng.choice(["（{}）", "（{}）", " （{}）", "（记者 {}）", "（通讯员 {}）"]).format(
                "、".join(names[:2])
            )
        if kind == "feature" or look.byline == "own-line" or (look.byline == "mixed" and rng.random() < 0.4):
            return "own-line", ""
        who = f"记者 {' '.join(names[:1])}" + (f" 通讯员 {' '.join(names[1:])}" if names[1:] else "")
        form = rng.random()
        if form < 0.6:
            return f"本报讯（{who}）", ""
        if form < 0.7:
            return f"本报讯 （{who}）", ""
        if form < 0.8:
            return "本报讯 ", f"（{'、'.join(names[:2])}）"
        if form < 0.9:
            return f"本报{rng.choice(PLACES)}{rng.randint(1, 12)}月{rng.randint(1, 28)}日讯（{who}）", ""
        return f"本报讯 {who} 报道 " if form > 0.98 else f"本报讯（{who}） ", ""

    def _dress(self, text: str, body: bool = False) -> str:
        if self.look.half:
            text = text.translate(_HALF)
        if self.look.digit_blank and self.rng.random() < self.look.digit_blank:
            text = re.sub(r"(?<=[一-鿿])(\d+)(?=[一-鿿])", r" \1 ", text)
        if body and self.look.comma_blank:
            text = re.sub(
                "([，、。])",
                lambda m: m[1] + (" " if self.rng.random() < self.look.comma_blank else ""),
                text,
            )
        return text

    def _justify(self, line: str) -> str:
        if self.look.wrapped and self.rng.random() < self.look.stretch and len(line) > 8:
            return " ".join(line.replace(" ", ""))
        return line

    def _unwrapped(self, text: str) -> list[str]:
        """A paragraph in the pieces that its columns cut it into, anywhere but before a closing mark."""
        rng = self.rng
        if len(text) < 60 or rng.random() < 0.55:
            return [text]
        inner = [*range(12, len(text) - 8), *range(12, 40), *range(len(text) - 30, len(text) - 4)]
        count = rng.choice([1, 1, 2, 3]) if len(text) > 160 else 1
        cuts = sorted({at for at in rng.sample(inner, count) if 8 < at < len(text) - 3})
        parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        for i in range(1, len(parts)):
            while parts[i] and parts[i][0] in "，。、；：！？）”》’,.;:!?)":
                parts[i - 1], parts[i] = parts[i - 1] + parts[i][0], parts[i][1:]
        return [part for part in parts if part]
