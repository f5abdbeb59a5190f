"""A recipient's own part of a message: for whom, written when, and the name that it keeps on every retry."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from briefing.addresses import mailbox, named
from briefing.config.delivery import Mail
from briefing.model import Ticket
from briefing.zone import ZONE

CHANNEL = "mail"
# All of a message is ASCII, whatever the relay can do.
POLICY = SMTP.clone(cte_type="7bit")
_GROUP_BYTES = 36


def common(message: EmailMessage, mail: Mail, title: str) -> str:
    """The part of a message that all its recipients share, with the headers of every mail from here."""
    sender = mailbox(mail.sender)
    message["From"] = sender
    if mail.reply_to:
        message["Reply-To"] = mailbox(mail.reply_to)
    # RFC 2919, RFC 3834; the third keeps Exchange from answering with notes of absence.
    message["List-Id"] = f"<briefing.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if "Subject" not in message:
        message["Subject"] = one_line(title)
    return message.as_bytes(policy=POLICY).decode("ascii")


def head(
    name: str, address: str, way: str, message_id: str, now: datetime, answers: str = "", group: str = ""
) -> str:
    """The recipient's header lines, to be put before the common part.

    Who gets a copy (`way` "cc") stands in Cc; of a blind one ("bcc") nothing is said. To then holds an empty
    group, so that nobody sees who else gets it. `answers` is the Message-ID of what this one corrects.
    """
    lines = EmailMessage(POLICY)
    lines["Date"] = format_datetime(now.astimezone(ZONE))
    lines["Message-ID"] = message_id
    if answers:
        lines["In-Reply-To"] = answers
        lines["References"] = answers
    own: Address = named(name, address)
    lines["To"] = own if way == "to" else Group(_short(one_line(group)) or "收件人", ())
    if way == "cc":
        lines["Cc"] = own
    # Without a body, all that the library writes are the header lines and the blank line after them.
    return lines.as_bytes().decode("ascii").rstrip("\r\n") + "\r\n"


def message_id(ticket: Ticket, mail: Mail) -> str:
    """The same for the same ticket, whenever and wherever it is made: mail programs show duplicates once."""
    parts = "\0".join((ticket.subject, str(ticket.revision), ticket.channel, ticket.recipient))
    return f"<{hashlib.sha256(parts.encode()).hexdigest()[:32]}@{mailbox(mail.sender).domain}>"


def _short(text: str) -> str:
    """As much of a group's name as fits on one line: the library folds a longer one behind its colon, and
    what was a group's name is an address then.
    """
    return text.encode()[:_GROUP_BYTES].decode("utf-8", "ignore").rstrip()


def one_line(text: str) -> str:
    """The text as a header may hold it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
