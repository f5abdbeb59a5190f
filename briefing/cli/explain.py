"""`briefing explain`: why an article or item is in its briefing as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import options
from briefing.cli.app import Command, app

if TYPE_CHECKING:
    from briefing.explaining import Explained, Likeness, Sentences
    from briefing.model import AnnotatedArticle, Part

# Points below this change nothing that anybody would notice.
_SMALL = 0.05


@app.command(cls=Command)
def explain(
    identity: Annotated[
        str,
        typer.Argument(
            metavar="编号",
            help="文章的编号（写开头几位就行），或要闻的编号（item-event-…）。",
            show_default=False,
        ),
    ],
    week: options.Week = None,
    since: options.Since = None,
    until: options.Until = None,
    archive: options.Archive = None,
    config: options.Configuration = None,
    as_json: options.Json = False,
) -> int:
    """说明一篇文章为什么这样入选：为什么取这几句，为什么归这个区县和主题、排在这里，和哪几篇算同一件事。

    不写时段，就看已经发出的、收了它的那一期；还没有发出，就看文章见报的那一周。
    文章的编号用 briefing articles 查，要闻的编号在 json 成品里。

    例如：

        briefing explain 3f2a
    """
    from briefing import codec, explaining, lookup

    span = options.span(week, since, until, options.today())
    settings = options.settings(config)
    with lookup.archive(archive or settings.database, must_exist=True) as opened:
        found = explaining.explain(identity, opened, settings, span)
    if as_json:
        print(codec.dumps(found))
        return 0
    for line in _lines(found):
        print(line)
    return 0


def _lines(found: Explained) -> Iterator[str]:
    article = found.article
    yield f"{article.headline}（{article.id}）"
    yield f"　　{_origin(article)}"
    yield f"　　{_outcome(found)}"
    yield ""
    yield from _sentences(found)
    yield ""
    yield from _annotations(article)
    if found.event:
        yield ""
        yield from _importance(found)
        yield ""
        yield from _event(found)


def _origin(article: AnnotatedArticle) -> str:
    source = article.source
    page = f"第{source.page}版" if source.page else None
    published = f"{article.published}见报" if article.published else "无见报日期"
    return "　".join(filter(None, (source.path, source.paper, page, published)))


def _outcome(found: Explained) -> str:
    period = found.week or (f"{found.period.start} 至 {found.period.end}" if found.period else "")
    if found.issue:
        period += f"（已发出，{found.issue.year}年第{found.issue.number}期）"
    if found.item:
        place = found.item.place.district or found.item.place.city or "其他"
        rank = f"，第{found.rank.place}条（共{found.rank.of}条）" if found.rank else ""
        marks = f"{'（续）' if found.item.continued else ''}{'（补）' if found.item.late else ''}"
        return f"收入 {period}：{place}·{found.item.theme}{rank}{marks}"
    if found.photo:
        return f"收入 {period}：图片新闻"
    return f"未收录{f' {period}' if period else ''}：{found.left_out or '原因不明'}"


def _sentences(found: Explained) -> Iterator[str]:
    own: Sentences = found.sentences
    kind = "按通讯取句" if own.feature else "按消息取句"
    yield f"【取句】{kind}（{_parts(own.decision, 'decision') or '没有通讯的特征'}）"
    if found.teller != found.article.id:
        yield f"　　这件事由另一篇报道（{found.teller}）来写，下面是假如由本篇来写"
    if not own.scores:
        yield "　　没有可以取用的句子"
    for one in own.scores:
        mark = "取" if one.chosen else "　"
        yield f"　{mark} {one.score:5.2f}  第{one.paragraph + 1}段 {one.text}"
        reasons = _parts(one.parts, "sentence")
        yield f"　　　　　{one.why}{f'。{reasons}' if reasons else ''}"


def _annotations(article: AnnotatedArticle) -> Iterator[str]:
    district = article.district
    place = "".join(filter(None, (district.province, district.city, district.name))) or "不明"
    yield f"【区县】{place}{article.township or ''}：{district.because or '没有依据'}"
    others = "、".join(f"{one.name} {one.score:.2f}" for one in article.themes[1:4])
    words = f"：{'、'.join(article.theme_because)}" if article.theme_because else ""
    yield f"【主题】{article.theme}{words}{f'（其次 {others}）' if others else ''}"
    told = f"“{article.dateline}”" if article.dateline else "文中没有说"
    yield f"【日期】{article.event_date or '不明'}：{told}"


def _importance(found: Explained) -> Iterator[str]:
    yield f"【重要性】{found.importance:.1f}分：{_parts(found.importance_parts, 'importance')}"
    if found.rank:
        yield "　　党委、人大、政府、政协的事依次在前，其余看分数，再看日期"
        before, after = found.rank.before, found.rank.after
        yield f"　　前一条：{before or '无'}；后一条：{after or '无'}"


def _event(found: Explained) -> Iterator[str]:
    others = found.merged
    yield f"【同一件事】{f'合并了另外{len(others)}篇' if others else '没有别的报道'}"
    yield from _likenesses(others)
    if found.nearest:
        yield "　　最接近而没有合并的："
        yield from _likenesses(found.nearest)


def _likenesses(found: Sequence[Likeness]) -> Iterator[str]:
    for one in found:
        parts = _parts(one.parts, "likeness")
        yield f"　　{one.headline}（{one.article}）"
        yield f"　　　　{one.why}{f'。{parts}' if parts else ''}"


def _parts(parts: Sequence[Part], table: str) -> str:
    """“行为主体 8.0（党委）、在版面上方 0.9”, the largest first."""
    from briefing.resources import read_toml

    names = read_toml("explain.toml")[table]
    told = sorted((part for part in parts if abs(part.value) >= _SMALL), key=lambda part: -abs(part.value))
    because = {part.name: f"（{part.because}）" if part.because else "" for part in told}
    return "、".join(f"{names[part.name]} {part.value:+.2f}{because[part.name]}" for part in told)
