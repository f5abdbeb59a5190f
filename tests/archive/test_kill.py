"""A process killed while it writes: each source is in the archive wholly or not at all."""

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.archive import Archive
from briefing.model import AnnotatedArticle
from tests.conftest import article

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs a process that can be killed within a call"
)

SOURCES, ARTICLES, KILLS = 10, 8, 15


def sources(version: int) -> Iterator[tuple[str, list[AnnotatedArticle]]]:
    """Sources with their digests; another version holds the same articles, each changed a little."""
    for s in range(SOURCES):
        texts = [
            f"第{s}版第{n}篇：区委召开会议，研究第{s * 37 + n * 11}项工作，要求按期完成。"
            for n in range(ARTICLES)
        ]
        yield (
            f"digest-{s}-{version}",
            [
                article(
                    f"{text}本报第{version}次刊登。",
                    id=f"{s}-{n}-{version}",
                    lines=((n * 5 + 1, n * 5 + 4),),
                    path=f"{s}.txt",
                )
                for n, text in enumerate(texts)
            ],
        )


def ingest(path: Path, version: int, pipe: int | None = None) -> None:
    with Archive.open(path) as archive:
        for s, (digest, articles) in enumerate(sources(version)):
            archive.ingest(digest, f"{s}.txt", articles, Path(f"/in/{s}.txt"))
            if pipe is not None:
                os.write(pipe, b".")


def killed_after(path: Path, version: int, done: int, delay: float) -> None:
    """Ingest in a process of its own; kill it a moment after so many sources are in."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            ingest(path, version, writing)
        finally:
            os._exit(0)
    os.close(writing)
    while done > 0 and (got := os.read(reading, done)):
        done -= len(got)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)


def dump(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def check_consistent(path: Path, version: int) -> int:
    """How many sources are in, in this version; fails if the articles of one are there only in part."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone():
            return 0
        counts = dict(connection.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
        assert set(counts.values()) <= {ARTICLES}
        return sum(digest.endswith(f"-{version}") for digest in counts)
    finally:
        connection.close()


@pytest.mark.parametrize("version", [1, 2], ids=["new-archive", "changed-sources"])
def test_a_kill_at_any_moment_leaves_whole_sources_and_a_second_run_completes_them(
    tmp_path: Path, version: int
) -> None:
    before, reference = tmp_path / "before.db", tmp_path / "reference.db"
    for earlier in range(1, version):
        ingest(before, earlier)
    if before.exists():
        shutil.copy(before, reference)
    ingest(reference, version)
    expected = dump(reference)
    choose, progress = random.Random(version), set()
    for kill in range(KILLS):
        path = tmp_path / f"{kill}.db"
        if before.exists():
            shutil.copy(before, path)
        killed_after(path, version, choose.randrange(SOURCES), choose.random() * 0.01)
        progress.add(check_consistent(path, version))
        ingest(path, version)
        assert dump(path) == expected
    assert len(progress) > 3, "the kills hit too few different moments to prove anything"
