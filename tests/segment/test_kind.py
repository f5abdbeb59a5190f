"""What is a notice, and what is news of one."""

import json
from pathlib import Path

import pytest

from briefing.intake import Found, read
from briefing.model import Kind
from briefing.segment import read_page

TEXT = "2月24日，专场招聘会在沙镇镇政府院内举行，38家企业提供岗位960个，现场达成就业意向274人。"


def kind(folder: Path, title: str) -> Kind:
    path = folder / "a.jsonl"
    path.write_text(json.dumps({"title": title, "text": TEXT}), "utf-8")
    (page,) = read(Found(path.name, path))
    (article,) = read_page(page).articles
    return article.kind


@pytest.mark.parametrize(
    "title",
    [
        "征稿启事",
        "遗失声明",
        "某某局关于道路施工的公告",
        "拟任职干部公示（第3号）",
        "某某公司招聘信息",
        "讣告",
    ],
)
def test_what_calls_itself_a_notice_is_one(tmp_path: Path, title: str) -> None:
    assert kind(tmp_path, title) is Kind.NOTICE


@pytest.mark.parametrize(
    "title",
    [
        "“春风行动”第二场招聘会走进沙镇",
        "招聘会进社区",
        "县政府发布禁放烟花通告",
        "拍卖行里的老匠人",
        "遗失的古村",
        "公示栏前话变迁",
    ],
)
def test_a_report_that_speaks_of_one_is_news(tmp_path: Path, title: str) -> None:
    assert kind(tmp_path, title) is not Kind.NOTICE
