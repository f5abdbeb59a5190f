"""Keywords by TextRank."""

from __future__ import annotations

from briefing.annotate.keywords import COUNT, keywords
from briefing.annotate.passages import MASK, Part, Passage
from briefing.words import cutter

TEXT = "社区食堂开张，老人吃上热饭。社区食堂由社区和企业合办，老人凭卡就餐，食堂每天供应热饭。"


def test_none() -> None:
    assert keywords([], cutter()) == ()
    assert keywords([Passage(Part.LEAD, "的了在。12345！")], cutter()) == ()


def test_the_topics_lead() -> None:
    found = keywords([Passage(Part.LEAD, TEXT)], cutter())
    assert {"社区", "食堂", "老人"} <= set(found[:4])
    assert len(found) <= COUNT


def test_common_words_and_numerals_are_left_out() -> None:
    found = keywords([Passage(Part.LEAD, "据了解，三个社区进一步开展工作，一个食堂100余人。")], cutter())
    assert set(found) == {"社区", "食堂"}


def test_masked_names_part_words() -> None:
    assert keywords([Passage(Part.LEAD, f"食堂{MASK * 3}社区")], cutter()) == ("食堂", "社区")


def test_repeated_text_changes_nothing() -> None:
    assert set(keywords([Passage(Part.BODY, TEXT * 200)], cutter())) <= set(
        "社区 食堂 老人 热饭 企业 合办 开张 凭卡 就餐 供应 每天 吃".split()
    )
