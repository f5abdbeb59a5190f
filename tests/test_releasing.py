"""Regular briefings through the whole journey: drafted, released, put into files; repeated without harm."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing import explaining, releasing, weekly
from briefing.archive import Archive, Release
from briefing.config import Config, Most, Numbering
from briefing.model import Issue, Item, Kind, Problem, Tally
from briefing.periods import Span, week
from briefing.results import Making, Watch, Wish
from tests.conftest import article
from tests.test_weekly import FIRST, SECOND, story

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)
TODAY = date(2018, 11, 12)
NOW = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)
W45 = week("2018-W45", TODAY)
W46 = week("2018-W46", TODAY)


pytestmark = pytest.mark.usefixtures("empty_folder")


def take(archive: Archive, *stories: dict[str, Any], name: str = "a.jsonl") -> None:
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in stories), "utf-8")
    weekly.ingest([name], archive, Config(), TODAY, STATIC)


def drafted(archive: Archive, span: Span = W45, config: Config | None = None, **wish: Any) -> Release:
    made = releasing.draft(span, archive, config or Config(), NOW, STATIC, Wish(**wish))
    assert made is not None
    return made


def released(archive: Archive, span: Span = W45, config: Config | None = None) -> Release:
    drafted(archive, span, config)
    return releasing.release(span.period, archive, config or Config(), NOW)


def by_hand(archive: Archive, **wish: Any) -> Making:
    return weekly.make(Wish(formats=("json",), **wish), (), archive, Config(), TODAY, STATIC)


def test_a_period_without_articles_has_no_draft(archive: Archive) -> None:
    take(archive, FIRST)
    assert releasing.draft(W46, archive, Config(), NOW, STATIC) is None
    assert archive.releases.get("一周要闻", W46.period) is None


def test_from_draft_to_files(archive: Archive) -> None:
    take(archive, FIRST, SECOND)
    config = Config(formats=("json", "txt"), issue=Numbering(first=45, total=312))
    assert releasing.expected(W45.period, archive, config) == Issue(2018, 45, 312)
    made = released(archive, config=config)
    files = releasing.documents(made, archive, config, STATIC)
    assert [file.path.as_posix() for file in files] == [
        "out/2018-W45/一周要闻_2018-11-05_2018-11-11.json",
        "out/2018-W45/一周要闻_2018-11-05_2018-11-11.txt",
    ]
    written = json.loads(files[0].path.read_text("utf-8"))
    assert written["issue"] == {"year": 2018, "number": 45, "total": 312}
    before = [file.path.read_bytes() for file in files]
    again = releasing.documents(released(archive, config=config), archive, config, STATIC)
    assert [file.path.read_bytes() for file in again] == before
    assert again == files


def test_a_correction_is_a_revision_under_the_same_number(archive: Archive) -> None:
    take(archive, FIRST)
    first = released(archive)
    take(archive, FIRST, SECOND)
    second = released(archive)
    assert (second.revision, second.issue) == (2, first.issue)
    (file,) = releasing.documents(second, archive, Config(), STATIC, ("json",))
    assert file.path.name == "一周要闻_2018-11-05_2018-11-11_第2稿.json"
    kept = archive.releases.get("一周要闻", W45.period, 1)
    assert kept == first


def test_a_run_by_hand_changes_neither_numbers_nor_revisions_nor_what_was_sent(archive: Archive) -> None:
    take(archive, FIRST)
    made = released(archive)
    (file,) = releasing.documents(made, archive, Config(), STATIC, ("json",))
    sent = file.path.read_bytes()
    take(archive, FIRST, SECOND)
    hand = by_hand(archive, span=W45)
    by_hand(archive, span=W46)
    by_hand(archive, every_week=True)
    assert hand.made[0].briefing.issue is None
    assert archive.releases.released("一周要闻") == [made]
    assert archive.releases.get("一周要闻", W45.period) == made
    assert file.path.read_bytes() == sent


def test_another_edition_is_another_name_and_may_be_narrower(archive: Archive) -> None:
    elsewhere = story("聊城高新区召开推进会", "3月15日，聊城高新区召开推进会，部署工作。" * 2, "2018-11-07")
    take(archive, FIRST, elsewhere)
    own = Config(edition="魏都专刊", title="魏都要闻")
    assert len(drafted(archive).briefing.sections) == 2
    narrow = drafted(archive, config=own, districts=("魏都",))
    assert [one.label for one in narrow.briefing.sections] == ["魏都区"]
    assert (narrow.edition, narrow.briefing.title) == ("魏都专刊", "魏都要闻")


# --- what was reported, what came late -------------------------------------------------------------

OPENING = (
    "11月6日，魏都区“莲城之秋”群众文化节在春秋广场开幕，来自全区12个街道的800余名文艺爱好者参加开幕式。"
    "文化节由魏都区文化旅游局主办，为期十天，共安排演出、书画展览、非遗展示等活动36场。"
)
FESTIVAL = story("魏都区“莲城之秋”群众文化节开幕", OPENING)
RETOLD = story("魏都区“莲城之秋”群众文化节在春秋广场开幕", OPENING, "2018-11-13", paper="许昌晨报")
CLOSING = story(
    "魏都区“莲城之秋”群众文化节开幕后好戏连台 昨日落幕",
    f"11月15日，魏都区“莲城之秋”群众文化节落幕。{OPENING}",
    "2018-11-16",
)


def items(release: Release) -> list[Item]:
    return [item for section in release.briefing.sections for theme in section.themes for item in theme.items]


def whys(release: Release) -> list[str]:
    return [one.why for one in release.briefing.left_out]


def test_what_the_last_briefing_reported_is_not_told_again(archive: Archive) -> None:
    take(archive, FESTIVAL)
    released(archive)
    take(archive, RETOLD, story("召开秋冬防火会议", published="2018-11-14"), name="b.jsonl")
    made = drafted(archive, W46)
    assert [item.headline for item in items(made)] == ["召开秋冬防火会议"]
    assert whys(made) == ["第1期（11月5日至11月11日）已报过“魏都区“莲城之秋”群众文化节开幕”，没有新进展"]
    assert not items(made)[0].continued


def test_what_has_news_is_told_again_and_marked(archive: Archive) -> None:
    take(archive, FESTIVAL)
    released(archive)
    take(archive, CLOSING, name="b.jsonl")
    made = drafted(archive, W46)
    assert [item.continued for item in items(made)] == [True]
    # Last week's article is no source of this week's item.
    assert [source.published for source in items(made)[0].sources] == [date(2018, 11, 16)]
    assert whys(made) == []


def test_what_is_told_again_is_told_by_its_new_sentences(archive: Archive) -> None:
    take(archive, FESTIVAL)
    released(archive)
    closing = (
        "11月15日，魏都区“莲城之秋”群众文化节在春秋广场落幕，十天里共有1.2万余名群众观看演出，"
        "41个节目、260件书画作品分获一、二、三等奖，颁奖仪式在闭幕式上举行。"
    )
    take(archive, story("“莲城之秋”群众文化节落幕", OPENING + closing, "2018-11-16"), name="b.jsonl")
    (item,) = items(released(archive, W46))
    assert item.continued and item.text == closing
    found = explaining.explain(item.id, archive, Config())
    assert found.item is not None and found.item.text == item.text
    assert [one.why for one in found.sentences.scores] == ["上一期要闻已登过"] * 2 + ["入选"]


def test_a_photo_is_not_shown_twice_either(archive: Archive) -> None:
    caption = "11月6日，志愿者在春秋广场清扫落叶，美化环境，当天共清运落叶三车。"
    for name, day in (("a", 7), ("b", 13)):
        photo = article(caption, id=name, kind=Kind.PHOTO, title="清扫落叶", published=date(2018, 11, day))
        archive.ingest(name, f"{name}.txt", [photo], Path(f"/in/{name}.txt"))
        if name == "a":
            assert released(archive).briefing.photos
    made = drafted(archive, W46)
    assert made.briefing.photos == ()
    assert ["已报过" in why for why in whys(made)] == [True]


def test_a_draft_or_another_editions_release_is_not_what_readers_know(archive: Archive) -> None:
    take(archive, FESTIVAL)
    drafted(archive)
    released(archive, config=Config(edition="早报"))
    take(archive, RETOLD, name="b.jsonl")
    assert [item.continued for item in items(drafted(archive, W46))] == [False]


def test_what_was_reported_long_ago_may_be_told_again(archive: Archive) -> None:
    take(archive, FESTIVAL)
    released(archive)
    take(archive, {**RETOLD, "published": "2019-01-09"}, name="b.jsonl")
    assert len(items(drafted(archive, week("2019-W02", TODAY)))) == 1


def test_by_hand_the_archive_knows_too_but_not_of_sources_that_are_named(archive: Archive) -> None:
    take(archive, FESTIVAL)
    released(archive)
    take(archive, RETOLD, name="b.jsonl")
    (made,) = by_hand(archive, span=W46).made
    assert len(made.briefing.left_out) == 1
    (named,) = weekly.make(Wish(formats=("json",)), ("b.jsonl",), archive, Config(), TODAY, STATIC).made
    assert named.briefing.left_out == ()


def test_a_late_article_enters_the_next_regular_briefing_marked(archive: Archive) -> None:
    take(archive, FIRST)
    released(archive)
    take(archive, SECOND, story("召开秋冬防火会议", published="2018-11-14"), name="b.jsonl")
    by_headline = {item.headline: item.late for item in items(drafted(archive, W46))}
    assert by_headline == {SECOND["title"]: True, "召开秋冬防火会议": False}
    # By hand a period is its own days; and once taken up, it is late no more.
    (hand,) = by_hand(archive, span=W46).made
    assert hand.briefing.statistics.items == 1
    released(archive, W46)
    take(archive, story("召开信访工作会议", published="2018-11-21"), name="c.jsonl")
    after = drafted(archive, week("2018-W47", TODAY))
    assert [item.late for item in items(after)] == [False]


def test_a_late_photo_is_marked_too_and_a_late_report_of_what_was_told_is_left_out(archive: Archive) -> None:
    take(archive, FESTIVAL)
    released(archive)
    take(archive, {**RETOLD, "published": "2018-11-08"}, name="b.jsonl")
    photo = "今日魏都\n2018年11月7日\n\n11月7日，志愿者在春秋广场清扫落叶。李四 摄\n"
    Path("c.txt").write_text(photo, "utf-8")
    weekly.ingest(["c.txt"], archive, Config(), TODAY, STATIC)
    made = drafted(archive, W46)
    assert items(made) == []
    assert [one.late for one in made.briefing.photos] == [True]
    assert len(whys(made)) == 1


def test_a_week_with_only_late_articles_has_a_briefing(archive: Archive) -> None:
    take(archive, FIRST)
    released(archive)
    take(archive, SECOND, name="b.jsonl")
    assert [item.late for item in items(drafted(archive, W46))] == [True]


def test_limits_of_the_configuration_hold_and_say_so(archive: Archive) -> None:
    take(archive, FIRST, SECOND)
    made = drafted(archive, config=Config(limits=Most(total=1)))
    assert len(items(made)) == 1
    assert len(whys(made)) == 1
    assert whys(made)[0].startswith("全期已满1条")


# --- figures ---------------------------------------------------------------------------------------

THERE = "11月6日，聊城高新区召开推进会，部署创建工作。会议要求，各单位要落实责任，按期完成。"


def test_a_week_is_compared_with_the_weeks_before_since_the_first_article(archive: Archive) -> None:
    take(archive, FIRST, SECOND, story("聊城高新区召开推进会", THERE, "2018-10-24"))
    found = drafted(archive).briefing.statistics
    assert found.weeks == ("2018-W43", "2018-W44")
    assert found.by_place == (Tally("魏都区", 2, 0, 2, (0, 0)),)
    (silent,) = found.without_news
    assert (silent.label, silent.last, silent.before) == ("聊城高新区", date(2018, 10, 24), (1, 0))
    assert sum(one.n for one in found.by_theme) == 2


def test_a_free_period_is_compared_with_nothing_and_filters_hold(archive: Archive) -> None:
    take(archive, FIRST, story("聊城高新区召开推进会", THERE, "2018-10-24"))
    (made,) = by_hand(archive, span=Span(W45.period)).made
    assert made.briefing.statistics.weeks == ()
    assert made.briefing.statistics.without_news == ()
    narrow = drafted(archive, districts=("魏都",)).briefing.statistics
    assert narrow.without_news == ()


def test_districts_that_are_expected_in_any_form_of_their_names(archive: Archive) -> None:
    take(archive, FIRST)
    config = Config(districts=("魏都", "河南省许昌市建安区"))
    assert [one.label for one in drafted(archive, config=config).briefing.statistics.without_news] == [
        "建安区"
    ]
    problems: list[Problem] = []
    watch = Watch(problems.append, lambda _step, _done, _total: None)
    wrong = Config(districts=("没有这个区", "建安区"))
    made = releasing.draft(W45, archive, wrong, NOW, watch)
    # A wrong name is told, and Monday's briefing is made.
    assert made is not None
    assert [one.label for one in made.briefing.statistics.without_news] == ["建安区"]
    assert ["districts “没有这个区”" in one.message for one in problems] == [True]


def test_an_earlier_time_changes_nothing(archive: Archive) -> None:
    """A clock set back: the ledger goes by content, not by time."""
    take(archive, FIRST)
    made = released(archive)
    assert releasing.draft(W45, archive, Config(), NOW - timedelta(days=9), STATIC) == made
    assert releasing.release(W45.period, archive, Config(), NOW - timedelta(days=9)) == made
