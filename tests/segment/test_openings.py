"""Leads and what follows them read differently."""

from __future__ import annotations

import numpy as np
import pytest

from briefing.segment.openings import ends, keys, opens


@pytest.mark.parametrize(
    ("lead", "later"),
    [
        ("近日，记者从区农业农村局获悉，今年全区夏粮喜获丰收", "同时，各乡镇积极组织农机手抢收抢种"),
        ("6月14日，青川县召开水库安全度汛工作会议，通报雨情水情", "会议要求，各乡镇要在本月底前完成隐患排查"),
        ("国家统计局昨天（4月10日）发布的数据显示", "下一步，有关部门将继续加大支持力度"),
    ],
)
def test_a_lead_reads_as_an_opening(lead: str, later: str) -> None:
    first, second = opens([lead, later])
    assert first > second


def test_a_closing_reads_as_an_ending() -> None:
    first, second = ends(["区领导王伟、李娜参加会议。", "记者从区教育局了解到，今年新建学校三所，"])
    assert first > second


def test_any_text_has_finite_odds() -> None:
    assert opens([]).shape == ends([]).shape == (0,)
    assert np.isfinite(opens(["", "。", "𠮷", "a b"])).all()
    assert np.isfinite(ends(["", "。", "𠮷", "a b"])).all()
    seen, starts = keys(["", "一二"])
    assert len(seen) == 1
    assert starts.tolist() == [0, 0, 1]
