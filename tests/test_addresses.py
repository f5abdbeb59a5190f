import pytest

from briefing.addresses import bare, mailbox, named, normal


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a@example.cn", "a@example.cn"),
        (" a@Example.CN ", "a@example.cn"),
        ("Zhang.San+x@mail.example.com.cn", "Zhang.San+x@mail.example.com.cn"),
        ("a@例子.中国", "a@xn--fsqu00a.xn--fiqs8s"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_that_can_be_reached(text: str, address: str) -> None:
    assert normal(text) == address


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有写"),
        ("zhang", "没有 @"),
        ("a＠example.cn", "全角"),
        ("张三@example.cn", "有中文"),
        ("a@example.cn，b@example.cn", "好像有两个"),
        ("a@b@example.cn", "好像有两个"),
        ("a b@example.cn", "前面写得不对"),
        ("<a@example.cn>", "写得不对"),
        ("a..b@example.cn", "前面写得不对"),
        ("a@example", "后面写得不对"),
        ("a@-x.cn", "后面写得不对"),
        ("a@example.cn。", "后面写得不对"),
        ("a@example..cn", "后面写得不对"),
        ("a" * 65 + "@example.cn", "前面写得不对"),
        ("a@" + "x" * 64 + ".cn", "后面写得不对"),
        ("a@example.cn\r\nRCPT TO:<b@example.cn>", "写得不对"),
        ("a\r\n@example.cn", "前面写得不对"),
        ("a@exam\nple.cn", "后面写得不对"),
    ],
)
def test_mistakes_are_told_in_one_line(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        normal(text)
    assert len(str(caught.value).splitlines()) == 1


def test_a_name_and_an_address() -> None:
    assert bare("编辑部 <y@example.cn>") == "y@example.cn"
    assert bare("y@example.cn") == "y@example.cn"
    assert mailbox("编辑部 <y@Example.cn>").display_name == "编辑部"
    assert named("张\r\n三\t", "a@example.cn").display_name == "张 三"
    with pytest.raises(ValueError, match="@"):
        bare("编辑部")
