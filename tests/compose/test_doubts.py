from __future__ import annotations

from dataclasses import replace

from briefing.compose.doubts import about, lift, of_photos
from briefing.model import AnnotatedArticle, Doubt, Format, Item, Kind, Photo, Place, Source

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
    assert lift([]) == ([], [])


def test_a_doubt_of_the_page_is_said_once_with_its_items_counted() -> None:
    items, said = lift([replace(ITEM, warnings=(PAGE, OWN)), replace(ITEM, id="2", warnings=(PAGE,))])
    assert [item.warnings for item in items] == [(OWN,), ()]
    assert said == [Doubt("published-inferred", "推定为2018年3月15日（涉及2条）")]


def test_pages_with_different_doubts_are_told_apart() -> None:
    other = Doubt("published-inferred", "推定为2018年3月9日")
    _, said = lift([replace(ITEM, warnings=(PAGE,)), replace(ITEM, id="2", warnings=(other,))])
    assert len(said) == 2


def test_doubts_about_a_photo_name_it_and_go_with_it() -> None:
    shown = AnnotatedArticle(
        id="1",
        source=Source(path="a.txt", format=Format.PAGE_TEXT),
        kind=Kind.PHOTO,
        headline="麦田",
        headline_from="lead",
        theme="农业农村",
        warnings=(PAGE, OWN),
    )
    photo = Photo(
        headline="麦田",
        caption="",
        credit=None,
        place=Place(),
        theme="",
        event_date=None,
        image=None,
        article="1",
    )
    (said,) = of_photos([shown])
    assert said == Doubt("cut-off", "图片新闻“麦田”：在此处中断", ((3, 3),))
    assert about([photo], [PAGE, said]) == (said,)
    assert about([replace(photo, headline="麦")], [said]) == about([], [said]) == ()
