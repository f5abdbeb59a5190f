"""A composed page as one HTML file: every line where the compositor put it, in content order."""

from __future__ import annotations

import base64
import random
import re
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from evaluation.typesetting.compose import Composed
from evaluation.typesetting.designs import Design
from evaluation.typesetting.sheet import Block, Piece, Rect
from evaluation.typesetting.stories import Copy

FACES = {
    "serif": '"Noto Serif CJK SC", serif',
    "sans": '"Noto Sans CJK SC", sans-serif',
    "droid": '"Droid Sans Fallback", "Liberation Sans", sans-serif',
}
# Body, second and headline face of each choice. The browser embeds TrueType (Droid, Liberation) as fonts
# and CFF (Noto) as Type 3: both occur. Noto's faces never stand in one line with another font, because
# pdftotext takes such a line apart.
_CHOICES = {
    "serif": ("serif", "sans", "serif", "sans"),
    "sans": ("sans", "sans", "sans", "sans"),
    "mixed": ("droid", "droid", "serif", "sans"),
    "droid": ("droid", "droid", "droid", "droid"),
}
_CSS = """
@page {{ size: {width}mm {height}mm; margin: 0 }}
html, body {{ margin: 0; padding: 0; font-family: {body}; text-spacing-trim: space-all }}
div {{ position: absolute; box-sizing: border-box }}
.l {{ white-space: nowrap; line-height: 1.3 }}
.justify {{ text-align: justify; text-align-last: justify }}
.center {{ text-align: center }} .right {{ text-align: right }}
.title, .paper, .masthead {{ font-family: {title}; font-weight: {weight} }}
.deck, .byline, .caption, .small {{ font-family: {second} }}
.section, .label, .slogan {{ font-family: {strong}; font-weight: {weight} }}
.paper {{ color: #b01c1c }} .slogan {{ color: #8a1f1f }}
.box {{ border: .35mm solid #777 }} .rule {{ border-top: .25mm solid #888; border-left: .2mm solid #999 }}
.tint {{ background: #f3ece2; border: .3mm solid #b99 }}
img {{ position: absolute }}
.flow {{ text-align: justify; line-height: {leading}; column-fill: balance }}
.flow p {{ margin: 0; orphans: 1; widows: 1; text-indent: 2em }}
.flow .section, .flow .right, .flow .rest {{ text-indent: 0 }}
.flow .cut {{ text-align-last: justify }} figure {{ margin: 1mm 0; break-inside: avoid }}
figure img {{ position: static; width: 100% }}
"""
_WRITTEN = re.compile(rb"\(D:\d{14}")
_MADE = b"(D:20250101000000"
_CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-pdf-header-footer",
)  # fmt: skip


def html(composed: Composed) -> str:
    """The whole page, nothing loaded from outside."""
    design = composed.design
    body, second, title, strong = (FACES[face] for face in _CHOICES[design.faces])
    css = _CSS.format(
        width=design.width,
        height=composed.sheet.height,
        leading=design.leading,
        body=body,
        second=second,
        title=title,
        strong=strong,
        weight=400 if design.faces == "droid" else 700,
    )
    rects = "".join(_rect(rect, place) for place, rect in enumerate(composed.sheet.rects))
    lines = "".join(_content(composed))
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(composed.paper)}</title>'
        f"<style>{css}</style><body>{rects}{lines}</body></html>"
    )


def _content(composed: Composed) -> Iterator[str]:
    """Every line in content order; a flowing story's body once, where its first line would stand."""
    flowing = {c.story.id: c for c in composed.copies if composed.design.flow and c.story.kind != "photo"}
    for block in composed.sheet.blocks:
        if block.owner in flowing and block.kind == "caption":
            continue
        if block.owner not in flowing or block.kind not in ("body", "section"):
            yield from (_line(piece, composed.design.airy) for piece in block.pieces)
        elif block is _bodies(composed, block.owner)[0]:
            yield _flow(flowing[block.owner], _bodies(composed, block.owner), composed.design)


def _bodies(composed: Composed, owner: str | None) -> list[Block]:
    return [b for b in composed.sheet.blocks if b.owner == owner and b.kind in ("body", "section")]


