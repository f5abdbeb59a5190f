"""Briefing → Document: the finished briefing as Word, HTML, JSON, text or Markdown, in bytes.

A format is one small module and one line of the table below. Whatever stands in the briefing
arrives in every format unchanged; see `clean` for the only exception, which is reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import ConfigError, UsageError, nearest
from briefing.model import Briefing, Document
from briefing.render import html, plain, structure, word
from briefing.render.clean import Cleaner


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a format is made: from the briefing, its template's path and the gate for its text."""

    media_type: str
    make: Callable[[Briefing, Path, Cleaner], bytes]


_KINDS = {
    "docx": _Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.render),
    "html": _Kind("text/html; charset=utf-8", html.render),
    "json": _Kind("application/json", lambda briefing, _template, _clean: structure.render(briefing)),
    "txt": _Kind("text/plain; charset=utf-8", lambda briefing, _template, clean: plain.text(briefing, clean)),
    "md": _Kind(
        "text/markdown; charset=utf-8", lambda briefing, _template, clean: plain.markdown(briefing, clean)
    ),
}

FORMATS = tuple(_KINDS)
"""The formats that can be asked for, in the order in which they are offered."""


def render(briefing: Briefing, format: str, templates: Path, template: str = "一周要闻") -> Document:
    """The briefing as a document of `format`; equal input gives equal bytes.

    `templates` is the folder that holds `<template>.docx` and `<template>.html`. What had to be
    dropped from the text stands in the document's `problems`. Raises UsageError for an unknown
    format and ConfigError for a template that is missing or wrong.
    """
    if format not in _KINDS:
        raise UsageError(f"没有“{format}”这种格式{nearest(format, FORMATS)}")
    kind = _KINDS[format]
    path = templates / f"{template}.{format}"
    clean = Cleaner()
    try:
        data = kind.make(briefing, path, clean)
    except OSError as error:
        raise ConfigError(
            f"读不了模板“{path}”：{error.strerror or error}。可用 briefing init 取回"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"模板“{path}”不是 UTF-8 编码，请另存为 UTF-8") from error
    return Document(format, f".{format}", kind.media_type, data, clean.problems(f"{briefing.title}.{format}"))
