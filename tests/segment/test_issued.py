"""Who issues a notice, and when."""

from __future__ import annotations

import pytest

from briefing.segment.issued import issued
from briefing.segment.lines import rows
from tests.segment.support import page, read

NOTICE = """关于东山路夜间施工的通告

因供热管网改造，10月20日至25日每日22时至次日5时，
东山路半幅封闭施工，过往车辆请绕行。
特此通告。
{}"""


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("东山区城市建设局\n2026年10月18日", [4, 5]),
        ("东山区人民政府办公室\n二〇二六年十月十八日", [4, 5]),
        ("东山区自来水有限公司", [4]),
        ("2026年10月18日", []),
        ("另讯。东山区城市建设局", []),
        ("中共东山区委主办\n2026年10月18日", []),
    ],
)
def test_an_office_and_a_day_below_a_text_that_has_ended(below: str, found: list[int]) -> None:
    assert list(issued(rows(page(NOTICE.format(below)).lines))) == found


def test_an_office_within_a_sentence_issues_nothing() -> None:
    text = "会议由区政府办公室主持，参加会议的有\n东山区城市建设局\n2026年10月18日"
    assert list(issued(rows(page(text).lines))) == []


def test_the_office_and_the_day_sign_the_notice() -> None:
    (article,) = read(NOTICE.format("东山区城市建设局\n2026年10月18日")).articles
    assert article.sign_off == "东山区城市建设局 2026年10月18日"
    assert article.paragraphs[-1].endswith("特此通告。")
