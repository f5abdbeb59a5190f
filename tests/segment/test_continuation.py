"""What the network says of how news goes on: small cases, shapes, odd characters."""

from __future__ import annotations

import numpy as np
import pytest

from briefing.segment.continuation import FIRST, NEAR, UNKNOWN, codes, continuation, near, pairs
from briefing.segment.language import Letters


@pytest.mark.parametrize(
    ("tail", "right", "wrong"),
    [
        ("会议强调，各地各部门要压紧压实责任，", "确保各项防汛措施落到实处。", "比去年同期增长百分之十二。"),
        ("全县新增城镇就业1200人，", "城镇登记失业率为3.2%。", "会议由区委副书记主持。"),
        ("孩子们在操场上踢球、跳绳，", "笑声传遍了整个校园。", "企业税负进一步降低。"),
    ],
)
def test_a_sentence_goes_on_with_its_matter_after_a_comma(tail: str, right: str, wrong: str) -> None:
    goes = continuation().follows([tail, right, wrong])
    assert goes[0, 1] > goes[0, 2]


def test_each_next_one_is_of_the_matrix() -> None:
    texts = ["区委召开常委会会议，", "研究部署近期工作。", "会议指出，", "要抓好落实。"]
    net = continuation()
    assert np.allclose(net.next(texts), np.diag(net.follows(texts), 1))
    before, after = net.sides(texts)
    assert before.shape == after.shape


def test_none_one_and_unknown() -> None:
    net = continuation()
    assert net.follows([]).shape == (0, 0)
    assert net.next(["一"]).shape == (0,)
    odd = net.follows(["", "𠮷", "😀 a", "\ufffe喆"])
    assert odd.shape == (4, 4)
    assert np.isfinite(odd).all()


def test_what_is_seen_of_a_text_stands_at_the_cut() -> None:
    letters = Letters(map(ord, "甲乙"), FIRST, UNKNOWN)
    long = "乙" * 300 + "甲"
    assert codes([long], letters, True)[0, -1] == FIRST
    assert set(codes([long], letters, False)[0]) == {FIRST + 1}
    short = codes(["丙 甲", "", "甲甲甲"], letters, True)
    assert short[:, -2:].tolist() == [[UNKNOWN, FIRST], [0, 0], [FIRST, FIRST]]
    assert near(short, True)[0].tolist() == [0] * (NEAR - 2) + [UNKNOWN, FIRST]
    assert near(codes(["甲"], letters, False), False).tolist() == [[FIRST] + [0] * (NEAR - 1)]
    seen, starts = pairs(short, 100)
    assert len(seen) == 2
    assert starts.tolist() == [0, 1, 1, 2]
