"""Why an article is in its briefing as it is: the same scores and choices as the briefing's own."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing import codec, explaining, releasing, weekly
from briefing.archive import Archive
from briefing.compose.doubts import lift
from briefing.config import Config, Most
from briefing.errors import UsageError
from briefing.explaining import Explained
from briefing.model import Briefing, Item
from briefing.periods import week
from briefing.resources import read_toml
from briefing.results import Watch, Wish
from tests.test_weekly import FIRST, SECOND, SEEDS, UNDATED, story

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)
TODAY = date(2018, 11, 12)
W45 = week("2018-W45", TODAY)
FIRE = (
    "11月6日，魏都区举行冬季消防演练，12家单位的320余名职工参加，演练了火灾报警、人员疏散、伤员救护等项目。"
    "演练由魏都区消防救援大队组织，历时两个小时。演练结束后，消防员讲解了灭火器的使用方法。"
)
DRILL = story("魏都区举行冬季消防演练", FIRE)
REPRINT = story("320余名职工参加冬季消防演练", FIRE, "2018-11-08", paper="许昌晨报")


pytestmark = pytest.mark.usefixtures("empty_folder")


def take(archive: Archive, *stories: dict[str, Any]) -> dict[str, str]:
    """Take in stories; their ids by their titles."""
    Path("a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in stories), "utf-8")
    weekly.ingest(["a.jsonl"], archive, Config(), TODAY, STATIC)
    return {one.title or "": one.id for one in archive.articles()}


def made(archive: Archive, config: Config | None = None) -> Briefing:
    wish = Wish(span=W45, formats=("json",))
    (one,) = weekly.make(wish, (), archive, config or Config(), TODAY, STATIC).made
    return one.briefing


def items(briefing: Briefing) -> list[Item]:
    return [item for section in briefing.sections for theme in section.themes for item in theme.items]


def explain(archive: Archive, identity: str, config: Config | None = None) -> Explained:
    return explaining.explain(identity, archive, config or Config())


def test_the_chosen_sentences_are_the_items(archive: Archive) -> None:
    """On the five seed pages: what `explain` shows is what the briefings hold, sentence by sentence."""
    weekly.ingest([str(SEEDS)], archive, Config(), date(2026, 11, 21), STATIC)
    wish = Wish(every_week=True, formats=("json",))
    seen = 0
    for one in weekly.make(wish, (), archive, Config(), TODAY, STATIC).made:
        for section in one.briefing.sections:
            for group in section.themes:
                for place, item in enumerate(group.items, 1):
                    found = explain(archive, item.id)
                    assert found.item is not None
                    assert found.rank is not None
                    assert (found.item.text, found.item.sources) == (item.text, item.sources)
                    assert (found.rank.place, found.rank.of) == (place, len(group.items))
                    chosen = [(s.paragraph, s.start, s.end) for s in found.sentences.scores if s.chosen]
                    assert chosen == [(s.paragraph, s.start, s.end) for s in item.sentences]
                    assert found.teller == item.sentences[0].article == found.article.id
                    seen += 1
        for photo in one.briefing.photos:
            found_photo = explain(archive, photo.article).photo
            assert found_photo is not None
            # As with items, the briefing says once what holds for a whole page.
            assert lift((), [found_photo])[1] == [photo]
    assert seen > 30


def test_scores_are_the_sums_of_their_parts_and_every_part_has_its_name(archive: Archive) -> None:
    own = take(archive, FIRST, SECOND, DRILL, REPRINT)
    names = read_toml("explain.toml")
    for identity in own.values():
        found = explain(archive, identity)
        assert found.importance == pytest.approx(sum(part.value for part in found.importance_parts))
        assert {part.name for part in found.importance_parts} <= names["importance"].keys()
        for sentence in found.sentences.scores:
            assert sentence.score == pytest.approx(sum(part.value for part in sentence.parts))
            assert (
                found.article.paragraphs[sentence.paragraph][sentence.start : sentence.end] == sentence.text
            )
            assert sentence.why
        for other in (*found.merged, *found.nearest):
            assert other.score == pytest.approx(sum(part.value for part in other.parts))
            assert {part.name for part in other.parts} <= names["likeness"].keys()


def test_every_weight_has_its_chinese_name() -> None:
    names = read_toml("explain.toml")
    editorial, importance = read_toml("editorial.toml"), read_toml("importance.toml")
    assert editorial["news"].keys() | editorial["feature"].keys() == names["sentence"].keys()
    assert editorial["decision"].keys() == names["decision"].keys()
    assert importance["parts"].keys() | {"level"} == names["importance"].keys()


def test_what_is_merged_and_what_is_nearest_with_the_reason(archive: Archive) -> None:
    own = take(archive, DRILL, REPRINT, story("七里店街道举行冬季消防演练", FIRE.replace("6日", "7日")[:60]))
    found = explain(archive, own[DRILL["title"]])
    (merged,) = found.merged
    (near,) = found.nearest
    assert (merged.article, merged.merged) == (own[REPRINT["title"]], True)
    assert "是同一件事" in merged.why
    assert not near.merged
    assert "没有合并" in near.why
    # Asked for the other one, it says who tells the event.
    assert explain(archive, own[REPRINT["title"]]).teller == found.teller


def test_numbers_that_forbid_are_told(archive: Archive) -> None:
    text = "11月6日，魏都区政府第{}次常务会议召开，研究安全生产、预算执行等工作，听取审计整改情况汇报。"
    own = take(archive, *(story(f"魏都区政府召开第{n}次常务会议", text.format(n)) for n in ("十四", "十五")))
    (near,) = explain(archive, next(iter(own.values()))).nearest
    assert near.parts == ()
    assert "一定不是同一件事" in near.why


def test_why_something_is_left_out(archive: Archive) -> None:
    own = take(archive, FIRST, SECOND)
    config = Config(limits=Most(total=1))
    left_out = {one.article: one.why for one in made(archive, config).left_out}
    ((dropped, why),) = left_out.items()
    found = explain(archive, dropped, config)
    assert (found.item, found.rank, found.left_out) == (None, None, why)
    (kept,) = set(own.values()) - {dropped}
    assert explain(archive, kept, config).left_out is None


def test_what_was_reported_before_is_told(archive: Archive) -> None:
    take(archive, DRILL)
    now = datetime(2018, 11, 12, tzinfo=UTC)
    releasing.draft(W45, archive, Config(), now, STATIC)
    releasing.release(W45.period, archive, Config(), now)
    own = take(archive, DRILL, {**REPRINT, "published": "2018-11-13"})
    assert "已报过" in (explain(archive, own[REPRINT["title"]]).left_out or "")


def test_what_was_released_is_explained_as_it_was_released(archive: Archive) -> None:
    take(archive, FIRST)
    now = datetime(2018, 11, 19, tzinfo=UTC)
    w46 = week("2018-W46", TODAY)
    for span, stories in (
        (W45, (FIRST,)),
        (w46, (FIRST, DRILL, story("召开信访会议", published="2018-11-14"))),
    ):
        own = take(archive, *stories)
        releasing.draft(span, archive, Config(), now, STATIC)
        release = releasing.release(span.period, archive, Config(), now)
    found = explain(archive, own[DRILL["title"]])
    # It came too late for its own week, and is in the next issue.
    assert (found.week, found.issue) == ("2018-W46", release.issue)
    assert found.item is not None
    assert found.item.late
    assert explain(archive, found.item.id) == found
    elsewhere = explaining.explain(own[DRILL["title"]], archive, Config(), W45)
    assert (elsewhere.week, elsewhere.issue) == ("2018-W45", None)
    assert elsewhere.item is not None
    assert not elsewhere.item.late


def test_an_article_without_date_is_explained_by_itself(archive: Archive) -> None:
    own = take(archive, UNDATED)
    found = explain(archive, own[UNDATED["title"]])
    assert (found.period, found.event, found.item) == (None, None, None)
    assert "没有见报日期" in (found.left_out or "")
    assert found.sentences.scores


def test_why_sentences_were_passed_over(archive: Archive) -> None:
    body = "".join(
        f"{n}月，魏都区教育局组织{n}0名教师到乡村学校支教，开设音乐、美术、体育等课程{n}00节，受到师生欢迎。"
        for n in range(1, 9)
    )
    own = take(archive, story("魏都区教育局组织教师支教", body + "同时，该局表示将继续努力。他说得很好"))
    whys = {one.why for one in explain(archive, own["魏都区教育局组织教师支教"]).sentences.scores}
    assert "入选" in whys
    assert any("超过180字" in why or "得分低于" in why for why in whys)
    assert "不是完整的句子" in whys


def test_ids_by_their_beginning_and_wrong_ones(archive: Archive) -> None:
    own = take(archive, FIRST, SECOND)
    (first, *_) = own.values()
    assert explain(archive, first[:8]).article.id == first
    item = next(one for one in items(made(archive)) if one.sources[0].article == first)
    for written in (item.id, item.event, item.event[:14]):
        assert explain(archive, written).article.id == first
    for wrong in ("", "zzz", "event-", "item-event-", "item-event-zzz", "event-000000000000"):
        with pytest.raises(UsageError, match="没有这个编号"):
            explain(archive, wrong)


def test_the_json_is_whole(archive: Archive) -> None:
    own = take(archive, DRILL, REPRINT)
    found = explain(archive, own[DRILL["title"]])
    assert codec.loads(Explained, codec.dumps(found)) == found
