"""A briefing for one reader: the districts and themes that are his."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from briefing.model import Briefing, Count, Item, Place, Section, ThemeItems


def narrowed(briefing: Briefing, places: Collection[Place] = (), themes: Collection[str] = ()) -> Briefing:
    """The briefing with only the items and photos of these places and themes; all of them where none is said.

    A place without a district stands for its whole city. What was left out, and figures that cannot be told
    apart by place and theme, are not part of a narrowed briefing. The same object where nothing is narrowed.
    """
    if not places and not themes:
        return briefing

    def wanted(place: Place, theme: str) -> bool:
        return (not places or any(_within(place, one) for one in places)) and (not themes or theme in themes)

    sections = tuple(
        replace(section, themes=groups)
        for section in briefing.sections
        if (groups := tuple(group for group in section.themes if wanted(section.place, group.theme)))
    )
    kept = items(sections)
    sources = [source for item in kept for source in item.sources]
    photos = tuple(photo for photo in briefing.photos if wanted(photo.place, photo.theme))
    return replace(
        briefing,
        sections=sections,
        photos=photos,
        left_out=(),
        counts=tuple(_count(section, group) for section in sections for group in section.themes),
        statistics=replace(
            briefing.statistics,
            items=len(kept),
            photos=len(photos),
            left_out=0,
            articles=len(sources) + len(photos),
            places=len({item.place for item in kept}),
            papers=len({source.paper for source in sources if source.paper}),
            by_place=tuple(
                one
                for one in briefing.statistics.by_place
                if not themes and one.name in {section.label for section in sections}
            ),
            by_theme=(),
            without_news=tuple(
                one
                for one in briefing.statistics.without_news
                if not themes and any(_within(one.place, place) for place in places)
            ),
        ),
        warnings=(),
    )


def items(sections: Collection[Section]) -> tuple[Item, ...]:
    """All items of these sections, in their order."""
    return tuple(item for section in sections for group in section.themes for item in group.items)


def _within(place: Place, wanted: Place) -> bool:
    pairs = ((place.province, wanted.province), (place.city, wanted.city), (place.district, wanted.district))
    return all(asked is None or own == asked for own, asked in pairs)


def _count(section: Section, group: ThemeItems) -> Count:
    return Count(section.label, group.theme, len(group.items))
