"""Every setting and its default; read from one TOML file, `briefing.toml`.

Looked for in this order: the file given with --config, `briefing.toml` in the current folder,
`briefing/briefing.toml` in the user's configuration folder. Without any the defaults below hold.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from briefing.errors import ConfigError, nearest

NAME = "briefing.toml"
DATABASE = "briefing.db"

Engine = Literal["fast", "textrank4zh"]
Order = Literal["importance", "date", "unit"]
Margins = Literal["standard", "ink"]
Text = Annotated[str, Field(min_length=1)]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Window(_Settings):
    """The length of an item's text in characters."""

    minimum: Annotated[int, Field(ge=20)] = 80
    target: int = 135
    maximum: Annotated[int, Field(le=2000)] = 180

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if not self.minimum <= self.target <= self.maximum:
            raise ValueError("应是 minimum ≤ target ≤ maximum")
        return self


class Office(_Settings):
    """What an office prints on its briefing beside the news; what is empty is not printed."""

    unit: str = ""
    secrecy: str = ""
    note: str = ""
    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    copies: Annotated[int, Field(ge=0, le=99_999)] = 0


class Layout(_Settings):
    """How a Word document is set up. Margins: "standard" measures the white above to the type area,
    as GB/T 9704 draws it, "ink" to the ink of the first line."""

    margins: Margins = "standard"
    source_notes: bool = True
    check_page: bool = True


class Fonts(_Settings):
    """The faces that stand in for those of the templates."""

    title: Text = "方正小标宋简体"
    heading: Text = "黑体"
    subheading: Text = "楷体"
    body: Text = "仿宋"


class Config(_Settings):
    """The settings. Relative paths start from the current folder."""

    title: Text = "一周要闻"
    edition: Text = "一周要闻"
    home: Text | None = None
    database: Text = DATABASE
    out: Path = Path("out")
    formats: tuple[Text, ...] = ("docx", "html", "json")
    templates: Path | None = None
    template: Text = "一周要闻"
    themes: tuple[Text, ...] = ()
    order: Order = "importance"
    engine: Engine = "fast"
    substitutions: bool = True
    item: Window = Window()
    office: Office = Office()
    layout: Layout = Layout()
    fonts: Fonts = Fonts()

    @field_validator("formats", "themes", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    @field_validator("out", "templates", mode="before")
    @classmethod
    def _path(cls, value: Any) -> Any:
        return Path(value).expanduser() if isinstance(value, str) and value else value


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


def load(path: Path | None) -> Config:
    """The settings of a file, the defaults for None. Relative paths in it start from its own folder.

    Raises ConfigError with one line: the file, the place in it, and the choices.
    """
    if path is None:
        return Config()
    values = _parsed(path)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{path}：{_told(error)}") from None
    return config.model_copy(update=_anchored(config, path.parent))


def _parsed(path: Path) -> dict[str, Any]:
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
        raise ConfigError(f"{path}：无法读取（{error.strerror}）") from None


def _anchored(config: Config, folder: Path) -> dict[str, Any]:
    given = config.model_fields_set
    update: dict[str, Any] = {name: folder / getattr(config, name) for name in {"out", "templates"} & given}
    if "database" in given and "://" not in config.database:
        update["database"] = str(folder / Path(config.database).expanduser())
    return update


def _told(error: ValidationError) -> str:
    """The first mistake in Chinese; how many more there are."""
    errors = error.errors()
    first = errors[0]
    place = [part for part in first["loc"] if isinstance(part, str)]
    name = ".".join(place)
    if first["type"] == "extra_forbidden":
        text = f"没有“{name}”这个键{nearest(place[-1], _keys(place[:-1]))}"
    elif first["type"] == "literal_error":
        text = f"{name} 不能是“{first['input']}”{nearest(str(first['input']), _choices(place))}"
    elif first["type"] == "value_error":
        text = f"{name} {first['ctx']['error']}"
    else:
        expected = _EXPECTED.get(first["type"], "请对照 briefing init 写的示例")
        text = f"{name} 的值“{first['input']}”不对，{expected}"
    return text if len(errors) == 1 else f"{text}（另有 {len(errors) - 1} 处）"


_EXPECTED = {
    "string_type": "应是放在英文引号里的文字",
    "string_too_short": "不能为空",
    "int_type": "应是整数，不加引号",
    "bool_type": "应是 true 或 false",
    "tuple_type": '应是列表，例如 ["docx", "html"]',
    "is_instance_of": "应是放在英文引号里的路径",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "model_type": "应是一节，例如 [item]",
}


def _model(place: list[str]) -> type[BaseModel]:
    """The section of the settings at a place; of what is no section, the one that it stands in."""
    model: type[BaseModel] = Config
    for name in place:
        kind = model.model_fields[name].annotation if name in model.model_fields else None
        model = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else model
    return model


def _keys(place: list[str]) -> list[str]:
    return list(_model(place).model_fields)


def _choices(place: list[str]) -> tuple[str, ...]:
    field = _model(place[:-1]).model_fields.get(place[-1])
    return get_args(field.annotation) if field else ()
