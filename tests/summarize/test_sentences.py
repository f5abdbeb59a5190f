"""Sentences and their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.summarize.sentences import is_balanced, is_closed, split


def texts(*paragraphs: str) -> list[str]:
    return [sentence.text for sentence in split(paragraphs)]


def test_nothing() -> None:
    assert split([]) == split([""]) == split([" \u3000\n"]) == []


def test_marks_end_sentences() -> None:
    assert texts("一。二！三？四!五?六") == ["一。", "二！", "三？", "四!", "五?", "六"]


def test_semicolons_and_dots_end_none() -> None:
    assert texts("抓党建；促发展……成效明显。") == ["抓党建；促发展……成效明显。"]


def test_runs_of_marks_stay_together() -> None:
    assert texts("真的吗？！是的。。好。") == ["真的吗？！", "是的。。", "好。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“我们会努力。”区扶贫办负责人表示。下一句。", ["“我们会努力。”区扶贫办负责人表示。", "下一句。"]),
        ("“现在好了。”11月5日，居民王某来办事。", ["“现在好了。”", "11月5日，居民王某来办事。"]),
        ("“甲。”“乙。”10月15日，丙来了。", ["“甲。”", "“乙。”", "10月15日，丙来了。"]),
        ("“甲。”张三告诉记者，“乙。”丙来了。", ["“甲。”张三告诉记者，“乙。”", "丙来了。"]),
        ("“谁来管？”的问题解决了。好。", ["“谁来管？”的问题解决了。", "好。"]),
        ("他说：“甲。乙。”丙。", ["他说：“甲。乙。”", "丙。"]),
        ("“够了！”在书记看来，这还不够。", ["“够了！”在书记看来，这还不够。"]),
        ('"好。"他说。走。', ['"好。"他说。', "走。"]),
    ],
)
def test_quotes(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_nothing_ends_inside_brackets_and_titles() -> None:
    assert texts("他（注：已退休。）参加了《怎么办？》讨论。完。") == [
        "他（注：已退休。）参加了《怎么办？》讨论。",
        "完。",
    ]


def test_an_unclosed_quote_is_plain_text_and_ends_with_its_paragraph() -> None:
    assert texts("“甲。乙。", "丙。丁。") == ["“甲。", "乙。", "丙。", "丁。"]


@pytest.mark.parametrize(
    ("text", "n"),
    [("增长4.5倍.全区上下.", 2), ("No.1项目a.m.开工。", 1), ("R&D 3.0 版.", 1), ("见附件1.doc。", 1)],
)
def test_full_stops_of_half_width(text: str, n: int) -> None:
    assert len(split([text])) == n


def test_a_byline_is_in_no_sentence() -> None:
    (sentence,) = split(["本报讯（记者 李靓 通讯员 杨鹏）7月6日，区委召开会议。"])
    assert sentence.text == "7月6日，区委召开会议。"
    assert texts("某某融媒讯 春节刚过，群众忙碌。")[0].startswith("春节")
    assert texts("本报聊城3月15日讯(记者 张超) 15日，会议召开。") == ["15日，会议召开。"]


def test_words_that_only_end_like_a_byline_stay() -> None:
    assert texts("防汛办发布汛情通讯，要求值守。") == ["防汛办发布汛情通讯，要求值守。"]


def test_cut_off_lines_are_not_closed() -> None:
    assert [s.closed for s in split(["做到“两", "基础设施建设提档升级", "会议召开。"])] == [
        False,
        False,
        True,
    ]


def test_closed() -> None:
    assert all(map(is_closed, ["好。", "好！”", "好。）", "好……", "好.", "好?"]))
    assert not any(map(is_closed, ["", "好", "好，", "4.", "好：", "a.m."]))


def test_balanced() -> None:
    assert all(map(is_balanced, ["", "《“一”》（二）", '"三"']))
    assert not any(map(is_balanced, ["“一", "一”", "（《）》", '"']))


def test_offsets_count_code_points() -> None:
    first, second = split(["𠮷野家开业。 喆到场👍。"])
    assert (first.start, first.end) == (0, 6)
    assert (second.start, second.end) == (7, 12)


@given(st.lists(st.text(alphabet='区委会议。！？”“’‘（）《》；…，说表示 .!?"a1\n', max_size=60), max_size=4))
def test_sentences_are_verbatim_in_order_and_lose_nothing(paragraphs: list[str]) -> None:
    found = split(paragraphs)
    for sentence in found:
        assert paragraphs[sentence.paragraph][sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
    places = [(s.paragraph, s.start, s.end) for s in found]
    assert places == sorted(places)
    kept = "".join("".join(s.text.split()) for s in found)
    assert kept == "".join("".join(p.split()) for p in paragraphs)


def test_a_line_of_two_megabytes_takes_linear_time() -> None:
    line = "“区委召开会议，”他说。" * 100_000
    assert len(split([line])) == 100_000
    assert len(split(["“（《" * 300_000])) == 1
