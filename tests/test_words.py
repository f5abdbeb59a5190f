"""Cutting: nothing is lost, both engines alike, the user's words stay whole, nothing is printed."""

import subprocess
import sys

import pytest

from briefing.words import Cutter, PythonCutter, RustCutter, content_words, cutter, stop_words, user_words

SENTENCES = [
    "区政协主席杜晓辉出席会议并讲话。",
    "柿子园镇党委政府将脱贫放在心上,抓在手上。",
    "R&D <3% {{ x }} {% y %}",
    "10月15日,浞北街道办事处开展扫黑除恶宣传活动。",
    "喆𠮷旻👍",
    "a\x00b\x1f\u3000\n",
    "",
]


@pytest.fixture(scope="module", params=[RustCutter, PythonCutter])
def engine(request: pytest.FixtureRequest) -> Cutter:
    made: Cutter = request.param(user_words())
    return made


@pytest.mark.parametrize("text", SENTENCES)
def test_the_words_joined_are_the_text(engine: Cutter, text: str) -> None:
    assert "".join(engine.cut(text)) == text


def test_a_long_line_is_cut(engine: Cutter) -> None:
    text = "区委召开会议，" * 5_000
    assert "".join(engine.cut(text)) == text


def test_a_lone_surrogate_harms_nothing() -> None:
    assert RustCutter(user_words()).cut("区\ud800委")[-1] == "委"


def test_both_engines_cut_alike() -> None:
    rust, python = RustCutter(user_words()), PythonCutter(user_words())
    for text in SENTENCES[:4]:
        assert rust.cut(text) == python.cut(text)


def test_words_of_the_user_dictionary_stay_whole(engine: Cutter) -> None:
    assert "新时代文明实践站" in engine.cut("走进新时代文明实践站看看")


@pytest.mark.parametrize("engine_class", [RustCutter, PythonCutter])
def test_the_callers_own_words_stay_whole_in_their_cutter_only(engine_class: type[RustCutter]) -> None:
    with_name = (
        engine_class(("椹涧乡大余张村",), own=True)
        if engine_class is RustCutter
        else PythonCutter(("椹涧乡大余张村",))
    )
    assert with_name.cut("椹涧乡大余张村村民") == ["椹涧乡大余张村", "村民"]
    assert "椹涧乡大余张村" not in cutter().cut("椹涧乡大余张村村民")


def test_the_cutter_is_made_once() -> None:
    assert cutter() is cutter()


def test_user_words_are_told_once_and_blank_ones_not_at_all() -> None:
    words = user_words(["党工委", " 新名 ", ""])
    assert words[-1] == "新名"
    assert len(set(words)) == len(words)
    assert all(words)


def test_content_words_leave_out_stop_words_and_marks() -> None:
    texts = ["区委的会议，“召开”了！ …", "", "一\n二", "\n"]
    words = [["区委", "会议", "召开"], [], ["二"], []]
    assert content_words(texts, cutter(), stop_words()) == words
    assert content_words([], cutter(), stop_words()) == []


def test_loading_prints_nothing() -> None:
    code = "from briefing.words import PythonCutter, cutter; cutter().cut('会议'); PythonCutter().cut('会议')"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, check=True)
    assert done.stdout == done.stderr == b""


def test_importing_loads_no_dictionary() -> None:
    code = "import sys, briefing.words; print(sorted({'jieba', 'rjieba', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
