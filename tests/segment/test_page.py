from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import Format, Given, Kind, Line, Page, Role
from briefing.segment import read_page
from briefing.text import squash
from tests.segment.support import covered, covered_by, page, read

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

NEWS = """城阳区召开安全生产会议
赵一鸣出席并讲话

本报讯（记者 钱二 通讯员 孙 三）7月6日上午，城阳区召开安全生产工作会议，总结上半年工作，部署下半年任务。

会议强调，要压实责任，排查隐患，确保全区安全生产形势稳定。"""

UNWRAPPED = """东港街道

“微网格”解决大问题

□本报记者 李四

8月3日，走进东港街道金水社区，网格员们正在为居民办理业务，大厅里秩序井然，居民们有说有笑，一派祥和景

象。今年以来，该街道把社区划成三十个网格，一格一员，实现了小事不出网格。

居民在社区大厅办事。王五摄

“有事找网格员，半天就有回音。”居民周大妈说。"""


def test_nothing() -> None:
    reading = read("")
    assert reading.articles == () and reading.furniture == ()


def test_blank_lines_only() -> None:
    assert read("\n \n　\n").articles == ()


def test_one_article() -> None:
    (article,) = read(NEWS).articles
    assert article.title == "城阳区召开安全生产会议"
    assert article.subtitle == "赵一鸣出席并讲话"
    assert article.authors == ("钱二", "孙三")
    assert article.kind is Kind.NEWS
    assert article.paragraphs[0].startswith("7月6日上午，城阳区召开")
    assert article.source.lines == ((1, 6),)


def test_a_sentence_goes_on_in_the_next_column_and_a_caption_does_not_break_in() -> None:
    (article,) = read(UNWRAPPED).articles
    assert article.kicker == "东港街道" and article.title == "“微网格”解决大问题"
    assert article.kind is Kind.FEATURE and article.authors == ("李四",)
    assert any("一派祥和景象。" in paragraph for paragraph in article.paragraphs)
    assert article.captions == ("居民在社区大厅办事。王五摄",)


def test_an_article_cut_off_at_the_end_is_kept_and_said() -> None:
    (article,) = read(NEWS + "\n\n会议要求，各级各部门要切实增强责任感，做到“两").articles
    assert "cut-off" in {doubt.code for doubt in article.warnings}
    assert article.paragraphs[-1].endswith("做到“两")


def test_justification_blanks_are_layout_and_wording_is_not() -> None:
    (article,) = read(NEWS.replace("压实责任", "压 实 责 任").replace("7月6日", "7 月 6日")).articles
    assert "要压实责任，" in article.paragraphs[-1]
    assert article.paragraphs[0].startswith("7月6日上午")


def test_a_printed_date_is_the_masthead() -> None:
    reading = read("城阳日报\n2018年 11月 7日 星期三\n\n" + NEWS)
    assert str(reading.masthead.published) == "2018-11-07"
    assert reading.masthead.paper == "城阳日报"


