"""The page and the mail before judges that are not ours: Nu validator, axe-core in Chromium, caniemail.

The judges come from npm, pinned, into a folder that is gone afterwards. Needs node 20.19 or newer, npm, java
and chromium.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.render.readback import made, mail, mail_part
from tests.render.sample import briefing, full, printed

ROOT = Path(__file__).resolve().parent.parent
JUDGES = ("vnu-jar@26.9.27", "axe-core@4.14.1", "caniemail@2.0.2")
MISSING = [name for name in ("node", "npm", "java", "chromium") if not shutil.which(name)]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


@pytest.fixture(scope="session")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder node_modules with the judges."""
    folder = tmp_path_factory.mktemp("judges")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *JUDGES]
    subprocess.run(command, cwd=folder, check=True, timeout=300, stdout=subprocess.DEVNULL)
    return folder / "node_modules"


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """The pages and the mails of the sample, of an empty week and of the five weeks of the seeds."""
    folder = tmp_path_factory.mktemp("documents")
    command = [sys.executable, "-m", "briefing", "make", str(ROOT / "seeds"), "--every-week", "-q"]
    options = ["--format", "html,eml", "--out", str(folder / "out"), "--archive", str(folder / "a.db")]
    subprocess.run([*command, *options], check=True, timeout=300, stdout=subprocess.DEVNULL)
    pages = {path.parent.name: path.read_bytes() for path in folder.glob("out/*/*.html")}
    mails = {path.parent.name: path.read_bytes() for path in folder.glob("out/*/*.eml")}
    assert len(pages) == len(mails) == 5
    pages |= {"sample": made(full(), "html", articles=printed(full())), "empty": made(briefing(), "html")}
    mails |= {"sample": made(full(), "eml"), "empty": made(briefing(), "eml")}
    bodies = {name: mail_part(mail(data), "html").encode() for name, data in mails.items()}
    found: dict[str, dict[str, Path]] = {"page": {}, "mail": {}}
    for kind, contents in (("page", pages), ("mail", bodies)):
        for name, data in contents.items():
            found[kind][name] = folder / f"{kind}-{name}.html"
            found[kind][name].write_bytes(data)
    return found


# --- valid HTML -----------------------------------------------------------------------------------


def complaints(judges: Path, paths: list[Path]) -> list[str]:
    """What the Nu validator says of the files, errors and warnings."""
    jar = judges / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", *map(str, paths)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300).stderr
    messages = json.loads(said)["messages"]
    return [f"{Path(one['url']).name}: {one['type']}: {one['message']}" for one in messages]


def test_the_nu_validator_has_nothing_to_say_of_the_page(
    judges: Path, documents: dict[str, dict[str, Path]]
) -> None:
    assert complaints(judges, list(documents["page"].values())) == []


def test_the_nu_validator_finds_no_error_in_the_mail(
    judges: Path, documents: dict[str, dict[str, Path]]
) -> None:
    # Warnings are about bgcolor, width and the like: Outlook needs them. mso-hide is Outlook's own.
    found = complaints(judges, list(documents["mail"].values()))
    assert {one for one in found if ": error: " in one and "mso-hide" not in one} == set()


