"""`make bench`: summaries only, the same texts in, each contender in processes of its own, taking turns.

Cold: the whole process from start to end over all articles once. Warm: the best pass over them after a
first one, in seconds of the processor; all contenders use one core and have the same time. Memory: the most
a cold process held. Each figure is the best of several runs, so that a busy machine harms all alike. The last
line is JSON: how many times as fast as the peers this program is, which share of textrank4zh's memory it
needs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.contenders import CONTENDERS
from benchmarks.corpus import texts

ROOT = Path(__file__).resolve().parent.parent
WARM = 4.0
"""Seconds of the processor that each contender has for its passes, two at the least for the slowest."""


@dataclass
class Figures:
    """What was measured of one contender, run by run."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def run(name: str, count: int, seconds: float) -> tuple[float, dict[str, Any]]:
    """Seconds of the whole process, and what it said."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.run", name, str(count), str(seconds)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, json.loads(done.stdout.splitlines()[-1])


def measure(count: int, repeats: int) -> dict[str, Figures]:
    """Each contender's seconds, cold and warm, in processes of their own, one after the other."""
    figures = {name: Figures() for name in CONTENDERS}
    for _ in range(repeats):
        for name, mine in figures.items():
            seconds, said = run(name, count, seconds=0)
            mine.cold.append(seconds)
            mine.megabytes += [said["megabytes"]] if said["megabytes"] else []
        for name, mine in figures.items():
            _, said = run(name, count, WARM)
            mine.warm.append(min(said["seconds"][1:]))
    return figures


def main() -> None:
    """Print the table, and the ratios as one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    count = options.articles
    characters = sum(map(len, texts(count)))
    print(f"{count} articles, {characters} characters, best of {options.repeats} runs")
    print(f"{'':14}{'warm articles/s':>18}{'cold articles/s':>18}{'peak MB':>10}")
    figures = measure(count, options.repeats)
    for name, mine in figures.items():
        memory = f"{min(mine.megabytes):10.1f}" if mine.megabytes else f"{'?':>10}"
        print(f"{name:14}{count / min(mine.warm):18.1f}{count / min(mine.cold):18.1f}{memory}")
    print(json.dumps({"articles": count, "characters": characters} | ratios(figures)))


def ratios(figures: dict[str, Figures]) -> dict[str, Any]:
    """How many times as fast as textrank4zh and as the fastest other peer; and which share of its memory.

    `engine_…` compares like with like, TextRank alone; the others compare whole items with TextRank alone.
    """
    ours, engine, theirs = figures["briefing"], figures["engine"], figures["textrank4zh"]
    others = {
        name: mine for name, mine in figures.items() if name not in ("briefing", "engine", "textrank4zh")
    }
    next_best = min(others, key=lambda name: min(others[name].warm))
    nearest = min(others[next_best].warm)
    found: dict[str, Any] = {
        "warm_ratio": round(min(theirs.warm) / min(ours.warm), 1),
        "cold_ratio": round(min(theirs.cold) / min(ours.cold), 1),
        "engine_ratio": round(min(theirs.warm) / min(engine.warm), 1),
        "next_best": next_best,
        "next_best_ratio": round(nearest / min(ours.warm), 1),
        "engine_next_best_ratio": round(nearest / min(engine.warm), 1),
    }
    if ours.megabytes and theirs.megabytes:
        found["memory_ratio"] = round(min(ours.megabytes) / min(theirs.megabytes), 2)
    return found


if __name__ == "__main__":
    main()
