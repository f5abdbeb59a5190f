import json
from datetime import date

import pytest

from briefing.intake.source import Unreadable
from briefing.intake.tables import jsonl, table
from briefing.model import Format, Given, Page, Problem, Role


def read_jsonl(*rows: object, given: Given | None = None) -> tuple[tuple[Page, ...], list[Problem]]:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    problems: list[Problem] = []
    return jsonl("a.jsonl", "d", text, given or Given(), problems.append), problems


def read_csv(text: str) -> tuple[tuple[Page, ...], list[Problem]]:
    problems: list[Problem] = []
    return table("a.csv", "d", text, Given(), problems.append), problems


def shown(page: Page) -> list[tuple[int, str, Role | None]]:
    return [(line.number, line.text, line.role) for line in page.lines]


def test_a_row_is_a_page_whose_lines_carry_roles() -> None:
    (page,), problems = read_jsonl({"title": "题", "text": "一\n\n二"})
    assert problems == []
    assert shown(page) == [(1, "题", Role.TITLE), (1, "一", Role.BODY), (1, "二", Role.BODY)]
    assert page.format is Format.JSONL


def test_what_a_row_states_wins_over_what_the_user_gave() -> None:
    given = Given(paper="甲报", published=date(2018, 1, 1), home="许昌市")
    row = {
        "title": "题",
        "text": "文",
        "published": "2018-11-07",
        "paper": "乙报",
        "page": 3,
        "authors": ["付家宝", "记者 李靓"],
        "column": "一周要闻",
        "url": "https://example.org/1",
        "unknown": {"kept": "out"},
    }
    (page, other), problems = read_jsonl(row, {"title": "题", "text": "文"}, given=given)
    assert problems == []
    assert page.given == Given(
        paper="乙报",
        page="3",
        published=date(2018, 11, 7),
        url="https://example.org/1",
        column="一周要闻",
        authors=("付家宝", "李靓"),
        home="许昌市",
    )
    assert other.given == given


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("付家宝", ("付家宝",)),
        ("付家宝、李靓", ("付家宝", "李靓")),
        ("本报记者 付家宝 李靓，通讯员：王五", ("付家宝", "李靓", "王五")),
        ("李 靓", ("李靓",)),
        ("", ()),
        ("付家宝；付家宝", ("付家宝",)),
    ],
)
def test_authors(text: str, names: tuple[str, ...]) -> None:
    (page,), _ = read_jsonl({"title": "题", "text": "文", "authors": text})
    assert page.given.authors == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-11-07", date(2018, 11, 7)),
        ("2018/11/7", date(2018, 11, 7)),
        ("2018/11/7 0:00", date(2018, 11, 7)),
        ("2018.11.07", date(2018, 11, 7)),
        ("2018年11月7日", date(2018, 11, 7)),
        ("20181107", date(2018, 11, 7)),
        ("2018-11-07T08:30:00", date(2018, 11, 7)),
        ("2018-11-07T20:30:00Z", date(2018, 11, 8)),
        ("2018-11-07T20:30:00+08:00", date(2018, 11, 7)),
    ],
)
def test_dates(text: str, day: date) -> None:
    (page,), _ = read_jsonl({"title": "题", "text": "文", "published": text})
    assert page.given.published == day


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[1]", "对象"),
        ({"title": "题"}, "text"),
        ({"title": "题", "text": " \n "}, "text"),
        ({"title": ["题"], "text": "文"}, "title"),
        ({"title": "题", "text": "文", "published": "2018-02-30"}, "2018-02-30"),
        ({"title": "题", "text": "文", "published": "上周"}, "上周"),
        ({"title": "题", "text": "文", "authors": {"a": 1}}, "authors"),
        ({"title": "题", "text": "长" * 5_000_001}, "5,000,001"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_on(row: object, word: str) -> None:
    good = {"title": "题", "text": "文"}
    pages, (problem,) = read_jsonl(good, row, good)
    assert [page.number for page in pages] == [1, 3]
    assert problem.lines == ((2, 2),)
    assert "a.jsonl：第 2 行" in problem.message
    assert word in problem.message


def test_blank_lines_are_no_rows_but_count() -> None:
    (page,), problems = read_jsonl("", {"title": "题", "text": "文"}, "  ")
    assert problems == []
    assert page.number == 2
    assert {line.number for line in page.lines} == {2}


def test_half_a_surrogate_pair_becomes_a_replacement_mark() -> None:
    (page,), _ = read_jsonl('{"title": "题\\ud842", "text": "\\ud842\\udfb7"}')
    assert [line.text for line in page.lines] == ["题\ufffd", "𠮷"]


def test_csv_lines_are_those_of_the_file() -> None:
    text = 'title,text,published\n题,"一\n二, ""引""",2018-11-07\n又,文,\n'
    (first, second), problems = read_csv(text)
    assert problems == []
    assert shown(first) == [(2, "题", Role.TITLE), (2, "一", Role.BODY), (3, '二, "引"', Role.BODY)]
    assert shown(second) == [(4, "又", Role.TITLE), (4, "文", Role.BODY)]
    assert first.given.published == date(2018, 11, 7)
    assert second.given.published is None
    assert first.format is Format.CSV


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_delimiters(mark: str) -> None:
    (page,), _ = read_csv(f"Title {mark} TEXT{mark}page\r\n题{mark}一,二{mark}3\r\n")
    assert [line.text for line in page.lines] == ["题", "一,二"]
    assert page.given.page == "3"


def test_columns_named_in_chinese() -> None:
    (page,), _ = read_csv("标题,正文,见报日期,报名,版次,作者\n题,文,2018-11-07,今日魏都,3,甲、乙\n")
    assert [line.text for line in page.lines] == ["题", "文"]
    assert (page.given.paper, page.given.page, page.given.authors) == ("今日魏都", "3", ("甲", "乙"))
    assert str(page.given.published) == "2018-11-07"


def test_two_columns_of_one_meaning_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_csv("标题,title,正文\n一,二,三\n")
    assert "几列都是 标题（title）" in caught.value.problem.message


def test_a_table_without_the_needed_columns_is_refused_with_those_it_has() -> None:
    with pytest.raises(Unreadable) as caught:
        read_csv("标题,title\n一,二\n")
    assert "text" in caught.value.problem.message
    assert "标题" in caught.value.problem.message


@pytest.mark.parametrize(
    ("row", "word"),
    [("题,一,二,三", "列名只有 3 个"), ("题", "text"), ('题,"文"x,', "引号"), ("题,文,昨天", "昨天")],
)
def test_a_bad_row_of_a_table_is_named_and_the_others_go_on(row: str, word: str) -> None:
    pages, (problem,) = read_csv(f"title,text,published\n{row}\n题,文,2018-11-07\n\n")
    assert [page.number for page in pages] == [3]
    assert problem.lines == ((2, 2),)
    assert "a.csv：第 2 行" in problem.message
    assert word in problem.message


def test_a_quote_that_never_ends_is_named_with_the_line_where_it_began() -> None:
    pages, (problem,) = read_csv('title,text\n题,文\n题,"文\n题,文\n')
    assert [page.number for page in pages] == [2]
    assert problem.lines[0][0] == 3
    assert "第 3 行" in problem.message


def test_an_empty_table() -> None:
    with pytest.raises(Unreadable):
        read_csv("\n")
    assert read_csv("title,text\n") == ((), [])


@pytest.mark.parametrize("text", ["R&D <3% {{ x }} {% y %}", "控\x01制", "喆𠮷", "😀", "=cmd|' /C calc'!A0"])
def test_hostile_text_arrives_unchanged(text: str) -> None:
    (page,), _ = read_jsonl({"title": text, "text": text})
    assert [line.text for line in page.lines] == [text, text]
    (page,), _ = read_csv(f'title,text\n"{text}","{text}"\n')
    assert [line.text for line in page.lines] == [text, text]
