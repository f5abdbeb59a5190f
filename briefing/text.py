"""Small facts about Chinese text that several stages need."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

_BLANKS = re.compile(r"\s+")
HAN = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""First and last code points of 〇, Han ideographs, compatibility ideographs and the supplementary planes
(𠮷 is U+20BB7).
"""
_HAN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN) + "]")

OPENING = "“‘（(《〈【「『〔["
CLOSING = "”’）)》〉】」』〕]"
ITEM_MARKS = "●▲■◆★◎○△□◇☆▼▽▶►◤◢▪▫◾◼◦•·※❖✦"
"""Marks that papers set before each item of a digest."""
PAIRS = dict(zip(OPENING, CLOSING, strict=True))


def is_han(char: str) -> bool:
    """Whether a single character is a Chinese ideograph."""
    return bool(_HAN.match(char))


def in_gb2312(char: str) -> bool:
    """Whether a character is among the 6,763 Han and the marks of GB 2312, which every Chinese face has."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def squash(text: str) -> str:
    """The text without any white space (ASCII, ideographic and no-break blanks alike)."""
    return _BLANKS.sub("", text)


_FIGURES = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
_SPELT = re.compile(
    r"(?P<y>[〇○零Ｏ一二三四五六七八九]{4})\s*年\s*(?P<m>[一二三四五六七八九十]{1,2})\s*月\s*(?P<d>[一二三四五六七八九十]{1,3})\s*日"
)


def figures(text: str) -> str:
    """Dates spelt out in a text in figures: 二〇一八年十一月七日 → 2018年11月7日."""
    return _SPELT.sub(lambda m: f"{_number(m['y'])}年{_number(m['m'])}月{_number(m['d'])}日", text)


def _number(spelt: str) -> int:
    if "十" not in spelt:
        return int("".join(str(_FIGURES[char]) for char in spelt))
    tens, _, ones = spelt.partition("十")
    return 10 * (_FIGURES[tens] if tens else 1) + (_FIGURES[ones] if ones else 0)


def neighbours(text: str) -> frozenset[str]:
    """Each two neighbouring characters that are letters or digits: what texts of like wording share."""
    return frozenset(a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum())


def echoed(line: str, text: str) -> float:
    """The share of a line's neighbouring characters that a text has too, 0 to 1."""
    own = neighbours(line)
    return len(own & neighbours(text)) / len(own) if own else 0.0


def width(text: str) -> float:
    """Width in ems: full-width characters count 1, half-width ones (digits, Latin, blanks) one half."""
    return sum(map(_ems, text))


@cache
def _ems(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def unlayout(text: str) -> str:
    """Undo justification blanks: a blank that touches a Chinese character or full-width mark is layout.

    Between two ASCII characters a blank belongs to the wording (“R&D <3%”) and stays, as one blank.
    """
    return _BLANKS.sub(_kept_blank, text.strip())


def _kept_blank(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return " " if before.isascii() and after.isascii() else ""
