"""Which district a story is about: actor and place, helper and helped, city and zone, and when to abstain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from briefing.annotate import Annotator
from briefing.model import AnnotatedArticle, Article
from tests.annotate.support import article, reading

TODAY = date(2026, 1, 1)
ANNOTATE = Annotator.default()


def annotated(
    *articles: Article, home: str | None = None, paper: str | None = None
) -> tuple[AnnotatedArticle, ...]:
    return ANNOTATE(reading(*articles, home=home, paper=paper, published=date(2020, 6, 30)), TODAY)


def place(
    text: str, title: str | None = None, home: str | None = None, **fields: Any
) -> tuple[str | None, str | None]:
    (one,) = annotated(article(text, title, **fields), home=home)
    return one.district.name, one.district.city


def test_helper_and_helped() -> None:
    text = "6月6日，柳城区第三批帮扶队出发。"
    assert place("6月6日，魏都区结对帮扶建安区推进会召开。", "魏都区结对帮扶建安区") == ("魏都区", "许昌市")
    assert place(text, "魏都区结对帮扶建安区") == ("魏都区", "许昌市")


def test_a_visitor_is_not_the_place() -> None:
    assert place("6月6日，考察团一行座谈。", "柯桥区考察团来我区", home="浙江省绍兴市越城区") == (
        "越城区",
        "绍兴市",
    )
    assert place("6月6日，客人参观园区。", "海淀区客商来秭归县签约") == ("秭归县", "宜昌市")


def test_a_citys_own_story_has_no_district() -> None:
    assert place("6月6日，聊城市教育局召开全市大会。", "全市教育大会召开") == (None, "聊城市")
    assert place("6月6日，市教育局召开全市大会。", "我市召开教育大会", home="山东省聊城市") == (
        None,
        "聊城市",
    )


def test_our_city_is_the_county_level_city() -> None:
    assert place("6月6日，市教育局召开大会。", "我市召开教育大会", home="江苏省无锡市江阴市") == (
        "江阴市",
        "无锡市",
    )


def test_a_list_of_districts_is_the_citys() -> None:
    text = "6月6日，许昌市检查组到魏都区、建安区、禹州市、长葛市看项目。"
    assert place(text, "项目观摩启动") == (None, "许昌市")


def test_the_province_and_the_nation() -> None:
    assert place("6月6日，省委召开会议，全省视频参会。", "省委召开会议", home="河南省许昌市魏都区") == (
        None,
        None,
    )
    assert (
        place("新华社北京6月6日电 国务院印发意见。", "国务院印发意见", home="河南省许昌市魏都区")[0] is None
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("6月6日，县委召开县委常委会会议。", "会议召开"),
        ("6月6日，市委、市政府和县委、县政府领导参加。", "领导参加活动"),
        ("6月6日，记者到达县城采访。", "到达县城"),
        ("6月6日，友好城区和平城区建设启动。", "和平城区建设启动"),
        ("6月6日，片区征迁安置动员会召开。", "征迁安置启动"),
        ("6月6日，非遗集市在古县城开市。", "古县城里赶集"),
    ],
)
def test_two_words_make_no_place(text: str, title: str) -> None:
    assert place(text, title) == (None, None)


def test_such_a_place_itself_is_known() -> None:
    assert place("6月6日，成县委书记到乡镇调研。", "成县召开会议") == ("成县", "陇南市")
    assert place("6月6日，和县召开会议。", "会议召开") == ("和县", "马鞍山市")
    assert place("6月6日，活动由静海区公安局主办。", "活动举行") == ("静海区", "天津市")


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("5月16日，富阳区党政代表团赴贵州省锦屏县考察。", "富阳区代表团赴锦屏县", ("富阳区", "杭州市")),
        ("5月14日，河北省平山县考察团来正定县学习。", "平山县考察团来正定县学习", ("正定县", "石家庄市")),
        ("5月14日，庆云县委率队来秀交流，秀山县出席。", "庆云县来秀交流", ("秀山土家族苗族自治县", "重庆市")),
        ("5月17日，徐州市教育局公布办法，鼓楼区、云龙区等地可以报名。", "招生办法公布", (None, "徐州市")),
        ("6月4日，扬州市广陵区一小区摆起摊子。", "这名扬州师傅火了", ("广陵区", "扬州市")),
        ("8月29日，东乡县座谈会召开。", "东乡县座谈会召开", ("东乡族自治县", "临夏回族自治州")),
    ],
)  # fmt: skip
def test_whose_doing_it_is(text: str, title: str, expected: tuple[str | None, str | None]) -> None:
    assert place(text, title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月15日，西湖区北山街道启动邻居节。", ("西湖区", "杭州市")),
        ("5月15日，西湖区启动邻居节。", (None, None)),
        ("5月16日，朝阳区召开会议，麦子店街道、酒仙桥街道参加。", ("朝阳区", "北京市")),
        ("5月16日，老城区政府召开会议。", ("老城区", "洛阳市")),
        ("5月16日，老城区改造启动。", (None, None)),
    ],
)
def test_a_shared_name_by_its_towns(text: str, expected: tuple[str | None, str | None]) -> None:
    assert place(text, "活动举行") == expected


def test_a_city_without_counties_has_towns() -> None:
    pages = annotated(
        article("6月6日，长安镇召开会议。", "长安镇召开会议"),
        article("6月6日，虎门镇启动改造。", "虎门镇启动改造"),
        paper="东莞日报",
    )  # fmt: skip
    assert [(one.district.name, one.district.city, one.township) for one in pages] == [
        (None, "东莞市", "长安镇"),
        (None, "东莞市", "虎门镇"),
    ]


def test_a_branch_office_names_its_district() -> None:
    assert place("6月6日，大庆市公安局龙凤分局民警巡逻。", "民警雪夜救人") == ("龙凤区", "大庆市")


def test_whole_city_on_the_page_of_one_of_its_cities() -> None:
    text = "6月6日，唐山市召开推进会。市委书记出席。"
    assert place(text, "全市推进会召开", home="河北省唐山市遵化市") == (None, "唐山市")
    assert place("6月6日，全市推进会召开。", "全市推进会召开", home="河北省唐山市遵化市") == (
        "遵化市",
        "唐山市",
    )


def test_a_zone_on_a_districts_page_is_the_districts() -> None:
    assert place("6月6日，中原高新区检查安全。", kicker="中原高新区", home="河南省安阳市北关区") == (
        "北关区",
        "安阳市",
    )


def test_a_zone_on_a_citys_page_acts_as_a_district() -> None:
    (one,) = annotated(article("6月6日，高新区召开大会。", "高新区大会召开"), home="山东省聊城市")
    assert (one.district.name, one.district.city) == ("聊城高新区", "聊城市")
    assert one.district.because.startswith("标题中的“高新区”")


def test_without_a_name_and_without_home_nothing_is_guessed() -> None:
    (one,) = annotated(article("6月6日，我区召开招商引资大会。", "我区召开大会"))
    assert one.district.name is None
    assert [doubt.code for doubt in one.warnings] == ["district-uncertain"]
    assert one.warnings[0].lines == ()


def test_our_district_is_the_one_that_the_story_names() -> None:
    assert place("6月6日，我区开会。魏都区各街道参会。", "我区召开大会") == ("魏都区", "许昌市")


def test_no_place_at_all_is_the_papers_own() -> None:
    assert place("古城指挥部召开例会。", home="河南省许昌市魏都区") == ("魏都区", "许昌市")
    assert place("古城指挥部召开例会。") == (None, None)


def test_the_papers_name_is_its_home() -> None:
    (one,) = annotated(article("区政协召开会议。", "区政协召开会议"), paper="今日魏都")
    assert (one.district.name, one.headline) == ("魏都区", "魏都区政协召开会议")
    assert "报名“今日魏都”" in one.district.because


def test_the_page_tells_its_home_where_it_says_we() -> None:
    first = article("6月6日，魏都区召开大会。", "魏都区召开大会", 1)
    second = article("6月5日，魏都区栽树。全区参与。", "魏都区栽树忙", 2)
    third = article("6月6日，区财政局培训。", "区财政局办培训", 3)
    assert [a.district.name for a in annotated(first, second, third)] == ["魏都区"] * 3


def test_a_page_that_never_says_we_has_no_home() -> None:
    first = article("莘县召开大会。", "莘县召开大会", 1)
    second = article("莘县栽树忙。", "莘县栽树忙", 2)
    third = article("队里办了培训。", "培训办得好", 3)
    assert [a.district.name for a in annotated(first, second, third)] == ["莘县", "莘县", None]


def test_districts_of_a_mixed_page_do_not_rub_off() -> None:
    first = article("舒城县城关镇开会。", "舒城县城关镇开会", 1)
    second = article("城关镇查食品摊点。", "城关镇查食品", 2)
    third = article("秭归县开会。", "秭归县开会", 3)
    assert [a.district.name for a in annotated(first, second, third)] == ["舒城县", None, "秭归县"]


@pytest.mark.parametrize(
    ("title", "text", "town"),
    [
        ("西关街道办事处开展宣传", "6月6日，西关街道办事处开展宣传。", "西关街道"),
        ("社区办起食堂", "6月6日，魏都区西关街道建安社区办起食堂。", "西关街道"),
        ("宣传进社区", "6月6日，区司法局在西关街道开展宣传。", "西关街道"),
        ("宣传进社区", "6月6日，区司法局西关街道司法所开展宣传。", None),
        ("两街道共建", "6月6日，西关街道与南关街道签约。", None),
        ("魏都区召开会议", "6月6日，魏都区召开会议。", None),
        ("食堂开张", "6月6日，魏都区新设街道一社区食堂开张。", "新设街道"),
        ("食堂开张", "6月6日，魏都区主要街道清扫一新。", None),
        ("医疗车下乡", "6月6日，魏都区人民医院医疗车开进西关街道。", "西关街道"),
    ],
)
def test_the_township_only_where_the_story_is_about_it(title: str, text: str, town: str | None) -> None:
    (one,) = annotated(article(text, title), home="河南省许昌市魏都区")
    assert one.township == town


def test_the_code_and_the_reason() -> None:
    (one,) = annotated(article("妹冢镇建起大棚。", "莘县妹冢镇：大棚富民"))
    district = one.district
    assert (district.name, district.city, district.province, district.code) == (
        "莘县",
        "聊城市",
        "山东省",
        "371522",
    )
    assert district.because == "标题中的“莘县妹冢镇”，共3处"


def test_a_town_without_its_district_says_where_it_lies() -> None:
    (one,) = annotated(article("6月6日，西关街道栽树。", "西关街道栽树忙"), home="河南省许昌市魏都区")
    assert one.district.because == "标题中的“西关街道”，属魏都区，共2处"


def test_a_district_that_nobody_knows_is_not_the_papers_own() -> None:
    text = "5月11日，云栖区第三届艺术节在区文化馆开幕，全区42所学校参加。"
    (one,) = annotated(article(text, "云栖区第三届艺术节开幕"), home="河南省许昌市魏都区")
    assert (one.district.name, one.district.city) == (None, "许昌市")
    assert [w.code for w in one.warnings] == ["district-uncertain"] and "云栖区" in one.warnings[0].message
    (ours,) = annotated(
        article("云栖区召开会议，我区参加。", "云栖区召开会议 我区参加"), home="河南省许昌市魏都区"
    )
    assert ours.headline == "云栖区召开会议 我区参加"


@pytest.mark.parametrize("opening", ["老旧小区", "全区", "开发区", "各社区", "贫困县", "景区", "示范区"])
def test_what_only_looks_like_a_district_is_the_papers_own(opening: str) -> None:
    text = f"5月11日，{opening}开展集中整治，街道办事处组织志愿者参加。"
    assert place(text, f"{opening}开展集中整治", home="河南省许昌市魏都区")[0] == "魏都区"
