"""The corpora hold together: each line in one place, bodies equal to their lines, perfection scores 1."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from briefing.text import squash
from evaluation.typeset import ARTICLES, HERE, KEPT, KEPT_FRESH, PAGES
from evaluation.typesetting.stories import Story, load

ROOT = HERE.parent
OWN = HERE / "gold_own"
THEMES = (
    "党的建设 政务要闻 经济发展 乡村振兴与脱贫攻坚 城市建设与文明创建 基层治理 "
    "民生保障 卫生健康 教育 文化体育旅游 生态环境 安全与法治"
).split()
GOLDS = sorted([*OWN.glob("[0-9]*.json"), *PAGES.glob("[0-9]*.json")])


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    """A gold page and its text's lines, as an editor numbers them."""
    gold = json.loads(path.read_text("utf-8"))
    folder = ROOT / "seeds" if path.parent == OWN else path.parent
    return gold, (folder / gold["file"]).read_text("utf-8").split("\n")


def _numbers(ranges: list[list[int]], lines: list[str]) -> list[int]:
    return [n for first, last in ranges for n in range(first, last + 1) if lines[n - 1].strip()]


def _body(path: Path, name: str) -> list[str]:
    return (path.parent / "articles" / f"{name}.txt").read_text("utf-8").splitlines()[1:]


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", HERE / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_every_line_is_in_one_article_or_in_the_furniture(path: Path) -> None:
    gold, lines = _read(path)
    found = _numbers(gold["furniture"], lines)
    for article in gold["articles"]:
        found += _numbers(article["lines"], lines)
    assert sorted(found) == [n for n, line in enumerate(lines, 1) if line.strip()]
    assert sorted(found) == [n for first, last in gold["non_blank"] for n in range(first, last + 1)]


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_bodies_are_their_lines_with_the_layout_undone(path: Path) -> None:
    gold, lines = _read(path)
    for article in gold["articles"]:
        printed = squash("".join(lines[n - 1] for n in _numbers(article["lines"], lines)))
        body = squash("".join(_body(path, article["id"])))
        head, found, tail = printed.partition(body)
        assert found, article["id"]
        for part in ("kicker", "title", "subtitle"):
            assert squash(article[part] or "") in head
        captions = squash("".join(article["captions"]))
        assert tail in (squash(article["sign_off"] or "") + captions, captions)


@pytest.mark.parametrize("path", sorted(OWN.glob("[0-9]*.json")), ids=lambda path: path.stem)
def test_reference_summaries_are_verbatim_and_short(path: Path) -> None:
    gold, _ = _read(path)
    for article in gold["articles"]:
        body = _body(path, article["id"])
        assert len(article["summary_refs"]) == 3
        for reference in article["summary_refs"]:
            assert all(any(sentence in paragraph for paragraph in body) for sentence in reference)
            assert sum(map(len, reference)) <= 180


@pytest.mark.parametrize("folder", [OWN, PAGES], ids=lambda folder: folder.name)
def test_a_perfect_reading_scores_one_and_an_empty_one_nothing(
    folder: Path, score: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = []
    for path in sorted(folder.glob("[0-9]*.json")):
        gold = json.loads(path.read_text("utf-8"))
        for article in gold["articles"]:
            row = {
                key: article[key] for key in ("title", "kicker", "authors", "event_date", "township", "theme")
            }
            row |= {"captions": article["captions"], "district": {"name": article["district"]}}
            row |= {"paragraphs": _body(path, article["id"])}
            row |= {"source": {"path": f"x/{gold['file']}", "lines": article["lines"]}}
            rows.append(json.dumps(row, ensure_ascii=False))
    perfect, empty = tmp_path / "perfect.jsonl", tmp_path / "empty.jsonl"
    perfect.write_text("\n".join(rows), "utf-8")
    empty.write_text("", "utf-8")
    figures = score.main(folder, perfect, as_json=True)
    assert {key: value for key, value in figures.items() if isinstance(value, float) and value < 1} == {}
    assert score.main(folder, empty, as_json=True)["article_f1"] == 0
    assert capsys.readouterr().out


@pytest.fixture(scope="module")
def stories() -> tuple[Story, ...]:
    return load(sorted(ARTICLES.glob("*.jsonl")))


def test_the_articles_are_many_and_of_many_places(stories: tuple[Story, ...]) -> None:
    assert len(stories) >= 70
    assert len({(s.district, s.city, s.province) for s in stories}) >= 25
    assert len({s.id for s in stories}) == len(stories)
    assert {s.kind for s in stories} == {"news", "feature", "brief", "photo", "notice"}
    assert {theme for s in stories for theme in (s.theme, *s.theme_alt)} == set(THEMES)


def test_the_articles_say_what_their_truth_says(stories: tuple[Story, ...]) -> None:
    for story in stories:
        text = "".join([story.kicker or "", story.title or "", *story.paragraphs])
        assert story.township is None or story.township in text
        assert set(story.section_heads) <= set(story.paragraphs)
        for day in (story.event_date, *story.event_date_alt):
            assert day is None or date.fromisoformat(day)
        assert all("记者" not in person.name for person in story.people)


def test_each_kept_page_has_its_pdf_and_all_forms() -> None:
    for name, _, _ in KEPT:
        assert (PAGES / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        forms = {json.loads(path.read_text("utf-8"))["form"] for path in PAGES.glob(f"{name}*.json")}
        assert {"reading", "raw", "wrapped", "fragments", "shuffled", "raw-shuffled"} <= forms
    assert sum(path.stat().st_size for path in PAGES.glob("*.pdf")) < 300_000 * len((*KEPT, *KEPT_FRESH))
