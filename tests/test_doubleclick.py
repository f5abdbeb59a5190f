"""Start files: what they call, in which encoding, and that the shell understands them."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from briefing import doubleclick
from briefing.starting import start

AWKWARD = "我的 要闻 $HOME `x` 'q' \"d\" 100%"
PROGRAM = "import sys, os; open('called.txt', 'w').write(repr((sys.argv[1:], os.getcwd())))"


@pytest.mark.parametrize("name", ["要闻", AWKWARD])
def test_the_script_calls_the_program_in_its_own_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "program").mkdir()
    (folder / "program" / "__main__.py").write_text(PROGRAM)
    script = folder / "制作一周要闻.sh"
    script.write_bytes(doubleclick.shell(folder, (sys.executable, str(folder / "program"))))
    moved = folder.rename(tmp_path / f"{name}2")
    subprocess.run(["sh", moved / script.name], cwd="/", stdin=subprocess.DEVNULL, check=True)
    called = (moved / "called.txt").read_text()
    assert called == repr((["make", "来稿", "--every-week", "--open"], str(moved)))


def test_the_scripts_status_is_the_programs(tmp_path: Path) -> None:
    script = tmp_path / "x.sh"
    script.write_bytes(doubleclick.shell(tmp_path, (sys.executable, "-c", "raise SystemExit(3)")))
    assert subprocess.run(["sh", script], stdin=subprocess.DEVNULL, check=False).returncode == 3


def test_the_batch_file_is_as_a_chinese_windows_reads_it() -> None:
    data = doubleclick.windows(Path("/x"), ("/python 3/100%/python.exe", "-m", "briefing"))
    assert data.count(b"\n") == data.count(b"\r\n") > 4
    first, page, *_ = data.splitlines()
    assert (first, page) == (b"@echo off", b"chcp 936 >nul")
    assert '"/python 3/100%%/python.exe" -m briefing make 来稿 --every-week --open' in data.decode("gbk")


def test_a_path_that_gbk_lacks_is_written_in_utf8() -> None:
    data = doubleclick.windows(Path("/x"), ("/𠮷/{0}/python.exe", "-m", "briefing"))
    assert data.splitlines()[1] == b"chcp 65001 >nul"
    assert '"/𠮷/{0}/python.exe"' in data.decode()


def test_what_lies_within_the_folder_is_named_from_there() -> None:
    data = doubleclick.windows(Path("/x"), ("/x/python/python.exe", "/x/program"))
    assert b'"%~dp0python/python.exe" "%~dp0program" make' in data


def test_the_desktop_file_names_the_script_by_its_quoted_path() -> None:
    lines = doubleclick.desktop(Path("/a b/$x`%")).decode().splitlines()
    (line,) = [line for line in lines if line.startswith("Exec=")]
    value = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    # Within double quotes the shell's escapes are the specification's.
    split = subprocess.check_output(["sh", "-c", f"printf '%s\\n' {value}"], text=True)
    assert split.splitlines() == ["/bin/sh", "/a b/$x`%/制作一周要闻.sh"]
    assert "Terminal=true" in lines


def test_an_office_gets_them_ready_to_start(tmp_path: Path) -> None:
    start(tmp_path)
    assert (tmp_path / "来稿").is_dir()
    assert os.access(tmp_path / "制作一周要闻.sh", os.X_OK)
    assert os.access(tmp_path / "制作一周要闻.desktop", os.X_OK)
    assert (tmp_path / "制作一周要闻.bat").read_bytes().startswith(b"@echo off\r\n")


def test_from_the_script_to_the_opened_document(tmp_path: Path) -> None:
    """The real program, and a program that opens documents by noting their names."""
    folder, tools = tmp_path / "要闻", tmp_path / "tools"
    start(folder)
    tools.mkdir()
    (tools / "xdg-open").write_text(f'#!/bin/sh\necho "$1" >> {shlex.quote(str(tmp_path / "opened"))}\n')
    (tools / "xdg-open").chmod(0o755)
    text = "11月6日，魏都区召开脱贫攻坚推进会，听取工作汇报。会议强调，要压实责任，按期完成任务。"
    days = ("2018-11-07", "2018-10-31")
    rows = [{"title": "区委召开推进会", "text": text, "published": day} for day in days]
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (folder / "来稿" / "一.jsonl").write_text(lines, "utf-8")
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        ["sh", folder / "制作一周要闻.sh"], stdin=subprocess.DEVNULL, env=environment, check=False
    )
    assert done.returncode == 0
    (opened,) = (tmp_path / "opened").read_text("utf-8").splitlines()
    assert opened == str(folder / "out" / "2018-W45" / "一周要闻_2018-11-05_2018-11-11.docx")
    assert Path(opened).is_file()
