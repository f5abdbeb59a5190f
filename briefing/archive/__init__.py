"""Articles to rows and back: what was read, in which revision, and what was made of it."""

from briefing.archive.ingest import Ingested
from briefing.archive.logbook import Approval, Logbook, Mark, Notice, SeenFile, SourceRun
from briefing.archive.outbox import Outbox
from briefing.archive.releases import Release, Releases
from briefing.archive.store import Archive, Origin, Query

__all__ = [
    "Approval",
    "Archive",
    "Ingested",
    "Logbook",
    "Mark",
    "Notice",
    "Origin",
    "Outbox",
    "Query",
    "Release",
    "Releases",
    "SeenFile",
    "SourceRun",
]
