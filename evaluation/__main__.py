"""How good the program is, in one table; `make evaluate`.

usage: python -m evaluation                            measure, and hold the figures against their floors
       python -m evaluation --raise-floors [PATTERN …] … and raise the floors (of “gold.*”) to the figures
       python -m evaluation --accept-corpus            … and take a changed corpus as the new one

The last line is one of JSON. Exit status 1 where a figure is under its floor; each is named.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from evaluation import events, metadata, reading, summaries
from evaluation.floors import Floors, Group, fingerprint

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
CORPORA = (
    "seeds", "gold", "gold_own", "pages", "pages_other", "articles", "metadata",
    "references", "references_articles", *events.SETS,
)  # fmt: skip
# Groups of figures over a folder's pages as PDF.
PRINTED = (("pages-pdf", "pages"), ("pages-pdf-other", "pages_other"))


def measured() -> list[Group]:
    """Every figure there is."""
    golds = {name: reading.seeds(name) for name in ("gold", "gold_own")}
    forms = {f"pages-{name}": truths for name, truths in reading.typeset().items()}
    sets = golds | forms
    runs = {name: reading.run(truth.source for truth in truths) for name, truths in sets.items()}
    groups = [
        Group(name, reading.figures(truths, runs[name]), _corpora(name)) for name, truths in sets.items()
    ]
    for name, folder in PRINTED:
        if printed := reading.pdf_sources(folder):
            runs[name] = reading.run(printed)
            groups.append(Group(name, reading.pdf(runs[name], folder), (folder,)))
    groups.append(Group("invariants", reading.invariants(list(runs.values())), ("seeds", "pages")))
    own = {"metadata": ("metadata",), "metadata-articles": ("articles",)}
    groups += [Group(name, figures, own.get(name, ())) for name, figures in metadata.measure().items()]
    groups.append(Group("summaries", summaries.measure(), ("gold", "references", "references_articles")))
    groups += [Group(name, events.measure(name), (name,)) for name in events.SETS]
    return groups


def _corpora(group: str) -> tuple[str, ...]:
    return ("pages",) if group.startswith("pages") else ("seeds", group)


def fingerprints() -> dict[str, str]:
    """One for each corpus: a changed gold is noticed."""
    folders = {name: reading.SEEDS if name == "seeds" else HERE / name for name in CORPORA}
    return {name: fingerprint(_files(folder), folder) for name, folder in folders.items()}


def _files(folder: Path) -> Iterator[Path]:
    data = {".json", ".jsonl", ".txt", ".pdf"}
    return (path for path in folder.rglob("*") if path.suffix in data and not path.name.startswith("."))


def table(groups: Sequence[Group], floors: Floors) -> Iterator[str]:
    """Figures over their floors; groups of the same figures stand under one heading."""
    for names, same in groupby(groups, key=lambda group: tuple(group.figures)):
        widths = [max(7, len(name) + 2) for name in names]
        yield ""
        yield f"{'':26}" + "".join(f"{name:>{w}}" for name, w in zip(names, widths, strict=True))
        for group in same:
            yield f"{group.name:26}" + _cells(group.figures, names, widths)
            if floors.of(group.name):
                yield f"{'  floor':26}" + _cells(floors.of(group.name), names, widths)


def _cells(values: Mapping[str, float], names: Sequence[str], widths: Sequence[int]) -> str:
    cells = (f"{values[name]:.3f}" if name in values else "–" for name in names)
    return "".join(f"{cell:>{w}}" for cell, w in zip(cells, widths, strict=True))


def main(arguments: Sequence[str] | None = None, path: Path = FLOORS) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__, add_help=True)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--raise-floors", nargs="*", metavar="PATTERN")
    parser.add_argument("--accept-corpus", action="store_true")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    groups, corpora, floors = measured(), fingerprints(), Floors.load(path)
    before = floors
    if options.accept_corpus:
        floors = floors.accepting(groups, corpora)
    if options.raise_floors is not None:
        floors = floors.knowing(corpora).raised(groups, options.raise_floors or ("*",))
    if floors != before:
        floors.save(path)
    for line in table(groups, floors):
        print(line)
    print("", "summaries of the same length, by other ways", *summaries.beside(), sep="\n")
    if not reading.pdf_sources():
        print("\npages-pdf: left out, since the program does not read PDF")
    faults = list(floors.faults(groups, corpora))
    print(*("", *faults), sep="\n")
    values = {
        f"{group.name}.{name}": round(value, 4) for group in groups for name, value in group.figures.items()
    }
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps({"ok": not faults, "seconds": seconds, "figures": values, "faults": faults}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
