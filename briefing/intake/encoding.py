"""Which encoding a text is in: byte order mark, strict UTF-8, GB18030, UTF-16 without a mark.

A label that somebody wrote beside the text only breaks ties, and “gb2312” or “gbk” always mean
GB18030: pages so labelled hold 镕 or 喆, which the two older sets lack.
"""

from __future__ import annotations

import codecs

# UTF-32's little-endian mark begins with UTF-16's: the longer ones come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = ("gb18030", "utf-16-le", "utf-16-be")
_TEXT_CONTROLS = frozenset("\t\n\v\f\r")
# Below one control character in ten a text has flaws; above, it is no text.
_MOST_CONTROLS = 0.1
# Real GB18030 pages score 0.97 and more; UTF-8 or UTF-16 taken for GB18030 stays under 0.7.
_PLAUSIBLE = 0.85
# Nearly any bytes are valid UTF-16: unmarked, it must look at least half like a Chinese text.
_LEAST_UTF16 = 0.5
# One wrong byte in a hundred characters is damage to a UTF-8 file, more is another encoding.
_MOST_DAMAGE = 0.01
# So many characters settle the question; rating a long table wholly would only cost time.
_SAMPLE = 20_000


class Undecodable(ValueError):
    """The bytes are no text. `line` is the 1-based line of the first damaged byte where that is known."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__("no text")
        self.line = line


def canonical(label: str) -> str:
    """A label as a codec's name: every name of the GB family is GB18030; an unknown one is UTF-8."""
    name = label.strip().lower().replace("_", "-")
    if name.startswith(("gb", "cp936", "ms936", "x-gbk", "euc-cn", "iso-ir-58", "chinese")):
        return "gb18030"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


def decode(data: bytes, label: str | None = None) -> str:
    """The text of `data` without its byte order mark. Raises Undecodable for bytes that are no text."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], codec)
            if text is None or _controls(text) > _MOST_CONTROLS:
                raise Undecodable(_damaged_line(data[len(mark) :], codec))
            return text
    text = _strict(data, "utf-8")
    if text is not None and _controls(text) <= _MOST_CONTROLS:
        return text
    return _unmarked(data, label)


def _unmarked(data: bytes, label: str | None) -> str:
    line = _slightly_damaged(data)
    if line is not None:
        raise Undecodable(line)
    order = _UNMARKED if label is None else tuple(dict.fromkeys((canonical(label), *_UNMARKED)))
    rated: list[tuple[float, str]] = []
    for codec in order:
        text = _strict(data, codec)
        if text is not None and _controls(text) <= _MOST_CONTROLS:
            score = _plausibility(text)
            if score >= _LEAST_UTF16 or not codec.startswith("utf-16"):
                rated.append((score, text))
    if not rated:
        raise Undecodable
    for score, text in rated:
        if score >= _PLAUSIBLE:
            return text
    # max keeps the first of equals, so the order above decides.
    return max(rated, key=lambda pair: pair[0])[1]


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _controls(text: str) -> float:
    wrong = sum(1 for c in text if c < " " and c not in _TEXT_CONTROLS)
    return wrong / len(text) if text else 0.0


def _plausibility(text: str) -> float:
    """The share of printable ASCII and of GB 2312's marks and first level: what Chinese text is made of."""
    sample = text[:_SAMPLE]
    return sum(map(_usual, sample)) / len(sample) if sample else 0.0


def _usual(char: str) -> bool:
    if char.isascii():
        return char.isprintable() or char in _TEXT_CONTROLS
    try:
        first = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return first <= 0xA3 or 0xB0 <= first <= 0xD7


def _slightly_damaged(data: bytes) -> int | None:
    """The line of the first bad byte of a text that is UTF-8 but for a few bytes; None if it is not."""
    if _strict(data, "utf-8") is not None:
        return None
    text = data.decode("utf-8", "replace")
    damage = text.count("�")
    # A file cut off within its last character counts too, however short it is.
    few = damage <= max(1, _MOST_DAMAGE * len(text))
    if few and not text.isascii() and _plausibility(text.replace("�", "")) >= _PLAUSIBLE and len(text) > 20:
        return _damaged_line(data, "utf-8")
    return None


def _damaged_line(data: bytes, codec: str) -> int | None:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return data[: error.start].decode(codec, "ignore").count("\n") + 1
    return None