def test_a_separate_article_is_taken_as_its_source_gives_it() -> None:
    lines = (
        Line(1, "标题 一 号", role=Role.TITLE),
        Line(2, "本报讯（记者 张三）7月6日，我区召开会议。", role=Role.BODY),
        Line(3, "没有句号的一段", role=Role.BODY),
        Line(4, "又一段。（李四）", role=Role.BODY),
    )
    given = Given(paper="城阳日报", column="要闻", url="u")
    (article,) = read_page(Page("a.jsonl", Format.JSONL, "d", lines, given=given)).articles
    assert article.title == "标题 一 号"
    assert article.paragraphs == ("7月6日，我区召开会议。", "没有句号的一段", "又一段。")
    assert article.authors == ("张三", "李四") and article.sign_off == "（李四）"
    assert (article.source.paper, article.source.url, article.column) == ("城阳日报", "u", "要闻")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_nothing_of_a_real_page_is_dropped(path: Path) -> None:
    text = path.read_text("utf-8")
    reading = read(text)
    filled = {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    assert filled <= set(covered(reading))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_every_character_of_an_article_stands_on_its_lines(path: Path) -> None:
    text = path.read_text("utf-8").split("\n")
    for article in read("\n".join(text)).articles:
        source = squash("".join(text[n - 1] for a, b in article.source.lines for n in range(a, b + 1)))
        for part in [*article.paragraphs, article.title or "", article.kicker or "", *article.captions]:
            for piece in filter(None, [squash(part)[:12], squash(part)[-12:]]):
                assert piece in source


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_reading_is_deterministic(path: Path) -> None:
    text = path.read_text("utf-8")
    assert read(text) == read(text)


@given(st.lists(st.text("我区，。“”（）记者摄本报讯 12月日\t喆𠮷😀{%<&\x00\x0c", max_size=40), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_nothing_lost(lines: list[str]) -> None:
    reading = read_page(page("\n".join(lines)))
    filled = {line.number for line in reading.page.lines if squash(line.text)}
    assert filled <= set(covered(reading))


def test_hostile_text_stays_verbatim() -> None:
    hostile = "会议指出，R&D <3% {{ x }} {% y %}的投入要增加，喆𠮷😀同志参加。"
    (article,) = read(NEWS + "\n\n" + hostile).articles
    assert hostile in article.paragraphs


def test_a_very_long_line_is_read() -> None:
    (article,) = read("本报讯（记者 张三）" + "我区召开会议。" * 30_000).articles
    assert sum(map(len, article.paragraphs)) == 210_000


def test_more_rows_than_a_page_has_are_read_in_parts() -> None:
    reading = read("\n\n".join([NEWS] * 350))
    assert len(set(covered(reading))) >= 350 * 4


def test_what_is_doubtful_is_said_with_its_lines() -> None:
    # On a real page read out of order some joins are near things: each is a doubt on lines of its article.
    reading = read(next(path for path in SEEDS if path.name.startswith("001")).read_text("utf-8"))
    doubts = [(a, d) for a in reading.articles for d in a.warnings if d.code.endswith("-uncertain")]
    assert doubts
    assert all(
        d.lines and {n for a, b in d.lines for n in (a, b)} <= set(covered_by(one)) for one, d in doubts
    )


def test_masthead_fills_paper_and_page_of_the_source() -> None:
    (article,) = read("城阳日报\n2018年 11月 7日 星期三\n第3版\n\n" + NEWS).articles
    assert (article.source.paper, article.source.page) == ("城阳日报", "3")


def test_articles_on_one_line_have_ids_of_their_own() -> None:
    captions = "7月8日，城阳区居民在公园里晨练，享受夏日清凉。 王五 摄\n\n" * 2
    articles = read(captions + NEWS).articles
    assert len({article.id for article in articles}) == len(articles)


def test_every_line_of_an_article_has_its_role() -> None:
    reading = read("城阳日报\n2018年 11月 7日 星期三\n第3版\n\n" + NEWS + "（郑 晓）")
    roles = dict(reading.roles)
    assert [roles[n] for n in (1, 2, 3)] == [Role.FURNITURE] * 3
    assert [roles[n] for n in (5, 6, 8, 10)] == [Role.TITLE, Role.SUBTITLE, Role.BODY, Role.BODY]
    assert {n for article in reading.articles for n in covered_by(article)} <= roles.keys() | {7, 9}


HELD = (
    "本报讯（记者 钱二）5月12日下午，城阳区召开招商引资工作推进会，听取一季度招商引资工作情况汇报，"
    "安排部署下一阶段重点任务。"
)
STREETS = "本报讯（记者 孙三）5月10日，东港街道组织志愿者清扫背街小巷，清运垃圾三十余车。"


def test_a_short_title_above_the_first_text_of_a_page_is_its_title() -> None:
    met = (
        "9月5日下午，城阳区委召开常委会会议，传达学习上级会议精神，研究部署近期重点工作。会议强调，要提高政治站位，"
        "强化责任担当，以实际行动推动各项工作落实见效，确保完成全年目标任务。"
    )
    reading = read("\n\n".join(["区委召开常委会会议", met, "东港街道清扫街巷", STREETS]))
    assert [a.title for a in reading.articles] == ["区委召开常委会会议", "东港街道清扫街巷"]
    assert reading.articles[0].paragraphs == (met,)


def test_titles_beside_each_other_each_stand_over_their_own_text() -> None:
    reading = read("\n\n".join(["城阳区推进招商引资工作", "东港街道清扫街巷", HELD, STREETS]))
    assert [a.title for a in reading.articles] == ["城阳区推进招商引资工作", "东港街道清扫街巷"]


@pytest.mark.parametrize(
    "present", ["区领导周四、吴五参加会议。", "副区长郑六出席活动。", "区政府相关负责人列席会议。"]
)
def test_who_was_present_belongs_to_the_report(present: str) -> None:
    said = "会议指出，今年以来，全区新签约亿元以上项目18个，计划总投资126.5亿元，实现良好开局。"
    blocks = ["城阳区召开招商引资工作推进会", HELD, said, present, "东港街道清扫街巷", STREETS]
    reading = read("\n\n".join(blocks))
    assert reading.articles[0].paragraphs[-1] == present
    assert not any(a.captions for a in reading.articles)


def test_a_long_line_without_a_credit_that_breaks_off_is_no_photo() -> None:
    cut = "9月20日上午，随着第一车秋收的玉米运抵粮站，东港街道秋粮收购工作正式拉开帷幕，这也是该区推行的首个"
    rest = "智能化粮食收购点，从扦样、检验到结算全程不到二十分钟。"
    reading = read("\n\n".join(["东港街道开仓收粮", cut, rest, "东港街道清扫街巷", STREETS]))
    assert not any(a.kind is Kind.PHOTO or a.captions for a in reading.articles)


def test_a_typed_page_of_one_size_is_read_by_its_blank_lines() -> None:
    width = 40
    blocks = ["城阳区推进招商引资工作", HELD, "区领导周四、吴五参加会议。", "东港街道清扫街巷", STREETS]
    lines: list[Line] = []
    for block in blocks:
        for at in range(0, len(block), width):
            text, top = block[at : at + width], 70.0 + 18.0 * len(lines)
            box = (1, 72.0, top, 72.0 + 12.0 * len(text), top + 12.0)
            lines.append(Line(len(lines) + 1, text, box=box, size=12.0))
        lines.append(Line(len(lines) + 1, ""))
    reading = read_page(Page("a.pdf", Format.PDF, "0" * 64, tuple(lines)))
    assert [a.title for a in reading.articles] == ["城阳区推进招商引资工作", "东港街道清扫街巷"]
    assert reading.articles[0].paragraphs[-1] == "区领导周四、吴五参加会议。"
    assert all(a.source.boxes for a in reading.articles)


def test_a_photos_label_is_its_column() -> None:
    shown = "5月13日，农技人员在城阳区青林镇指导农户开展小麦病虫害防治。"
    reading = read("\n\n".join(["东港街道清扫街巷", STREETS, f"图片新闻：{shown}张伟 摄"]))
    (photo,) = [a for a in reading.articles if a.kind is Kind.PHOTO]
    assert (photo.column, photo.paragraphs, photo.authors) == ("图片新闻", (shown,), ("张伟",))
