"""Mail addresses: what a clerk typed, as the wire wants it."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import parseaddr

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# RFC 5321 section 4.5.3.1.
_LONGEST, _LONGEST_LOCAL = 254, 64


def normal(text: str) -> str:
    """The address with its domain in lower case and ASCII. Raises ValueError with a reason in Chinese."""
    text = text.strip()
    if not text:
        raise ValueError("没有写邮箱地址")
    if "＠" in text:
        raise ValueError(f"邮箱地址“{_shown(text)}”里的 ＠ 是全角的，应写英文的 @")
    if re.search(r"[,;，；、]|@.*@", text):
        raise ValueError(f"邮箱地址“{_shown(text)}”好像有两个；一行只写一个")
    local, at, domain = text.rpartition("@")
    if not at:
        raise ValueError(f"邮箱地址“{_shown(text)}”里没有 @")
    if not local.isascii():
        raise ValueError(f"邮箱地址“{_shown(text)}”的 @ 前面有中文或全角字符")
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise ValueError(f"邮箱地址“{_shown(text)}”的 @ 前面写得不对")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError(f"邮箱地址“{_shown(text)}”的 @ 后面写得不对") from None
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or (len(labels) < 2 and domain != "localhost"):
        raise ValueError(f"邮箱地址“{_shown(text)}”的 @ 后面写得不对，应像 example.cn")
    if len(local) + 1 + len(domain) > _LONGEST:
        raise ValueError(f"邮箱地址“{_shown(text)}”太长")
    return f"{local}@{domain}"


def bare(text: str) -> str:
    """The address alone of “一周要闻编辑部 <yaowen@example.cn>”. Raises ValueError."""
    return mailbox(text).addr_spec


def mailbox(text: str) -> Address:
    """“一周要闻编辑部 <yaowen@example.cn>” as name and address. Raises ValueError."""
    name, address = parseaddr(" ".join(text.split()))
    return named(name, address or text)


def named(name: str, address: str) -> Address:
    """A person's name (cleaned of what no header may hold) with an address. Raises ValueError."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return Address(clean, addr_spec=normal(address))


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)[:60]
