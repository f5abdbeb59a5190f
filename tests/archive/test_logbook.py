"""The logbook: entries are written once or replaced whole, and come back as they were."""

from datetime import UTC, date, datetime, timedelta

import pytest

from briefing.archive import Approval, Archive, Mark, Notice, SeenFile, SourceRun
from briefing.model import Period

NOW = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)
KEY = ("一周要闻", Period(date(2018, 11, 5), date(2018, 11, 11)))
OTHER = ("魏都", KEY[1])


def test_a_sources_last_run_stands(archive: Archive) -> None:
    assert archive.logbook.runs() == {}
    archive.logbook.note_run(SourceRun("来稿", NOW, failing=NOW, error="找不到文件夹"))
    last = SourceRun("来稿", NOW + timedelta(hours=1), NOW, changed=NOW, files=3, waiting=1)
    archive.logbook.note_run(last)
    archive.logbook.note_run(SourceRun("二", NOW))
    assert archive.logbook.runs() == {"来稿": last, "二": SourceRun("二", NOW)}


def test_files_seen(archive: Archive) -> None:
    archive.logbook.note_seen("来稿", [SeenFile("/a", "1:2"), SeenFile("/b", "3:4", "坏了")])
    archive.logbook.note_seen("来稿", [SeenFile("/b", "5:6")])
    assert archive.logbook.seen("来稿") == [SeenFile("/a", "1:2"), SeenFile("/b", "5:6")]
    assert archive.logbook.seen("别的") == []


def test_marks(archive: Archive) -> None:
    archive.logbook.mark(KEY, Mark.EMPTY, NOW)
    archive.logbook.mark(KEY, Mark.EMPTY, NOW + timedelta(hours=1))
    archive.logbook.mark(OTHER, Mark.QUEUED, NOW)
    assert archive.logbook.marks(Mark.EMPTY) == {KEY: NOW + timedelta(hours=1)}
    assert archive.logbook.marks(Mark.QUEUED) == {OTHER: NOW}


@pytest.mark.parametrize("document", [None, b"", bytes(range(256)) * 50])
def test_an_approval_keeps_the_very_document(archive: Archive, document: bytes | None) -> None:
    assert archive.logbook.approval(KEY) is None
    approval = Approval(2, NOW, "改过的.docx", document)
    archive.logbook.approve(KEY, Approval(1, NOW))
    archive.logbook.approve(KEY, approval)
    assert archive.logbook.approval(KEY) == approval
    assert archive.logbook.approved() == frozenset({KEY})


def test_a_notice_is_given_once(archive: Archive) -> None:
    notice = Notice("disk|2018-W45", "磁盘快满了", "还剩 100 MB", NOW)
    assert archive.logbook.give(notice)
    assert not archive.logbook.give(Notice(notice.key, "又", "一次", NOW + timedelta(hours=1)))
    assert archive.logbook.given(notice.key)
    assert archive.logbook.to_mail() == [notice]
    archive.logbook.note_queued(notice.key)
    assert archive.logbook.to_mail() == []
    assert archive.logbook.notices(NOW) == [notice]
    assert archive.logbook.notices(NOW + timedelta(seconds=1)) == []


def test_a_time_without_its_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="zone"):
        archive.logbook.mark(KEY, Mark.EMPTY, datetime(2018, 11, 12))
