"""Lines of page text as they were printed."""

from __future__ import annotations

import pytest

from briefing.segment.lines import ranges, rows
from tests.segment.support import page

COLUMN = (
    "各镇街以“网格”为单位开展巡查，把问",
    "题解决在一线，群众满意度持续提升，全",
    "区累计化解矛盾纠纷三千余件，相关做法",
)


def joined(*lines: str) -> list[str]:
    """The printed lines of a column with these lines in its middle."""
    found = rows(page("\n".join([*COLUMN, *lines, *COLUMN])).lines)
    return [row.text for row in found[3:-3]]


@pytest.mark.parametrize(
    "parts",
    [
        ("守好群众的“钱袋子”", "，纠治违规执法"),
        ("据介绍，", "《实施意见》聚焦随迁子女的"),
        ("三区联动的“苏超”", "、“赣超”", "“川超”让"),
    ],
)
def test_a_line_cut_between_two_marks_is_whole(parts: tuple[str, ...]) -> None:
    assert joined(*parts) == ["".join(parts)]


@pytest.mark.parametrize(
    "parts",
    [
        ("门前雪。", "“小伙子背着米爬上七楼，没"),  # a paragraph's last line, and the next one's first
        ("守好群众的“钱袋子”", "纠治违规执法"),
        ("题解决在一线，群众满意度持续提升，全", "“三公里”便民服务圈建成"),
    ],
)
def test_two_lines_stay_two(parts: tuple[str, ...]) -> None:
    assert joined(*parts) == list(parts)


def test_a_name_at_the_end_stands_on_its_paragraphs_line() -> None:
    assert joined("持续加大，全面投产。", "（傅一") == ["持续加大，全面投产。（傅一"]


def test_an_article_has_all_lines_of_the_file() -> None:
    found = rows(page("\n".join([*COLUMN, "守好群众的“钱袋子”", "，纠治违规执法", *COLUMN])).lines)
    assert [row.numbers for row in found[2:5]] == [(3,), (4, 5), (6,)]
    assert ranges(found) == ((1, 8),)
    assert ranges(found[3:4]) == ((4, 5),)


def test_characters_in_lines_of_their_own_are_an_upright_headline() -> None:
    found = rows(page("正文到此为止。\n\n促\n进\n就\n业\n\n提\n升\n保\n障\n本报讯 近日，").lines)
    assert [row.text for row in found] == ["正文到此为止。", "促进就业", "提升保障", "本报讯近日，"]
    assert found[1].numbers == (3, 4, 5, 6)
    short = rows(page("第一栏的文字\n一\n二\n三\n第二栏的文字").lines)
    assert len(short) == 5
