"""Score articles read from typeset PDF pages: gold/score.py with runs of characters in place of lines.

usage: python -m evaluation.score_pdf PAGES_DIR ARTICLES.jsonl [--json]

A PDF has no line numbers to pair articles by, so each article's text (kicker, title, subtitle, body,
captions) is taken as its runs of four characters, and every run counts as a line: a pair counts when
at least 90 % of the runs of the two together are shared. The other figures are score.py's own.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

RUN = 4
FIGURES = "line_jaccard title body byline date district township theme caption".split()


@cache
def _score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", Path(__file__).parent / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Numbers(dict[tuple[str, int], int]):
    """A number for every run of characters and its how-many-eth occurrence in an article."""

    def __missing__(self, key: tuple[str, int]) -> int:
        self[key] = len(self) + 1
        return self[key]

    def lines(self, fields: Iterable[str | None]) -> list[tuple[int, int]]:
        """The runs of these texts as if each were a line."""
        seen: Counter[str] = Counter()
        found = []
        for field in fields:
            text = _score().squash(field)
            for place in range(max(1, len(text) - RUN + 1) if text else 0):
                run = text[place : place + RUN]
                found.append(self[run, seen[run]])
                seen[run] += 1
        return [(number, number) for number in found]


def _texts(article: Mapping[str, Any], body: Sequence[str]) -> list[str | None]:
    heads = [article.get(key) for key in ("kicker", "title", "subtitle")]
    return [*heads, "".join(body), *(article.get("captions") or [])]


def score_page(
    folder: Path, gold: dict[str, Any], read: Sequence[dict[str, Any]]
) -> tuple[Any, int, int, int]:
    """score.py's rows, hits, number of gold and of read articles, for one page."""
    numbers = _Numbers()
    bodies = {
        a["id"]: (folder / "articles" / f"{a['id']}.txt").read_text("utf-8").splitlines()[1:]
        for a in gold["articles"]
    }
    truth = [a | {"lines": numbers.lines(_texts(a, bodies[a["id"]]))} for a in gold["articles"]]
    found = [a | {"source": {"lines": numbers.lines(_texts(a, a.get("paragraphs") or []))}} for a in read]
    full = set(range(1, len(numbers) + 1))
    joined = {name: "\n".join(body) for name, body in bodies.items()}
    rows, hits, n_gold, n_read = _score().score_page({"articles": truth}, joined, found, full)
    return rows, hits, n_gold, n_read


def score(folder: Path, articles: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The figures over all PDFs of the folder, and the rows they were computed from."""
    everything = [json.loads(line) for line in articles.read_text("utf-8").splitlines() if line.strip()]
    golds: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("[0-9]*.json")):
        gold = json.loads(path.read_text("utf-8"))
        golds.setdefault(gold["pdf"], gold)
    rows: list[dict[str, Any]] = []
    hits = n_gold = n_read = 0
    for pdf, gold in golds.items():
        read = [a for a in everything if Path(a["source"]["path"]).name == pdf]
        page_rows, h, g, r = score_page(folder, gold, read)
        rows, hits, n_gold, n_read = rows + page_rows, hits + h, n_gold + g, n_read + r
    figures: dict[str, Any] = {"pages": len(golds), "gold": n_gold, "read": n_read}
    figures["article_f1"] = 2 * hits / (n_gold + n_read) if n_gold + n_read else 0.0
    for key in FIGURES:
        values = [row[key] for row in rows if row[key] is not None]
        figures[key] = sum(values) / len(values) if values else None
    return figures, rows


def main(arguments: Sequence[str]) -> None:
    """Print the figures, before them each article's unless --json."""
    paths = [argument for argument in arguments if argument != "--json"]
    if len(paths) != 2:
        sys.exit(__doc__)
    figures, rows = score(Path(paths[0]), Path(paths[1]))
    if "--json" in arguments:
        print(json.dumps(figures))
        return
    for row in rows:
        print(row["id"], " ".join(f"{k}={v:.2f}" for k, v in row.items() if k != "id" and v is not None))
    print(" ".join(f"{k}={v:.3f}" if isinstance(v, float) else f"{k}={v}" for k, v in figures.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
