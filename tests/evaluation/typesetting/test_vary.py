"""Stories otherwise worded: their facts stay, their bylines fit what is known of them."""

from __future__ import annotations

import random

from evaluation.typeset import stories
from evaluation.typesetting.stories import Wording, authors, copy
from evaluation.typesetting.vary import varied

ALL = stories(["2018-10", "2019-04", "2021-09"])


def test_facts_and_text_stay() -> None:
    for story in ALL:
        other = varied(story, random.Random(story.id))
        assert other.paragraphs == story.paragraphs
        assert (other.event_date, other.district, other.theme) == (
            story.event_date,
            story.district,
            story.theme,
        )


def test_news_come_with_every_kind_of_byline() -> None:
    rng = random.Random(3)
    forms = {varied(story, rng).byline for story in ALL * 5 if story.kind == "news"}
    assert forms == {"report", "dateline", "sign", "open", "none", "square"}


def test_nobody_is_named_where_there_is_no_byline() -> None:
    rng = random.Random(4)
    bare = [one for one in (varied(s, rng) for s in ALL * 5) if one.byline == "none"]
    assert bare
    for story in bare:
        made = copy(story, Wording())
        assert authors(story) == []
        assert (made.byline, made.lead_in, made.sign_off) == (None, "", None)


def test_the_open_form_is_signed_at_the_end() -> None:
    rng = random.Random(5)
    story = next(one for one in (varied(s, rng) for s in ALL * 5) if one.byline == "open")
    made = copy(story, Wording(sign_roles=True))
    assert made.lead_in == "本报讯 "
    assert made.sign_off is not None and story.people[0].role in made.sign_off
