from collections.abc import Sequence

import pytest

from briefing import naming
from briefing.errors import UsageError
from briefing.model import Place

WEIDU = Place("河南省", "许昌市", "魏都区")
ZONE = Place("山东省", "聊城市", "高新区")
BEIGUAN = Place("河南省", "安阳市", "北关区")
CITY = Place("山东省", "聊城市")
PRESENT = [WEIDU, ZONE, BEIGUAN, CITY]


def nowhere(_word: str) -> Sequence[Place]:
    return ()


def gulou(word: str) -> Sequence[Place]:
    places = [Place("江苏省", "南京市", "鼓楼区"), Place("福建省", "福州市", "鼓楼区")]
    return places if "鼓楼" in word else ()


@pytest.mark.parametrize(
    "word",
    [
        "魏都区",
        "魏都",
        "许昌魏都",
        "许昌市魏都区",
        "许昌魏都区",
        "河南省许昌市魏都区",
        "河南许昌魏都",
        "河南省魏都区",
        " 魏都 区 ",
    ],
)
def test_any_unambiguous_form_of_a_name(word: str) -> None:
    assert naming.place(word, PRESENT, nowhere) == WEIDU


@pytest.mark.parametrize("word", ["聊城高新区", "高新区", "高新", "聊城市高新区"])
def test_a_zone(word: str) -> None:
    assert naming.place(word, PRESENT, nowhere) == ZONE


@pytest.mark.parametrize("word", ["聊城市", "聊城", "山东聊城"])
def test_a_city_stands_for_all_of_it(word: str) -> None:
    assert naming.place(word, PRESENT, nowhere) == CITY


def test_a_city_without_stories_of_its_own() -> None:
    assert naming.place("许昌", [WEIDU], nowhere) == Place("河南省", "许昌市")


def test_the_whole_name_wins_over_a_shortened_one() -> None:
    city, county = Place("河南省", "许昌市", "长葛市"), Place("河南省", "许昌市", "长葛县")
    assert naming.place("长葛市", [city, county], nowhere) == city


def test_an_ambiguous_name_lists_the_choices() -> None:
    other = Place("江苏省", "苏州市", "高新区")
    with pytest.raises(UsageError, match="山东省聊城市高新区、江苏省苏州市高新区") as caught:
        naming.place("高新区", [ZONE, other], nowhere)
    assert caught.value.exit_code == 2
    assert naming.place("苏州高新区", [ZONE, other], nowhere) == other


def test_a_place_without_articles_is_looked_up_elsewhere() -> None:
    assert naming.place("北关", PRESENT, gulou) == BEIGUAN
    with pytest.raises(UsageError, match="南京市鼓楼区、福建省福州市鼓楼区"):
        naming.place("鼓楼区", PRESENT, gulou)


def test_an_unknown_place_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="是否想写“魏都区”"):
        naming.place("魏渡区", PRESENT, nowhere)
    with pytest.raises(UsageError, match="没有这个区县"):
        naming.place("", [], nowhere)


THEMES = ["党的建设", "城市建设与文明创建", "教育"]


def test_themes() -> None:
    assert naming.theme("教育", THEMES) == "教育"
    assert naming.theme("文明创建", THEMES) == "城市建设与文明创建"
    with pytest.raises(UsageError, match="党的建设、城市建设与文明创建"):
        naming.theme("建设", THEMES)
    with pytest.raises(UsageError, match="是否想写“党的建设”"):
        naming.theme("党建建设", THEMES)
    with pytest.raises(UsageError, match="没有这个主题"):
        naming.theme("", THEMES)
