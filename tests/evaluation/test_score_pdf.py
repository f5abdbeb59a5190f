"""The PDF score: a perfect reading gets one, two articles run together lose both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.score_pdf import main, score
from evaluation.typeset import PAGES


def _perfect() -> list[dict[str, Any]]:
    rows = []
    golds: dict[str, dict[str, Any]] = {}
    for path in sorted(PAGES.glob("[0-9]*.json")):
        gold = json.loads(path.read_text("utf-8"))
        golds.setdefault(gold["pdf"], gold)  # one text form of each page: the article's truth is the same
    for gold in golds.values():
        for article in gold["articles"]:
            body = (PAGES / "articles" / f"{article['id']}.txt").read_text("utf-8").splitlines()[1:]
            place = {"source": {"path": f"x/{gold['pdf']}"}, "district": {"name": article["district"]}}
            rows.append(article | place | {"paragraphs": body})
    return rows


def _write(rows: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_a_perfect_reading_scores_one(tmp_path: Path) -> None:
    figures, rows = score(PAGES, _write(_perfect(), tmp_path))
    assert {key: value for key, value in figures.items() if isinstance(value, float) and value < 1} == {}
    assert len(rows) == figures["gold"] == figures["read"] > 60


def test_nothing_read_scores_nothing(tmp_path: Path) -> None:
    figures, _ = score(PAGES, _write([], tmp_path))
    assert figures["article_f1"] == figures["body"] == 0


def test_two_articles_run_together_lose_both(tmp_path: Path) -> None:
    rows = _perfect()
    first, second = rows[1], rows.pop(2)
    first["paragraphs"] = first["paragraphs"] + second["paragraphs"]
    figures, _ = score(PAGES, _write(rows, tmp_path))
    whole = len(_perfect())
    assert figures["article_f1"] == pytest.approx(2 * (whole - 2) / (2 * whole - 1))


def test_a_wrong_reading_order_costs_body_only(tmp_path: Path) -> None:
    rows = _perfect()
    rows[0]["paragraphs"] = rows[0]["paragraphs"][::-1]
    figures, _ = score(PAGES, _write(rows, tmp_path))
    assert figures["article_f1"] == 1
    assert figures["body"] < 1


def test_the_command_prints_one_line_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(PAGES), str(_write(_perfect(), tmp_path)), "--json"])
    assert json.loads(capsys.readouterr().out)["article_f1"] == 1
    with pytest.raises(SystemExit):
        main([])
