"""The days that a text speaks of."""

from datetime import date

import pytest

from briefing.events.days import half, mentioned

REFERENCE = date(2018, 11, 7)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("11月2日", [date(2018, 11, 2)]),
        ("10月29日至11月2日", [date(2018, 10, 29), date(2018, 11, 2)]),
        ("2月10日至17日", [date(2018, 2, 10), date(2018, 2, 17)]),
        ("12月3日", [date(2017, 12, 3)]),
        ("昨日", [date(2018, 11, 6)]),
        ("本周一", [date(2018, 11, 5)]),
        ("31日", []),
        ("2月30日、13月1日、99日", []),
        ("", []),
    ],
)
def test_days(text: str, days: list[date]) -> None:
    assert mentioned(text, REFERENCE) == frozenset(days)


def test_without_a_reference_there_are_none() -> None:
    assert mentioned("11月2日", None) == frozenset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11月2日上午，", "上午"),
        ("11月2日（星期五）下午", "下午"),
        ("11月2日15时许", "下午"),
        ("昨日清晨", "上午"),
        ("11月2日20时40分", "晚上"),
        ("11月2日，区委", ""),
        ("上午好", ""),
    ],
)
def test_halves_of_a_day(text: str, found: str) -> None:
    assert half(text) == found
