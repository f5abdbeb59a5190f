"""How the service stands, as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefing import codec
from briefing.zone import ZONE

if TYPE_CHECKING:
    from briefing.cli.console import Console
    from briefing.lock import Holder
    from briefing.reviewing import Approved
    from briefing.running import Done
    from briefing.standing import EditionState, IssueState, SourceState, Standing

_STATES = {
    "planned": "到时制作",
    "before": "启用之前的，不做",
    "missing": "该做而没有做",
    "empty": "没有文章，没有制作",
    "draft": "已制作，还没有发出",
    "held": "没有放行，扣住了",
    "sending": "还没有全部发出",
    "sent": "已发出",
}
_OUTBOX = {
    "waiting": "等着发",
    "claimed": "正在发",
    "committed": "正在发",
    "failed": "没有送到",
    "unknown": "不知道是否送到",
}
_DAYS = "一二三四五六日"
_MOST_NOTICES = 10


def done(tasks: Sequence[Done], console: Console, as_json: bool) -> None:
    """What a run did, one line a task."""
    if as_json:
        values = [
            {
                "task": one.task.kind.value,
                "subject": one.task.subject,
                "period": str(one.task.slot.span) if one.task.slot else None,
                "message": one.message,
                "failed": one.failed,
            }
            for one in tasks
        ]
        print(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for one in tasks:
        if one.failed:
            console.warn(one.message)
        else:
            console.result(one.message)
    if not tasks:
        console.note("现在没有该做的")


def approved(one: Approved, holder: Holder | None, console: Console) -> None:
    """That a draft is released, and when it goes out."""
    briefing = one.release.briefing
    what = f"{briefing.edition} {briefing.week or briefing.period.start}"
    when = f"将在 {_when(one.at)} 发出" if one.at else "马上发出"
    if holder is None:
        when += "；服务没有在运行，请启动 briefing serve，或到时运行 briefing run-due"
    console.result(f"已放行：{what}（第 {one.release.revision} 稿），{when}")


def sources(states: Sequence[SourceState], as_json: bool) -> None:
    """Each source: last success, articles of this week, last error."""
    if as_json:
        print(json.dumps([codec.dump(one) for one in states], ensure_ascii=False, indent=2))
        return
    for one in states:
        print("\n".join(_source(one)))
    if not states:
        print("还没有配置来源；请在 briefing.toml 里加一节 [[sources]]")


def _source(one: SourceState) -> Iterator[str]:
    last = _when(one.last_success) if one.last_success else "还没有读过"
    yield f"{one.name}（{one.folder}）"
    yield f"　　上次读成：{last}；下次 {_when(one.next)}"
    waiting = f"，其中 {one.waiting} 个还在写入" if one.waiting else ""
    yield f"　　文件 {one.files} 个{waiting}；本周文章 {one.articles} 篇"
    if one.error:
        since = f"从 {_when(one.failing_since)} 起" if one.failing_since else ""
        yield f"　　读不成（{since}）：{one.error}"
    for problem in one.bad_files:
        yield f"　　{problem}"


def standing(found: Standing, as_json: bool) -> None:
    """Everything: the service, editions, sources, what waits, archive, calendar, notices, problems."""
    if as_json:
        print(json.dumps(codec.dump(found), ensure_ascii=False, indent=2))
        return
    for line in _standing(found):
        print(line)


def _standing(found: Standing) -> Iterator[str]:
    yield f"服务：{f'正在运行（{found.service}）' if found.service else '没有在运行'}"
    for edition in found.editions:
        yield from _edition(edition)
    for source in found.sources:
        last = _when(source.last_success) if source.last_success else "还没有读过"
        yield f"来源“{source.name}”：上次 {last}，下次 {_when(source.next)}，本周 {source.articles} 篇"
    for draft in found.waiting.drafts:
        yield f"等着放行：{draft}"
    if found.waiting.outbox:
        counts = "，".join(f"{_OUTBOX[state]} {n}" for state, n in found.waiting.outbox.items())
        following = f"，下次 {_when(found.waiting.outbox_next)}" if found.waiting.outbox_next else ""
        yield f"发件箱：{counts}{following}"
    archive = found.archive
    newest = f"，最新 {archive.newest}" if archive.newest else ""
    undated = f"；{archive.undated} 篇没有日期，不属于任何一周" if archive.undated else ""
    yield f"档案库：{archive.name}，{archive.articles} 篇{newest}{undated}"
    own = f"；另有 {found.calendar.file}" if found.calendar.file else ""
    yield f"放假安排：知道到 {found.calendar.known_until} 年{own}"
    if found.notices:
        yield "近两周给值班人的通知："
        yield from (f"　　{_when(one.at)} {one.subject}" for one in found.notices[:_MOST_NOTICES])
    yield "需要处理的问题：" if found.problems else "没有需要处理的问题"
    yield from (f"　　{problem}" for problem in found.problems)


def _edition(edition: EditionState) -> Iterator[str]:
    if edition.last is None and edition.next is None:
        yield f"{edition.name}：不自动制作"
        return
    for name, issue in (("上一期", edition.last), ("下一期", edition.next)):
        if issue is not None and not (name == "上一期" and issue == edition.next):
            yield f"{edition.name} {name}：{_issue(issue)}"


def _issue(one: IssueState) -> str:
    moved = f"，原定 {_day(one.moved_from)}，遇放假顺延" if one.moved_from else ""
    compose, send = one.compose.astimezone(ZONE), one.send.astimezone(ZONE)
    times = f"{compose:%m-%d}（周{_DAYS[compose.weekday()]}）{compose:%H:%M} 制作、{send:%H:%M} 发出"
    return f"{one.period}，{times}{moved}；{_STATES[one.state]}"


def _day(day: Any) -> str:
    return f"{day:%m-%d}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"
