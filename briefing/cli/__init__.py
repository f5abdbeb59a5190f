"""The command line. Commands are thin: they read options, call one use case, and print what it returns."""

from briefing.cli.app import app, main
from briefing.cli.commands import articles, doctor, ingest, init, make
from briefing.cli.delivery import deliveries, send
from briefing.cli.explain import explain
from briefing.cli.pages import pages

__all__ = [
    "app",
    "articles",
    "deliveries",
    "doctor",
    "explain",
    "ingest",
    "init",
    "main",
    "make",
    "pages",
    "send",
]
