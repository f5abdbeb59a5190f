"""The page as a browser reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.config import Config, Layout
from briefing.errors import ConfigError
from briefing.model import Continuation, Format, Source
from briefing.render import render
from briefing.resources import templates
from tests.render.readback import contrast, html, html_texts, made
from tests.render.sample import article, briefing, full, items_of, one, printed, undone

SOURCE = (templates() / "一周要闻.html").read_text("utf-8")


@pytest.fixture(scope="module")
def data() -> bytes:
    return made(full(), "html", articles=printed(full()))


def test_every_item_with_its_credit(data: bytes) -> None:
    items = items_of(full())
    tags = ["续" * i.continued + "补" * i.late for i in items]
    marked = [f"{n}{i.headline}{tag}" for n, (i, tag) in enumerate(zip(items, tags, strict=True), 1)]
    assert html_texts(data, "h4") == marked
    bodies = html_texts(data, "p.text")
    assert all(body.startswith(i.text) for body, i in zip(bodies[:12], items, strict=True))
    assert bodies[1].endswith("（李洁）")


def test_every_item_opens_to_its_source_and_sentences(data: bytes) -> None:
    items = items_of(full())
    opened = [text for text in html_texts(data, "details") if text.strip().startswith("核对原文")]
    assert len(opened) == len(items)
    for text, i in zip(opened, items, strict=True):
        assert all(undone(sentence) in text for sentence in i.sentences if not sentence.substitutions)
        assert all(source.path in text for source in i.sources)
        assert "下一步还将继续推进。" in text
    assert "来稿/2018-11-07_1.txt，第187—203、210—226行" in opened[4]
    assert "署名：李靓、杨鹏" in opened[4]


def test_what_was_taken_is_marked_in_the_whole_article(data: bytes) -> None:
    items = items_of(full())
    taken = [undone(sentence) for i in items for sentence in i.sentences if not sentence.substitutions]
    assert [text for text in html_texts(data, "mark.start") if text in taken] == taken
    assert "6日11月6日" in html_texts(data, "mark.start") and "我区魏都区" in html_texts(data, "mark")
    assert html_texts(data, "del") == ["6日", "我区"]
    assert html_texts(data, "ins") == ["11月6日", "魏都区"]
    assert "下一步还将继续推进。" not in "".join(html_texts(data, "mark") + html_texts(data, "mark.start"))


def test_a_second_report_is_named(data: bytes) -> None:
    assert "《许昌日报》2018年11月7日第A02版" in html_texts(data, "h5")
    assert "同一件事的另一篇报道，没有摘用其中的话。" in html_texts(data, "details")[1]


def test_without_the_articles_the_sentences_are_listed() -> None:
    page = made(full(), "html")
    sentences = [sentence for i in items_of(full()) for sentence in i.sentences]
    assert html_texts(page, "q") == [sentence.text for sentence in sentences]
    assert not re.search("<mark", page.decode())
    assert html_texts(page, "ins") == ["11月6日", "魏都区"]
    assert "原文第1段，第1—" in html_texts(page, "span.where")[0]


def test_a_sentence_that_its_article_does_not_have_is_a_doubt() -> None:
    page = made(one(), "html", articles={"a-1": article("a-1", "11月6日，甲区召开会议。")})
    assert html_texts(page, "p.doubt") == ["※ 待核下面的话与上面的原文对不上："]
    assert html_texts(page, "q") == ["11月5日，甲区召开会议。"]
    assert not re.search("<mark", page.decode())


def test_where_photos_and_what_was_left_out_stand(data: bytes) -> None:
    assert "《今日魏都》2018年11月7日第3版　2018-11-07_3.txt，第1—9行" in html_texts(data, "article.photo")[0]
    left = next(text for text in html_texts(data, "span.where") if text.startswith("与第5条同一事件"))
    assert left.endswith("《今日魏都》2018年11月7日第3版　2018-11-07_3.txt，第1—9行")


def test_the_figures_as_a_chart_and_as_tables(data: bytes) -> None:
    figures = full().statistics
    drawn = html_texts(data, "svg")
    assert len(drawn) == 2
    for text, tallies in zip(drawn, (figures.by_place, figures.by_theme), strict=True):
        assert all(f"{one.name}\n" in text and f"{one.n}条 / {one.articles}篇" in text for one in tallies)
    places, themes, grid = html_texts(data, "table")
    head = "区县要闻图片文章" + "".join(f"2018年第{n}周文章" for n in (42, 43, 44))
    assert places.split()[:2] == [head, "魏都区518675"]
    assert "城市建设与文明创建202111" in themes
    assert "合计" in grid and "北关区" in grid
    assert "本期没有消息的：建安区（上次见报：2018年10月31日）、东昌府区。" in html_texts(data, "p.legend")


def test_without_figures_there_is_no_chart() -> None:
    assert html_texts(made(one(), "html"), "svg") == []


def test_the_check_list_is_not_printed_where_the_office_wants_none() -> None:
    quiet = Config(layout=Layout(check_page=False))
    page = render(full(), "html", templates(), quiet).data
    assert len(html_texts(page, "section.check screen")) == 1
    assert html_texts(made(full(), "html"), "section.check screen") == []


def test_headings_are_in_order_and_ids_unique(data: bytes) -> None:
    page = html(data)
    assert page.outline[0] == 1 and page.outline.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(page.outline, page.outline[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))


def test_every_link_leads_somewhere_on_the_page_and_nothing_is_fetched(data: bytes) -> None:
    page = html(data)
    assert {address for address in page.addresses if address.removeprefix("#") not in page.ids} == set()
    assert all(address.startswith("#") for address in page.addresses)
    assert not re.search(r"url\(|@import|<script|<link", data.decode())
    assert "default-src 'none'" in data.decode()


def test_landmarks_and_language(data: bytes) -> None:
    text = data.decode()
    assert text.startswith('<!doctype html>\n<html lang="zh-CN">')
    names = [name.partition(".")[0] for name, _ in html(data).found]
    assert [names.count(mark) for mark in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]


def test_nothing_in_nothing_out() -> None:
    page = made(briefing(), "html")
    assert html_texts(page, "p.lead") == ["本期没有要闻。"]
    assert html_texts(page, "h2") == []


def test_an_item_without_source_or_credit() -> None:
    page = made(one(), "html")
    assert html_texts(page, "summary") == ["核对原文：出处未详"]
    assert html_texts(page, "span.credit") == [""]
    assert html_texts(page, "p.alert") == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *(("ink", paper) for paper in ("paper", "sheet", "mark")),
        *(("soft", paper) for paper in ("paper", "sheet")),
        *(("red", paper) for paper in ("paper", "sheet")),
        ("on-red", "red"),
        ("doubt", "doubt-paper"),
    ],
)
def test_contrast_is_that_of_wcag_aa(scheme: int, ink: str, paper: str) -> None:
    blocks = re.findall(r":root \{([^}]*)\}", SOURCE)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[scheme]))
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ titel }}", r"“一周要闻.html”第3行“\{\{ titel \}\}”用了没有的字段“titel”"),
        ("{% for x in sections %}", r"第\d+行.*标记写错了"),
        ("{{ title|span }}", r"“\{\{ title\|span \}\}”标记用错了对象"),
        ("{{ 1 // 0 }}", r"标记用错了对象"),
        ("{{ sections.append(1) }}", r"用了没有的字段“append”"),
        ("{{ title.__class__.__mro__ }}", r"用了模板里不许用的写法"),
    ],
)
def test_a_wrong_tag_is_one_line(tmp_path: Path, tag: str, said: str) -> None:
    (tmp_path / "一周要闻.html").write_text(f"<!doctype html>\n<title>x</title>\n{tag}\n", "utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        render(full(), "html", tmp_path)
    assert "\n" not in str(caught.value)


def test_a_template_saved_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "一周要闻.html").write_bytes("<title>一周要闻</title>".encode("gb18030"))
    with pytest.raises(ConfigError, match="不是 UTF-8 编码"):
        render(full(), "html", tmp_path)


def test_the_pages_that_an_article_goes_on_on_are_named() -> None:
    further = Continuation("b.txt", "0" * 64, "3", ((4, 9),))
    where = Source("a.txt", Format.PAGE_TEXT, page="1", continued=(further,))
    page = made(one(), "html", articles={"a-1": article("a-1", "11月5日，甲区召开会议。", source=where)})
    assert "接第3版：b.txt，第4—9行" in html_texts(page, "p.where")


@pytest.mark.parametrize(
    "wanted",
    [":focus-visible", "prefers-reduced-motion", "prefers-color-scheme: dark", "@media print", "size: A4"],
)
def test_the_style_sheet_thinks_of_everybody(wanted: str) -> None:
    assert wanted in SOURCE


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://example.cn/?a=1&b=“2”", True), ("javascript:alert(1)", False), ("data:text/html,x", False)],
)
def test_an_article_of_the_web_is_linked(url: str, linked: bool) -> None:
    where = Source("a.html", Format.HTML, url=url)
    page = made(one(), "html", articles={"a-1": article("a-1", "11月5日，甲区召开会议。", source=where)})
    assert (url in html(page).addresses) == linked
    assert url.encode() not in page.replace(b"&amp;", b"&") or linked
