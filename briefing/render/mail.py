"""The mail message: a letter, its attachments and its headers as one email.message.EmailMessage.

multipart/mixed
├── multipart/alternative
│   ├── text/plain  (RFC 3676 flowed)
│   └── text/html   (CSS inlined)
└── the .docx, under its Chinese name

Every body is base64, for relays without 8BITMIME. Nothing here looks at a clock or draws a random number:
equal input gives equal bytes. Date, Message-ID, From, To are the sender's matter and come as `headers`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from email.message import EmailMessage, Message, MIMEPart
from email.policy import SMTP, Policy
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from briefing.config import Config
from briefing.model import Briefing, Document
from briefing.render import flowed
from briefing.render.clean import Cleaner
from briefing.render.files import clean_name, stem
from briefing.render.letter import Letter, write
from briefing.zone import ZONE

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ENCODED_BYTES = 45  # of one RFC 2047 word: 60 characters in base64, 72 with its marks, of the 75 allowed


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; `name` may be Chinese."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, document: Document, stem: str) -> Attachment:
        """A rendered document under the name that its file has."""
        return cls(f"{stem}{document.suffix}", document.media_type, document.data)


def message(
    letter: Letter, attachments: Sequence[Attachment] = (), headers: Mapping[str, str] | None = None
) -> EmailMessage:
    """The message. `headers` add to the letter's own, or replace them (Subject).

    Raises ValueError for a header that holds a line break: nobody smuggles in another one.
    """
    made = EmailMessage(SMTP)
    for name, value in ({"Subject": letter.subject} | dict(headers or {})).items():
        made[name] = value
    made.set_content(letter.text, cte="base64")
    for name, value in flowed.PARAMETERS.items():
        made.set_param(name, value)
    if letter.html:
        made.add_alternative(letter.html, subtype="html", cte="base64")
    for attachment in attachments:
        made.add_attachment(attachment.data, *attachment.media_type.split("/", 1), filename="-")
    for part, attachment in zip(made.iter_attachments(), attachments, strict=True):
        _name(part, attachment)
    _set_boundaries(made, letter, attachments)
    return made


class _Verbatim(str):
    """A header as it is to be written, in the form that email.policy asks of its own.

    The library would write a long name in pieces (filename*0*=, filename*1*=), which several Chinese mail
    programs do not join, and knows RFC 2047 in no parameter.
    """

    name: str
    content_disposition = "attachment"

    def __new__(cls, name: str, value: str) -> _Verbatim:
        made = super().__new__(cls, value)
        made.name = name
        return made

    def fold(self, *, policy: Policy[Message]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _name(part: MIMEPart, attachment: Attachment) -> None:
    """The name in both forms: RFC 2231 in Content-Disposition, RFC 2047 in Content-Type.

    Without the second, programs of Tencent show tcmime.1234.bin; without the first, those that keep to the
    standard show =?utf-8?B?…?=.
    """
    name = clean_name(attachment.name)
    del part["Content-Type"], part["Content-Disposition"]
    part["Content-Type"] = _Verbatim("Content-Type", f'{attachment.media_type};\r\n name="{_words(name)}"')
    quoted = quote(name, safe="")
    part["Content-Disposition"] = _Verbatim(
        "Content-Disposition", f"attachment;\r\n filename*=UTF-8''{quoted}"
    )


def _words(name: str) -> str:
    """RFC 2047: each word whole characters, a line of its own."""
    words = [""]
    for char in name:
        if len((words[-1] + char).encode()) > _ENCODED_BYTES:
            words.append("")
        words[-1] += char
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(word.encode()).decode()}?=" for word in words)


def _set_boundaries(message: EmailMessage, letter: Letter, attachments: Sequence[Attachment]) -> None:
    """Boundaries that the content decides; base64 has no “=_”, so they stand nowhere else."""
    mark = hashlib.sha256(f"{letter.html}\0{letter.text}".encode())
    for attachment in attachments:
        mark.update(attachment.data)
    parts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{number}_{mark.hexdigest()[:32]}")


def render(briefing: Briefing, template: Path, word: bytes, clean: Cleaner, config: Config) -> bytes:
    """The briefing as an .eml file: a draft to be opened in a mail program, the .docx attached.

    X-Unsent makes Outlook open it for sending. It is dated by the period's last day, as every document is,
    and has no From or To: the program that sends it puts them in. Raises ConfigError.
    """
    document = Attachment(f"{clean(stem(briefing))}.docx", _WORD, word)
    written = write(briefing, template, clean, config, attached=(document.name,))
    ended = datetime.combine(briefing.period.end, time(), ZONE)
    headers = {"Date": format_datetime(ended), "X-Unsent": "1"}
    return message(written, (document,), headers).as_bytes()
