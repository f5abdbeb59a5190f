"""Mistakes a user can mend. Each is one line on standard error and an exit code, never a traceback.

BriefingError (2)
├── UsageError (2)       wrong words on the command line
├── ConfigError (2)      briefing.toml, a data file or a template is wrong
├── NothingInPeriod (3)  no article in the period asked for
└── NothingDone (4)      nothing could be read, or nothing written
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable


class BriefingError(Exception):
    """Base of all errors shown to the user as one line; `exit_code` is the process's exit status."""

    exit_code = 2


class UsageError(BriefingError):
    """A word on the command line is wrong."""


class ConfigError(BriefingError):
    """A configuration, data or template file is wrong."""


class NothingInPeriod(BriefingError):
    """No article falls into the period; names the nearest weeks that have some."""

    exit_code = 3


class NothingDone(BriefingError):
    """Nothing could be read or written at all."""

    exit_code = 4


def nearest(word: str, choices: Iterable[str]) -> str:
    """The hint “，是否想写“…”？可选：…” for a wrong word: nearest match first, then all choices."""
    options = list(dict.fromkeys(choices))
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.5)
    guess = f"，是否想写“{close[0]}”？" if close else "。"
    return f"{guess}可选：{'、'.join(options)}" if options else guess


_REASONS = {
    errno.ENOENT: "找不到",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "读写出错，磁盘可能有故障",
    errno.ENAMETOOLONG: "名字太长",
    errno.EEXIST: "名字已被占用",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EBUSY: "正被别的程序占用",
    errno.ETXTBSY: "正被别的程序占用",
    errno.ESTALE: "网络文件夹断开了",
    errno.ELOOP: "链接绕成了圈",
}
# Windows reports a file that another program holds open as one without permission, but for these.
_HELD_OPEN = (32, 33)


def reason(error: OSError) -> str:
    """Why the system refused a file, in Chinese; in the system's words where it is nothing usual."""
    if getattr(error, "winerror", None) in _HELD_OPEN:
        return "正被别的程序占用"
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
