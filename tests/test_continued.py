"""An article on two pages, from the files into the archive and out again, in whatever order they are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing import inspection, lookup, weekly
from briefing.archive import Archive
from briefing.cli import app
from briefing.config import Config
from briefing.model import AnnotatedArticle, Given
from briefing.render import pageview
from briefing.results import Ingestion, Outcome, Watch, Wish

TODAY = date(2018, 12, 9)
STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)

FRONT = """今日魏都
第1版
2018年12月7日

魏都区委召开全会部署明年工作

本报讯（记者 李靓）12月6日，魏都区委召开会议，总结今年工作，部署明年任务。会议指出，一年来各项事业取得新的成
（下转第2版）

南关街道清扫街巷

本报讯（记者 付家宝）12月5日，魏都区南关街道组织志愿者清扫背街小巷，清运垃圾三十余车，受到居民好评。
"""
REST = """魏都区委召开全会部署明年工作
（上接第1版）

绩，群众的获得感不断增强。

会议强调，要坚持稳中求进，把项目建设摆在突出位置，推动高质量发展迈出更大步伐。
"""
BACK = f"""今日魏都
第2版
2018年12月7日

{REST}
南湖小学开展消防演练

本报讯（记者 王五）12月4日，魏都区南湖小学组织师生开展消防演练，三百余名学生在老师带领下有序撤离。
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    Path("in").mkdir()
    Path("in/1.txt").write_text(FRONT, "utf-8")
    Path("in/2.txt").write_text(BACK, "utf-8")


@pytest.fixture
def archive() -> Iterator[Archive]:
    with lookup.archive("briefing.db") as opened:
        yield opened


def read(archive: Archive, *sources: str) -> Ingestion:
    return weekly.ingest(sources, archive, Config(), TODAY, STATIC)


def halves(archive: Archive) -> list[AnnotatedArticle]:
    return [
        one
        for one in archive.articles()
        if "会议强调" in "".join(one.paragraphs) or "新的成" in "".join(one.paragraphs)
    ]


def whole(archive: Archive) -> AnnotatedArticle:
    """The one article that both pages make."""
    (one,) = halves(archive)
    assert "新的成绩，群众" in one.paragraphs[0] and one.paragraphs[-1].endswith("更大步伐。")
    assert (one.source.path, [part.path for part in one.source.continued]) == ("in/1.txt", ["in/2.txt"])
    assert not [doubt for doubt in one.warnings if doubt.code.startswith("jump")]
    return one


@pytest.mark.parametrize("order", [("in",), ("in/2.txt", "in/1.txt")])
def test_two_files_read_in_one_run(archive: Archive, order: tuple[str, ...]) -> None:
    done = read(archive, *order)
    assert done.outcome is Outcome.DONE
    one = whole(archive)
    assert archive.count() == 3
    assert all(one.id in taken.ids for taken in done.taken)
    assert [taken.path for taken in done.taken] == [*order] if len(order) > 1 else True
    again = read(archive, *order)
    assert sum(taken.new + taken.updated for taken in again.taken) == 0
    assert whole(archive) == one


def test_the_second_page_read_alone_later_adds_nothing(archive: Archive) -> None:
    read(archive, "in")
    one = whole(archive)
    (taken,) = read(archive, "in/2.txt").taken
    assert (taken.new, taken.updated, archive.count()) == (0, 0, 3)
    assert whole(archive) == one and one.id in taken.ids


def test_the_first_page_read_alone_later_takes_nothing_away(archive: Archive) -> None:
    read(archive, "in")
    one = whole(archive)
    (taken,) = read(archive, "in/1.txt").taken
    assert (taken.new, taken.updated) == (0, 0)
    assert whole(archive) == one


@pytest.mark.parametrize("first", ["in/1.txt", "in/2.txt"])
def test_one_half_is_kept_with_a_warning_until_the_other_comes(archive: Archive, first: str) -> None:
    read(archive, first)
    (half,) = halves(archive)
    assert [doubt.code for doubt in half.warnings if doubt.code.startswith("jump")]
    read(archive, "in")
    one = whole(archive)
    assert archive.count() == 3
    assert (one.id == half.id) == (first == "in/1.txt")


def payloads(archive: Archive, identity: str) -> list[str]:
    """What an article was before, the oldest first."""
    with closing(sqlite3.connect(str(archive.target))) as raw:
        wanted = "SELECT payload FROM revisions WHERE article = ? ORDER BY revision"
        return [row[0] for row in raw.execute(wanted, (identity,))]


@pytest.mark.parametrize("order", [("in/1.txt", "in/2.txt"), ("in/2.txt", "in/1.txt")])
def test_halves_that_come_in_two_readings_are_joined(archive: Archive, order: tuple[str, str]) -> None:
    (first,) = read(archive, order[0]).taken
    (half,) = halves(archive)
    (second,) = read(archive, order[1]).taken
    one = whole(archive)
    assert archive.count() == 3
    assert one.id in second.ids and set(first.ids) - {half.id} <= {two.id for two in archive.articles()}
    # The first part goes on under its number, the second is out of use; what both were is kept.
    assert (one.id == half.id) == (order[0] == "in/1.txt")
    assert len(payloads(archive, one.id)) == (order[0] == "in/1.txt")
    assert [known.id for known in archive.starting_with(half.id)] == [half.id]
    for path in (*order, "in"):
        assert not [taken for taken in read(archive, path).taken if taken.new or taken.updated]
        assert whole(archive) == one
    assert archive.count() == 3


