"""How the archive's tables came to be: numbered steps, each once, each in one transaction with its number.

Alembic would bring a second configuration, a scripts folder and an import of a third of a second for what
a tuple of statements does: the archive has one line of history, and an upgrade must run unattended in an
office. A step is never edited once released; `tables` must equal what all steps make (a test holds this).
The statements are those that SQLite and PostgreSQL share.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from briefing.errors import ConfigError

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE sources (
            digest TEXT NOT NULL PRIMARY KEY,
            location TEXT NOT NULL,
            path TEXT NOT NULL,
            format TEXT NOT NULL)""",
        "CREATE INDEX sources_location ON sources (location)",
        """CREATE TABLE articles (
            id TEXT NOT NULL PRIMARY KEY,
            source TEXT NOT NULL REFERENCES sources (digest),
            position INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            retired BOOLEAN NOT NULL,
            published DATE,
            event_date DATE,
            province TEXT,
            city TEXT,
            district TEXT,
            theme TEXT NOT NULL,
            payload TEXT NOT NULL)""",
        "CREATE INDEX articles_source ON articles (source)",
        "CREATE INDEX articles_published ON articles (published)",
        "CREATE INDEX articles_event_date ON articles (event_date)",
        "CREATE INDEX articles_place ON articles (city, district)",
        "CREATE INDEX articles_theme ON articles (theme)",
        """CREATE TABLE revisions (
            article TEXT NOT NULL REFERENCES articles (id),
            revision INTEGER NOT NULL,
            payload TEXT NOT NULL,
            PRIMARY KEY (article, revision))""",
        """CREATE TABLE briefings (
            key TEXT NOT NULL,
            revision INTEGER NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (key, revision))""",
        """CREATE TABLE documents (
            path TEXT NOT NULL PRIMARY KEY,
            digest TEXT NOT NULL,
            briefing TEXT NOT NULL,
            revision INTEGER NOT NULL)""",
    ),
    (
        """CREATE TABLE releases (
            edition TEXT NOT NULL,
            start DATE NOT NULL,
            until DATE NOT NULL,
            revision INTEGER NOT NULL,
            week TEXT,
            digest TEXT NOT NULL,
            payload TEXT NOT NULL,
            drafted TEXT NOT NULL,
            released TEXT,
            PRIMARY KEY (edition, start, until, revision))""",
        """CREATE TABLE issues (
            edition TEXT NOT NULL,
            start DATE NOT NULL,
            until DATE NOT NULL,
            year INTEGER NOT NULL,
            number INTEGER NOT NULL,
            total INTEGER NOT NULL,
            PRIMARY KEY (edition, start, until),
            UNIQUE (edition, year, number),
            UNIQUE (edition, total))""",
        """CREATE TABLE reports (
            edition TEXT NOT NULL,
            start DATE NOT NULL,
            until DATE NOT NULL,
            revision INTEGER NOT NULL,
            article TEXT NOT NULL REFERENCES articles (id),
            event TEXT,
            PRIMARY KEY (edition, start, until, revision, article),
            FOREIGN KEY (edition, start, until, revision)
                REFERENCES releases (edition, start, until, revision))""",
        "CREATE INDEX reports_article ON reports (article)",
    ),
    (
        """CREATE TABLE source_runs (
            source TEXT NOT NULL PRIMARY KEY,
            attempted TEXT NOT NULL,
            succeeded TEXT,
            changed TEXT,
            failing TEXT,
            error TEXT NOT NULL,
            files INTEGER NOT NULL,
            waiting INTEGER NOT NULL)""",
        """CREATE TABLE source_files (
            source TEXT NOT NULL,
            location TEXT NOT NULL,
            mark TEXT NOT NULL,
            PRIMARY KEY (source, location))""",
        """CREATE TABLE marks (
            edition TEXT NOT NULL,
            start DATE NOT NULL,
            until DATE NOT NULL,
            mark TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (edition, start, until, mark))""",
        """CREATE TABLE approvals (
            edition TEXT NOT NULL,
            start DATE NOT NULL,
            until DATE NOT NULL,
            revision INTEGER NOT NULL,
            at TEXT NOT NULL,
            name TEXT NOT NULL,
            document TEXT,
            PRIMARY KEY (edition, start, until))""",
        """CREATE TABLE notices (
            key TEXT NOT NULL PRIMARY KEY,
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            at TEXT NOT NULL,
            queued BOOLEAN NOT NULL)""",
    ),
    (
        """CREATE TABLE letters (
            digest TEXT NOT NULL PRIMARY KEY,
            data TEXT NOT NULL,
            kept TEXT NOT NULL)""",
        """CREATE TABLE deliveries (
            subject TEXT NOT NULL,
            revision INTEGER NOT NULL,
            channel TEXT NOT NULL,
            recipient TEXT NOT NULL,
            position INTEGER NOT NULL,
            label TEXT NOT NULL,
            name TEXT NOT NULL,
            head TEXT NOT NULL,
            letter TEXT REFERENCES letters (digest),
            message_id TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            changed TEXT NOT NULL,
            due TEXT,
            claim TEXT,
            lease TEXT,
            reason TEXT NOT NULL,
            PRIMARY KEY (subject, revision, channel, recipient))""",
        "CREATE INDEX deliveries_due ON deliveries (channel, state, due)",
    ),
    (
        """CREATE TABLE continuations (
            article TEXT NOT NULL REFERENCES articles (id),
            source TEXT NOT NULL,
            PRIMARY KEY (article, source))""",
        "CREATE INDEX continuations_source ON continuations (source)",
    ),
    ("ALTER TABLE source_files ADD COLUMN problem TEXT NOT NULL DEFAULT ''",),
)
LATEST = len(STEPS)


def version(connection: Connection) -> int:
    """How many steps this archive has had, 0 for a new one. Raises ConfigError for foreign tables."""
    names = inspect(connection).get_table_names()
    if "schema_version" in names:
        return int(connection.execute(text("SELECT max(version) FROM schema_version")).scalar() or 0)
    if names:
        raise ConfigError(f"里面是别的程序的数据（表 {'、'.join(sorted(names)[:3])} 等）；请换一个 --archive")
    return 0


def step(connection: Connection, number: int) -> None:
    """Run one step (1-based) and note its number, within the caller's transaction."""
    if number == 1:
        connection.execute(text("CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY)"))
    for statement in STEPS[number - 1]:
        connection.execute(text(statement))
    connection.execute(text("INSERT INTO schema_version (version) VALUES (:number)"), {"number": number})
