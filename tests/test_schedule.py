"""What is due, seen through a fake clock: every test is a stretch of time and what happens in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.calendar import Calendar
from briefing.config.service import Edition, Review, SourceFolder
from briefing.model import Period
from briefing.schedule import Kind, Plan, Receipts, Slot, Task, deadline_of, due, missed, slots, upcoming
from briefing.zone import ZONE

WEEKLY = Edition(name="一周要闻")
TICK = timedelta(minutes=10)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def plan(*editions: Edition, **fields: Any) -> Plan:
    values: dict[str, Any] = {
        "sources": (),
        "editions": editions or (WEEKLY,),
        "calendar": Calendar(),
        "review": Review(),
        "catch_up": timedelta(days=8),
    }
    return Plan(**values | fields)


class World:
    """A service whose every task succeeds at once; `done` is what it did, when."""

    def __init__(self, plan: Plan, receipts: Receipts | None = None, empty: bool = False) -> None:
        self.plan, self.receipts, self.empty = plan, receipts or Receipts(), empty
        self.done: list[tuple[str, str, str]] = []

    def tick(self, now: datetime) -> None:
        while tasks := due(now, self.plan, self.receipts):
            tasks = tuple(task for task in tasks if task.kind is not Kind.HOLD)
            if not tasks:
                return
            self._do(tasks[0], now)

    def run(self, since: str, until: str) -> list[tuple[str, str, str]]:
        """Tick every ten minutes; returns what this stretch brought."""
        before, now = len(self.done), at(since)
        while now <= at(until):
            self.tick(now)
            now += TICK
        return self.done[before:]

    def _do(self, task: Task, now: datetime) -> None:
        old, what = self.receipts, task.subject
        if task.slot is None:
            self.receipts = replace(old, read={**old.read, task.subject: now})
        else:
            what = str(task.slot.span.week or f"{task.slot.span.period.start}..{task.slot.span.period.end}")
            if task.kind is Kind.COMPOSE and self.empty:
                self.receipts = replace(old, empty={**old.empty, task.slot.key: now})
            elif task.kind is Kind.COMPOSE:
                self.receipts = replace(old, drafted=old.drafted | {task.slot.key})
            else:
                self.receipts = replace(old, sent=old.sent | {task.slot.key})
        self.done.append((f"{now:%m-%d %H:%M}", task.kind.value, what))


def week(text: str) -> Period:
    year, number = text.split("-W")
    start = date.fromisocalendar(int(year), int(number), 1)
    return Period(start, start + timedelta(days=6))


def key(text: str, edition: str = "一周要闻") -> tuple[str, Period]:
    return edition, week(text)


def settled(*weeks: str) -> Receipts:
    keys = frozenset(map(key, weeks))
    return Receipts(drafted=keys, sent=keys)


# --- Mondays ----------------------------------------------------------------------------------------


def test_a_normal_monday() -> None:
    world = World(plan(), settled("2018-W44"))
    assert world.run("2018-11-11T20:00", "2018-11-18T23:50") == [
        ("11-12 07:30", "compose", "2018-W45"),
        ("11-12 08:00", "send", "2018-W45"),
    ]


def test_each_time_is_configurable() -> None:
    edition = Edition(name="一周要闻", day="wed", compose=time(6, 0), send=time(16, 30))
    world = World(plan(edition), settled("2018-W44"))
    assert world.run("2018-11-11T20:00", "2018-11-18T23:50") == [
        ("11-14 06:00", "compose", "2018-W45"),
        ("11-14 16:30", "send", "2018-W45"),
    ]


def test_never_means_by_hand_only() -> None:
    assert World(plan(Edition(name="一", every="never"))).run("2018-11-11T20:00", "2018-11-18T23:50") == []


@pytest.mark.parametrize(
    ("holiday", "expected"),
    [
        ("next", [("10-08 07:30", "2026-W40"), ("10-12 07:30", "2026-W41")]),
        ("keep", [("10-05 07:30", "2026-W40"), ("10-12 07:30", "2026-W41")]),
        ("merge", [("10-12 07:30", "2026-09-28..2026-10-11")]),
    ],
)
def test_the_monday_of_the_national_day_2026(holiday: Any, expected: list[tuple[str, str]]) -> None:
    world = World(plan(Edition(name="一周要闻", holiday=holiday)), settled("2026-W39"))
    done = world.run("2026-10-01T00:00", "2026-10-12T12:00")
    assert [(when, what) for when, kind, what in done if kind == "compose"] == expected
    assert len(done) == 2 * len(expected)


@pytest.mark.parametrize(
    ("holiday", "expected"),
    [
        # Both Mondays, the 16th and the 23rd, are free: two issues on the first working day.
        ("next", [("02-24 07:30", "2026-W07"), ("02-24 07:30", "2026-W08"), ("03-02 07:30", "2026-W09")]),
        ("merge", [("03-02 07:30", "2026-02-09..2026-03-01")]),
        ("keep", [("02-16 07:30", "2026-W07"), ("02-23 07:30", "2026-W08"), ("03-02 07:30", "2026-W09")]),
    ],
)
def test_the_spring_festival_2026(holiday: Any, expected: list[tuple[str, str]]) -> None:
    world = World(plan(Edition(name="一周要闻", holiday=holiday)), settled("2026-W06"))
    done = world.run("2026-02-10T00:00", "2026-03-02T12:00")
    assert [(when, what) for when, kind, what in done if kind == "compose"] == expected


def test_a_make_up_saturday_is_a_working_day() -> None:
    saturday = Edition(name="一周要闻", day="sat")
    (slot,) = slots(saturday, Calendar(), at("2026-10-09T00:00"), at("2026-10-15T00:00"))
    assert slot.compose == at("2026-10-10T07:30")
    daily = Edition(name="每日", every="day")
    found = slots(daily, Calendar(), at("2026-10-07T00:00"), at("2026-10-12T23:00"))
    assert [(slot.compose.day, slot.span.period) for slot in found] == [
        (8, Period(date(2026, 9, 30), date(2026, 10, 7))),
        (9, Period(date(2026, 10, 8), date(2026, 10, 8))),
        (10, Period(date(2026, 10, 9), date(2026, 10, 9))),
        (12, Period(date(2026, 10, 10), date(2026, 10, 11))),
    ]


def test_an_issue_moves_to_a_make_up_saturday() -> None:
    friday = Edition(name="一周要闻", day="fri")
    own = Calendar(off=frozenset({date(2026, 10, 9)}))
    (slot,) = slots(friday, own, at("2026-10-08T12:00"), at("2026-10-12T00:00"))
    assert (slot.usual, slot.compose.date()) == (date(2026, 10, 9), date(2026, 10, 10))
    assert slot.moved


def test_whoever_chose_a_sunday_gets_it_unless_it_is_a_holiday() -> None:
    sunday = Edition(name="一周要闻", day="sun")
    found = slots(sunday, Calendar(), at("2026-09-14T00:00"), at("2026-10-09T00:00"))
    assert [f"{slot.compose:%m-%d}" for slot in found] == ["09-20", "09-28", "10-08"]


def test_a_year_without_announced_days_still_has_its_statutory_ones() -> None:
    (slot,) = slots(WEEKLY, Calendar(), at("2040-09-30T23:00"), at("2040-10-07T00:00"))
    assert slot.usual == date(2040, 10, 1)
    assert slot.compose == at("2040-10-04T07:30")


def test_a_daily_edition_that_keeps_holidays_appears_every_day() -> None:
    daily = Edition(name="每日", every="day", holiday="keep")
    found = slots(daily, Calendar(), at("2026-10-01T00:00"), at("2026-10-03T23:00"))
    assert [slot.span.period.start.isoformat() for slot in found] == [
        "2026-09-30",
        "2026-10-01",
        "2026-10-02",
    ]


def test_editions_do_not_disturb_each_other() -> None:
    world = World(plan(WEEKLY, Edition(name="魏都", day="tue")), settled("2018-W44"))
    done = world.run("2018-11-12T00:00", "2018-11-13T12:00")
    assert [(when, what) for when, _, what in done] == [
        ("11-12 07:30", "2018-W45"),
        ("11-12 08:00", "2018-W45"),
        ("11-13 07:30", "2018-W45"),
        ("11-13 08:00", "2018-W45"),
    ]


# --- missed -----------------------------------------------------------------------------------------


def test_off_on_monday_morning_is_made_up_for_at_start() -> None:
    world = World(plan(), settled("2018-W44"))
    assert world.run("2018-11-14T09:20", "2018-11-14T12:00") == [
        ("11-14 09:20", "compose", "2018-W45"),
        ("11-14 09:20", "send", "2018-W45"),
    ]


def test_killed_between_composing_and_sending() -> None:
    receipts = replace(settled("2018-W44"), drafted=frozenset({key("2018-W44"), key("2018-W45")}))
    assert World(plan(), receipts).run("2018-11-12T07:50", "2018-11-12T12:00") == [
        ("11-12 08:00", "send", "2018-W45")
    ]


def test_off_for_three_weeks_makes_up_for_the_last_and_names_the_others() -> None:
    world = World(plan(), settled("2018-W42"))
    now = at("2018-11-14T09:00")
    assert [slot.span.week for slot in missed(now, world.plan, world.receipts)] == ["2018-W43", "2018-W44"]
    done = world.run("2018-11-14T09:00", "2018-11-14T12:00")
    assert [what for _, _, what in done] == ["2018-W45", "2018-W45"]


def test_off_for_three_weeks_with_a_longer_age_makes_up_for_all_in_order() -> None:
    world = World(plan(catch_up=timedelta(days=30)), settled("2018-W42"))
    assert missed(at("2018-11-14T09:00"), world.plan, world.receipts) == ()
    done = world.run("2018-11-14T09:00", "2018-11-14T12:00")
    assert [what for _, kind, what in done if kind == "send"] == ["2018-W43", "2018-W44", "2018-W45"]


def test_after_restoring_the_advice_of_the_docs_keeps_what_was_sent_from_going_out_again() -> None:
    """2018-W45 was sent on the 12th; the archive that was restored is older, and knows nothing of it."""
    stretch = ("2018-11-14T09:00", "2018-11-19T08:00")
    again = World(plan(), settled("2018-W44")).run(*stretch)
    assert "2018-W45" in {what for _, _, what in again}
    advised = World(plan(catch_up=timedelta(days=1)), settled("2018-W44")).run(*stretch)
    assert {what for _, _, what in advised} == {"2018-W46"}


def test_a_first_start_makes_the_latest_issue_and_has_missed_nothing() -> None:
    world = World(plan(catch_up=timedelta(days=30)))
    assert missed(at("2018-11-14T09:00"), world.plan, world.receipts) == ()
    done = world.run("2018-11-14T09:00", "2018-11-14T12:00")
    assert [what for _, _, what in done] == ["2018-W45", "2018-W45"]


def test_a_first_start_late_in_the_week_begins_with_the_next_issue() -> None:
    world = World(plan())
    assert world.run("2018-11-11T20:00", "2018-11-12T12:00") == [
        ("11-12 07:30", "compose", "2018-W45"),
        ("11-12 08:00", "send", "2018-W45"),
    ]


def test_a_clock_set_back_does_nothing_twice() -> None:
    world = World(plan(), settled("2018-W44"))
    assert len(world.run("2018-11-12T07:00", "2018-11-12T09:00")) == 2
    assert world.run("2018-11-12T06:00", "2018-11-12T09:00") == []
    assert world.run("2018-11-05T06:00", "2018-11-12T09:00") == []


def test_a_clock_that_was_years_ahead_stops_nothing_after_it_is_right_again() -> None:
    world = World(plan(), settled("2018-W44"))
    assert [what for _, _, what in world.run("2031-01-08T12:00", "2031-01-08T12:30")] == [
        "2031-W01",
        "2031-W01",
    ]
    done = world.run("2018-11-12T07:00", "2018-11-12T09:00")
    assert [what for _, _, what in done] == ["2018-W45", "2018-W45"]


def test_two_processes_that_see_the_same_receipts_see_the_same_tasks_and_after_them_none() -> None:
    now, receipts = at("2018-11-12T08:30"), settled("2018-W44")
    first, second = World(plan(), receipts), World(plan(), receipts)
    assert due(now, first.plan, receipts) == due(now, second.plan, receipts)
    first.tick(now)
    assert due(now, second.plan, first.receipts) == ()


def test_a_week_without_articles_is_tried_again_when_something_new_was_read() -> None:
    world = World(plan(), settled("2018-W44"), empty=True)
    assert [kind for _, kind, _ in world.run("2018-11-12T07:00", "2018-11-12T09:00")] == ["compose"]
    world.empty = False
    world.receipts = replace(world.receipts, changed=at("2018-11-12T10:05"))
    assert world.run("2018-11-12T10:10", "2018-11-12T12:00") == [
        ("11-12 10:10", "compose", "2018-W45"),
        ("11-12 10:10", "send", "2018-W45"),
    ]


# --- the editor's release ---------------------------------------------------------------------------


def gated(otherwise: Any = "hold") -> Plan:
    return plan(review=Review(required=True, deadline=time(11, 0), otherwise=otherwise))


def test_a_draft_waits_for_its_release() -> None:
    world = World(gated(), settled("2018-W44"))
    assert [kind for _, kind, _ in world.run("2018-11-12T07:00", "2018-11-12T10:00")] == ["compose"]
    world.receipts = replace(world.receipts, approved=frozenset({key("2018-W45")}))
    assert world.run("2018-11-12T10:10", "2018-11-12T12:00") == [("11-12 10:10", "send", "2018-W45")]


def test_a_draft_released_early_goes_out_at_its_time() -> None:
    world = World(gated(), settled("2018-W44"))
    world.run("2018-11-12T07:00", "2018-11-12T07:40")
    world.receipts = replace(world.receipts, approved=frozenset({key("2018-W45")}))
    assert world.run("2018-11-12T07:40", "2018-11-12T12:00") == [("11-12 08:00", "send", "2018-W45")]


def test_not_released_by_the_deadline_it_is_held() -> None:
    world = World(gated(), settled("2018-W44"))
    world.run("2018-11-12T07:00", "2018-11-12T23:50")
    assert [kind for _, kind, _ in world.done] == ["compose"]
    assert [task.kind for task in due(at("2018-11-12T10:50"), world.plan, world.receipts)] == []
    (task,) = due(at("2018-11-12T11:00"), world.plan, world.receipts)
    assert (task.kind, task.at) == (Kind.HOLD, at("2018-11-12T11:00"))


def test_not_released_by_the_deadline_it_is_sent_if_so_configured() -> None:
    world = World(gated("send"), settled("2018-W44"))
    assert world.run("2018-11-12T07:00", "2018-11-12T23:50")[1:] == [("11-12 11:00", "send", "2018-W45")]


def test_what_a_person_released_goes_out_however_late() -> None:
    receipts = replace(settled("2018-W30", "2018-W45"), approved=frozenset({key("2018-W31")}))
    receipts = replace(receipts, drafted=receipts.drafted | {key("2018-W31")})
    assert World(gated(), receipts).run("2018-11-14T09:00", "2018-11-14T09:30") == [
        ("11-14 09:00", "send", "2018-W31")
    ]


def test_the_deadline_is_never_before_the_time_of_sending() -> None:
    (slot,) = slots(WEEKLY, Calendar(), at("2018-11-11T00:00"), at("2018-11-13T00:00"))
    assert deadline_of(slot, Review(deadline=time(6, 0))) == slot.send


# --- reading ----------------------------------------------------------------------------------------


def test_sources_are_read_at_once_and_then_every_hour() -> None:
    source = SourceFolder(name="来稿", folder=Path("来稿"))
    world = World(plan(Edition(name="一", every="never"), sources=(source,)))
    assert [when for when, _, _ in world.run("2018-11-14T09:20", "2018-11-14T11:40")] == [
        "11-14 09:20",
        "11-14 10:20",
        "11-14 11:20",
    ]


def test_a_reading_noted_under_a_wrong_clock_stops_nothing() -> None:
    source = SourceFolder(name="来稿", folder=Path("来稿"))
    receipts = Receipts(read={"来稿": at("2031-01-01T00:00")})
    assert (
        World(plan(sources=(source,)), receipts).run("2018-11-14T09:00", "2018-11-14T09:00")[0][1] == "read"
    )


def test_reading_comes_before_composing() -> None:
    source = SourceFolder(name="来稿", folder=Path("来稿"))
    tasks = due(at("2018-11-12T07:30"), plan(sources=(source,)), settled("2018-W44"))
    assert [task.kind for task in tasks] == [Kind.READ, Kind.COMPOSE]


def test_a_briefing_has_what_came_in_since_the_last_reading() -> None:
    source = SourceFolder(name="来稿", folder=Path("来稿"))
    receipts = replace(settled("2018-W44"), read={"来稿": at("2018-11-12T07:05")})
    world = World(plan(sources=(source,)), receipts)
    assert world.run("2018-11-12T07:20", "2018-11-12T08:20") == [
        ("11-12 07:30", "read", "来稿"),
        ("11-12 07:30", "compose", "2018-W45"),
        ("11-12 08:00", "send", "2018-W45"),
    ]


def test_a_file_still_being_written_is_soon_looked_at_again_and_waited_for() -> None:
    source = SourceFolder(name="来稿", folder=Path("来稿"))
    writing = replace(settled("2018-W44"), read={"来稿": at("2018-11-12T07:30")}, writing=frozenset({"来稿"}))

    def kinds(now: str, send: time = time(8, 0)) -> list[Kind]:
        edition = Edition(name="一周要闻", send=send)
        return [task.kind for task in due(at(now), plan(edition, sources=(source,)), writing)]

    assert kinds("2018-11-12T07:30") == []
    assert kinds("2018-11-12T07:31") == [Kind.READ]
    assert kinds("2018-11-12T07:40") == [Kind.READ, Kind.COMPOSE]
    assert kinds("2018-11-12T07:36", time(7, 35)) == [Kind.READ, Kind.COMPOSE]
    ahead = upcoming(at("2018-11-12T07:30"), plan(sources=(source,)), writing)
    assert ahead[0].at == at("2018-11-12T07:31")


# --- what comes next --------------------------------------------------------------------------------


def test_what_comes_next() -> None:
    source = SourceFolder(name="来稿", folder=Path("来稿"))
    receipts = replace(settled("2018-W44"), read={"来稿": at("2018-11-10T11:30")})
    ahead = upcoming(at("2018-11-10T12:00"), plan(sources=(source,)), receipts)
    assert [(f"{task.at:%m-%d %H:%M}", task.kind.value) for task in ahead] == [
        ("11-10 12:30", "read"),
        ("11-12 07:30", "compose"),
        ("11-12 08:00", "send"),
    ]


def test_a_draft_that_waits_for_its_time_is_next_to_be_sent() -> None:
    receipts = replace(settled("2018-W44"), drafted=frozenset({key("2018-W44"), key("2018-W45")}))
    ahead = upcoming(at("2018-11-12T07:40"), plan(), receipts)
    assert [(task.kind.value, task.slot and task.slot.span.week) for task in ahead] == [
        ("send", "2018-W45"),
        ("compose", "2018-W46"),
    ]


def test_times_of_another_zone_are_chinas() -> None:
    (slot,) = slots(
        WEEKLY,
        Calendar(),
        datetime.fromisoformat("2018-11-11T23:00+00:00"),
        datetime.fromisoformat("2018-11-11T23:30+00:00"),
    )
    assert isinstance(slot, Slot)
    assert slot.compose == datetime.fromisoformat("2018-11-11T23:30+00:00")
