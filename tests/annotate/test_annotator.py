"""Whole pages: the gold's own titles and bodies, the hand-made places, hostile text."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from briefing.annotate import Annotator
from briefing.config import Config
from briefing.model import AnnotatedArticle, Article, Basis, Doubt
from tests.annotate.support import accepts, article, gold, places, reading

TODAY = date(2026, 1, 1)
ANNOTATE = Annotator.default()
# The aim of the reading of pages is at most one wrong in twenty-four; a wrong district is worse than none.
FLOOR = 0.95


def shares(hits: Counter[str], of: Counter[str]) -> dict[str, float]:
    return {figure: hits[figure] / of[figure] for figure in of}


def test_the_gold() -> None:
    hits, of = Counter[str](), Counter[str]()
    for rows, page in gold():
        for row, one in zip(rows, ANNOTATE(page, TODAY), strict=True):
            for figure, right in judged(row, one).items():
                of[figure] += 1
                hits[figure] += right
    assert of["district"] == 24
    assert all(share >= FLOOR for share in shares(hits, of).values()), shares(hits, of)


def judged(row: dict[str, Any], one: AnnotatedArticle) -> dict[str, bool]:
    """The figures of the gold's own scorer for an article whose text is the gold's."""
    days = {row["event_date"], *row["event_date_alt"]} | ({None} if row["date_is_scene"] else set())
    names = {row["district"], *row["district_alt"]}
    zones = tuple(name for name in names if name and name.endswith(("高新区", "经开区", "开发区")))
    name = one.district.name
    figures = {
        "date": (one.event_date.isoformat() if one.event_date else None) in days,
        "district": name in names or bool(name and zones and name.endswith(zones)),
        "city": one.district.city == row["city"],
        "theme": one.theme in {row["theme"], *row["theme_alt"]},
    }
    if row["township"]:
        figures["township"] = one.township in {row["township"], *row["township_alt"]}
    return figures


def test_places_from_all_over_china() -> None:
    hits, of = Counter[str](), Counter[str]()
    wrong = []
    for rows, page in places():
        for row, one in zip(rows, ANNOTATE(page, TODAY), strict=True):
            figures = {
                "district": accepts(row["district"], one.district.name),
                "city": row["city"] == one.district.city,
                "township": accepts(row["township"], one.township),
                "theme": accepts(row["theme"], one.theme),
                "date": row["date"] == (one.event_date.isoformat() if one.event_date else None),
            }
            of.update(figures.keys())
            hits.update(figure for figure, right in figures.items() if right)
            if one.district.name and not figures["district"]:
                wrong.append(row["id"])
    assert of["district"] == 88
    assert wrong == []
    assert all(share >= FLOOR for share in shares(hits, of).values()), shares(hits, of)


def test_all_that_the_article_says_is_kept() -> None:
    doubt = Doubt("cut-off", "文章没有结束。", ((3, 4),))
    one = article(
        "6月6日，魏都区召开防汛会议。",
        "魏都区召开防汛会议",
        warnings=(doubt,),
        authors=("张三",),
        column="要闻",
    )
    (got,) = ANNOTATE(reading(one, published=date(2018, 6, 7)), TODAY)
    kept = [field.name for field in fields(Article) if field.name not in {"warnings", "dateline"}]
    assert all(getattr(got, name) == getattr(one, name) for name in kept)
    assert got.warnings == (doubt,)
    assert (got.dateline, got.event_date, got.published_basis) == ("6月6日", date(2018, 6, 6), Basis.PRINTED)


def test_an_empty_page_and_an_empty_article() -> None:
    assert ANNOTATE(reading(), TODAY) == ()
    (got,) = ANNOTATE(reading(article()), TODAY)
    assert (got.district.name, got.event_date, got.published, got.published_basis) == (None, None, None, None)
    assert [doubt.code for doubt in got.warnings] == ["theme-uncertain"]


def test_the_configuration_gives_home_and_themes() -> None:
    config = Config(home="河南省许昌市魏都区", themes=("教育", "政务要闻"))
    annotate = Annotator.default(config)
    (got,) = annotate(reading(article("区政协召开会议，研究棚户区改造。", "区政协开会")), TODAY)
    assert (got.district.name, got.theme) == ("魏都区", "政务要闻")


def test_the_offices_dictionary_keeps_local_names_whole_in_keywords(tmp_path: Path) -> None:
    path = tmp_path / "本地词典.txt"
    path.write_text("霸陵水街\n", "utf-8")
    page = reading(article("霸陵水街开街，游客在霸陵水街看灯。霸陵水街有商户六十家。", "霸陵水街开街"))
    (plain,) = ANNOTATE(page, TODAY)
    (own,) = Annotator.default(Config(dictionary=path))(page, TODAY)
    assert "霸陵水街" not in plain.keywords
    assert own.keywords[0] == "霸陵水街"


def test_a_papers_own_home_wins_over_the_configurations() -> None:
    annotate = Annotator.default(Config(home="河南省许昌市魏都区"))
    (got,) = annotate(reading(article("区政协召开会议。", "区政协开会"), paper="今日北关"), TODAY)
    assert got.district.name == "北关区"


def test_the_same_page_twice_is_the_same() -> None:
    pages = [page for _, page in gold()]
    assert [ANNOTATE(page, TODAY) for page in pages] == [ANNOTATE(page, TODAY) for page in pages]


def test_hostile_text() -> None:
    hostile = "R&D <3% {{ x }} {% y %}\x00\x0b喆𠮷😀\ud800‘“（11月2日，我区街道"
    (got,) = ANNOTATE(reading(article(hostile, hostile), published=date(2018, 11, 7)), TODAY)
    assert got.title == hostile
    assert "R&D <3%" in got.headline


def test_a_line_of_two_million_characters() -> None:
    (got,) = ANNOTATE(reading(article("11月2日，魏都区高新区西关街道的“区委" * 100_000)), TODAY)
    assert got.district.name == "魏都区"
