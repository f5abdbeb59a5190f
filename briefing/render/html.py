"""The HTML document: one self-contained page from a Jinja2 template."""

from __future__ import annotations

import base64
from pathlib import Path

from markupsafe import Markup

from briefing.config import Config
from briefing.model import Briefing, Photo
from briefing.render.clean import Cleaner
from briefing.render.originals import Articles
from briefing.render.pictures import Pictures
from briefing.render.template import MISTAKES, Ready, compiled, context, environment, mistake, place_in

_WIDEST = 110.0  # millimetres on paper, where a column is 83: 866 pixels, sharp on a screen as well


def render(
    briefing: Briefing,
    template: Path,
    clean: Cleaner,
    config: Config,
    pictures: Pictures,
    articles: Articles | None = None,
) -> bytes:
    """The briefing as HTML, its items beside the articles they are from, pictures within the page.

    Raises ConfigError for a template that is missing or wrong.
    """

    def picture(photo: Photo, mm: float = _WIDEST) -> Markup:
        """The photo's picture, at most so many millimetres wide on paper; nothing if it has none."""
        found = pictures(photo, mm)
        if found is None:
            return Ready()
        data = base64.b64encode(found.data).decode()
        width, height = found.pixels
        return Ready('<img src="data:{};base64,{}" width="{}" height="{}" alt="{}">').format(
            found.media_type, data, width, height, clean(photo.headline)
        )

    source = template.read_text("utf-8")
    made = environment(clean)
    made.filters["picture"] = picture
    try:
        page = compiled(made, source).render(context(briefing, config, articles))
    except MISTAKES as error:
        raise mistake(template.name, error, lambda line: place_in(source, line)) from error
    return page.encode("utf-8")
