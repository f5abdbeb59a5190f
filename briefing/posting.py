"""What each recipient is to get: a released briefing becomes parcels, each with what concerns its recipient.

Recipients with the same districts, themes and form share one letter, made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from briefing import lookup, resources
from briefing.addresses import mailbox
from briefing.archive import Archive
from briefing.compose.narrowing import items, narrowed
from briefing.config import Config
from briefing.config.delivery import Mail
from briefing.deliver import Recipient, chat, envelope, folder
from briefing.deliver.recipients import configured, once, table
from briefing.errors import BriefingError, ConfigError, UsageError, reason
from briefing.intake.encoding import Undecodable, decode
from briefing.model import Briefing, Parcel, Place, Problem, Stage, Ticket
from briefing.periods import Span
from briefing.render import render
from briefing.render.clean import Cleaner
from briefing.render.files import stem
from briefing.render.letter import Letter, for_leaders, write
from briefing.render.mail import Attachment, message
from briefing.results import Wish

Trouble = Callable[[Problem], None]
NO_SERVER = "配置里还没有 [mail]（邮件服务器），发不了邮件；写法见 briefing init 的示例"
_TEMPLATE = "邮件.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a recipient wants of a briefing: the places and themes that it is narrowed to."""

    places: tuple[Place, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A briefing on its way out. `corrected` are the recipients (channel, name) who had an earlier revision,
    each with its Message-ID; `checked` says that an editor has released it; `document` is the file that an
    editor wants sent instead of ours.
    """

    briefing: Briefing
    corrected: Mapping[tuple[str, str], str] = field(default_factory=dict)
    checked: bool = False
    document: Attachment | None = None

    @property
    def subject(self) -> str:
        """The outbox's name for the briefing, whatever its revision."""
        return subject_of(self.briefing)

    @property
    def label(self) -> str:
        """How people call it."""
        briefing = self.briefing
        revision = f" 第{briefing.revision}稿" if briefing.revision > 1 else ""
        return f"{briefing.edition} {briefing.week or Span(briefing.period)}{revision}"


def subject_of(briefing: Briefing) -> str:
    """What the outbox knows a briefing by, whatever its revision: edition and period."""
    return f"{briefing.edition}|{briefing.period.start}|{briefing.period.end}"


def recipients(config: Config, trouble: Trouble) -> tuple[Recipient, ...]:
    """Who gets mail, each address once. A wrong line is reported with its place and left out."""
    return once([*configured(config.recipients, trouble), *_listed(config, trouble)], trouble)


def _listed(config: Config, trouble: Trouble) -> Iterator[Recipient]:
    path = config.delivery.recipients_file
    if path is None:
        return
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        trouble(_problem(str(path), f"收件人表 {path} 读不了（{reason(error)}）"))
    except Undecodable:
        mend = "请在 Excel 里另存为“CSV UTF-8”"
        trouble(_problem(str(path), f"收件人表 {path} 不是 CSV 文本；{mend}"))
    else:
        yield from table(path.name, text, trouble)


class Packer:
    """Makes the parcels of one briefing. `only` are names or addresses of the recipients; all if empty."""

    def __init__(
        self, outgoing: Outgoing, archive: Archive, config: Config, trouble: Trouble, only: Iterable[str] = ()
    ) -> None:
        self._outgoing, self._archive, self._config, self._trouble = outgoing, archive, config, trouble
        self._only = frozenset(only)
        self._met: set[str] = set()
        self._clean = Cleaner()
        self._choices: dict[tuple[tuple[str, ...], tuple[str, ...]], Choice] = {}
        self._letters: dict[tuple[Choice, str, bool], str] = {}
        self._narrowed: dict[Choice, Briefing] = {}

    def parcels(self, now: datetime) -> Iterator[Parcel]:
        """One for each recipient, folder and group. A recipient whose wishes are wrong is reported."""
        yield from self._mails(now)
        yield from self._files()
        yield from self._chats()
        for name in sorted(self._only - self._met):
            self._trouble(_problem(name, f"没有叫“{name}”的收件人（姓名、邮箱、文件夹或群）"))

    # --- mail ---

    def _mails(self, now: datetime) -> Iterator[Parcel]:
        mail = self._config.mail
        found = [one for one in recipients(self._config, self._trouble) if self._wanted(one)]
        if not found:
            return
        if mail is None:
            raise ConfigError(NO_SERVER)
        for one in found:
            try:
                choice = self._choice(one.districts, one.themes)
            except UsageError as error:
                self._trouble(_problem(one.where, f"{one.where}：{_about(error)}"))
                continue
            yield self._mail(one, choice, mail, now)

    def _mail(self, one: Recipient, choice: Choice, mail: Mail, now: datetime) -> Parcel:
        ticket = self._ticket(envelope.CHANNEL, one.address)
        earlier = self._outgoing.corrected.get((ticket.channel, ticket.recipient))
        identity = envelope.message_id(ticket, mail)
        head = envelope.head(
            one.name, one.address, one.way, identity, now, earlier or "", self._outgoing.briefing.title
        )
        letter = self._letter(choice, one.form, earlier is not None, mail)
        return Parcel(ticket, self._outgoing.label, one.name, head, letter, identity)

    def _letter(self, choice: Choice, form: str, corrects: bool, mail: Mail) -> str:
        key = (choice, form, corrects)
        if key not in self._letters:
            self._letters[key] = self._written(choice, form, corrects, mail)
        return self._letters[key]

    def _written(self, choice: Choice, form: str, corrects: bool, mail: Mail) -> str:
        briefing = self._shown(choice)
        if self._outgoing.document is None and _is_empty(briefing):
            if self._config.delivery.when_empty == "nothing":
                return ""
            made = _plain(_subject(briefing), f"{self._names(choice)}本期没有要闻。\n")
        else:
            made = self._message(briefing, form, corrects)
        return envelope.common(made, mail, briefing.title)

    def _message(self, briefing: Briefing, form: str, corrects: bool) -> EmailMessage:
        """In the form asked for; an editor's own document goes alone, for its text is not ours."""
        note = _CORRECTION.format(briefing.revision) if corrects else ""
        document = self._outgoing.document
        if document is not None or form == "attachment":
            document = document or self._document(briefing)
            body = f"{note}{briefing.title}见附件：{document.name}\n"
            letter = Letter(_subject(briefing), "", body)
            return message(_marked(letter, corrects), (document,))
        attached = () if form == "text" else (self._document(briefing),)
        letter = write(
            briefing,
            self._templates / _TEMPLATE,
            self._clean,
            self._config,
            attached=[one.name for one in attached],
            note=note,
        )
        if form == "text":
            letter = replace(letter, html="")
        return message(_marked(letter, corrects), attached)

    def _document(self, briefing: Briefing) -> Attachment:
        made = render(briefing, "docx", self._templates, self._paper)
        for problem in made.problems:
            self._trouble(problem)
        return Attachment.of(made, self._clean(stem(briefing)))

    @property
    def _paper(self) -> Config:
        """The settings of what is attached: no page for checking where an editor has checked."""
        if not self._outgoing.checked:
            return self._config
        layout = self._config.layout.model_copy(update={"check_page": False})
        return self._config.model_copy(update={"layout": layout})

    @property
    def _templates(self) -> Path:
        return self._config.templates or resources.templates()

    # --- folders and chat groups ---

    def _files(self) -> Iterator[Parcel]:
        for one in self._config.folders:
            if not self._wants(str(one.path)):
                continue
            try:
                briefing = self._shown(self._choice(one.districts, one.themes))
            except UsageError as error:
                self._trouble(_problem(str(one.path), f"[[folders]] {one.path}：{_about(error)}"))
                continue
            for attachment in () if _is_empty(briefing) else self._documents(briefing, one.formats):
                path = (one.path / attachment.name).absolute()
                ticket = self._ticket(folder.CHANNEL, str(path))
                yield Parcel(ticket, self._outgoing.label, one.path.name, "", folder.letter(attachment.data))

    def _documents(self, briefing: Briefing, formats: Sequence[str]) -> Iterator[Attachment]:
        if self._outgoing.document is not None:
            yield self._outgoing.document
            return
        articles = lookup.behind(briefing, self._archive)
        for format in formats:
            try:
                made = render(briefing, format, self._templates, self._paper, articles)
            except UsageError as error:
                raise ConfigError(f"[[folders]] 的 formats：{error}") from None
            yield Attachment.of(made, self._clean(stem(briefing)))

    def _chats(self) -> Iterator[Parcel]:
        for one in self._config.chats:
            if not self._wants(one.name):
                continue
            try:
                choice = self._choice(one.districts, one.themes)
            except UsageError as error:
                self._trouble(_problem(one.name, f"[[chats]] {one.name}：{_about(error)}"))
                continue
            briefing = self._shown(choice)
            ticket = self._ticket(chat.CHANNEL, one.name)
            corrects = (ticket.channel, ticket.recipient) in self._outgoing.corrected
            text = "" if _is_empty(briefing) else chat.shortened(_headlines(briefing, corrects))
            yield Parcel(ticket, self._outgoing.label, one.name, "", text)

    # --- what all have in common ---

    def _ticket(self, channel: str, recipient: str) -> Ticket:
        return Ticket(self._outgoing.subject, self._outgoing.briefing.revision, channel, recipient)

    def _wanted(self, one: Recipient) -> bool:
        return any([self._wants(one.name), self._wants(one.address)])

    def _wants(self, name: str) -> bool:
        self._met.add(name)
        return not self._only or name in self._only

    def _choice(self, districts: tuple[str, ...], themes: tuple[str, ...]) -> Choice:
        """Names as people write them, made out. Raises UsageError for one that is none."""
        if (districts, themes) not in self._choices:
            query = lookup.query(Wish(districts=districts, themes=themes), self._archive, self._config)
            self._choices[districts, themes] = Choice(query.places, query.themes)
        return self._choices[districts, themes]

    def _shown(self, choice: Choice) -> Briefing:
        if choice not in self._narrowed:
            own = narrowed(self._outgoing.briefing, choice.places, choice.themes)
            # What an editor has seen through tells no doubts, in the attachment as little as in the letter.
            self._narrowed[choice] = for_leaders(own) if self._outgoing.checked else own
        return self._narrowed[choice]

    def _names(self, choice: Choice) -> str:
        places = "、".join(one.district or one.city or "" for one in choice.places)
        return places + (f"（{'、'.join(choice.themes)}）" if choice.themes else "")


_CORRECTION = "更正：本期简报有更正，请以这一封（第{}稿）为准，此前收到的作废。\n\n"


def notice(
    subject: str,
    text: str,
    key: str,
    addresses: Sequence[str],
    config: Config,
    now: datetime,
    trouble: Trouble,
    attachments: Sequence[Attachment] = (),
) -> Iterator[Parcel]:
    """A message to the clerk on duty: mail to these addresses, and the chat groups that take notices."""
    letter = ""
    for written in addresses if config.mail is not None else ():
        assert config.mail is not None
        try:
            person = mailbox(written)
        except ValueError as error:
            trouble(_problem(written, str(error)))
            continue
        made = message(Letter(envelope.one_line(subject), "", text.rstrip() + "\n"), attachments)
        letter = letter or envelope.common(made, config.mail, subject)
        ticket = Ticket(f"notice|{key}", 1, envelope.CHANNEL, person.addr_spec)
        identity = envelope.message_id(ticket, config.mail)
        head = envelope.head(person.display_name, person.addr_spec, "to", identity, now)
        yield Parcel(ticket, envelope.one_line(subject), person.display_name, head, letter, identity)
    for group in config.chats:
        if group.notices:
            ticket = Ticket(f"notice|{key}", 1, chat.CHANNEL, group.name)
            short = chat.shortened(f"{envelope.one_line(subject)}\n{text.strip()}")
            yield Parcel(ticket, envelope.one_line(subject), group.name, "", short)


def _is_empty(briefing: Briefing) -> bool:
    return not briefing.sections and not briefing.photos


def _subject(briefing: Briefing) -> str:
    revision = f"（第{briefing.revision}稿）" if briefing.revision > 1 else ""
    return f"{briefing.title}（{Span(briefing.period)}）{revision}"


def _marked(letter: Letter, corrects: bool) -> Letter:
    return replace(letter, subject=f"【更正】{letter.subject}") if corrects else letter


def _plain(subject: str, text: str) -> EmailMessage:
    return message(Letter(subject, "", text))


def _headlines(briefing: Briefing, corrects: bool) -> str:
    """The briefing in the few lines that a chat group takes: its headlines by place."""
    lines = [("【更正】" if corrects else "") + _subject(briefing)]
    number = 0
    for section in briefing.sections:
        lines.append(f"【{section.label}】")
        for group in section.themes:
            for item in group.items:
                number += 1
                lines.append(f"{number}. {item.headline}")
    if briefing.photos:
        lines.append(f"图片新闻 {len(briefing.photos)} 幅")
    lines.insert(1, f"共 {len(items(briefing.sections))} 条")
    return "\n".join(lines)


def _about(error: BriefingError) -> str:
    return str(error).replace("--district", "区县").replace("--theme", "主题")


def _problem(subject: str, message: str) -> Problem:
    return Problem(Stage.DELIVER, "recipient", subject, message)
