"""Page texts of known truth, drawn at random: what a PDF's text layer makes of a newspaper page.

The layouts vary as real ones do: wrapped columns of 11 to 24 characters or unwrapped fragments, blank
lines at column breaks, paragraphs, both or nowhere, titles above or below their text, bylines in all
forms, captions in the middle of a sentence, digest columns, mastheads anywhere, blocks out of order.
The weights of reading are fitted on such pages (scripts/fit_labels.py, scripts/fit_assembly.py); the
pages that results are measured on are others: real ones and typeset ones.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from briefing.model import Line
from briefing.resources import read_words
from briefing.segment.features import column_labels
from briefing.segment.interleaved import apart
from briefing.segment.lines import rows
from evaluation.blocks import Out, mixed
from evaluation.compositor import PLACES, Printed, Printer, Style, person, style
from evaluation.truth import Truth

_PAPERS = "今日{}|{}日报|{}时报|{}新闻|新{}|{}周刊|{}报"
_OWN_SLOGANS = (
    "同心协力 共创文明城市|牢记使命 奋勇争先|践行初心 担当使命|全力以赴稳增长 凝心聚力促发展|弘扬时代新风|"
    "建设美丽家园 共享幸福生活|聚焦高质量发展|喜迎丰收节|抓项目 促投资 稳增长|转作风 提效能 优服务|"
    "强基础 补短板 促发展 惠民生"
).split("|")


def _order(printed: Printed, rng: random.Random, look: Style) -> list[list[Out]]:
    """The article's blocks in the order the text layer has them."""
    body: list[list[Out]] = []
    for n, block in enumerate(printed.body):
        body += [c for c in printed.captions if c[0].place == -n and n]
        body.append(block)
    placed = [c for c in printed.captions if c[0].place >= 0 or -c[0].place >= len(printed.body)]
    body += placed
    for caption in printed.captions:
        for i, line in enumerate(caption):
            line.place = 10_000 + i
    if printed.body and printed.captions and rng.random() < 0.15:  # a picture above the text
        first = printed.captions[0]
        body = [first, *(block for block in body if block is not first)]
    below = rng.random() < look.title_below
    byline = [printed.byline] if printed.byline else []
    if below:
        return [*byline, *body, *printed.head, *printed.tail_sections]
    if byline and rng.random() < 0.05:
        return [*byline, *printed.head, *body, *printed.tail_sections]
    return [*printed.head, *byline, *body, *printed.tail_sections]


def _furniture(rng: random.Random) -> list[list[Out]]:
    place = rng.choice(PLACES)
    day = f"{rng.randint(2010, 2026)}年{rng.choice(['', ' '])}{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    week = "星期" + rng.choice("一二三四五六日")
    parts = [
        rng.choice(_PAPERS.split("|")).format(place),
        f"{day} {week}",
        rng.choice(["", "A", "第"]) + str(rng.randint(1, 8)) + rng.choice(["", "版", "版"]),
        f"责任编辑 {person(rng)} 校对 {person(rng)}",
        f"责编：{person(rng)} 美编：{person(rng)} 电话：{rng.randint(2000000, 89999999)}",
        f"编辑/{person(rng)} 组版/{person(rng)} E-mail：{rng.choice('abcxyz')}rbs@163.com",
        rng.choice(["要闻", "综合", "综合新闻", "本地新闻", "区域新闻", "NEWS", "视点", "民生", "党建"]),
        f"本版责编 {person(rng)}",
        f"新闻热线：0{rng.randint(100, 999)}-{rng.randint(2000000, 8999999)}",
        f"值班总编 {person(rng)} 编辑 {person(rng)} 校对 {person(rng)}",
    ]
    chosen = rng.sample(parts, rng.randint(1, 6))
    if rng.random() < 0.3:
        chosen = [" ".join(chosen[:3]), *chosen[3:]]
    elif rng.random() < 0.2:
        chosen = [" ".join(chosen)]
    blocks = [[Out(part, "furniture")] for part in chosen]
    if rng.random() < 0.3:
        blocks = [[line for block in blocks for line in block]]
    return blocks


