"""Where, when and what about, apart from reading: articles of our own writing, names of all counties.

evaluation/metadata/pages.jsonl has pages (paper, home, date; none where it states none) and their articles
with the accepted values of district, township, theme and day. `swept` makes sentences of each county's names,
to find out what a rule costs elsewhere. A wrong district is worse than none: `not_wrong` counts those.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from briefing.annotate import Annotator
from briefing.annotate.places import County
from briefing.model import AnnotatedArticle, Article, Format, Given, Kind, Masthead, Page, Reading, Source

HERE = Path(__file__).parent
TODAY = date(2026, 1, 1)
# Every county takes part in some of the sentences, none in all of them.
STRIDE = 8

Json = Mapping[str, Any]
Tally = defaultdict[str, list[bool]]


def measure() -> dict[str, dict[str, float]]:
    """The figures of each group."""
    annotate = Annotator.default()
    return {
        "metadata": _figures(_pages(HERE / "metadata" / "pages.jsonl"), annotate),
        "metadata-articles": _figures(_articles(HERE / "articles"), annotate),
        "gazetteer": swept(annotate),
    }


def _figures(pages: Iterator[tuple[Json, Sequence[Json]]], annotate: Annotator) -> dict[str, float]:
    tally: Tally = defaultdict(list)
    for page, rows in pages:
        for row, read in zip(rows, _annotated(page, rows, annotate), strict=True):
            _count(tally, row, read)
    return {name: sum(hits) / len(hits) for name, hits in tally.items()}


def _count(tally: Tally, row: Json, read: AnnotatedArticle) -> None:
    name, day = read.district.name, read.event_date.isoformat() if read.event_date else None
    tally["district"].append(name in row["district"])
    tally["not_wrong"].append(name is None or name in row["district"])
    if row.get("city"):
        tally["city"].append(read.district.city == row["city"])
    if row.get("township"):
        tally["township"].append(read.township == row["township"])
    if "theme" in row:
        tally["theme"].append(read.theme in row["theme"])
    tally["date"].append(day in row["event_date"])


def _pages(path: Path) -> Iterator[tuple[Json, Sequence[Json]]]:
    for line in path.read_text("utf-8").splitlines():
        page = json.loads(line)
        yield page, page["articles"]


def _articles(folder: Path) -> Iterator[tuple[Json, Sequence[Json]]]:
    """The articles of the typeset pages, each on a page of its own, three days after its event."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            story = json.loads(line)
            day = date.fromisoformat(story["event_date"]) + timedelta(3) if story["event_date"] else None
            yield (
                {"published": day.isoformat() if day else None},
                [
                    story
                    | {
                        "district": [story["district"], *story["district_alt"]],
                        "theme": [story["theme"], *story["theme_alt"]],
                        "event_date": [story["event_date"], *story["event_date_alt"]],
                    }
                ],
            )


def _annotated(page: Json, rows: Sequence[Json], annotate: Annotator) -> tuple[AnnotatedArticle, ...]:
    given = Given(home=page.get("home"))
    issued = date.fromisoformat(page["published"]) if page.get("published") else None
    articles = tuple(
        Article(
            id=f"a{number}",
            source=Source("page.txt", Format.PAGE_TEXT),
            kind=Kind.NEWS,
            column=row.get("column"),
            kicker=row.get("kicker"),
            title=row.get("title"),
            subtitle=row.get("subtitle"),
            paragraphs=tuple(row["paragraphs"]),
            captions=tuple(row.get("captions", ())),
        )
        for number, row in enumerate(rows)
    )
    sheet = Page("page.txt", Format.PAGE_TEXT, "0" * 64, (), given=given)
    return annotate(Reading(sheet, articles, Masthead(page.get("paper"), None, issued)), TODAY)


# --- every county's names -------------------------------------------------------------------------

_SENTENCES: dict[str, tuple[str | None, str, str]] = {
    # name: (whose page: None, "county", "city"; title; lead)
    "full": (None, "{n}委召开经济运行分析会", "11月2日，{n}委召开经济运行分析会，听取有关部门汇报。"),
    "with_city": (None, "老旧小区换新颜", "11月2日，记者从{c}{n}住建局获悉，今年该{f}改造老旧小区12个。"),
    "kicker": (None, "{n}：文明新风进万家", "11月2日，该{f}举行志愿服务活动。"),
    "its_town": (None, "大棚蔬菜采摘忙", "近日，在{n}{t}的蔬菜大棚里，村民正忙着采摘。"),
    "town_alone": ("county", "{t}开展清洁家园活动", "11月2日，{t}组织志愿者开展清洁家园活动。"),
    "we": ("county", "我{f}召开安全生产会议", "11月2日，我{f}召开安全生产会议。{f}委书记出席。"),
    "bare_organ": ("county", "{f}政协调研教育工作", "11月2日，{f}政协组织委员调研教育工作。"),
    "visited": ("county", "合肥市长丰县考察团来我{f}考察", "11月2日，长丰县考察团一行来我{f}考察。"),
    "of_city": ("county", "全市文明城市创建推进会召开", "11月2日，{c}召开推进会。市委书记出席会议。"),
}


def swept(annotate: Annotator) -> dict[str, float]:
    """For each kind of sentence the share of counties that are found; and of all, that are not wrong."""
    tally: Tally = defaultdict(list)
    known = [one for one in annotate.gazetteer.counties if one.code and one.name and one.city.name]
    counties = [one for one in known if not one.former and not one.zone]
    shared = {name for name, number in Counter(one.name for one in counties).items() if number > 1}
    for offset, (kind, (whose, title, lead)) in enumerate(_SENTENCES.items()):
        for county in counties[offset % STRIDE :: STRIDE]:
            town = next(iter(annotate.gazetteer.of_county.get(county.code or "", ())), None)
            if (county.name in shared and kind in ("full", "kicker", "its_town")) or town is None:
                continue
            wanted = None if kind == "of_city" else county.name
            name = _placed(county, town, whose, (title, lead), annotate)
            tally[kind].append(name == wanted)
            tally["not_wrong"].append(name in (None, wanted))
    return {name: sum(hits) / len(hits) for name, hits in tally.items()}


def _placed(
    county: County, town: str, whose: str | None, texts: tuple[str, str], annotate: Annotator
) -> str | None:
    words = {"n": county.name, "c": county.city.name, "f": county.form, "t": town}
    title, lead = (text.format(**words) for text in texts)
    home = county.city.province + county.full if whose else None
    rows = [{"title": title, "paragraphs": [lead]}]
    (read,) = _annotated({"home": home, "published": "2020-11-10"}, rows, annotate)
    return read.district.name
