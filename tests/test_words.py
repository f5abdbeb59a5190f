"""Cutting: nothing is lost, both engines alike, the user's words stay whole, nothing is printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from briefing.errors import ConfigError
from briefing.words import (
    Cutter,
    PythonCutter,
    RustCutter,
    content_words,
    cutter,
    office_words,
    stop_words,
    user_words,
)

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


def test_the_offices_dictionary_is_read_with_its_comments_and_frequencies(tmp_path: Path) -> None:
    path = tmp_path / "本地词典.txt"
    path.write_text("# 本地\n灵井镇泉店村\n\n  瓦罐寺 100 ns\n灵井镇泉店村\n", "utf-8-sig")
    assert office_words(path) == ("灵井镇泉店村", "瓦罐寺")
    assert office_words(None) == ()
    assert "瓦罐寺" in cutter(office_words(path)).cut("游客来到瓦罐寺参观")


def test_a_dictionary_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="无法读取"):
        office_words(tmp_path / "没有.txt")
    path = tmp_path / "gbk.txt"
    path.write_bytes("灵井镇".encode("gbk"))
    with pytest.raises(ConfigError, match="UTF-8"):
        office_words(path)


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
