"""The help of a command, laid out for Chinese.

Typer's own help breaks lines at blanks and cuts off a Chinese sentence that has none, with “…”; here lines
break at any character but before closing punctuation, by display width.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator
from typing import Any

from briefing.text import CLOSING, width

_WIDEST = 50  # ems: 100 columns; longer lines are hard to read
_NOT_FIRST = frozenset(CLOSING + "，。；：、！？…—")
_GENERAL = "其他"


def text(command: Any, context: Any) -> str:
    """The whole help of a command or of the group of commands."""
    columns = min(_WIDEST, shutil.get_terminal_size().columns // 2)
    return "\n".join(
        [*_usage(command, context), "", *_description(command, columns), *_tables(command, context, columns)]
    )


def _usage(command: Any, context: Any) -> Iterator[str]:
    arguments = [_shown(one) for one in command.get_params(context) if one.param_type_name == "argument"]
    kind = ["命令", "[参数]..."] if hasattr(command, "commands") else arguments
    yield f"用法：{' '.join([context.command_path, '[选项]', *kind])}"


def _description(command: Any, columns: float) -> Iterator[str]:
    for line in inspect.cleandoc(command.help or "").splitlines():
        yield from [line] if line.startswith(" ") else wrap(line, columns) or [""]


def _tables(command: Any, context: Any, columns: float) -> Iterator[str]:
    sections: dict[str, list[tuple[str, str]]] = {}
    for one in command.get_params(context):
        title = (
            "参数" if one.param_type_name == "argument" else getattr(one, "rich_help_panel", None) or _GENERAL
        )
        sections.setdefault(title, []).append((_shown(one), one.help or ""))
    sections[_GENERAL] = sections.pop(_GENERAL)
    commands = getattr(command, "commands", {})
    if commands:
        firsts = [(name, inspect.cleandoc(one.help or "").split("\n")[0]) for name, one in commands.items()]
        sections = {"命令": firsts} | sections
    for title, rows in sections.items():
        yield from ("", f"{title}：")
        for name, about in rows:
            yield from _row(name, about, columns)


def _row(name: str, about: str, columns: float) -> Iterator[str]:
    left = 14.0
    start = f"  {name}"
    if width(start) + 1 > left:
        yield start
        start = ""
    for line in wrap(about, columns - left) or [""]:
        yield start + " " * round(2 * (left - width(start))) + line
        start = ""


def _shown(parameter: Any) -> str:
    """“-q, --quiet”, “--week 周”, “[来源]...”."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name)
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if getattr(parameter, "is_flag", False) else f"{names} {parameter.metavar or '值'}"


def wrap(line: str, columns: float) -> list[str]:
    """The line in parts of at most `columns` ems; Latin words stay whole, no part begins with “，”."""
    parts: list[str] = []
    part = ""
    for word in _words(line):
        if part and width(part + word.rstrip()) > columns and word[0] not in _NOT_FIRST:
            parts.append(part.rstrip())
            part = word.lstrip()
        else:
            part += word
    return [*parts, part.rstrip()] if part.strip() else parts


def _words(line: str) -> Iterator[str]:
    """Single Chinese characters, and runs of others up to a blank."""
    word = ""
    for char in line:
        if width(char) == 1.0:
            if word:
                yield word
            yield char
            word = ""
        elif char == " ":
            yield word + char
            word = ""
        else:
            word += char
    if word:
        yield word
