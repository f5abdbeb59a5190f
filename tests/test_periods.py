from datetime import date

import pytest

from briefing import periods
from briefing.errors import UsageError
from briefing.model import Period
from briefing.periods import Span

TODAY = date(2018, 11, 14)
W45 = Span(Period(date(2018, 11, 5), date(2018, 11, 11)), "2018-W45")


@pytest.mark.parametrize("text", ["2018-W45", "2018-w45", "2018W45", " 2018-W45", "last", "LAST"])
def test_a_week_as_people_write_it(text: str) -> None:
    assert periods.week(text, TODAY) == W45


def test_this_week_contains_today() -> None:
    assert TODAY in periods.week("this", TODAY).period


@pytest.mark.parametrize(
    ("day", "name", "monday"),
    [
        (date(2018, 12, 31), "2019-W01", date(2018, 12, 31)),
        (date(2021, 1, 3), "2020-W53", date(2020, 12, 28)),
        (date(2018, 11, 11), "2018-W45", date(2018, 11, 5)),
    ],
)
def test_weeks_across_the_years_end(day: date, name: str, monday: date) -> None:
    span = periods.week_of(day)
    assert (span.week, span.period.start) == (name, monday)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("45", "2018-W46"),
        ("", "this"),
        ("nächste", "last"),
        ("2018-W60", "1 至 52"),
        ("2020-W54", "1 至 53"),
        ("2018-W00", "1 至 52"),
        ("0000-W01", "周"),
    ],
)
def test_a_bad_week_is_named(text: str, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        periods.week(text, TODAY)


@pytest.mark.parametrize("text", ["2018-11-07", "2018-11-7", "2018/11/7", "2018年11月7日"])
def test_a_day_as_people_write_it(text: str) -> None:
    assert periods.day(text, "--since") == date(2018, 11, 7)


@pytest.mark.parametrize("text", ["2018-13-01", "2018-02-30", "昨天", "", "2018-11", "11-07", "2018-11/07"])
def test_a_bad_day_is_named_with_its_option(text: str) -> None:
    with pytest.raises(UsageError, match=f"--until“{text}”"):
        periods.day(text, "--until")


def test_spans() -> None:
    assert periods.days("2018-11-01", "2018-11-07", TODAY) == Span(
        Period(date(2018, 11, 1), date(2018, 11, 7))
    )
    assert periods.days("2018-11-01", None, TODAY).period.end == TODAY
    assert periods.days("2018-11-01", "2018-11-01", TODAY).period.start == date(2018, 11, 1)
    assert periods.last_seven_days(TODAY).period == Period(date(2018, 11, 8), TODAY)
    assert periods.whole([TODAY, date(2018, 3, 1)]).period == Period(date(2018, 3, 1), TODAY)


@pytest.mark.parametrize(
    ("since", "until"), [(None, "2018-11-07"), ("2018-11-08", "2018-11-07"), ("2018-12-01", None)]
)
def test_a_span_that_is_none(since: str | None, until: str) -> None:
    with pytest.raises(UsageError, match="--since"):
        periods.days(since, until, TODAY)


def test_the_weeks_of_days() -> None:
    assert periods.weeks([]) == []
    assert periods.weeks([date(2018, 11, 11), date(2018, 11, 5), date(2018, 11, 12)]) == [
        W45,
        periods.week_of(date(2018, 11, 12)),
    ]


def test_the_nearest_weeks_that_have_something() -> None:
    days = [date(2017, 1, 1), date(2018, 3, 16), date(2018, 7, 9), date(2018, 11, 7), date(2019, 1, 1)]
    asked = Period(date(2018, 10, 1), date(2018, 10, 7))
    found = [span.week for span in periods.nearest(asked, days)]
    assert found == ["2018-W28", "2018-W45", "2019-W01"]
    assert periods.nearest(asked, []) == []
    assert [span.week for span in periods.nearest(asked, days, most=1)] == ["2018-W45"]


def test_how_a_span_is_said() -> None:
    assert str(W45) == "2018-W45（2018-11-05 至 2018-11-11）"
    assert str(Span(W45.period)) == "2018-11-05 至 2018-11-11"
    assert str(Span(Period(TODAY, TODAY))) == "2018-11-14"