def test_what_stands_beside_the_other_half_stays_as_it_was_read(archive: Archive) -> None:
    weekly.ingest(["in/1.txt"], archive, Config(), TODAY, STATIC, Given(home="浙江省杭州市余杭区"))
    before = {one.id: one for one in archive.articles()}
    read(archive, "in/2.txt")
    one = whole(archive)
    after = {other.id: other for other in archive.articles()}
    assert {key for key in before if before[key] != after[key]} == {one.id}


def test_halves_of_two_issues_are_not_joined(archive: Archive) -> None:
    read(archive, "in/1.txt")
    Path("in/2.txt").write_text(BACK.replace("12月7日", "12月8日"), "utf-8")
    read(archive, "in/2.txt")
    assert len(halves(archive)) == 2
    # Nor where the date stands in the files' names alone.
    for name, text in (("20181207_1.txt", FRONT), ("20181208_2.txt", BACK)):
        Path("in", name).write_text(text.replace("2018年12月7日\n", "").replace("魏都", "许都"), "utf-8")
    read(archive, "in/20181207_1.txt", "in/20181208_2.txt")
    assert len(halves(archive)) == 4


@pytest.mark.parametrize("change", ["other", "gone"])
def test_an_earlier_page_that_changed_waits_for_its_turn(archive: Archive, change: str) -> None:
    read(archive, "in/1.txt")
    page = Path("in/1.txt")
    page.write_text(FRONT.replace("三十余车", "五十余车"), "utf-8")
    if change == "gone":
        page.unlink()
    read(archive, "in/2.txt")
    assert len(halves(archive)) == 2
    if change == "other":
        read(archive, "in/1.txt")
        whole(archive)


@pytest.mark.parametrize("order", list(permutations(("in/1.txt", "in/2.txt", "in/3.txt"))))
def test_a_third_page_that_fits_as_well_parts_what_was_joined(
    archive: Archive, order: tuple[str, ...]
) -> None:
    Path("in/3.txt").write_text(BACK.replace("会议强调", "会议强调，").replace("王五", "赵六"), "utf-8")
    for path in order:
        read(archive, path)
    parts = halves(archive)
    assert archive.count() == 6 and len(parts) == 3
    for one in parts:
        assert [doubt.code for doubt in one.warnings if doubt.code.startswith("jump")] == ["jump-uncertain"]
    read(archive, "in")
    assert halves(archive) == parts


def test_a_page_that_holds_nothing_but_the_rest_is_no_problem(archive: Archive) -> None:
    Path("in/2.txt").write_text(f"今日魏都\n第2版\n2018年12月7日\n\n{REST}", "utf-8")
    done = read(archive, "in")
    assert done.outcome is Outcome.DONE and [len(taken.ids) for taken in done.taken] == [2, 1]
    whole(archive)
    read(archive, "in/2.txt")
    whole(archive)
    assert archive.count() == 2


def test_pages_of_one_file(archive: Archive) -> None:
    Path("in/1.txt").write_text(f"{FRONT}\f{BACK}", "utf-8")
    Path("in/2.txt").unlink()
    read(archive, "in")
    (one,) = halves(archive)
    assert archive.count() == 3
    lines = [number for first, last in one.source.lines for number in range(first, last + 1)]
    texts = f"{FRONT}\f{BACK}".replace("\f", "").split("\n")
    assert "更大步伐。" in texts[lines[-1] - 1]
    assert not any("版" in texts[number - 1] for number in lines)


def test_a_first_page_that_changed_is_read_anew(archive: Archive) -> None:
    read(archive, "in")
    one = whole(archive)
    Path("in/1.txt").write_text(FRONT.replace("三十余车", "五十余车"), "utf-8")
    read(archive, "in")
    assert whole(archive).id == one.id and archive.count() == 3


def test_a_briefing_of_the_second_page_has_the_whole_article(archive: Archive) -> None:
    read(archive, "in")
    making = weekly.make(Wish(formats=("json",)), ["in/2.txt"], archive, Config(), TODAY, STATIC)
    briefing = making.made[0].briefing
    items = [item for section in briefing.sections for theme in section.themes for item in theme.items]
    assert whole(archive).id in {source.article for item in items for source in item.sources}


def test_an_article_is_shown_with_the_lines_of_both_files(archive: Archive) -> None:
    read(archive, "in")
    identity = whole(archive).id
    shown = CliRunner().invoke(app, ["articles", "--show", identity]).stdout
    assert "来源 in/1.txt 第 5–7 行" in shown and "续 in/2.txt 第 5、8–10 行" in shown
    assert "   10  会议强调" in shown
    Path("in/2.txt").unlink()
    shown = CliRunner().invoke(app, ["articles", "--show", identity]).stdout
    assert "    7  本报讯" in shown and "in/2.txt：来源文件已不在原处" in shown


def test_both_pages_show_it_in_one_colour() -> None:
    seen, problems = inspection.look(["in"], Config(), TODAY, STATIC)
    assert not problems and [len(one.articles) for one in seen] == [2, 2]
    html = pageview.render(seen).decode()
    assert 'id="l2-8" data-a="1"' in html and "1 版 → 2 版" in html
