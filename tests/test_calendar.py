"""Working days: announced, statutory, and the office's own."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from briefing import calendar, resources
from briefing.calendar import Calendar
from briefing.errors import ConfigError

CALENDAR = Calendar()
LAST = CALENDAR.last_known


def day(text: str) -> date:
    return date.fromisoformat(text)


def own(folder: Path, text: str) -> Calendar:
    path = folder / "放假安排.toml"
    path.write_text(text, "utf-8")
    return Calendar.load(path)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2026-09-28", True),  # a Monday like any other
        ("2026-09-27", False),  # 中秋, a Sunday
        ("2026-10-05", False),  # 国庆, a Monday
        ("2026-10-08", True),  # the first day after
        ("2026-10-10", True),  # a make-up Saturday
        ("2026-10-11", False),  # the Sunday after it
        ("2026-02-16", False),  # 除夕, a Monday
        ("2026-02-23", False),  # the next Monday is free too
        ("2026-02-24", True),
        ("2026-02-28", True),  # a make-up Saturday
        ("2018-11-05", True),
        ("1999-10-04", True),  # before all that is known: weekdays
    ],
)
def test_announced_days(text: str, works: bool) -> None:
    assert CALENDAR.works(day(text)) is works


def test_a_plain_weekend_is_no_holiday() -> None:
    assert not CALENDAR.is_holiday(day("2026-11-21"))
    assert CALENDAR.is_holiday(day("2026-10-03"))
    assert not CALENDAR.is_holiday(day("2026-10-10"))


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2040-01-01", False),
        ("2040-02-11", False),  # 除夕
        ("2040-02-14", False),  # 正月初三
        ("2040-02-15", True),  # how long the holiday will be nobody knows yet
        ("2040-04-04", False),
        ("2040-05-02", False),
        ("2040-06-14", False),
        ("2040-09-20", False),
        ("2040-10-03", False),
        ("2040-10-04", True),
        ("2040-11-17", False),  # a Saturday
        ("2120-10-01", False),  # beyond the table of moving days
    ],
)
def test_a_year_that_was_not_announced_has_the_laws_days_and_weekends(text: str, works: bool) -> None:
    assert CALENDAR.works(day(text)) is works
    assert not CALENDAR.known(day(text).year)


def test_the_table_of_moving_days_follows_the_announced_years_and_holds_each_festival() -> None:
    moving = resources.read_toml("holidays.toml")["moving"]
    years = sorted(map(int, moving))
    assert years == list(range(years[0], 2051))
    assert years[0] <= LAST + 1
    months = {"春节": (1, 2), "清明节": (4,), "端午节": (5, 6), "中秋节": (9, 10)}
    for year, festivals in moving.items():
        assert {name: one.month in months[name] for name, one in festivals.items()} == dict.fromkeys(
            months, True
        )
        assert {one.year for one in festivals.values()} == {int(year)}
        # Three lunar months and ten days between them; four where a leap month falls between.
        apart = (festivals["中秋节"] - festivals["端午节"]).days
        assert min(abs(apart - 98), abs(apart - 128)) <= 1, year


def test_the_offices_own_file_wins_over_both(tmp_path: Path) -> None:
    text = """
        announced = [2040]
        off = ["2026-11-23", "2040-02-10 至 2040-02-17"]
        work = ["2026-10-05", "2040-02-18", "2040-02-14"]
    """
    with pytest.raises(ConfigError, match="2040-02-14 既写了放假又写了上班"):
        own(tmp_path, text)
    mine = own(tmp_path, text.replace(', "2040-02-14"', ""))
    assert not mine.works(day("2026-11-23"))
    assert mine.works(day("2026-10-05"))
    assert not mine.works(day("2040-02-15"))
    assert mine.works(day("2040-02-18"))  # a Saturday
    assert mine.known(2040)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('off = ["1月1日"]', ["off", "“1月1日”", "2027-01-01"]),
        ('off = ["2027-02-30"]', ["“2027-02-30”"]),
        ('off = ["2027-01-03 至 2027-01-01"]', ["2027-01-03"]),
        ('off = ["2027-01-01 至 2028-01-01"]', ["2028-01-01"]),
        ('off = "2027-01-01"', ["off", "列表"]),
        ('announced = ["2027"]', ["announced", "[2027]"]),
        ("announced = 2027", ["announced", "[2027]"]),
        ("holidays = []", ["“holidays”", "off"]),
        ("off = [", ["写法不对"]),
    ],
)
def test_a_mistake_in_it_is_one_line(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        own(tmp_path, text)
    message = str(caught.value)
    assert "\n" not in message
    for word in ["放假安排.toml", *words]:
        assert word in message


def test_a_file_that_is_missing_or_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"无\.toml"):
        Calendar.load(tmp_path / "无.toml")
    path = tmp_path / "x.toml"
    path.write_bytes("# 放假".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        Calendar.load(path)


def test_the_shipped_sample_is_read_and_says_nothing() -> None:
    assert Calendar.load(resources.data("holidays.example.toml")) == Calendar()


def test_dates_without_quotes_are_dates_too(tmp_path: Path) -> None:
    assert own(tmp_path, "off = [2040-11-19]").off == {day("2040-11-19")}


def test_the_next_and_the_previous_working_day() -> None:
    assert CALENDAR.next_working_day(day("2026-10-05")) == day("2026-10-08")
    assert CALENDAR.next_working_day(day("2026-02-16")) == day("2026-02-24")
    assert CALENDAR.next_working_day(day("2026-10-10")) == day("2026-10-10")
    assert CALENDAR.previous_working_day(day("2026-10-12")) == day("2026-10-10")
    assert CALENDAR.previous_working_day(day("2026-10-08")) == day("2026-09-30")


def test_from_the_middle_of_november_an_unknown_next_year_is_asked_for(tmp_path: Path) -> None:
    assert CALENDAR.unknown_year(date(LAST, 11, 14)) is None
    assert CALENDAR.unknown_year(date(LAST, 11, 15)) == LAST + 1
    assert CALENDAR.unknown_year(date(LAST + 1, 1, 1)) == LAST + 1
    mine = own(tmp_path, f"announced = [{LAST + 1}]")
    assert mine.unknown_year(date(LAST, 11, 15)) is None
    assert mine.last_known == LAST + 1
    assert mine.unknown_year(date(LAST + 1, 11, 15)) == LAST + 2


def test_every_announced_day_is_taken_as_announced() -> None:
    import chinese_calendar

    start = date(2018, 1, 1)
    for n in range((date(LAST, 12, 31) - start).days + 1):
        one = start + timedelta(days=n)
        assert CALENDAR.works(one) == chinese_calendar.is_workday(one), one
    assert calendar._announced()[1] == LAST
