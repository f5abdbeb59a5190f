import pytest

from briefing.intake.source import Unreadable
from briefing.intake.text import LARGEST_PAGE, pages
from briefing.model import Given, Page


def read(text: str) -> tuple[Page, ...]:
    return pages("a.txt", "d", text, Given())


def shown(page: Page) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in page.lines]


def test_one_line() -> None:
    (page,) = read("一")
    assert shown(page) == [(1, "一")]
    assert page.number == 1


def test_blank_lines_are_kept_and_a_final_line_end_makes_no_line() -> None:
    (page,) = read("\n一\n\n二\n")
    assert shown(page) == [(1, ""), (2, "一"), (3, ""), (4, "二")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    (page,) = read(f"一{end}二{end}")
    assert shown(page) == [(1, "一"), (2, "二")]


def test_lines_are_counted_on_after_a_form_feed() -> None:
    first, second = read("一\n二\n\f三\n四\n")
    assert shown(first) == [(1, "一"), (2, "二")]
    assert shown(second) == [(3, "三"), (4, "四")]
    assert (first.number, second.number) == (1, 2)


def test_a_form_feed_within_a_line_ends_no_line() -> None:
    first, second = read("一\f二\n三")
    assert shown(first) == [(1, "一")]
    assert shown(second) == [(1, "二"), (2, "三")]


def test_a_blank_page_is_no_page_but_counts() -> None:
    (page,) = read("\n\f \n\f三\n\f")
    assert shown(page) == [(3, "三")]
    assert page.number == 3


def test_other_separators_of_unicode_are_text() -> None:
    (page,) = read("一\x0b二\x1c三\x85四\u2028五")
    assert len(page.lines) == 1


@pytest.mark.parametrize("text", ["", "\n\n", " \u3000\n\f\n"])
def test_nothing_to_read_is_said(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.problem.code == "empty"
    assert "a.txt" in caught.value.problem.message


def test_a_line_without_end_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        read("一\n" + "长" * 5_000_001 + "\n")
    assert caught.value.problem.code == "long-line"
    assert caught.value.problem.lines == ((2, 2),)
    assert "第 2 行" in caught.value.problem.message


def test_a_page_without_end_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        read(("字" * 1000 + "\n") * (LARGEST_PAGE // 1000 + 1))
    assert caught.value.problem.code == "large-page"
