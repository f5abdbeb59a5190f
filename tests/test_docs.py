"""The documents say what the program does: commands, options, settings, formats, examples and links."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import typer.main

from briefing import codec, config, periods
from briefing.annotate.theme import Lexicon
from briefing.cli import main
from briefing.cli.app import _INTERRUPTED, app
from briefing.errors import BriefingError
from briefing.intake import READERS
from briefing.model import AnnotatedArticle, Briefing
from briefing.render import FORMATS
from briefing.resources import read_toml
from briefing.results import Outcome, Watch
from evaluation.floors import Floors
from scripts.run import COMMANDS as TARGETS

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DATA = ROOT / "docs" / "data.md"
DOCUMENTS = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
GROUP: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = GROUP.commands
LARGEST_IMAGE = 300_000
# Options of our other programs, not of `briefing`.
OTHERS = {"--raise-floors", "--accept-corpus", "--check", "--strict"}

document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
readme = pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)


def text(path: Path) -> str:
    return path.read_text("utf-8")


def blocks(path: Path, language: str) -> list[str]:
    """The contents of the fenced blocks of a language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text(path), re.M | re.S)


def prose(path: Path) -> str:
    """The text without its fenced blocks."""
    return re.sub(r"^ *```.*?^ *```", "", text(path), flags=re.M | re.S)


def section(path: Path, name: str) -> str:
    """What stands under the heading that ends so, up to the next heading."""
    match = re.search(rf"^#+ (?:[^\n]*\s|[^\n]*：)?{name}$(.*?)(?=^#+ |\Z)", text(path), re.M | re.S)
    return match[1] if match else ""


def names(command: Any) -> set[str]:
    """A command's options by their long names."""
    return {name for one in command.params for name in one.opts if name.startswith("--")}


