import io
import os
import sys
from pathlib import Path

import pytest

from briefing.intake import Found, find
from briefing.model import Problem


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一", "utf-8")


def names(folder: Path, *arguments: Path, skip: tuple[Path, ...] = ()) -> list[str]:
    found = find([str(argument) for argument in arguments], skip)
    return [
        Path(one.path).relative_to(folder).as_posix() if isinstance(one, Found) else one.code for one in found
    ]


def test_nothing() -> None:
    assert list(find([])) == []


def test_a_folder_is_read_through_in_stable_order(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a.txt", "z/1.txt", "c/2.txt", "c/1.txt")
    assert names(tmp_path, tmp_path) == ["a.txt", "b.txt", "c/1.txt", "c/2.txt", "z/1.txt"]


def test_hidden_and_lock_files_are_passed_over(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.txt",
        ".hidden.txt",
        "~$a.docx",
        ".~lock.a.docx#",
        ".git/x.txt",
        "Thumbs.db",
        "__MACOSX/a.txt",
    )
    assert names(tmp_path, tmp_path) == ["a.txt"]


def test_each_source_once_however_it_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    assert names(tmp_path, tmp_path / "b.txt", tmp_path, tmp_path / "b.txt") == ["b.txt", "a.txt"]


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path, tmp_path) == ["a.txt"]


def test_the_programs_own_output_is_left_out_of_a_folder_but_not_when_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "out/x.txt", "briefing.db")
    own = (tmp_path / "out", tmp_path / "briefing.db")
    assert names(tmp_path, tmp_path, skip=own) == ["a.txt"]
    assert names(tmp_path, tmp_path / "out" / "x.txt", skip=own) == ["out/x.txt"]


def test_a_folder_without_files_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "sub/.hidden")
    assert names(tmp_path, tmp_path) == ["empty-folder"]


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, "第3版.txt")
    (problem,) = find([str(tmp_path / "第3版.tx")])
    assert isinstance(problem, Problem)
    assert problem.code == "missing"
    assert "第3版.txt" in problem.message


@pytest.mark.parametrize("argument", ["no/such/folder/a.txt", "", "a\x00b", "长" * 5000])
def test_impossible_names_are_problems(
    argument: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    good = str(tmp_path / "a.txt")
    first, second = find([argument, good])
    assert isinstance(first, Problem)
    assert isinstance(second, Found)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("一".encode())))
    (found,) = find(["-", "-"])
    assert isinstance(found, Found)
    assert (found.path, found.data, found.suffix) == ("-", "一".encode(), "")


def test_a_folder_that_may_not_be_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "closed/b.txt")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    # Chmod would not stop a test that runs as root.
    monkeypatch.setattr(os, "scandir", refuse)
    first, second = find([str(tmp_path)])
    assert isinstance(first, Found)
    assert isinstance(second, Problem)
    assert "没有权限" in second.message
    assert "closed" in second.message


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems' file names are text")
def test_a_name_packed_on_windows_is_shown_in_chinese(tmp_path: Path) -> None:
    name = os.fsdecode("第3版.txt".encode("gb18030"))
    (tmp_path / "来稿").mkdir()
    (tmp_path / "来稿" / name).write_text("一", "utf-8")
    (found,) = find([str(tmp_path)])
    assert isinstance(found, Found)
    assert found.path.endswith("/来稿/第3版.txt")
    assert found.location.read_text("utf-8") == "一"
