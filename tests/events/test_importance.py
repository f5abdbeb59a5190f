"""Importance: named parts, the acting body first."""

from datetime import date
from typing import Any

import pytest

from briefing.events import group
from briefing.events.importance import heights
from briefing.model import Format, Kind, Part, Source
from tests.conftest import article


def parts(*articles: Any) -> dict[str, Part]:
    (event,) = group(articles)
    assert event.importance == pytest.approx(sum(part.value for part in event.parts))
    return {part.name: part for part in event.parts}


def test_the_higher_the_body_the_more_important() -> None:
    titles = ["区委召开会议", "区政协召开会议", "区教育局召开会议", "五里镇召开会议", "文惠社区召开会议"]
    levels = [parts(article("会议召开。", headline=title))["level"] for title in titles]
    values = [level.value for level in levels]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    assert [level.because for level in levels] == ["党委", "政协", "部门", "街道乡镇", "社区"]


def test_ordinals_and_years_are_no_results() -> None:
    assert "figures" not in parts(article("区指挥部召开第133次例会，总结2018年工作。"))
    assert "figures" in parts(article("区指挥部召开例会，通报清运垃圾350吨。"))


def on(page: str | None, line: int = 1, **source: Any) -> Any:
    fields = {"format": Format.PAGE_TEXT, "lines": ((line, line + 3),)} | source
    return article(f"第{line}件事情。", id=f"a{line}", source=Source("a.txt", page=page, **fields))


@pytest.mark.parametrize("page", ["1", "第01版", "A01", "头版", "第一版"])
def test_the_front_page(page: str) -> None:
    assert "front" in parts(on(page))


@pytest.mark.parametrize("page", ["3", "B02", "11", "副刊", "", None])
def test_another_page(page: str | None) -> None:
    assert "front" not in parts(on(page))


def test_the_higher_on_its_page_the_more() -> None:
    assert heights([on(None, line) for line in (1, 301, 401)]) == {"a1": 1.0, "a301": 0.25, "a401": 0.0}
    assert heights([on(None, 250)]) == {"a250": 1.0}


def test_a_place_on_a_pdf_page_is_where_it_stands_not_when_it_is_read() -> None:
    def at(line: int, y: float, page: int = 1) -> Any:
        return on(None, line, format=Format.PDF, boxes=((page, 30.0, y, 200.0, y + 90),))

    assert heights([at(1, 900), at(200, 100), at(5, 700, 2)]) == {"a1": 0.0, "a200": 1.0, "a5": 1.0}


def test_a_table_has_no_page() -> None:
    assert heights([on(None, line, format=Format.JSONL) for line in (1, 2)]) == {}


def test_more_papers_weigh_more_the_same_paper_does_not() -> None:
    def of(paper: str, identity: str) -> Any:
        source = Source("a.jsonl", Format.JSONL, paper=paper)
        return article("区委召开会议，研究重点项目建设。" * 5, id=identity, source=source)

    assert "sources" not in parts(of("甲报", "a"), of("甲报", "b"))
    assert parts(of("甲报", "a"), of("乙报", "b"))["sources"].value > 0


def test_figures_decisions_pictures() -> None:
    rich = parts(article("会议审议通过预算，总投资3.2亿元。", captions=("会场。",)))
    plain = parts(article("大家谈了谈看法。", title="座谈"))
    assert {"figures", "decision", "photo"} <= set(rich)
    assert not {"figures", "decision", "photo"} & set(plain)
    assert "brief" in parts(article("会议召开。", kind=Kind.BRIEF))


def test_what_is_newest_is_freshest() -> None:
    old = article("县图书馆办读书会。", id="a", title="书香", published=date(2018, 11, 1))
    new = article("区委召开会议。", id="b", published=date(2018, 11, 7))
    events = group([old, new])
    fresh = [sum(part.value for part in event.parts if part.name == "fresh") for event in events]
    assert fresh[0] < fresh[1]


def test_an_article_without_anything_is_not_important() -> None:
    empty = article("", title=None, headline="", source=Source("", Format.JSONL), published=None)
    assert set(parts(empty)) == {"level"}
