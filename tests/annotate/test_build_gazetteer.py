"""The script that builds the gazetteer, on a package of a few places."""

from __future__ import annotations

import gzip
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.annotate.support import ROOT

SCRIPT = ROOT / "scripts" / "build_gazetteer.py"

PROVINCES = 'code,name\n11,"北京市"\n41,"河南省"\n'
CITIES = (
    "code,name,provinceCode\n1101,市辖区,11\n4110,许昌市,41\n4115,信阳市,41\n4190,省直辖县级行政区划,41\n"
)
AREAS = (
    "code,name,cityCode,provinceCode\n110105,朝阳区,1101,11\n411002,魏都区,4110,41\n411003,建安区,4110,41\n"
    "419001,济源市,4190,41\n"
)
STREETS = (
    "code,name,areaCode,provinceCode,cityCode\n411002001,西关街道办事处,411002,41,4110\n"
    "411002002,魏都区高桥营街道,411002,41,4110\n411002401,示范区类似乡级单位,411002,41,4110\n"
    "411003100,将官池镇,411003,41,4110\n411003101,农科所,411003,41,4110\n"
)
REVISIONS = """data = {
    2003: {411501: "古县"},
    2012: {411002: "魏都区", 411023: "许昌县", 410000: "河南省"},
    None: {411023: "许昌县", 411501: "市辖区", 411502: "信阳市"},
}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    dist = tmp_path / "package" / "dist"
    dist.mkdir(parents=True)
    for name, text in {"provinces": PROVINCES, "cities": CITIES, "areas": AREAS, "streets": STREETS}.items():
        (dist / f"{name}.csv").write_text(text, "utf-8")
    return dist.parent


@pytest.fixture
def script(tmp_path: Path) -> dict[str, Any]:
    made = runpy.run_path(str(SCRIPT))
    made["main"].__globals__["DATA"] = tmp_path
    return made


def test_the_table(script: dict[str, Any], package: Path, tmp_path: Path) -> None:
    assert script["main"]([str(package)]) == 0
    table = gzip.decompress((tmp_path / "gazetteer.txt.gz").read_bytes()).decode()
    assert table.splitlines() == [
        "P\t11\t北京市",
        "C\t1101\t北京市",
        "D\t110105\t朝阳区\t",
        "P\t41\t河南省",
        "C\t4110\t许昌市",
        "D\t411002\t魏都区\t西关街道 高桥营街道",
        "D\t411003\t建安区\t将官池镇",
        "C\t4115\t信阳市",
        "C\t4190\t",
        "D\t419001\t济源市\t",
    ]


def test_the_same_bytes_again(script: dict[str, Any], package: Path, tmp_path: Path) -> None:
    script["main"]([str(package)])
    first = (tmp_path / "gazetteer.txt.gz").read_bytes()
    script["main"]([str(package)])
    assert (tmp_path / "gazetteer.txt.gz").read_bytes() == first


def test_former_counties(script: dict[str, Any], package: Path, tmp_path: Path) -> None:
    (tmp_path / "gb" / "gb2260").mkdir(parents=True)
    (tmp_path / "gb" / "gb2260" / "data.py").write_text(REVISIONS, "utf-8")
    assert script["main"]([str(package), str(tmp_path / "gb")]) == 0
    assert (tmp_path / "counties_former.csv").read_text("utf-8") == "code,name\n411023,许昌县\n"


def test_usage(script: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert script["main"]([]) == 2
    assert "usage:" in capsys.readouterr().err
