"""places.csv: every kind of line, that it wins over the gazetteer, and what is said of a wrong line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing import resources
from briefing.annotate import Annotator, local
from briefing.annotate.gazetteer import Gazetteer
from briefing.config import Config
from briefing.errors import ConfigError
from tests.annotate.support import article, reading

TODAY = date(2026, 1, 1)


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "places.csv"
    path.write_bytes("\n".join(("地名,类别,归属,备注", *lines)).encode(encoding))
    return path


def place(path: Path, text: str, title: str = "活动举行", home: str | None = None) -> tuple[str | None, ...]:
    annotate = Annotator.default(Config(places=path))
    assert annotate.problems == ()
    (one,) = annotate(reading(article(text, title), home=home, published=date(2020, 6, 30)), TODAY)
    return one.district.name, one.district.city, one.township


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        (
            "临空示范区,功能区,河南省许昌市,新设",
            "6月6日，临空示范区召开会议。",
            ("临空示范区", "许昌市", None),
        ),
        ("尚德产业新城,功能区,许昌市魏都区", "6月6日，尚德产业新城开工。", ("魏都区", "许昌市", None)),
        ("岑川区,区县,河南省许昌市", "6月6日，岑川区召开会议。", ("岑川区", "许昌市", None)),
        ("岑川区,区县,许昌市", "6月6日，岑川召开会议。", ("岑川区", "许昌市", None)),
        ("下城区,别称,浙江省杭州市拱墅区", "6月6日，下城区召开会议。", ("拱墅区", "杭州市", None)),
        ("老城厢,别称,河南省许昌市魏都区", "6月6日，老城厢迎来游客。", ("魏都区", "许昌市", None)),
        ("新站,别称,许昌市魏都区", "6月6日，新站召开会议。", ("魏都区", "许昌市", None)),
        ("尚德镇,乡镇,河南省许昌市魏都区", "6月6日，尚德镇举行比赛。", ("魏都区", "许昌市", "尚德镇")),
        ("城关镇,乡镇,河南省许昌市魏都区", "6月6日，城关镇举行比赛。", ("魏都区", "许昌市", "城关镇")),
        (
            "七一路社区,社区,许昌市魏都区南关街道",
            "6月6日，七一路社区举行比赛。",
            ("魏都区", "许昌市", "南关街道"),
        ),
        ("七一路社区,社区,许昌市魏都区", "6月6日，七一路社区举行比赛。", ("魏都区", "许昌市", None)),
        ("西湖区,别称,江西省南昌市西湖区", "6月6日，西湖区召开会议。", ("西湖区", "南昌市", None)),
        ("老城区,别称,河南省洛阳市老城区", "6月6日，老城区举行活动。", ("老城区", "洛阳市", None)),
        ("下乡,乡镇,许昌市魏都区", "6月6日，下乡举行比赛。", ("魏都区", "许昌市", "下乡")),
    ],
)
def test_a_line_of_each_kind(
    tmp_path: Path, line: str, text: str, expected: tuple[str | None, ...]
) -> None:  # fmt: skip
    assert place(written(tmp_path, line), text) == expected


def test_a_place_inside_a_new_one(tmp_path: Path) -> None:
    path = written(
        tmp_path, "尚德镇,乡镇,许昌市岑川区", "云台社区,社区,岑川区尚德镇", "岑川区,区县,河南省许昌市"
    )
    assert place(path, "6月6日，云台社区举行比赛。") == ("岑川区", "许昌市", "尚德镇")
    assert place(path, "6月6日，尚德镇举行比赛。") == ("岑川区", "许昌市", "尚德镇")
    assert place(path, "6月6日，我区召开会议。", home="河南省许昌市岑川区") == ("岑川区", "许昌市", None)


def test_what_is_not_told_stays_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "老城厢,别称,河南省许昌市魏都区")
    assert place(path, "6月6日，长丰县岗集镇举行比赛。") == ("长丰县", "合肥市", "岗集镇")
    assert Gazetteer.default().find("老城厢") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_as_notepad_excel_and_wps_save_it(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "老城厢，别称，河南省许昌市魏都区", "", "# 说明", encoding=encoding)
    entries, flaws = local.read(path, Gazetteer.default())
    assert [entry.name for entry in entries] == ["老城厢"]
    assert flaws == ()


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (",别称,许昌市魏都区", "地名", "空"),
        ("魏,别称,许昌市魏都区", "地名", "一个字"),
        ("老城厢,别名,许昌市魏都区", "类别", "别称"),
        ("老城厢,,许昌市魏都区", "类别", "可选"),
        ("老城厢,别称", "归属", "缺这一格"),
        ("老城厢", "类别", "缺这一格"),
        ("老城厢,别称,", "归属", "空"),
        ("老城厢,别称,许昌市某某区", "归属", "全称"),
        ("老城厢,别称,朝阳区", "归属", "北京市朝阳区"),
        ("老城厢,别称,许昌市", "归属", "区县"),
        ("岑川区,区县,许昌", "", ""),
        ("岑川区,区县,魏都区", "归属", "地级市"),
        ("岑川区,区县,某某市", "归属", "地级市"),
    ],
)
def test_a_wrong_line_is_told_and_the_others_hold(tmp_path: Path, line: str, column: str, words: str) -> None:
    path = written(tmp_path, "老县城片区,别称,许昌市建安区", line, "新县城片区,别称,许昌市建安区")
    entries, flaws = local.read(path, Gazetteer.default())
    assert {"老县城片区", "新县城片区"} <= {entry.name for entry in entries}
    assert [(flaw.line, flaw.column) for flaw in flaws] == ([(3, column)] if column else [])
    assert all(words in flaw.message for flaw in flaws)
    annotator = Annotator.default(Config(places=path))
    assert [problem.message for problem in annotator.problems] == [flaw.told(path) for flaw in flaws]


def test_the_same_line_twice(tmp_path: Path) -> None:
    line = "老城厢,别称,许昌市魏都区"
    _, (flaw,) = local.read(written(tmp_path, line, line), Gazetteer.default())
    assert (flaw.line, flaw.column) == (3, "地名")


@pytest.mark.parametrize("data", [b'"\xe8\xa1\x97', b"\xff\xfe\x00\xd8", b'a,"b"c,d\n'])
def test_a_file_that_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=r"places\.csv："):
        local.read(path, Gazetteer.default())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="places"):
        Annotator.default(Config(places=tmp_path / "none.csv"))


def test_the_sample_changes_nothing() -> None:
    sample = resources.data("places.example.csv")
    assert local.read(sample, Gazetteer.default()) == ((), ())
    assert Annotator.default(Config(places=sample)).gazetteer is Gazetteer.default()


def test_the_samples_examples_are_right(tmp_path: Path) -> None:
    lines = resources.data("places.example.csv").read_text("utf-8").splitlines()
    path = written(tmp_path, *(line.removeprefix("# ") for line in lines[3:-1]))
    entries, flaws = local.read(path, Gazetteer.default())
    assert (len(entries), flaws) == (6, ())
