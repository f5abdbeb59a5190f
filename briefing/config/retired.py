"""Keys that `briefing.toml` once had: an office's old file must not stop Monday's run after an update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEYS: dict[str, str] = {
    "delivery.on_duty": "已改为 [duty] 的 addresses",
}
"""Each retired key by its place, and what has taken its place. A key that stands nowhere is a mistake."""


def without(
    values: Mapping[str, Any], keys: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], list[str]]:
    """A parsed file without its retired keys, and one line for each of them."""
    kept: dict[str, Any] = dict(values)
    lines: list[str] = []
    for place, instead in (KEYS if keys is None else keys).items():
        if _remove(kept, place.split(".")):
            lines.append(f"“{place}”这个键不再使用，已略过；{instead}")
    return kept, lines


def _remove(section: dict[str, Any], place: list[str]) -> bool:
    """Take a key out of a section, of every section where there are several; whether it was there."""
    name, *further = place
    if name not in section:
        return False
    if not further:
        del section[name]
        return True
    below = section[name]
    several = isinstance(below, list)
    copies = [dict(one) if isinstance(one, dict) else one for one in (below if several else [below])]
    found = [_remove(one, further) for one in copies if isinstance(one, dict)]
    section[name] = copies if several else copies[0]
    return any(found)
