from __future__ import annotations

import pytest

from briefing.segment.bylines import Cut, byline, credit, lead_in, names, sign_off


@pytest.mark.parametrize(
    ("text", "who", "day", "rest"),
    [
        ("本报讯（记者 张三）7月6日，我区", ("张三",), None, "7月6日，我区"),
        ("本报讯 （记者 欧阳明）为推动", ("欧阳明",), None, "为推动"),
        ("本报讯(记者 凌文秀 通讯员 楚图)10日", ("凌文秀", "楚图"), None, "10日"),
        ("本报城阳3月15日讯(记者 张三 通讯员 李四) 15日", ("张三", "李四"), "3月15日", "15日"),
        ("本报讯 10月16日,区市场监管局", (), None, "10月16日,区市场监管局"),
        ("（记者 王芳）近日，", ("王芳",), None, "近日，"),
    ],
)
def test_lead_in(text: str, who: tuple[str, ...], day: str | None, rest: str) -> None:
    cut = lead_in(text)
    assert cut is not None
    assert (cut.names, cut.dateline, text[cut.end :]) == (who, day, rest)


@pytest.mark.parametrize("text", ["我们本报讯", "本报讯员说", "", "7月6日，我区召开会议"])
def test_no_lead_in(text: str) -> None:
    assert lead_in(text) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("□本报记者 张三", ("张三",)),
        ("本报记者 张三 通讯员 李四", ("张三", "李四")),
        ("特约记者 赵六 通讯员 钱七 摄影报道", ("赵六", "钱七")),
        ("区融媒体中心记者 张三 文/图", ("张三",)),
        ("记者 李明 王 芳", ("李明", "王芳")),
        ("文/王小二", ("王小二",)),
        ("□ 王五", ("王五",)),
    ],
)
def test_byline(text: str, who: tuple[str, ...]) -> None:
    cut = byline(text)
    assert cut is not None
    assert cut.names == who


@pytest.mark.parametrize("text", ["本报记者走进社区采访", "文明城市", "图书馆里的记者", "", "张三" * 60])
def test_no_byline(text: str) -> None:
    assert byline(text) is None


@pytest.mark.parametrize(
    ("text", "who", "printed"),
    [
        ("高质量发展。 （伟源）", ("伟源",), "（伟源）"),
        ("入库 。 （毛 羽）", ("毛羽",), "（毛 羽）"),
        ("收入。(吴廷、王德)", ("吴廷", "王德"), "(吴廷、王德)"),
        ("”一名学员表示。(邢文皓)", ("邢文皓",), "(邢文皓)"),
        ("（文/张三）", ("张三",), "（文/张三）"),
        ("发展。（通讯员 钱冰）", ("钱冰",), "（通讯员 钱冰）"),
    ],
)
def test_sign_off(text: str, who: tuple[str, ...], printed: str) -> None:
    cut = sign_off(text)
    assert cut is not None
    assert (cut.names, cut.text) == (who, printed)


@pytest.mark.parametrize(
    "text", ["做好（完）", "。（完）", "做好（城阳区）", "（付盖 摄）", "发展。", "（", ""]
)
def test_no_sign_off(text: str) -> None:
    assert sign_off(text) is None


@pytest.mark.parametrize(
    ("text", "who", "printed"),
    [
        ("进行解答。 高彩红 摄", ("高彩红",), "高彩红 摄"),
        ("典型案例等。(付盖华 摄)", ("付盖华",), "(付盖华 摄)"),
        ("“进百家门”活动。孙江摄", ("孙江",), "孙江摄"),
        ("孙江摄", ("孙江",), "孙江摄"),
        ("摄影：王五", ("王五",), "摄影：王五"),
        ("完成（王五 摄）", ("王五",), "（王五 摄）"),
    ],
)
def test_credit(text: str, who: tuple[str, ...], printed: str) -> None:
    cut = credit(text)
    assert cut is not None
    assert (cut.names, cut.text) == (who, printed)
    assert text[cut.start : cut.end].split() == printed.split()


@pytest.mark.parametrize("text", ["众拍摄", "群众纷纷拍照。", "区应急管理局供图", "", "摄"])
def test_no_credit(text: str) -> None:
    assert credit(text) is None


def test_names_keep_characters_that_are_also_roles() -> None:
    assert names("记者 凌文秀 图雅 文/图") == ("凌文秀", "图雅")


@pytest.mark.parametrize(
    "text",
    [
        "张 " * 4000,
        "（" + "张 " * 4000,
        "记者 " + "张 " * 4000,
        "。" + "张三、" * 4000 + "摄x",
        "（记者 " * 2000,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    # With nested repetition these took minutes; a stuck pattern would stop the whole run here.
    found: list[Cut | None] = [lead_in(text), byline(text), sign_off(text), credit(text)]
    assert len(found) == 4
