"""The figures of reading: equal to score.py's, and each invariant notices what it is there for."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing import codec
from briefing.model import AnnotatedArticle, Briefing, Doubt, LineRanges, Reading
from evaluation import reading
from evaluation.reading import HERE, Run, Truth
from tests.conftest import article


def done(articles: list[AnnotatedArticle], *briefings: Briefing) -> Run:
    return Run((), tuple(articles), briefings, ())


def truth(lines: dict[str, LineRanges], non_blank: LineRanges) -> Truth:
    golds = [{"id": name, "lines": ranges, "theme": "教育"} for name, ranges in lines.items()]
    gold = {"file": "a.txt", "articles": golds, "non_blank": non_blank, "furniture": []}
    return Truth(gold, dict.fromkeys(lines, ""), Path("a.txt"))


@pytest.mark.parametrize("name", ["gold", "gold_own"])
def test_the_figures_are_those_of_score_py(name: str, tmp_path: Path) -> None:
    truths = reading.seeds(name)
    run = reading.run(one.source for one in truths)
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(codec.dumps(one) + "\n" for one in run.articles), "utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        expected: dict[str, Any] = importlib.import_module("evaluation.gold.score").main(HERE / name, path)
    figures = reading.figures(truths, run)
    assert {key: expected[key] for key in figures if key in expected} == pytest.approx(
        {key: value for key, value in figures.items() if key in expected}
    )
    assert len(set(figures) & set(expected)) == 10


def test_every_form_of_the_typeset_pages_is_measured() -> None:
    forms = reading.typeset()
    assert sum(map(len, forms.values())) == len(list((HERE / "pages").glob("*.txt")))
    assert {"wrapped", "fragments", "raw", "reading", "shuffled"} <= set(forms)


def test_a_right_line_without_and_a_wrong_line_with_a_warning_are_what_is_wanted() -> None:
    page = truth({"1": ((1, 2),), "2": ((3, 6),)}, ((1, 6),))
    first = article(lines=((1, 3),), warnings=(Doubt("x", "可疑", ((3, 3),)),))
    second = article(id="a2", lines=((4, 6),))
    assert reading.warnings([page], done([first, second])) == {"wrong_warned": 1.0, "right_unwarned": 1.0}


def test_an_unwarned_wrong_line_and_a_warned_right_one_cost() -> None:
    page = truth({"1": ((1, 2),), "2": ((3, 6),)}, ((1, 6),))
    first = article(lines=((1, 3),), warnings=(Doubt("x", "可疑", ((1, 1),)),))
    second = article(id="a2", lines=((4, 6),))
    assert reading.warnings([page], done([first, second])) == {"wrong_warned": 0.0, "right_unwarned": 0.8}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two small pages made into one briefing."""
    path = tmp_path_factory.mktemp("pages") / "a.jsonl"
    text = "11月6日，魏都区委召开常委会会议，研究部署下一阶段的重点工作。会议强调，各级各部门要抓好落实。"
    rows = [{"title": f"区委召开会议{n}", "text": text * n, "published": "2018-11-07"} for n in (1, 2)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return reading.run([path])


def test_what_the_program_makes_holds(run: Run) -> None:
    assert len(run.articles) == 2
    assert reading.invariants([run]) | {"items_in_window": 1.0} == dict.fromkeys(
        reading.invariants([run]), 1.0
    )


def test_a_changed_word_is_noticed(run: Run) -> None:
    changed = [
        replace(one, paragraphs=tuple(p.replace("，", "、") for p in one.paragraphs)) for one in run.articles
    ]
    assert reading.invariants([replace(run, articles=tuple(changed))])["sentences_verbatim"] < 1


def test_an_article_that_is_nowhere_is_noticed(run: Run) -> None:
    lost = replace(run.articles[0], id="lost")
    assert reading.invariants([replace(run, articles=(*run.articles, lost))])["articles_placed_once"] < 1


def test_a_source_that_was_not_read_is_noticed(run: Run) -> None:
    assert reading.invariants([replace(run, problems=("坏了",)), run])["sources_read"] == 0.5


def test_a_lost_line_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "a.txt"
    page.write_text("区委召开会议\n本报讯（记者 张三）11月6日，区委召开会议。\n", "utf-8")
    whole = Run((page,), (), (), ())
    assert reading.invariants([whole])["lines_kept"] == 1
    monkeypatch.setattr(reading, "read_page", lambda one: Reading(one, (), furniture=((1, 1),)))
    assert reading.invariants([whole])["lines_kept"] == 0.5


def test_today_is_after_every_page() -> None:
    sets = [reading.seeds("gold"), reading.seeds("gold_own"), *reading.typeset().values()]
    days = [str(one.gold["issued"] or "") for truths in sets for one in truths]
    assert "2018-11-07" in days
    assert max(days) < reading.TODAY.isoformat()
