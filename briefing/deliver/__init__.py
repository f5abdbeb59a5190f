"""Document → Receipt: an outbox emptied through mail, folders and chat groups, each parcel once."""

from briefing.deliver.channel import Channel, Down
from briefing.deliver.chat import ChatChannel
from briefing.deliver.dispatch import Round, Rules, dispatch
from briefing.deliver.folder import FolderChannel
from briefing.deliver.recipients import Recipient
from briefing.deliver.smtp import MailChannel

__all__ = [
    "Channel",
    "ChatChannel",
    "Down",
    "FolderChannel",
    "MailChannel",
    "Recipient",
    "Round",
    "Rules",
    "dispatch",
]
