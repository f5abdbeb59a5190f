"""Keys of earlier versions: told, passed over, and never a reason to stop."""

from pathlib import Path

import pytest

from briefing import config
from briefing.config import Config, retired
from briefing.errors import ConfigError


def load(folder: Path, text: str) -> tuple[Config, list[str]]:
    path = folder / "briefing.toml"
    path.write_text(text, "utf-8")
    lines: list[str] = []
    return config.load(path, lines.append), lines


def test_a_retired_key_is_told_in_one_line_and_the_rest_holds(tmp_path: Path) -> None:
    settings, lines = load(tmp_path, 'title = "快报"\n[delivery]\non_duty = ["a@b.cn"]\nwhen_empty = "line"')
    assert (settings.title, settings.delivery.when_empty) == ("快报", "line")
    (line,) = lines
    assert "briefing.toml" in line
    assert "delivery.on_duty" in line
    assert "[duty]" in line


def test_an_unknown_key_beside_it_stays_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nosuch"):
        load(tmp_path, "nosuch = 1\n[delivery]\non_duty = []")


def test_nothing_is_told_of_a_file_without_any(tmp_path: Path) -> None:
    assert load(tmp_path, "[delivery]\nwhen_empty = 'line'")[1] == []


def test_a_retired_key_is_no_key_of_today() -> None:
    for place in retired.KEYS:
        with pytest.raises(KeyError):
            value: object = Config().model_dump()
            for name in place.split("."):
                assert isinstance(value, dict)
                value = value[name]


@pytest.mark.parametrize(
    ("values", "kept", "told"),
    [
        ({"a": 1, "b": 2}, {"b": 2}, 1),
        ({"s": {"x": 1, "y": 2}}, {"s": {"y": 2}}, 1),
        ({"s": [{"x": 1, "y": 2}, {"x": 3}, {"y": 4}]}, {"s": [{"y": 2}, {}, {"y": 4}]}, 1),
        ({"s": "text"}, {"s": "text"}, 0),
        ({"s": [1, {"x": 1}]}, {"s": [1, {}]}, 1),
        ({}, {}, 0),
    ],
)
def test_sections_and_lists_of_sections(
    values: dict[str, object], kept: dict[str, object], told: int
) -> None:
    before = repr(values)
    found, lines = retired.without(values, {"a": "删去即可", "s.x": "改为 s.y"})
    assert found == kept
    assert len(lines) == told
    assert repr(values) == before
