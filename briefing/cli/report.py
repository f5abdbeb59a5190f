"""Results as people and programs read them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from briefing import codec
from briefing.cli.console import mistake
from briefing.periods import Span
from briefing.text import width

if TYPE_CHECKING:
    from briefing.cli.console import Console
    from briefing.inspection import Seen
    from briefing.model import AnnotatedArticle, Continuation
    from briefing.results import Finding, Ingestion, Made, Making, Original
    from briefing.templating import Checked, Noun

_STATES = {"ok": "正常", "warn": "注意", "bad": "有误"}


def made(making: Making, console: Console, as_json: bool) -> None:
    """The files made, one a line; what they hold goes beside."""
    console.close()
    if as_json:
        print_json(
            {
                "briefings": [_briefing(one) for one in making.made],
                "sources": codec.dump(making.ingestion.taken),
                "problems": codec.dump((*making.ingestion.problems, *making.problems)),
                "nothing": making.nothing,
            }
        )
    for one in making.made:
        if not as_json:
            for file in one.files:
                console.result(str(file.path))
        for file in one.files:
            if file.note:
                console.note(file.note)
        console.note(_summary(one))
    if making.nothing:
        mistake(making.nothing)


def _briefing(one: Made) -> dict[str, Any]:
    briefing = one.briefing
    return {
        "week": briefing.week,
        "period": codec.dump(briefing.period),
        "revision": briefing.revision,
        "items": _items(one),
        "photos": len(briefing.photos),
        "left_out": len(briefing.left_out),
        "files": [str(file.path) for file in one.files],
    }


def _items(one: Made) -> int:
    return sum(len(theme.items) for section in one.briefing.sections for theme in section.themes)


def _summary(one: Made) -> str:
    briefing = one.briefing
    draft = f"，第 {briefing.revision} 稿" if briefing.revision > 1 else ""
    parts = f"要闻 {_items(one)} 条，图片新闻 {len(briefing.photos)} 幅，未用 {len(briefing.left_out)} 篇"
    return f"{Span(briefing.period, briefing.week)}：{parts}{draft}"


def ingested(ingestion: Ingestion, console: Console, as_json: bool) -> None:
    """Each source read, one a line, and what it brought."""
    console.close()
    if as_json:
        print_json({"sources": codec.dump(ingestion.taken), "problems": codec.dump(ingestion.problems)})
        return
    for one in ingestion.taken:
        counts = f"新 {one.new}，更新 {one.updated}，已有 {one.unchanged}"
        console.result(f"{one.path}：{len(one.ids)} 篇（{counts}）")


def listed(articles: Sequence[AnnotatedArticle], console: Console, as_json: bool) -> None:
    """Articles: one JSON object a line; or a table on a terminal, tab-separated in a pipe."""
    if as_json:
        for article in articles:
            print(codec.dumps(article))
        return
    rows(("编号", "见报", "区县", "主题", "标题"), [_row(article) for article in articles])
    console.note(f"共 {len(articles)} 篇")


def rows(header: Sequence[str], found: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, tab-separated lines in a pipe."""
    if sys.stdout.isatty():
        _table(header, found)
    else:
        for row in (header, *found):
            print("\t".join(" ".join(cell.split()) for cell in row))


def _row(article: AnnotatedArticle) -> tuple[str, ...]:
    published = article.published.isoformat() if article.published else "无日期"
    place = article.district.name or article.district.city or "—"
    return article.id, published, place, article.theme, article.headline


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console as Rich
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in header:
        table.add_column(name, no_wrap=name != header[-1], overflow="fold")
    for row in rows:
        # Text, since a headline with [brackets] is no markup.
        table.add_row(*(Text(cell) for cell in row))
    Rich().print(table)


def shown(article: AnnotatedArticle, original: Original, as_json: bool) -> None:
    """One article beside its source: what was understood, then the lines it stands in, as they are."""
    if as_json:
        print(codec.dumps(article))
        return
    for name, value in _fields(article):
        print(f"{_padded(name, 5)}{value}")
    print()
    for paragraph in article.paragraphs:
        print(f"　　{paragraph}")
    for caption in article.captions:
        print(f"【图】{caption}")
    for doubt in article.warnings:
        print(
            f"存疑：{doubt.message}（第 {_ranges(doubt.lines)} 行）"
            if doubt.lines
            else f"存疑：{doubt.message}"
        )
    pages = "、".join(dict.fromkeys(str(int(box[0])) for box in article.source.boxes))
    page = f" 第 {pages} 页" if pages else ""
    print(f"\n—— 来源 {article.source.path}{page} 第 {_ranges(article.source.lines)} 行 ——")
    _print_original(original)
    for part, one in zip(original.further, _further(article), strict=False):
        print(f"\n—— 续 {part.path} 第 {_ranges(one.lines)} 行 ——")
        _print_original(part)


