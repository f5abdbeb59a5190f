"""The gazetteer: which names it finds, which it refuses, and what a person's words can mean."""

from __future__ import annotations

import gzip

import pytest

from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.places import Level, short_form, stem
from briefing.errors import ConfigError
from briefing.resources import data, read_words

TABLE = """P\t41\t河南省
C\t4110\t许昌市
D\t411002\t魏都区\t西关街道 南关街道
D\t411003\t建安区\t椹涧乡 将官池镇
P\t37\t山东省
C\t3701\t济南市
D\t370103\t市中区\t泺源街道"""


@pytest.fixture(scope="module")
def small() -> Gazetteer:
    return Gazetteer.build(
        TABLE.splitlines(), new=[("", "城乡区", "4110")], former=[("411023", "许昌县")], aliases=[]
    )


def found(gazetteer: Gazetteer, text: str) -> list[str]:
    return [name.text for name in gazetteer.find(text)]


def test_no_name(small: Gazetteer) -> None:
    assert small.find("") == []
    assert small.find("今天天气很好") == []


def test_leftmost_longest(small: Gazetteer) -> None:
    text = "河南省许昌市建安区椹涧乡大余张村"
    assert found(small, text) == ["河南省", "许昌市", "建安区", "椹涧乡"]
    assert [text[name.start : name.end] for name in small.find(text)] == found(small, text)


def test_a_district_whose_name_begins_with_shi(small: Gazetteer) -> None:
    assert found(small, "济南市中区") == ["济南市中区"]


@pytest.mark.parametrize("text", ["魏都区域经济", "许昌市场", "将官池镇静", "椹涧乡愁"])
def test_names_that_go_on_into_another_word(small: Gazetteer, text: str) -> None:
    assert not any(sense.level is not Level.CITY for name in small.find(text) for sense in name.senses)


def test_new_and_former_counties(small: Gazetteer) -> None:
    (new,) = small.named("城乡区")
    assert (new.full, new.code, new.former) == ("许昌市城乡区", None, False)
    (former,) = small.named("许昌县")
    assert (former.code, former.former) == ("411023", True)


def test_an_alias_makes_a_zone() -> None:
    made = Gazetteer.build(TABLE.splitlines(), aliases=[("东城区管委会", "许昌市", "东城新区")])
    (zone,) = made.named("东城区管委会")
    assert (zone.name, zone.zone, zone.form) == ("东城新区", True, "区")


def test_an_alias_of_an_unknown_city_is_one_line() -> None:
    with pytest.raises(ConfigError, match="没有叫“许昌”的地市"):
        Gazetteer.build(TABLE.splitlines(), aliases=[("东城", "许昌", "东城区")])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("魏都区", "魏都"),
        ("莘县", "莘县"),
        ("义乌市", "义乌"),
        ("敖汉旗", "敖汉"),
        ("靖州苗族侗族自治县", "靖州"),
        ("恩施土家族苗族自治州", "恩施"),
        ("锡林郭勒盟", "锡林郭勒"),
    ],
)
def test_short_forms(name: str, short: str) -> None:
    assert short_form(name) == short


@pytest.mark.parametrize("town", ["柏庄镇", "柏庄乡", "柏庄街道"])
def test_a_towns_stem_outlives_its_form(town: str) -> None:
    assert stem(town) == "柏庄"


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("魏都", "许昌市魏都区"),
        ("河南省许昌市魏都区", "许昌市魏都区"),
        ("北京市朝阳区", "北京市朝阳区"),
        ("吉林省朝阳区", "长春市朝阳区"),
        ("和平县", "河源市和平县"),
        ("靖州县", "怀化市靖州苗族侗族自治县"),
        ("重庆市綦江区", "重庆市綦江区"),
        ("济源市", "济源市"),
        ("许昌县", "许昌市许昌县"),
        ("山东省聊城市高新区", "聊城市聊城高新区"),
        ("雄安新区", "保定市雄安新区"),
        ("两江新区", "重庆市两江新区"),
    ],
)
def test_what_a_person_means(words: str, full: str) -> None:
    assert [county.full for county in Gazetteer.default().named(words)] == [full]


@pytest.mark.parametrize(("words", "count"), [("朝阳区", 2), ("鼓楼区", 4), ("市中区", 4), ("和平", 3)])
def test_an_ambiguous_name_gives_all_choices(words: str, count: int) -> None:
    assert len(Gazetteer.default().named(words)) == count


@pytest.mark.parametrize("words", ["", "高新区", "瓦坎达区", "R&D <3%", "𠮷喆😀", "\x00"])
def test_words_that_mean_no_place(words: str) -> None:
    assert Gazetteer.default().named(words) == ()


def test_a_zone_gets_the_code_of_the_table() -> None:
    (zone,) = Gazetteer.default().named("许昌市经开区")
    assert (zone.name, zone.code) == ("许昌经开区", "411071")


def test_the_shipped_table_is_whole() -> None:
    table = gzip.decompress(data("gazetteer.txt.gz").read_bytes()).decode().splitlines()
    levels = [line.split("\t")[0] for line in table]
    assert levels.count("P") == 31
    assert levels.count("D") > 2900
    assert sum(len(line.split("\t")[3].split()) for line in table if line.startswith("D")) > 38000
    assert all(len(code.split(",")) == 2 for code in read_words("counties_former.csv"))


def test_hostile_text(small: Gazetteer) -> None:
    hostile = "R&D <3% {{ x }} {% y %}\x00\x0b喆𠮷😀\ud800魏都区"
    assert found(small, hostile) == ["魏都区"]
    assert len(small.find("魏都区" * 100_000)) == 100_000
