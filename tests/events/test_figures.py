"""The figures of a text, however they are written."""

import pytest

from briefing.events.figures import figures


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("总投资15亿元", {"1500000000元"}),
        ("总投资150000万元", {"1500000000元"}),
        ("412户贫困户", {"412户"}),
        ("游客8000余人", {"8000人"}),
        ("增长7.1%", {"7.1"}),
        ("6月11日上午9时30分，2018年", set()),
        ("第65次、3号楼、S210、G1", set()),
        ("", set()),
    ],
)
def test_amounts(text: str, telling: set[str]) -> None:
    got = {one.replace("%", "") for one in figures(text).telling}
    assert got == telling


def test_what_is_counted_counts_whatever_the_number() -> None:
    assert figures("46家企业提供岗位").counts == {"家企": frozenset({"46"})}
    assert figures("出动5台消防车").counts == {"台消": frozenset({"5"})}
