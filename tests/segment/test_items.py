"""Digests whose items begin with a mark; advertisements and imprints among articles."""

from __future__ import annotations

import pytest

from tests.segment.support import covered_by, read

MARK_ITEMS = (
    "{}近日，区教育局等九部门启动职业教育活",
    "动周，开展十四项活动，向全社会弘扬劳动",
    "光荣、技能宝贵的时代风尚。",
    "{}日前，区工信局正式批复试验频率使用许",
    "可，支持有关单位开展技术试验，加快推动",
    "全区技术研发、标准研制与产业化进程。",
    "{}5月8日，首场退役军人专场招聘活动在南",
    "湖镇举行，现场有七个专区，九十五家企业",
    "提供一万三千个就业岗位。",
)
STORY = (
    "东山县春耕生产全面展开",
    "本报讯（记者 王立军）4月12日，东山县春",
    "耕生产全面展开，各乡镇组织农机下田，抢",
    "抓农时播种早稻。今年全县计划播种十二万",
    "亩，比去年增加五千亩。",
)


@pytest.mark.parametrize("mark", "●▲■◆▪")
@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_each_marked_paragraph_is_an_item(mark: str, blank: str) -> None:
    lines = [line.format(mark) for line in MARK_ITEMS]
    items = ["\n".join(lines[at : at + 3]) for at in (0, 3, 6)]
    reading = read(blank.join(["\n".join(STORY), "简 讯", *items]))
    assert [len(article.paragraphs) for article in reading.articles] == [1, 1, 1, 1]


def test_a_headline_loses_its_mark() -> None:
    text = ("■春耕生产全面展开", *STORY[1:], "■西林区图书馆新馆正式开放", *STORY[1:])
    assert [article.title for article in read("\n".join(text)).articles] == [
        "春耕生产全面展开",
        "西林区图书馆新馆正式开放",
    ]


def test_a_line_apart_that_the_text_says_again_is_a_headline() -> None:
    text = ("记者从区发改局了解到，为确保春耕化肥供应，", "我区将督促企业做好保供稳价工作。")
    reading = read("\n".join([*STORY, "", "我区将多举措做好春耕化肥保供稳价", "", *text]))
    assert [article.title for article in reading.articles] == [STORY[0], "我区将多举措做好春耕化肥保供稳价"]


@pytest.mark.parametrize(
    "lines",
    [
        ("公益广告", "讲文明 树新风"),
        ("东山县融媒体中心宣", "文明出行从我做起"),
        ("公益广告", "遵守交通规则 安全文明出行", "东山县委宣传部 东山县文明办"),
        ("本报地址：东山县人民路74号", "邮编：455838", "印刷：东山日报印务中心"),
        ("中共东山县委主管 东山县融媒体中心主办", "内部资料 免费交流"),
        ("版面设计 郝婧",),
    ],
)
def test_advertisements_and_imprints_are_no_article(lines: tuple[str, ...]) -> None:
    reading = read("\n".join([*STORY, "", *lines]))
    assert [covered_by(article) for article in reading.articles] == [[1, 2, 3, 4, 5]]


def test_an_appeal_alone_may_be_a_headline() -> None:
    reading = read("\n".join(["垃圾分类 从我做起", *STORY[1:]]))
    assert [article.title for article in reading.articles] == ["垃圾分类 从我做起"]
