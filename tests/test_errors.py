"""What a user is told: why the system refused a file, and which word was meant."""

import errno
import os

import pytest

from briefing.errors import nearest, reason


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOENT, "找不到"),
        (errno.EACCES, "没有权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EISDIR, "文件夹"),
    ],
)
def test_why_the_system_refused_is_said_in_chinese(code: int, said: str) -> None:
    assert said in reason(OSError(code, os.strerror(code)))


def test_a_file_that_windows_holds_open_is_in_use() -> None:
    error = OSError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # only Windows knows the attribute
    assert reason(error) == "正被别的程序占用"


def test_what_is_nothing_usual_is_said_in_the_systems_words() -> None:
    assert reason(OSError(errno.EPIPE, "Broken pipe")) == "Broken pipe"
    assert reason(OSError("truncated")) == "truncated"


def test_the_nearest_choice_comes_first_and_then_all() -> None:
    assert nearest("docs", ["docx", "html"]) == "，是否想写“docx”？可选：docx、html"
    assert nearest("zzz", ["docx"]) == "。可选：docx"
    assert nearest("zzz", []) == "。"
