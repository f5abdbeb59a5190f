"""The archive's tables as the program uses them; `migrations` is how they came to be.

An article's whole value is one JSON payload, so that a new field needs no migration; beside it stand
the columns that queries choose by. Keys are natural ones: nothing depends on a database's own counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    UniqueConstraint,
)

# Databases limit how many values one statement may carry (SQLite's oldest limit is 999).
CHUNK = 500

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

sources = Table(
    "sources",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("format", Text, nullable=False),
    Index("sources_location", "location"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, ForeignKey("sources.digest"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("published", Date),
    Column("event_date", Date),
    Column("province", Text),
    Column("city", Text),
    Column("district", Text),
    Column("theme", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Index("articles_source", "source"),
    Index("articles_published", "published"),
    Index("articles_event_date", "event_date"),
    Index("articles_place", "city", "district"),
    Index("articles_theme", "theme"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("payload", Text, nullable=False),
)

briefings = Table(
    "briefings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("path", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("briefing", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)

# Times are UTC in ISO form, which both databases keep and sort alike.
releases = Table(
    "releases",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("start", Date, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("week", Text),
    Column("digest", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("drafted", Text, nullable=False),
    Column("released", Text),
)

issues = Table(
    "issues",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("start", Date, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    UniqueConstraint("edition", "year", "number"),
    UniqueConstraint("edition", "total"),
)

reports = Table(
    "reports",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("start", Date, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("event", Text),
    ForeignKeyConstraint(
        ["edition", "start", "until", "revision"],
        ["releases.edition", "releases.start", "releases.until", "releases.revision"],
    ),
    Index("reports_article", "article"),
)

# --- the service's logbook ---

source_runs = Table(
    "source_runs",
    metadata,
    Column("source", Text, primary_key=True),
    Column("attempted", Text, nullable=False),
    Column("succeeded", Text),
    Column("changed", Text),
    Column("failing", Text),
    Column("error", Text, nullable=False),
    Column("files", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
)

source_files = Table(
    "source_files",
    metadata,
    Column("source", Text, primary_key=True),
    Column("location", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("problem", Text, nullable=False, server_default=""),
)

marks = Table(
    "marks",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("start", Date, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("mark", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("start", Date, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("document", Text),
)

notices = Table(
    "notices",
    metadata,
    Column("key", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("queued", Boolean, nullable=False),
)

# What recipients share of a message is kept once, whoever gets it.
letters = Table(
    "letters",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("data", Text, nullable=False),
    Column("kept", Text, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("head", Text, nullable=False),
    Column("letter", Text, ForeignKey("letters.digest")),
    Column("message_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("changed", Text, nullable=False),
    Column("due", Text),
    Column("claim", Text),
    Column("lease", Text),
    Column("reason", Text, nullable=False),
    Index("deliveries_due", "channel", "state", "due"),
)

# Articles that go on on a page of another source. That source need not have articles of its own.
continuations = Table(
    "continuations",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Index("continuations_source", "source"),
)


def chunked(wanted: Select[Any], ids: Iterable[str] | None) -> Iterator[Select[Any]]:
    """A query of articles as it is, or once for each group of ids."""
    if ids is None:
        yield wanted
        return
    chosen = list(dict.fromkeys(ids))
    for start in range(0, len(chosen), CHUNK):
        yield wanted.where(articles.c.id.in_(chosen[start : start + CHUNK]))
