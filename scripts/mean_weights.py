"""The mean of several fits of one table of weights (labels.tsv, assembly.tsv): steadier than any of them.

usage: mean_weights.py OUT.tsv ONE.tsv TWO.tsv [...]

Fits on different draws of pages agree where the pages tell much and differ by chance where they tell little;
a weight that one fit lacks counts as 0 there.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

TINY = 0.01


def mean(tables: Sequence[Path]) -> list[str]:
    """The lines of the mean, in the order in which weights come up; the first table's heading above."""
    sums: defaultdict[str, float] = defaultdict(float)
    heading = ""
    for table in tables:
        for line in table.read_text("utf-8").splitlines():
            if line.startswith("#"):
                heading = heading or line
            elif line:
                name, _, weight = line.rpartition("\t")
                sums[name] += float(weight) / len(tables)
    return [heading, *(f"{name}\t{weight:.3f}" for name, weight in sums.items() if abs(weight) >= TINY)]


def main(arguments: Sequence[str]) -> None:
    """Write the mean."""
    if len(arguments) < 3:
        sys.exit(__doc__)
    out, *tables = map(Path, arguments)
    out.write_text("\n".join(mean(tables)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
