"""我区, a bare 区委, 昨日: written out where certain, with offsets; otherwise a doubt."""

from datetime import date
from typing import Any

import pytest

from briefing.model import Basis
from briefing.summarize.substitutions import Substituter, apply
from briefing.words import cutter
from tests.conftest import article


def written(text: str, rest: str = "", **fields: Any) -> tuple[str, list[str]]:
    """The sentence written out, and the doubts' messages; `rest` is the article's other paragraph."""
    one = article(paragraphs=(text, rest), **fields)
    changes, doubts = Substituter(one, cutter()).sentence(text)
    for change in changes:
        assert text[change.start : change.end]
    return apply(text, changes), [doubt.message for doubt in doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我区召开会议。", "魏都区召开会议。"),
        ("区委书记张三到社区调研。", "魏都区委书记张三到社区调研。"),
        ("会上，区政府副区长李四发言。", "会上，魏都区政府副区长李四发言。"),
        ("由区总工会举办。", "由魏都区总工会举办。"),
        ("区人社局、区民政局、区残联参加。", "魏都区人社局、区民政局、区残联参加。"),
        ("昨日，区法院开庭。", "11月6日，魏都区法院开庭。"),
        ("本周二上午，会议召开。", "11月6日上午，会议召开。"),
        ("6日，会议召开。", "11月6日，会议召开。"),
        ("昨天上午，会议召开。", "11月6日上午，会议召开。"),
        ("昨晚，文艺演出举行。", "11月6日晚，文艺演出举行。"),
        ("学员来自我区各街道。", "学员来自魏都区各街道。"),
        ("区委区政府高度重视。", "魏都区委区政府高度重视。"),
    ],
)
def test_written_out(text: str, expected: str) -> None:
    assert written(text) == (expected, [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "魏都区委召开会议。",
        "许昌市区委参加。",
        "区里的中心工作，区域中心建成。",
        "全区各单位，该区有关部门。",
        "团区委、各区委参加。",
        "他说：“我区很好，区委支持，昨日来过。”",
        "《我区规划》发布。",
        "今天的幸福生活来之不易。",
        "近6日来，10月13日至6日，为期6日，第6日。",
        "自我区隔。",
        "社区委员会换届。",
        "老区委大院拆除。",
        "昨日重现音乐会举行。",
        "今日头条号上线，今晚报报道，国庆前夜。",
    ],
)
def test_left_alone_without_doubt(text: str) -> None:
    assert written(text) == (text, [])


def test_a_county_and_a_town() -> None:
    assert written("我县召开会议，县委书记讲话。", district="莘县")[0] == "莘县召开会议，莘县委书记讲话。"
    assert written("我镇开展活动。", township="五里镇")[0] == "五里镇开展活动。"


def test_without_a_known_district_the_wording_stays() -> None:
    text, doubts = written("我区召开会议。", district=None)
    assert text == "我区召开会议。"
    assert doubts == ["“我区”未改成全称：不能确定是哪个区"]


def test_another_district_that_acts_makes_it_doubtful() -> None:
    text, doubts = written("我区召开会议。", "建安区委书记出席。")
    assert text == "我区召开会议。"
    assert "建安区" in doubts[0]


def test_another_district_that_is_only_helped_does_not() -> None:
    assert written("我区结对帮扶建安区。", "树立魏都区干部的形象。")[0].startswith("魏都区")


def test_a_district_that_is_only_helped_is_not_our_own() -> None:
    text, doubts = written("我区结对帮扶建安区。", "树立魏都区干部的形象。", district="建安区")
    assert text.startswith("我区")
    assert doubts


@pytest.mark.parametrize(
    "fields",
    [
        {"published_basis": Basis.INFERRED},
        {"published": None, "published_basis": None},
        {"event_date": date(2018, 11, 2)},
    ],
)
def test_a_day_that_does_not_follow_stays_with_a_doubt(fields: dict[str, Any]) -> None:
    text, doubts = written("昨日，会议召开。", **fields)
    assert text == "昨日，会议召开。"
    assert doubts == ["“昨日”未改成月日：不能确定是哪一天"]


def test_a_bare_day_other_than_the_events_stays_with_a_doubt() -> None:
    assert written("15日，会议召开。") == ("15日，会议召开。", ["“15日”未改成月日：不能确定是哪一天"])


def test_changes_are_in_order_and_do_not_overlap() -> None:
    text = "昨日，我区区委书记到区教育局调研。"
    changes, _ = Substituter(article(text), cutter()).sentence(text)
    ends = [0, *(change.end for change in changes)]
    assert all(change.start >= end for change, end in zip(changes, ends, strict=False))
