"""What a bundle for another platform holds. Making one takes the index: see tests_long/test_bundle.py."""

import ast
import hashlib
import os
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import bundle

ROOT = Path(bundle.__file__).resolve().parent.parent
BUNDLED = ROOT / "scripts" / "bundled"
LOCK = """\
anywhere==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
newer==2.0 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
older==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:dd
windows==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:ee
arm==1.0 ; platform_machine == 'aarch64' or platform_machine == 'arm64' \\
    --hash=sha256:ff
"""


def names(platform: str, python: str, lock: str = LOCK) -> set[str]:
    every = list(bundle.pins(lock))
    return {one.requirement.name for one in bundle.wanted(every, bundle.PLATFORMS[platform], python)}


def test_markers_are_asked_of_the_platform_that_the_bundle_is_for() -> None:
    assert names("linux-x86_64", "3.11") == {"anywhere", "older"}
    assert names("linux-aarch64", "3.12") == {"anywhere", "newer", "arm"}
    assert names("windows-x86_64", "3.13") == {"anywhere", "newer", "windows"}


def test_every_hash_of_the_lock_is_kept_and_the_marker_is_not() -> None:
    first, second, *_ = bundle.pins(LOCK)
    assert first.line() == "anywhere==1.0 --hash=sha256:aa --hash=sha256:bb"
    assert second.line() == "newer==2.0 --hash=sha256:cc"


@pytest.mark.parametrize("platform", bundle.PLATFORMS)
@pytest.mark.parametrize("python", bundle.PYTHONS)
def test_the_projects_own_lock_is_whole_for_each(platform: str, python: str) -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    every = list(bundle.pins(lock))
    assert len(every) == lock.count("==", 0) - lock.count(" == ")
    assert all(one.hashes for one in every)
    found = names(platform, python, lock)
    assert {"numpy", "scipy", "rjieba"} | bundle.SOURCES <= found
    assert ("tzdata" in found) == platform.startswith("windows")


def test_the_installers_list_names_each_file_by_its_hash(tmp_path: Path) -> None:
    wheel = tmp_path / "python_docx-1.2.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    digest = hashlib.sha256(b"wheel").hexdigest()
    assert bundle.pinned([wheel]) == f"python_docx==1.2.0 --hash=sha256:{digest}\n"


def test_what_is_carried_for_windows_is_read_by_a_chinese_cmd(tmp_path: Path) -> None:
    bundle.carry(tmp_path, "windows-x86_64")
    data = (tmp_path / "安装.bat").read_bytes()
    data.decode("gbk")
    assert data.count(b"\n") == data.count(b"\r\n") > 5
    assert not (tmp_path / "安装.sh").exists()
    assert (tmp_path / "install.py").is_file()
    assert (tmp_path / "docs" / "install.md").is_file()


def test_what_is_carried_for_linux_can_be_started(tmp_path: Path) -> None:
    bundle.carry(tmp_path, "linux-x86_64")
    assert (tmp_path / "安装.sh").stat().st_mode & 0o111
    assert not (tmp_path / "安装.bat").exists()


def test_an_older_python_gets_as_far_as_the_installers_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ast.parse((BUNDLED / "install.py").read_text("utf-8"), feature_version=(3, 6))
    (tmp_path / "wheels").mkdir()
    for version in bundle.PYTHONS:
        (tmp_path / "wheels" / f"requirements-{version}.txt").touch()
    copy = tmp_path / "install.py"
    copy.write_bytes((BUNDLED / "install.py").read_bytes())
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(copy), run_name="__main__")
    for word in ("3.9", *bundle.PYTHONS):
        assert word in str(ended.value.code)


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    """A bundle with a pip of ours in the place of the real one: it notes its words, installs one package."""
    bundle.carry(tmp_path, "linux-x86_64")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / f"requirements-3.{sys.version_info.minor}.txt").touch()
    with zipfile.ZipFile(wheels / "pip-1-py3-none-any.whl", "w") as packed:
        packed.writestr("pip/__main__.py", PIP)
    return tmp_path


PIP = """
import pathlib, sys
aside = pathlib.Path(sys.argv[sys.argv.index("--target") + 1])
(aside / "briefing").mkdir(parents=True)
(aside / "briefing" / "__init__.py").touch()
(aside / "briefing" / "cli.py").write_text(
    "import pathlib, sys\\n"
    "def main():\\n"
    "    pathlib.Path(sys.argv[2], '来稿').mkdir(exist_ok=True)\\n"
)
(aside.parent / "words").write_text(" ".join(sys.argv[1:]))
sys.exit((aside.parent / "fails").exists())
"""


def installed(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(folder / "安装.sh")]
    environment = {**os.environ, "PYTHON": sys.executable}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd="/")


def test_the_installer_asks_nothing_of_the_network_and_takes_only_what_is_known(bundled: Path) -> None:
    done = installed(bundled)
    assert (done.returncode, done.stderr) == (0, "")
    assert "装好了" in done.stdout
    words = (bundled / "words").read_text().split()
    assert {"--isolated", "--no-index", "--no-deps", "--require-hashes"} <= set(words)
    assert (bundled / "program" / "__main__.py").is_file()
    assert subprocess.run([bundled / "briefing", "init", bundled], check=False).returncode == 0


def test_a_second_installation_takes_the_place_of_the_first(bundled: Path) -> None:
    installed(bundled)
    (bundled / "program" / "left").touch()
    assert installed(bundled).returncode == 0
    assert not (bundled / "program" / "left").exists()
    assert not list(bundled.glob("program.*"))


def test_a_failed_installation_leaves_the_former_program(bundled: Path) -> None:
    installed(bundled)
    (bundled / "program" / "left").touch()
    (bundled / "fails").touch()
    done = installed(bundled)
    assert done.returncode == 1
    assert "没有装成" in done.stderr
    assert (bundled / "program" / "left").exists()
    assert not list(bundled.glob("program.*"))
