"""What an editor sees in sentences, and what that makes of an article."""

import pytest

from briefing.model import Kind
from briefing.summarize import editorial
from briefing.summarize.cues import found
from briefing.summarize.editorial import default_weights
from briefing.summarize.sentences import split

NEWS = (
    "7月6日上午，区政协召开常委会议。区政协主席杜某出席会议并讲话。会议审议通过了两个文件。",
    "区委常委张某，区政协副主席李某出席会议。要提高认识。一是认清形势，思想认识再提高。",
)
FEATURE = (
    "傍晚，居民楼里饭菜飘香。“叔叔您好，我们来看看您最近过得怎么样，有没有什么需要帮忙的。”",
    "今年以来，文峰区委选派干部下沉社区，帮助解决群众诉求110余件。",
)


def look(paragraphs: tuple[str, ...]) -> list[editorial.Signals]:
    sentences = split(paragraphs)
    return editorial.signals(sentences, editorial.look(sentences), [1.0] * len(sentences))


def cues(text: str) -> editorial.Signals:
    (own,) = found([text])
    return own


def test_nothing() -> None:
    assert editorial.signals([], [], []) == []
    assert not editorial.decide(Kind.NEWS, [], [], default_weights()["decision"]).feature


def test_a_news_story_opens_with_who_did_what_when() -> None:
    found = look(NEWS)
    assert found[0]["lead"] == pytest.approx(1.0)
    assert all("lead" not in signal for signal in found[1:])
    assert "leader" in found[1]
    assert "meeting" in found[2]
    assert "attendance" in found[3]
    assert "exhort" in found[4]
    assert "head" in found[5]


def test_a_leaders_speech_is_no_list_of_those_present() -> None:
    (signal,) = look(("区政协主席杜某出席会议并讲话。",))
    assert "attendance" not in signal


def test_a_feature_opens_with_a_scene_or_a_voice() -> None:
    found = look(FEATURE)
    assert "scene" in found[0]
    assert found[1]["quote"] == 1.0
    assert found[1]["person"] == 1.0
    assert {"organ", "top", "figure"} <= set(found[2])


@pytest.mark.parametrize(("paragraphs", "feature"), [(NEWS, False), (FEATURE, True)])
def test_news_or_feature(paragraphs: tuple[str, ...], feature: bool) -> None:
    sentences = split(paragraphs)
    decision = editorial.decide(Kind.NEWS, sentences, look(paragraphs), default_weights()["decision"])
    assert decision.feature is feature
    assert all(part.value for part in decision.parts)


def test_what_one_person_did_is_told_apart() -> None:
    """他 in a later clause: whose affair it is stands in a sentence that the item may not have."""
    found = look(("全县取缔网箱4万多个，他家的26箱鱼上了岸。全县取缔网箱4万多个，他们搬到了岸上。",))
    assert ["person" in signal for signal in found] == [True, False]


def test_a_cue_at_the_start_counts_nowhere_else() -> None:
    first, second = look(("要抓好落实。他说不要着急。",))
    assert "exhort" in first
    assert "exhort" not in second


def test_the_parts_sum_to_the_score() -> None:
    table = default_weights()["news"]
    for signal in look(NEWS):
        score, opening = editorial.score(signal, table)
        assert sum(part.value for part in editorial.parts(signal, table)) == pytest.approx(score + opening)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("基础设施建设提档升级", "不是完整的句子"),
        ("图为活动现场。", "图片说明"),
        ("志愿者在打扫卫生。张三摄。", ""),
        ("会议通过了《意见。", "引号或括号不成对"),
        ("会议召开。", ""),
        ("会" * 700 + "。", "句子过长"),
    ],
)
def test_what_is_never_in_an_item(text: str, why: str) -> None:
    sentence = split([text])[0]
    assert editorial.exclusion(sentence, cues(sentence.text)) == why


@pytest.mark.parametrize(
    "text",
    [
        "他坐在轮椅上。",
        "该镇实行台账管理。",
        "此举受到好评。",
        "上述做法。",
        "同时，强化督查。",
        "其中，二等奖两名。",
        "这是缩影。",
    ],
)
def test_orphans_need_the_sentence_before(text: str) -> None:
    assert editorial.needs_previous(cues(text))


@pytest.mark.parametrize(
    "text", ["其他单位参加。", "会议强调，要抓落实。", "这些年来，变化很大。", "据悉，项目开工。"]
)
def test_these_stand_alone(text: str) -> None:
    assert not editorial.needs_previous(cues(text))


def test_followers_cannot_open() -> None:
    assert editorial.needs_any_before(cues("会上，区长讲话。"))
    assert editorial.needs_any_before(cues("此次培训提升了能力。"))
    assert not editorial.needs_any_before(cues("会议召开。"))
