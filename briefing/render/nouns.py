"""The names that a template can use, and what each of them has: read off the model itself.

Explained for secretaries in `data/fields.toml`; a test holds the two together.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from briefing.config import Layout, Office
from briefing.model import Briefing, ItemSource
from briefing.render import originals, template
from briefing.resources import read_toml

LETTER: dict[str, Any] = {
    "omitted": int,
    "omitted_photos": int,
    "attached": tuple[str, ...],
    "note": str,
}
"""What only the mail's template can name."""

ACROSS: dict[str, Any] = {
    "entries": tuple[template.Entry, ...],
    "numbers": dict[str, int],
    "doubts": tuple[template.DoubtAt, ...],
    "places": tuple[template.PlaceTotal, ...],
    "grid": template.Grid,
    "originals": dict[str, tuple[originals.Original, ...]],
    "origins": dict[str, ItemSource],
    "office": Office,
    "layout": Layout,
}
"""What a template can name besides the briefing's own fields."""


def names(mail: bool = False) -> dict[str, Any]:
    """The names at a template's top, with their types."""
    return {**(fields(Briefing) or {}), **ACROSS, **(LETTER if mail else {})}


def fields(kind: Any) -> dict[str, Any] | None:
    """The fields of a noun with their types; None where anything may be asked for (texts, numbers, Any)."""
    kind = _plain(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return get_type_hints(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    return None


def element(kind: Any) -> Any:
    """What a loop over it gives."""
    kind = _plain(kind)
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    return str if get_origin(kind) is dict else Any


def value(kind: Any) -> Any:
    """What stands between its brackets: numbers[item.id]."""
    kind = _plain(kind)
    return get_args(kind)[1] if get_origin(kind) is dict else element(kind)


def _plain(kind: Any) -> Any:
    """The type without “or None”."""
    if get_origin(kind) in (Union, types.UnionType):
        rest = [one for one in get_args(kind) if one is not type(None)]
        return rest[0] if len(rest) == 1 else Any
    return kind


@functools.cache
def explained() -> dict[str, dict[str, str]]:
    """Each noun with its fields in Chinese; “*” is what the noun itself is called."""
    return read_toml("fields.toml")
