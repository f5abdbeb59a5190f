"""Every setting and its default; read from one TOML file, `briefing.toml`.

Looked for in this order: the file given with --config, `briefing.toml` in the current folder,
`briefing/briefing.toml` in the user's configuration folder. Without any the defaults below hold.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field, ValidationError, model_validator

from briefing import retired
from briefing.errors import ConfigError, nearest
from briefing.postal import Chat, Delivery, Folder, Mail, Recipient
from briefing.settings import Settings, Text
from briefing.timetable import CalendarFile, Duty, Edition, Review, Service, SourceFolder, Timing

NAME = "briefing.toml"
DATABASE = "briefing.db"
# What an office adds without code, found beside the configuration unless it says where.
FILES = {"places": "places.csv", "papers": "papers.toml"}

Engine = Literal["fast", "textrank4zh"]
Order = Literal["importance", "date", "unit"]
Margins = Literal["standard", "ink"]


class Window(Settings):
    """The length of an item's text in characters."""

    minimum: Annotated[int, Field(ge=20)] = 80
    target: int = 135
    maximum: Annotated[int, Field(le=2000)] = 180

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if not self.minimum <= self.target <= self.maximum:
            raise ValueError("应是 minimum ≤ target ≤ maximum")
        return self


class Office(Settings):
    """What an office prints on its briefing beside the news; what is empty is not printed."""

    unit: str = ""
    secrecy: str = ""
    note: str = ""
    report_to: str = ""
    send_to: str = ""
    issue_to: str = ""
    copies: Annotated[int, Field(ge=0, le=99_999)] = 0


class Layout(Settings):
    """How a Word document is set up. Margins: "standard" measures the white above to the type area,
    as GB/T 9704 draws it, "ink" to the ink of the first line."""

    margins: Margins = "standard"
    source_notes: bool = True
    check_page: bool = True


class Fonts(Settings):
    """The faces that stand in for those of the templates."""

    title: Text = "方正小标宋简体"
    heading: Text = "黑体"
    subheading: Text = "楷体"
    body: Text = "仿宋"


class Numbering(Settings):
    """Where an office's numbers stand: those of the first issue that this program releases."""

    first: Annotated[int, Field(ge=1)] = 1
    total: Annotated[int, Field(ge=1)] | None = None


class Most(Settings):
    """How many items at most: of a district's theme, of a district, of the whole; none is no limit."""

    theme: Annotated[int, Field(ge=1)] | None = None
    district: Annotated[int, Field(ge=1)] | None = None
    total: Annotated[int, Field(ge=1)] | None = None


