"""The names in every form of byline, lead-in, sign-off and credit; units, editors and agencies are nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefing.segment import bylines
from briefing.segment.bylines import Cut


def listed(cut: Cut | None) -> str | None:
    return None if cut is None else " ".join(cut.names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（通讯员 李四 区委宣传部）近日，", "李四"),
        ("本报讯（通讯员 李建国 王伟 单位 区税务局）近日，", "李建国 王伟"),
        ("本报讯（区融媒体中心 张三）近日，", "张三"),
        ("本报讯（记者 张三 通讯员 区纪委 李四）近日，", "张三 李四"),
        ("本报讯（记者 张三/文 李四/图）近日，", "张三 李四"),
        ("本报讯（记者 赵清华  通讯员 王 锐 孙 莉）近日，", "赵清华 王锐 孙莉"),
        ("本报讯（融媒体记者 吐尔逊·买买提 阿依古丽）近日，", "吐尔逊·买买提 阿依古丽"),
        ("本报讯（全媒体记者 陈旻 𠮷田喆）近日，", "陈旻 𠮷田喆"),
        ("本报讯 记者张三报道：近日，", "张三"),
        ("晚报讯（记者 张三）近日，", "张三"),
        ("邯郸日报讯（通讯员 赵一鸣）近日，", "赵一鸣"),
        ("区融媒体中心讯（记者 孔春梅）今年以来，", "孔春梅"),
        ("东山电视台讯（记者 张三）近日，", "张三"),
        ("本报讯 5月16日，全区召开大会。", ""),
        ("晚报讯（新闻热线）近日，", None),
        ("新华社北京5月16日电（记者 张三）", None),
    ],
)
def test_lead_ins(text: str, names: str | None) -> None:
    assert listed(bylines.lead_in(text)) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 张三 文 李四 摄", "张三 李四"),
        ("文图 / 本报记者 张三", "张三"),
        ("○本报全媒体记者 陈喆 张旻昇", "陈喆 张旻昇"),
        ("策划：张三 统筹：李四 撰文：王五 编辑：赵六", "张三 李四 王五"),
        ("统筹/张三 执行/李四 王五", "张三 李四 王五"),
        ("采写/记者 张三 摄影/李四", "张三 李四"),
        ("记者 张三 通讯员 区税务局", "张三"),
        ("作者：张三", "张三"),
        ("责任编辑：张三 版式：李四 校对：王五", None),
        ("策划：张三 版式：李四 校对：王五", None),
        ("本报记者走进社区采访", None),
        ("通讯员队伍建设座谈会召开", None),
        ("图书漂流活动", None),
    ],
)
def test_bylines(line: str, names: str | None) -> None:
    assert listed(bylines.byline(line)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("圆满结束。（区融媒体中心 张三）", "张三"),
        ("圆满结束。（张三 区教育局）", "张三"),
        ("圆满结束。（柏庄镇 张三）", "张三"),
        ("圆满结束。（图文：张三）", "张三"),
        ("圆满结束。（毛 羽）", "毛羽"),
        ("圆满结束。（宗和）", "宗和"),
        ("圆满结束。（作者单位：区教育局）", ""),
        ("圆满结束。（据新华社）", ""),
        ("圆满结束。（来源：人民日报）", ""),
        ("圆满结束。（本报综合）", ""),
        ("圆满结束（据新华社）", None),
        ("圆满结束。（下转第二版）", None),
    ],
)
def test_sign_offs(text: str, names: str | None) -> None:
    assert listed(bylines.sign_off(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("展示成果。 王 锐/摄", "王锐"),
        ("展示成果。李建国 文/图", "李建国"),
        ("展示成果。（图片由区教育局提供）", None),
        ("展示成果。（资料图片）", None),
        ("展示成果。（区教体局供图）", None),
    ],
)
def test_credits(text: str, names: str | None) -> None:
    assert listed(bylines.credit(text)) == names


def test_a_papers_own_words_before_names() -> None:
    line = "本报编辑 张晓明 李春"
    assert bylines.byline(line) is None
    with bylines.known_roles(("本报编辑",)):
        assert listed(bylines.byline(line)) == "张晓明 李春"
        assert listed(bylines.lead_in("（本报编辑 张晓明）近日，")) == "张晓明"
    assert bylines.byline(line) is None


@pytest.mark.parametrize("read", [bylines.byline, bylines.lead_in, bylines.sign_off, bylines.credit])
@pytest.mark.parametrize(
    "text", ["记者" * 5000, "策划：" + "张三 " * 5000, "（" + "张 " * 5000 + "）"], ids=lambda text: text[:3]
)
def test_what_is_far_too_long_is_no_byline_and_takes_no_time(
    read: Callable[[str], Cut | None], text: str
) -> None:
    """A pattern that tries every way to part the names would never come to an end here."""
    assert read(text) is None


def test_a_media_centres_lead_in_that_goes_on_in_the_next_line() -> None:
    assert bylines.OPEN_LEAD_IN.match("区融媒体中心讯（记者 孔春")
    assert not bylines.OPEN_LEAD_IN.match("区融媒体中心讯（见第2版")


@pytest.mark.parametrize("text", ["□ 本报评论员", "本报特约评论员"])
def test_a_papers_commentator_signs_without_a_name(text: str) -> None:
    assert listed(bylines.byline(text)) == text.removeprefix("□ ")
