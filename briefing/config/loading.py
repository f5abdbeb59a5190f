"""Finding and reading the one TOML file, `briefing.toml`."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefing.config.mistakes import told
from briefing.config.retired import without
from briefing.config.sections import Config
from briefing.errors import ConfigError, reason

NAME = "briefing.toml"
# What an office adds without code, found beside the configuration unless it says where.
FILES = {"places": "places.csv", "papers": "papers.toml"}
# The office's own holidays, which count where [calendar] names the file.
HOLIDAYS = "放假安排.toml"


def find(explicit: Path | None = None, environment: Mapping[str, str] | None = None) -> Path | None:
    """The configuration file to use; None if there is none. Raises ConfigError for a missing `explicit`."""
    if explicit is not None:
        if not explicit.is_file():
            raise ConfigError(f"找不到配置文件“{explicit}”；请检查 --config，或先运行 briefing init")
        return explicit
    folder = user_folder(os.environ if environment is None else environment)
    return next((path for path in (Path(NAME), folder / NAME) if path.is_file()), None)


def user_folder(environment: Mapping[str, str]) -> Path:
    """The folder `briefing` in the user's configuration folder, as the system's custom has it."""
    if sys.platform == "win32":
        base = environment.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    else:
        base = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "briefing"


def load(path: Path | None, warn: Callable[[str], None] = lambda _line: None) -> Config:
    """The settings of a file, the defaults for None. Relative paths in it start from its own folder.

    A key of an earlier version is passed over, and `warn` is told in one line. Raises ConfigError with one
    line: the file, the place in it, and the choices.
    """
    if path is None:
        return _with_files_beside(Config(), Path())
    values, lines = without(parsed(path))
    for line in lines:
        warn(f"{path}：{line}")
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{path}：{told(error, Config)}") from None
    return _with_files_beside(_anchored(config, path.parent), path.parent)


def _with_files_beside(config: Config, folder: Path) -> Config:
    """The settings with the office's own places.csv and papers.toml, where these lie in the folder."""
    files = {name: folder / file for name, file in FILES.items() if getattr(config, name) is None}
    return config.model_copy(update={name: file for name, file in files.items() if file.is_file()})


def parsed(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary. Raises ConfigError with the line and column of what is wrong."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {place[1]} 行第 {place[2]} 列" if place else "文件末尾"
        raise ConfigError(
            f'{path}：{where}写法不对；键和值写成 title = "一周要闻"，文字要放在英文引号里'
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}：不是 UTF-8 编码；请用编辑器另存为 UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path}：无法读取（{reason(error)}）") from None


_S = TypeVar("_S", bound=BaseModel)


def _anchored(settings: _S, folder: Path) -> _S:
    """The settings with every path that the file gives, in whatever section, starting from its folder."""
    update: dict[str, Any] = {}
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        if isinstance(value, Path):
            update[name] = folder / value
        elif isinstance(value, BaseModel):
            update[name] = _anchored(value, folder)
        elif isinstance(value, tuple):
            update[name] = tuple(_anchored(v, folder) if isinstance(v, BaseModel) else v for v in value)
        elif name == "database" and isinstance(settings, Config) and "://" not in value:
            update[name] = str(folder / Path(value).expanduser())
    return settings.model_copy(update=update)
