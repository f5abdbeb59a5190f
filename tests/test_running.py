"""The service's runs, with a fake clock, a real archive and a post that only counts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing import notices, reviewing, running
from briefing.archive import Archive, Mark, Release
from briefing.config import Config, Numbering
from briefing.config.service import CalendarFile, Duty, Edition, Review, SourceFolder, Timing
from briefing.errors import BriefingError, UsageError
from briefing.model import Briefing, Doubt, Issue, LeftOut, Period, Problem, Stage
from briefing.render.mail import Attachment
from briefing.results import Watch
from briefing.running import Shift, run_due
from briefing.schedule import Plan
from tests.conftest import article
from tests.test_schedule import at
from tests.test_weekly import FIRST, SECOND

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)


@dataclass
class CountingPost:
    """A post that keeps what it was given; it takes each briefing and notice once, as the outbox does."""

    sent: dict[tuple[str, str, int], Attachment | None] = field(default_factory=dict)
    checked: list[bool] = field(default_factory=list)
    told: list[tuple[str, tuple[str, ...] | None, tuple[str, ...]]] = field(default_factory=list)
    flushed: int = 0
    fails: Exception | None = None
    problems: list[Problem] = field(default_factory=list)

    def put(
        self,
        release: Release,
        *,
        only: Iterable[str] = (),
        config: Config | None = None,
        checked: bool = False,
        document: Attachment | None = None,
    ) -> list[Problem]:
        assert tuple(only) == ()
        assert config is not None
        assert config.edition == release.edition
        if self.fails:
            raise self.fails
        self.sent.setdefault((release.edition, str(release.period.start), release.revision), document)
        self.checked.append(checked)
        return self.problems

    def notify(
        self,
        subject: str,
        text: str,
        key: str,
        addresses: Sequence[str] | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> int:
        assert "\n" not in subject
        assert text
        to = None if addresses is None else tuple(addresses)
        self.told.append((key, to, tuple(one.name for one in attachments)))
        return 1

    def flush(self) -> None:
        self.flushed += 1

    @property
    def keys(self) -> list[str]:
        return [key for key, _, _ in self.told]


class Office:
    """An office with a folder, a clock and an archive."""

    def __init__(self, archive: Archive, **settings: Any) -> None:
        values: dict[str, Any] = {
            "sources": (SourceFolder(name="来稿", folder=Path("来稿")),),
            "duty": Duty(addresses=("duty@example.com",), disk=0),
            "formats": ("json",),
        }
        self.config = Config(**values | settings)
        self.archive, self.post = archive, CountingPost()
        self.now = at("2018-11-12T07:00")
        self.paused: list[timedelta] = []
        Path("来稿").mkdir(exist_ok=True)
        self.start()

    def start(self) -> None:
        """As after a restart: nothing is remembered but what is in the archive."""
        self.shift = Shift(
            self.archive,
            self.config,
            Plan.of(self.config),
            self.post,
            STATIC,
            lambda: self.now,
            self.paused.append,
        )

    def put(self, name: str, *stories: dict[str, Any]) -> Path:
        path = Path("来稿") / name
        path.write_text("".join(json.dumps(one) + "\n" for one in stories), "utf-8")
        return path

    def run(self, when: str) -> list[str]:
        self.now = at(when)
        return [one.message for one in run_due(self.shift)]

    def sent(self) -> list[tuple[str, str, int]]:
        return list(self.post.sent)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open("briefing.db") as opened:
        yield opened


W45 = ("一周要闻", "2018-11-05", 1)


def test_a_monday_from_folder_to_post(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST, SECOND)
    office.run("2018-11-11T20:00")
    assert archive.count() == 2
    office.run("2018-11-12T07:30")
    assert Path("out/2018-W45/一周要闻_2018-11-05_2018-11-11.json").exists()
    assert office.sent() == []
    office.run("2018-11-12T08:00")
    assert office.sent() == [W45]
    written = json.loads(Path("out/2018-W45/一周要闻_2018-11-05_2018-11-11.json").read_text("utf-8"))
    assert written["issue"] == {"year": 2018, "number": 1, "total": 1}
    before = sorted(map(str, Path("out").rglob("*.*")))
    for when in ("2018-11-12T08:00", "2018-11-12T12:00", "2018-11-13T09:00"):
        office.start()
        office.run(when)
    assert office.sent() == [W45]
    assert sorted(map(str, Path("out").rglob("*.*"))) == before


def test_off_on_monday_the_week_is_made_up_for_and_the_clerk_is_told(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-14T10:00")
    assert office.sent() == [W45]
    assert office.post.keys == ["late|一周要闻|2018-11-05|2018-11-11"]
    (notice,) = archive.logbook.notices(at("2018-11-14T00:00"))
    assert "2018-11-12 08:00" in notice.text
    assert "2018-11-14 10:00" in notice.text


@pytest.mark.parametrize("step", ["draft", "mark"])
def test_killed_between_two_receipts_the_next_run_goes_on_there(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        if step == "draft":
            patch.setattr("briefing.releasing.documents", killed)
        else:
            patch.setattr("briefing.archive.Logbook.mark", killed)
        office.run("2018-11-12T08:00")
    office.start()
    office.run("2018-11-12T08:05")
    assert office.sent() == [W45]
    assert archive.releases.get("一周要闻", next(iter(archive.releases.known()))[1], 2) is None


def test_two_processes_make_one_first_revision(archive: Archive) -> None:
    first, second = Office(archive), Office(archive)
    second.post = first.post
    first.put("a.jsonl", FIRST)
    first.run("2018-11-12T07:30")
    second.start()
    second.run("2018-11-12T08:00")
    first.run("2018-11-12T08:00")
    assert first.sent() == [W45]
    assert len(archive.releases.released("一周要闻")) == 1


def test_two_at_the_same_moment_without_any_lock_make_one_first_revision(archive: Archive) -> None:
    """As from two computers, whose locks do not see each other."""
    office = Office(archive)
    office.put("a.jsonl", FIRST, SECOND)
    office.run("2018-11-11T20:00")
    start, faults = threading.Barrier(2), []

    def other() -> None:
        try:
            with Archive.open("briefing.db") as own:
                mine = Office(own)
                mine.post = office.post
                mine.start()
                start.wait(10)
                mine.run("2018-11-12T08:00")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=other) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert office.sent() == [W45]
    (release,) = archive.releases.released("一周要闻")
    assert release.issue == Issue(2018, 1, 1)


def test_a_task_that_fails_is_told_once_a_day_and_tried_again_after_a_rest(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.post.fails = BriefingError("邮件服务器的密码不对")
    assert "邮件服务器的密码不对" in office.run("2018-11-12T08:00")
    assert office.run("2018-11-12T08:05") == []
    assert office.run("2018-11-12T08:10") == ["邮件服务器的密码不对"]
    assert office.post.keys == ["fault|一周要闻|2018-11-05|2018-11-11|send|2018-11-12"]
    office.post.fails = None
    office.run("2018-11-12T08:20")
    assert office.sent() == [W45]


def test_what_is_to_stop_stops_between_two_tasks(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.shift.stopping = lambda: archive.count() > 0
    assert len(office.run("2018-11-12T08:00")) == 1
    assert archive.releases.known() == {}
    assert office.post.flushed == 0


def test_another_edition_has_its_own_name_filter_and_time(archive: Archive) -> None:
    own = Edition(name="魏都专刊", day="tue", districts=("魏都",), first=7)
    office = Office(archive, editions=(own,), issue=Numbering(first=45, total=312))
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T08:00")
    assert office.sent() == [W45]
    office.run("2018-11-13T08:00")
    assert office.sent() == [W45, ("魏都专刊", "2018-11-05", 1)]
    made = json.loads(Path("out/2018-W45/魏都专刊_2018-11-05_2018-11-11.json").read_text("utf-8"))
    assert made["issue"] == {"year": 2018, "number": 7, "total": 7}


def test_an_edition_about_another_district_has_nothing_this_week(archive: Archive) -> None:
    own = Edition(name="魏都专刊", districts=("许昌市建安区",))
    office = Office(archive, editions=(own,), weekly=Timing(every="never"))
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T08:00")
    assert office.sent() == []
    assert office.post.keys == ["empty|魏都专刊|2018-11-05|2018-11-11"]


# --- the clerk on duty ------------------------------------------------------------------------------


def test_a_week_without_articles_is_told_once_and_made_when_they_come(archive: Archive) -> None:
    office = Office(archive)
    for when in ("2018-11-12T07:30", "2018-11-12T08:30", "2018-11-12T09:30"):
        office.start()
        office.run(when)
    assert office.post.keys == ["empty|一周要闻|2018-11-05|2018-11-11"]
    assert office.post.told[0][1] is None  # the post knows the clerk on duty
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T10:30")
    assert office.sent() == [W45]


def test_articles_without_a_date_alone_make_no_briefing(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", {key: value for key, value in FIRST.items() if key != "published"})
    office.run("2018-11-12T08:00")
    assert archive.count() == 1 and office.sent() == []
    assert office.post.keys == ["empty|一周要闻|2018-11-05|2018-11-11"]


def test_a_briefing_in_which_nothing_is_printed_is_told(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T08:00")
    office.put("b.jsonl", {**FIRST, "published": "2018-11-13"})
    office.run("2018-11-19T08:00")
    assert "bare|一周要闻|2018-11-12|2018-11-18" in office.post.keys


def test_fewer_articles_than_usual(archive: Archive) -> None:
    office = Office(archive)
    many = [
        {**FIRST, "title": f"题{n}", "text": f"11月{n}日，{FIRST['text']}", "published": f"2018-10-{day}"}
        for n in range(4)
        for day in (24, 31)
    ]
    office.put("a.jsonl", FIRST, *many)
    office.run("2018-11-12T07:30")
    assert office.post.keys == ["few|一周要闻|2018-11-05|2018-11-11"]
    (notice,) = archive.logbook.notices(at("2018-11-12T00:00"))
    assert "只有 1 篇" in notice.text
    assert "有 4 篇" in notice.text


def test_as_many_articles_as_usual_are_no_news(archive: Archive) -> None:
    office = Office(archive)
    office.put(
        "a.jsonl", FIRST, *({**FIRST, "title": f"{day}", "published": f"2018-10-{day}"} for day in (24, 31))
    )
    office.run("2018-11-12T07:30")
    assert office.post.keys == []


def test_a_source_that_fails_for_a_day(archive: Archive) -> None:
    office = Office(archive)
    Path("来稿").rmdir()
    office.run("2018-11-14T09:00")
    office.run("2018-11-15T08:00")
    assert not [key for key in office.post.keys if key.startswith("source")]
    office.run("2018-11-15T09:00")
    office.run("2018-11-15T10:00")
    assert [key for key in office.post.keys if key.startswith("source")] == ["source|来稿|2018-11-14T09:00"]
    Path("来稿").mkdir()
    office.put("a.jsonl", FIRST)
    office.run("2018-11-15T11:00")
    assert archive.logbook.runs()["来稿"].error == ""
    assert archive.logbook.runs()["来稿"].failing is None


def test_a_full_disk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(archive, duty=Duty(addresses=("duty@example.com",), disk=500))
    monkeypatch.setattr("briefing.notices.free_space", lambda _folder: 100 * 1024**2)
    office.run("2018-11-14T09:00")
    office.run("2018-11-15T09:00")
    assert office.post.keys.count("disk|2018-W46") == 1
    office.run("2018-11-19T09:00")
    assert office.post.keys.count("disk|2018-W47") == 1


def test_adjusted_days_that_are_unknown(archive: Archive) -> None:
    office = Office(archive, weekly=Timing(every="never"))
    last = office.shift.plan.calendar.last_known
    office.run(f"{last}-11-14T09:00")
    assert office.post.keys == []
    office.run(f"{last}-11-15T09:00")
    office.run(f"{last}-11-16T09:00")
    assert office.post.keys == [f"calendar|{last + 1}"]


def test_the_offices_own_holidays_are_enough(archive: Archive) -> None:
    year = Plan.of(Config()).calendar.last_known
    Path("放假.toml").write_text(f"announced = [{year + 1}]", "utf-8")
    never = Timing(every="never")
    office = Office(archive, weekly=never, calendar=CalendarFile(file=Path("放假.toml")))
    office.run(f"{year}-11-15T09:00")
    assert office.post.keys == []


def test_off_for_three_weeks_names_the_missed_ones(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", {**FIRST, "published": "2018-10-18"})
    office.run("2018-10-22T08:00")
    office.start()
    office.put("b.jsonl", FIRST)
    office.run("2018-11-14T10:00")
    assert [start for _, start, _ in office.sent()] == ["2018-10-15", "2018-11-05"]
    office.run("2018-11-14T12:00")
    (key,) = [key for key in office.post.keys if key.startswith("missed")]
    (notice,) = [one for one in archive.logbook.notices(at("2018-11-01T00:00")) if one.key == key]
    for week in ("2018-W43", "2018-W44"):
        assert f"briefing make --week {week}" in notice.text


def test_recipients_that_were_left_out_are_told(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.post.problems = [Problem(Stage.DELIVER, "recipient", "第 3 行", "第 3 行：邮箱地址不对")]
    office.run("2018-11-12T08:00")
    assert office.sent() == [W45]
    assert office.post.keys == ["recipients|一周要闻|2018-11-05|2018-11-11"]


def test_an_office_that_began_on_sunday_and_was_off_on_monday_has_missed_that(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-11T20:00")
    office.start()
    office.run("2018-11-17T20:00")
    assert office.sent() == [W45]
    office.run("2018-12-30T20:00")
    (missed,) = [one for one in archive.logbook.notices(at("2018-12-30T00:00")) if "missed" in one.key]
    assert "2018-W46" in missed.text
    assert "2018-W45" not in missed.text


def test_a_fault_in_telling_does_not_keep_the_post_from_leaving(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(archive)
    monkeypatch.setattr(notices.Lookout, "all", lambda *_: 1 / 0)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T08:00")
    assert office.post.flushed == 1


# --- the editor -------------------------------------------------------------------------------------

REVIEW = Review(required=True, editors=("editor@example.com",))


def approve(office: Office, week: str = "2018-W45", document: Path | None = None) -> reviewing.Approved:
    return reviewing.approve(week, None, document, office.archive, office.shift.plan, office.now)


def test_the_draft_goes_to_the_editor_with_its_doubts(archive: Archive) -> None:
    office = Office(archive, review=REVIEW)
    office.put("a.jsonl", FIRST, {**SECOND, "published": None})
    office.run("2018-11-12T07:30")
    office.run("2018-11-12T08:10")
    name = "一周要闻_2018-11-05_2018-11-11.docx"
    assert office.post.told == [("draft|一周要闻|2018-11-05|2018-11-11|1", ("editor@example.com",), (name,))]
    (notice,) = archive.logbook.notices(at("2018-11-12T00:00"))
    assert "briefing approve 2018-W45" in notice.text
    assert "--document" in notice.text
    assert "2018-11-12 12:00" in notice.text
    assert office.sent() == []


def test_what_is_left_out_for_one_reason_is_one_line() -> None:
    left_out = tuple(LeftOut(str(n), f"题{n}", "没有日期") for n in range(30))
    period = Period(date(2018, 11, 5), date(2018, 11, 11))
    briefing = Briefing(
        title="一", edition="一", week=None, period=period, by="published", sections=(), left_out=left_out
    )
    (line,) = reviewing.doubts(briefing)
    assert line.startswith("未收录 30 篇（没有日期）：《题0》、《题1》")


def test_lines_that_went_into_no_article_are_told_whoever_carries_them() -> None:
    period = Period(date(2018, 11, 5), date(2018, 11, 11))
    briefing = Briefing(title="一", edition="一", week=None, period=period, by="published", sections=())
    unread = Doubt("unassigned", "“扫黑除恶”没有归入任何文章，请核对是不是这一篇的", ((3, 3),))
    other = Doubt("no-title", "没有标题")
    carriers = [article(path="来稿/1.txt", warnings=(unread, other)), article(path="来稿/2.txt")]
    (line,) = reviewing.doubts(briefing, carriers)
    assert line.startswith("来稿/1.txt：“扫黑除恶”没有归入任何文章")


def test_approved_it_is_sent(archive: Archive) -> None:
    office = Office(archive, review=REVIEW)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T07:30")
    done = approve(office)
    assert done.at == at("2018-11-12T08:00")
    office.run("2018-11-12T07:50")
    assert office.sent() == []
    office.run("2018-11-12T08:00")
    assert office.sent() == [W45]
    with pytest.raises(UsageError, match="已经发出"):
        approve(office)


def test_approved_with_a_document_exactly_that_is_sent(archive: Archive) -> None:
    office = Office(archive, review=REVIEW)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T09:30")
    Path("改好的.docx").write_bytes(b"PK edited by hand")
    assert approve(office, document=Path("改好的.docx")).at is None
    Path("改好的.docx").write_bytes(b"changed afterwards")
    office.run("2018-11-12T09:31")
    document = office.post.sent[W45]
    assert document is not None
    assert (document.name, document.data) == ("改好的.docx", b"PK edited by hand")
    assert document.media_type.endswith("wordprocessingml.document")
    assert office.post.checked == [True]


@pytest.mark.parametrize(("otherwise", "what"), [("hold", "held"), ("send", "unapproved")])
def test_not_approved_by_the_deadline(archive: Archive, otherwise: Any, what: str) -> None:
    review = Review(required=True, editors=("editor@example.com",), otherwise=otherwise)
    office = Office(archive, review=review)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T07:30")
    office.run("2018-11-12T12:00")
    office.run("2018-11-12T12:10")
    assert office.sent() == ([W45] if otherwise == "send" else [])
    assert [key for key in office.post.keys if key.startswith(what)] == [
        f"{what}|一周要闻|2018-11-05|2018-11-11"
    ]
    if otherwise == "hold":
        approve(office)
        office.run("2018-11-15T09:00")
        assert office.sent() == [W45]


def test_a_draft_that_is_not_there_names_those_that_are(archive: Archive) -> None:
    office = Office(archive, review=REVIEW)
    with pytest.raises(UsageError, match="没有等着放行的草稿"):
        approve(office)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T07:30")
    with pytest.raises(UsageError, match="等着放行的有 2018-W45"):
        approve(office, "2018-W40")
    with pytest.raises(UsageError, match="没有叫“魏都”的版本"):
        reviewing.approve("2018-W45", "魏都", None, archive, office.shift.plan, office.now)
    for other in ("last", "2018-11-05_2018-11-11", "2018-11-07"):
        assert approve(office, other).release.period.start.isoformat() == "2018-11-05"


def test_a_document_that_cannot_be_read_is_one_line(archive: Archive) -> None:
    office = Office(archive, review=REVIEW)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T07:30")
    with pytest.raises(BriefingError, match=r"无\.docx"):
        approve(office, document=Path("无.docx"))
    Path("空.docx").write_bytes(b"")
    with pytest.raises(BriefingError, match="空的"):
        approve(office, document=Path("空.docx"))


def test_a_merged_holiday_is_approved_by_any_of_its_weeks(archive: Archive) -> None:
    office = Office(archive, review=REVIEW, weekly=Timing(holiday="merge"))
    office.put("a.jsonl", {**FIRST, "published": "2026-09-30"})
    office.run("2026-10-12T07:30")
    assert approve(office, "2026-W41").release.period.end.isoformat() == "2026-10-11"


def test_receipts_are_what_the_archive_has(archive: Archive) -> None:
    office = Office(archive)
    office.put("a.jsonl", FIRST)
    office.run("2018-11-12T08:00")
    found = running.receipts(archive)
    (key,) = found.drafted
    assert found.sent == frozenset({key})
    assert found.changed == at("2018-11-12T08:00")
    assert archive.logbook.marks(Mark.EMPTY) == {}
