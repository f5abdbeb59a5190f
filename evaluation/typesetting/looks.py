"""What is drawn for each page of designs.DRAWN: sizes, faces, labels, bylines, content order."""

from __future__ import annotations

import random
from dataclasses import replace

from evaluation.typesetting.designs import Design
from evaluation.typesetting.sheet import POINT
from evaluation.typesetting.stories import Wording

_ORDERS = {
    "multicol": ("natural", "natural", "some_after"),
    "abs": ("natural", "natural", "layers", "title_after", "frames"),
    "flow": ("natural",),
    "grid": ("natural", "some_after", "some_after"),
    "table": ("rows",),
}
_LABELS = ("一周要闻", "简讯", "基层动态", "短波", "要闻速览", "新闻集装箱", "简明新闻")
_SQUARES = ("□本报{}", "□本报{}", "□ 本报{}", "本报{}", "本报{} 文/图")
_CREDITS = ("{} 摄", "（{} 摄）", "{}/摄", "本报记者 {} 摄")
# Droid is TrueType and embedded as a font; Noto's faces come as Type 3, whose columns pdftotext mixes.
_FACES = ("droid",) * 4 + ("mixed",) * 4 + ("serif", "sans")


def drawn(kind: Design, rng: random.Random) -> Design:
    """The design as one page has it."""
    grid = kind.layout == "grid"
    columns = 4 if grid else rng.choice([3, 4, 4, 5, 5, 6])
    width = rng.choice([297, 280, 260, 297]) if columns > 3 else rng.choice([210, 238, 260])
    size = rng.choice([9, 9.5, 10] if grid else [9, 9.5, 10, 10.5, 11.0])
    sized = replace(
        kind,
        width=width,
        height=round(width * rng.uniform(1.3, 1.7)),
        columns=columns,
        size=size,
        leading=round(rng.uniform(1.35, 1.8), 2),
        gutter=round(size * POINT * rng.uniform(1.1, 2.2), 1),
        margin=rng.choice([7.0, 9.0, 12.0]),
        title_scale=round(rng.uniform(0.8, 1.15), 2),
        order=rng.choice(_ORDERS[kind.name]),
        faces=rng.choice(_FACES),
        flow=kind.name == "multicol" and rng.random() < 0.3,
        lead=kind.layout == "stream" and rng.random() < 0.6,
    )
    return _worded(sized, rng)


def _worded(design: Design, rng: random.Random) -> Design:
    """With what the paper puts around its text, and how it words bylines, labels and marks."""
    return replace(
        design,
        masthead=rng.choice(["line", "line_foot", "line_foot"]),
        motto=rng.random() < 0.5,
        digest_label=rng.choice(_LABELS),
        marks=rng.choice(["", "", "●", "■", "▲"]),
        untitled=rng.random() < 0.25,
        label_form=rng.choice(["【{}】", "【{}】", "{}"]),
        head_align=rng.choice(["center", "center", "left"]),
        byline_align=rng.choice(["center", "left", "right"]),
        run_on=design.run_on or rng.random() < 0.25,
        caption_above=rng.random() < 0.25,
        half_width=rng.random() < 0.15,
        squeeze=rng.random() < 0.3,
        boxes=rng.random() < 0.4,
        rules=rng.random() < 0.5,
        wording=Wording(
            rng.choice([" ", " ", "  "]),
            rng.choice(_SQUARES),
            rng.choice(_CREDITS),
            credit_line=rng.random() < 0.15,
            byline_line=rng.random() < 0.1,
            sign_roles=rng.random() < 0.4,
        ),
    )
