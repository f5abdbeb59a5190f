"""The HTML document: one self-contained page from a Jinja2 template."""

from __future__ import annotations

from pathlib import Path

from briefing.config import Config
from briefing.model import Briefing
from briefing.render.clean import Cleaner
from briefing.render.originals import Articles
from briefing.render.template import MISTAKES, context, environment, mistake, place_in


def render(
    briefing: Briefing, template: Path, clean: Cleaner, config: Config, articles: Articles | None = None
) -> bytes:
    """The briefing as HTML, its items beside the articles they are from.

    Raises ConfigError for a template that is missing or wrong.
    """
    source = template.read_text("utf-8")
    try:
        page = environment(clean).from_string(source).render(context(briefing, config, articles))
    except MISTAKES as error:
        raise mistake(template.name, error, lambda line: place_in(source, line)) from error
    return page.encode("utf-8")
