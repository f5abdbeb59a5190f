"""The ledger of regular briefings, on every store."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from briefing.archive import Archive, Release
from briefing.errors import UsageError
from briefing.model import (
    Briefing,
    Issue,
    Item,
    ItemSource,
    Kind,
    LeftOut,
    Period,
    Photo,
    Place,
    Section,
    ThemeItems,
)
from briefing.periods import week
from tests.conftest import article

HERE = Place("河南省", "许昌市", "魏都区")
NOW = datetime(2018, 11, 12, 7, 30, tzinfo=timezone(timedelta(hours=8)))
W45 = week("2018-W45", date(2018, 11, 12))
LATER = Period(date(2018, 11, 12), date(2018, 11, 18))


def item(*articles: str) -> Item:
    return Item(
        id=f"item-{articles[0]}",
        headline="题",
        text="甲。",
        sentences=(),
        authors=(),
        event=f"event-{articles[0]}",
        kind=Kind.NEWS,
        theme="教育",
        place=HERE,
        sources=tuple(ItemSource(one, None, None, None, "a.txt", ()) for one in articles),
    )


def briefing(
    *items: Item, name: str = "2018-W45", edition: str = "一周要闻", left_out: tuple[str, ...] = ()
) -> Briefing:
    span = week(name, date(2018, 11, 12))
    return Briefing(
        title="一周要闻",
        edition=edition,
        week=name,
        period=span.period,
        by="published",
        sections=(Section(HERE, "魏都区", (ThemeItems("教育", items),)),) if items else (),
        left_out=tuple(LeftOut(one, "题", "没有正文") for one in left_out),
    )


def out(archive: Archive, one: Briefing, when: datetime = NOW) -> Release:
    archive.releases.draft(one, when)
    return archive.releases.release(one.edition, one.period, when)


def take(archive: Archive, *ids: str, published: date | None = date(2018, 11, 7)) -> None:
    for identity in ids:
        text = f"{identity}报道的一件事情，有它自己的说法。" * 5
        one = article(text, id=identity, published=published, path=f"{identity}.txt")
        archive.ingest(f"digest-{identity}", f"{identity}.txt", [one], Path(f"/in/{identity}.txt"))


def ids(archive: Archive) -> dict[str, str]:
    """The archive gives its own ids: those of the articles taken, by their names."""
    return {one.source.path.removesuffix(".txt"): one.id for one in archive.articles()}


# --- drafts ----------------------------------------------------------------------------------------


def test_an_empty_ledger(archive: Archive) -> None:
    ledger = archive.releases
    assert ledger.get("一周要闻", W45.period) is None
    assert ledger.released("一周要闻") == []
    assert ledger.reported("一周要闻", W45.period) == {}
    assert ledger.late("一周要闻", date(2018, 1, 1), LATER) == ()


def test_a_draft_comes_back_as_it_was_with_its_time_in_utc(archive: Archive) -> None:
    hostile = replace(briefing(item("a")), title="R&D <3% {{ x }} 喆𠮷😀\x00")
    made = archive.releases.draft(hostile, NOW)
    assert made == archive.releases.get("一周要闻", W45.period)
    assert (made.revision, made.released, made.issue) == (1, None, None)
    assert made.drafted == NOW
    assert made.drafted.utcoffset() == timedelta(0)
    assert made.briefing == hostile


def test_unchanged_content_is_the_same_revision(archive: Archive) -> None:
    first = archive.releases.draft(briefing(item("a")), NOW)
    again = archive.releases.draft(replace(briefing(item("a")), revision=9), NOW + timedelta(hours=1))
    assert again == first


def test_changed_content_is_the_next_revision_also_when_it_changes_back(archive: Archive) -> None:
    drafts = [archive.releases.draft(briefing(item(name)), NOW) for name in ("a", "b", "a")]
    assert [one.revision for one in drafts] == [1, 2, 3]
    assert drafts[0].digest == drafts[2].digest != drafts[1].digest
    second = archive.releases.get("一周要闻", W45.period, 2)
    assert second is not None
    assert second.briefing == replace(briefing(item("b")), revision=2)


def test_a_time_without_zone_is_a_fault(archive: Archive) -> None:
    with pytest.raises(ValueError, match="zone"):
        archive.releases.draft(briefing(), datetime(2018, 11, 12, 7, 30))


# --- numbers ---------------------------------------------------------------------------------------


def test_the_first_release_gives_the_number_and_revisions_keep_it(archive: Archive) -> None:
    first = out(archive, briefing(item("a")))
    assert (first.revision, first.issue, first.released) == (1, Issue(2018, 1, 1), NOW.astimezone(UTC))
    second = out(archive, briefing(item("b")), NOW + timedelta(hours=1))
    assert (second.revision, second.issue) == (2, Issue(2018, 1, 1))
    next_week = out(archive, briefing(name="2018-W46"))
    assert next_week.issue == Issue(2018, 2, 2)


def test_releasing_again_changes_nothing(archive: Archive) -> None:
    first = out(archive, briefing(item("a")))
    again = archive.releases.release("一周要闻", W45.period, NOW + timedelta(days=1))
    assert again == first
    assert out(archive, briefing(item("a")), NOW + timedelta(days=2)) == first


def test_drafts_take_no_number(archive: Archive) -> None:
    archive.releases.draft(briefing(name="2018-W44"), NOW)
    assert archive.releases.expected("一周要闻", W45.period) == Issue(2018, 1, 1)
    assert out(archive, briefing()).issue == Issue(2018, 1, 1)


def test_an_earlier_draft_can_be_the_one_released(archive: Archive) -> None:
    archive.releases.draft(briefing(item("a")), NOW)
    archive.releases.draft(briefing(item("b")), NOW)
    made = archive.releases.release("一周要闻", W45.period, NOW, revision=1)
    assert made.revision == 1
    assert [one.revision for one in archive.releases.released("一周要闻")] == [1]


def test_where_an_office_stands(archive: Archive) -> None:
    ledger, one = archive.releases, briefing()
    ledger.draft(one, NOW)
    assert ledger.expected("一周要闻", one.period, 45, 312) == Issue(2018, 45, 312)
    assert ledger.release("一周要闻", one.period, NOW, first=45, total=312).issue == Issue(2018, 45, 312)
    # What the configuration says later is no matter any more.
    assert ledger.release("一周要闻", one.period, NOW, first=1, total=1).issue == Issue(2018, 45, 312)
    ledger.draft(briefing(name="2018-W46"), NOW)
    assert ledger.release("一周要闻", LATER, NOW, first=9).issue == Issue(2018, 46, 313)


def test_without_a_total_it_starts_with_the_number(archive: Archive) -> None:
    archive.releases.draft(briefing(), NOW)
    assert archive.releases.release("一周要闻", W45.period, NOW, first=45).issue == Issue(2018, 45, 45)


@pytest.mark.parametrize(
    ("name", "issue"),
    [("2018-W52", Issue(2018, 2, 2)), ("2019-W01", Issue(2019, 1, 2)), ("2020-W53", Issue(2020, 1, 2))],
)
def test_numbers_start_anew_with_the_iso_year(archive: Archive, name: str, issue: Issue) -> None:
    out(archive, briefing())
    assert archive.releases.expected("一周要闻", week(name, date(2018, 1, 1)).period) == issue
    assert out(archive, briefing(name=name)).issue == issue


def test_a_week_caught_up_counts_in_its_own_year(archive: Archive) -> None:
    numbers = [out(archive, briefing(name=name)).issue for name in ("2018-W51", "2019-W01", "2018-W52")]
    assert numbers == [Issue(2018, 1, 1), Issue(2019, 1, 2), Issue(2018, 2, 3)]


def test_each_edition_has_its_own_numbers_and_revisions(archive: Archive) -> None:
    out(archive, briefing(item("a")))
    other = out(archive, briefing(item("b"), edition="早报"))
    assert (other.revision, other.issue) == (1, Issue(2018, 1, 1))
    assert len(archive.releases.released("早报")) == 1


def test_what_was_not_drafted_cannot_be_released(archive: Archive) -> None:
    with pytest.raises(UsageError, match="2018-11-05"):
        archive.releases.release("一周要闻", W45.period, NOW)
    archive.releases.draft(briefing(), NOW)
    with pytest.raises(UsageError, match="第7稿"):
        archive.releases.release("一周要闻", W45.period, NOW, revision=7)


def test_many_at_once_give_one_number_to_a_week_and_leave_no_gap(target: str) -> None:
    Archive.open(target).close()
    names = [f"2018-W{number}" for number in range(41, 47)] * 2
    issues: list[Issue | None] = []
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with Archive.open(target) as archive:
                issues.append(out(archive, briefing(name=name)).issue)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(one.total for one in issues if one) == sorted([1, 2, 3, 4, 5, 6] * 2)


# --- what was reported -----------------------------------------------------------------------------


def test_released_ones_come_newest_first_and_before_a_day(archive: Archive) -> None:
    for name in ("2018-W44", "2018-W46", "2018-W45"):
        out(archive, briefing(name=name))
    archive.releases.draft(briefing(name="2018-W47"), NOW)
    ledger = archive.releases
    assert [one.briefing.week for one in ledger.released("一周要闻")] == ["2018-W46", "2018-W45", "2018-W44"]
    before = ledger.released("一周要闻", before=LATER.start, most=1)
    assert [one.briefing.week for one in before] == ["2018-W45"]


def test_only_what_was_released_counts_as_reported(archive: Archive) -> None:
    take(archive, "a", "b", "c", "d")
    own = ids(archive)
    photo = Photo("图", "说明", None, HERE, "教育", None, None, own["d"])
    one = replace(briefing(item(own["a"], own["b"]), left_out=(own["c"],)), photos=(photo,))
    archive.releases.draft(one, NOW)
    assert archive.releases.reported("一周要闻", W45.period) == {}
    archive.releases.release("一周要闻", W45.period, NOW)
    event = f"event-{own['a']}"
    seen = {own["a"]: event, own["b"]: event, own["d"]: "photo"}
    assert archive.releases.reported("一周要闻", W45.period) == seen
    assert archive.releases.reported("早报", W45.period) == {}


def test_an_article_that_comes_after_its_weeks_release_is_late(archive: Archive) -> None:
    take(archive, "a", "b", "c")
    own = ids(archive)
    photo = Photo("图", "说明", None, HERE, "教育", None, None, own["c"])
    out(archive, replace(briefing(item(own["a"]), left_out=(own["b"],)), photos=(photo,)))
    assert archive.releases.late("一周要闻", date(2018, 10, 1), LATER) == ()
    take(archive, "late")
    late = (ids(archive)["late"],)
    assert archive.releases.late("一周要闻", date(2018, 10, 1), LATER) == late
    assert archive.releases.late("早报", date(2018, 10, 1), LATER) == ()
    # Not in its own week's next revision, nor once the week is too long ago.
    assert archive.releases.late("一周要闻", date(2018, 10, 1), W45.period) == ()
    assert archive.releases.late("一周要闻", date(2018, 11, 12), LATER) == ()


def test_a_late_article_is_taken_up_once(archive: Archive) -> None:
    out(archive, briefing())
    take(archive, "late")
    late = ids(archive)["late"]
    out(archive, briefing(item(late), name="2018-W46"))
    since = date(2018, 10, 1)
    # That briefing made anew has it again; the one after does not.
    assert archive.releases.late("一周要闻", since, LATER) == (late,)
    after = Period(date(2018, 11, 19), date(2018, 11, 25))
    assert archive.releases.late("一周要闻", since, after) == ()


def test_a_week_never_released_has_nothing_late(archive: Archive) -> None:
    take(archive, "a")
    assert archive.releases.late("一周要闻", date(2018, 10, 1), LATER) == ()
    archive.releases.draft(briefing(), NOW)
    assert archive.releases.late("一周要闻", date(2018, 10, 1), LATER) == ()


def test_an_undated_article_that_gets_its_date_is_late(archive: Archive) -> None:
    take(archive, "a", published=None)
    own = ids(archive)
    out(archive, briefing(left_out=(own["a"],)))
    dated = replace(archive.articles()[0], published=date(2018, 11, 7))
    archive.ingest("digest-a", "a.txt", [dated], Path("/in/a.txt"))
    assert archive.releases.late("一周要闻", date(2018, 10, 1), LATER) == (own["a"],)