def test_the_nu_validator_is_asked_at_all(judges: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><title>x</title><p><div></p>")
    assert any(": error: " in one for one in complaints(judges, [tmp_path / "bad.html"]))


# --- accessible -----------------------------------------------------------------------------------

LOOKS = {
    "wide": ["--window-size=1280,1000"],
    "narrow": ["--window-size=390,844"],
    "dark": ["--window-size=1280,1000", "--blink-settings=preferredColorScheme=0"],
}


def findings(judges: Path, page: str, look: list[str], folder: Path) -> Iterator[tuple[str, str, str]]:
    """axe-core's findings on a page, every item opened: how grave, which rule, the first element."""
    axe = (judges / "axe-core" / "axe.min.js").read_text("utf-8")
    run = (
        "axe.run(document, {resultTypes: ['violations']}).then(found => {"
        " const told = document.createElement('pre'); told.id = 'told';"
        " const row = one => [one.impact, one.id, one.nodes[0].html];"
        " told.textContent = JSON.stringify(found.violations.map(row));"
        " document.body.append(told) })"
    )
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)  # it would forbid the judge
    page = page.replace("<details>", "<details open>")
    page = page.replace("</body>", f"<script>{axe}</script><script>{run}</script></body>")
    path = folder / "page.html"
    path.write_text(page, "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += [f"--user-data-dir={folder / 'profile'}", *look, "--virtual-time-budget=30000", "--dump-dom"]
    dumped = subprocess.run([*command, path.as_uri()], capture_output=True, text=True, timeout=180).stdout
    told = re.search(r'<pre id="told">(.*?)</pre>', dumped, re.S)
    assert told, "axe-core did not run"
    yield from json.loads(html.unescape(told[1]))


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_page(
    look: str, judges: Path, documents: dict[str, dict[str, Path]], tmp_path: Path
) -> None:
    for name, path in documents["page"].items():
        found = list(findings(judges, path.read_text("utf-8"), LOOKS[look], tmp_path))
        assert found == [], name


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_in_the_mail(
    look: str, judges: Path, documents: dict[str, dict[str, Path]], tmp_path: Path
) -> None:
    for name, path in documents["mail"].items():
        found = list(findings(judges, path.read_text("utf-8"), LOOKS[look], tmp_path))
        # A mail stands inside a mail program's page, whose landmarks are not ours.
        assert {rule for _, rule, _ in found} <= {"landmark-one-main", "region"}, name


def test_axe_is_asked_at_all(judges: Path, tmp_path: Path) -> None:
    page = '<!doctype html><html lang="zh-CN"><title>x</title><body><img src="data:,"></body></html>'
    assert "image-alt" in {rule for _, rule, _ in findings(judges, page, [], tmp_path)}


# --- what mail programs know ----------------------------------------------------------------------

CLIENTS = ("outlook.*", "gmail.*", "apple-mail.*", "samsung-email.*")

# What one of these programs does not know, and why the mail reads well there all the same.
# caniemail has no data on QQ-mail, Foxmail and 163: the mail keeps to what all others know.
UNKNOWN_TO_SOME = {
    "<body> element": "the background stands on the outer table too",
    "<style> element": "every style is inlined; the sheet has only what a phone or dark mode adds",
    "@media": "the same",
    "color-scheme meta tag": "dark mode is then the program's own",
    "display:none": "the preheader is one pixel high in the background's colour",
    "max-height property": "of the preheader",
    "overflow": "of the preheader",
    "aria-hidden attribute": "of the preheader",
    "role attribute": "the layout tables are read as tables there",
    "white-space": "line breaks within a paragraph, which newspapers do not have",
    "word-break": "text without any blank or Chinese character",
}

ASK = """
import { caniemail } from 'caniemail';
import { readFileSync } from 'node:fs';
const [path, ...clients] = process.argv.slice(2);
const { issues } = caniemail({ clients, html: readFileSync(path, 'utf8') });
const found = [];
for (const [client, list] of issues.errors) for (const one of list) found.push([client, one.title]);
console.log(JSON.stringify(found));
"""


def unknown(judges: Path, path: Path) -> set[str]:
    """The features of a mail that some of the programs do not know at all."""
    script = judges.parent / "ask.js"
    script.write_text(ASK)
    command = ["node", str(script), str(path), *CLIENTS]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    found: list[Any] = json.loads(said)
    return {title.strip() for _, title in found}


def test_mail_programs_know_what_the_mail_uses(judges: Path, documents: dict[str, dict[str, Path]]) -> None:
    for name, path in documents["mail"].items():
        assert unknown(judges, path) <= set(UNKNOWN_TO_SOME), name


def test_caniemail_is_asked_at_all(judges: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text('<!doctype html><body><div style="display: grid; position: fixed">x</div></body>')
    assert unknown(judges, path) - set(UNKNOWN_TO_SOME)
