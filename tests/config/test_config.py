import re
import tomllib
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from briefing import config, resources
from briefing.config import Config, Window, loading
from briefing.config.base import Settings
from briefing.config.service import Service
from briefing.errors import ConfigError

EXAMPLE = resources.data("briefing.example.toml").read_text("utf-8")


def write(folder: Path, text: str, name: str = "briefing.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        config.load(write(folder, text))
    message = str(caught.value)
    assert caught.value.exit_code == 2
    assert len(message.splitlines()) == 1
    assert "briefing.toml" in message
    return message


def test_without_a_file_the_defaults_hold() -> None:
    settings = config.load(None)
    assert settings == Config()
    assert settings.formats == ("docx", "html", "json")
    assert settings.item == Window(minimum=80, target=135, maximum=180)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert config.load(write(tmp_path, "")) == Config()


def test_the_example_says_the_defaults(tmp_path: Path) -> None:
    loaded = config.load(write(tmp_path, EXAMPLE))
    relative = {"database": "briefing.db", "out": Path("out"), "service": Service()}
    assert loaded.model_copy(update=relative) == Config()
    assert loaded.out == tmp_path / "out"
    assert loaded.service.log == tmp_path / "logs"


def test_the_example_names_every_key_and_no_other(tmp_path: Path) -> None:
    commented_in = re.sub(r"^# (\w+ = |\[)", r"\1", EXAMPLE, flags=re.MULTILINE)
    config.load(write(tmp_path, commented_in))

    def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
        found: set[str] = set()
        for name, field in model.model_fields.items():
            section = config.section_of(field.annotation)
            found |= keys(section[0], f"{prefix}{name}.") if section else {prefix + name}
        return found

    def written(values: dict[str, object], prefix: str = "") -> set[str]:
        found: set[str] = set()
        for name, value in values.items():
            sections = [
                one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)
            ]
            found |= {key for one in sections for key in written(one, f"{prefix}{name}.")}
            found |= set() if sections else {prefix + name}
        return found

    assert written(tomllib.loads(commented_in)) == keys(Config)


def test_paths_start_from_the_files_folder(tmp_path: Path) -> None:
    loaded = config.load(write(tmp_path, 'out = "成品"\ndatabase = "a.db"\ntemplates = "t"'))
    assert (loaded.out, loaded.templates) == (tmp_path / "成品", tmp_path / "t")
    assert loaded.database == str(tmp_path / "a.db")


