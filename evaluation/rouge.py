"""ROUGE over characters (Lin 2004): F1 of shared n-grams, and of the longest common subsequence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

Measure = Callable[[str, str], float]


def rouge_n(n: int) -> Measure:
    """ROUGE-n: F1 of the n-grams that two texts share, each as often as in both."""

    def measure(text: str, reference: str) -> float:
        mine, theirs = _grams(text, n), _grams(reference, n)
        return _f1((mine & theirs).total(), mine.total(), theirs.total())

    return measure


def rouge_l(text: str, reference: str) -> float:
    """ROUGE-L: F1 of the longest common subsequence."""
    return _f1(common_subsequence(text, reference), len(text), len(reference))


def best(measure: Measure, text: str, references: Sequence[str]) -> float:
    """The measure against the reference that the text is nearest to."""
    return max((measure(text, reference) for reference in references), default=0.0)


def common_subsequence(a: str, b: str) -> int:
    """Length of the longest common subsequence, by the bits of one integer (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for i, char in enumerate(a):
        places[char] = places.get(char, 0) | 1 << i
    full = (1 << len(a)) - 1
    row = full
    for char in b:
        matches = row & places.get(char, 0)
        row = (row + matches | row - matches) & full
    return len(a) - row.bit_count()


def _grams(text: str, n: int) -> Counter[str]:
    return Counter(text[i : i + n] for i in range(len(text) - n + 1))


def _f1(shared: int, mine: int, theirs: int) -> float:
    return 2 * shared / (mine + theirs) if mine + theirs else 0.0
