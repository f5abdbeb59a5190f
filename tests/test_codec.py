import json
from dataclasses import fields, replace
from datetime import date

import pytest
from pydantic import ValidationError

from briefing import codec
from briefing.model import (
    AnnotatedArticle,
    Basis,
    Briefing,
    Continuation,
    District,
    Doubt,
    Format,
    Item,
    ItemSentence,
    ItemSource,
    Kind,
    Period,
    Photo,
    Place,
    Section,
    Source,
    Statistics,
    Substitution,
    Tally,
    ThemeItems,
    ThemeScore,
)
from tests.conftest import article

FULL = AnnotatedArticle(
    id="a",
    source=Source(
        "p.pdf",
        Format.PDF,
        "今日魏都",
        "3",
        "u",
        ((47, 48), (17, 17)),
        ((1, 0.5, 1, 2, 3),),
        (Continuation("q.pdf", "d", "4", ((3, 9),)),),
    ),
    kind=Kind.PHOTO,
    column="一周要闻",
    kicker="引",
    title="题",
    subtitle="副",
    headline="题",
    headline_from="title",
    authors=("付家宝",),
    sign_off="（伟源）",
    paragraphs=("一", "二"),
    captions=("图",),
    dateline="11月2日下午",
    event_date=date(2018, 11, 2),
    published=date(2018, 11, 7),
    published_basis=Basis.PRINTED,
    district=District("魏都区", "许昌市", "河南省", "411002", "因"),
    township="南关街道",
    theme="党的建设",
    themes=(ThemeScore("党的建设", 0.71),),
    theme_because=("党性教育",),
    keywords=("党员",),
    corrected=("title",),
    warnings=(Doubt("cut-off", "断", ((1, 2),)),),
)


def test_an_article_has_exactly_the_keys_of_the_interface() -> None:
    dumped = codec.dump(FULL)
    assert dumped == {
        "id": "a",
        "source": {
            "path": "p.pdf",
            "format": "pdf",
            "paper": "今日魏都",
            "page": "3",
            "url": "u",
            "lines": [[47, 48], [17, 17]],
            "boxes": [[1, 0.5, 1, 2, 3]],
            "continued": [{"path": "q.pdf", "digest": "d", "page": "4", "lines": [[3, 9]], "boxes": []}],
        },
        "kind": "photo",
        "column": "一周要闻",
        "kicker": "引",
        "title": "题",
        "subtitle": "副",
        "headline": "题",
        "headline_from": "title",
        "authors": ["付家宝"],
        "sign_off": "（伟源）",
        "paragraphs": ["一", "二"],
        "captions": ["图"],
        "dateline": "11月2日下午",
        "event_date": "2018-11-02",
        "published": "2018-11-07",
        "published_basis": "printed",
        "district": {
            "name": "魏都区",
            "city": "许昌市",
            "province": "河南省",
            "code": "411002",
            "because": "因",
        },
        "township": "南关街道",
        "theme": "党的建设",
        "themes": [{"name": "党的建设", "score": 0.71}],
        "theme_because": ["党性教育"],
        "keywords": ["党员"],
        "corrected": ["title"],
        "warnings": [{"code": "cut-off", "message": "断", "lines": [[1, 2]]}],
    }


def test_what_is_unknown_is_null_or_empty_and_never_missing() -> None:
    bare = codec.dump(article(event_date=None, published=None, published_basis=None))
    assert set(bare) == set(codec.dump(FULL)) == {one.name for one in fields(AnnotatedArticle)}
    assert bare["event_date"] is bare["published"] is bare["published_basis"] is bare["township"] is None
    assert bare["captions"] == bare["warnings"] == bare["source"]["boxes"] == []


@pytest.mark.parametrize("value", [FULL, article(), article(warnings=())])
def test_there_and_back(value: AnnotatedArticle) -> None:
    assert codec.load(AnnotatedArticle, codec.dump(value)) == value
    assert codec.loads(AnnotatedArticle, codec.dumps(value)) == value


def test_a_briefing_there_and_back() -> None:
    place = Place("河南省", "许昌市", "魏都区")
    sentence = ItemSentence("甲", "a", 0, 0, 1, (Substitution(0, 1, "乙"),))
    photo = Photo("题", "图", None, place, "教育", None, None, "b")
    item = Item(
        id="i",
        headline="题",
        text="甲",
        sentences=(sentence,),
        authors=(),
        event="e",
        kind=Kind.NEWS,
        theme="教育",
        place=place,
        photos=(photo,),
        sources=(ItemSource("a", None, None, date(2018, 11, 7), "p", ((1, 2),)),),
    )
    briefing = Briefing(
        title="一周要闻",
        edition="e",
        week="2018-W45",
        period=Period(date(2018, 11, 5), date(2018, 11, 11)),
        by="published",
        sections=(Section(place, "魏都区", (ThemeItems("教育", (item,)),)),),
        statistics=Statistics(articles=1, by_theme=(Tally("教育", 1, 0, 2, (3, 4)),)),
    )
    dumped = codec.dump(briefing)
    assert dumped["schema"] == 1
    assert dumped["period"] == {"start": "2018-11-05", "end": "2018-11-11"}
    assert dumped["issue"] is None
    assert codec.load(Briefing, dumped) == briefing
    assert codec.loads(Briefing, codec.dumps(briefing)) == briefing


@pytest.mark.parametrize(
    "text", ["R&D <3% {{ x }} {% y %}", "\x00\x01\x1f", "喆𠮷😀", "a\u2028b\u2029c\x85d", '"\\']
)
def test_one_line_whatever_the_text(text: str) -> None:
    value = replace(FULL, title=text)
    line = codec.dumps(value)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["title"] == text
    assert codec.loads(AnnotatedArticle, line) == value


def test_chinese_stays_readable() -> None:
    assert "付家宝" in codec.dumps(FULL)


@pytest.mark.parametrize("text", ["{}", "[]", "{", '{"id": 1}'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        codec.loads(AnnotatedArticle, text)
