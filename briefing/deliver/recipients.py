"""The list of recipients: from the configuration's [[recipients]] and from a table that an office keeps."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.addresses import normal
from briefing.config.delivery import Recipient as Setting
from briefing.model import Problem, Stage

Report = Callable[[Problem], None]

_COLUMNS = {
    "name": ("name", "姓名", "名称", "收件人"),
    "address": ("address", "email", "邮箱", "邮箱地址", "地址", "邮件地址"),
    "districts": ("districts", "区县", "地区"),
    "themes": ("themes", "主题"),
    "form": ("form", "形式"),
    "way": ("way", "方式"),
}
_FORMS = {"mail": "mail", "邮件": "mail", "attachment": "attachment", "附件": "attachment"}
_FORMS |= {"text": "text", "文字": "text", "纯文字": "text"}
_WAYS = {"to": "to", "收件": "to", "主送": "to", "cc": "cc", "抄送": "cc", "bcc": "bcc", "密送": "bcc"}
_BETWEEN = re.compile(r"[、,，;；/|\s]+")
_DELIMITERS = ",\t;，"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person and what he wants. `form`: "mail", "attachment" or "text"; `way`: "to", "cc" or "bcc".

    `where` says where he stands: what a message about him begins with.
    """

    name: str
    address: str
    where: str
    districts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    form: str = "mail"
    way: str = "to"


def configured(settings: Sequence[Setting], report: Report) -> Iterator[Recipient]:
    """The recipients of the configuration; one with a wrong address is reported and left out."""
    for number, one in enumerate(settings, start=1):
        where = f"配置里第 {number} 个 [[recipients]]（{one.name or one.address}）"
        try:
            address = normal(one.address)
        except ValueError as error:
            report(_problem(where, str(error)))
            continue
        yield Recipient(one.name, address, where, one.districts, one.themes, one.form, one.way)


def table(name: str, text: str, report: Report) -> Iterator[Recipient]:
    """The recipients of a CSV file whose first row names the columns; a wrong row is reported, left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns: list[str | None] | None = None
    while True:
        start = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error:
            report(_problem(f"{name} 第 {start} 行", "写法不对；请检查引号是否成对"))
            continue
        if not any(cells) or cells[0].startswith("#"):
            continue
        if columns is None:
            columns = [_column(cell) for cell in cells]
            if "address" not in columns:
                report(
                    _problem(
                        f"{name} 第 {start} 行",
                        "第一行要写列名，至少有“邮箱”；还可以有姓名、区县、主题、形式、方式",
                    )
                )
                return
            continue
        where = f"{name} 第 {start} 行"
        try:
            yield _recipient(where, {key: cell for key, cell in zip(columns, cells, strict=False) if key})
        except ValueError as error:
            report(_problem(where, str(error)))
    if columns is None:
        report(_problem(name, "是空的；第一行写列名：姓名,邮箱,区县,主题,形式,方式"))


def once(recipients: Iterable[Recipient], report: Report) -> tuple[Recipient, ...]:
    """Each address once, as it stands first; a second one is reported and left out."""
    kept: dict[str, Recipient] = {}
    for one in recipients:
        known = kept.setdefault(one.address.lower(), one)
        if known is not one:
            report(_problem(one.where, f"邮箱地址 {one.address} 与 {known.where} 重复，只发一份"))
    return tuple(kept.values())


def _recipient(where: str, cells: Mapping[str, str]) -> Recipient:
    return Recipient(
        cells.get("name", ""),
        normal(cells.get("address", "")),
        where,
        _several(cells.get("districts", "")),
        _several(cells.get("themes", "")),
        _choice(cells.get("form", ""), _FORMS, "mail", "形式", "邮件、附件、文字"),
        _choice(cells.get("way", ""), _WAYS, "to", "方式", "收件、抄送、密送"),
    )


def _column(cell: str) -> str | None:
    word = cell.strip().lower()
    return next((key for key, names in _COLUMNS.items() if word in names), None)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in _BETWEEN.split(cell) if word))


def _choice(cell: str, choices: Mapping[str, str], default: str, column: str, told: str) -> str:
    if not cell:
        return default
    if cell.lower() not in choices:
        raise ValueError(f"“{column}”不能是“{cell}”；可选：{told}")
    return choices[cell.lower()]


def _delimiter(text: str) -> str:
    """Comma, or what the first line has instead: “Unicode text” of Excel has tabs."""
    first = text.lstrip().partition("\n")[0]
    best = max(_DELIMITERS, key=first.count)
    return best if best in first else ","


def _problem(where: str, why: str) -> Problem:
    return Problem(Stage.DELIVER, "recipient", where, f"{where}：{why}")
