"""One-line builders: a test shows only what it is about. And every store that an archive can live in."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from briefing.archive import Archive
from briefing.model import AnnotatedArticle, Basis, District, Format, Kind, Source
from tests.deliver.post_office import Mailbox, server

# A script's background jobs are born deaf to interruptions, and so would be what tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Set to postgresql+psycopg://… to run the tests of the archive on a server too; its public schema is emptied.
SERVER = os.environ.get("BRIEFING_TEST_DATABASE")


@pytest.fixture(params=["sqlite", *(["server"] if SERVER else [])])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of an archive that is not there yet, in every store there is."""
    if request.param == "sqlite" or SERVER is None:
        return str(tmp_path / "briefing.db")
    engine = create_engine(SERVER)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return SERVER


@pytest.fixture
def archive(target: str) -> Iterator[Archive]:
    with Archive.open(target) as opened:
        yield opened


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with nobody's configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-configuration"))
    return tmp_path


@pytest.fixture
def mailbox() -> Mailbox:
    """What a mail server on this machine took."""
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    """The port of a mail server on this machine that puts what it takes into `mailbox`."""
    with server(mailbox) as port:
        yield port


def article(text: str = "区委召开会议。", /, **fields: Any) -> AnnotatedArticle:
    """An annotated article of one paragraph; `lines`, `path`, `format`, `district` and `city` for short."""
    source = Source(
        fields.pop("path", "a.txt"),
        fields.pop("format", Format.PAGE_TEXT),
        lines=fields.pop("lines", ((1, 3),)),
    )
    district = District(fields.pop("district", "魏都区"), fields.pop("city", "许昌市"), "河南省")
    values: dict[str, Any] = {
        "id": "a1",
        "source": source,
        "kind": Kind.NEWS,
        "title": "题",
        "headline": "题",
        "headline_from": "title",
        "paragraphs": (text,),
        "published": date(2018, 11, 7),
        "published_basis": Basis.PRINTED,
        "event_date": date(2018, 11, 6),
        "district": district,
        "theme": "政务要闻",
    }
    return AnnotatedArticle(**values | fields)
