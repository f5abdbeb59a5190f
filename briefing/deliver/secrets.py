"""Passwords and webhook addresses: from the environment or from a file that nobody else can read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from briefing.errors import ConfigError, reason


def secret(what: str, variable: str, file: Path | None, environment: Mapping[str, str] | None = None) -> str:
    """The secret in the environment variable, else in the file; for `what` it is stands in messages.

    Raises ConfigError where it is in neither, or where other users of the computer can read the file.
    """
    value = (os.environ if environment is None else environment).get(variable, "").strip()
    if value:
        return value
    if file is None:
        raise ConfigError(f"没有{what}：请设环境变量 {variable}，或写进一个文件，把文件名写在配置里")
    try:
        mode = file.stat().st_mode
        value = file.read_text("utf-8-sig").strip()
    except OSError as error:
        raise ConfigError(f"{what}的文件 {file} 读不了（{reason(error)}）") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{what}的文件 {file} 不是纯文本；请用记事本重存为 UTF-8") from None
    # Windows has no such bits: there a file in the user's own folder is the user's.
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(f"{what}的文件 {file} 别的用户也能读，没有使用；请运行 chmod 600 {file}")
    if not value:
        raise ConfigError(f"{what}的文件 {file} 是空的")
    if len(value.splitlines()) > 1:
        raise ConfigError(f"{what}的文件 {file} 应只有一行")
    return value
