"""The fast engine's graph is textrank4zh's: equal scores for the same words, over every gold article."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import textrank4zh.util
from textrank4zh import TextRank4Sentence

import briefing.summarize.reference as reference_module
from briefing.errors import ConfigError
from briefing.rank import order, rank_sentences
from briefing.summarize.reference import PAGERANK, TextRank4zh, likeness
from briefing.summarize.sentences import split
from briefing.summarize.textrank import Fast, engine
from briefing.words import content_words, cutter, stop_words

GOLD = sorted((Path(__file__).parents[2] / "evaluation" / "gold" / "articles").glob("*.txt"))
GENERATED = {
    "empty": [],
    "one sentence": [["区委", "召开", "会议"]],
    "repeated sentences": [["区委", "会议"], ["项目", "开工"], ["区委", "会议"], ["区委", "会议"]],
    "no shared words": [["甲", "乙"], ["丙", "丁"], ["戊", "己", "庚"]],
    "single words": [["甲"], ["甲"], ["乙"]],
    "no words": [[], ["甲", "乙"], []],
    "a word many times": [["甲", "甲", "甲", "乙"], ["甲", "丙"], ["丙", "丙"]],
}


def oracle(sentences: list[list[str]]) -> list[float]:
    """textrank4zh's own scores, by place."""
    scores = [0.0] * len(sentences)
    for item in textrank4zh.util.sort_sentences([""] * len(sentences), sentences, pagerank_config=PAGERANK):
        scores[item.index] = item.weight
    return scores


def assert_equal(sentences: list[list[str]]) -> None:
    theirs, ours = oracle(sentences), rank_sentences(sentences)
    assert ours == pytest.approx(theirs, abs=1e-12)
    assert order(ours) == order(theirs)


@pytest.mark.parametrize("name", GENERATED)
def test_generated_cases(name: str) -> None:
    assert_equal(GENERATED[name])


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_gold_article(path: Path) -> None:
    sentences = split(path.read_text("utf-8").split("\n")[1:])
    assert_equal(content_words([s.text for s in sentences], cutter(), stop_words()))


def test_there_is_gold() -> None:
    assert len(GOLD) >= 24


@pytest.fixture(scope="module")
def reference() -> TextRank4zh:
    return TextRank4zh()


def test_our_likeness_is_theirs() -> None:
    words = [["甲"], ["甲", "乙", "乙"], [], ["乙", "丙", "甲"]]
    for a in words:
        for b in words:
            assert likeness(a, b) == pytest.approx(textrank4zh.util.get_similarity(a, b))


def test_the_engine_gives_what_the_library_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = ["区政协召开会议", "会议强调做好政协工作", "天气晴朗无云"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # The library leaves its word list open.
        ranker = TextRank4Sentence()
    ranker.analyze("。".join(sentences), pagerank_config=PAGERANK)
    theirs = {item.index: item.weight for item in ranker.key_sentences}
    monkeypatch.setattr(reference_module, "user_words", lambda words: words)
    assert TextRank4zh().rate(sentences) == pytest.approx([theirs[i] for i in range(3)], abs=1e-12)


@pytest.mark.parametrize("sentences", [[], ["会议。"], ["", "会议召开。"], ["会议。", "会议。"]])
def test_both_engines_rate_by_place(reference: TextRank4zh, sentences: list[str]) -> None:
    for ranker in (reference, Fast()):
        weights = ranker.rate(sentences)
        assert len(weights) == len(sentences)
        assert sum(weights) == pytest.approx(1.0 if sentences else 0.0)


def test_engines_by_name() -> None:
    assert isinstance(engine("fast"), Fast)
    assert isinstance(engine("textrank4zh"), TextRank4zh)


def test_an_unknown_engine_is_one_line_with_the_choices() -> None:
    with pytest.raises(ConfigError, match=r"“fsat”.*“fast”.*可选：fast、textrank4zh"):
        engine("fsat")


def test_the_fast_engine_cannot_be_slowed_by_the_threads_of_blas() -> None:
    code = "import sys; from briefing.summarize.textrank import Fast; Fast().rate(['区委开会。'] * 40)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "briefing" in loaded
    assert not loaded & {"numpy", "scipy", "networkx"}
