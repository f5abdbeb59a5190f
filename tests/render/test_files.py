"""Documents on disk: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing.model import Document, Period
from briefing.render.files import State, Unwritable, Written, digest, folder_name, in_use, stem, write
from tests.render.sample import briefing

NAME = "一周要闻_2018-11-05_2018-11-11"


class Office:
    """A folder and the digests that an archive would have recorded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.recorded: dict[Path, str] = {}

    def write(self, text: str, record: bool = True) -> Written:
        document = Document("txt", ".txt", "text/plain", text.encode())
        done = write(document, self.folder, NAME, self.recorded.get)
        if record:
            self.recorded[done.path] = done.digest
        return done

    def files(self) -> dict[str, str]:
        return {path.name: path.read_text("utf-8") for path in sorted(self.folder.iterdir())}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "out" / "2018-W45")


def test_names() -> None:
    week = briefing()
    assert (folder_name(week), stem(week)) == ("2018-W45", NAME)
    free = replace(week, week=None, period=Period(date(2018, 11, 1), date(2018, 11, 7)), revision=3)
    assert folder_name(free) == "2018-11-01_2018-11-07"
    assert stem(free) == "一周要闻_2018-11-01_2018-11-07_第3稿"


@pytest.mark.parametrize("title", ["../../etc", "a/b", 'a:b*c?"<>|', "..", " "])
def test_a_title_never_leads_out_of_the_folder(title: str, tmp_path: Path) -> None:
    name = stem(briefing(title=title))
    assert (tmp_path / f"{name}.txt").parent == tmp_path
    (tmp_path / f"{name}.txt").touch()


def test_a_new_file_makes_its_folder(office: Office) -> None:
    done = office.write("甲")
    assert done == Written(office.folder / f"{NAME}.txt", State.NEW, digest("甲".encode()))
    assert office.files() == {f"{NAME}.txt": "甲"}


def test_the_same_content_is_left_untouched(office: Office) -> None:
    path = office.write("甲").path
    os.utime(path, ns=(1, 1))
    assert office.write("甲").state is State.SAME
    assert path.stat().st_mtime_ns == 1


def test_what_we_made_is_replaced(office: Office) -> None:
    office.write("甲")
    done = office.write("乙")
    assert (done.state, done.message) == (State.REPLACED, "")
    assert office.files() == {f"{NAME}.txt": "乙"}


def test_what_was_changed_since_is_kept(office: Office) -> None:
    path = office.write("甲").path
    path.write_text("甲，经编辑修改", "utf-8")
    done = office.write("乙")
    assert (done.state, done.path.name) == (State.KEPT_ASIDE, f"{NAME}_2.txt")
    assert done.message == f"“{NAME}.txt”生成后被改动过，没有覆盖；这一稿另存为“{NAME}_2.txt”"
    assert office.files() == {f"{NAME}.txt": "甲，经编辑修改", f"{NAME}_2.txt": "乙"}
    assert office.write("乙").state is State.SAME
    assert office.write("丙").path.name == f"{NAME}_2.txt"
    assert office.files() == {f"{NAME}.txt": "甲，经编辑修改", f"{NAME}_2.txt": "丙"}


def test_what_is_not_ours_is_kept_however_often(office: Office) -> None:
    for text in ("甲", "乙", "丙"):
        office.write(text, record=False)
    assert list(office.files().values()) == ["甲", "乙", "丙"]
    assert "已经有了，是另外选取或别处做的" in office.write("丁").message


@pytest.mark.parametrize("lock", [f".~lock.{NAME}.txt#", f"~${NAME[2:]}.txt", f".~{NAME}.txt"])
def test_what_is_open_is_kept(office: Office, lock: str) -> None:
    office.write("甲")
    (office.folder / lock).touch()
    done = office.write("乙")
    assert done.message == f"“{NAME}.txt”正被别的程序打开，没有覆盖；这一稿另存为“{NAME}_2.txt”"
    (office.folder / lock).unlink()
    assert office.write("丙").path.name == f"{NAME}.txt"


def test_on_windows_opening_the_file_decides_not_the_lock(office: Office) -> None:
    path = office.write("甲").path
    (office.folder / f".~lock.{path.name}#").touch()
    assert in_use(path, windows=False)
    assert not in_use(path, windows=True)


def test_a_file_opened_at_the_last_moment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.write("甲")
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == f"{NAME}.txt":
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    assert office.write("乙").path.name == f"{NAME}_2.txt"
    assert office.files() == {f"{NAME}.txt": "甲", f"{NAME}_2.txt": "乙"}


def test_a_folder_in_the_way(office: Office) -> None:
    (office.folder / f"{NAME}.txt").mkdir(parents=True)
    assert office.write("甲").path.name == f"{NAME}_2.txt"


def fails_with(code: int) -> Callable[[int], None]:
    def fsync(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    return fsync


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (errno.EIO, "读写出错")]
)
def test_a_failed_write_leaves_what_was_there(
    office: Office, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    office.write("甲")
    monkeypatch.setattr(os, "fsync", fails_with(code))
    with pytest.raises(Unwritable, match=said) as caught:
        office.write("乙")
    assert caught.value.exit_code == 4
    assert caught.value.problem.code == "unwritable"
    assert caught.value.problem.subject.endswith(f"{NAME}.txt")
    assert "\n" not in str(caught.value)
    assert office.files() == {f"{NAME}.txt": "甲"}


def test_out_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(Unwritable, match=r"换一个输出文件夹"):
        Office(tmp_path / "out" / "2018-W45").write("甲")
    with pytest.raises(Unwritable, match="名字已被一个文件占用"):
        Office(tmp_path / "out").write("甲")
