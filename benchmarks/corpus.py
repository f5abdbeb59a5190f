"""The articles that every contender summarizes: the bodies of the repository's own newspaper articles."""

from __future__ import annotations

import json
from pathlib import Path

EVALUATION = Path(__file__).resolve().parent.parent / "evaluation"


def texts(count: int) -> list[str]:
    """The first `count` bodies, paragraphs by line breaks: the gold pages', the other seeds', typeset ones.

    Raises ValueError when there are fewer: an article counted twice would flatter whoever caches.
    """
    gold = (
        path.read_text("utf-8").split("\n", 1)[1] for path in sorted(EVALUATION.glob("gold/articles/*.txt"))
    )
    others = (
        "\n".join(json.loads(path.read_text("utf-8"))["paragraphs"])
        for path in sorted(EVALUATION.glob("references/*.json"))
    )
    typeset = (
        "\n".join(json.loads(line)["paragraphs"])
        for path in sorted(EVALUATION.glob("articles/*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    found = list(dict.fromkeys(text.strip() for source in (gold, others, typeset) for text in source))
    if len(found) < count:
        raise ValueError(f"only {len(found)} articles, {count} wanted")
    return found[:count]
