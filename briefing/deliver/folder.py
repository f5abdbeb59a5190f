"""The folder channel: a file put where others fetch it, whole or not at all, never over another file."""

from __future__ import annotations

import base64
import os
from contextlib import suppress
from itertools import count
from pathlib import Path

from briefing.deliver.channel import Commit, Later
from briefing.errors import reason
from briefing.model import Parcel

CHANNEL = "folder"


def letter(data: bytes) -> str:
    """A document as the outbox keeps it."""
    return base64.b64encode(data).decode("ascii")


class FolderChannel:
    """Puts a parcel's file at its recipient, which is the file's path."""

    # A second time the same file is found there and left.
    repeatable = True

    def hand_over(self, parcel: Parcel, commit: Commit) -> str:
        data, wanted = base64.b64decode(parcel.letter), Path(parcel.ticket.recipient)
        aside = wanted.with_name(f".briefing-{os.getpid()}{wanted.suffix}.tmp")
        try:
            wanted.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            commit()
            path = _placed(aside, wanted, data)
        except OSError as error:
            raise Later(f"写不进 {wanted.parent}（{reason(error)}）") from error
        finally:
            with suppress(OSError):
                aside.unlink()
        return "" if path == wanted else f"已有同名的文件，另存为 {path.name}"

    def close(self) -> None:
        pass


def _placed(aside: Path, wanted: Path, data: bytes) -> Path:
    """Under the wanted name, or beside another file of that name with _2, _3 …"""
    for number in count(1):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}_{number}")
        if not path.exists():
            aside.replace(path)
            return path
        if path.is_file() and path.read_bytes() == data:
            return path
    raise AssertionError("unreachable: the names never end")
