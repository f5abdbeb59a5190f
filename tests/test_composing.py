"""Whatever comes in: every article of a period is in its briefing exactly once, every sentence verbatim."""

import json
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import lookup, releasing, weekly
from briefing.archive import Archive, Query
from briefing.config import Config, Most
from briefing.model import Briefing, Item
from briefing.periods import week
from briefing.results import Watch
from briefing.summarize.substitutions import apply

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)
TODAY = date(2018, 11, 19)
NOW = datetime(2018, 11, 19, tzinfo=UTC)
W45, W46 = week("2018-W45", TODAY), week("2018-W46", TODAY)

TEXTS = (
    "11月6日，魏都区“莲城之秋”群众文化节在春秋广场开幕，800余名文艺爱好者参加开幕式。文化节为期十天，共安排演出36场。",
    "11月15日，魏都区“莲城之秋”群众文化节落幕。文化节在春秋广场举行，800余名文艺爱好者参加，共演出36场。",
    "昨日，我区召开秋冬防火工作会议，部署下一阶段任务。会议强调，要压实责任，排查隐患，确保群众平安过冬。",
    "11月7日，志愿者在春秋广场清扫落叶。 某某 摄",
    "因业务需要，本单位公开招聘工作人员三名，有意者请于本月底前报名。联系电话：0374-1234567。",
    "“日子越过越好了。”说起这几年的变化，老张笑得合不拢嘴",
    "区委",
)
TITLES = ("群众文化节开幕", "魏都区召开秋冬防火工作会议", "招聘启事", "清扫落叶", "老张的好日子", "")
DAYS = (None, "2018-11-06", "2018-11-08", "2018-11-13", "2018-11-16")

story = st.fixed_dictionaries(
    {"title": st.sampled_from(TITLES), "text": st.sampled_from(TEXTS), "published": st.sampled_from(DAYS)}
)
limit = st.none() | st.integers(1, 3)


def take(archive: Archive, name: str, stories: list[dict[str, Any]]) -> None:
    lines = [json.dumps({key: value for key, value in one.items() if value}) for one in stories]
    Path(name).write_text("\n".join(lines), "utf-8")
    weekly.ingest([name], archive, Config(), TODAY, STATIC)


def items(briefing: Briefing) -> list[Item]:
    return [item for section in briefing.sections for theme in section.themes for item in theme.items]


def placed(briefing: Briefing) -> Counter[str]:
    sources = [source.article for item in items(briefing) for source in item.sources]
    others = [*(one.article for one in briefing.photos), *(one.article for one in briefing.left_out)]
    return Counter([*sources, *others])


@settings(max_examples=12, deadline=None)
@given(st.lists(story, min_size=1, max_size=8), st.lists(story, min_size=1, max_size=8), limit, limit, limit)
def test_every_article_once_and_every_sentence_verbatim(
    first: list[dict[str, Any]], second: list[dict[str, Any]], theme: Any, district: Any, total: Any
) -> None:
    config = Config(limits=Most(theme=theme, district=district, total=total), home="河南省许昌市魏都区")
    with tempfile.TemporaryDirectory() as folder, lookup.archive(f"{folder}/a.db") as archive:
        take(archive, f"{folder}/a.jsonl", first)
        if releasing.draft(W45, archive, config, NOW, STATIC):
            releasing.release(W45.period, archive, config, NOW)
        take(archive, f"{folder}/b.jsonl", second)
        made = releasing.compose_edition(W46, archive, config, STATIC)
        everything = {one.id: one for one in archive.articles()}
        late = archive.releases.late(config.edition, date(2018, 10, 1), W46.period)
        dated = {one.id for one in archive.articles(Query(period=W46.period))} | set(late)
        dateless = {one.id for one in everything.values() if one.published is None}
    # Articles without a date are left out of every briefing, and alone make none.
    assert (made is None) == (not dated)
    if made is None:
        return
    assert placed(made) == Counter(dated | dateless)
    assert all(one.why for one in made.left_out)
    for item in items(made):
        assert item.text == "".join(sentence.text for sentence in item.sentences)
        assert item.late == all(source.article in late for source in item.sources)
        for sentence in item.sentences:
            paragraph = everything[sentence.article].paragraphs[sentence.paragraph]
            assert apply(paragraph[sentence.start : sentence.end], sentence.substitutions) == sentence.text
    shown = Counter((item.place, item.theme) for item in items(made))
    assert total is None or len(items(made)) <= total
    assert theme is None or max(shown.values(), default=0) <= theme
    assert (
        sum(one.n for one in made.statistics.by_place)
        == sum(one.n for one in made.counts)
        == len(items(made))
    )
    assert sum(one.n for one in made.statistics.by_theme) == len(items(made))
    for tally in (*made.statistics.by_place, *made.statistics.by_theme):
        assert tally.n + tally.photos <= tally.articles
    undated = sum(one.published is None for one in everything.values())
    assert sum(one.articles for one in made.statistics.by_place) + undated == made.statistics.articles
