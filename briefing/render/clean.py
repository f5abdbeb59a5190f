"""The one gate through which every value passes into a document.

Some characters cannot stand in XML at all: the control characters, U+FFFE and U+FFFF, and half of a
surrogate pair. One of them in a Word cell deletes every & < > elsewhere, a lone surrogate cuts off
the rest of the document, both without an error. They are dropped here and reported.
Everything else arrives unchanged; only line ends become one kind (that is layout, not wording).
"""

from __future__ import annotations

import re

from briefing.model import Problem, Stage

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")
_SHOWN = 20  # code points of context: enough to find the place, short enough for one line


class Cleaner:
    """Cleans text for one document and remembers what it dropped."""

    def __init__(self) -> None:
        self._broken: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The text without characters that no document can hold."""
        if "\r" in text:
            text = _LINE_END.sub("\n", text)
        if not _FORBIDDEN.search(text):
            return text
        return self._broken.setdefault(text, _FORBIDDEN.sub("", text))

    def problems(self, subject: str) -> tuple[Problem, ...]:
        """What was dropped, as at most one problem about `subject` (the document's name)."""
        if not self._broken:
            return ()
        dropped = sorted({char for text in self._broken for char in _FORBIDDEN.findall(text)})
        kinds = "、".join(f"U+{ord(char):04X}" for char in dropped)
        first = next(iter(self._broken.values()))[:_SHOWN]
        place = f"，首见于“{first}”" if first else ""
        message = f"有文档不能容纳的字符，已略去：{kinds}{place}"
        return (Problem(Stage.RENDER, "broken-characters", subject, message),)
