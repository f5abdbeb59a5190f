from dataclasses import replace
from datetime import date

from briefing.archive.matching import Known, match
from briefing.model import AnnotatedArticle
from tests.conftest import article

LONG = "11月7日，区委召开会议，研究部署下一阶段脱贫攻坚工作。会议强调，要压实责任，确保任务按期完成。"
OTHER = "昨日，南关街道组织志愿者清扫背街小巷，清运垃圾三十余车，受到居民一致好评，面貌焕然一新。"


def same(*articles: AnnotatedArticle) -> list[Known]:
    return [Known(one, True) for one in articles]


def changed(*articles: AnnotatedArticle) -> list[Known]:
    return [Known(one, False) for one in articles]


def test_nothing_known_or_nothing_new() -> None:
    assert match([], [article()]) == [None]
    assert match(same(article()), []) == []


def test_in_the_same_bytes_lines_decide() -> None:
    first, second = article(LONG, lines=((1, 5),)), article(OTHER, lines=((6, 9),))
    cut_otherwise = article("全新的文字。", lines=((6, 8),), title="新题")
    assert match(same(first, second), [cut_otherwise, first]) == [1, 0]


def test_the_larger_overlap_wins_and_nothing_is_matched_twice() -> None:
    whole = article(LONG + OTHER, lines=((1, 9),))
    assert match(same(whole), [article(lines=((1, 3),)), article(lines=((4, 9),))]) == [None, 0]


def test_two_captions_on_one_line_keep_apart() -> None:
    first = article("图一", id="p1", title="甲", lines=((4, 4),))
    second = article("图二", id="p2", title="乙", lines=((4, 4),))
    assert match(same(first, second), [second, first]) == [1, 0]
    assert match(same(first, second), [replace(second, id="x"), replace(first, id="y")]) == [1, 0]


def test_the_same_lines_of_two_pages_are_two_places() -> None:
    pages = [
        replace(one, source=replace(one.source, boxes=((number, 0.0, 0.0, 9.0, 9.0),)))
        for number, one in ((1.0, article(LONG, title="甲")), (2.0, article(OTHER, title="乙")))
    ]
    first, second = pages
    other = replace(second, id="z", title="丙", paragraphs=("读法变了。",))
    assert match(same(first, second), [other]) == [1]


def test_in_changed_bytes_the_text_decides_wherever_it_stands() -> None:
    edited = article(LONG.replace("压实", "夯实"), lines=((40, 44),), title="改过的题")
    assert match(changed(article(OTHER), article(LONG)), [edited]) == [1]


def test_another_text_is_another_article_even_under_the_same_title() -> None:
    assert match(changed(article(LONG, title="一周要闻")), [article(OTHER, title="一周要闻")]) == [None]


def test_a_form_text_under_another_date_is_another_article() -> None:
    forecast = "今天晴转多云，最高气温二十度，最低气温十度，偏北风三到四级，请注意防火。"
    old = article(forecast, published=date(2018, 11, 7))
    assert match(changed(old), [article(forecast.replace("二十", "十八"), published=date(2018, 11, 14))]) == [
        None
    ]
    assert match(changed(old), [article(forecast.replace("二十", "十八"), published=date(2018, 11, 7))]) == [
        0
    ]


def test_a_repeated_text_is_matched_in_order() -> None:
    assert match(changed(article(LONG), article(LONG)), [article(LONG)] * 3) == [0, 1, None]


def test_without_lines_or_text() -> None:
    assert match(same(article("", lines=(), title=None)), [article("", lines=(), title=None)]) == [0]


def test_text_of_any_length() -> None:
    long = article("".join(chr(0x4E00 + i * 7 % 20_000) for i in range(20_000)))
    assert match(changed(article(LONG), long), [long]) == [1]
