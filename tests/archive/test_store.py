import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from briefing.archive import Archive, Ingested, Origin, Query, tables
from briefing.archive.engine import open_engine
from briefing.model import AnnotatedArticle, Format, Period, Place
from tests.conftest import article

FIRST = article("11月6日，区委召开会议，研究部署脱贫攻坚工作，要求压实责任。", id="a", lines=((1, 5),))
SECOND = article("昨日，南关街道组织志愿者清扫背街小巷，清运垃圾三十余车。", id="b", lines=((6, 9),))
THIRD = article("本周，五一路小学举行秋季运动会，八百余名学生参加了比赛。", id="c", lines=((10, 12),))


def ids(articles: Sequence[AnnotatedArticle]) -> list[str]:
    return [one.id for one in articles]


def take(archive: Archive, digest: str, *articles: AnnotatedArticle, path: str = "a.txt") -> Ingested:
    return archive.ingest(digest, path, articles, Path("/in") / path)


def revisions(archive: Archive, identity: str) -> int:
    engine, _ = open_engine(archive.target)
    chosen = select(tables.articles.c.revision).where(tables.articles.c.id == identity)
    with engine.connect() as connection:
        number = int(connection.execute(chosen).scalar_one())
    engine.dispose()
    return number


def test_an_empty_archive(archive: Archive) -> None:
    assert archive.articles() == []
    assert archive.days() == []
    assert archive.places() == []
    assert archive.count() == 0
    assert archive.starting_with("a") == []


def test_a_source_without_articles(archive: Archive) -> None:
    assert take(archive, "d1") == Ingested()
    assert archive.count() == 0


def test_articles_come_back_as_they_went_in(archive: Archive) -> None:
    hostile = replace(FIRST, title="R&D <3% {{ x }} {% y %} 喆𠮷😀", paragraphs=("控\x01制\u2028",))
    assert take(archive, "d1", hostile, SECOND) == Ingested(2, 0, 0, ("a", "b"))
    assert archive.articles() == [hostile, SECOND]


