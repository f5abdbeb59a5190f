"""Emptying the outbox: what each way of not arriving comes to, with a channel that fails as told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from briefing.archive import Archive
from briefing.deliver import Channel, Rules, dispatch
from briefing.deliver.channel import Commit, Down, Later, Refused, Unsure
from briefing.deliver.dispatch import Round
from briefing.errors import ConfigError
from briefing.model import Delivery, Parcel, Receipt, Ticket

MINUTE = timedelta(minutes=1)
RULES = Rules((MINUTE, 5 * MINUTE))


class Fake:
    """A channel that fails for a recipient as told, before or after the last byte."""

    def __init__(self, repeatable: bool = False) -> None:
        self.repeatable = repeatable
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.fails: dict[str, Callable[[], None]] = {}
        self.fails_late: dict[str, Callable[[], None]] = {}
        self.arrived: list[str] = []
        self.closed = 0

    def hand_over(self, parcel: Parcel, commit: Commit) -> str:
        name = parcel.ticket.recipient
        self.fails.get(name, lambda: None)()
        commit()
        self.fails_late.get(name, lambda: None)()
        self.arrived.append(name)
        return "250 OK"

    def close(self) -> None:
        self.closed += 1

    def clock(self) -> datetime:
        return self.now

    def opened(self, _name: str) -> Channel:
        return self

    def run(self, archive: Archive, rules: Rules = RULES) -> Round:
        return dispatch(archive.outbox, self.opened, rules, self.clock)


@pytest.fixture
def fake() -> Fake:
    return Fake()


def put(archive: Archive, fake: Fake, *names: str, channel: str = "mail") -> None:
    parcels = [Parcel(Ticket("期", 1, channel, name), "期", "", "", "信", f"<{name}>") for name in names]
    archive.outbox.put(parcels, fake.now)


def raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def receipt(archive: Archive, name: str) -> Receipt:
    (found,) = [one for one in archive.outbox.receipts() if one.ticket.recipient == name]
    return found


def test_all_that_is_due_goes_out_once(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a", "b", "c")
    assert fake.run(archive).counts == {Delivery.SENT: 3}
    assert fake.run(archive).counts == {}
    assert fake.arrived == ["a", "b", "c"]
    assert receipt(archive, "a").reason == "250 OK"


def test_an_empty_outbox_opens_no_channel(archive: Archive, fake: Fake) -> None:
    assert fake.run(archive).counts == {}
    assert fake.closed == 0


def test_a_refusal_for_good_is_not_repeated(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a", "b")
    fake.fails["a"] = raising(Refused("550 no"))
    done = fake.run(archive)
    assert done.counts == {Delivery.FAILED: 1, Delivery.SENT: 1}
    assert [problem.code for problem in done.problems] == ["failed"]
    fake.now += timedelta(days=1)
    fake.run(archive)
    assert fake.arrived == ["b"]


def test_a_refusal_for_now_is_repeated_with_growing_delay_and_then_given_up(
    archive: Archive, fake: Fake
) -> None:
    put(archive, fake, "a")
    fake.fails["a"] = raising(Later("450 later"))
    tries: list[tuple[int, Delivery, datetime | None]] = []
    for _ in range(4):
        fake.run(archive)
        now = receipt(archive, "a")
        tries.append((now.attempts, now.state, now.due))
        fake.now = now.due or fake.now + timedelta(days=1)
    start = datetime(2026, 11, 23, tzinfo=UTC)
    assert tries == [
        (1, Delivery.WAITING, start + MINUTE),
        (2, Delivery.WAITING, start + 6 * MINUTE),
        (3, Delivery.FAILED, None),
        (3, Delivery.FAILED, None),
    ]


def test_without_an_answer_nobody_knows(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a")
    fake.fails_late["a"] = raising(Unsure("没有答复"))
    done = fake.run(archive)
    assert done.counts == {Delivery.UNKNOWN: 1}
    assert "--retry" in done.problems[0].message


def test_without_an_answer_it_is_sent_again_where_that_is_wanted(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a")
    fake.fails_late["a"] = raising(Unsure("没有答复"))
    rules = Rules(RULES.delays, resend=True)
    for state in (Delivery.WAITING, Delivery.WAITING, Delivery.UNKNOWN):
        assert fake.run(archive, rules).counts == {state: 1}
        fake.now += timedelta(hours=1)


def test_a_channel_out_of_order_puts_everybody_off_with_one_line(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a", "b", "c")
    fake.fails = dict.fromkeys("abc", raising(Down("连不上")))
    done = fake.run(archive)
    assert done.counts == {Delivery.WAITING: 3}
    assert [problem.message for problem in done.problems] == ["连不上"]
    assert {receipt(archive, name).due for name in "abc"} == {fake.now + MINUTE}
    fake.now += MINUTE
    fake.fails.clear()
    assert fake.run(archive).counts == {Delivery.SENT: 3}


def test_a_channel_out_of_order_for_good_fails_for_everybody(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a", "b")
    fake.fails["a"] = raising(Down("授权码不对", final=True))
    assert fake.run(archive).counts == {Delivery.FAILED: 2}


def test_a_channel_that_is_not_set_up_stops_no_other(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a")
    put(archive, fake, "g", channel="chat")

    def opened(name: str) -> Channel:
        if name == "chat":
            raise ConfigError("没有这个群")
        return fake

    done = dispatch(archive.outbox, opened, RULES, fake.clock)
    assert [problem.message for problem in done.problems] == ["没有这个群"]
    assert fake.arrived == ["a"]
    assert receipt(archive, "g").state is Delivery.WAITING


def test_a_fault_of_ours_before_the_last_byte_is_tried_again(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a", "b")
    fake.fails["a"] = raising(RuntimeError("x"))
    assert fake.run(archive).counts == {Delivery.WAITING: 1, Delivery.SENT: 1}
    assert "RuntimeError" in receipt(archive, "a").reason


def test_a_fault_of_ours_after_the_last_byte_leaves_it_unknown(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a")
    fake.fails_late["a"] = raising(RuntimeError("x"))
    assert fake.run(archive).counts == {Delivery.UNKNOWN: 1}


@pytest.mark.parametrize(("late", "state"), [(False, Delivery.WAITING), (True, Delivery.UNKNOWN)])
def test_an_interrupted_run_gives_back_what_it_holds(
    archive: Archive, fake: Fake, late: bool, state: Delivery
) -> None:
    put(archive, fake, "a", "b")
    (fake.fails_late if late else fake.fails)["a"] = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        fake.run(archive)
    assert receipt(archive, "a").state is state
    assert receipt(archive, "b").state is Delivery.WAITING
    assert fake.closed == 1


def test_it_stops_between_two_parcels_when_told_to(archive: Archive, fake: Fake) -> None:
    put(archive, fake, "a", "b", "c")
    dispatch(archive.outbox, fake.opened, RULES, fake.clock, lambda: len(fake.arrived) == 2)
    assert fake.arrived == ["a", "b"]
    assert receipt(archive, "c").state is Delivery.WAITING


def test_who_lost_his_claim_delivers_nothing(archive: Archive, fake: Fake) -> None:
    """While one process dawdles its claim runs out, and another one delivers."""
    put(archive, fake, "a")
    other = Fake()

    def dawdle() -> None:
        other.now = fake.now = fake.now + timedelta(hours=1)
        other.run(archive)

    fake.fails["a"] = dawdle
    assert fake.run(archive).counts == {}
    assert (fake.arrived, other.arrived) == ([], ["a"])
    assert receipt(archive, "a").state is Delivery.SENT


def died(archive: Archive, fake: Fake, name: str, channel: str = "mail") -> None:
    """A process that claimed and committed a parcel, and was never heard of again."""
    put(archive, fake, name, channel=channel)
    claim = archive.outbox.claim(channel, fake.now, fake.now + RULES.lease)
    assert claim
    archive.outbox.commit(claim, fake.now, fake.now + RULES.lease)
    fake.now += RULES.lease + MINUTE


def test_after_a_crash_what_may_have_arrived_is_told_and_left(archive: Archive, fake: Fake) -> None:
    died(archive, fake, "a")
    done = fake.run(archive)
    assert done.counts == {Delivery.UNKNOWN: 1}
    assert len(done.problems) == 1
    assert fake.arrived == []


def test_after_a_crash_it_is_sent_again_where_that_is_wanted(archive: Archive, fake: Fake) -> None:
    died(archive, fake, "a")
    assert fake.run(archive, Rules(RULES.delays, resend=True)).counts == {Delivery.SENT: 1}


def test_what_can_be_repeated_without_harm_is_repeated(archive: Archive) -> None:
    folder = Fake(repeatable=True)
    died(archive, folder, "a", channel="folder")
    assert folder.run(archive).counts == {Delivery.SENT: 1}
