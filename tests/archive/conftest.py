"""Every store that the archive is meant to live in runs the same tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from briefing.archive import Archive

# Set to postgresql+psycopg://… to run the contract on a server too; its public schema is emptied.
SERVER = os.environ.get("BRIEFING_TEST_DATABASE")


@pytest.fixture(params=["sqlite", *(["server"] if SERVER else [])])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
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
