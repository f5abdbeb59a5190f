from __future__ import annotations

from dataclasses import replace

from briefing.compose.doubts import lift
from briefing.model import Doubt, Item, Kind, Photo, Place

PAGE = Doubt("published-inferred", "推定为2018年3月15日。")
OWN = Doubt("cut-off", "在此处中断", ((3, 3),))
ITEM = Item(
    id="1",
    headline="甲",
    text="乙。",
    sentences=(),
    authors=(),
    event="e",
    kind=Kind.NEWS,
    theme="教育",
    place=Place(),
)


def test_nothing() -> None:
    assert lift([], []) == ([], [], [])


def test_a_doubt_of_the_page_is_said_once_with_its_items_counted() -> None:
    items, _, said = lift([replace(ITEM, warnings=(PAGE, OWN)), replace(ITEM, id="2", warnings=(PAGE,))], [])
    assert [item.warnings for item in items] == [(OWN,), ()]
    assert said == [Doubt("published-inferred", "推定为2018年3月15日（涉及2条）")]


def test_pages_with_different_doubts_are_told_apart() -> None:
    other = Doubt("published-inferred", "推定为2018年3月9日")
    *_, said = lift([replace(ITEM, warnings=(PAGE,)), replace(ITEM, id="2", warnings=(other,))], [])
    assert len(said) == 2


def test_a_photo_keeps_its_own_doubts() -> None:
    photo = Photo(
        headline="麦田",
        caption="",
        credit=None,
        place=Place(),
        theme="",
        event_date=None,
        image=None,
        article="1",
        warnings=(PAGE, OWN),
    )
    items, photos, said = lift([replace(ITEM, warnings=(PAGE,))], [photo])
    assert (items[0].warnings, photos[0].warnings) == ((), (OWN,))
    assert said == [Doubt("published-inferred", "推定为2018年3月15日（涉及2条）")]
