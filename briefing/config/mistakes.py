"""A mistake in the configuration, told in one Chinese line: the place in the file, and the choices."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from briefing.errors import nearest


def told(error: ValidationError, root: type[BaseModel]) -> str:
    """The first mistake in what was to be a `root`, as one line in Chinese; how many more there are."""
    errors = error.errors()
    first = errors[0]
    place, name = _place(root, first["loc"])
    if first["type"] == "extra_forbidden":
        text = f"没有“{name}”这个键{nearest(place[-1], _keys(root, place[:-1]))}"
    elif first["type"] == "missing":
        text = f"缺少“{name}”这个键"
    elif first["type"] == "literal_error":
        text = f"{name} 不能是“{first['input']}”{nearest(str(first['input']), _choices(root, place))}"
    elif first["type"] == "value_error":
        text = f"{name} {first['ctx']['error']}".strip()
    elif (section := section_of(_annotation(root, place))) and first["type"] in _EXPECTED_SECTION:
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


def _place(root: type[BaseModel], location: tuple[int | str, ...]) -> tuple[list[str], str]:
    """The keys that lead to a mistake, and its name: item.minimum, 第 2 个 [[recipients]] 的 name."""
    place: list[str] = []
    name = ""
    for part in location:
        unknown = isinstance(part, str) and _annotation(root, [*place, part]) is None
        if unknown and place and _is_leaf(root, place):
            continue  # pydantic names the member of a union that it tried
        if isinstance(part, str):
            place.append(part)
            name += f"{'' if not name or name.endswith(' ') else '.'}{part}"
        elif section_of(_annotation(root, place)):
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


def _annotation(root: type[BaseModel], place: list[str]) -> Any:
    """The type of the setting at a place; None if there is none."""
    annotation: Any = root
    for name in place:
        section = section_of(annotation)
        field = section[0].model_fields.get(name) if section else None
        if field is None:
            return None
        annotation = field.annotation
    return annotation


def _is_leaf(root: type[BaseModel], place: list[str]) -> bool:
    return section_of(_annotation(root, place)) is None


def _keys(root: type[BaseModel], place: list[str]) -> list[str]:
    section = section_of(_annotation(root, place))
    return list(section[0].model_fields) if section else []


def _choices(root: type[BaseModel], place: list[str]) -> tuple[str, ...]:
    return tuple(_literals(_annotation(root, place)))


def _literals(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for part in get_args(annotation) for choice in _literals(part)]