def test_reading_again_changes_nothing(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    assert take(archive, "d1", FIRST, SECOND) == Ingested(0, 0, 2, ("a", "b"))
    assert revisions(archive, "a") == 1
    assert archive.count() == 2


def test_a_newer_reader_updates_the_article_under_its_id(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    better = replace(FIRST, id="other", title="更好的题", source=replace(FIRST.source, lines=((2, 5),)))
    assert take(archive, "d1", better, SECOND) == Ingested(0, 1, 1, ("a", "b"))
    assert archive.articles()[0] == replace(better, id="a")
    assert revisions(archive, "a") == 2


def test_what_a_newer_reader_no_longer_finds_leaves_and_can_come_back(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    joined = replace(
        FIRST, paragraphs=FIRST.paragraphs + SECOND.paragraphs, source=replace(FIRST.source, lines=((1, 9),))
    )
    take(archive, "d1", joined)
    assert ids(archive.articles()) == ["a"]
    assert take(archive, "d1", FIRST, SECOND) == Ingested(0, 2, 0, ("a", "b"))
    assert archive.articles() == [FIRST, SECOND]


def test_what_a_failed_page_does_not_bring_stays(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    archive.ingest("d1", "a.txt", [FIRST], Path("/in/a.txt"), whole=False)
    assert archive.articles() == [FIRST, SECOND]


def test_a_changed_source_that_holds_the_same_article_is_a_revision(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    edited = replace(FIRST, id="x", paragraphs=(FIRST.paragraphs[0].replace("要求", "强调"),))
    moved = replace(SECOND, id="y", source=replace(SECOND.source, lines=((7, 10),)))
    assert take(archive, "d2", edited, moved, replace(THIRD, id="z")) == Ingested(1, 1, 1, ("a", "b", "z"))
    assert revisions(archive, "a") == 2
    assert revisions(archive, "b") == 1
    assert archive.articles()[0].paragraphs == edited.paragraphs
    assert archive.articles()[1].source.lines == ((7, 10),)


def test_an_article_cut_from_a_page_leaves(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    take(archive, "d2", FIRST)
    assert ids(archive.articles()) == ["a"]


def test_a_file_name_used_again_for_another_page_loses_nothing(archive: Archive) -> None:
    take(archive, "d1", FIRST, SECOND)
    take(archive, "d2", replace(THIRD, id="c"))
    assert sorted(ids(archive.articles())) == ["a", "b", "c"]


def test_rows_that_move_out_of_a_table_stay(archive: Archive) -> None:
    rows = [replace(one, source=replace(one.source, format=Format.JSONL)) for one in (FIRST, SECOND, THIRD)]
    take(archive, "d1", *rows[:2])
    assert take(archive, "d2", *rows[1:]) == Ingested(1, 0, 1, ("b", "c"))
    assert ids(archive.articles()) == ["a", "b", "c"]


def test_two_readings_of_one_id_are_two_articles(archive: Archive) -> None:
    """Two captions on one line begin at the same place of the same bytes."""
    photo = article("图二：志愿者在清扫街道。", id="a", lines=((1, 5),))
    first = take(archive, "d1", FIRST, photo)
    assert first.new == 2
    assert len(set(first.ids)) == 2
    assert take(archive, "d1", FIRST, photo) == Ingested(0, 0, 2, first.ids)


def test_the_same_bytes_under_another_name_are_the_same_source(archive: Archive, tmp_path: Path) -> None:
    here = tmp_path / "a.txt"
    here.write_text("一")
    archive.ingest("d1", "a.txt", [FIRST], here)
    copied = replace(FIRST, source=replace(FIRST.source, path="b.txt"))
    assert archive.ingest("d1", "b.txt", [copied], tmp_path / "b.txt") == Ingested(0, 0, 1, ("a",))
    assert archive.articles() == [FIRST]
    here.unlink()
    assert archive.ingest("d1", "b.txt", [copied], tmp_path / "b.txt").ids == ("a",)
    assert archive.articles() == [copied]
    assert revisions(archive, "a") == 1


def test_what_was_piped_in_is_known_by_its_bytes_alone(archive: Archive) -> None:
    archive.ingest("d1", "-", [FIRST])
    archive.ingest("d2", "-", [replace(FIRST, id="z")])
    assert ids(archive.articles()) == ["a", "z"]


@pytest.fixture
def week(archive: Archive) -> Archive:
    take(
        archive,
        "d1",
        replace(FIRST, published=date(2018, 11, 5), event_date=date(2018, 11, 2)),
        replace(SECOND, published=date(2018, 11, 11), event_date=None, theme="教育"),
    )
    undated = article(
        "没有日期的一篇报道，不在任何一周里。", id="c", published=None, event_date=None, district=None
    )
    take(archive, "d2", undated, path="b.txt")
    elsewhere = article(
        "聊城高新区召开推进会。", id="d", district="高新区", city="聊城市", published=date(2018, 3, 16)
    )
    take(archive, "d3", elsewhere, path="c.txt")
    return archive


WEEK = Period(date(2018, 11, 5), date(2018, 11, 11))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), ["d", "a", "b", "c"]),
        (Query(period=WEEK), ["a", "b"]),
        (Query(undated=True), ["c"]),
        (Query(period=WEEK, undated=True), ["c"]),
        (Query(period=WEEK, undated=True, by="event"), ["b", "c"]),
        (Query(period=Period(date(2018, 3, 16), date(2018, 3, 16)), undated=True, by="event"), ["c"]),
        (Query(period=Period(date(2018, 11, 6), date(2018, 11, 10))), []),
        (Query(period=Period(date(2018, 11, 2), date(2018, 11, 2)), by="event"), ["a"]),
        (Query(themes=("教育",)), ["b"]),
        (Query(themes=("教育", "政务要闻")), ["d", "a", "b", "c"]),
        (Query(places=(Place("河南省", "许昌市", "魏都区"),)), ["a", "b"]),
        (Query(places=(Place("河南省", "许昌市"),)), ["a", "b", "c"]),
        (Query(places=(Place(None, "聊城市", "高新区"),), themes=("教育",)), []),
        (Query(ids=("d", "a", "d")), ["d", "a"]),
        (Query(ids=()), []),
        (Query(ids=tuple(map(str, range(2000)))), []),
    ],
)
def test_queries(week: Archive, query: Query, expected: list[str]) -> None:
    assert ids(week.articles(query)) == expected


def test_days_and_places(week: Archive) -> None:
    assert week.days() == [date(2018, 3, 16), date(2018, 11, 5), date(2018, 11, 11)]
    assert week.days(Query(by="event", ids=("a", "b"))) == [date(2018, 11, 2)]
    assert week.places() == [
        Place("河南省", "聊城市", "高新区"),
        Place("河南省", "许昌市", None),
        Place("河南省", "许昌市", "魏都区"),
    ]


def test_ids_by_their_beginning(archive: Archive) -> None:
    take(archive, "d1", replace(FIRST, id="ab1"), replace(SECOND, id="ab2"), replace(THIRD, id="%"))
    assert ids(archive.starting_with("ab")) == ["ab1", "ab2"]
    assert ids(archive.starting_with("ab2")) == ["ab2"]
    assert ids(archive.starting_with("%")) == ["%"]
    assert ids(archive.starting_with("")) == ["%", "ab1", "ab2"]


def test_where_an_article_was_read(archive: Archive) -> None:
    take(archive, "d1", FIRST)
    archive.ingest("d2", "-", [SECOND])
    assert archive.origin("a") == Origin("d1", Path("/in/a.txt"))
    assert archive.origin("b") == Origin("d2", None)


def test_a_file_name_that_is_no_text(archive: Archive) -> None:
    odd = Path(os.fsdecode(b"/in/\xb5\xda3\xb0\xe6.txt"))
    for _ in range(2):
        assert archive.ingest("d1", "第3版.txt", [FIRST], odd).ids == ("a",)
    archive.remember(odd, "x", "w45", 1)
    assert archive.made(odd, "w45", 1) == "x"


def test_a_revision_for_each_content_and_none_for_the_same(archive: Archive) -> None:
    assert [archive.revision("w45", digest) for digest in "xxyxyz"] == [1, 1, 2, 1, 2, 3]
    assert archive.revision("w46", "x") == 1


def test_documents_made_are_known_by_their_bytes(archive: Archive) -> None:
    path = Path("/out/a.docx")
    assert archive.made(path, "w45", 1) is None
    archive.remember(path, "one", "w45", 1)
    archive.remember(path, "two", "w45", 1)
    assert archive.made(path, "w45", 1) == "two"
    assert archive.made(path, "w45", 2) is None
    assert archive.made(path, "w46", 1) is None


def test_opened_again_it_has_what_it_had(target: str) -> None:
    with Archive.open(target) as archive:
        take(archive, "d1", FIRST)
    with Archive.open(target) as archive:
        assert archive.articles() == [FIRST]


def test_articles_counted_by_place_and_theme(archive: Archive) -> None:
    here, there = Place("河南省", "许昌市", "魏都区"), Place("河南省", "许昌市", "建安区")
    other = replace(THIRD, district=replace(THIRD.district, name="建安区"), theme="教育")
    take(archive, "d1", FIRST, replace(SECOND, published=date(2018, 11, 20)), other)
    assert archive.tally(Query()) == {(here, "政务要闻"): 2, (there, "教育"): 1}
    assert archive.tally(Query(period=WEEK)) == {(here, "政务要闻"): 1, (there, "教育"): 1}
    assert archive.tally(Query(ids=("a", "c"))) == {(here, "政务要闻"): 1, (there, "教育"): 1}
    assert archive.tally(Query(ids=())) == {}


def test_the_last_day_that_a_place_had_news(archive: Archive) -> None:
    here, city = Place("河南省", "许昌市", "魏都区"), Place("河南省", "许昌市")
    take(archive, "d1", FIRST, replace(SECOND, published=date(2018, 11, 20)))
    assert archive.last_days([here, city], date(2018, 11, 19)) == {here: date(2018, 11, 7)}
    assert archive.last_days([here], date(2018, 11, 21)) == {here: date(2018, 11, 20)}
    assert archive.last_days([here], date(2018, 11, 7)) == {}
    assert archive.last_days([], date(2019, 1, 1)) == {}
