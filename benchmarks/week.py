"""A week of so many articles, from the archive to finished HTML and JSON: time and memory against size.

usage: python -m benchmarks.week [--plot FILE.svg] [SIZE …]     1000, 3000, 10000, 30000 where none is given
       python -m benchmarks.week --crowd day [SIZE …]           all of one day and one district
       python -m benchmarks.week --crowd reprints [SIZE …]      one article, printed by so many papers

Each size is a process of its own whose archive was filled before. No briefing has so many items: this is
about time, which must not grow faster than the articles (docs/speed.md has what was measured). The last line
is JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import crowd, plot
from benchmarks.run import peak_megabytes
from briefing.model import AnnotatedArticle

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1000, 3000, 10_000, 30_000)
SUNDAY = date(2018, 11, 11)
# Articles of one page, hence of one transaction.
PAGE = 12

CROWDS: dict[str, Callable[[int], Iterator[AnnotatedArticle]]] = {
    "week": crowd.articles,
    "day": lambda count: crowd.articles(count, day=crowd.MONDAY),
    "reprints": crowd.reprints,
}


def fill(target: Path, name: str, count: int) -> None:
    """An archive of so many articles."""
    from briefing.archive import Archive

    found = CROWDS[name](count)
    with Archive.open(target) as archive:
        number = 0
        while page := list(islice(found, PAGE)):
            archive.ingest(f"{number:064d}", page[0].source.path, page)
            number += 1


def make(target: Path, out: Path) -> dict[str, Any]:
    """Make the week's briefing; seconds by the clock and of the processor, peak memory, and what came out."""
    from briefing.archive import Archive
    from briefing.config import Config
    from briefing.periods import week
    from briefing.results import Watch, Wish
    from briefing.weekly import make

    start, worked = time.perf_counter(), time.process_time()
    wish = Wish(span=week("2018-W45", SUNDAY), formats=("html", "json"), out=out)
    watch = Watch(lambda problem: print(problem.message, file=sys.stderr), lambda *_: None)
    with Archive.open(target) as archive:
        (made,) = make(wish, (), archive, Config(), SUNDAY, watch).made
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    size = sum(file.path.stat().st_size for file in made.files)
    items = sum(len(theme.items) for section in made.briefing.sections for theme in section.themes)
    return {
        "seconds": round(seconds, 2),
        "processor": round(worked, 2),
        "megabytes": peak_megabytes(),
        "items": items,
        "bytes": size,
    }


def measure(name: str, count: int) -> dict[str, Any]:
    """One size, filled and made in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.week", "--crowd", name, "--in", folder]
        subprocess.run([*command, "--fill", str(count)], cwd=ROOT, check=True)
        done = subprocess.run([*command, "--make"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the sizes asked for; with hidden options, be the process that fills or makes one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.week", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--crowd", choices=CROWDS, default="week")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.fill:
        fill(options.folder / "briefing.db", options.crowd, options.fill)
    elif options.make:
        print(json.dumps(make(options.folder / "briefing.db", options.folder / "out")))
    else:
        report(options.crowd, options.sizes, options.plot)


def report(name: str, sizes: Sequence[int], picture: Path | None) -> None:
    """The table, the picture if one is wanted, and the line of JSON."""
    print(f"{'articles':>10}{'seconds':>10}{'processor':>11}{'ms/article':>12}{'peak MB':>10}{'items':>10}")
    results: dict[int, dict[str, Any]] = {}
    for count in sizes:
        results[count] = one = measure(name, count)
        each = 1000 * one["processor"] / count
        memory = one["megabytes"] or float("nan")
        times = f"{one['seconds']:10.1f}{one['processor']:11.1f}{each:12.2f}"
        print(f"{count:10}{times}{memory:10.0f}{one['items']:10}", flush=True)
    if picture is not None:
        points = [(count, one["processor"]) for count, one in results.items()]
        picture.write_text(
            plot.svg(points, "articles in the week", "processor seconds to HTML and JSON"), "utf-8"
        )
    print(json.dumps({"crowd": name, "sizes": results}))


if __name__ == "__main__":
    main()
