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
        ("产业园一期交付", "产业园二期开工"),
        ("9月份点评会", "10月份点评会"),
        ("报告会第一站", "报告会第二站"),
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
    undated = STORY.removeprefix("11月6日上午，")
    earlier = "11月2日" + undated
    assert names({}, {"text": earlier, "event_date": date(2018, 11, 2)})["day"] < 0
    assert "day" not in names({}, {"text": undated, "event_date": None})
    late = {"text": undated, "event_date": None, "published": date(2019, 3, 1)}
    assert names({}, late)["day"] < 0


def test_a_day_that_a_text_speaks_of_counts_where_it_has_none_of_its_own() -> None:
    published = date(2018, 11, 7)
    for said in ("11月6日", "6日", "昨日", "昨天", "本周二"):
        undated = {
            "text": f"雨中，{said}的古城指挥部例会研究灯光秀。",
            "event_date": None,
            "published": published,
        }
        assert names({}, undated)["day"] > 0, said
    other = {"text": "雨中，5日的古城指挥部例会研究灯光秀。", "event_date": None, "published": published}
    assert "day" not in names({}, other)


def test_a_later_report_that_looks_back_is_no_other_day() -> None:
    back = {"text": "11月9日，因11月6日的例会而停的南城门灯光秀恢复。", "event_date": date(2018, 11, 9)}
    assert "day" not in names({}, back)


def test_yesterday_may_be_the_reporters_visit() -> None:
    visit = "昨日，记者走进曹魏古城，例会研究的南城门灯光秀已经亮灯。"
    assert "day" not in names({}, {"text": visit, "event_date": date(2018, 11, 7), "published": None})
    assert names({}, {"text": visit, "event_date": date(2018, 11, 9), "published": None})["day"] < 0


def test_morning_and_afternoon_of_one_day_speak_against() -> None:
    assert names({}, {"text": STORY.replace("上午", "下午")})["half"] < 0
    assert "half" not in names({}, {"text": STORY.replace("上午", "9时")})
    assert "half" not in names({}, {"text": STORY.replace("上午", "")})


def test_meetings_of_other_matters_speak_against_however_alike_their_phrases() -> None:
    phrases = "6月11日，{}在区会议中心召开，区委书记讲话。会议强调，要提高站位，压实责任，务求实效。"
    poor, safe = (phrases.format(name) for name in ("脱贫攻坚推进会", "安全生产工作会议"))
    assert names({"text": poor}, {"text": safe})["matter"] < 0
    assert not same({"text": poor, "title": "推进会召开"}, {"text": safe, "title": "会议召开"})
    told = {"text": "“要逐户过筛子。”区里开会部署脱贫工作，在这次会议上，书记提了要求。"}
    assert "matter" not in names({"text": poor}, told)


def test_another_year_lowers() -> None:
    assert names({"title": "2017年音乐节"}, {"title": "2018年音乐节"})["year"] < 0


def test_figures() -> None:
    text = "项目总投资32亿元，占地420亩，11月6日签约。"
    assert names({"text": text}, {"text": text})["figures"] > 0
    assert names({"text": text}, {"text": "项目总投资28亿元，占地380亩，签约。"})["figures"] < 0
    assert "figures" not in names({"text": text}, {"text": "项目签约。"})


def test_people() -> None:
    rescue = "民警李四跳水救人，两名少年脱险。"
    assert names({"text": rescue}, {"text": "岸边，李四来不及脱鞋，跳水救人。"})["people"] > 0
    assert "people" not in names({"text": rescue}, {"text": "民警王五跳水救人。"})


def test_leaders_are_everywhere_but_two_are_not_one() -> None:
    held = STORY + "区长李四主持会议。"
    assert "people" not in names({"text": held}, {"text": STORY + "李四强调，要抓落实。"})
    assert names({"text": held}, {"text": STORY + "县长王五主持会议。"})["people"] < 0
    assert "people" not in names({"text": held}, {"text": STORY + "董事长王五介绍了项目。"})


def test_an_organ_and_its_short_name_are_one_and_two_organs_are_two() -> None:
    text = "11月6日，{}开展专项检查，下架礼盒。"
    full, short = text.format("区市场监督管理局"), text.format("市场监管局")
    assert "actor" not in names({"text": full, "title": "查礼盒"}, {"text": short, "title": "查礼盒"})
    other = text.format("区应急管理局")
    assert names({"text": full, "title": "查礼盒"}, {"text": other, "title": "查礼盒"})["actor"] < 0


def test_without_shared_wording_nothing_else_makes_two_one() -> None:
    first = {"text": "11月6日，文惠社区邀请艺人写春联。", "title": "写春联"}
    second = {"text": "11月6日，文惠社区老楼装上电梯。", "title": "装电梯"}
    assert not same(first, second)


def test_places_of_one_kind_that_differ_speak_against() -> None:
    text = "{}办事处在辖区内开展扫黑除恶宣传活动，发放宣传册。"
    found = names({"text": text.format("红旗路街道")}, {"text": text.format("灯塔路街道")})
    assert found["place"] < -2
    assert names({"text": text.format("红旗路街道")}, {"text": text.format("红旗路街道")})["place"] > 0


def test_words_like_a_places_ending_are_no_place() -> None:
    assert not traits(article("在社区活动室，600余名村民参加，各乡镇长到会。", title="活动")).all_places


def test_a_numbered_school_is_a_place_and_what_kind_of_village_it_is_is_none() -> None:
    text = "11月6日，南关街道在{}开展消防演练，师生有序撤离到操场。"
    found = names({"text": text.format("红星路小学")}, {"text": text.format("淮河路第三小学")})
    assert found["place"] < -2
    festival = "11月6日，丁香节在{}开幕，签订购销协议18份。"
    found = names({"text": festival.format("崔岗艺术村")}, {"text": festival.format("崔岗村")})
    assert "place" not in found
    assert not traits(article("恒信机电有限公司的负责人参加了签约仪式。", title="签约")).all_places


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("举办网格员业务培训班，讲解业务", "举办社区书记业务培训班，讲解业务"),
        ("审理一起劳务合同纠纷", "审理一起买卖合同纠纷"),
    ],
)
def test_trainings_and_cases_of_other_matters_speak_against(a: str, b: str) -> None:
    text = "11月6日，区里{}，一百余人到场。"
    found = names({"text": text.format(a), "title": None}, {"text": text.format(b), "title": None})
    assert found["matter"] < 0


def test_other_districts_speak_against_unless_one_names_the_other() -> None:
    assert names({}, {"district": "建安区"})["district"] < 0
    helped = STORY + "建安区负责人参加。"
    assert "district" not in names({"text": helped}, {"district": "建安区"})
    assert "district" not in names({"district": None}, {})


@pytest.mark.parametrize("text", ["", "\x00", "R&D <3% {{ x }} {% y %}", "喆𠮷👍" * 50, "会" * 2_000_000])
def test_whatever_its_text_an_article_is_the_same_as_itself(text: str) -> None:
    one = traits(article(text, title=None, headline=text[:20]))
    assert score(one, one) >= weights()["same"]


def test_an_ordinary_word_that_begins_like_a_surname_is_nobody() -> None:
    found = traits(article("会议通报文明创建情况，组长文明办、组长方案组表态。区长张三强调，老李说很好。"))
    assert {"文明", "方案"}.isdisjoint(found.people | found.leaders)
