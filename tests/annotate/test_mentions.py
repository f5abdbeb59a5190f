"""Place mentions, made by hand from all over China: what each means, with and without the paper's home.

Each case is (text, home or None, what the named mention must mean). An ambiguous name without evidence
must stay open: `None`.
"""

from __future__ import annotations

import pytest

from briefing.annotate import home as homes
from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.mentions import Role, What, mentions
from briefing.annotate.passages import passages
from briefing.annotate.resolve import resolve
from tests.annotate.support import article, reading

CASES = [
    # full names, alone and under their city
    ("莘县召开春季农业生产现场会。", None, "莘县", "聊城市莘县"),
    ("许昌市魏都区举办合唱比赛。", None, "魏都区", "许昌市魏都区"),
    ("河北省沧州市新华区举办庙会。", None, "新华区", "沧州市新华区"),
    ("平顶山市新华区举办庙会。", None, "新华区", "平顶山市新华区"),
    ("福州市鼓楼区举办灯会。", None, "鼓楼区", "福州市鼓楼区"),
    ("开封市鼓楼区夜市升级。", None, "鼓楼区", "开封市鼓楼区"),
    ("天津市和平区推出早餐车。", None, "和平区", "天津市和平区"),
    ("广东省河源市和平县猕猴桃丰收。", None, "和平县", "河源市和平县"),
    ("兰州市城关区整治违停。", None, "城关区", "兰州市城关区"),
    ("拉萨市城关区植树。", None, "城关区", "拉萨市城关区"),
    ("大同市云冈区改造管网。", None, "云冈区", "大同市云冈区"),
    ("重庆市江北区推出夜游线路。", None, "江北区", "重庆市江北区"),
    ("宁波市江北区整治河道。", None, "江北区", "宁波市江北区"),
    ("济南市市中区上新停车位。", None, "市中区", "济南市市中区"),
    ("济南市中区上新停车位。", None, "济南市中区", "济南市市中区"),
    ("恩施州利川市种植莼菜。", None, "利川市", "恩施土家族苗族自治州利川市"),
    ("靖州县杨梅熟了。", None, "靖州县", "怀化市靖州苗族侗族自治县"),
    ("敖汉旗举办小米节。", None, "敖汉旗", "赤峰市敖汉旗"),
    ("济源市下冶镇栽冬凌草。", None, "济源市", "济源市"),
    # names of the past
    ("绍兴县平水镇举办茶会。", None, "绍兴县", "绍兴市绍兴县"),
    ("杭州市江干区建成邻里中心。", None, "江干区", "杭州市江干区"),
    ("上海市闸北区推进旧改。", None, "闸北区", "上海市闸北区"),
    # shared names stay open without evidence
    ("朝阳区举办读书会。", None, "朝阳区", None),
    ("鼓楼区举办读书会。", None, "鼓楼区", None),
    ("城关镇举办秧歌赛。", None, "城关镇", None),
    ("太平镇举办秧歌赛。", None, "太平镇", None),
    # generic names need their city or the paper's home
    ("市中区举办科普大集。", None, "市中区", None),
    ("改善老城区居住环境。", None, "老城区", None),
    ("老城区东南隅街道修缮古巷。", "河南省洛阳市老城区", "老城区", "洛阳市老城区"),
    ("阳泉市城区整治油烟。", None, "城区", "阳泉市城区"),
    # the home decides
    ("朝阳区举办读书会。", "吉林省长春市朝阳区", "朝阳区", "长春市朝阳区"),
    ("鼓楼区举办读书会。", "江苏省徐州市", "鼓楼区", "徐州市鼓楼区"),
    ("城关镇举办秧歌赛。", "安徽省六安市舒城县", "城关镇", "六安市舒城县"),
    ("太平镇举办秧歌赛。", "河南省商丘市夏邑县", "太平镇", "商丘市夏邑县"),
    ("西湖区亮灯，南京市鼓楼区亦亮灯。", "浙江省杭州市", "西湖区", "杭州市西湖区"),
    ("西湖区亮灯。", "江西省南昌市东湖区", "西湖区", "南昌市西湖区"),
    # towns by what stands next to them, by the county in the text, by being the only one
    ("莘县妹冢镇建起大棚。", None, "妹冢镇", "聊城市莘县"),
    ("舒城县城关镇开屋场会。", None, "城关镇", "六安市舒城县"),
    ("舒城县启动夏种。城关镇率先完成。", None, "城关镇", "六安市舒城县"),
    ("十八里铺镇建起大棚。", "山东省聊城市莘县", "十八里铺镇", "聊城市莘县"),
    ("徐霞客镇举办拔河赛。", None, "徐霞客镇", "无锡市江阴市"),
    ("柏庄乡改造旱厕。", "河南省安阳市北关区", "柏庄乡", "安阳市北关区"),
    ("凤凰镇、塘桥镇、乐余镇举行联谊。", None, "凤凰镇", "苏州市张家港市"),
    # zones
    ("聊城高新区召开招商会。", None, "聊城高新区", "聊城市聊城高新区"),
    ("长兴经济技术开发区签约十个项目。", None, "长兴经济技术开发区", "湖州市长兴县"),
    ("高新区召开招商会。", "陕西省西安市高新区", "高新区", "西安市西安高新区"),
    ("许昌经开区召开招商会。", None, "许昌经开区", "许昌市许昌经开区"),
    # the paper's own words
    ("我区召开招商会。", "河南省许昌市魏都区", "我区", "许昌市魏都区"),
    ("区政协召开会议。", "河南省许昌市魏都区", "区政协", "许昌市魏都区"),
    ("县农业农村局下乡。", "安徽省六安市舒城县", "县农业农村局", "六安市舒城县"),
    ("我县召开招商会。", "河南省许昌市魏都区", "我县", None),
    ("我旗召开那达慕大会。", "内蒙古自治区赤峰市敖汉旗", "我旗", "赤峰市敖汉旗"),
    # a short form counts where the county is known, or where it opens a clause and acts
    ("魏都社区各具特色，魏都区居民点赞。", None, "魏都", "许昌市魏都区"),
    ("义乌召开商贸大会。", None, "义乌", "金华市义乌市"),
    ("和平召开商贸大会。", None, "和平", None),
    ("公安北辰分局开展反诈宣传。", None, "北辰", "天津市北辰区"),
]


