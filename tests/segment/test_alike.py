"""Small heads that were set alike have one role."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from briefing.segment.alike import alike
from briefing.segment.labels import LABELS, Labelled
from briefing.segment.lines import Row, rows
from tests.segment.support import page
from tests.segment.test_geometry import READING, SOWING, Paper


def digest() -> Paper:
    """Two briefs in one column, each under a head hardly larger than its text."""
    paper = Paper().block(50, 100, ["东山县春耕过七成"], size=11)
    paper.block(50, 118, SOWING).block(50, 240, ["西林区新馆迎首客"], size=11)
    return paper.block(50, 258, READING)


def labelled(found: tuple[Row, ...], heads: Mapping[str, Mapping[str, float]]) -> Labelled:
    """All rows text but for some heads (by their first character), whose chances are given."""
    chances = np.zeros((len(found), len(LABELS)))
    chances[:, LABELS.index("body")] = 1.0
    best = ["body"] * len(found)
    for row in found:
        own = heads.get(row.text[:1])
        if own and len(row.text) < 12:
            chances[row.index] = [own.get(name, 0.0) for name in LABELS]
            best[row.index] = max(own, key=lambda name: own[name])
    return Labelled(tuple(best), chances)


def heads(paper: Paper, first: Mapping[str, float], second: Mapping[str, float]) -> list[str]:
    found = rows(paper.page.lines, paper.page.shapes)
    told = alike(found, labelled(found, {"东": first, "西": second}))
    return [name for name in told.best if name != "body"]


def test_the_surer_one_tells_of_the_other() -> None:
    assert heads(digest(), {"title": 0.95, "section": 0.05}, {"title": 0.4, "section": 0.6}) == ["title"] * 2
    assert heads(digest(), {"title": 0.6, "section": 0.4}, {"title": 0.1, "section": 0.9}) == ["section"] * 2


def test_heads_of_other_sizes_stay_what_they_are() -> None:
    paper = Paper().block(50, 100, ["东山县春耕过七成"], size=14)
    paper.block(50, 118, SOWING).block(50, 240, ["西林区新馆迎首客"], size=11).block(50, 258, READING)
    assert heads(paper, {"title": 0.9, "section": 0.1}, {"title": 0.4, "section": 0.6}) == [
        "title",
        "section",
    ]


def test_heads_under_different_headlines_stay_what_they_are() -> None:
    paper = Paper().block(50, 60, ["全县春耕忙"], size=24).block(50, 100, ["东山县春耕过七成"], size=11)
    paper.block(50, 118, SOWING).block(50, 240, ["图书馆开放"], size=24)
    paper.block(50, 280, ["西林区新馆迎首客"], size=11).block(50, 298, READING)
    told = heads(paper, {"title": 0.9, "section": 0.1}, {"title": 0.4, "section": 0.6})
    assert told == ["title", "section"]


def test_page_text_tells_no_sizes() -> None:
    found = rows(page("一行标题\n正文一行。").lines)
    given = labelled(found, {"一": {"title": 0.4, "section": 0.6}})
    assert alike(found, given) is given