def _flow(copy: Copy, bodies: Sequence[Block], design: Design) -> str:
    """A story's body as CSS columns of the same region: the browser breaks lines and balances the columns."""
    pieces = [piece for block in bodies for piece in block.pieces]
    edges = sorted({round(p.x - p.indent, 1) for p in pieces if p.role == "body"})
    column = pieces[0].width + pieces[0].indent
    width = len(edges) * column + (len(edges) - 1) * design.gutter
    top = min(piece.y for piece in pieces)
    parts = [(role, text) for role, text in copy.parts if role in ("body", "section", "sign_off")]
    paragraphs = [_paragraph(role, text) for role, text in parts]
    long = [n for n, (role, text) in enumerate(parts) if role == "body" and len(text) > 60]
    for place, caption in enumerate(copy.story.captions):
        number = long[(place + 1) * len(long) // (len(copy.story.captions) + 1)]
        paragraphs[number] = _interrupted(parts[number][1], caption, column, place)
    return (
        f'<div class="flow" style="left:{edges[0]}mm;top:{top:.2f}mm;width:{width:.2f}mm;'
        f'columns:{len(edges)};column-gap:{design.gutter}mm;font-size:{pieces[0].size}pt">{"".join(paragraphs)}</div>\n'
    )


def _paragraph(role: str, text: str) -> str:
    kind = {"section": "section center", "sign_off": "right"}.get(role, "")
    return f'<p class="{kind}">{escape(text)}</p>'


def _interrupted(text: str, caption: str, column: float, seed: int) -> str:
    """A paragraph cut in two by a picture with its caption."""
    cut = len(text) // 2
    data = base64.b64encode(_picture(seed)).decode("ascii")
    return (
        f'<p class="cut">{escape(text[:cut])}</p><figure><img alt="" style="height:{column * 0.6:.1f}mm" '
        f'src="data:image/png;base64,{data}"><figcaption class="caption">{escape(caption)}</figcaption>'
        "</figure>"
        f'<p class="rest">{escape(text[cut:])}</p>'
    )


def _line(piece: Piece, airy: bool) -> str:
    spacing = piece.spacing or (0.06 * piece.size if airy and piece.role in ("title", "kicker") else 0.0)
    style = (
        f"left:{piece.x:.2f}mm;top:{piece.y:.2f}mm;width:{piece.width:.2f}mm;font-size:{piece.size:.2f}pt"
        + (f";letter-spacing:{spacing:.3f}pt" if spacing else "")
    )
    return f'<div class="l {piece.face} {piece.align}" style="{style}">{escape(piece.text)}</div>\n'


def _rect(rect: Rect, seed: int) -> str:
    style = f"left:{rect.x:.2f}mm;top:{rect.y:.2f}mm;width:{rect.width:.2f}mm;height:{rect.height:.2f}mm"
    if rect.kind == "picture":
        data = base64.b64encode(_picture(seed)).decode("ascii")
        return f'<img alt="" style="{style}" src="data:image/png;base64,{data}">\n'
    return f'<div class="{rect.kind}" style="{style}"></div>\n'


def _picture(seed: int) -> bytes:
    """A small grey landscape as PNG: an image object stands in the file where a photo would."""
    wide, high = 48, 30
    rng = random.Random(seed)
    ridge = [rng.randint(10, 18)]
    while len(ridge) < wide:
        ridge.append(min(24, max(6, ridge[-1] + rng.randint(-2, 2))))
    rows = bytearray()
    for y in range(high):
        rows.append(0)
        rows += bytes(225 - 2 * y if y < ridge[x] else 150 - 3 * (y - ridge[x]) for x in range(wide))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def print_pdf(page: str, target: Path) -> None:
    """Print HTML to PDF by headless Chromium; raises CalledProcessError where that fails."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, "utf-8")
        subprocess.run(
            [*_CHROMIUM, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
    # Two runs give the same bytes: the clock's time is replaced by a fixed one of the same length.
    target.write_bytes(_WRITTEN.sub(_MADE, target.read_bytes()))
