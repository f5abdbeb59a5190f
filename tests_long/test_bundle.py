"""Bundles made from the index; the one for this computer installed and used where there is no network."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from scripts import bundle

ROOT = Path(__file__).resolve().parent.parent
HERE = f"linux-{platform.machine()}"
# In a user namespace of its own where the tests do not run as root.
ALONE = ["unshare", "--net", *([] if os.getuid() == 0 else ["--map-root-user"])]
# The Python of the tests, and the system's own, which on Debian comes without venv and pip.
PYTHONS = [sys.executable, *(str(path) for path in sorted(Path("/usr/bin").glob("python3.1[123]")))]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("unshare"), reason="needs unshare, of Linux"
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The archive of a platform, made when it is first asked for."""
    out = tmp_path_factory.mktemp("dist")

    @cache
    def made(name: str) -> Path:
        command = [sys.executable, str(ROOT / "scripts" / "run.py"), "bundle", name, str(out)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        (archive,) = out.glob(f"briefing-*-{name}.*")
        return archive

    return made


def unpacked(archive: Path, out: Path) -> Path:
    """A bundle's folder."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(out)
    else:
        subprocess.run(["tar", "xzf", archive, "-C", out], check=True)
    return out / "briefing"


def accepted(wheels: Path, listed: Path, name: str, target: Path) -> None:
    """pip, told to stand in the place of the other computer, takes every file and asks for no other."""
    tags = [word for tag in bundle.PLATFORMS[name].tags for word in ("--platform", tag)]
    python = listed.stem.removeprefix("requirements-")
    there = ["--implementation", "cp", "--python-version", python, "--only-binary=:all:", *tags]
    only = ["--isolated", "--no-index", "--find-links", str(wheels), "--no-deps", "--require-hashes"]
    # `install` would ask Requires-Python of the Python that runs; `download` asks the one it is told.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(target)]
    subprocess.run([*command, *there, *only, "--requirement", str(listed)], check=True)


@pytest.mark.parametrize("name", ["linux-x86_64", "linux-aarch64", "windows-x86_64"])
def test_every_python_finds_its_wheels_by_their_hashes(
    name: str, tmp_path: Path, archives: Callable[[str], Path]
) -> None:
    folder = unpacked(archives(name), tmp_path)
    wheels = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("wheels/*.whl")}
    lists = sorted(folder.glob("wheels/requirements-*.txt"))
    assert len(lists) == 3
    for path in lists:
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) > 30
        assert {line.rpartition("sha256:")[2] for line in lines} <= wheels
        accepted(folder / "wheels", path, name, tmp_path / "target")
    foreign = "win" if name.startswith("linux") else "linux"
    assert not [path.name for path in folder.glob(f"wheels/*{foreign}*.whl")]


@pytest.mark.parametrize("python", PYTHONS)
def test_installed_and_used_without_any_network(
    python: str, tmp_path: Path, archives: Callable[[str], Path]
) -> None:
    (tmp_path / "U 盘").mkdir()
    folder = unpacked(archives(HERE), tmp_path / "U 盘")
    opened = tmp_path / "opened"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "xdg-open").write_text(f'#!/bin/sh\necho "$1" >> {shlex.quote(str(opened))}\n')
    (tmp_path / "bin" / "xdg-open").chmod(0o755)
    environment = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)}

    def alone(*command: str | Path, status: int = 0) -> str:
        done = subprocess.run(
            [*ALONE, *command],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == status
        return done.stdout

    knock = "import socket; socket.create_connection(('1.1.1.1', 443), 3)"
    alone(sys.executable, "-c", knock, status=1)
    environment["PYTHON"] = python
    assert "装好了" in alone("sh", folder / "安装.sh")
    for page in sorted((ROOT / "seeds").glob("*.txt"))[:2]:
        shutil.copy(page, folder / "来稿")
    alone(folder / "制作一周要闻.sh")
    (document,) = opened.read_text("utf-8").splitlines()
    assert zipfile.is_zipfile(document)
    assert Path(document).is_relative_to(folder / "out")
    # What systemd and cron are told to call is this program, too.
    (called,) = re.findall(r"^ExecStart=(.*)$", (folder / "units/briefing-run-due.service").read_text(), re.M)
    assert shlex.split(called)[-2:] == ["run-due", "--quiet"]
    alone(*shlex.split(called))
    line = (folder / "units/crontab.txt").read_text("utf-8").splitlines()[-1]
    assert "下一期" in alone(
        "sh", "-c", line.removeprefix("*/10 * * * * ").replace("run-due --quiet", "status")
    )
    # Moved, it works on; installed again, what the office has stays.
    moved = folder.rename(tmp_path / "要闻")
    archive = str(moved / "briefing.db")
    assert len(alone(moved / "briefing", "articles", "--json", "--archive", archive).splitlines()) > 10
    (moved / "briefing.toml").write_text('title = "快报"\n', "utf-8")
    alone("sh", moved / "安装.sh")
    assert (moved / "briefing.toml").read_text("utf-8") == 'title = "快报"\n'
    alone(moved / "制作一周要闻.sh")
    assert "快报_" in opened.read_text("utf-8").splitlines()[-1]


def test_a_damaged_wheel_is_refused_and_the_former_program_stays(
    tmp_path: Path, archives: Callable[[str], Path]
) -> None:
    folder = unpacked(archives(HERE), tmp_path)
    (folder / "program").mkdir()
    (folder / "program" / "former").touch()
    wheel = next(folder.glob("wheels/jinja2-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    done = subprocess.run(
        [sys.executable, folder / "install.py"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 1
    assert "没有装成" in done.stderr
    assert [path.name for path in (folder / "program").iterdir()] == ["former"]
    assert not (folder / "program.new").exists()
