"""A briefing in figures: how many items of which place and theme, and what its articles are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.model import Item, LeftOut, Photo, Place, Silence, Statistics, Tally

Counts = Mapping[tuple[Place, str], int]
"""How many articles there are of a place and theme."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a briefing is compared with, all of it counted in articles.

    `now` is the period itself; `before` the weeks named by `weeks`, oldest first. `expected` are districts
    that should have news besides those that had some in these weeks, `last` when a place last had any.
    """

    now: Counts = field(default_factory=dict)
    weeks: tuple[str, ...] = ()
    before: tuple[Counts, ...] = ()
    expected: tuple[Place, ...] = ()
    last: Mapping[Place, date] = field(default_factory=dict)

    def silent(self, heard: Iterable[Place]) -> list[Place]:
        """Districts that should have news and are not among those heard of."""
        known = (place for counts in self.before for place, _ in counts)
        wanted = (place for place in (*self.expected, *known) if place.district)
        return [place for place in dict.fromkeys(wanted) if place not in set(heard)]


def places(items: Sequence[Item], photos: Sequence[Photo], figures: Figures) -> list[Place]:
    """Every place that the statistics name, each once."""
    heard = [*(item.place for item in items), *(photo.place for photo in photos)]
    counted = [place for place, _ in figures.now]
    return list(dict.fromkeys([*heard, *counted, *figures.silent(heard)]))


def statistics(
    items: Sequence[Item],
    photos: Sequence[Photo],
    left_out: Sequence[LeftOut],
    figures: Figures,
    names: Mapping[Place, str],
    themes: Sequence[str],
    where: Callable[[Place], tuple[object, ...]],
) -> Statistics:
    """The figures of a briefing: places in the sections' order (`where`), by `names`; themes in theirs."""
    sources = [source for item in items for source in item.sources]
    heard = {item.place for item in items} | {photo.place for photo in photos}
    present = heard | {place for place, _ in figures.now}
    used = {item.theme for item in items} | {photo.theme for photo in photos} | {t for _, t in figures.now}
    by_place = _Counted.of(items, photos, figures, of_item=lambda one: one.place, of_count=lambda key: key[0])
    by_theme = _Counted.of(items, photos, figures, of_item=lambda one: one.theme, of_count=lambda key: key[1])
    return Statistics(
        items=len(items),
        photos=len(photos),
        left_out=len(left_out),
        articles=len(sources) + len(photos) + len(left_out),
        places=len({item.place for item in items}),
        papers=len({source.paper for source in sources if source.paper}),
        weeks=figures.weeks,
        by_place=tuple(by_place.tally(place, names[place]) for place in sorted(present, key=where)),
        by_theme=tuple(
            by_theme.tally(theme, theme) for theme in dict.fromkeys((*themes, *sorted(used))) if theme in used
        ),
        without_news=tuple(
            Silence(place, names[place], figures.last.get(place), by_place.earlier(place))
            for place in sorted(figures.silent(heard), key=where)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """Items, photos and articles by one of their sides, place or theme."""

    items: Counter[object]
    photos: Counter[object]
    now: Counter[object]
    before: tuple[Counter[object], ...]

    @classmethod
    def of(
        cls,
        items: Sequence[Item],
        photos: Sequence[Photo],
        figures: Figures,
        *,
        of_item: Callable[[Item | Photo], object],
        of_count: Callable[[tuple[Place, str]], object],
    ) -> _Counted:
        def summed(counts: Counts) -> Counter[object]:
            total: Counter[object] = Counter()
            for key, n in counts.items():
                total[of_count(key)] += n
            return total

        return cls(
            Counter(map(of_item, items)),
            Counter(map(of_item, photos)),
            summed(figures.now),
            tuple(map(summed, figures.before)),
        )

    def earlier(self, key: object) -> tuple[int, ...]:
        return tuple(week[key] for week in self.before)

    def tally(self, key: object, name: str) -> Tally:
        return Tally(name, self.items[key], self.photos[key], self.now[key], self.earlier(key))
