"""A place's shortest unique name."""

import pytest

from briefing.compose.labels import labels, short
from briefing.model import Place


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (Place("河南省", "许昌市", "魏都区"), "魏都区"),
        (Place("山东省", "聊城市", "高新区"), "聊城高新区"),
        (Place("山东省", "聊城市", "聊城高新区"), "聊城高新区"),
        (Place("河南省", "安阳市", "中原高新区"), "中原高新区"),
        (Place("山西省", "晋城市", "城区"), "晋城城区"),
        (Place("山东省", "聊城市", None), "聊城市"),
        (Place("河南省", None, None), "河南省"),
        (Place(), "其他"),
        (Place(None, None, "高新区"), "高新区"),
    ],
)
def test_alone(place: Place, label: str) -> None:
    assert labels([place]) == {place: label}


def test_the_same_name_in_two_cities() -> None:
    nanjing, xuzhou = Place("江苏省", "南京市", "鼓楼区"), Place("江苏省", "徐州市", "鼓楼区")
    assert labels([nanjing, xuzhou, nanjing]) == {nanjing: "南京鼓楼区", xuzhou: "徐州鼓楼区"}


def test_names_that_differ_only_by_province() -> None:
    a, b = Place("甲省", "长乐市", "东区"), Place("乙省", "长乐市", "东区")
    assert len(set(labels([a, b]).values())) == 2


def test_none() -> None:
    assert labels([]) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("聊城市", "聊城"),
        ("红河哈尼族彝族自治州", "红河"),
        ("内蒙古自治区", "内蒙古"),
        ("大兴安岭地区", "大兴安岭"),
        ("", ""),
    ],
)
def test_short(name: str, expected: str) -> None:
    assert short(name) == expected
