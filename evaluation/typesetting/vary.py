"""The same stories otherwise worded: signed, dated or without any byline, in a series, under a township."""

from __future__ import annotations

import random
from dataclasses import replace

from evaluation.typesetting.stories import Story

_SERIES = ("基层实践", "民生直通车", "在现场", "高质量发展看基层", "身边的变化", "新时代新作为")
# How often news take each form; dates and places are only said of those that have them.
_FORMS = ("report",) * 6 + ("dateline",) * 2 + ("sign",) * 2 + ("open", "none", "none", "square")


def varied(story: Story, rng: random.Random) -> Story:
    """The story with a byline, label or title that another paper would have given it."""
    match story.kind:
        case "news":
            return _news(story, rng)
        case "photo" if story.title and rng.random() < 0.35:
            return replace(story, title=None, subtitle=None, kicker=None)
        case "brief" if rng.random() < 0.5:
            return replace(story, byline="none", people=())
        case "feature" if rng.random() < 0.3:
            return replace(story, column=rng.choice(_SERIES))
        case _:
            return story


def _news(story: Story, rng: random.Random) -> Story:
    form = rng.choice(_FORMS)
    if not story.people:
        form = "none"
    if form == "dateline" and not (story.city and story.event_date):
        form = "report"
    if story.byline == "dateline":  # nothing else on it says the day
        form = "dateline"
    kicker = story.kicker
    if not kicker and story.township and story.township not in (story.title or "") and rng.random() < 0.25:
        kicker = story.township
    return replace(
        story,
        byline=form,
        people=() if form == "none" else story.people,
        kicker=kicker,
        column=rng.choice(_SERIES) if not story.column and rng.random() < 0.15 else story.column,
    )
