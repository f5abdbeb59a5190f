"""The service's sections of the configuration: what is read, which editions appear when, who is told."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from briefing.config.base import Clock, Settings, Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SourceFolder(Settings):
    """A folder that the service reads; `home` and `paper` are what its pages do not print."""

    name: Text
    folder: Path
    every: Annotated[int, Field(ge=1, le=7 * 24 * 60)] = 60
    home: Text | None = None
    paper: Text | None = None


class Timing(Settings):
    """When an edition appears and what it holds; `every` is how often, `day` counts for a weekly one."""

    every: Literal["week", "day", "never"] = "week"
    day: Weekday = "mon"
    compose: Clock = time(7, 30)
    send: Clock = time(8, 0)
    holiday: Literal["next", "merge", "keep"] = "next"
    districts: tuple[Text, ...] = ()
    themes: tuple[Text, ...] = ()
    recipients: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _composed_before_sent(self) -> Timing:
        if self.compose > self.send:
            raise ValueError("compose（制作）不能晚于 send（发出）")
        return self


class Edition(Timing):
    """One edition of the timetable: the main one, or one more with a name, title and template of its own.

    `first` and `total` are where its issue numbers stand, as in [issue] for the main one.
    """

    name: Text
    title: Text | None = None
    templates: Path | None = None
    template: Text | None = None
    first: Annotated[int, Field(ge=1)] = 1
    total: Annotated[int, Field(ge=1)] | None = None


class CalendarFile(Settings):
    """The office's own list of holidays and make-up days."""

    file: Path | None = None


class Service(Settings):
    """How the service behaves: days that it makes up for, where it logs and where it says that it is well."""

    catch_up: Annotated[int, Field(ge=1, le=60)] = 8
    log: Path = Path("logs")
    health: Path = Path("briefing-health.json")


class Review(Settings):
    """The editor's release of a draft before it is sent; `deadline` is a time of the day it should appear."""

    required: bool = False
    editors: tuple[Text, ...] = ()
    deadline: Clock = time(12, 0)
    otherwise: Literal["hold", "send"] = "hold"


class Duty(Settings):
    """Who is told when something is not as it should be, and from when on it counts.

    `few` is a percentage of the articles of a usual week, `disk` megabytes that must stay free, `late`
    minutes after which a briefing that has not gone out is a missed deadline.
    """

    addresses: tuple[Text, ...] = ()
    few: Annotated[int, Field(ge=0, le=100)] = 50
    disk: Annotated[int, Field(ge=0)] = 500
    late: Annotated[int, Field(ge=5, le=24 * 60)] = 60
