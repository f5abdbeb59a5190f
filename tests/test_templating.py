"""`briefing template check`: mistakes, fields, and a sample beside the template."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from briefing import templating
from briefing.config import Config
from briefing.errors import ConfigError, UsageError
from briefing.resources import templates


@pytest.mark.parametrize("name", sorted(path.name for path in templates().iterdir()))
def test_a_sample_of_each_template_that_ships(tmp_path: Path, name: str) -> None:
    path = Path(shutil.copy(templates() / name, tmp_path))
    checked = templating.check(path, Config(title="每周快报"))
    assert checked.mistakes == () and checked.broken == ""
    assert checked.sample == tmp_path / f"{path.stem}_样稿{path.suffix}"
    if path.suffix == ".docx":
        text = "\n".join(one.text for one in docx.Document(str(checked.sample)).paragraphs)
    else:
        text = checked.sample.read_text("utf-8")
    assert "每周快报" in text
    assert "甲区召开样例工作会议" in text


def test_the_sample_shows_what_an_office_may_print(tmp_path: Path) -> None:
    path = Path(shutil.copy(templates() / "工作简报.docx", tmp_path))
    sample = templating.check(path, Config()).sample
    assert sample is not None
    text = "\n".join(one.text for one in docx.Document(str(sample)).paragraphs)
    assert "某某区委办公室" in text and "编者按：" in text


def test_with_mistakes_there_is_no_sample(tmp_path: Path) -> None:
    path = tmp_path / "报.html"
    path.write_text("{{ titel }}", "utf-8")
    checked = templating.check(path, Config())
    assert len(checked.mistakes) == 1 and checked.sample is None
    assert list(tmp_path.iterdir()) == [path]


def test_what_only_filling_shows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "报.html"
    path.write_text("{{ title|span }}", "utf-8")
    checked = templating.check(path, Config())
    assert checked.mistakes == () and "第1行" in checked.broken and checked.sample is None


def test_what_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有这个文件"):
        templating.check(tmp_path / "无.docx", Config())
    (tmp_path / "一.txt").write_text("一")
    with pytest.raises(UsageError, match="不是模板"):
        templating.check(tmp_path / "一.txt", Config())
    (tmp_path / "一.html").write_bytes("标题".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        templating.check(tmp_path / "一.html", Config())


def test_the_fields_are_listed() -> None:
    first, *_ = templating.fields()
    assert ("title", "简报名称") in first.fields
    assert any(noun.name.startswith("item ") for noun in templating.fields())