def invocations(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each `briefing COMMAND …` in a document's code, with what follows on its line."""
    code = re.findall(r"`([^`\n]+)`", prose(path)) + re.findall(r"^ *(briefing .*)$", text(path), re.M)
    for line in code:
        for match in re.finditer(r"\bbriefing ([a-z][a-z-]*)([^|]*)", line.partition("  # ")[0]):
            yield match[1], match[2].split()


# --- commands and options -------------------------------------------------------------------------


@readme
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_each_of_its_options_is_documented(path: Path, name: str) -> None:
    found = section(path, f"briefing {name}")
    missing = {option for option in names(COMMANDS[name]) if not re.search(rf"{option}(?![\w-])", found)}
    assert not missing, f"{path.name}, under “briefing {name}”: {missing}"


@readme
def test_the_options_of_every_command_are_documented(path: Path) -> None:
    short = {name for one in COMMANDS["make"].params for name in one.opts if re.fullmatch("-[a-z]", name)}
    for option in ("--help", "-h", *short, *names(GROUP)):
        assert f"{option}`" in text(path)


@document
def test_every_command_that_is_named_exists(path: Path) -> None:
    unknown = {name for name, _ in invocations(path)} - set(COMMANDS)
    assert not unknown


@document
def test_every_option_that_is_named_exists(path: Path) -> None:
    known = set().union(*(names(command) for command in COMMANDS.values()), names(GROUP), OTHERS, {"--help"})
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", prose(path))) <= known
    for name, words in invocations(path):
        own = names(COMMANDS[name]) | {"--help"}
        assert {word for word in words if word.startswith("--")} <= own, name


def test_the_documents_name_commands_and_options_at_all() -> None:
    found = [name for path in READMES for name, _ in invocations(path)]
    assert set(found) == set(COMMANDS)
    assert ["--week", "2018-W45"] in [words[:2] for _, words in invocations(READMES[0])]


@document
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    phony = re.search(r"^\.PHONY: (.*)$", text(ROOT / "Makefile"), re.M)
    assert phony
    assert set(re.findall(r"`make ([a-z]+)`", text(path))) <= set(phony[1].split())
    assert set(re.findall(r"scripts[/\\]run\.py ([a-z]+)", text(path))) <= set(TARGETS)


@readme
def test_the_two_commands_of_the_start_are_given_for_windows_too(path: Path) -> None:
    assert {"brief", "test"} <= set(re.findall(r"py scripts\\run\.py ([a-z]+)", text(path)))
    assert {"brief", "test"} <= set(re.findall(r"\bmake (brief|test)\b", text(path)))


# --- examples -------------------------------------------------------------------------------------


@readme
def test_every_example_works(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples in their order, where 来稿 and seeds hold the five pages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    for folder in ("seeds", "来稿"):
        shutil.copytree(ROOT / "seeds", folder)
    Path("briefing.toml").write_text('[[sources]]\nname = "来稿"\nfolder = "来稿"\n', "utf-8")
    monkeypatch.setattr("briefing.serving.stopped_by_signals", stopped_at_once)
    examples = [
        line for block in blocks(path, "sh") for line in block.splitlines() if line.startswith("briefing ")
    ]
    assert {shlex.split(line)[1] for line in examples} == set(COMMANDS)
    for line in examples:
        _, *arguments = shlex.split(line, comments=True)
        if "--show" in arguments:
            arguments[arguments.index("--show") + 1] = first_id(tmp_path / "briefing.db")
        if arguments[0] == "explain":
            arguments[1] = first_id(tmp_path / "briefing.db")
        if arguments[0] == "approve":
            draft(tmp_path / "briefing.db", arguments[1])
        assert run(arguments, monkeypatch) == 0, line


@contextmanager
def stopped_at_once(stop: Event) -> Iterator[None]:
    """In the place of a signal that comes right after the start."""
    stop.set()
    yield


def draft(database: Path, week: str) -> None:
    """What the service would have made on Monday."""
    from briefing import releasing
    from briefing.archive import Archive

    now = datetime(2018, 11, 12, tzinfo=UTC)
    watch = Watch(lambda _problem: None, lambda _step, _done, _total: None)
    with Archive.open(database) as archive:
        assert releasing.draft(periods.week(week, now.date()), archive, config.Config(), now, watch)


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    monkeypatch.setattr("sys.argv", ["briefing", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def first_id(database: Path) -> str:
    from briefing.archive import Archive

    with Archive.open(database) as archive:
        return archive.articles()[0].id


# --- settings -------------------------------------------------------------------------------------


def test_the_configuration_in_the_english_readme_is_whole(tmp_path: Path) -> None:
    (block,) = blocks(READMES[0], "toml")
    path = tmp_path / "briefing.toml"
    path.write_text(block, "utf-8")
    config.load(path)
    values = tomllib.loads(block)
    for name, field in config.Config.model_fields.items():
        section = config.section_of(field.annotation)
        if not section:
            assert name in values
        elif name in values and not section[1]:
            assert values[name].keys() == section[0].model_fields.keys()
        else:  # A section of its own matter stands where that is explained.
            assert f"[{name}]" in text(READMES[0])


def test_the_values_it_shows_are_the_defaults() -> None:
    (block,) = blocks(READMES[0], "toml")
    optional = {
        "home",
        "templates",
        "places",
        "papers",
        "themes",
        "dictionary",
        "districts",
        "theme",
        "district",
        "total",
    }  # shown with an example; otherwise by default

    def check(shown: dict[str, Any], defaults: dict[str, Any]) -> None:
        for key, value in shown.items():
            if isinstance(value, dict):
                check(value, defaults[key])
            elif key not in optional and not (isinstance(value, list) and isinstance(value[0], dict)):
                assert value == defaults[key], key

    check(tomllib.loads(block), config.Config().model_dump(mode="json"))


def test_every_setting_is_explained_in_chinese_with_its_default() -> None:
    rows = [line for line in text(READMES[1]).splitlines() if line.startswith("| `")]
    explained = {key for row in rows for key in re.findall(r"`([a-z_]+)`", row.split("|")[1])}
    for name, field in config.Config.model_fields.items():
        section = config.section_of(field.annotation)
        assert (section[0].model_fields.keys() if section else {name}) <= explained, name


@pytest.mark.parametrize(
    "path",
    [READMES[1], *(ROOT / "docs" / f"{name}.md" for name in ("themes", "templates"))],
    ids=lambda path: path.name,
)
def test_the_settings_in_the_examples_are_right(path: Path, tmp_path: Path) -> None:
    examples = [block for block in blocks(path, "toml") if "[[theme]]" not in block]
    assert examples
    for block in examples:
        (tmp_path / "briefing.toml").write_text(block, "utf-8")
        config.load(tmp_path / "briefing.toml")


def test_the_theme_in_the_example_is_right() -> None:
    (added,) = [block for block in blocks(ROOT / "docs" / "themes.md", "toml") if "[[theme]]" in block]
    rules = read_toml("themes.toml")
    rules["theme"] = [*rules["theme"], *tomllib.loads(added)["theme"]]
    assert "文物保护" in Lexicon(rules).names


# --- formats, codes, data -------------------------------------------------------------------------


@readme
def test_every_format_of_documents_is_named(path: Path) -> None:
    assert {name for name in FORMATS if f"`{name}`" in text(path) or f'"{name}"' in text(path)} == set(
        FORMATS
    )


def test_every_format_of_sources_is_named() -> None:
    sources = section(READMES[0], "Sources")
    assert {suffix for suffix in READERS if f"`{suffix}`" in sources} == set(READERS)


def test_every_exit_status_is_told() -> None:
    statuses = {str(int(one)) for one in (*Outcome, BriefingError.exit_code, _INTERRUPTED)}
    assert set(re.findall(r"^\| (\d+) \|", section(READMES[0], "Exit codes"), re.M)) == statuses
    told = re.search(r"命令结束时的数字.*?\n\n", text(READMES[1]), re.S)
    assert told
    assert set(re.findall(r"(\d+) ", told[0])) == statuses


def test_every_theme_is_named_in_chinese() -> None:
    squashed = "".join(text(READMES[1]).split())
    assert "、".join(Lexicon.default().names) in squashed


def test_every_doubt_is_explained() -> None:
    table = text(DATA).partition("## 待核的代码")[2]
    explained = {
        code for row in re.findall(r"^\| (`.*?) \|", table, re.M) for code in re.findall(r"`(.*?)`", row)
    }
    assert explained == set(doubts())


def doubts() -> Iterator[str]:
    """The codes of all doubts that the program can have."""
    for path in (ROOT / "briefing").rglob("*.py"):
        tree = ast.parse(text(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Doubt":
                found = list(values(node.args[0], tree))
                assert found, f"{path.name}:{node.lineno}"
                yield from found


def values(code: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The texts that an expression can be: itself, or whatever is assigned to its name in the module."""
    if isinstance(code, ast.Constant):
        yield str(code.value)
    for node in ast.walk(tree) if isinstance(code, ast.Name) else ():
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                for name, value in pairs:
                    if ast.dump(name).replace("Store", "Load") == ast.dump(code):
                        yield from values(value, ast.Module([], []))


def examples_of_data() -> list[Any]:
    return [json.loads(block) for block in blocks(DATA, "json")]


def test_the_row_in_the_example_can_be_read(tmp_path: Path) -> None:
    from briefing.intake import Found, read

    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(examples_of_data()[0]), "utf-8")
    (page,) = read(Found("a.jsonl", path))
    assert page.given.authors == ("付家宝", "李靓")


@pytest.mark.parametrize(("number", "kind"), [(1, AnnotatedArticle), (2, Briefing)])
def test_the_data_in_the_examples_is_whole(number: int, kind: type[Any]) -> None:
    example = examples_of_data()[number]
    assert codec.dump(codec.load(kind, example)) == example


def test_every_key_of_an_article_is_explained() -> None:
    table = text(DATA).partition("## 一份简报")[0]
    explained = {
        key for row in re.findall(r"^\| (`.*?) \|", table, re.M) for key in re.findall(r"`(.*?)`", row)
    }
    assert explained == examples_of_data()[1].keys()


def test_the_sentence_in_the_example_is_as_the_document_says() -> None:
    item = examples_of_data()[2]["sections"][0]["themes"][0]["items"][0]
    (sentence,) = item["sentences"]
    (change,) = sentence["substitutions"]
    longer = len(change["text"]) - (change["end"] - change["start"])
    assert item["text"] == sentence["text"]
    assert len(sentence["text"]) == sentence["end"] - sentence["start"] + longer
    assert sentence["text"][change["start"] :].startswith(change["text"])


def test_the_messages_that_are_explained_are_the_programs_own() -> None:
    source = "\n".join(text(path) for path in (ROOT / "briefing").rglob("*.py"))
    table = section(READMES[1], "常见问题与报错")
    cells = re.findall(r"^\| (`.*?`) \|", table, re.M)
    pieces = {
        piece for cell in cells for quoted in re.findall(r"`(.*?)`", cell) for piece in quoted.split("…")
    }
    assert len(cells) > 8
    assert not {piece for piece in pieces if piece not in source}


# --- figures, links, pictures ---------------------------------------------------------------------


def test_the_figures_that_are_promised_are_held_by_floors() -> None:
    floors = Floors.load(ROOT / "evaluation" / "floors.json")
    promised = re.findall(r"^\| `([a-z0-9_-]+)\.([a-z0-9_]+)` \| .* \| ([\d.]+) \|$", text(READMES[0]), re.M)
    assert len(promised) > 8
    for group, figure, value in promised:
        assert float(value) <= floors.of(group)[figure], f"{group}.{figure}"


@document
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name) if name else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(path), re.M)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_the_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert {path.name for path in pictures if path.stat().st_size >= LARGEST_IMAGE} == set()


@document
def test_no_document_names_a_secret_place(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:tmp|root|work|home)/", text(path))