def page(rng: random.Random, pool: Sequence[dict[str, Any]], name: str) -> Truth:
    """One page drawn at random from a pool of articles."""
    look = style(rng)
    printer = Printer(rng, look)
    labels = sorted(column_labels())
    chosen = rng.sample(list(pool), min(len(pool), rng.randint(3, 11)))
    digest = [a for a in chosen if a["kind"] == "brief"]
    others = [a for a in chosen if a["kind"] != "brief"]
    if look.untitled:
        digest = [dict(a, title=None, kicker=None, subtitle=None) for a in digest]
    units: list[list[list[Out]]] = []
    for n, data in enumerate([*others, *digest]):
        blocks = _order(printer.article(data, f"{name}-{n}"), rng, look)
        if rng.random() < 0.12:
            blocks = [[Out(_labelled(rng, labels), "column")], *blocks]
        units.append(blocks)
    if rng.random() < 0.25:
        units.insert(
            rng.randrange(len(units) + 1),
            [[Out(_slogan(rng), "column")]],
        )
    if rng.random() < 0.7:
        for block in _furniture(rng):
            at = rng.choice([0, 0, len(units), rng.randrange(len(units) + 1)])
            units.insert(at, [block])
    if rng.random() < 0.12 and len(units[-1]) > 2:  # cut off at the page's end
        units[-1] = units[-1][:-1]
    order = look.shuffle if look.wrapped or look.shuffle not in {"bands", "across"} else "none"
    blocks = mixed(units, rng, order, look.heads)
    return _truth(blocks, rng, look, name, chosen)


_SERIES = (
    "高质量发展看基层 新春走基层 奋进新征程 在希望的田野上 一线见闻 身边的榜样 走进社区 记者走基层 "
    "百姓故事 项目一线 你问我答 文明实践在行动 学习进行时 政策解读 营商环境看变化 民生实事 法治在线 "
    "乡村振兴进行时 好人风采 创城进行时"
).split()


def _labelled(rng: random.Random, labels: Sequence[str]) -> str:
    """A column's label as papers set it: plain, in brackets, with a mark, spaced."""
    name = rng.choice(labels if rng.random() < 0.6 else _SERIES)
    form = rng.choice(["{}", "{}", "{}", "【{}】", "【{}】", "●{}", "[{}]", "{}▶", "“{}”", "/{}/"])
    return form.format(" ".join(name) if rng.random() < 0.1 else name)


def _slogan(rng: random.Random) -> str:
    text = rng.choice([*_OWN_SLOGANS, *read_words("slogans.txt")])
    return " ".join(text.replace(" ", "")) if rng.random() < 0.3 else text


def _truth(
    blocks: list[list[Out]], rng: random.Random, look: Style, name: str, chosen: Sequence[dict[str, Any]]
) -> Truth:
    lines: list[Out] = []
    for n, block in enumerate(blocks):
        if n:
            before, after = blocks[n - 1][-1], block[0]
            text = (
                before.label in {"first", "body"}
                and after.label in {"first", "body"}
                and before.owner == after.owner
            )
            alone = len(block) == 1 and look.shuffle == "across"
            joined = text and not look.column_gap and after.label == "body" and not alone
            glued = not text and rng.random() >= max(look.head_gap, 0.15)
            if not (joined or glued or (text and look.para_gap == 0.0 and not look.column_gap and not alone)):
                lines += [Out(None)] * rng.choice([1, 1, 1, 1, 2, 3])
        for line in block:
            lines += [line, Out(None)] if look.spaced else [line]
    printed = [Line(i, out.raw or "") for i, out in enumerate(lines, 1)]
    found = apart(rows(printed))
    by_number = dict(enumerate(lines, 1))
    mine = [by_number[row.number] for row in found]
    return Truth(
        name,
        found,
        tuple(out.label for out in mine),
        tuple(out.owner for out in mine),
        tuple(out.place for out in mine),
        {f"{name}-{n}": data["kind"] for n, data in enumerate(_ordered(chosen))},
    )


def _ordered(chosen: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [a for a in chosen if a["kind"] != "brief"] + [a for a in chosen if a["kind"] == "brief"]


def pool(folder: Path) -> list[dict[str, Any]]:
    """All articles of the folder's JSON Lines files."""
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text("utf-8").splitlines() if line.strip()]


def pages(
    count: int, articles: Sequence[dict[str, Any]], seed: int = 1, more: Sequence[dict[str, Any]] = ()
) -> Iterator[Truth]:
    """`count` pages; the same seed gives the same. With `more` articles two pages of three draw on them."""
    rng = random.Random(seed)
    for n in range(count):
        pool = [*rng.sample(list(articles), 4), *rng.sample(list(more), 12)] if more and n % 3 else articles
        yield page(rng, pool, f"s{n}")


def text(truth: Truth) -> str:
    """The page's text, for a look at it."""
    out: list[str] = []
    for row in truth.rows:
        out += [""] * (row.gap if out else 0)
        out.append(row.raw)
    return "\n".join(out)
