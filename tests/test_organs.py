"""Who acts, and at which level."""

import pytest

from briefing.organs import acting_organ, actor, levels, names_organ


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("7月6日上午，区政协召开十四届十次常委会议。", "政协"),
        ("区委书记张三主持会议。", "党委"),
        ("区委组织部举办培训班。", "部门"),
        ("曙光路街道党工委按照“党建引领”的思路抓好工作。", "街道乡镇"),
        ("今年以来，临河县大力推进项目建设。", "全区"),
        ("区扶贫办、区残联、区民政局等部门紧抓落实。", "部门"),
        ("七一社区已经成为教育平台。", "社区"),
        ("县人大常委会组织代表视察重点工程。", "人大"),
    ],
)
def test_an_organ_acts(text: str, level: str) -> None:
    organ = actor(text)
    assert organ is not None
    assert organ.level == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "柏庄镇前林都村西头的一间民房成了村民光顾的地方。",
        "曙光社区老旧小区多、管理难。",
        "在区政府的支持下，项目落地。",
        "居民王某来到许继社区办理事务。",
        "中共中央办公厅印发的《意见》作了规范。",
        "魏城区第十六届人大代表祁某很高兴。",
        "建设特色社区，夯实硬件是基础。",
    ],
)
def test_a_place_or_an_object_does_not_act(text: str) -> None:
    assert actor(text) is None


@pytest.mark.parametrize(
    ("headline", "lead", "level"),
    [
        ("魏城区委常委会会议研究非公经济发展", "", "党委"),
        ("魏城区常委会第75次会议召开", "", "党委"),
        ("高新区“双城”共建推进会召开", "", "全区"),
        ("临县五里镇:打赢脱贫攻坚战", "", "街道乡镇"),
        ("春耕备耕忙", "3月2日，县农业农村局组织农技人员下乡。", "部门"),
    ],
)
def test_headlines_name_the_organ_without_a_predicate(headline: str, lead: str, level: str) -> None:
    organ = acting_organ(headline, lead)
    assert organ is not None
    assert organ.level == level


@pytest.mark.parametrize(
    ("headline", "level"),
    [
        ("南关街道办事处：逐社区观摩促全域提高", "街道乡镇"),
        ("临河县商务局: 企业下单 农户增收", "部门"),
        ("临河县：织密防护网 筑牢安全线", "全区"),
        ("临河县：部门联动聚合力", "部门"),
        ("临河县： 五里镇举办赛事", "街道乡镇"),
        ("老王说：社区就是我的家", "社区"),  # nobody's name before the colon
    ],
)
def test_what_stands_before_a_headlines_colon_acts(headline: str, level: str) -> None:
    organ = acting_organ(headline, "")
    assert organ is not None
    assert organ.level == level


def test_a_place_before_the_colon_says_where_and_the_lead_who() -> None:
    organ = acting_organ("临河县：比拼真功夫", "近日，县总工会举办技能竞赛，30名选手参赛。")
    assert organ is not None
    assert organ.level == "部门"
    headline = "临河县：五里镇举办赛事"
    organ = acting_organ(headline, "")
    assert organ is not None
    assert headline[organ.start : organ.end] == "镇"


def test_a_place_only_named_in_the_lead_does_not_act() -> None:
    assert acting_organ("国防教育进校园", "当天，临河县第十六届的一位老兵走进课堂。") is None
    organ = acting_organ("织密防护网", "近日，临河县召开推进会。")
    assert organ is not None
    assert organ.level == "全区"


def test_a_meeting_is_that_of_the_organ_named_before_it() -> None:
    organ = acting_organ("古城指挥部133次例会召开", "")
    assert organ is not None
    assert organ.level == "部门"


def test_nobody_acts_in_an_empty_text() -> None:
    assert acting_organ("", "") is None


def test_levels_fall_from_party_to_meetings() -> None:
    assert levels()[:4] == ("党委", "人大", "政府", "政协")


@pytest.mark.parametrize("text", ["区委决定", "县教育局组织", "区总工会举办", "区人大常委会", "县委书记"])
def test_an_organ_begins_with_its_district(text: str) -> None:
    assert names_organ(text, 0)


@pytest.mark.parametrize("text", ["区里的人", "县城很美", "区长张三", "区社区工作者"])
def test_no_organ_begins_there(text: str) -> None:
    assert not names_organ(text, 0)
