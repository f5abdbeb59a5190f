"""Articles that go on on another page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.model import Article, Format, Given, Line, Page, Reading
from briefing.segment import join, read_page
from briefing.segment.marks import number, strip
from tests.segment.support import covered, covered_by, page

LEAD = """区委召开全会部署明年工作

本报讯（记者 钱二）12月6日，区委召开会议，总结今年工作，部署明年任务。会议指出，一年来各项事业取得新的成"""
REST = """绩，群众的获得感不断增强。

会议强调，要坚持稳中求进，把项目建设摆在突出位置，推动高质量发展迈出更大步伐。"""
OTHER = """东港街道清扫街巷

本报讯（记者 李四）12月5日，东港街道组织志愿者清扫背街小巷，清运垃圾三十余车，受到居民好评。"""
PRAISE = "居民称赞不已，老人们纷纷为这一做法点赞，说环境变好了，心情也舒畅了。"
SECOND = """南湖小学开展消防演练

本报讯（记者 王五）12月4日，南湖小学组织师生开展消防演练，三百余名学生在老师带领下有序撤离。"""


def sheet(text: str, number: int = 1, path: str = "a/1.txt", given: Given | None = None) -> Page:
    """A page of a file of its own."""
    return replace(page(text), path=path, digest=path.ljust(64), number=number, given=given or Given())


def one_file(*texts: str) -> list[Page]:
    """Pages of one file, lines counted over all."""
    pages: list[Page] = []
    line = 1
    for place, text in enumerate(texts, start=1):
        lines = tuple(Line(line + n, words) for n, words in enumerate(text.split("\n")))
        line += len(lines)
        pages.append(Page("paper.txt", Format.PAGE_TEXT, "0" * 64, lines, place))
    return pages


def issue(*pages: Page) -> tuple[Reading, ...]:
    return join([read_page(one) for one in pages])


def named(readings: tuple[Reading, ...], title: str) -> list[Article]:
    return [a for reading in readings for a in reading.articles if title in (a.title or "")]


def codes(article: Article) -> set[str]:
    return {doubt.code for doubt in article.warnings if doubt.code.startswith("jump")}


FORWARD = [
    "（下转第2版）",
    "下转第二版",
    "（下转二版）",
    "(下转2版)",
    "▶▶下转第02版",
    "（转第3版）",
    "【下转A2版】",
    "（下转 第 2 版 ）",
]
BACKWARD = [
    "（上接第1版）",
    "上接第一版",
    "(上接1版)",
    "（紧接第1版）",
    "（接一版）",
    "◀上接A1版",
    "（上接01版）",
]


@pytest.mark.parametrize("mark", FORWARD)
def test_a_mark_belongs_to_no_article_and_its_line_to_the_furniture(mark: str) -> None:
    reading = read_page(page(f"{LEAD}\n{mark}\n\n{OTHER}"))
    first, second = reading.articles
    assert first.paragraphs[-1].endswith("新的成")
    assert "转" not in "".join((*first.paragraphs, *second.paragraphs, second.title or ""))
    assert codes(first) == {"jump-ahead"} and not codes(second)
    assert "cut-off" not in {doubt.code for doubt in first.warnings}
    assert (4, 4) in reading.furniture
    assert sorted(set(covered(reading)) | {2, 5, 7}) == list(range(1, 9))


@pytest.mark.parametrize("mark", BACKWARD)
def test_the_rest_is_an_article_of_its_own_until_its_beginning_is_read(mark: str) -> None:
    for text in (f"{mark}\n{REST}\n\n{OTHER}", f"区委召开全会部署明年工作\n{mark}\n\n{REST}\n\n{OTHER}"):
        reading = read_page(page(text))
        (rest,) = [a for a in reading.articles if codes(a)]
        assert codes(rest) == {"jump-behind"}
        assert rest.paragraphs[0].startswith("绩，群众")
        assert len(reading.articles) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}（下转第2版）\n\n{OTHER}",
        f"{LEAD}（下转\n第2版）\n\n{OTHER}",
        f"{LEAD}。 下转第2版\n\n{OTHER}",
    ],
)
def test_a_mark_on_a_line_with_text_is_cut_off_it(text: str) -> None:
    first, _ = read_page(page(text)).articles
    assert first.paragraphs[-1].rstrip("。").endswith("新的成")
    assert 3 in covered_by(first)


@pytest.mark.parametrize("place", ["（上接第1版）", "（上接第一版） "])
def test_a_mark_before_or_behind_words_of_its_line_is_cut_off(place: str) -> None:
    before = read_page(page(f"{place}{REST}")).articles[0]
    assert before.paragraphs[0].startswith("绩，")
    behind = read_page(page(f"区委召开全会部署明年工作{place}\n\n{REST}")).articles[0]
    assert behind.title == "区委召开全会部署明年工作"
    assert codes(before) == codes(behind) == {"jump-behind"}


@pytest.mark.parametrize(
    "text",
    [
        "居民在社区服务站转了三圈。",
        "该企业由乡镇企业转型升级。",
        "记者接到市民电话。",
        "（转载请注明出处）",
        "（接受采访）",
        "（见第2版）",
        "转三版",
    ],
)
def test_other_words_are_no_mark(text: str) -> None:
    found = page(f"{text}\n本报讯（记者 钱二）{text}")
    assert strip(found) == (found, ())


@pytest.mark.parametrize(
    ("printed", "one"),
    [
        ("2", "2"),
        ("02", "2"),
        ("二", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("a02", "A2"),
        ("Ｂ３", "B3"),
    ],
)
def test_pages_are_numbered_in_one_form(printed: str, one: str) -> None:
    assert number(printed) == one


def test_two_pages_of_one_file_are_joined() -> None:
    readings = issue(
        *one_file(f"{LEAD}\n（下转第2版）\n\n{OTHER}", f"区委召开全会\n（上接第1版）\n\n{REST}\n\n{SECOND}")
    )
    (whole,) = named(readings, "区委召开全会")
    assert whole.paragraphs[0].startswith("12月6日") and "新的成绩，群众" in whole.paragraphs[0]
    assert whole.paragraphs[-1].endswith("更大步伐。") and len(whole.paragraphs) == 2
    assert not whole.warnings
    assert covered_by(whole) == [1, 2, 3, 9, 12, 13, 14]
    (rest,) = whole.source.continued
    assert (rest.path, rest.lines) == ("paper.txt", ((9, 9), (12, 14)))
    assert [len(reading.articles) for reading in readings] == [2, 1]


def test_two_files_of_one_folder_are_joined_in_either_order() -> None:
    first = sheet(f"今日魏都\n第1版\n2018年12月7日\n\n{LEAD}\n（下转第2版）\n\n{OTHER}")
    second = sheet(f"今日魏都\n第2版\n2018年12月7日\n\n（上接第1版）\n{REST}\n\n{SECOND}", path="a/2.txt")
    for pages in ((first, second), (second, first)):
        readings = issue(*pages)
        (whole,) = named(readings, "区委召开全会")
        assert whole.source.path == "a/1.txt" and whole.id == read_page(first).articles[0].id
        assert whole.source.lines == read_page(first).articles[0].source.lines
        assert [(c.path, c.digest, c.page) for c in whole.source.continued] == [
            ("a/2.txt", second.digest, "2")
        ]
        assert sum(len(reading.articles) for reading in readings) == 3


@pytest.mark.parametrize(
    "second",
    [
        sheet(f"今日魏都\n第2版\n2018年12月14日\n\n（上接第1版）\n{REST}", path="a/2.txt"),  # next week's
        sheet(f"今日魏都\n第2版\n2018年12月7日\n\n（上接第1版）\n{REST}", path="b/2.txt"),  # another folder's
        sheet(f"今日魏都\n第3版\n2018年12月7日\n\n（上接第1版）\n{REST}", path="a/2.txt"),  # another page
        sheet(
            f"今日魏都\n第2版\n2018年12月7日\n\n（上接第4版）\n{REST}", path="a/2.txt"
        ),  # from another page
        sheet(f"（上接第1版）\n{REST}", path="a/2.txt", given=Given(paper="别的报")),
    ],
)
def test_what_is_not_of_one_issue_is_not_joined(second: Page) -> None:
    given = Given(paper="今日魏都")
    first = sheet(f"今日魏都\n第1版\n2018年12月7日\n\n{LEAD}\n（下转第2版）", given=given)
    readings = issue(first, second)
    assert [[codes(a) for a in reading.articles] for reading in readings] == [
        [{"jump-ahead"}],
        [{"jump-behind"}],
    ]


def test_of_two_that_could_follow_the_one_whose_title_is_printed_again_does() -> None:
    front = f"{LEAD}\n（下转第2版）\n\n{OTHER[:-8]}\n（下转第2版）"
    rests = f"区委召开全会\n（上接第1版）\n\n{REST}\n\n东港街道清扫街巷\n（上接第1版）\n\n{PRAISE}"
    readings = issue(*one_file(front, rests))
    assert [a.title for a in readings[0].articles] == ["区委召开全会部署明年工作", "东港街道清扫街巷"]
    assert "心情也舒畅" in readings[0].articles[1].paragraphs[-1]
    assert not readings[1].articles


def test_of_two_that_could_follow_neither_is_joined_and_all_say_so() -> None:
    front = f"{LEAD.replace('新的成', '新的突破。')}\n（下转第2版）\n\n{OTHER}\n（下转第2版）"
    rests = f"项目提速\n（上接第1版）\n\n{REST[13:].strip()}\n\n环境见效\n（上接第1版）\n\n{PRAISE}"
    readings = issue(*one_file(front, rests))
    assert [codes(a) for reading in readings for a in reading.articles] == [{"jump-uncertain"}] * 4
    assert all(
        "不能确定" in d.message and d.lines
        for r in readings
        for a in r.articles
        for d in a.warnings
        if d.code == "jump-uncertain"
    )


def test_a_sign_pairs_marks() -> None:
    front = f"{LEAD.replace('新的成', '新的突破。')}\n（下转第2版①）\n\n{OTHER}\n（下转第2版②）"
    one, two = "项目提速\n①（上接第1版）", "环境见效\n②（上接第1版）"
    rests = f"{two}\n\n{PRAISE}\n\n{one}\n\n{REST[13:].strip()}"
    readings = issue(*one_file(front, rests))
    assert "心情也舒畅" in readings[0].articles[1].paragraphs[-1] and not readings[1].articles


def test_an_article_over_three_pages_is_one() -> None:
    middle = REST.replace("更大步伐。", "更大步")
    third = "（上接第2版）\n伐。全会号召，全区上下同心协力，再创佳绩。"
    readings = issue(
        *one_file(f"{LEAD}\n（下转第2版）", f"（上接第1版）\n{middle}\n（下转第3版）", f"{third}\n\n{OTHER}")
    )
    (whole,) = named(readings, "区委")
    assert whole.paragraphs[-1].endswith("更大步伐。全会号召，全区上下同心协力，再创佳绩。")
    assert len(whole.source.continued) == 2 and not codes(whole)


def test_the_rest_of_one_article_takes_nothing_else_of_its_page() -> None:
    # Its text breaks off in the middle of a clause, and so does the other's beginning: neither goes on here.
    text = f"{LEAD}\n（下转第2版）\n\n群众反映的问题得到解决，大家都很满意。\n\n{OTHER}"
    first = read_page(page(text)).articles[0]
    assert first.paragraphs[-1].endswith("新的成")


def test_a_later_warning_about_another_files_lines_names_that_file() -> None:
    first = sheet(f"{LEAD}\n（下转第2版）")
    second = sheet(f"（上接第1版）\n{REST[:-6]}", path="a/2.txt")
    (whole,) = issue(first, second)[0].articles
    (doubt,) = [d for d in whole.warnings if d.code == "cut-off"]
    assert not doubt.lines and "a/2.txt 第" in doubt.message


def test_no_marks_no_change() -> None:
    readings = [read_page(one) for one in one_file(OTHER, SECOND)]
    assert join(readings) == tuple(readings)
    assert join([]) == ()


def test_a_published_day_given_to_all_files_is_theirs() -> None:
    given = Given(published=date(2018, 12, 7))
    first = sheet(f"{LEAD}\n（下转第2版）", given=given)
    second = sheet(f"2018年12月14日\n\n（上接第1版）\n{REST}", path="a/2.txt", given=given)
    assert [len(reading.articles) for reading in issue(first, second)] == [1, 1]
