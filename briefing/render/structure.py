"""The JSON document: the briefing itself, as docs/data.md describes it, for other programs."""

from __future__ import annotations

import json

from briefing import codec
from briefing.model import Briefing


def render(briefing: Briefing) -> bytes:
    """The briefing as UTF-8 JSON, nothing dropped: offsets into its sentences must stay true.

    Control characters are escaped by JSON itself; half a surrogate pair, which UTF-8 cannot hold,
    becomes its \\udXXX escape, which every JSON reader accepts.
    """
    text = json.dumps(codec.dump(briefing), ensure_ascii=False, indent=2)
    return f"{text}\n".encode("utf-8", "backslashreplace")
