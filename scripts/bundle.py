"""An archive for computers without internet: every locked wheel, and an installer that needs only Python.

usage: python -m scripts.bundle linux-x86_64|linux-aarch64|windows-x86_64 [DIR]

Writes dist/briefing-VERSION-PLATFORM.tar.gz (.zip for Windows). What goes in is what the lock names, by its
hash; what exists as source only is pure Python and is built here. Needs the index, or a local mirror of it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
FOLDER = "briefing"
# Released as source only. Built here, they must turn out to be pure Python.
SOURCES = frozenset({"jieba", "textrank4zh"})
# The installer runs pip from its wheel: Debian's python3 and Windows' embeddable package come without it.
INSTALLER = "pip"
CARRIED = ("LICENSE", "README.md", "README.zh-CN.md", "docs")


@dataclass(frozen=True, slots=True)
class Platform:
    """A system: the tags of wheels that run there, and what the lock's markers ask of it."""

    tags: tuple[str, ...]
    markers: dict[str, str]
    packed: str

    def environment(self, python: str) -> dict[str, str]:
        """The markers' values under a Python. No lock asks for a patch version."""
        version = {"python_version": python, "python_full_version": f"{python}.0"}
        fixed = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
        return self.markers | version | fixed


def _linux(machine: str) -> Platform:
    # glibc 2.28 is that of 统信 UOS 20, 麒麟 V10, Debian 10 and RHEL 8; newer systems run older wheels.
    tags = (f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    old = (
        f"manylinux2014_{machine}",
        f"manylinux2010_{machine}",
        f"manylinux1_{machine}",
        f"linux_{machine}",
    )
    markers = {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": machine,
        "os_name": "posix",
    }
    return Platform((*tags, *old), markers, "gztar")


PLATFORMS = {
    "linux-x86_64": _linux("x86_64"),
    "linux-aarch64": _linux("aarch64"),
    "windows-x86_64": Platform(
        ("win_amd64",),
        {
            "sys_platform": "win32",
            "platform_system": "Windows",
            "platform_machine": "AMD64",
            "os_name": "nt",
        },
        "zip",
    ),
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One requirement of a lock: its text without marker, and the hashes that it may have."""

    requirement: Requirement
    hashes: tuple[str, ...]

    def line(self) -> str:
        """The pin as pip's requirements file has it."""
        pinned = f"{self.requirement.name}{self.requirement.specifier}"
        return " ".join((pinned, *(f"--hash={one}" for one in self.hashes)))


def pins(lock: str) -> Iterator[Pin]:
    """The requirements of a lock's text, with their markers."""
    for entry in lock.replace("\\\n", " ").splitlines():
        text = re.split(r"\s--hash=", entry)
        if text[0].strip() and not text[0].startswith("#"):
            yield Pin(Requirement(text[0].strip()), tuple(one.strip() for one in text[1:]))


def wanted(every: Sequence[Pin], platform: Platform, python: str) -> list[Pin]:
    """What a platform needs under a Python: pip itself would ask the markers of the computer it runs on."""
    environment = platform.environment(python)
    return [
        one for one in every if one.requirement.marker is None or one.requirement.marker.evaluate(environment)
    ]


def pip(*arguments: str | Path) -> None:
    """Run pip; its failure ends this process with its status."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments), "--quiet"]
    status = subprocess.call(command, cwd=ROOT)
    if status:
        sys.exit(status)


def locked(every: Sequence[Pin], scratch: Path) -> Path:
    """A requirements file of these pins."""
    path = scratch / "requirements.txt"
    path.write_text("".join(f"{one.line()}\n" for one in every), "utf-8")
    return path


def built(every: Sequence[Pin], scratch: Path, into: Path) -> list[Path]:
    """Wheels of the project itself and of what exists as source only. Exits where one is not pure Python."""
    sources = [one for one in every if one.requirement.name in SOURCES]
    common = ("--no-deps", "--no-build-isolation", "--wheel-dir", into)
    pip("wheel", *common, "--require-hashes", "--requirement", locked(sources, scratch))
    pip("wheel", *common, ROOT)
    wheels = sorted(into.iterdir())
    for wheel in wheels:
        if not wheel.name.endswith("-none-any.whl"):
            sys.exit(f"{wheel.name} runs on this platform only: a wheel for the others is needed")
    return wheels


def downloaded(
    every: Sequence[Pin], platform: Platform, python: str, scratch: Path, into: Path
) -> list[Path]:
    """The wheels of these pins for a platform and a Python."""
    tags = (word for tag in platform.tags for word in ("--platform", tag))
    target = ("--implementation", "cp", "--python-version", python, *tags)
    requirement = locked([one for one in every if one.requirement.name not in SOURCES], scratch)
    hashed = ("--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", requirement)
    pip("download", "--dest", into, *target, *hashed)
    return sorted(into.iterdir())


def pinned(wheels: Sequence[Path]) -> str:
    """The installer's requirements: exactly these files, by their hashes."""
    lines = []
    for wheel in wheels:
        name, version, *_ = wheel.name.split("-")
        lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    return "".join(sorted(lines))


def bundle(name: str, out: Path) -> Path:
    """Write the archive of a platform; gives its path."""
    platform = PLATFORMS[name]
    every = list(pins((ROOT / "requirements.lock").read_text("utf-8")))
    (installer,) = (
        one
        for one in pins((ROOT / "requirements-bundle.lock").read_text("utf-8"))
        if one.requirement.name == INSTALLER
    )
    with TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        folder = scratch / FOLDER
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        own = built(every, scratch, scratch / "built")
        kept = {*own, *downloaded([installer], platform, PYTHONS[0], scratch, scratch / "installer")}
        for python in PYTHONS:
            print(f"{name}: wheels for Python {python} …", file=sys.stderr, flush=True)
            needed = wanted(every, platform, python)
            found = [*own, *downloaded(needed, platform, python, scratch, scratch / python)]
            if len(found) != len(needed) + 1:
                sys.exit(f"Python {python}: {len(needed)} packages are locked, {len(found) - 1} wheels came")
            (wheels / f"requirements-{python}.txt").write_text(pinned(found), "utf-8")
            kept.update(found)
        for wheel in kept:
            shutil.copy(wheel, wheels)
        carry(folder, name)
        version = next(path.name.split("-")[1] for path in own if path.name.startswith("briefing-"))
        out.mkdir(parents=True, exist_ok=True)
        base = out.absolute() / f"briefing-{version}-{name}"
        return Path(shutil.make_archive(str(base), platform.packed, scratch, FOLDER))


def carry(folder: Path, name: str) -> None:
    """The installer, its starters, and what an office reads."""
    source = ROOT / "scripts" / "bundled"
    shutil.copy(source / "install.py", folder)
    if name.startswith("windows"):
        # cmd.exe of a Chinese Windows reads GBK, and stumbles over lines that end without a return.
        text = (source / "安装.bat").read_text("utf-8").replace("\n", "\r\n")
        (folder / "安装.bat").write_bytes(text.encode("gbk"))
    else:
        shutil.copy(source / "安装.sh", folder)
        (folder / "安装.sh").chmod(0o755)
    for one in CARRIED:
        if (ROOT / one).is_dir():
            shutil.copytree(ROOT / one, folder / one)
        else:
            shutil.copy(ROOT / one, folder)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("platform", choices=PLATFORMS)
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "dist", metavar="DIR")
    asked = parser.parse_args()
    print(bundle(asked.platform, asked.out))


if __name__ == "__main__":
    main()
