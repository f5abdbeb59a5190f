"""Whether the figures of metadata count what they say: right, left open, wrong."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from briefing.annotate import Annotator
from evaluation import metadata

ANNOTATE = Annotator.default()


def figures(folder: Path, *articles: dict[str, Any]) -> dict[str, float]:
    page = {"home": None, "published": "2020-06-30", "articles": articles}
    path = folder / "pages.jsonl"
    path.write_text(json.dumps(page), "utf-8")
    return metadata._figures(metadata._pages(path), ANNOTATE)


def row(text: str, *districts: str | None, **truth: Any) -> dict[str, Any]:
    return {
        "title": "活动举行",
        "paragraphs": [text],
        "district": districts,
        "event_date": ["2020-06-06"],
        **truth,
    }


def test_a_wrong_district_counts_twice_one_left_open_once(tmp_path: Path) -> None:
    right, wrong = row("6月6日，长丰县开展活动。", "长丰县"), row("6月6日，长丰县开展活动。", "肥东县")
    open_ = row("6月6日，朝阳区开展活动。", "朝阳区")
    assert figures(tmp_path, right) == {"district": 1.0, "not_wrong": 1.0, "date": 1.0}
    assert figures(tmp_path, wrong) == {"district": 0.0, "not_wrong": 0.0, "date": 1.0}
    assert figures(tmp_path, open_) == {"district": 0.0, "not_wrong": 1.0, "date": 1.0}


def test_what_an_article_does_not_state_is_not_counted(tmp_path: Path) -> None:
    one = row("6月6日，长丰县岗集镇开展活动。", "长丰县", township="岗集镇", city="合肥市", theme=["教育"])
    assert set(figures(tmp_path, one)) == {"district", "not_wrong", "city", "township", "theme", "date"}
    assert figures(tmp_path, one)["theme"] == 0.0


def test_the_pages_are_whole() -> None:
    pages = list(metadata._pages(metadata.HERE / "metadata" / "pages.jsonl"))
    kinds: defaultdict[str, int] = defaultdict(int)
    for _, rows in pages:
        for one in rows:
            kinds[one["kind"]] += 1
            assert one["district"]
            assert one["event_date"]
    assert sum(kinds.values()) >= 200
