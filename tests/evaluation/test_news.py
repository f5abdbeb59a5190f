"""The evening news as stories: titles, paragraphs, flashes; days for measuring are left out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evaluation import blocks, news, simulate

DAY = """# 《新闻联播》 (20240208)

## 新闻摘要

1.乡村小学开起木工课；

## 详细新闻

### 【一线见闻】乡村小学开起木工课 孩子动手乐趣多

<p><strong>央视网消息</strong>（新闻联播）：新学期，山里的小学添了一间木工房。</p><p>三十多名学生每周来两次，锯板、打磨、上漆都自己动手。</p>


### 国内联播快讯

<p><strong>央视网消息</strong>（新闻联播）：</p><p><strong>多地开通就医专线</strong></p><p>今天起，多个县城的公交增开到医院的专线，老人看病少走路。</p>

### 视频

<p>[完整视频](http://example.com)</p>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two days, one of them for measuring."""
    for day in ("20240208", "20260101"):
        (tmp_path / f"{day}.md").write_text(DAY, encoding="utf-8")
    (tmp_path / "catalogue.json").write_text("[]", encoding="utf-8")
    return tmp_path


def test_a_story_has_its_title_and_paragraphs_and_a_flash_is_a_story(folder: Path) -> None:
    found = list(news.stories(folder))
    assert {story.day for story in found} == {"20240208"}
    school, bus = found
    assert school.parts == ["乡村小学开起木工课", "孩子动手乐趣多"]
    assert school.paragraphs[0] == "新学期，山里的小学添了一间木工房。"
    assert school.length == sum(map(len, school.paragraphs))
    assert bus.title == "多地开通就医专线"
    assert bus.paragraphs == ("今天起，多个县城的公交增开到医院的专线，老人看病少走路。",)


def test_later_days_are_had_by_asking(folder: Path) -> None:
    assert {story.day for story in news.stories(folder, until="20261231")} == {"20240208", "20260101"}


def test_pages_are_drawn_from_both_pools() -> None:
    own = [_brief(f"本区第{n}所学校开学") for n in range(6)]
    more = [_brief(f"全国第{n}次会议召开") for n in range(20)]
    drawn = list(simulate.pages(12, own, seed=3, more=more))
    words = ["".join(row.text for row in page.rows) for page in drawn]
    assert any("全国" in text for text in words)
    assert any("本区" in text and "全国" not in text for text in words)
    for page in drawn:
        assert len(page.rows) == len(page.labels) == len(page.owners) == len(page.places)
        assert len({row.number for row in page.rows}) == len(page.rows)


def test_columns_in_bands_keep_every_line() -> None:
    def unit(name: str) -> list[list[blocks.Out]]:
        body = [[blocks.Out(f"{name}{column}{n}", "body", name) for n in range(4)] for column in "甲乙"]
        return [[blocks.Out(f"{name}标题", "title", name)], *body]

    units = [unit(str(n)) for n in range(3)]
    printed = sorted(str(out.raw) for one in units for block in one for out in block)
    for across in (False, True):
        mixed = blocks.in_bands(units, random.Random(1), across)
        assert sorted(str(out.raw) for one in mixed for block in one for out in block) == printed


def _brief(title: str) -> dict[str, object]:
    text = f"近日，{title}，干部群众纷纷点赞，大家表示要再接再厉，把工作做得更好。"
    return {
        "kind": "brief", "kicker": None, "title": title, "subtitle": None, "people": [], "paragraphs": [text],
        "section_heads": [], "captions": [],
    }  # fmt: skip


def test_stories_to_be_printed_are_signed_and_whole(tmp_path: Path) -> None:
    for day in range(10, 30):
        text = DAY.replace(
            "都自己动手。", "都自己动手。老师说，孩子们学会了专注，也更爱惜书桌和板凳。" * (day - 9)
        )
        (tmp_path / f"202402{day}.md").write_text(text, encoding="utf-8")
    found = news.printable(tmp_path, 30)
    assert found == news.printable(tmp_path, 30)
    assert len(found) > 10 and {story.kind for story in found} >= {"brief", "news"}
    for story in found:
        assert bool(story.people) == (story.byline != "none")
        told = "".join([*story.paragraphs, *story.captions])
        assert told.count("学会了专注") == int((story.event_date or "")[-2:]) - 9
