"""Items, photos and what is left out become a Briefing: sections by place, themes and items in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from briefing.compose.doubts import lift
from briefing.compose.labels import labels
from briefing.compose.order import Key, item_key, place_key
from briefing.compose.statistics import Figures, places, statistics
from briefing.model import (
    Briefing,
    Count,
    Doubt,
    Issue,
    Item,
    LeftOut,
    Period,
    Photo,
    Place,
    Section,
    ThemeItems,
)


def compose(
    items: Sequence[Item],
    photos: Sequence[Photo],
    left_out: Sequence[LeftOut],
    *,
    period: Period,
    themes: Sequence[str],
    week: str | None = None,
    by: str = "published",
    order: str = "importance",
    title: str = "一周要闻",
    edition: str = "一周要闻",
    revision: int = 1,
    issue: Issue | None = None,
    codes: Mapping[Place, str] | None = None,
    warnings: Sequence[Doubt] = (),
    figures: Figures | None = None,
) -> Briefing:
    """A briefing of items, photos and what is left out.

    `themes` gives their order (others follow as they come), `codes` the administrative codes that order the
    sections. `order` is "importance" (党委, 人大, 政府, 政协 first, then by importance, then by date), "date"
    or "unit". `figures` is what the period is compared with. Raises ConfigError for another order, ValueError
    if an article stands in two places.
    """
    _once([source.article for item in items for source in item.sources], photos, left_out)
    items, photos, page_wide = lift(items, photos)
    key = item_key(order)
    where = place_key(codes or {})
    figures = figures or Figures()
    names = labels(places(items, photos, figures))
    by_place: dict[Place, list[Item]] = defaultdict(list)
    for item in items:
        by_place[item.place].append(item)
    sections = tuple(
        Section(place, names[place], _themes(by_place[place], themes, key))
        for place in sorted(by_place, key=where)
    )
    return Briefing(
        title=title,
        edition=edition,
        week=week,
        period=period,
        by=by,
        revision=revision,
        issue=issue,
        sections=sections,
        photos=tuple(sorted(photos, key=lambda photo: (where(photo.place), photo.event_date or date.max))),
        left_out=tuple(left_out),
        counts=tuple(
            Count(section.label, theme.theme, len(theme.items))
            for section in sections
            for theme in section.themes
        ),
        statistics=statistics(items, photos, left_out, figures, names, themes, where),
        warnings=(*warnings, *page_wide),
    )


def _once(sources: Sequence[str], photos: Sequence[Photo], left_out: Sequence[LeftOut]) -> None:
    counted = Counter(
        [*sources, *(photo.article for photo in photos), *(entry.article for entry in left_out)]
    )
    twice = [article for article, n in counted.items() if n > 1]
    if twice:
        raise ValueError(f"articles in more than one place of the briefing: {', '.join(twice)}")


def _themes(
    items: Iterable[Item], themes: Sequence[str], key: Callable[[Item], Key]
) -> tuple[ThemeItems, ...]:
    """The items by theme, the themes in the order given; none without items."""
    grouped: dict[str, list[Item]] = {theme: [] for theme in themes}
    for item in items:
        grouped.setdefault(item.theme, []).append(item)
    return tuple(
        ThemeItems(theme, tuple(sorted(found, key=key))) for theme, found in grouped.items() if found
    )
