import pytest

from briefing.config.delivery import Recipient as Setting
from briefing.deliver.recipients import Recipient, configured, once, table
from briefing.model import Problem


def read(text: str) -> tuple[list[Recipient], list[str]]:
    problems: list[Problem] = []
    found = list(table("收件人.csv", text, problems.append))
    return found, [one.message for one in problems]


def test_a_table_as_a_clerk_keeps_it() -> None:
    found, problems = read(
        "姓名,邮箱,区县,主题,形式,方式\n"
        "张三,zhang@example.cn,,,,\n"
        "\n"
        "# 以下是领导\n"
        '李四,li@example.cn,"魏都区、建安区",教育；生态环境,附件,抄送\n'
    )
    assert problems == []
    assert found == [
        Recipient("张三", "zhang@example.cn", "收件人.csv 第 2 行"),
        Recipient(
            "李四",
            "li@example.cn",
            "收件人.csv 第 5 行",
            ("魏都区", "建安区"),
            ("教育", "生态环境"),
            "attachment",
            "cc",
        ),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_what_excel_parts_cells_with(delimiter: str) -> None:
    found, problems = read(
        delimiter.join(["邮箱", "姓名"]) + "\r\n" + delimiter.join(["a@b.cn", "张三"]) + "\r\n"
    )
    assert (found, problems) == ([Recipient("张三", "a@b.cn", "收件人.csv 第 2 行")], [])


def test_a_column_nobody_knows_and_cells_that_are_missing() -> None:
    found, problems = read("邮箱,电话,区县\na@b.cn,123\n")
    assert [one.districts for one in found] == [()]
    assert problems == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("张三,zhang.example.cn,,,,", "没有 @"),
        ("张三,,,,,", "没有写邮箱地址"),
        ("张三,a@b.cn,,,传真,", "“形式”不能是“传真”"),
        ("张三,a@b.cn,,,,转发", "“方式”不能是“转发”"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_count(line: str, why: str) -> None:
    found, problems = read(f"姓名,邮箱,区县,主题,形式,方式\n{line}\n李四,li@b.cn,,,,\n")
    assert [one.name for one in found] == ["李四"]
    assert len(problems) == 1
    assert problems[0].startswith("收件人.csv 第 2 行：")
    assert why in problems[0]


@pytest.mark.parametrize(("text", "why"), [("", "是空的"), ("姓名,电话\n张三,1\n", "列名")])
def test_a_table_without_addresses(text: str, why: str) -> None:
    found, problems = read(text)
    assert found == []
    assert why in problems[0]


def test_a_wrong_address_of_the_configuration_is_named() -> None:
    problems: list[Problem] = []
    settings = [Setting(address="a@b.cn"), Setting(name="李四", address="li")]
    assert [one.address for one in configured(settings, problems.append)] == ["a@b.cn"]
    assert "第 2 个 [[recipients]]（李四）" in problems[0].message


def test_an_address_counts_once() -> None:
    problems: list[Problem] = []
    people = [Recipient("张三", "a@b.cn", "甲"), Recipient("李四", "A@b.cn", "乙")]
    assert [one.name for one in once(people, problems.append)] == ["张三"]
    assert problems[0].message.startswith("乙：")