@pytest.mark.parametrize(("text", "home", "words", "full"), CASES)
def test_what_a_mention_means(text: str, home: str | None, words: str, full: str | None) -> None:
    gazetteer = Gazetteer.default()
    one = article(text)
    found = mentions(passages(one), gazetteer)
    context = homes.context(reading(one, home=home), [found], gazetteer, None)
    meant = {
        placed.mention.text: placed.county.full if placed.county else None
        for placed in reversed(resolve(found, context, gazetteer))
    }
    assert meant.get(words) == full


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("魏都区结对帮扶建安区。", "建安区", Role.PASSING),
        ("客人来到魏都区。", "魏都区", Role.PLACING),
        ("魏都区召开大会。", "魏都区", Role.ACTING),
        ("柯桥区考察团到访。", "柯桥区", Role.PASSING),
        ("来自魏都区的学员。", "魏都区", Role.PASSING),
        ("魏都区、建安区、禹州市都有雨。", "建安区", Role.PLAIN),
    ],
)
def test_roles(text: str, words: str, role: Role) -> None:
    found = mentions(passages(article(text)), Gazetteer.default())
    assert [m.role for m in found if m.text == words] == [role]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "社区委员会换届",
        "小区政策宣传",
        "乡村振兴有奔头",
        "构建和平区域环境",
        "新城镇化路子",
        "打造国家级示范区",
        "他在景区委托拍照",
    ],
)
def test_no_mention(text: str) -> None:
    assert not [
        m for m in mentions(passages(article(text)), Gazetteer.default()) if m.what is not What.TOWN or m.head
    ]


def test_an_unknown_unit_is_known_by_its_form() -> None:
    found = mentions(passages(article("10月15日,浞北街道办事处在辖区开展宣传。")), Gazetteer.default())
    assert [(m.what, m.text) for m in found] == [(What.TOWN, "浞北街道")]
