"""The options that several commands share: one name, one meaning, one help text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import console
from briefing.errors import UsageError, nearest

if TYPE_CHECKING:
    from datetime import date, datetime

    from briefing.config import Config
    from briefing.model import Given
    from briefing.periods import Span

_SELECTING, _GIVING, _GENERAL = "选取", "版面上没有印的", "通用"

Week = Annotated[
    str | None,
    typer.Option(
        metavar="周",
        help="一周：2018-W45、this（本周）或 last（上周），周一到周日。",
        rich_help_panel=_SELECTING,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(metavar="日期", help="从哪天起（含当天），如 2018-11-01。", rich_help_panel=_SELECTING),
]
Until = Annotated[
    str | None,
    typer.Option(metavar="日期", help="到哪天止（含当天）；不写就到今天。", rich_help_panel=_SELECTING),
]
By = Annotated[
    str,
    typer.Option(
        metavar="published|event",
        help="按见报日期（published）还是事件日期（event）算。",
        rich_help_panel=_SELECTING,
    ),
]
District = Annotated[
    list[str] | None,
    typer.Option(
        metavar="区县",
        help="只要这个区县，可写多次；“魏都”即“魏都区”，写城市名即全市。",
        rich_help_panel=_SELECTING,
    ),
]
Theme = Annotated[
    list[str] | None,
    typer.Option(
        metavar="主题", help="只要这个主题，可写多次，如 --theme 教育。", rich_help_panel=_SELECTING
    ),
]
Home = Annotated[
    str | None,
    typer.Option(metavar="区县", help="“我区”“我县”指哪里，如 河南省许昌市魏都区。", rich_help_panel=_GIVING),
]
Paper = Annotated[
    str | None, typer.Option(metavar="报名", help="报纸名称，如 今日魏都。", rich_help_panel=_GIVING)
]
Published = Annotated[
    str | None, typer.Option(metavar="日期", help="见报日期，如 2018-11-07。", rich_help_panel=_GIVING)
]
Archive = Annotated[
    str | None,
    typer.Option(
        metavar="文件或网址",
        help="档案库；不写就用配置里的，再没有就用当前文件夹的 briefing.db。",
        rich_help_panel=_GENERAL,
    ),
]
Configuration = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="文件",
        help="配置文件；不写就找当前文件夹的 briefing.toml。",
        rich_help_panel=_GENERAL,
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="只说出错的，不说进展。", rich_help_panel=_GENERAL)
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="说得更详细，出错时给出技术细节。", rich_help_panel=_GENERAL)
]
Json = Annotated[bool, typer.Option("--json", help="结果写成 JSON，供别的程序读。", rich_help_panel=_GENERAL)]


def span(week: str | None, since: str | None, until: str | None, today: date) -> Span | None:
    """The period asked for, None if none was. Raises UsageError for a wrong or a double one."""
    from briefing import periods

    if week is not None:
        if since is not None or until is not None:
            raise UsageError("--week 和 --since、--until 只能用一种")
        return periods.week(week, today)
    if since is not None or until is not None:
        return periods.days(since, until, today)
    return None


def counted_by(word: str) -> str:
    """The date that counts. Raises UsageError with the choices."""
    if word not in (choices := ("published", "event")):
        raise UsageError(f"--by“{word}”不对{nearest(word, choices)}")
    return word


def listed(values: Iterable[str] | None) -> tuple[str, ...] | None:
    """“docx,html” or several options as one list without repeats; None if nothing was said."""
    if values is None:
        return None
    words = [word.strip().lower() for value in values for word in value.replace("，", ",").split(",")]
    return tuple(dict.fromkeys(word for word in words if word))


def given(home: str | None, paper: str | None, published: str | None) -> Given:
    """What the user states because the sources do not print it."""
    from briefing import periods
    from briefing.model import Given

    day = periods.day(published, "--published") if published is not None else None
    return Given(paper=paper, published=day, home=home)


def settings(path: Path | None) -> Config:
    """The configuration that holds for this run."""
    from briefing import config

    return config.load(config.find(path), _warn_once)


@cache
def _warn_once(line: str) -> None:
    """The service reads its configuration every 20 seconds: one warning is enough."""
    console.warning(line)


def now() -> datetime:
    """This moment, with its zone."""
    from datetime import UTC, datetime

    return datetime.now(UTC)


def today() -> date:
    """Today in China, wherever the computer believes to be: newspapers' days are China's."""
    from datetime import datetime

    from briefing.zone import ZONE

    return datetime.now(ZONE).date()


def many(values: Sequence[str] | None) -> tuple[str, ...]:
    """A repeatable option's values, each once."""
    return tuple(dict.fromkeys(values or ()))