class Config(Settings):
    """The settings. Relative paths start from the current folder."""

    title: Text = "一周要闻"
    edition: Text = "一周要闻"
    home: Text | None = None
    database: Text = DATABASE
    out: Path = Path("out")
    formats: tuple[Text, ...] = ("docx", "html", "json")
    templates: Path | None = None
    template: Text = "一周要闻"
    places: Path | None = None
    papers: Path | None = None
    themes: tuple[Text, ...] = ()
    districts: tuple[Text, ...] = ()
    order: Order = "importance"
    engine: Engine = "fast"
    dictionary: Path | None = None
    substitutions: bool = True
    item: Window = Window()
    office: Office = Office()
    layout: Layout = Layout()
    fonts: Fonts = Fonts()
    issue: Numbering = Numbering()
    limits: Most = Most()
    sources: tuple[SourceFolder, ...] = ()
    weekly: Timing = Timing()
    editions: tuple[Edition, ...] = ()
    calendar: CalendarFile = CalendarFile()
    review: Review = Review()
    duty: Duty = Duty()
    service: Service = Service()
    mail: Mail | None = None
    delivery: Delivery = Delivery()
    recipients: tuple[Recipient, ...] = ()
    folders: tuple[Folder, ...] = ()
    chats: tuple[Chat, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Config:
        for section, names in (
            ("sources", [one.name for one in self.sources]),
            ("editions", [self.edition, *(one.name for one in self.editions)]),
        ):
            for name in {name for name in names if names.count(name) > 1}:
                raise ValueError(f"{section} 里有两个叫“{name}”；每个要有自己的名称")
        return self


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
    values, lines = retired.without(parsed(path))
    for line in lines:
        warn(f"{path}：{line}")
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{path}：{_told(error)}") from None
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
        raise ConfigError(f"{path}：无法读取（{error.strerror}）") from None


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


def _told(error: ValidationError) -> str:
    """The first mistake in Chinese; how many more there are."""
    errors = error.errors()
    first = errors[0]
    place, name = _place(first["loc"])
    if first["type"] == "extra_forbidden":
        text = f"没有“{name}”这个键{nearest(place[-1], _keys(place[:-1]))}"
    elif first["type"] == "missing":
        text = f"缺少“{name}”这个键"
    elif first["type"] == "literal_error":
        text = f"{name} 不能是“{first['input']}”{nearest(str(first['input']), _choices(place))}"
    elif first["type"] == "value_error":
        text = f"{name} {first['ctx']['error']}".strip()
    elif (section := section_of(_annotation(place))) and first["type"] in _EXPECTED_SECTION:
        text = f"{name} 的值“{first['input']}”不对，应是一节，例如 {_head(place, section[1])}"
    else:
        expected = _EXPECTED.get(first["type"], "请对照 briefing init 写的示例")
        text = f"{name} 的值“{first['input']}”不对，{expected}"
    return text if len(errors) == 1 else f"{text}（另有 {len(errors) - 1} 处）"


_EXPECTED_SECTION = frozenset({"model_type", "tuple_type"})
_EXPECTED = {
    "string_type": "应是放在英文引号里的文字",
    "string_too_short": "不能为空",
    "int_type": "应是整数，不加引号",
    "float_type": "应是数字，不加引号",
    "bool_type": "应是 true 或 false",
    "tuple_type": '应是列表，例如 ["docx", "html"]',
    "too_short": "不能为空",
    "is_instance_of": "应是放在英文引号里的路径",
    "date_type": "应是日期，例如 2026-10-01，不加引号",
    "time_type": "应是时间，例如 07:30:00，不加引号",
    "greater_than": "太小",
    "greater_than_equal": "太小",
    "less_than": "太大",
    "less_than_equal": "太大",
}


def _place(location: tuple[int | str, ...]) -> tuple[list[str], str]:
    """The keys that lead to a mistake, and its name: item.minimum, 第 2 个 [[recipients]] 的 name."""
    place: list[str] = []
    name = ""
    for part in location:
        if isinstance(part, str) and _annotation([*place, part]) is None and place and _is_leaf(place):
            continue  # pydantic names the member of a union that it tried
        if isinstance(part, str):
            place.append(part)
            name += f"{'' if not name or name.endswith(' ') else '.'}{part}"
        elif section_of(_annotation(place)):
            name = f"第 {part + 1} 个 {_head(place, many=True)} 的 "
    return place, name.removesuffix(" 的 ")


def _head(place: list[str], many: bool) -> str:
    name = ".".join(place)
    return f"[[{name}]]" if many else f"[{name}]"


def section_of(annotation: Any) -> tuple[type[BaseModel], bool] | None:
    """The model of a setting that is a section of its own, and whether there may be many; None for others."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    found = [section for part in get_args(annotation) if (section := section_of(part))]
    return (found[0][0], found[0][1] or get_origin(annotation) is tuple) if found else None


def _annotation(place: list[str]) -> Any:
    """The type of the setting at a place; None if there is none."""
    annotation: Any = Config
    for name in place:
        section = section_of(annotation)
        field = section[0].model_fields.get(name) if section else None
        if field is None:
            return None
        annotation = field.annotation
    return annotation


def _is_leaf(place: list[str]) -> bool:
    return section_of(_annotation(place)) is None


def _keys(place: list[str]) -> list[str]:
    section = section_of(_annotation(place))
    return list(section[0].model_fields) if section else []


def _choices(place: list[str]) -> tuple[str, ...]:
    return tuple(_literals(_annotation(place)))


def _literals(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for part in get_args(annotation) for choice in _literals(part)]
