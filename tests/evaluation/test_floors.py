"""Floors: they rise, they do not fall, and a figure under its floor fails the run by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import evaluation.__main__ as command
from evaluation import summaries
from evaluation.floors import Floors, Group, fingerprint, rounded_down

SAME = {"gold": "aa"}


def group(**figures: float) -> Group:
    return Group("gold", figures, ("gold",))


@pytest.mark.parametrize(
    ("value", "floor"),
    [(1.0, 1.0), (0.0, 0.0), (0.9549, 0.95), (0.955, 0.955), (0.29, 0.29), (0.9999, 0.995)],
)
def test_a_floor_is_the_figure_rounded_down(value: float, floor: float) -> None:
    assert rounded_down(value) == floor


def test_floors_rise() -> None:
    floors = Floors(SAME).raised([group(body=0.912)]).raised([group(body=0.934)])
    assert floors.of("gold") == {"body": 0.93}


def test_floors_do_not_fall() -> None:
    floors = Floors(SAME, {"gold": {"body": 0.93}, "events": {"recall": 0.9}})
    assert floors.raised([group(body=0.5)]) == floors


def test_only_the_figures_that_fit_a_pattern_rise() -> None:
    floors = Floors(SAME).raised([group(body=0.9, title=0.8)], ["gold.t*"])
    assert floors.of("gold") == {"title": 0.8}
    assert Floors(SAME).raised([group(body=0.9)], ["other.*"]).floors == {}


def test_each_figure_under_its_floor_is_named() -> None:
    floors = Floors(SAME, {"gold": {"body": 0.93, "title": 0.8, "theme": 0.7}})
    faults = list(floors.faults([group(body=0.9299, title=0.79, theme=0.7)], SAME))
    assert [fault.split()[0] for fault in faults] == ["gold.body", "gold.title"]


def test_a_figure_that_is_no_longer_measured_is_a_fault() -> None:
    floors = Floors(SAME, {"gold": {"body": 0.93}, "events": {"recall": 0.9}})
    faults = list(floors.faults([group()], SAME))
    assert [fault.split()[0] for fault in faults] == ["gold.body", "events.recall"]


@pytest.mark.parametrize("corpora", [{"gold": "bb"}, {}, {"gold": "aa", "pages": "cc"}])
def test_a_changed_missing_or_new_corpus_is_a_fault(corpora: dict[str, str]) -> None:
    assert len(list(Floors(SAME).faults([], corpora))) == 1


def test_a_new_corpus_becomes_known_and_a_changed_one_does_not() -> None:
    floors = Floors(SAME).knowing({"gold": "bb", "pages": "cc"})
    assert floors.corpora == {"gold": "aa", "pages": "cc"}


def test_an_accepted_corpus_sets_its_own_floors_anew_and_no_others() -> None:
    floors = Floors({"gold": "aa", "events": "ee"}, {"gold": {"body": 0.93}, "events": {"recall": 0.9}})
    groups = [group(body=0.81, title=0.7), Group("events", {"recall": 0.5}, ("events",))]
    accepted = floors.accepting(groups, {"gold": "bb", "events": "ee"})
    assert accepted.corpora == {"gold": "bb", "events": "ee"}
    assert accepted.floors == {"gold": {"body": 0.81}, "events": {"recall": 0.9}}


def test_a_fingerprint_sees_names_and_contents_but_not_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    prints = set()
    for name, content in (("a.txt", b"x\ny\n"), ("a.txt", b"x\nz\n"), ("b.txt", b"x\nz\n")):
        file = file.rename(tmp_path / name) if file.exists() else tmp_path / name
        file.write_bytes(content)
        prints.add(fingerprint([file], tmp_path))
        file.write_bytes(content.replace(b"\n", b"\r\n"))
        prints.add(fingerprint([file], tmp_path))
    assert len(prints) == 3


def test_the_file_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert Floors.load(path) == Floors()
    floors = Floors(SAME, {"gold": {"body": 0.93}})
    floors.save(path)
    assert Floors.load(path) == floors


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    groups = [group(body=0.912, title=1.0), Group("events", {"recall": 0.876}, ("events",))]
    monkeypatch.setattr(command, "measured", lambda: groups)
    monkeypatch.setattr(command, "fingerprints", lambda: SAME)
    monkeypatch.setattr(summaries, "beside", tuple)
    path = tmp_path / "floors.json"
    Floors(SAME, {"gold": {"body": 0.91}}).save(path)
    return path


def test_figures_over_their_floors_pass(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([], path) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert json.loads(last)["figures"] == {"gold.body": 0.912, "gold.title": 1.0, "events.recall": 0.876}


def test_a_figure_under_its_floor_fails_the_run(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Floors(SAME, {"gold": {"body": 0.92, "title": 1.0}}).save(path)
    assert command.main([], path) == 1
    *_, fault, last = capsys.readouterr().out.splitlines()
    assert fault == "gold.body is 0.9120, under its floor 0.920"
    assert json.loads(last)["faults"] == [fault]


def test_the_command_raises_floors_only_when_told(path: Path) -> None:
    command.main([], path)
    assert Floors.load(path).floors == {"gold": {"body": 0.91}}
    assert command.main(["--raise-floors", "gold.*"], path) == 0
    assert Floors.load(path).floors == {"gold": {"body": 0.91, "title": 1.0}}
    command.main(["--raise-floors"], path)
    assert Floors.load(path).floors["events"] == {"recall": 0.875}


def test_the_table_shows_each_figure_over_its_floor(path: Path) -> None:
    lines = [line.split() for line in command.table(command.measured(), Floors.load(path))]
    assert lines == [
        [],
        ["body", "title"],
        ["gold", "0.912", "1.000"],
        ["floor", "0.910", "–"],
        [],
        ["recall"],
        ["events", "0.876"],
    ]