def _print_original(original: Original) -> None:
    for number, text in original.lines:
        print(f"{number:>5}  {text}")
    if original.why_not:
        print(original.why_not)


def _further(article: AnnotatedArticle) -> list[Continuation]:
    return [one for one in article.source.continued if one.path != article.source.path]


_BASES = {
    "printed": "版面上印的",
    "given": "来稿或 --published 写明的",
    "name": "文件或文件夹名称里的",
    "inferred": "推断的",
}


def _published(article: AnnotatedArticle) -> str:
    basis = _BASES.get(article.published_basis or "", "")
    return f"{article.published}（{basis}）" if article.published else "无日期"


def _fields(article: AnnotatedArticle) -> list[tuple[str, str]]:
    place = "".join(filter(None, (article.district.province, article.district.city, article.district.name)))
    fields = [
        ("编号", article.id),
        ("栏目", article.column),
        ("引题", article.kicker),
        ("标题", article.title),
        ("副题", article.subtitle),
        ("提要", article.headline if article.headline != article.title else None),
        ("署名", "、".join(article.authors)),
        ("见报", _published(article)),
        ("事件", article.event_date.isoformat() if article.event_date else None),
        ("地点", f"{place}{article.township or ''}（{article.district.because}）" if place else None),
        (
            "主题",
            f"{article.theme}（{'、'.join(article.theme_because)}）"
            if article.theme_because
            else article.theme,
        ),
    ]
    return [(name, value) for name, value in fields if value]


def _ranges(lines: Sequence[tuple[int, int]]) -> str:
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in lines) or "？"


def _padded(text: str, columns: int) -> str:
    return text + "　" * max(0, round(columns - width(text)))


def pages(seen: Sequence[Seen]) -> None:
    """Each page's articles with their lines, one a line, and below it what is doubtful."""
    for one in seen:
        page = one.reading.page
        print(f"{page.path}{f' 第 {page.number} 页' if page.number > 1 else ''}：{len(one.articles)} 篇")
        for number, article in enumerate(one.articles, start=1):
            place = article.district.name or article.district.city or "—"
            print(f"{number:>3}  {article.headline}　{place}　第 {_ranges(article.source.lines)} 行")
            for doubt in article.warnings:
                where = f"（第 {_ranges(doubt.lines)} 行）" if doubt.lines else ""
                print(f"     存疑：{doubt.message}{where}")
        if one.reading.furniture:
            print(f"     不属于文章的行：{_ranges(one.reading.furniture)}")


def findings(found: Sequence[Finding], as_json: bool) -> None:
    """What was examined: state, what was found, how to mend it."""
    if as_json:
        print_json([codec.dump(one) for one in found])
        return
    for one in found:
        print(f"[{_STATES[one.state]}] {one.subject}：{one.message}")
        if one.mend:
            print(f"　　　　怎么办：{one.mend}")


def template(checked: Checked, nouns: Sequence[Noun], console: Console, as_json: bool) -> None:
    """The fields that there are; last, where it stays in sight, a template's mistakes or its sample."""
    console.close()
    if as_json:
        told = {
            "mistakes": [codec.dump(one) for one in checked.mistakes],
            "broken": checked.broken,
            "sample": str(checked.sample) if checked.sample else None,
            "fields": {noun.name: dict(noun.fields) for noun in nouns},
        }
        print_json(told)
        return
    print("能用的字段：")
    for noun in nouns:
        print(f"  {noun.name}")
        for name, text in noun.fields:
            print(f"    {name:<16}{text}")
    print()
    for one in checked.mistakes:
        print(one)
    if checked.broken:
        print(checked.broken)
    elif checked.sample:
        print(f"没有发现错误。样稿：{checked.sample}")
    else:
        print(f"共 {len(checked.mistakes)} 处；改正后再检查一遍，会做出样稿")


def print_json(value: Any) -> None:
    """Print a result for other programs: indented JSON, Chinese readable."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
