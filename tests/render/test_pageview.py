"""The page that shows how pages are read: read back as HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from briefing.annotate import Annotator
from briefing.model import Box, Doubt, Line
from briefing.render.pageview import Drawing, Seen, render
from briefing.segment import read_page
from tests.segment.support import page

TEXT = """城阳日报
2018年11月7日

城阳区召开安全生产会议

本报讯（记者 钱二）7月6日上午，城阳区召开安全生产工作会议，总结上半年工作，部署下半年任务。

东港街道清扫街巷

本报讯（记者 李四）7月5日，东港街道组织志愿者清扫背街小巷，清运垃圾三十余车，受到居民好评。"""


@pytest.fixture(scope="module")
def seen() -> Seen:
    reading = read_page(page(TEXT))
    return Seen(reading, Annotator.default()(reading, date(2018, 11, 9)))


def line(html: str, number: int) -> str:
    """The list item of a line of the first page."""
    found = re.search(rf'<li id="l1-{number}".*?</li>', html, re.S)
    assert found
    return found[0]


def test_every_line_is_there_with_its_article_and_role(seen: Seen) -> None:
    html = render([seen]).decode()
    assert [len(re.findall(rf'id="l1-{n}"', html)) for n in (1, 2, 4, 6, 8, 10)] == [1] * 6
    assert 'data-a="1"' in line(html, 4) and "标题" in line(html, 4)
    assert 'data-a="2"' in line(html, 10)
    assert 'data-a=""' in line(html, 1) and "报头" in line(html, 1)


def test_the_legend_lists_title_and_district_of_each_article(seen: Seen) -> None:
    html = render([seen]).decode()
    cards = re.findall(r'<li class="card".*?</li>', html, re.S)
    assert ["城阳区召开安全生产会议" in cards[0], "东港街道清扫街巷" in cards[1]] == [True, True]
    assert "城阳区" in cards[0].split("区县")[1]


def test_a_doubt_stands_at_its_line_and_is_linked_from_the_legend(seen: Seen) -> None:
    first, second = seen.articles
    doubted = replace(second, warnings=(Doubt("join-uncertain", "不能确定<接在哪里>", ((10, 10),)),))
    html = render([replace(seen, articles=(first, doubted))]).decode()
    assert "不能确定&lt;接在哪里&gt;" in line(html, 10) and "doubtful" in line(html, 10)
    assert 'id="d1-2-0"' in line(html, 10) and 'href="#d1-2-0"' in html
    assert "存疑 1 处" in html


def test_a_line_of_no_article_is_marked_apart_from_furniture(seen: Seen) -> None:
    roles = tuple(pair for pair in seen.reading.roles if pair[0] != 1)
    html = render([replace(seen, reading=replace(seen.reading, roles=roles))]).decode()
    assert "未归入任何文章" in line(html, 1) and "未归入 1 行" in html
    assert "未归入任何文章" not in line(html, 2)


def test_parts_are_numbered_in_reading_order_and_point_at_each_other(seen: Seen) -> None:
    first, second = seen.articles
    moved = replace(second, source=replace(second.source, lines=((10, 10), (8, 8))))
    html = render([replace(seen, articles=(first, moved))]).decode()
    assert "2·1" in line(html, 10) and "2·2" in line(html, 8)
    assert 'href="#l1-8">2 接第 8 行 ↑' in line(html, 10)


def test_hostile_text_stays_text() -> None:
    text = '本报讯（记者 钱二）7月6日，<script>alert(1)</script>"&\x00\ud800 城阳区召开会议。'
    reading = read_page(page(text))
    html = render([Seen(reading, Annotator.default()(reading, date(2018, 11, 9)))]).decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_page_asks_nothing_of_the_network(seen: Seen) -> None:
    html = render([seen]).decode()
    assert "default-src 'none'" in html
    assert not re.search(r'(?:src|href)="(?!#|data:)', html)
    assert "http:" not in html and "https:" not in html


def test_over_an_image_stand_regions_badges_and_doubts() -> None:
    def box(number: int) -> Box:
        return (1.0, 50.0, 20.0 * number, 250.0, 20.0 * number + 10)

    lines = tuple(
        Line(n, text, box(n), 16.0 if n in {4, 8} else 10.0) for n, text in enumerate(TEXT.split("\n"), 1)
    )
    reading = read_page(replace(page(""), lines=lines))
    articles = Annotator.default()(reading, date(2018, 11, 9))
    doubt = Doubt("join-uncertain", "不能确定", ((6, 6),))
    doubted = tuple(replace(a, warnings=(doubt,)) if (6, 6) in a.source.lines else a for a in articles)
    html = render([Seen(reading, doubted, Drawing("data:image/png;base64,AA", 300, 400))]).decode()
    assert 'src="data:image/png;base64,AA"' in html and 'viewBox="0 0 300 400"' in html
    assert len(re.findall(r'<g data-a="\d+"', html)) == len(articles)
    assert re.search(r'<path class="title" d="M', html)
    assert 'aria-label="第 1 篇' in html


def test_articles_are_numbered_over_all_pages(seen: Seen) -> None:
    other = replace(seen, articles=tuple(replace(a, id=f"{a.id}x") for a in seen.articles))
    html = render([seen, other]).decode()
    assert [f'id="a2-{n}"' in html for n in (1, 3, 4)] == [False, True, True]
