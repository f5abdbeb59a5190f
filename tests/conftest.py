"""One-line builders: a test shows only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from briefing.model import AnnotatedArticle, Basis, District, Format, Kind, Source


def article(text: str = "区委召开会议。", /, **fields: Any) -> AnnotatedArticle:
    """An annotated article of one paragraph; `lines`, `path`, `format`, `district` and `city` for short."""
    source = Source(
        fields.pop("path", "a.txt"),
        fields.pop("format", Format.PAGE_TEXT),
        lines=fields.pop("lines", ((1, 3),)),
    )
    district = District(fields.pop("district", "魏都区"), fields.pop("city", "许昌市"), "河南省")
    values: dict[str, Any] = {
        "id": "a1",
        "source": source,
        "kind": Kind.NEWS,
        "title": "题",
        "headline": "题",
        "headline_from": "title",
        "paragraphs": (text,),
        "published": date(2018, 11, 7),
        "published_basis": Basis.PRINTED,
        "event_date": date(2018, 11, 6),
        "district": district,
        "theme": "政务要闻",
    }
    return AnnotatedArticle(**values | fields)
