"""The stories still to be placed, how the page is set, and the page they go to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from evaluation.typesetting.designs import Design
from evaluation.typesetting.layout import set_story
from evaluation.typesetting.sheet import Setting, Sheet, Type
from evaluation.typesetting.stories import Copy, Story, copy, half_width
from evaluation.typesetting.vary import varied

GAP = 5.0
SMALLEST = 16.0


class Desk:
    """The stories still to be placed and the page they go to."""

    def __init__(self, design: Design, stories: Sequence[Story], rng: random.Random) -> None:
        if design.varied:
            stories = [varied(story, rng) for story in stories]
        worded = [half_width(s) if design.half_width and not s.half_width else s for s in stories]
        self.design, self.rng = design, rng
        self.waiting = [copy(story, design.wording) for story in worded]
        self.placed: list[Copy] = []
        inner = design.width - 2 * design.margin
        column = (inner - (design.columns - 1) * design.gutter) / design.columns
        self.type = Type(
            design.size, design.leading, column, design.gutter, design.squeeze, design.airy,
            design.title_scale, design.inset_heads and not design.flow, flow=design.flow,
            run_on=design.run_on, caption_above=design.caption_above, label_form=design.label_form,
            head_align=design.head_align, byline_align=design.byline_align,
            head_room=0.93 if design.varied else 1.0,
        )  # fmt: skip
        self.sheet = Sheet(design.width, design.height)

    def take(self, waiting: Copy, column: str | None = None) -> None:
        """Place a story; `column` is the digest that it becomes an item of."""
        self.waiting.remove(waiting)
        if column:
            waiting = replace(waiting, story=replace(waiting.story, column=column))
        self.placed.append(waiting)

    def choose(
        self, columns: int, room: float, kinds: frozenset[str], digest: bool = False
    ) -> tuple[Copy, Setting] | None:
        """The first waiting story of these kinds that fits; long ones only where the region is wide."""
        for waiting in self.waiting:
            story = waiting.story
            short = columns > 2 and story.kind != "photo" and story.length < 60 * columns
            if story.kind not in kinds or short or story.length > 500 * columns:
                continue
            setting = set_story(waiting, columns, replace(self.type, digest=digest), self.rng)
            if setting.height <= room:
                return waiting, setting
        return None

    def nearest(
        self, columns: int, goal: float, kinds: AbstractSet[str], page: Type | None = None, most: float = 1.3
    ) -> Setting | None:
        """The waiting story of these kinds whose height comes nearest to the goal, placed and set.

        None is more than `most` times as high.
        """
        best: tuple[float, Copy, Setting] | None = None
        for waiting in self.waiting:
            if waiting.story.kind not in kinds:
                continue
            setting = set_story(waiting, columns, page or self.type, self.rng)
            off = abs(setting.height - goal)
            if setting.height <= goal * most and (best is None or off < best[0]):
                best = (off, waiting, setting)
        if best is None:
            return None
        self.take(best[1])
        return best[2]

    def items(self, most: int) -> list[Copy]:
        """The next briefs, placed as a digest's items: marked or without titles, as the design has it."""
        briefs = [c for c in self.waiting if c.story.kind == "brief"][:most]
        for brief in briefs:
            self.waiting.remove(brief)
        items = [self._item(brief) for brief in briefs]
        self.placed += items
        return items

    def _item(self, brief: Copy) -> Copy:
        title = None if self.design.untitled else brief.story.title
        story = replace(brief.story, column=self.design.digest_label, kicker=None, title=title)
        return replace(brief, mark=self.design.marks, story=story)