def test_absolute_paths_and_urls_stay(tmp_path: Path) -> None:
    loaded = config.load(write(tmp_path, 'out = "/o"\ndatabase = "postgresql+psycopg://h/d"'))
    assert loaded.out == Path("/o")
    assert loaded.database == "postgresql+psycopg://h/d"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('titel = "一"', ["“titel”", "是否想写“title”", "database"]),
        ("[item]\nminimun = 3", ["item.minimun", "是否想写“minimum”", "target"]),
        ("[mial]\nhost = 1", ["“mial”", "title"]),
        ('engine = "textrank"', ["engine", "“textrank”", "是否想写“textrank4zh”", "fast"]),
        ('order = "时间"', ["order", "“时间”", "importance", "date", "unit"]),
        ("title = 3", ["title", "英文引号"]),
        ('title = ""', ["title", "不能为空"]),
        ('formats = "docx"', ["formats", "列表"]),
        ("formats = [1]", ["formats", "英文引号"]),
        ('substitutions = "yes"', ["substitutions", "true"]),
        ('[item]\nminimum = "80"', ["item.minimum", "整数"]),
        ("[item]\nminimum = 200", ["item", "minimum ≤ target ≤ maximum"]),
        ("[item]\nmaximum = 9999", ["item.maximum", "太大"]),
        ("item = 3", ["item", "[item]"]),
        ("out = 3", ["out", "路径"]),
        ('[office]\nunits = "办公室"', ["office.units", "是否想写“unit”"]),
        ("[office]\ncopies = -1", ["office.copies", "太小"]),
        ('[layout]\nmargins = "narrow"', ["layout.margins", "standard", "ink"]),
        ("a = 1\nb = 1", ["“a”", "另有 1 处"]),
        ("title = 一周要闻", ["第 1 行", "英文引号"]),
        ('a = 1\ntitle = "x', ["文件末尾"]),
    ],
)
def test_a_mistake_is_one_line_that_names_it_and_the_choices(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    message = refused(tmp_path, text)
    for word in words:
        assert word in message


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "briefing.toml"
    path.write_bytes('title = "一周要闻"'.encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "briefing.toml"
    path.write_bytes(b"\xef\xbb\xbf" + 'title = "快报"'.encode())
    assert config.load(path).title == "快报"


def test_where_the_file_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, home, given = tmp_path / "here", tmp_path / "home", tmp_path / "given.toml"
    here.mkdir()
    (home / "briefing").mkdir(parents=True)
    monkeypatch.chdir(here)
    environment = {"XDG_CONFIG_HOME": str(home), "APPDATA": str(home)}
    assert config.find(None, environment) is None
    users = write(home / "briefing", "")
    assert config.find(None, environment) == users
    write(here, "")
    assert config.find(None, environment) == Path("briefing.toml")
    with pytest.raises(ConfigError, match=r"given\.toml"):
        config.find(given, environment)
    assert config.find(write(tmp_path, "", "given.toml"), environment) == given


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[mail]\nhost = "h"\nsender = "编辑部"', ["mail.sender", "没有 @"]),
        ('[mail]\nhost = "h"\nsender = "a@b.cn"\nreply_to = "a＠b.cn"', ["mail.reply_to", "全角"]),
        ('[mail]\nhost = "h"\nsender = "a@b.cn"\nsecurity = "none"\nuser = "u"', ["mail", "明文"]),
        ('[mail]\nhost = "h"\nsender = "a@b.cn"\nsecurity = "ssl"', ["mail.security", "starttls"]),
        ('[mail]\nsender = "a@b.cn"', ["mail.host"]),
        ('[mail]\nhost = "h"\nsender = "a@b.cn"\npassword = "p"', ["mail.password", "password_env"]),
    ],
)
def test_mistakes_about_the_mail_server(tmp_path: Path, text: str, words: list[str]) -> None:
    message = refused(tmp_path, text)
    for word in words:
        assert word in message


class _Person(Settings):
    name: str
    form: Literal["mail", "text"] = "mail"
    file: Path | None = None


class _Mail(Settings):
    port: int = 25
    to: tuple[_Person, ...] = ()


class _More(Config):
    relay: _Mail = _Mail()
    people: tuple[_Person, ...] = ()


@pytest.fixture
def _more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "Config", _More)


@pytest.mark.usefixtures("_more")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[people]]\nname = "甲"\n[[people]]\nform = "text"',
            ["第 2 个 [[people]] 的 name"],
        ),
        ('[[people]]\nname = "甲"\nnaem = 1', ["第 1 个 [[people]] 的 naem", "是否想写“name”"]),
        (
            '[[people]]\nname = "甲"\nform = "fax"',
            ["[[people]] 的 form", "“fax”", "mail、text"],
        ),
        ('[[people]]\nname = "甲"\nfile = 1', ["第 1 个 [[people]] 的 file", "路径"]),
        ("people = 1", ["people", "[[people]]"]),
        ('people = ["甲"]', ["第 1 个 [[people]] 的值“甲”", "[[people]]"]),
        ("relay = 1", ["relay", "[relay]"]),
        ('[relay]\nport = "25"', ["relay.port", "整数"]),
        ("[relay]\n[[relay.to]]\nname = 1", ["第 1 个 [[relay.to]] 的 name", "英文引号"]),
    ],
)
def test_mistakes_in_sections_of_any_depth(tmp_path: Path, text: str, words: list[str]) -> None:
    message = refused(tmp_path, text)
    for word in words:
        assert word in message


@pytest.mark.usefixtures("_more")
def test_paths_in_sections_start_from_the_files_folder_too(tmp_path: Path) -> None:
    loaded = config.load(write(tmp_path, '[[relay.to]]\nname = "甲"\nfile = "名单.csv"'))
    assert isinstance(loaded, _More)
    assert loaded.relay.to[0].file == tmp_path / "名单.csv"
