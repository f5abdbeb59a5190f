"""The HTML document: one self-contained page from a Jinja2 template."""

from __future__ import annotations

from pathlib import Path

from briefing.config import Config
from briefing.model import Briefing
from briefing.render.clean import Cleaner
from briefing.render.template import MISTAKES, context, environment, mistake, place_in


def render(briefing: Briefing, template: Path, clean: Cleaner, config: Config) -> bytes:
    """The briefing as HTML. Raises ConfigError for a template that is missing or wrong."""
    source = template.read_text("utf-8")
    try:
        page = environment(clean).from_string(source).render(context(briefing, config))
    except MISTAKES as error:
        raise mistake(template.name, error, lambda line: place_in(source, line)) from error
    return page.encode("utf-8")
