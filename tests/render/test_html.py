"""The page as a browser reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.errors import ConfigError
from briefing.render import render
from briefing.resources import templates
from tests.render.readback import html, html_texts, made
from tests.render.sample import briefing, full, one

SOURCE = (templates() / "一周要闻.html").read_text("utf-8")


@pytest.fixture(scope="module")
def data() -> bytes:
    return made(full(), "html")


def test_every_item_with_its_credit(data: bytes) -> None:
    items = [i for s in full().sections for g in s.themes for i in g.items]
    marked = [f"{n}{i.headline}{'续' if i.continued else ''}" for n, i in enumerate(items, 1)]
    assert html_texts(data, "h4") == marked
    bodies = html_texts(data, "p.text")
    assert all(body.startswith(i.text) for body, i in zip(bodies[:12], items, strict=True))
    assert bodies[1].endswith("（李洁）")


def test_every_item_opens_to_its_source_and_sentences(data: bytes) -> None:
    items = [i for s in full().sections for g in s.themes for i in g.items]
    opened = html_texts(data, "details")
    assert len(opened) == len(items)
    for text, i in zip(opened, items, strict=True):
        assert all(sentence.text in text for sentence in i.sentences)
        assert all(source.path in text for source in i.sources)
    assert "来稿/2018-11-07_1.txt，第187—203、210—226行" in opened[4]
    assert "底色处为代换" in opened[4]
    assert html_texts(data, "mark") == ["11月6日", "魏都区"]


def test_a_sentence_names_its_source_where_there_are_several(data: bytes) -> None:
    assert "《今日魏都》2018年11月7日第3版，原文第1段" in html_texts(data, "details")[1]
    assert "《今日魏都》2018年11月7日第3版，原文第1段" not in html_texts(data, "details")[0]


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
    assert html_texts(page, "summary") == ["原文：出处未详"]
    assert html_texts(page, "span.credit") == [""]
    assert html_texts(page, "p.alert") == []


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


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
