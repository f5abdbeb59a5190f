"""Photos: stand-alone ones, and pictures that belong to an item."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.model import AnnotatedArticle, Photo, Place

_CREDIT = re.compile(r"(?:^|[\s。！？”（(])([一-鿿·、 ]{2,20}?\s?(?:摄影|摄|供图|图))[）)]?\s*$")
_BRACKETS = "（）() "


def place_of(article: AnnotatedArticle) -> Place:
    district = article.district
    return Place(province=district.province, city=district.city, district=district.name)


def stand_alone(article: AnnotatedArticle) -> Photo:
    """A photo article: its text is the caption, verbatim; the credit as printed, or the authors' names."""
    caption = "".join(article.paragraphs) or "".join(article.captions)
    credit = (article.sign_off or "").strip(_BRACKETS)
    if not credit and article.authors:
        credit = f"{'、'.join(article.authors)} 摄"
    return replace(_photo(article, caption, credit or _credit(caption)), warnings=article.warnings)


def of_article(article: AnnotatedArticle) -> tuple[Photo, ...]:
    """The pictures printed with an article, one for each of its captions."""
    return tuple(_photo(article, *_apart(caption)) for caption in article.captions)


def _photo(article: AnnotatedArticle, caption: str, credit: str | None) -> Photo:
    return Photo(
        headline=article.headline,
        caption=caption,
        credit=credit,
        place=place_of(article),
        theme=article.theme,
        event_date=article.event_date,
        image=None,
        article=article.id,
    )


def _apart(caption: str) -> tuple[str, str | None]:
    """A caption and the credit at its end; a credit in the middle of it stays where it is."""
    credit = _credit(caption)
    bare = caption.rstrip(_BRACKETS)
    if credit is None or not bare.endswith(credit):
        return caption, credit
    return bare.removesuffix(credit).rstrip(_BRACKETS) or caption, credit


def _credit(caption: str) -> str | None:
    match = _CREDIT.search(caption[-40:])
    return match.group(1).strip() if match else None
