"""The benchmark's articles and contenders."""

import io
import warnings
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from benchmarks import crowd, documents, pages, plot, week
from benchmarks.contenders import CONTENDERS
from benchmarks.corpus import texts
from briefing.annotate import Annotator


def test_forty_different_articles() -> None:
    found = texts(40)
    assert len(set(found)) == 40
    assert all(found)


def test_there_are_no_more_than_there_are() -> None:
    with pytest.raises(ValueError, match="articles"):
        texts(100_000)


@pytest.mark.parametrize("name", CONTENDERS)
def test_each_contender_summarizes(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # textrank4zh leaves its word list open.
        summarize = CONTENDERS[name]()
    for text in texts(2):
        summary = summarize(text)
        assert summary
        assert len(summary) < len(text)


def test_a_crowd_is_the_same_each_time_and_each_article_has_its_own_id() -> None:
    made = list(crowd.articles(50))
    assert made == list(crowd.articles(50))
    assert len({one.id for one in made}) == 50
    assert len({one.district for one in made}) > 20
    assert len({one.district for one in crowd.articles(20, day=crowd.MONDAY)}) == 1


def test_a_week_is_made_from_its_archive(tmp_path: Path) -> None:
    week.fill(tmp_path / "briefing.db", "week", 30)
    result = week.make(tmp_path / "briefing.db", tmp_path / "out")
    assert 20 <= result["items"] <= 30
    assert result["bytes"] == sum(file.stat().st_size for file in tmp_path.rglob("*_2018*"))


@pytest.mark.parametrize(("largest", "last"), [(0, 1), (7.2, 8), (100_000, 100_000), (0.03, 0.03)])
def test_ticks_are_round_and_reach_beyond_the_largest(largest: float, last: float) -> None:
    found = plot.ticks(largest)
    assert found[0] == 0
    assert found[-1] == pytest.approx(last)


def test_a_plot_is_wellformed_xml() -> None:
    picture = ElementTree.fromstring(plot.svg([(1, 2.5), (10, 30)], "a < b", "seconds"))
    assert len(picture.findall("{*}circle")) == 2


def test_a_briefing_of_any_size_to_make_documents_of() -> None:
    made, articles = documents.briefing(12)
    items = [item for section in made.sections for group in section.themes for item in group.items]
    assert len(items) == len(articles) == 12
    assert {source.article for item in items for source in item.sources} == set(articles)
    assert docx.Document(io.BytesIO(documents.by_python_docx(items))).paragraphs[1].text == items[0].text
    assert "<h1>一周</h1>" in documents.by_markdown_it("# 一周").decode()


def test_a_paper_of_any_number_of_pages(tmp_path: Path) -> None:
    paper = pages.paper(12, tmp_path / "paper.pdf")
    assert pages.plain(paper) > 12 * 1000
    assert pages.ours(Annotator.default())(pages.paper(1, tmp_path / "page.pdf")) > 3
