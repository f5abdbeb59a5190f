"""Every setting and its default, but for those of delivery and of the service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from briefing.config.base import Settings, Text
from briefing.config.delivery import Chat, Delivery, Folder, Mail, Recipient
from briefing.config.service import CalendarFile, Duty, Edition, Review, Service, SourceFolder, Timing

DATABASE = "briefing.db"

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
