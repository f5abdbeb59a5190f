"""A home that somebody wrote: which ones are places, and what is said of the others."""

import pytest

from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.home import unknown

GAZETTEER = Gazetteer.default()


@pytest.mark.parametrize(
    "home",
    [
        "河南省许昌市魏都区",
        "许昌市魏都区",
        "魏都",
        "许昌",
        "河南省许昌市",
        "合肥市高新区",
        "北京市",
        "北京市西城区",
    ],
)
def test_a_county_or_a_whole_city_is_a_home(home: str) -> None:
    assert unknown(home, GAZETTEER) is None


@pytest.mark.parametrize(
    ("home", "said"),
    [
        ("河南省许昌市魏郡区", "没有叫"),
        ("许昌市魏", "没有叫"),
        ("我们区", "没有叫"),
        ("鼓楼区", "有几个"),
        ("", "没有叫"),
    ],
)
def test_what_is_no_place_or_several_is_no_home(home: str, said: str) -> None:
    wrong = unknown(home, GAZETTEER)
    assert wrong is not None
    assert wrong.startswith(said)
    assert "请写全称" in wrong
