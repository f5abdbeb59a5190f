"""The benchmark's articles and contenders."""

import warnings

import pytest

from benchmarks.contenders import CONTENDERS
from benchmarks.corpus import texts


def test_forty_different_articles() -> None:
    found = texts(40)
    assert len(set(found)) == 40
    assert all(found)


def test_there_are_no_more_than_there_are() -> None:
    with pytest.raises(ValueError, match="articles"):
        texts(100_000)


@pytest.mark.parametrize("name", CONTENDERS)
def test_each_contender_summarizes(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # textrank4zh leaves its word list open.
        summarize = CONTENDERS[name]()
    for text in texts(2):
        summary = summarize(text)
        assert summary
        assert len(summary) < len(text)
