"""Bytes to pages: whatever the format, intake ends in the same `Page`."""

from briefing.intake.inbox import find
from briefing.intake.reader import READERS, read
from briefing.intake.source import Found, Unreadable

__all__ = ["READERS", "Found", "Unreadable", "find", "read"]
