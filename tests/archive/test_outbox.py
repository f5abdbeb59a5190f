"""The outbox in every store: each parcel is handed out once, and what became of it is known."""

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from briefing.archive import Archive
from briefing.model import Claim, Delivery, Parcel, Receipt, Ticket

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
LATER = NOW + timedelta(minutes=6)


def parcel(
    recipient: str = "a@example.cn", revision: int = 1, letter: str = "信", channel: str = "mail"
) -> Parcel:
    ticket = Ticket("一周要闻|2026-11-16", revision, channel, recipient)
    return Parcel(ticket, "一周要闻 2026-W47", "张三", "To: a\r\n", letter, f"<{recipient}-{revision}>")


def claim(archive: Archive, now: datetime = NOW, channel: str = "mail") -> Claim:
    found = archive.outbox.claim(channel, now, now + LEASE)
    assert found
    return found


def states(archive: Archive) -> dict[str, Delivery]:
    return {one.ticket.recipient: one.state for one in archive.outbox.receipts()}


def only(archive: Archive) -> Receipt:
    (one,) = archive.outbox.receipts()
    return one


# --- in ---


def test_what_is_put_in_comes_out_whole(archive: Archive) -> None:
    assert archive.outbox.put([parcel()], NOW) == 1
    found = claim(archive)
    assert (found.parcel, found.attempt) == (parcel(), 1)


def test_a_ticket_is_put_in_once(archive: Archive) -> None:
    assert archive.outbox.put([parcel()], NOW) == 1
    assert archive.outbox.put([parcel(letter="另一封"), parcel("b@example.cn")], LATER) == 1
    assert claim(archive).parcel.letter == "信"


