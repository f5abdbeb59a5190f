"""Whole documents, compared whole. After a wanted change: `python -m tests.render.regenerate`."""

from __future__ import annotations

import json

import pytest

from briefing import codec
from briefing.config import Config
from briefing.errors import ConfigError, UsageError
from briefing.model import Briefing
from briefing.render import FORMATS, render
from briefing.resources import templates
from tests.render.readback import GOLDEN, TEMPLATES, goldens, made, mail, mail_part, unflowed
from tests.render.sample import CONFIG, full

NAMES = (
    *("full.json", "full.txt", "full.md", "full.html", "full.eml.txt", "full.eml.html"),
    *(f"full.{name}.docx.txt" for name in TEMPLATES),
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return goldens(full(), CONFIG)


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, texts: dict[str, str]) -> None:
    assert texts[name] == (GOLDEN / name).read_text("utf-8")


def test_no_golden_is_forgotten() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(NAMES)


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "pdf"])
def test_equal_input_gives_equal_bytes(format: str) -> None:
    assert made(full(), format) == made(full(), format)


def test_json_is_the_briefing_itself() -> None:
    data = made(full(), "json")
    assert codec.load(Briefing, json.loads(data)) == full()
    assert data.endswith(b"}\n")
    assert "魏都区".encode() in data
    assert b"\\u" not in data


def test_json_keys_are_those_of_the_interface() -> None:
    value = json.loads(made(full(), "json"))
    assert list(value) == [
        *("schema", "title", "edition", "week", "period", "by", "revision", "issue", "sections", "photos"),
        *("left_out", "counts", "statistics", "warnings"),
    ]
    assert value["period"] == {"start": "2018-11-05", "end": "2018-11-11"}
    assert value["issue"] == {"year": 2018, "number": 45, "total": 312}
    assert list(value["sections"][0]["themes"][0]["items"][0]) == [
        *(
            "id",
            "headline",
            "text",
            "sentences",
            "authors",
            "event",
            "kind",
            "continued",
            "late",
            "event_date",
            "theme",
        ),
        *("place", "township", "photos", "sources", "score", "warnings"),
    ]


def test_document_says_what_it_is() -> None:
    document = render(full(), "docx", templates())
    assert (document.format, document.suffix) == ("docx", ".docx")
    assert document.media_type.startswith("application/vnd.openxmlformats")
    assert document.problems == ()


def test_unknown_format_names_the_choices() -> None:
    with pytest.raises(
        UsageError, match="没有“doc”这种格式，是否想写“docx”？可选：docx、html、json、pdf、txt、md、eml"
    ):
        render(full(), "doc", templates())


def test_missing_template_is_one_line() -> None:
    with pytest.raises(ConfigError, match=r"没有模板.*一周要问.docx”，是否想写“一周要闻”？可选：.*一周要闻"):
        render(full(), "docx", templates(), Config(template="一周要问"))


@pytest.mark.parametrize("format", ["html", "eml", "txt", "md"])
def test_an_offices_classification_and_note_are_on_every_document(format: str) -> None:
    data = made(full(), format, CONFIG)
    bodies = [data.decode()]
    if format == "eml":
        bodies = [mail_part(mail(data), "html"), unflowed(mail_part(mail(data), "plain"))]
    for words in (CONFIG.office.unit, CONFIG.office.secrecy, CONFIG.office.note, "编者按："):
        assert [body.count(words) for body in bodies] == [1] * len(bodies)
