"""papers.toml: how a paper is known, what its profile does to reading, what is said of a wrong entry."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from briefing import profiles, resources
from briefing.config import Config
from briefing.errors import ConfigError
from briefing.model import Format, Given, Line, Page, Role
from briefing.newsroom import Newsroom
from briefing.profiles import Profile, applied, read

PAPER = """
[[paper]]
name = "今日魏都"
match = ["jinriweidu"]
home = "河南省许昌市魏都区"
masthead = ["魏都区融媒体中心主办"]
columns = ["魏都聚焦"]
bylines = ["本报编辑"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "papers.toml"
    path.write_text(text, "utf-8")
    return path


def page(text: str, path: str = "page.txt", paper: str | None = None) -> Page:
    lines = tuple(Line(number, line) for number, line in enumerate(text.splitlines(), 1))
    return Page(path, Format.PAGE_TEXT, "0" * 64, lines, given=Given(paper=paper))


@pytest.mark.parametrize(
    ("text", "path", "paper", "known"),
    [
        ("一、二", "来稿/20181107.txt", "今日魏都", True),
        ("一、二", "来稿/今日魏都/20181107.txt", None, True),
        ("一、二", "来稿/jinriweidu-1107.txt", None, True),
        ("今日魏都\n正文。", "a.txt", None, True),
        ("今 日 魏 都 2018年11月7日 星期三 第45期\n正文。", "a.txt", None, True),
        ("一、二", "a.txt", "今日余杭", False),
        ("一、二", "今日魏都.txt", "今日余杭", False),
        ("他在《今日魏都》上读到\n正文。", "a.txt", None, False),
        ("一、二", "a.txt", None, False),
    ],
)
def test_how_a_paper_is_known(tmp_path: Path, text: str, path: str, paper: str | None, known: bool) -> None:
    (profile,), _ = read(written(tmp_path, PAPER))
    told = applied(page(text, path, paper), [profile])
    assert (told.given.home == "河南省许昌市魏都区") is known
    assert (told.given.roles == ("本报编辑",)) is known


def test_the_longest_word_decides() -> None:
    papers = [Profile("今日魏都", home="一"), Profile("今日魏都教育", home="二")]
    assert applied(page("一", "今日魏都教育/1.txt"), papers).given.home == "二"
    assert applied(page("一", "今日魏都/1.txt"), papers).given.home == "一"


def test_what_is_stated_stays() -> None:
    stated = Page("今日魏都.txt", Format.PAGE_TEXT, "0", (), given=Given(home="安徽省合肥市长丰县"))
    given = applied(stated, [Profile("今日魏都", home="河南省许昌市魏都区")]).given
    assert (given.home, given.paper) == ("安徽省合肥市长丰县", "今日魏都")


def test_lines_of_the_masthead_and_labels() -> None:
    profile = Profile("今日魏都", masthead=("魏都区融媒体中心主办",), columns=("魏都聚焦",))
    text = "今日魏都 2018年11月7日\n魏都聚焦\n魏都聚焦新成效\n魏都区融媒体中心主办 第3版\n今日魏都城里"
    told = applied(page(text), [profile])
    assert [line.role for line in told.lines] == [Role.FURNITURE, Role.COLUMN, None, Role.FURNITURE, None]


TEXT = """魏都区融媒体中心主办
魏都聚焦
社区食堂开张老人乐享晚年
本报编辑 张晓明 李春
11月5日，我区首家社区食堂开张，老人们排起了长队，厨师忙着打菜，社区工作人员在一旁帮忙端饭。
食堂由区民政局牵头兴办，一荤两素十元钱，六十岁以上的老人再减两元，开张当天就餐的有一百多人。
"""


def test_a_page_read_with_its_profile(tmp_path: Path) -> None:
    newsroom = Newsroom.set_up(Config(papers=written(tmp_path, PAPER)))
    assert newsroom.problems == ()
    reading = newsroom.read(page(TEXT, "今日魏都-20181107.txt"))
    (one,) = newsroom.annotator(reading, date(2019, 1, 1))
    assert one.title == "社区食堂开张老人乐享晚年"
    assert one.column == "魏都聚焦"
    assert one.authors == ("张晓明", "李春")
    assert one.source.paper == "今日魏都"
    assert one.district.name == "魏都区"
    assert reading.furniture == ((1, 2),)


def test_without_a_profile_the_byline_is_unknown() -> None:
    newsroom = Newsroom.set_up(Config())
    articles = newsroom.read(page(TEXT)).articles
    assert all("张晓明" not in one.authors for one in articles)


def test_a_page_of_nothing_but_its_masthead() -> None:
    newsroom = Newsroom.set_up(Config())
    told = applied(page("今日魏都\n魏都聚焦"), [Profile("今日魏都", columns=("魏都聚焦",))])
    assert newsroom.read(told).articles == ()


@pytest.mark.parametrize(
    ("entry", "line", "key", "words"),
    [
        ('home = "河南省许昌市魏都区"', 2, "name", "缺报名"),
        ('name = "甲报"\nhome = "某某省某某县"', 4, "home", "全称"),
        ('name = "甲报"\ncolumn = ["a"]', 4, "column", "columns"),
        ('name = "甲报"\ncolumns = "聚焦"', 4, "columns", "列表"),
        ('name = "甲报"\ncolumns = [1]', 4, "columns", "列表"),
        ("name = 1", 3, "name", "引号"),
        ('name = ""', 3, "name", "引号"),
        ('name = "乙报"', 3, "name", "前面已经有了"),
    ],
)
def test_a_wrong_entry_is_told_and_the_others_hold(
    tmp_path: Path, entry: str, line: int, key: str, words: str
) -> None:
    first = '[[paper]]\nname = "乙报"\n' if "乙报" in entry else ""
    path = written(tmp_path, f"{first}\n[[paper]]\n{entry}\n[[paper]]\nname = '丙报'\n")
    newsroom = Newsroom.set_up(Config(papers=path))
    (problem,) = newsroom.problems
    place = line + first.count("\n")
    assert problem.message.startswith(f"{path}：第 {place} 行“{key}”：")
    assert words in problem.message
    assert "丙报" in [one.name for one in newsroom.papers]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[paper]]\nname = 甲\n", "第 2 行"),
        ('[paper]\nname = "甲"', "两层方括号"),
        ('name = "甲"', "第 1 行“name”"),
        ('paper = [{name = "甲"}]', "两层方括号"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=r"papers\.toml") as error:
        read(written(tmp_path, text))
    assert words in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="无法读取"):
        Newsroom.set_up(Config(papers=tmp_path / "none.toml"))


def test_the_sample_changes_nothing_and_its_example_is_right(tmp_path: Path) -> None:
    sample = resources.data("papers.example.toml")
    assert read(sample) == ((), ())
    lines = sample.read_text("utf-8").splitlines()
    example = "\n".join(line.removeprefix("# ") for line in lines[lines.index("# [[paper]]") :])
    (profile,), flaws = read(written(tmp_path, example))
    assert flaws == ()
    assert set(tomllib.loads(example)["paper"][0]) == set(profiles._KEYS)
    assert profile.home
