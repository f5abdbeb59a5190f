"""The templates that ship are those that the script builds, and only that."""

from __future__ import annotations

import io
import zipfile

from briefing.resources import templates
from scripts.build_templates import build


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_script_builds_the_template_that_ships() -> None:
    # Compared unpacked: another zlib may pack the same parts into other bytes.
    assert parts(build()) == parts((templates() / "一周要闻.docx").read_bytes())


def test_every_template_ships() -> None:
    assert {path.name for path in templates().iterdir()} == {"一周要闻.docx", "一周要闻.html", "邮件.html"}
