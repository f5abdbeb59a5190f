"""The PDF's program: missing, failing, too slow; each is one line, and nothing is left running."""

from __future__ import annotations

import os
import sys
import time
import xml.etree.ElementTree as Tree
from pathlib import Path

import pytest

from briefing.config import Fonts
from briefing.render import Unprinted, printed
from briefing.render.printed import environment, stable
from briefing.resources import data


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in LibreOffice's place."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\n{script}", "utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(printed, "program", lambda: str(path))


def test_without_libreoffice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "program", lambda: None)
    with pytest.raises(Unprinted, match="没有 LibreOffice；请安装 LibreOffice，或在 Word、WPS 里") as caught:
        printed.printed(b"")
    assert caught.value.problem.code == "no-libreoffice"


@pytest.mark.skipif(os.name == "nt", reason="a program without .exe cannot be pretended on Windows")
def test_a_program_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, "import sys; sys.exit('source file could not be loaded')")
    with pytest.raises(Unprinted, match="没有转换成功（source file could not be loaded）"):
        printed.printed(b"")


@pytest.mark.skipif(os.name == "nt", reason="a program without .exe cannot be pretended on Windows")
def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "child"
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    pretend(tmp_path, monkeypatch, script)
    with pytest.raises(Unprinted, match="没有做完"):
        printed.printed(b"", timeout=3)
    child = int(note.read_text())
    for _ in range(50):
        if not alive(child):
            return
        time.sleep(0.1)
    raise AssertionError("the child still runs")


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().split()[2]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(os.name == "nt", reason="a program without .exe cannot be pretended on Windows")
def test_a_program_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "program", lambda: str(tmp_path / "none"))
    with pytest.raises(Unprinted, match="没有做 PDF"):
        printed.printed(b"")


def test_times_and_what_follows_from_them_are_taken_out_and_nothing_moves() -> None:
    ids = b"/ID [ <0123456789ABCDEF0123456789ABCDEF>\n<0123456789ABCDEF0123456789ABCDEF> ]"
    before = (
        b"<</CreationDate(D:20261121120102Z')>>" + ids + b"/DocChecksum /0123456789ABCDEF0123456789ABCDEF"
    )
    after = stable(before)
    assert len(after) == len(before)
    assert b"(D:19800101000000Z')" in after
    assert b"ABCDEF" not in after


def test_stand_ins_for_every_face_of_our_templates() -> None:
    root = Tree.parse(data("fonts.conf")).getroot()
    faces = {alias.findtext("family") for alias in root.iter("alias")}
    assert {*Fonts().model_dump().values(), "宋体"} <= faces
    assert {"仿宋_GB2312", "楷体_GB2312"} <= faces


def test_a_user_who_has_set_fontconfig_up_is_heeded() -> None:
    assert environment({})["FONTCONFIG_FILE"] == str(data("fonts.conf"))
    assert environment({"FONTCONFIG_FILE": "own.conf"})["FONTCONFIG_FILE"] == "own.conf"
