"""The PDF: the Word document, laid out by LibreOffice where it is installed.

LibreOffice runs in a folder of its own, with a user profile of its own: one that is open on the desktop would
take the task over and do nothing, and a broken profile would break every PDF. Where the computer lacks the
faces of an official document, `data/fonts.conf` says which free ones stand in for them.
"""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from briefing.errors import NothingDone, reason
from briefing.model import Problem, Stage
from briefing.resources import data
from briefing.text import in_gb2312, is_han

_TIMEOUT = 180.0  # seconds; a first start on an old PC takes 30, a document of 500 items 15
# Where LibreOffice is when it is not in the search path.
_PLACES = {
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
# What differs between two runs. Patched in place, so that every offset stays: equal input, equal bytes.
_DATE = re.compile(rb"/(?:Creation|Mod)Date\s?\(D:(\d{14})([^)]*)\)")
_TAG = re.compile(r"<[^>]*>")
_IDS = re.compile(rb"/ID \[ (?:<[0-9A-F]{32}>\s*){2}\]|/DocChecksum /[0-9A-F]{32}")


class Unprinted(NothingDone):
    """A PDF that could not be made; carries the problem, so that the other formats go on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(Stage.RENDER, code, "pdf", message)


def program() -> str | None:
    """LibreOffice's command line; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _PLACES.get(sys.platform, ()) if Path(path).exists()), None)


def printed(document: bytes, timeout: float = _TIMEOUT) -> bytes:
    """A .docx as PDF. Raises Unprinted where LibreOffice is missing, fails or takes too long."""
    command = program()
    if command is None:
        raise Unprinted(
            "no-libreoffice",
            "没有做 PDF：这台电脑没有 LibreOffice；请安装 LibreOffice，或在 Word、WPS 里打开成品另存为 PDF",
        )
    try:
        with tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as folder:
            return stable(_converted(command, document, Path(folder), timeout))
    except OSError as error:
        raise Unprinted("libreoffice", f"没有做 PDF：{reason(error)}") from None


def _converted(command: str, document: bytes, folder: Path, timeout: float) -> bytes:
    source = folder / "briefing.docx"
    source.write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [command, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)]
    # LibreOffice is started by a script: what must end when the time is up is the whole family.
    with subprocess.Popen(
        [*words, str(source)],
        env=environment(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        try:
            _, errors = running.communicate(timeout=timeout)
        except BaseException as error:
            _end(running)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            message = f"没有做 PDF：LibreOffice {timeout:.0f} 秒没有做完；简报太长，或电脑太忙，请再试一次"
            raise Unprinted("libreoffice", message) from None
    made = source.with_suffix(".pdf")
    if not made.exists():
        said = errors.decode("utf-8", "replace").strip().splitlines()
        why = f"（{said[-1]}）" if said else ""
        raise Unprinted("libreoffice", f"没有做 PDF：LibreOffice 没有转换成功{why}")
    return made.read_bytes()


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The environment of LibreOffice and fontconfig: with our stand-ins, unless the user has others."""
    return {"FONTCONFIG_FILE": str(data("fonts.conf"))} | dict(inherited)


def stable(pdf: bytes) -> bytes:
    """The same PDF without the time of its making and what is computed from it."""

    def undated(match: re.Match[bytes]) -> bytes:
        whole, (start, end) = match[0], match.span(1)
        return whole[: start - match.start()] + b"19800101000000" + whole[end - match.start() :]

    return _IDS.sub(lambda match: re.sub(rb"[0-9A-F]{32}", b"0" * 32, match[0]), _DATE.sub(undated, pdf))


# --- glyphs -------------------------------------------------------------------------------------------


def unshown(document: bytes) -> Problem | None:
    """What of a .docx's text no face on this computer has, so that the PDF shows a box in its place.

    Asks fontconfig; where its tools are missing (Windows, macOS) nothing is known, and nothing is said.
    """
    command = shutil.which("fc-list")
    if command is None:
        return None
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        text = html.unescape(_TAG.sub("", package.read("word/document.xml").decode()))
    missing = [char for char in sorted(set(text)) if _may_lack(char) and not _known(command, char)]
    if not missing:
        return None
    named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing)
    message = f"{named} 这台电脑的字体里都没有，PDF 里是方框；请安装有生僻字的字体。Word 文件里的字没有少"
    return Problem(Stage.RENDER, "glyphs", "pdf", message)


def _may_lack(char: str) -> bool:
    """Whether a character is beyond what every Chinese face has."""
    if char.isascii() or not (is_han(char) or char.isprintable() or unicodedata.category(char) == "Co"):
        return False
    return not in_gb2312(char)


def _known(command: str, char: str) -> bool:
    asked = [command, f":charset={ord(char):x}", "family"]
    try:
        found = subprocess.run(
            asked, env=environment(os.environ), capture_output=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return True
    return bool(found.stdout.strip())
