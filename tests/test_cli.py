"""The command line from outside: what is printed where, and with which exit status it ends."""

import json
import re
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import briefing
from briefing.cli import app, options
from briefing.cli.help import wrap
from briefing.model import Page, Reading
from briefing.render import FORMATS
from briefing.segment import read_page
from briefing.text import width

REPOSITORY = Path(briefing.__file__).parent.parent
SEEDS = REPOSITORY / "seeds"
PAGE = """\
2018年11月7日 星期三

区委召开脱贫攻坚推进会

本报讯（记者 李靓）11月6日，魏都区召开脱贫攻坚推进会，听取工作汇报。会议强调，要压实责任。

南关街道清扫背街小巷

本报讯（记者 付家宝）昨日，魏都区南关街道组织志愿者清扫背街小巷，清运垃圾三十余车，受到居民好评。
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test in an empty folder of its own, on one day, with nobody's configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-configuration"))
    monkeypatch.setattr(options, "today", lambda: date(2018, 11, 9))


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)


def mistake(result: Result, status: int = 2) -> str:
    """The one line that a run ended with."""
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("错误：")]
    return line


def write(name: str, text: str = PAGE) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def dump(name: str) -> str:
    connection = sqlite3.connect(name)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def rows(*items: dict[str, Any]) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


ROW = {
    "title": "魏都区召开脱贫攻坚推进会",
    "text": "11月6日，魏都区召开脱贫攻坚推进会，听取工作汇报。会议强调，要压实责任，按期完成。",
    "published": "2018-11-07",
}


# --- help and usage --------------------------------------------------------------------------------


def test_help_lists_what_works_and_no_more() -> None:
    result = run("--help")
    assert result.exit_code == 0
    section = result.stdout.split("\n\n命令：\n")[1].split("\n\n")[0]
    listed = re.findall(r"^  ([a-z-]+)", section, re.MULTILINE)
    known = {
        *("make", "ingest", "articles", "search", "explain", "correct", "proof", "pages", "export"),
        *("serve", "run-due", "approve", "send", "deliveries", "sources", "status"),
        *("doctor", "init", "template", "backup"),
    }
    # Each is listed once, and none that the interface does not know.
    assert len(listed) == len(set(listed)) > 10
    assert set(listed) <= known
    assert run("search", "--help").exit_code == (0 if "search" in listed else 2)
    assert run().stdout == result.stdout


@pytest.mark.parametrize(
    "command", ["make", "ingest", "articles", "init", "doctor", "send", "deliveries", "explain"]
)
def test_every_command_shows_a_worked_example(command: str) -> None:
    for flag in ("--help", "-h"):
        result = run(command, flag)
        assert result.exit_code == 0
        assert f"\n    briefing {command}" in result.stdout
        assert "用法：" in result.stdout
        assert result.stderr == ""


def test_no_line_of_help_is_cut_or_too_wide() -> None:
    for command in ("make", "ingest", "articles", "init", "doctor", "send", "deliveries"):
        for line in run(command, "--help").stdout.splitlines():
            assert width(line) <= 41
            assert not line.endswith("…")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", []),
        ("一二三", ["一二三"]),
        ("一二三四五六", ["一二三四五", "六"]),
        ("一二三四五，六", ["一二三四五，", "六"]),
        ("一二 briefing.toml 三", ["一二", "briefing.toml", "三"]),
        ("一二三四 ab 五", ["一二三四", "ab 五"]),
    ],
)
def test_lines_break_where_chinese_does(line: str, parts: list[str]) -> None:
    assert wrap(line, 5) == parts


def test_help_names_every_format() -> None:
    text = run("make", "--help").stdout
    assert all(format in text for format in FORMATS)


def test_version() -> None:
    assert run("--version").stdout == f"briefing {briefing.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ingst"], ["“ingst”", "是否想写“ingest”"]),
        (["maek"], ["“maek”", "make"]),
        (["ingest"], ["来源"]),
        (["make", "--wek", "3"], ["“--wek”", "是否想写“--week”"]),
        (["make", "--week"], ["“--week”", "值"]),
        (["doctor", "extra"], ["extra"]),
        (["make", "--json=3"], ["--json"]),
        (["make", "--week", "2018-W60"], ["2018-W60", "52"]),
        (["make", "--week", "45"], ["“45”", "2018-W45"]),
        (["make", "--since", "2018-13-01"], ["--since", "2018-13-01"]),
        (["make", "--until", "2018-11-07"], ["--since"]),
        (["make", "--since", "2018-11-08", "--until", "2018-11-01"], ["2018-11-08", "2018-11-01"]),
        (["make", "--week", "this", "--since", "2018-11-01"], ["--week", "--since"]),
        (["make", "--every-week", "--week", "this"], ["--every-week"]),
        (["make", "--by", "publish"], ["“publish”", "是否想写“published”", "event"]),
        (["make", "x.txt", "--published", "11月7日"], ["--published", "11月7日"]),
        (["ingest", "x.txt", "--published", "x"], ["--published"]),
        (["articles", "--week", "x"], ["--week"]),
        (["make", "--config", "no.toml"], ["no.toml"]),
    ],
)
def test_a_wrong_word_is_one_line_with_status_2(arguments: list[str], words: list[str]) -> None:
    line = mistake(run(*arguments))
    for word in words:
        assert word in line


def test_wrong_format_and_theme_are_found_before_anything_is_read() -> None:
    source = write("a.txt")
    for arguments, words in (
        (["--format", "docs"], ["“docs”", "是否想写“docx”", "html"]),
        (["--format", ","], ["docx"]),
        (["--theme", "党建建设"], ["党建建设", "是否想写“党的建设”", "生态环境"]),
    ):
        line = mistake(run("make", source, *arguments))
        assert all(word in line for word in words)
    assert 'INSERT INTO "articles"' not in dump("briefing.db")


# --- ingest and articles ---------------------------------------------------------------------------


def test_ingest_says_what_each_source_brought() -> None:
    source = write("a.jsonl", rows(ROW))
    result = run("ingest", source)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "a.jsonl：1 篇（新 1，更新 0，已有 0）\n",
        "",
    )
    assert run("ingest", source).stdout == "a.jsonl：1 篇（新 0，更新 0，已有 1）\n"
    told = json.loads(run("ingest", source, "--json").stdout)
    assert told["problems"] == []
    assert [(one["path"], one["unchanged"]) for one in told["sources"]] == [("a.jsonl", 1)]


def test_ingesting_the_seeds_twice_changes_no_byte() -> None:
    dumps, printed = [], []
    for _ in range(2):
        assert run("ingest", SEEDS, "--archive", "x.db").exit_code == 0
        dumps.append(dump("x.db"))
        printed.append(run("articles", "--json", "--archive", "x.db").stdout)
    assert dumps[0] == dumps[1]
    assert printed[0] == printed[1] != ""


def test_articles_json_is_one_object_a_line() -> None:
    run(
        "ingest",
        write("a.jsonl", rows(ROW, {**ROW, "title": "U+2028 \u2028 内", "text": "另一篇报道，魏都区的。"})),
    )
    result = run("articles", "--json")
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["title"] for one in read] == [ROW["title"], "U+2028 \u2028 内"]
    assert read[0]["source"]["lines"] == [[1, 1]]
    assert read[0]["published"] == "2018-11-07"
    assert read[0]["published_basis"] == "given"
    assert read[0]["paragraphs"] == [ROW["text"]]


def test_articles_in_a_pipe_are_a_plain_table() -> None:
    run("ingest", write("a.jsonl", rows(ROW)))
    header, line = run("articles").stdout.splitlines()
    assert header.split("\t") == ["编号", "见报", "区县", "主题", "标题"]
    assert line.split("\t")[1:3] == ["2018-11-07", "魏都区"]


def test_articles_of_a_week_a_district_a_theme() -> None:
    other = {
        "title": "聊城高新区召开推进会",
        "text": "3月15日，聊城高新区召开推进会，部署工作。",
        "published": "2018-03-16",
    }
    run("ingest", write("a.jsonl", rows(ROW, other)))

    def titles(*arguments: str) -> list[str]:
        return [
            json.loads(line)["title"] for line in run("articles", "--json", *arguments).stdout.splitlines()
        ]

    assert titles() == [other["title"], ROW["title"]]
    assert titles("--week", "this") == titles("--week", "2018-W45") == [ROW["title"]]
    assert titles("--since", "2018-03-16", "--until", "2018-03-16") == [other["title"]]
    assert titles("--district", "魏都") == titles("--district", "许昌市魏都区") == [ROW["title"]]
    assert titles("--district", "魏都", "--district", "聊城") == [other["title"], ROW["title"]]
    assert titles("--week", "last") == []
    assert "魏都区" in mistake(run("articles", "--district", "魏区"))
    line = mistake(run("articles", "--district", "鼓楼区"))
    assert "南京市鼓楼区" in line
    assert "福州市鼓楼区" in line


def test_show_prints_an_article_beside_its_source() -> None:
    run("ingest", write("a.jsonl", rows(ROW)))
    identity = json.loads(run("articles", "--json").stdout)["id"]
    shown = run("articles", "--show", identity[:5]).stdout
    assert identity in shown
    assert "来源 a.jsonl 第 1 行" in shown
    assert "2018-11-07（来稿或 --published 写明的）" in shown
    assert "    1  " in shown
    assert json.loads(run("articles", "--show", identity, "--json").stdout)["id"] == identity
    Path("a.jsonl").write_text("改了", "utf-8")
    assert "改动" in run("articles", "--show", identity).stdout
    Path("a.jsonl").unlink()
    assert "不在原处" in run("articles", "--show", identity).stdout
    assert "“zz”" in mistake(run("articles", "--show", "zz"))


def test_standard_input() -> None:
    result = run("ingest", "-", stdin=rows(ROW).encode())
    assert result.stdout == "-：1 篇（新 1，更新 0，已有 0）\n"
    identity = json.loads(run("articles", "--json").stdout)["id"]
    assert "标准输入" in run("articles", "--show", identity).stdout


def test_what_sources_do_not_print_can_be_given() -> None:
    row = {
        "title": "我区召开脱贫攻坚推进会",
        "text": "昨日，我区召开脱贫攻坚推进会，区委书记出席会议并讲话。",
    }
    given = ["--published", "2018-11-07", "--home", "河南省许昌市魏都区", "--paper", "今日魏都"]
    run("ingest", write("a.jsonl", rows(row)), *given)
    read = json.loads(run("articles", "--json").stdout)
    assert (read["published"], read["published_basis"]) == ("2018-11-07", "given")
    assert read["source"]["paper"] == "今日魏都"
    assert read["district"]["name"] == "魏都区"
    assert read["event_date"] == "2018-11-06"


@pytest.mark.parametrize("command", ["make", "ingest", "pages"])
def test_a_home_that_is_no_place_is_refused_before_anything_is_read(command: str) -> None:
    write("a.txt", PAGE)
    result = run(command, "a.txt", "--home", "河南省许昌市魏郡区")
    assert result.exit_code == 2
    assert result.stderr.startswith("错误：--home“河南省许昌市魏郡区”：没有叫")
    assert not Path("briefing.db").exists()


def test_a_configured_home_that_is_no_place_is_told_and_the_run_goes_on() -> None:
    write("a.txt", PAGE)
    write("briefing.toml", 'home = "魏郡"\n')
    result = run("ingest", "a.txt")
    assert result.exit_code == 1
    assert "配置里的 home：没有叫“魏郡”" in result.stderr
    assert "所在地：home：没有叫“魏郡”" in run("doctor").stdout


def test_the_configuration_says_archive_and_home() -> None:
    write("briefing.toml", 'database = "a/x.db"\nhome = "河南省许昌市魏都区"\n')
    row = {
        "title": "我区召开脱贫攻坚推进会",
        "text": "11月6日，我区召开脱贫攻坚推进会，区委书记讲话。",
        "published": "2018-11-07",
    }
    assert run("ingest", write("a.jsonl", rows(row))).exit_code == 0
    assert Path("a/x.db").exists()
    assert json.loads(run("articles", "--json").stdout)["district"]["name"] == "魏都区"


def test_there_is_no_archive_yet() -> None:
    for command in (["articles"], ["make"], ["make", "--week", "this"]):
        assert "briefing.db" in mistake(run(*command), status=3)
    assert not Path("briefing.db").exists()


# --- make, init, doctor ----------------------------------------------------------------------------


def test_make_prints_the_files_one_a_line_and_the_counts_beside() -> None:
    result = run("make", write("a.jsonl", rows(ROW)), "--every-week")
    stem = "out/2018-W45/一周要闻_2018-11-05_2018-11-11"
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{stem}.docx", f"{stem}.html", f"{stem}.json"]
    assert result.stderr == "2018-W45（2018-11-05 至 2018-11-11）：要闻 1 条，图片新闻 0 幅，未用 0 篇\n"
    assert all(Path(line).stat().st_size for line in result.stdout.splitlines())
    assert run("make", "a.jsonl", "--every-week", "-q").stderr == ""


def test_make_as_json() -> None:
    Path("empty.txt").write_bytes(b"")
    result = run("make", "empty.txt", write("a.jsonl", rows(ROW)), "--format", "json,txt", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    (made,) = told["briefings"]
    assert (made["week"], made["revision"], made["items"]) == (None, 1, 1)
    assert [Path(name).suffix for name in made["files"]] == [".json", ".txt"]
    assert [one["subject"] for one in told["problems"]] == ["empty.txt"]
    assert told["nothing"] is None


@pytest.mark.parametrize("words", [["docx,html"], ["docx, html,"], ["docx", "html"], ["DOCX，html", "docx"]])
def test_formats_as_people_write_them(words: list[str]) -> None:
    flags = [part for word in words for part in ("--format", word)]
    result = run("make", write("a.jsonl", rows(ROW)), *flags)
    assert [Path(line).suffix for line in result.stdout.splitlines()] == [".docx", ".html"]


def test_make_of_an_empty_week_is_status_3_and_names_the_nearest() -> None:
    run("ingest", write("a.jsonl", rows(ROW)))
    assert "2018-W45" in mistake(run("make", "--week", "2017-W01"), status=3)
    result = run("make", "--week", "2017-W01", "--json")
    assert result.exit_code == 3
    assert "2018-W45" in json.loads(result.stdout)["nothing"]
    Path("empty.txt").write_bytes(b"")
    assert run("make", "a.jsonl", "empty.txt", "--week", "2017-W01").exit_code == 1


def test_a_document_that_was_changed_is_kept_and_said_in_one_line() -> None:
    (name,) = run("make", write("a.jsonl", rows(ROW)), "--format", "txt").stdout.splitlines()
    Path(name).write_text("改过", "utf-8")
    result = run("make", "a.jsonl", "--format", "txt")
    assert result.exit_code == 0
    assert result.stdout == name.replace(".txt", "_2.txt\n")
    assert [line for line in result.stderr.splitlines() if Path(name).name in line]


def test_an_output_folder_that_cannot_be_written_is_status_4() -> None:
    write("file", "一")
    result = run("make", write("a.jsonl", rows(ROW)), "--out", "file")
    assert result.exit_code == 4
    assert result.stdout == ""
    assert "file" in result.stderr


def test_init_writes_and_says_what_it_did_not() -> None:
    result = run("init", "要闻")
    assert result.exit_code == 0
    assert "要闻/briefing.toml" in result.stdout.splitlines()
    assert "要闻/templates/一周要闻.docx" in result.stdout.splitlines()
    assert run("init", "要闻").exit_code == 0
    Path("要闻/briefing.toml").write_text('title = "快报"', "utf-8")
    result = run("init", "要闻")
    assert result.exit_code == 1
    assert "要闻/briefing.toml" in result.stderr
    assert Path("要闻/briefing.toml").read_text("utf-8") == 'title = "快报"'
    assert run("init", "要闻", "--force").exit_code == 0
    assert Path("要闻/briefing.toml.bak").read_text("utf-8") == 'title = "快报"'


def test_what_init_wrote_works() -> None:
    run("init")
    assert run("make", write("a.jsonl", rows(ROW))).exit_code == 0
    assert run("doctor").exit_code == 0


def test_doctor_finds_what_is_wrong_and_how_to_mend_it() -> None:
    assert run("doctor").exit_code == 0
    write("briefing.toml", 'titel = "一"')
    write("x.db", "这不是数据库" * 999)
    result = run("doctor", "--archive", "x.db")
    assert result.exit_code == 1
    assert "[有误] 配置：" in result.stdout
    assert "[有误] 档案库：" in result.stdout
    assert "怎么办：" in result.stdout
    states = {one["subject"]: one["state"] for one in json.loads(run("doctor", "--json").stdout)}
    assert states["配置"] == "bad"
    assert states["程序"] == "ok"


# --- bad input -------------------------------------------------------------------------------------


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "binary.txt": bytes(range(256)) * 16,
    "long.txt": "长".encode() * 5_000_001,
    "scan.pdf": b"%PDF-1.7",
    "bad.jsonl": b"{\n",
    "bad.csv": "题目,内容\n一,二\n".encode(),
    "odd.xyz": b"x",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_others_go_on(name: str) -> None:
    folder = write("in/good.jsonl", rows(ROW)).parent
    (folder / name).write_bytes(BAD[name])
    result = run("ingest", folder)
    assert result.exit_code == 1
    assert "good.jsonl：1 篇" in result.stdout
    (line,) = result.stderr.splitlines()
    assert f"in/{name}：" in line


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["ingest", "make"])
def test_nothing_but_a_bad_file_is_status_4(name: str, command: str) -> None:
    Path(name).write_bytes(BAD[name])
    result = run(command, name)
    assert result.exit_code == 4
    assert name in result.stderr
    assert result.stdout == ""


def test_a_folder_without_readable_files_and_a_missing_file() -> None:
    Path("empty").mkdir()
    assert run("ingest", "empty").exit_code == 4
    result = run("ingest", "empty", "no.txt", write("a.jsonl", rows(ROW)))
    assert result.exit_code == 1
    assert [word in result.stderr for word in ("empty：", "no.txt：")] == [True, True]


def test_bad_rows_are_named_and_the_good_ones_read() -> None:
    result = run("ingest", write("a.jsonl", rows(ROW) + "{\n" + rows({**ROW, "published": "昨天"})))
    assert result.exit_code == 1
    assert "a.jsonl：1 篇" in result.stdout
    assert ["第 2 行" in line or "第 3 行" in line for line in result.stderr.splitlines()] == [True, True]
    told = json.loads(run("ingest", "a.jsonl", "--json").stdout)
    assert [one["lines"] for one in told["problems"]] == [[[2, 2]], [[3, 3]]]


def test_of_very_many_problems_the_first_are_shown_and_the_rest_counted() -> None:
    source = write("a.jsonl", rows(ROW) + "{\n" * 100)
    lines = run("ingest", source).stderr.splitlines()
    assert len(lines) == 21
    assert "80" in lines[-1]
    assert len([line for line in run("ingest", source, "-v").stderr.splitlines() if "警告" in line]) == 100
    assert len(json.loads(run("ingest", source, "--json").stdout)["problems"]) == 100


def test_quiet_still_names_what_failed() -> None:
    Path("empty.txt").write_bytes(b"")
    result = run("ingest", "-q", "empty.txt", write("a.jsonl", rows(ROW)))
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr


@pytest.mark.parametrize(
    "text", ["R&D <3% {{ x }} {% y %}", "[bold]方括号[/bold]", "控\x01制\x1b[31m", "喆𠮷😀"]
)
def test_hostile_text_goes_through(text: str) -> None:
    row = {**ROW, "title": text, "text": f"11月6日，魏都区召开会议，讨论{text}，会议强调要压实责任。"}
    assert run("ingest", write("a.jsonl", rows(row))).exit_code == 0
    read = json.loads(run("articles", "--json").stdout)
    assert read["title"] == text
    assert run("articles").exit_code == 0
    assert run("articles", "--show", read["id"]).exit_code == 0


@pytest.mark.parametrize("text", ["这不是数据库" * 999, "SQLite format 3\x00" + "x" * 5000])
def test_what_is_no_archive_is_one_line(text: str) -> None:
    write("x.db", text)
    for command in (["ingest", "a.txt"], ["articles"], ["make"]):
        assert "x.db" in mistake(run(*command, "--archive", "x.db"))


def test_a_newer_archive_is_one_line() -> None:
    run("ingest", write("a.jsonl", rows(ROW)))
    with sqlite3.connect("briefing.db") as connection:
        connection.execute("INSERT INTO schema_version VALUES (999)")
    connection.close()
    assert "999" in mistake(run("articles"))


def test_a_wrong_configuration_is_one_line() -> None:
    write("briefing.toml", 'titel = "一"')
    for command in (["make"], ["ingest", "a.txt"], ["articles"]):
        line = mistake(run(*command))
        assert "“titel”" in line
        assert "是否想写“title”" in line


# --- how a run can end -----------------------------------------------------------------------------


def test_a_fault_of_the_program_is_one_line_and_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: ".")
    monkeypatch.setattr("briefing.weekly.ingest", lambda *_args: 1 / 0)
    line = mistake(run("ingest", "a.txt"), status=1)
    assert "ZeroDivisionError" in line
    assert "briefing-error.log" in line
    assert "Traceback" in Path("briefing-error.log").read_text("utf-8")
    result = run("ingest", "a.txt", "-v")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr


def test_a_page_that_the_program_fails_on_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(page: Page) -> Reading:
        if "坏" in page.lines[0].text:
            raise RecursionError("too deep")
        return read_page(page)

    monkeypatch.setattr("briefing.newsroom.read_page", failing)
    bad = {**ROW, "title": "坏"}
    result = run("ingest", write("bad.jsonl", rows(bad)), write("half.jsonl", rows(ROW, bad)))
    assert result.exit_code == 1
    assert result.stdout == "half.jsonl：1 篇（新 1，更新 0，已有 0）\n"
    assert "bad.jsonl：程序处理时出错（RecursionError" in result.stderr
    assert "half.jsonl：程序处理时出错（RecursionError" in result.stderr


def test_an_interruption_is_status_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.weekly.ingest", interrupted)
    assert "中断" in mistake(run("ingest", "a.txt"), status=130)


def test_pages_shows_how_sources_are_read_and_archives_nothing() -> None:
    write("来稿/1.txt")
    result = run("pages", "来稿", "--html", "看/版面.html")
    assert (result.exit_code, result.stdout) == (0, "看/版面.html\n")
    assert "南关街道清扫背街小巷" in Path("看/版面.html").read_text("utf-8")
    assert sorted(path.name for path in Path().iterdir()) == ["来稿", "看"]
    # Made anew over itself, never over anything else.
    assert run("pages", "来稿", "--html", "看/版面.html").exit_code == 0
    assert "不覆盖" in mistake(run("pages", "来稿", "--html", "来稿/1.txt"))
    assert Path("来稿/1.txt").read_text("utf-8") == PAGE


def test_pages_on_the_terminal_lists_articles_with_their_lines() -> None:
    result = run("pages", write("1.txt"))
    assert result.exit_code == 0
    assert "1.txt：2 篇" in result.stdout
    assert "第 3–5 行" in result.stdout and "不属于文章的行：1" in result.stdout
    assert "不属于文章的行" not in run("pages", write("2.txt", PAGE.partition("\n\n")[2])).stdout


def test_pages_says_what_it_cannot_read_and_shows_the_rest() -> None:
    write("来稿/1.txt")
    Path("来稿/2.pdf").write_bytes(b"not a pdf")
    result = run("pages", "来稿", "--html", "a.html")
    assert result.exit_code == 1 and "2.pdf" in result.stderr
    assert run("pages", "来稿/2.pdf").exit_code == 4
    assert run("pages", "没有.txt").exit_code == 4


# --- template check -------------------------------------------------------------------------------


def test_a_template_is_checked_and_a_sample_put_beside_it() -> None:
    assert run("init", "要闻").exit_code == 0
    result = run("template", "check", "要闻/templates/工作简报.docx")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("没有发现错误。样稿：")
    assert Path("要闻/templates/工作简报_样稿.docx").exists()
    assert "headline" in result.stdout and "标题" in result.stdout


def test_each_wrong_tag_is_a_line() -> None:
    Path("我的.html").write_text("{{ titel }}\n{% for s in sections %}\n{{ s.labl }}\n", "utf-8")
    result = run("template", "check", "我的.html")
    assert result.exit_code == 2
    first, second, third, count = result.stdout.splitlines()[-4:]
    assert first.startswith("第1行“{{ titel }}”：没有“titel”这个字段，是否想写“title”？")
    assert second.startswith("第3行") and "是否想写“label”" in second
    assert third.startswith("第2行") and "没有结尾" in third
    assert count.startswith("共 3 处")
    told = json.loads(run("template", "check", "我的.html", "--json").stdout)
    assert len(told["mistakes"]) == 3 and told["sample"] is None and told["fields"]


def test_a_broken_template_that_nothing_else_is_made_of_is_told_once() -> None:
    assert run("init").exit_code == 0
    Path("templates/一周要闻.docx").write_bytes(b"PK")
    told = run("make", write("a.txt"), "--format", "docx", "--published", "2018-11-07").stderr
    assert told.count("不是 Word 文档") == 1


def test_what_is_no_template_is_one_line() -> None:
    assert "没有这个文件" in mistake(run("template", "check", "无.docx"))
    assert "check" in run("template").stdout
