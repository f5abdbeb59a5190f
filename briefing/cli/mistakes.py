"""What typer says about a wrong command line, in one Chinese line with the nearest match."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from briefing.errors import nearest

_QUOTED = re.compile(r"'([^']*)'")


def told(error: Any) -> str:
    """One line for a usage error of typer's.

    Its classes are told by their names: typer moved them from click into itself, and may move them again.
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "briefing"
    hint = f"（用法：{command} --help）"
    return _reason(error, context) + hint


def _reason(error: Any, context: Any) -> str:
    kind, text = type(error).__name__, str(error.format_message())
    if kind == "NoSuchOption":
        options = _options(context)
        close = difflib.get_close_matches(error.option_name, options, n=1)
        # The nearest one alone, where there is one: all of them would fill the screen.
        guess = f"，是否想写“{close[0]}”？" if close else nearest(error.option_name, options)
        return f"没有“{error.option_name}”这个选项{guess}"
    if "No such command" in text:
        word = (_QUOTED.findall(text) or [""])[0]
        return f"没有“{word}”这个命令{nearest(word, list(context.command.commands))}"
    if kind == "MissingParameter":
        return f"还缺 {_name(error)}"
    if kind == "BadOptionUsage":
        return (
            f"选项“{error.option_name}”后面要写一个值"
            if "requires an argument" in text
            else f"“{error.option_name}”不带值"
        )
    if "unexpected extra argument" in text:
        return f"多出了“{text.split('(')[-1].rstrip(')')}”"
    if kind == "BadParameter":
        return f"{_name(error)} 的值不对：{error.message}"
    return text


def _options(context: Any) -> Sequence[str]:
    parameters = context.command.get_params(context) if context else ()
    return [name for one in parameters for name in one.opts if name.startswith("--")]


def _name(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "参数"
    return str(
        parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar or parameter.name
    )
