"""Evidence for and against two articles being about the same happening."""

from datetime import date
from typing import Any

import pytest

from briefing.events.likeness import parts, score, weights
from briefing.events.traits import traits
from tests.conftest import article

STORY = "11月6日上午，曹魏古城指挥部召开例会，研究南城门灯光秀和商铺招商事项，听取节点提升方案汇报。"


def names(a: dict[str, Any], b: dict[str, Any]) -> dict[str, float]:
    first, second = (traits(article(fields.pop("text", STORY), **fields)) for fields in (a, b))
    return {part.name: part.value for part in parts(first, second) or ()}


def same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    first, second = (traits(article(fields.pop("text", STORY), **fields)) for fields in (a, b))
    return score(first, second) >= weights()["same"]


def test_the_same_text_is_the_same() -> None:
    assert same({}, {})
    assert same({"event_date": None}, {})


def test_nothing_in_common_is_not() -> None:
    assert not same({}, {"text": "县图书馆举办读书分享会，五十余名读者参加。", "title": "书香"})


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("第六十四次例会", "第六十五次例会"),
        ("第64次例会", "第六十五次例会"),
        ("首届艺术节", "第二届艺术节"),
        ("二季度集中开工", "三季度集中开工"),
    ],
)
def test_other_ordinals_forbid(a: str, b: str) -> None:
    assert parts(traits(article(title=a)), traits(article(title=b))) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [("第六十五次例会", "第65次例会"), ("首届艺术节", "第一届艺术节"), ("第一百二十次例会", "第120次例会")],
)
def test_the_same_ordinal_however_written(a: str, b: str) -> None:
    assert names({"title": a}, {"title": b})["ordinal"] > 0


def test_the_day_counts_and_a_missing_one_does_not() -> None:
    assert names({}, {})["day"] > 0
    assert names({}, {"event_date": date(2018, 11, 2)})["day"] < 0
    assert "day" not in names({}, {"event_date": None})
    late = {"event_date": None, "published": date(2019, 3, 1)}
    assert names({}, late)["day"] < 0


def test_another_year_lowers() -> None:
    assert names({"title": "2017年音乐节"}, {"title": "2018年音乐节"})["year"] < 0


def test_figures() -> None:
    text = "项目总投资32亿元，占地420亩，11月6日签约。"
    assert names({"text": text}, {"text": text})["figures"] > 0
    assert names({"text": text}, {"text": "项目总投资28亿元，占地380亩，签约。"})["figures"] < 0
    assert "figures" not in names({"text": text}, {"text": "项目签约。"})


def test_people() -> None:
    assert names({"text": "区长李四主持会议。"}, {"text": "李四强调，要抓落实。"})["people"] > 0
    assert names({"text": "区长李四主持会议。"}, {"text": "县长王五主持会议。"})["people"] < 0


def test_places_of_one_kind_that_differ_speak_against() -> None:
    text = "{}办事处在辖区内开展扫黑除恶宣传活动，发放宣传册。"
    found = names({"text": text.format("红旗路街道")}, {"text": text.format("灯塔路街道")})
    assert found["place"] < -2
    assert names({"text": text.format("红旗路街道")}, {"text": text.format("红旗路街道")})["place"] > 0


def test_words_like_a_places_ending_are_no_place() -> None:
    assert not traits(article("在社区活动室，600余名村民参加，各乡镇长到会。", title="活动")).all_places


def test_other_districts_speak_against_unless_one_names_the_other() -> None:
    assert names({}, {"district": "建安区"})["district"] < 0
    helped = STORY + "建安区负责人参加。"
    assert "district" not in names({"text": helped}, {"district": "建安区"})
    assert "district" not in names({"district": None}, {})


@pytest.mark.parametrize("text", ["", "\x00", "R&D <3% {{ x }} {% y %}", "喆𠮷👍" * 50, "会" * 2_000_000])
def test_hostile_text(text: str) -> None:
    one = traits(article(text, title=None, headline=text[:20]))
    assert isinstance(score(one, one), float)
