"""Who may import whom: a stage sees the model and the helpers, never another stage."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import briefing

PACKAGE = Path(briefing.__file__).parent
STAGES = {"intake", "segment", "annotate", "archive", "events", "summarize", "compose", "render", "deliver"}
HELPERS = {
    "model",
    "text",
    "boxes",
    "spans",
    "profiles",
    "words",
    "rank",
    "resources",
    "errors",
    "codec",
    "config",
    "doubleclick",
    "unattended",
    "addresses",
    "zone",
    "organs",
    "__version__",
}
# Helpers of the service alone: no stage knows what time it is.
SERVICE = {"periods", "calendar", "schedule", "lock", "journal", "health"}
# The use cases that bring stages together; whoever else wants something of a stage asks them.
USE_CASES = {
    "weekly",
    "ingesting",
    "composing",
    "explaining",
    "releasing",
    "posting",
    "delivering",
    "sending",
    "lookup",
    "checkup",
    "mail_checkup",
    "templating",
    "inspection",
    "newsroom",
    "reading",
    "running",
    "notices",
    "standing",
    "serving",
    "service_checkup",
    "reviewing",
    "safekeeping",
}
COMMANDS = {"cli", "__main__"}

MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def part_of(module: Path) -> str:
    """The first name below the package: a stage, a helper, or “” for the package itself."""
    return "" if module == Path("__init__.py") else module.parts[0].removesuffix(".py")


def imported(source: str) -> Iterator[str]:
    """The parts of this package that a module's text imports, wherever in the text."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide whom a module imports"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "briefing" else [module]
        for name in names:
            if name.startswith("briefing."):
                yield name.split(".")[1]


def allowed(part: str) -> set[str]:
    if part in STAGES:
        return {part} | HELPERS
    if part in USE_CASES:
        return STAGES | HELPERS | USE_CASES | SERVICE | {"naming", "results"}
    if part in COMMANDS:
        return COMMANDS | USE_CASES | HELPERS | {"starting", "periods", "schedule", "lock", "results"}
    if part in SERVICE:
        return HELPERS | SERVICE
    if part == "results":
        return HELPERS | {"periods"}
    return HELPERS


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_what_its_place_allows(module: Path) -> None:
    part = part_of(module)
    wrong = set(imported((PACKAGE / module).read_text("utf-8"))) - allowed(part)
    assert not wrong, f"{module} imports {', '.join(sorted(wrong))}"


def test_the_check_sees_every_way_to_import() -> None:
    ways = (
        "import briefing.archive\nfrom briefing.render import x\nfrom briefing import intake\n"
        "def f():\n    import briefing.events.y"
    )
    assert set(imported(ways)) == {"archive", "render", "intake", "events"}
    assert list(imported("import json\nfrom pathlib import Path")) == []


def test_every_stage_is_there() -> None:
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert packages == STAGES | {"cli", "model", "config"}


def test_every_module_has_a_place_and_one_only() -> None:
    groups = (STAGES, HELPERS, SERVICE, USE_CASES, COMMANDS, {"naming", "results", "starting"})
    placed = Counter(part for group in groups for part in group)
    assert set(placed) - {"__version__"} == {part_of(module) for module in MODULES} - {""}
    assert set(placed.values()) == {1}


def test_every_module_is_found_in_the_architectures_table() -> None:
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## Where to find what")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", table))
    assert {part_of(module) for module in MODULES} - STAGES - COMMANDS - {""} <= named
