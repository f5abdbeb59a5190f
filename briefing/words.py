"""Cutting Chinese text into words: one dictionary, two engines, loaded once and only when needed.

`rjieba` (jieba's dictionary and algorithm in Rust) is used where its wheel exists, `jieba` itself
elsewhere: measured on the seed pages and the gold articles, 912 of 913 lines are cut alike (the other
is a mail address), about 16 times faster and without jieba's second of loading.

Both get the same user dictionary (data/userdict.txt and the office's own words), each word with the
frequency that the engine's own `suggest_freq` says is needed to keep it in one piece.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefing.errors import ConfigError, reason
from briefing.resources import read_words

if TYPE_CHECKING:
    import jieba

_SURROGATES = re.compile("[\ud800-\udfff]")
# Where marks stand in Unicode: ASCII and Latin-1, general punctuation to shapes, CJK, full-width forms.
_MARKS = (
    (0x00, 0xBF),
    (0x2000, 0x27BF),
    (0x3000, 0x303F),
    (0xFE10, 0xFE6F),
    (0xFF00, 0xFF65),
    (0xFFF0, 0xFFFF),
)


class Cutter(Protocol):
    """Anything that cuts a text into words. The words, joined, are the text again."""

    def cut(self, text: str) -> list[str]:
        """The words of a text in its order, blanks and marks among them."""
        ...


class RustCutter:
    """`rjieba`. Lone surrogates, which Rust strings cannot hold, are cut as U+FFFD."""

    def __init__(self, words: Sequence[str] = (), *, own: bool = False) -> None:
        """`own` loads a dictionary of its own (0.1 s, 24 MB) instead of filling the process's shared one."""
        import rjieba

        self._jieba = rjieba.Jieba() if own else rjieba
        for word in words:
            self._jieba.add_word(word, self._jieba.suggest_freq(word), None)

    def cut(self, text: str) -> list[str]:
        """The words of a text in its order, blanks and marks among them."""
        try:
            return self._jieba.cut(text)
        except UnicodeEncodeError:
            return self._jieba.cut(_SURROGATES.sub("�", text))


class PythonCutter:
    """`jieba`, loaded without its chatter on standard error."""

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._jieba = jieba_tokenizer(words)

    def cut(self, text: str) -> list[str]:
        """The words of a text in its order, blanks and marks among them."""
        return list(self._jieba.cut(text))


def jieba_tokenizer(words: Sequence[str] = ()) -> jieba.Tokenizer:
    """A jieba tokenizer of our own with these words added: the library's global one stays as it is."""
    import logging

    import jieba

    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    for word in words:
        tokenizer.add_word(word)
    return tokenizer


def user_words(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of data/userdict.txt, then the caller's, each once, in order."""
    return tuple(dict.fromkeys([*read_words("userdict.txt"), *filter(None, map(str.strip, extra))]))


def office_words(path: Path | None) -> tuple[str, ...]:
    """The words of an office's own dictionary, one a line (jieba's frequency and tag behind a word are let
    go); none without a file. Raises ConfigError for a file that cannot be read.
    """
    if path is None:
        return ()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ConfigError(f"本地词典 {path}：不是 UTF-8 编码；请用编辑器另存为 UTF-8") from None
    except OSError as error:
        mend = "请核对配置里的 dictionary"
        raise ConfigError(f"本地词典 {path}：无法读取（{reason(error)}）；{mend}") from None
    words = (line.split()[0] for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=4)
def cutter(extra: tuple[str, ...] = ()) -> Cutter:
    """The fastest engine at hand with the user dictionary and `extra` words; one per process and word set."""
    words = user_words(extra)
    if importlib.util.find_spec("rjieba") is not None:
        return RustCutter(words, own=bool(extra))
    return PythonCutter(words)


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words too common to tell two sentences apart (data/stopwords.txt), marks and blanks."""
    marks = (chr(code) for first, last in _MARKS for code in range(first, last + 1))
    return frozenset([*read_words("stopwords.txt"), *(mark for mark in marks if not mark.isalnum())])


def content_words(texts: Sequence[str], cut: Cutter, stops: frozenset[str]) -> list[list[str]]:
    """The words of each text that carry meaning, in order, with repetitions. All are cut in one call."""
    words = cut.cut("\n".join(text.replace("\n", " ") for text in texts))
    found, start = [], 0
    for number in range(len(texts)):
        end = words.index("\n", start) if number < len(texts) - 1 else len(words)
        found.append([word for word in words[start:end] if word not in stops])
        start = end + 1
    return found
