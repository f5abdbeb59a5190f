"""What an office starts from: a commented configuration, samples of its own data, templates, start files, and
files that let the system run it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing import doubleclick, resources, unattended
from briefing.config import FILES, HOLIDAYS, NAME
from briefing.errors import NothingDone, reason

_TEMPLATES = "templates"
_EXECUTABLE = (".sh", ".desktop")


@dataclass(frozen=True, slots=True)
class Started:
    """A file: whether it was written, and what there is to say about it (one line, or nothing)."""

    path: Path
    written: bool
    message: str = ""


def start(folder: Path, force: bool = False) -> list[Started]:
    """Write briefing.toml, templates, start files, units into a folder; a file that is there already stays.

    With `force` it is replaced, and kept beside as .bak. Raises NothingDone where nothing can be written.
    """
    try:
        for name in (_TEMPLATES, doubleclick.INBOX, unattended.FOLDER):
            (folder / name).mkdir(parents=True, exist_ok=True)
        return [_put(path, data, force) for path, data in _files(folder)]
    except OSError as error:
        raise NothingDone(f"{error.filename or folder}：写不了（{reason(error)}）；请换一个文件夹") from None


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    example = resources.data("briefing.example.toml").read_text("utf-8")
    # The copied templates are there to be changed, so the configuration points to them.
    example = example.replace(f'# templates = "{_TEMPLATES}"', f'templates = "{_TEMPLATES}"')
    yield folder / NAME, example.encode()
    yield folder / FILES["papers"], resources.data("papers.example.toml").read_bytes()
    # With a byte-order mark: without one Excel takes UTF-8 for GBK.
    yield (
        folder / FILES["places"],
        resources.data("places.example.csv").read_text("utf-8").encode("utf-8-sig"),
    )
    yield folder / HOLIDAYS, resources.data("holidays.example.toml").read_bytes()
    for template in sorted(resources.templates().iterdir()):
        if template.suffix in (".docx", ".html"):
            yield folder / _TEMPLATES / template.name, template.read_bytes()
    program = doubleclick.program()
    yield from doubleclick.files(folder, program)
    yield from unattended.files(folder, program, windows=sys.platform == "win32")


def _put(path: Path, data: bytes, force: bool) -> Started:
    if not path.exists():
        _write(path, data)
        return Started(path, True)
    if path.read_bytes() == data:
        return Started(path, True, f"{path}：已经有了，内容相同")
    if not force:
        return Started(path, False, f"{path}：已经有了，没有覆盖；要换成新的请加 --force")
    kept = _free(path)
    shutil.move(path, kept)
    _write(path, data)
    return Started(path, True, f"{path}：换成了新的，原来的改名为 {kept.name}")


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    if path.suffix in _EXECUTABLE:
        path.chmod(0o755)


def _free(path: Path) -> Path:
    """A name for the former file that no other file has."""
    number, kept = 1, path.with_name(f"{path.name}.bak")
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.bak{number}")
    return kept
