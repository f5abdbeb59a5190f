"""What belongs to no article: mastheads, editors, slogans, labels. Papers and people are invented."""

from __future__ import annotations

import random
from datetime import date, timedelta

from briefing.text import width as em_width
from evaluation.typesetting.sheet import POINT, Block, Piece, Rect, Setting
from evaluation.typesetting.stories import Story

_PAPERS = ("区县时报", "城乡新报", "县域周报", "新区县", "基层新闻")
_SECTIONS = ("要闻", "综合新闻", "区县新闻", "民生", "基层")
_EDITORS = ("董文斌", "祝小曼", "贺冬青", "庞立", "宗晓燕", "尚敏")
_SLOGANS = (
    "讲文明 树新风 公益广告",
    "同心共筑中国梦 携手奋进新征程",
    "绿水青山就是金山银山",
    "厉行节约 反对浪费",
    "奋战四季度 冲刺全年红",
    "文明城市创建 你我共同参与",
)
_WEEKDAYS = "一二三四五六日"


def issued(stories: tuple[Story, ...], rng: random.Random) -> date:
    """One to three days after the newest event."""
    newest = max(date.fromisoformat(s.event_date) for s in stories if s.event_date)
    return newest + timedelta(days=rng.randint(1, 3))


def paper(stories: tuple[Story, ...], rng: random.Random) -> str:
    """今日某某 for a page of one district, else one of the invented papers."""
    districts = {s.district for s in stories}
    if len(districts) == 1:
        return f"今日{(districts.pop() or '')[:-1]}"
    return rng.choice(_PAPERS)


def masthead(kind: str, name: str, day: date, width: float, rng: random.Random) -> tuple[Setting, Setting]:
    """What stands above the page's text and what below it (`kind`: strip, foot, front, line, line_foot)."""
    week = f"星期{_WEEKDAYS[day.weekday()]}"
    when = rng.choice(
        [
            f"{day.year}年{day.month}月{day.day}日 {week}",
            f"{day.year}年{day.month:02d}月{day.day:02d}日  {week}",
        ]
    )
    first, second, third = rng.sample(_EDITORS, 3)
    staff = rng.choice(
        [
            f"责任编辑：{first} 美编：{second} 校对：{third}",
            f"值班总编 {first} 编辑 {second} 校对 {third}",
            f"编辑/{first} 版式/{second}",
        ]
    )
    number = str(rng.randint(2, 8))
    if kind == "front":
        return _front(name, when, width, rng)
    section = rng.choice(_SECTIONS)
    if kind.startswith("line"):
        return _lined(kind == "line_foot", (name, when, staff, section, number), width, rng)
    rows = [("masthead", section, 20, "left", 0.0), ("masthead", number, 22, "right", 0.0)]
    rows += [("label", name, 13, "center", 0.0), ("small", when, 9, "center", 6.5)]
    if kind == "strip":
        rows.append(("small", staff, 9, "left", 10.5))
    top = Setting(
        tuple(_line(text, face, size, align, y, width) for face, text, size, align, y in rows),
        16.0,
        (Rect("rule", 0, 15.0, width, 0),),
    )
    if kind == "strip":
        return top, Setting((), 0)
    contact = f"{staff} 电话：{rng.randint(2000000, 8999999)} E-mail：news{rng.randint(10, 99)}@example.cn"
    foot = Setting((_line(contact, "small", 9, "left", 1.5, width),), 6.0, (Rect("rule", 0, 0, width, 0),))
    return top, foot


def _front(name: str, when: str, width: float, rng: random.Random) -> tuple[Setting, Setting]:
    lines = (
        _line(name, "paper", 52, "left", 0.0, width),
        _line(when, "small", 10.5, "right", 2.0, width),
        _line(f"第{rng.randint(900, 4800)}期 今日{rng.choice([4, 8])}版", "small", 10.5, "right", 8.0, width),
        _line("主管主办：本地融媒体中心", "small", 9, "right", 14.0, width),
    )
    return Setting(lines, 26.0, (Rect("rule", 0, 24.5, width, 0),)), Setting((), 0)


def _lined(
    foot: bool, words: tuple[str, str, str, str, str], width: float, rng: random.Random
) -> tuple[Setting, Setting]:
    """Everything in one line; with a `foot` the editors stand below the page."""
    name, when, staff, section, number = words
    if not foot:
        row = [(name, 20.0), (when, 9.0), (staff, 9.0), (number, 17.0)]
    elif rng.random() < 0.5:
        row = [(number, 17.0), (section, 18.0), (when, 9.0)]
    else:
        row = [(f"{number}版", 9.0), (when, 9.0), (name, 18.0)]
    taken = [size * POINT * em_width(text) for text, size in row]
    gap, x, blocks = (width - sum(taken)) / (len(row) - 1), 0.0, []
    for (text, size), wide in zip(row, taken, strict=True):
        face = "masthead" if size > 9 else "small"
        y = (20.0 - size) * POINT * 1.02
        piece = Piece("furniture", text, None, x, y, wide, size, face)
        blocks.append(Block("furniture", None, (piece,)))
        x += wide + gap
    top = Setting(tuple(blocks), 12.0, (Rect("rule", 0, 10.5, width, 0),))
    if not foot:
        return top, Setting((), 0)
    contact = f"{staff}  电话：0{rng.randint(310, 799)}-{rng.randint(2000000, 8999999)}"
    line = _line(contact, "small", 9, "left", 1.5, width)
    return top, Setting((line,), 6.0, (Rect("rule", 0, 0, width, 0),))


def motto(width: float, size: float, rng: random.Random) -> Setting:
    """A slogan, its characters spaced out, over the whole page."""
    text = rng.choice(_SLOGANS)
    piece = Piece(
        "furniture", text, None, 0, 0, width, size, "slogan", "center", spacing=round(size * 0.25, 2)
    )
    return Setting((Block("furniture", None, (piece,)),), size * POINT * 2)


def slogan(width: float, room: float, rng: random.Random) -> Setting:
    """A public-service line in a box that fills `room`."""
    text = rng.choice(_SLOGANS)
    size = min(26.0, width / POINT / (len(text) + 2))
    y = max(0.0, (room - size * POINT * 1.3) / 2)
    return Setting(
        (_line(text, "slogan", size, "center", y, width),), room, (Rect("tint", 0, 0, width, room),)
    )


def label(text: str, width: float, size: float) -> Setting:
    """The name over a digest column."""
    return Setting(
        (_line(text, "label", size, "center", 1.0, width),),
        size * POINT * 1.9,
        (Rect("rule", 0, size * POINT * 1.7, width, 0),),
    )


def _line(text: str, face: str, size: float, align: str, y: float, width: float) -> Block:
    return Block("furniture", None, (Piece("furniture", text, None, 0, y, width, size, face, align),))
