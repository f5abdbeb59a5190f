"""A tiny PDF writer: pages of text at places, with the faults that real files have.

Fonts are not embedded: Adobe-GB1 with Unicode codes, as many papers' own PDFs have them; every full-width
character is one em wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HIGH = 800.0
WIDE = 600.0

_FONTS = {
    # Codes are Unicode, so text can be read back.
    "F1": "/BaseFont /STSong /Encoding /UniGB-UCS2-H",
    "F2": "/BaseFont /STHeiti-Bold /Encoding /UniGB-UCS2-H",
    # Codes are glyph numbers, and nothing says which characters they are.
    "F9": "/BaseFont /Mystery /Encoding /Identity-H",
}


@dataclass
class Sheet:
    """One page's content. Places are points from the page's top left corner; y is the baseline."""

    wide: float = WIDE
    high: float = HIGH
    rotate: int = 0
    parts: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 10,
        font: str = "F1",
        mode: int = 0,
        pitch: float = 0,
    ) -> Sheet:
        """A line of text; `pitch` adds points between characters, `mode` 3 is invisible."""
        codes = words.encode("utf-16-be").hex()
        self.parts.append(
            f"BT /{font} {size} Tf {mode} Tr {pitch} Tc 1 0 0 1 {x} {self.high - y} Tm <{codes}> Tj ET"
        )
        return self

    def block(
        self, x: float, y: float, lines: Iterable[str], size: float = 10, leading: float = 1.5
    ) -> Sheet:
        """Lines one below the other."""
        for place, line in enumerate(lines):
            self.text(x, y + place * size * leading, line, size)
        return self

    def turned(self, x: float, y: float, words: str, size: float = 10) -> Sheet:
        """Text that runs up the page."""
        codes = words.encode("utf-16-be").hex()
        self.parts.append(f"BT /F1 {size} Tf 0 Tr 0 1 -1 0 {x} {self.high - y} Tm <{codes}> Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"0.5 w {x0} {self.high - y0} m {x1} {self.high - y1} l S")
        return self

    def dotted(self, x0: float, y0: float, x1: float, y1: float, step: float = 1.5) -> Sheet:
        """A line of dots as browsers draw it: small squares, each a path of its own."""
        for n in range(round(max(x1 - x0, y1 - y0) / step)):
            x, y = (x0 + n * step, y0) if x1 > x0 else (x0, y0 + n * step)
            self.parts.append(f"0 g {x} {self.high - y - step / 2} {step / 2} {step / 2} re f")
        return self

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"0.5 w {x0} {self.high - y1} {x1 - x0} {y1 - y0} re S")
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.high - y1} cm /P1 Do Q")
        return self

    def area(self, x0: float, y0: float, x1: float, y1: float, shaded: bool = False) -> Sheet:
        """An area without an outline, white or with a shading from dark to light grey."""
        fill = "/Pattern cs /S1 scn" if shaded else "1 1 1 rg"
        self.parts.append(f"q {fill} {x0} {self.high - y1} {x1 - x0} {y1 - y0} re f Q")
        return self


def build(sheets: Sequence[Sheet], encrypt: bool = False) -> bytes:
    """The PDF file; `encrypt` marks it as locked with a password that nobody knows."""
    objects: list[str] = []

    def add(text: str) -> int:
        objects.append(text)
        return len(objects)

    catalog, tree = add(""), add("")
    fonts = {}
    for name, kind in _FONTS.items():
        gb = "Adobe" if name != "F9" else "Own"
        order = "GB1" if name != "F9" else "Unknown"
        base = kind.split()[1]
        below = add(
            f"<< /Type /Font /Subtype /CIDFontType0 {' '.join(kind.split()[:2])} /DW 1000 "
            f"/CIDSystemInfo << /Registry ({gb}) /Ordering ({order}) /Supplement 2 >> "
            f"/FontDescriptor {add(_descriptor(base))} 0 R >>"
        )
        fonts[name] = add(f"<< /Type /Font /Subtype /Type0 {kind} /DescendantFonts [{below} 0 R] >>")
    image = add(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Filter /ASCIIHexDecode /Length 3 >>\nstream\n80>\nendstream"
    )
    shading = add(
        "<< /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 600 0] "
        "/Extend [true true] "
        "/Function << /FunctionType 2 /Domain [0 1] /C0 [0.5] /C1 [0.8] /N 1 >> >> >>"
    )
    listed = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    pages = []
    for sheet in sheets:
        body = "\n".join(sheet.parts)
        content = add(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
        pages.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {sheet.wide} {sheet.high}] "
                f"/Rotate {sheet.rotate} /Contents {content} 0 R "
                f"/Resources << /Font << {listed} >> /XObject << /P1 {image} 0 R >> "
                f"/Pattern << /S1 {shading} 0 R >> >> >>"
            )
        )
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>"
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects[tree - 1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    return _file(objects, catalog, encrypt)


def _descriptor(name: str) -> str:
    return (
        f"<< /Type /FontDescriptor /FontName {name} /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >>"
    )


def _file(objects: Sequence[str], catalog: int, encrypt: bool) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    starts = []
    for number, text in enumerate(objects, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    for start in starts:
        out += f"{start:010} 00000 n \n".encode("ascii")
    locked = ""
    if encrypt:
        secret = "5a" * 32
        locked = (
            f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{secret}> /U <{secret}> >> /ID [<00> <00>]"
        )
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {catalog} 0 R {locked} >>\n".encode("ascii")
    return bytes(out + f"startxref\n{table}\n%%EOF\n".encode("ascii"))
