"""The sections of the configuration about delivery: mail server, recipients, folders, chat groups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from briefing.addresses import mailbox
from briefing.config.base import Settings, Text

Security = Literal["tls", "starttls", "none"]
Form = Literal["mail", "attachment", "text"]
Way = Literal["to", "cc", "bcc"]


class Mail(Settings):
    """The office's mail server. The password is never here: it is in an environment variable or a file."""

    host: Text
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security = "tls"
    user: Text | None = None
    password_env: Text = "BRIEFING_MAIL_PASSWORD"
    password_file: Path | None = None
    sender: Text
    reply_to: Text | None = None
    ca_file: Path | None = None
    timeout: Annotated[int, Field(ge=1, le=600)] = 60
    per_minute: Annotated[int, Field(ge=0)] = 0

    @field_validator("sender", "reply_to")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if value is not None:
            mailbox(value)
        return value

    @model_validator(mode="after")
    def _never_in_clear(self) -> Mail:
        if self.security == "none" and self.user:
            raise ValueError(
                'security = "none" 时不能写 user：授权码会被明文传送；请改用 "tls" 或 "starttls"'
            )
        return self


class Delivery(Settings):
    """How to go about it, whatever the channel. `retry_minutes` are the waits after each failed attempt."""

    recipients_file: Path | None = None
    when_empty: Literal["nothing", "line"] = "nothing"
    on_unknown: Literal["report", "resend"] = "report"
    retry_minutes: tuple[Annotated[int, Field(ge=1)], ...] = (1, 5, 15, 60, 240)


class Recipient(Settings):
    """Somebody who gets the briefing, or the part of it that concerns his districts and themes."""

    name: str = ""
    address: Text
    districts: tuple[Text, ...] = ()
    themes: tuple[Text, ...] = ()
    form: Form = "mail"
    way: Way = "to"


class Folder(Settings):
    """A folder, of a share for instance, that documents are put into."""

    path: Path
    formats: Annotated[tuple[Text, ...], Field(min_length=1)] = ("docx",)
    districts: tuple[Text, ...] = ()
    themes: tuple[Text, ...] = ()


class Chat(Settings):
    """A chat group with a robot, whose webhook address is a secret like a password."""

    name: Text
    url_env: Text = "BRIEFING_CHAT_URL"
    url_file: Path | None = None
    districts: tuple[Text, ...] = ()
    themes: tuple[Text, ...] = ()
    notices: bool = False
