"""What `make` does, also where there is no make: `py scripts/run.py brief`, `py scripts/run.py test`.

usage: python scripts/run.py [--venv DIR] install|brief|test|check|evaluate|bench
       python scripts/run.py bundle linux-x86_64|linux-aarch64|windows-x86_64 [DIR]

Each command first installs what is missing, locked, into a virtual environment of its own; nothing else is
needed but Python 3.11 or newer. The first step that fails ends the run with its exit status.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What each command runs, as Python modules with their arguments; an older Python has to get as far as main().
COMMANDS = {
    "install": (),
    "brief": ("briefing make seeds --every-week --archive out/briefing.db",),
    "test": ("pytest",),
    "check": ("ruff check .", "ruff format --check .", "mypy"),
    "evaluate": ("evaluation",),
    "bench": ("benchmarks",),
    "bundle": ("scripts.bundle",),
}
FOR_USERS = {"install", "brief"}
# hatchling, which installs the project itself, is locked as well.
USERS_LOCKS = ("requirements-build.lock", "requirements.lock")
DEVELOPERS_LOCKS = (*USERS_LOCKS, "requirements-dev.lock")
# A bundle is made by tools that nobody's program should find beside it.
BUNDLE_LOCKS = ("requirements-build.lock", "requirements-bundle.lock")
MAKES_THE_PACKAGE = ("pyproject.toml", "briefing/__init__.py")


class Environment:
    """A virtual environment that knows what was installed into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        self.stamp = folder / ".installed"

    def run(self, *arguments: str) -> None:
        """Run Python with these arguments; a failure ends this process with its status."""
        status = subprocess.call([str(self.python), *arguments], cwd=ROOT)
        if status:
            sys.exit(status)

    def install(self, locks: tuple[str, ...]) -> None:
        """What the locks name, then the project itself; nothing where exactly that was done before."""
        done = self.stamp.read_text("utf-8").split() if self._usable() and self.stamp.exists() else []
        if _digest(locks) in done:
            return
        print(f"installing into {self.folder} …", file=sys.stderr, flush=True)
        if not self._usable():
            self._create()
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        for lock in locks:
            self.run(*pip, "--require-hashes", "--requirement", lock)
        self.run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
        self.stamp.write_text("\n".join({_digest(USERS_LOCKS), _digest(locks)}), "utf-8")

    def _usable(self) -> bool:
        """Whether it is there, and of this Python's version: another one's packages would not load."""
        told = self.folder / "pyvenv.cfg"
        if not told.exists() or not self.python.exists():
            return False
        settings = dict(
            line.split(" = ", 1) for line in told.read_text("utf-8").splitlines() if " = " in line
        )
        return settings.get("version", "").startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")

    def _create(self) -> None:
        try:
            venv.create(self.folder, with_pip=True, clear=True, symlinks=sys.platform != "win32")
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            sys.exit(f"no virtual environment: {error}\non Debian and Ubuntu first: apt install python3-venv")


def _digest(locks: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in (*locks, *MAKES_THE_PACKAGE):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def main() -> None:
    """See the module's docstring."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python gets as far as here, and is told)
        sys.exit(f"briefing needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs="*", help="of bundle: the platform, and where to write it (dist)")
    wanted = parser.parse_args()
    if wanted.command == "bundle":
        environment = Environment(ROOT / "build" / "venv")
        environment.install(BUNDLE_LOCKS)
    else:
        environment = Environment(wanted.venv)
        environment.install(USERS_LOCKS if wanted.command in FOR_USERS else DEVELOPERS_LOCKS)
    for step in COMMANDS[wanted.command]:
        environment.run("-m", *step.split(), *wanted.rest)


if __name__ == "__main__":
    main()
