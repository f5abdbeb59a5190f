"""The command line. Commands are thin: they read options, call one use case, and print what it returns."""

from briefing.cli.app import app, main
from briefing.cli.commands import articles, doctor, ingest, init, make
from briefing.cli.delivery import deliveries, send
from briefing.cli.explain import explain
from briefing.cli.pages import pages
from briefing.cli.service import approve, run_due, serve, sources, status
from briefing.cli.templates import template
from briefing.cli.upkeep import backup

__all__ = [
    "app",
    "approve",
    "articles",
    "backup",
    "deliveries",
    "doctor",
    "explain",
    "ingest",
    "init",
    "main",
    "make",
    "pages",
    "run_due",
    "send",
    "serve",
    "sources",
    "status",
    "template",
]
