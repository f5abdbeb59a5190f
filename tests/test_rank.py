"""TextRank by position: small graphs by hand, and equal to networkx's PageRank."""

import math
from itertools import pairwise

import networkx
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.rank import order, page_rank, rank_sentences, rank_words, sentence_graph

WORDS = st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=8)


def test_nothing_gives_nothing() -> None:
    assert rank_sentences([]) == []
    assert rank_words([]) == []
    assert order([]) == []


def test_one_sentence_has_all_the_weight() -> None:
    assert rank_sentences([["甲", "乙"]]) == [pytest.approx(1.0)]
    assert rank_sentences([[]]) == [pytest.approx(1.0)]


def test_two_equal_sentences_share() -> None:
    assert rank_sentences([["甲", "乙"], ["甲", "乙"]]) == [pytest.approx(0.5)] * 2


def test_sentences_of_one_word_have_no_measure() -> None:
    assert sentence_graph([["甲"], ["甲"]]) == [[0.0, 0.0], [0.0]]


def test_likeness_is_shared_words_by_logarithms() -> None:
    graph = sentence_graph([["甲", "乙", "乙"], ["乙", "丙"]])
    assert graph[0][1] == pytest.approx(1 / (math.log(3) + math.log(2)))
    assert graph[0][0] == pytest.approx(2 / (2 * math.log(3)))


def test_a_sentence_that_shares_nothing_weighs_least() -> None:
    weights = rank_sentences([["甲", "乙"], ["甲", "丙"], ["丁"]])
    assert weights.index(min(weights)) == 2


def test_a_repeated_sentence_is_rated_at_each_of_its_places() -> None:
    weights = rank_sentences([["甲", "乙"], ["丙", "丁"], ["甲", "乙"]])
    assert weights[0] == pytest.approx(weights[2])


@given(st.lists(WORDS, min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)
def test_equal_to_networkx(sentences: list[list[str]]) -> None:
    triangle = sentence_graph(sentences)
    full = numpy.zeros((len(triangle), len(triangle)))
    for i, row in enumerate(triangle):
        full[i, i:] = full[i:, i] = row
    theirs = networkx.pagerank(networkx.from_numpy_array(full), alpha=0.85, tol=1e-14, max_iter=1000)
    for i, weight in enumerate(page_rank(triangle)):
        assert weight == pytest.approx(theirs[i], abs=1e-12)


@given(st.lists(WORDS, min_size=1, max_size=6))
@settings(deadline=None, max_examples=40)
def test_words_equal_to_networkx(sentences: list[list[str]]) -> None:
    graph = networkx.Graph()
    graph.add_nodes_from(dict.fromkeys(word for words in sentences for word in words))
    for words in sentences:
        graph.add_edges_from(pairwise(words))
    if not graph:
        assert rank_words(sentences) == []
        return
    theirs = networkx.pagerank(graph, alpha=0.85, tol=1e-14, max_iter=1000)
    for word, weight in rank_words(sentences):
        assert weight == pytest.approx(theirs[word], abs=1e-12)


def test_words_fall_by_weight_and_tie_by_place() -> None:
    assert next(word for word, _ in rank_words([["乙", "甲", "丙"], ["丁", "甲"]])) == "甲"
    assert [word for word, _ in rank_words([["乙", "甲"]])] == ["乙", "甲"]


def test_order_puts_equal_weights_by_place() -> None:
    assert order([0.2, 0.5, 0.2 + 1e-12, 0.1]) == [1, 0, 2, 3]
    assert order([0.2, 0.2 + 1e-6]) == [1, 0]


def test_a_long_article_is_solved_exactly() -> None:
    sentences = [[f"词{i}", f"词{(i * 7) % 90}", "会议"] for i in range(120)]
    assert sum(rank_sentences(sentences)) == pytest.approx(1.0, abs=1e-12)
