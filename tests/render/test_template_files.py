"""The templates that ship are those that the script builds, and only that."""

from __future__ import annotations

import io
import zipfile

import pytest

from briefing.resources import templates
from scripts.build_templates import DESIGNS
from scripts.word_writer import build
from tests.render.readback import TEMPLATES


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", DESIGNS)
def test_the_script_builds_the_template_that_ships(name: str) -> None:
    # Compared unpacked: another zlib may pack the same parts into other bytes.
    assert parts(build(DESIGNS[name])) == parts((templates() / f"{name}.docx").read_bytes())


def test_every_word_template_that_ships_is_built() -> None:
    assert {path.stem for path in templates().glob("*.docx")} == set(DESIGNS) == set(TEMPLATES)
