"""Floors under the figures: they rise with the results, and fall only where the corpus itself was changed.

floors.json holds each group's floors by figure, and the fingerprint of each corpus they were measured on. A
figure under its floor, and a corpus that is not the one the floors were measured on, are faults.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

# A floor is this much or less under the figure that it was raised to: room for another Python or word cutter.
STEP = 0.005


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that were measured together, and the corpora that they depend on."""

    name: str
    figures: Mapping[str, float]
    corpora: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Floors:
    """Floors by group and figure, fingerprints by corpus."""

    corpora: Mapping[str, str] = field(default_factory=dict)
    floors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Floors:
        """The file's floors; none where there is no file yet."""
        return cls(**json.loads(path.read_text("utf-8"))) if path.exists() else cls()

    def save(self, path: Path) -> None:
        """Write them as they are kept in the repository."""
        values = {"corpora": self.corpora, "floors": self.floors}
        path.write_text(json.dumps(values, indent=2) + "\n", "utf-8")

    def of(self, group: str) -> Mapping[str, float]:
        """A group's floors by figure; none for a group that has none yet."""
        return self.floors.get(group, {})

    def faults(self, groups: Sequence[Group], corpora: Mapping[str, str]) -> Iterator[str]:
        """One line for each figure under its floor or gone, and for each corpus that was changed."""
        measured = {group.name: group.figures for group in groups}
        for name, floors in self.floors.items():
            for figure, floor in floors.items():
                value = measured.get(name, {}).get(figure)
                if value is None:
                    yield f"{name}.{figure} has the floor {floor:.3f}, but was not measured"
                elif value < floor:
                    yield f"{name}.{figure} is {value:.4f}, under its floor {floor:.3f}"
        for name in sorted({*self.corpora, *corpora}):
            if self.corpora.get(name) != corpora.get(name):
                yield f"the corpus {name} is not the one that the floors were measured on (--accept-corpus)"

    def raised(self, groups: Sequence[Group], wanted: Sequence[str] = ("*",)) -> Floors:
        """With the floors of figures that fit a pattern (“gold.*”) raised to the figures; none falls."""
        floors = {name: dict(values) for name, values in self.floors.items()}
        for group in groups:
            own = floors.setdefault(group.name, {})
            for figure, value in group.figures.items():
                if any(fnmatch(f"{group.name}.{figure}", pattern) for pattern in wanted):
                    own[figure] = max(own.get(figure, 0.0), rounded_down(value))
        return Floors(self.corpora, {name: values for name, values in floors.items() if values})

    def knowing(self, corpora: Mapping[str, str]) -> Floors:
        """With the fingerprints of corpora that are new; a changed one has to be accepted."""
        return Floors({**corpora, **self.corpora}, self.floors)

    def accepting(self, groups: Sequence[Group], corpora: Mapping[str, str]) -> Floors:
        """For these corpora: the floors that were measured on others are set anew, up or down."""
        changed = {name for name in corpora if self.corpora.get(name) != corpora[name]}
        anew = [group for group in groups if changed & set(group.corpora)]
        kept = {name: own for name, own in self.floors.items() if name not in {group.name for group in anew}}
        known = [f"{group.name}.{figure}" for group in anew for figure in self.of(group.name)]
        return Floors(dict(corpora), kept).raised(anew, known)


def rounded_down(value: float) -> float:
    """To whole steps. The tiny addition keeps 0.955 from becoming 0.950 by its binary fraction."""
    return round(math.floor(value / STEP + 1e-9) * STEP, 3)


def fingerprint(files: Iterable[Path], root: Path) -> str:
    """One for the names and contents of these files; line ends do not count, since Git may change them."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:16]
