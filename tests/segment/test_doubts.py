from __future__ import annotations

from collections.abc import Collection

import pytest

from briefing.model import Line
from briefing.segment import doubts
from briefing.segment.articles import Draft
from briefing.segment.lines import Row, rows
from briefing.segment.pieces import Piece, PieceKind
from tests.segment.support import covered, covered_by, read

TEXTS = (
    "东港街道清扫街巷",
    "本报讯（记者 孙三）5月10日，东港街道组织志愿者清扫背街小巷。",
    "活动中，志愿者们清运垃圾三十余车。",
    "下一步，街道将把清扫街巷作为常事来抓。",
    "志愿者在清扫街巷。 王五 摄",
)


def piece(index: int, kind: PieceKind) -> Piece:
    found: tuple[Row, ...] = rows([Line(number, text) for number, text in enumerate(TEXTS, 1)])
    return Piece(index, kind, found[index : index + 1], ("body",))


def told(risky: Collection[int], photo: bool = False) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """The codes and lines of the doubts of an article whose pieces of these indices are risky."""
    body = [piece(i, PieceKind.TEXT) for i in (1, 2, 3)]
    draft = Draft(body=body, head=[piece(0, PieceKind.HEAD)], captions=[piece(4, PieceKind.CAPTION)])
    if photo:
        draft = Draft(body=[piece(4, PieceKind.CAPTION)], photo=True)
    doubts.of_article(draft, risky)
    return [(doubt.code, doubt.lines) for doubt in draft.doubts]


@pytest.mark.parametrize(
    ("risky", "expected"),
    [
        ([], []),
        ([0], [("title-uncertain", ((1, 1),))]),
        ([1], [("start-uncertain", ((2, 2),))]),
        ([2, 3], [("join-uncertain", ((3, 4),))]),
        ([1, 3], [("start-uncertain", ((2, 2),)), ("join-uncertain", ((4, 4),))]),
        ([1, 2, 3], [("text-uncertain", ((2, 4),))]),
        ([4], [("caption-uncertain", ((5, 5),))]),
    ],
)
def test_a_doubt_names_what_is_in_doubt(
    risky: list[int], expected: list[tuple[str, tuple[tuple[int, int], ...]]]
) -> None:
    assert told(risky) == expected


def test_a_photo_may_belong_to_an_article() -> None:
    assert told([4], photo=True) == [("caption-uncertain", ((5, 5),))]
    assert told([], photo=True) == []


def test_an_article_without_a_headline_says_so_on_its_first_line() -> None:
    reading = read("\n\n".join(TEXTS[1:4]))
    (doubt,) = [d for a in reading.articles for d in a.warnings if d.code == "no-title"]
    assert doubt.lines == ((1, 1),)


def test_doubts_are_about_lines_of_the_page() -> None:
    reading = read("\n\n".join(TEXTS))
    for article in reading.articles:
        for doubt in article.warnings:
            lines = {n for a, b in doubt.lines for n in range(a, b + 1)}
            assert lines <= set(covered(reading) if doubt.code == "unassigned" else covered_by(article))
