"""Whether mail would go out, without sending any: recipients, password, server, certificate, login."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import lookup
from briefing.archive import Archive
from briefing.config import Config
from briefing.config.delivery import Mail
from briefing.deliver.channel import Down
from briefing.deliver.chat import ChatChannel
from briefing.deliver.secrets import secret
from briefing.deliver.smtp import PORTS, connect
from briefing.errors import BriefingError, UsageError
from briefing.model import Problem
from briefing.posting import NO_SERVER, recipients
from briefing.results import Finding, Wish


def examine(config: Config, archive: Archive | None) -> Iterator[Finding]:
    """What is configured of delivery; nothing is said of what is not. Districts need an archive's names."""
    yield from _recipients(config, archive)
    if config.mail is not None:
        yield _server(config.mail)
    else:
        yield from _nobody_told(config)
    for group in config.chats:
        yield _group(group.name, group.url_env, config)


def _recipients(config: Config, archive: Archive | None) -> Iterator[Finding]:
    if not (config.recipients or config.delivery.recipients_file):
        return
    problems: list[Problem] = []
    found = recipients(config, problems.append)
    for problem in problems:
        yield Finding("收件人", "bad", problem.message, "改正这一行；其余的人不受影响")
    for one in found if archive is not None else ():
        assert archive is not None
        try:
            lookup.query(Wish(districts=one.districts, themes=one.themes), archive, config)
        except UsageError as error:
            told = str(error).replace("--district", "区县").replace("--theme", "主题")
            yield Finding("收件人", "bad", f"{one.where}：{told}", "改正这个名称；改好之前不发给他")
    if config.mail is None:
        yield Finding("收件人", "bad", NO_SERVER, "在配置里写上 [mail]，见 docs/delivery.md")
    yield Finding("收件人", "ok" if found else "warn", f"{len(found)} 人")


def _nobody_told(config: Config) -> Iterator[Finding]:
    """Who is to get mail from the service, and will not without a mail server."""
    mend = "在配置里写上 [mail]，见 docs/delivery.md"
    if config.duty.addresses:
        yield Finding("值班人", "bad", "写了值班人的邮箱，而没有邮件服务器：出了问题告诉不了他", mend)
    if config.review.required and config.review.editors:
        yield Finding("审稿", "bad", "草稿要发给编辑审，而没有邮件服务器", mend)


def _server(mail: Mail) -> Finding:
    """Connect, check the certificate, log in, and leave."""
    subject, mend = "邮件服务器", "按提示改配置里的 [mail]，见 docs/delivery.md"
    try:
        password = secret("邮箱授权码", mail.password_env, mail.password_file) if mail.user else None
        connection = connect(mail, password)
    except (Down, BriefingError) as error:
        return Finding(subject, "bad", str(error), mend)
    connection.close()
    place = f"{mail.host}:{mail.port or PORTS[mail.security]}"
    safe = "加密，证书可信" if mail.security != "none" else "没有加密"
    login = f"，{mail.user} 可以登录" if mail.user else "，不用登录"
    return Finding(subject, "ok" if mail.security != "none" else "warn", f"{place} 能连上，{safe}{login}")


def _group(name: str, variable: str, config: Config) -> Finding:
    file = next(one.url_file for one in config.chats if one.name == name)
    try:
        ChatChannel(lambda _name: "")
        secret(f"群“{name}”的机器人地址", variable, file)
    except BriefingError as error:
        return Finding(f"群 {name}", "bad", str(error), "见 docs/delivery.md")
    return Finding(f"群 {name}", "ok", "机器人地址有了（没有试发）")
