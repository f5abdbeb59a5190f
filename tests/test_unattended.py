"""Files for systemd, cron and the Windows task planner: each calls this program, in its office's folder."""

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing import unattended
from briefing.starting import start

SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
AWKWARD = "我的 要闻 $HOME 'q' & 100%"
VENV = ("/opt/一周 要闻/.venv/bin/python", "-m", "briefing")
BUNDLE = ("/usr/bin/python3.11", "/opt/一周 要闻/program")
CALLED = "import sys, os; open('called.txt', 'w').write(repr((sys.argv[1:], os.getcwd())))"


def written(folder: Path, command: tuple[str, ...], *, windows: bool = False) -> dict[str, bytes]:
    return {path.name: data for path, data in unattended.files(folder, command, windows=windows)}


def unit(data: bytes) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the way that its documentation tells
    parser.read_string(data.decode())
    return parser["Service"]


@pytest.mark.parametrize("command", [VENV, BUNDLE])
@pytest.mark.parametrize("name", ["briefing.service", "briefing-run-due.service"])
def test_a_systemd_unit_names_the_program_and_the_folder(name: str, command: tuple[str, ...]) -> None:
    service = unit(written(Path("/srv/要闻 100%"), command)[name])
    task = ["serve"] if name == "briefing.service" else ["run-due", "--quiet"]
    assert shlex.split(service["ExecStart"]) == [*command, *task]
    assert service["WorkingDirectory"] == "/srv/要闻 100%%"
    assert service["EnvironmentFile"] == "-/srv/要闻 100%%/briefing.env"
    assert service["User"]


def test_signs_that_mean_something_to_systemd_are_words(tmp_path: Path) -> None:
    (line,) = [
        line
        for line in written(tmp_path, ("/a $x/50%/py\\thon", 'b"c'))["briefing.service"].decode().splitlines()
        if line.startswith("ExecStart=")
    ]
    assert line == r'ExecStart="/a $$x/50%%/py\\thon" "b\"c" serve'


def test_systemd_itself_takes_the_units(tmp_path: Path) -> None:
    start(tmp_path / AWKWARD)
    for path in (tmp_path / AWKWARD / "units").glob("briefing*"):
        assert unattended.MARK.search(path.read_text("utf-8")) is None
        shutil.copy(path, tmp_path)
    if shutil.which("systemd-analyze"):
        names = sorted(tmp_path.glob("briefing*.*"))
        environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
        done = subprocess.run(
            ["systemd-analyze", "verify", *names],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert not [line for line in done.stderr.splitlines() if str(tmp_path) in line or "briefing" in line]


def test_the_line_for_cron_runs_the_program_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / AWKWARD
    (folder / "program").mkdir(parents=True)
    (folder / "program" / "__main__.py").write_text(CALLED)
    text = written(folder, (sys.executable, str(folder / "program")))["crontab.txt"].decode()
    times, called = text.splitlines()[-1].split(" cd ")
    assert times == "*/10 * * * *"
    # What cron does with a line: an escaped percent sign is one, any other would end it.
    assert "%" not in called.replace("\\%", "")
    subprocess.run(["sh", "-c", f"cd {called}".replace("\\%", "%")], cwd="/", check=True)
    assert (folder / "called.txt").read_text() == repr((["run-due", "--quiet"], str(folder)))


@pytest.mark.parametrize("command", [VENV, BUNDLE])
def test_the_windows_task_is_whole(command: tuple[str, ...]) -> None:
    folder = Path("/我的 要闻 & 50%")
    data = written(folder, command, windows=True)["briefing-task.xml"]
    assert data[:2] == b"\xff\xfe" and b"\r\0\n\0" in data
    root = ElementTree.fromstring(data)

    def told(path: str) -> str | None:
        return root.findtext(f".//t:{path}", namespaces=SPACE)

    assert told("Repetition/t:Interval") == "PT10M"
    assert told("StartWhenAvailable") == "true"
    assert told("MultipleInstancesPolicy") == "IgnoreNew"
    assert told("Exec/t:Command") == command[0]
    words = subprocess.list2cmdline(command[1:])
    assert told("Exec/t:Arguments") == f"{words} run-due --quiet"
    assert told("Exec/t:WorkingDirectory") == str(folder)


def test_each_system_gets_its_own(tmp_path: Path) -> None:
    assert list(written(tmp_path, VENV, windows=True)) == ["briefing-task.xml"]
    assert set(written(tmp_path, VENV)) == {
        "briefing.service",
        "briefing-run-due.service",
        "briefing-run-due.timer",
        "crontab.txt",
    }
    start(tmp_path)
    called = shlex.split(unit((tmp_path / "units" / "briefing.service").read_bytes())["ExecStart"])
    assert called == [sys.executable, "-m", "briefing", "serve"]