def test_what_is_sent_is_not_put_in_again(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    archive.outbox.settle(claim(archive), Delivery.SENT, NOW, "250 OK")
    assert archive.outbox.put([parcel()], LATER) == 0
    assert archive.outbox.claim("mail", LATER, LATER + LEASE) is None


def test_nothing_for_somebody_is_noted_and_not_sent(archive: Archive) -> None:
    archive.outbox.put([parcel(letter="")], NOW)
    assert only(archive).state is Delivery.EMPTY
    assert archive.outbox.channels(NOW) == []


def test_an_earlier_revision_that_waits_is_not_sent_any_more(archive: Archive) -> None:
    archive.outbox.put([parcel(), parcel("b@example.cn")], NOW)
    sent = claim(archive)
    archive.outbox.settle(sent, Delivery.SENT, NOW)
    archive.outbox.put([parcel(revision=2), parcel("b@example.cn", revision=2)], NOW)
    told = {(one.ticket.recipient, one.ticket.revision): one.state for one in archive.outbox.receipts()}
    assert told == {
        ("a@example.cn", 1): Delivery.SENT,
        ("b@example.cn", 1): Delivery.REPLACED,
        ("a@example.cn", 2): Delivery.WAITING,
        ("b@example.cn", 2): Delivery.WAITING,
    }


def test_a_letter_of_many_is_kept_once(archive: Archive, target: str) -> None:
    archive.outbox.put([parcel(f"{n}@example.cn") for n in range(1200)], NOW)
    engine = create_engine(target if "://" in target else f"sqlite:///{target}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM letters")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM deliveries")).scalar() == 1200
    engine.dispose()


# --- out ---


def test_parcels_come_in_the_order_of_the_list(archive: Archive) -> None:
    names = ["c@example.cn", "a@example.cn", "b@example.cn"]
    archive.outbox.put([parcel(name) for name in names], NOW)
    assert [claim(archive).parcel.ticket.recipient for _ in names] == names
    assert archive.outbox.claim("mail", NOW, LATER) is None


def test_another_channels_parcels_are_left(archive: Archive) -> None:
    archive.outbox.put([parcel(channel="chat")], NOW)
    assert archive.outbox.claim("mail", NOW, LATER) is None
    assert archive.outbox.channels(NOW) == ["chat"]


def test_what_waits_is_not_due_before_its_time(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    archive.outbox.settle(claim(archive), Delivery.WAITING, NOW, "450", NOW + timedelta(minutes=1))
    assert archive.outbox.claim("mail", NOW + timedelta(seconds=59), LATER) is None
    assert archive.outbox.next_due() == NOW + timedelta(minutes=1)
    assert claim(archive, NOW + timedelta(minutes=1)).attempt == 2


def test_a_clock_set_back_does_not_keep_mail_for_a_year(archive: Archive) -> None:
    future = NOW + timedelta(days=365)
    archive.outbox.put([parcel(), parcel("b@example.cn")], future)
    claim(archive, future)
    archive.outbox.recover("mail", NOW, resend=False, most=6)
    assert {claim(archive).parcel.ticket.recipient for _ in range(2)} == {"a@example.cn", "b@example.cn"}


def test_many_threads_and_connections_hand_each_parcel_out_once(target: str, archive: Archive) -> None:
    names = [f"{n}@example.cn" for n in range(60)]
    archive.outbox.put([parcel(name) for name in names], NOW)
    found: list[str] = []

    def work() -> None:
        with Archive.open(target) as own:
            while got := own.outbox.claim("mail", NOW, LATER):
                found.append(got.parcel.ticket.recipient)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == sorted(names)


def test_two_processes_may_put_in_the_same(target: str, archive: Archive) -> None:
    parcels = [parcel(f"{n}@example.cn") for n in range(30)]
    new: list[int] = []

    def work() -> None:
        with Archive.open(target) as own:
            new.append(own.outbox.put(parcels, NOW))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(new) == [0, 0, 30]
    assert len(archive.outbox.receipts()) == 30


# --- the fence before the last byte ---


def test_a_claim_is_committed_once(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    ours = claim(archive)
    assert archive.outbox.commit(ours, NOW, LATER)
    assert not archive.outbox.commit(ours, NOW, LATER)


def test_who_was_away_too_long_must_let_go_before_the_last_byte(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    slow = claim(archive)
    archive.outbox.recover("mail", LATER, resend=False, most=6)
    quick = claim(archive, LATER)
    assert not archive.outbox.commit(slow, LATER, LATER + LEASE)
    assert archive.outbox.commit(quick, LATER, LATER + LEASE)
    assert not archive.outbox.settle(slow, Delivery.FAILED, LATER, "550")
    assert archive.outbox.settle(quick, Delivery.SENT, LATER)


def test_a_claim_in_its_time_is_nobody_elses(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    archive.outbox.commit(claim(archive), NOW, NOW + LEASE)
    assert archive.outbox.recover("mail", NOW + LEASE, resend=True, most=6) == 0
    assert archive.outbox.claim("mail", NOW + LEASE, LATER) is None


# --- after a crash ---


def test_what_was_not_handed_over_waits_again(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    claim(archive)
    assert archive.outbox.channels(LATER) == ["mail"]
    assert archive.outbox.recover("mail", LATER, resend=False, most=6) == 0
    assert claim(archive, LATER).attempt == 2


def test_what_may_have_arrived_is_unknown_and_stays(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    archive.outbox.commit(claim(archive), NOW, NOW + LEASE)
    assert archive.outbox.recover("mail", LATER, resend=False, most=6) == 1
    assert only(archive).state is Delivery.UNKNOWN
    assert archive.outbox.claim("mail", LATER, LATER + LEASE) is None


def test_what_may_have_arrived_is_sent_again_where_that_is_wanted(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    archive.outbox.commit(claim(archive), NOW, NOW + LEASE)
    assert archive.outbox.recover("mail", LATER, resend=True, most=2) == 0
    again = claim(archive, LATER)
    assert again.parcel.message_id == parcel().message_id
    archive.outbox.commit(again, LATER, LATER + LEASE)
    assert archive.outbox.recover("mail", LATER + 2 * LEASE, resend=True, most=2) == 1


def test_a_late_answer_is_better_than_unknown(archive: Archive) -> None:
    archive.outbox.put([parcel()], NOW)
    ours = claim(archive)
    archive.outbox.commit(ours, NOW, NOW + LEASE)
    archive.outbox.recover("mail", LATER, resend=False, most=6)
    assert archive.outbox.settle(ours, Delivery.SENT, LATER, "250 OK")
    assert only(archive).state is Delivery.SENT


# --- a channel out of order, a clerk who tries again ---


def test_all_that_is_due_is_put_off_by_its_own_attempts(archive: Archive) -> None:
    archive.outbox.put([parcel(), parcel("b@example.cn")], NOW)
    archive.outbox.settle(claim(archive), Delivery.WAITING, NOW, "450", NOW)

    def due(attempts: int) -> datetime | None:
        return NOW + timedelta(minutes=attempts) if attempts < 2 else None

    numbers = archive.outbox.postpone("mail", NOW, due, "连不上")
    assert numbers == {Delivery.FAILED: 1, Delivery.WAITING: 1}
    assert states(archive) == {"a@example.cn": Delivery.FAILED, "b@example.cn": Delivery.WAITING}
    assert {one.reason for one in archive.outbox.receipts()} == {"连不上"}


@pytest.mark.parametrize("state", [Delivery.FAILED, Delivery.UNKNOWN])
def test_what_failed_can_be_tried_again_from_the_first_attempt(archive: Archive, state: Delivery) -> None:
    archive.outbox.put([parcel()], NOW)
    archive.outbox.settle(claim(archive), state, NOW, "550")
    assert archive.outbox.retry(LATER, [parcel().ticket]) == 1
    assert claim(archive, LATER).attempt == 1


def test_what_was_sent_or_is_under_way_is_not_tried_again(archive: Archive) -> None:
    archive.outbox.put([parcel(), parcel("b@example.cn")], NOW)
    archive.outbox.settle(claim(archive), Delivery.SENT, NOW)
    claim(archive)
    assert archive.outbox.retry(LATER, tickets(archive.outbox.receipts())) == 0


def tickets(receipts: Iterable[Receipt]) -> list[Ticket]:
    return [one.ticket for one in receipts]


# --- receipts ---


def test_receipts_by_state_subject_and_time(archive: Archive) -> None:
    archive.outbox.put([parcel(), parcel("b@example.cn")], NOW)
    archive.outbox.settle(claim(archive), Delivery.FAILED, LATER, "550 没有此人")
    assert [one.reason for one in archive.outbox.receipts(states=[Delivery.FAILED])] == ["550 没有此人"]
    assert archive.outbox.receipts(subject="别的") == []
    assert len(archive.outbox.receipts(since=LATER)) == 1
    assert archive.outbox.counts() == {Delivery.FAILED: 1, Delivery.WAITING: 1}


def test_a_time_without_its_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="zone"):
        archive.outbox.put([parcel()], datetime(2026, 11, 23))
