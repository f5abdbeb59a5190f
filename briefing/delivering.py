"""Delivery, from a released briefing to the receipts: what the service and the commands call.

    Post.dispatch(release) / Post.tell(notice) ─> outbox ─ Post.flush() ─> mail, folders, groups ─> receipts

Everything may be repeated: what is in the outbox stays as it is, what is sent is not sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefing.archive import Archive, Release
from briefing.composing import collecting
from briefing.config import Config
from briefing.deliver import Channel, ChatChannel, FolderChannel, MailChannel, Round, Rules, dispatch, folder
from briefing.deliver import chat as chat_channel
from briefing.deliver.secrets import secret
from briefing.errors import ConfigError
from briefing.model import Briefing, Delivery, Parcel, Problem, Receipt, Ticket
from briefing.posting import NO_SERVER, Outgoing, Packer, notice, subject_of
from briefing.render.mail import Attachment
from briefing.results import Watch

HAD = frozenset({Delivery.SENT, Delivery.UNKNOWN, Delivery.CLAIMED, Delivery.COMMITTED})
"""States in which a recipient has a briefing, or may have."""
_DUE_ANYWAY = frozenset({Delivery.WAITING, Delivery.REPLACED, Delivery.FAILED})
# Beyond what the mail server may take for its answer: a claim must outlive the attempt that holds it.
_GRACE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Planned:
    """What one recipient is to get, and what became of it where it is in the outbox already."""

    parcel: Parcel
    state: Delivery | None = None


class Post:
    """The office's post room: everything about delivery with one archive and one configuration."""

    def __init__(
        self,
        archive: Archive,
        config: Config,
        watch: Watch,
        clock: Callable[[], datetime],
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._archive, self._config, self._watch = archive, config, watch
        self._clock, self._stopping = clock, stopping

    def check(self) -> None:
        """Raises ConfigError where nobody is to get anything, or mail is to go out without a mail server."""
        config = self._config
        mail = config.recipients or config.delivery.recipients_file
        if not (mail or config.folders or config.chats):
            raise ConfigError("配置里还没有收件人；请写 [[recipients]] 或收件人表，写法见 docs/delivery.md")
        if mail and config.mail is None:
            raise ConfigError(NO_SERVER)

    # --- in ---

    def put(
        self,
        release: Release,
        *,
        only: Iterable[str] = (),
        config: Config | None = None,
        checked: bool = False,
        document: Attachment | None = None,
        correction: bool = False,
    ) -> list[Problem]:
        """Put a released briefing into the outbox: to all recipients, or those named (`only`).

        `config` is that of the edition, where it has its own. Of a `correction`, whoever had an earlier
        revision gets one marked 更正, whoever was still to get it the new one, nobody else any. Returns
        what was told of wrong lines and names. Raises ConfigError.
        """
        problems, trouble = collecting(self._watch)
        settings = config or self._config
        outgoing, concerned = self._outgoing(release.briefing, checked, document, correction)
        now = self._clock()
        packed = Packer(outgoing, self._archive, settings, trouble, only).parcels(now)
        self._archive.outbox.put([one for one in packed if concerned(one)], now)
        return problems

    def plan(
        self,
        briefing: Briefing,
        *,
        only: Iterable[str] = (),
        config: Config | None = None,
        checked: bool = False,
        correction: bool = False,
    ) -> tuple[list[Planned], list[Problem]]:
        """What `put` would put in, and what is there already; nothing is written or sent."""
        problems, trouble = collecting(self._watch)
        outgoing, concerned = self._outgoing(briefing, checked, None, correction)
        packer = Packer(outgoing, self._archive, config or self._config, trouble, only)
        known = {one.ticket: one.state for one in self._archive.outbox.receipts(subject=subject_of(briefing))}
        planned = [
            Planned(one, known.get(one.ticket)) for one in packer.parcels(self._clock()) if concerned(one)
        ]
        return planned, problems

    def notify(
        self,
        subject: str,
        text: str,
        key: str,
        addresses: Sequence[str] | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> int:
        """Put a notice into the outbox, once for each key; to the clerk on duty unless said otherwise.

        Returns how many were put in. Without a mail server or a group that takes notices that is none.
        """
        _, trouble = collecting(self._watch)
        to = self._config.duty.addresses if addresses is None else addresses
        now = self._clock()
        found = list(notice(subject, text, key, to, self._config, now, trouble, attachments))
        return self._archive.outbox.put(found, now)

    # --- out ---

    def flush(self, only: Collection[str] | None = None) -> Round:
        """Deliver all that is due (in `only` these channels); stops between two parcels when told to stop."""
        config = self._config
        rules = Rules(
            tuple(timedelta(minutes=one) for one in config.delivery.retry_minutes),
            resend=config.delivery.on_unknown == "resend",
            lease=_GRACE + timedelta(seconds=2 * (config.mail.timeout if config.mail else 0)),
        )
        done = dispatch(self._archive.outbox, self._channel, rules, self._clock, self._stopping, only)
        for problem in done.problems:
            self._watch.problem(problem)
        return done

    def _channel(self, name: str) -> Channel:
        if name == folder.CHANNEL:
            return FolderChannel()
        if name == chat_channel.CHANNEL:
            return ChatChannel(self._webhook)
        mail = self._config.mail
        if mail is None:
            raise ConfigError("有邮件等着发，而配置里没有 [mail]（邮件服务器）")
        return MailChannel(mail, self._password)

    def _password(self) -> str | None:
        mail = self._config.mail
        if mail is None or mail.user is None:
            return None
        return secret("邮箱授权码", mail.password_env, mail.password_file)

    def _webhook(self, name: str) -> str:
        group = next((one for one in self._config.chats if one.name == name), None)
        if group is None:
            raise ConfigError(f"配置里已经没有叫“{name}”的群")
        return secret(f"群“{name}”的机器人地址", group.url_env, group.url_file)

    # --- who had what ---

    def receipts(
        self,
        briefing: Briefing | None = None,
        states: Collection[Delivery] = (),
        since: datetime | None = None,
    ) -> list[Receipt]:
        """What became of every parcel: of one briefing (any revision), or of all; changed `since` then."""
        subject = subject_of(briefing) if briefing is not None else None
        return self._archive.outbox.receipts(subject=subject, states=states, since=since)

    def retry(self, receipts: Iterable[Receipt]) -> int:
        """Let these be tried again now. Returns how many are."""
        return self._archive.outbox.retry(self._clock(), (one.ticket for one in receipts))

    def _outgoing(
        self, briefing: Briefing, checked: bool, document: Attachment | None, correction: bool
    ) -> tuple[Outgoing, Callable[[Parcel], bool]]:
        """The briefing on its way out, and which parcels are part of it: of a correction, those for whoever
        had an earlier revision or was to get it.
        """
        if not correction:
            return Outgoing(briefing, {}, checked, document), lambda _parcel: True
        earlier = [one for one in self.receipts(briefing) if one.ticket.revision < briefing.revision]
        had = {_where(one.ticket): one.message_id for one in earlier if one.state in HAD}
        awaited = {_where(one.ticket) for one in earlier if one.state in _DUE_ANYWAY}

        def concerned(parcel: Parcel) -> bool:
            where = _where(parcel.ticket)
            return where[0] == folder.CHANNEL or where in had or where in awaited

        return Outgoing(briefing, had, checked, document), concerned


def _where(ticket: Ticket) -> tuple[str, str]:
    return ticket.channel, ticket.recipient
