"""The editor's release of a draft: the mail with its doubts, and the word that lets it go out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from briefing import periods, schedule
from briefing.archive import Approval, Archive, Mark, Notice, Release
from briefing.config import Config
from briefing.errors import NothingDone, UsageError, reason
from briefing.model import AnnotatedArticle, Briefing, Doubt, Period
from briefing.periods import Span
from briefing.schedule import Key, Plan
from briefing.zone import ZONE

# So many doubts are listed in the mail to the editor; the document has them all.
_MOST_DOUBTS = 60
_UNREAD = "unassigned"
_SPAN = re.compile(r"(?P<first>[^_]+)_(?P<last>[^_]+)")
_WEEK = re.compile(r"this|last|\d{4}-?w\d{1,2}", re.I)


# --- the mail to the editor --------------------------------------------------------------------------


def letter(
    release: Release,
    deadline: datetime,
    config: Config,
    now: datetime,
    articles: Iterable[AnnotatedArticle] = (),
) -> Notice:
    """The notice that carries a draft to the editors. `articles` are those that the draft speaks of."""
    name = name_of(Span(release.period, release.briefing.week))
    edition = "" if release.edition == config.edition else f" --edition {release.edition}"
    then = "扣住不发" if config.review.otherwise == "hold" else "照发"
    span = Span(release.period, release.briefing.week)
    found = doubts(release.briefing, articles)
    lines = [
        f"{release.briefing.title} {span}的第 {release.revision} 稿在附件里，请审阅。",
        "",
        f"同意发出，请运行：briefing approve {name}{edition}",
        f"改过再发，请把改好的文件给它：briefing approve {name}{edition} --document 改好的.docx",
        f"到 {deadline.astimezone(ZONE):%Y-%m-%d %H:%M} 还没有放行，将{then}。",
        "",
        f"存疑之处 {len(found)} 处：" if found else "程序没有发现存疑之处。",
        *(f"{number}. {one}" for number, one in enumerate(found[:_MOST_DOUBTS], start=1)),
    ]
    if len(found) > _MOST_DOUBTS:
        lines.append(f"……其余 {len(found) - _MOST_DOUBTS} 处见附件。")
    start, end = release.period.start, release.period.end
    key = f"draft|{release.edition}|{start}|{end}|{release.revision}"
    return Notice(
        key, f"请审：{release.briefing.title} {span}（第 {release.revision} 稿）", "\n".join(lines), now
    )


def draft_of(notice: Notice) -> tuple[str, Period, int] | None:
    """Which draft a notice carries to the editors; None for any other notice."""
    what, _, rest = notice.key.partition("|")
    if what != "draft":
        return None
    edition, start, end, revision = rest.rsplit("|", 3)
    return edition, Period(date.fromisoformat(start), date.fromisoformat(end)), int(revision)


def doubts(briefing: Briefing, articles: Iterable[AnnotatedArticle] = ()) -> list[str]:
    """What to look at before it goes out, one line each: of the whole, its items and photos, lines of the
    pages that went into no article (told by one of the `articles` on the page), what is left out.
    """
    found = [_line("", one) for one in briefing.warnings]
    items = [item for section in briefing.sections for theme in section.themes for item in theme.items]
    for item in items:
        found += [_line(item.headline, one) for one in item.warnings]
        if item.event_date is None:
            found.append(f"《{item.headline}》：没有事件日期")
        if item.place.district is None and item.place.city is None:
            found.append(f"《{item.headline}》：不知道是哪个区县")
    found += [_line(photo.headline, one) for photo in briefing.photos for one in photo.warnings]
    said = {doubt.message for item in items for doubt in item.warnings}
    unread = [(one, doubt) for one in articles for doubt in one.warnings if doubt.code == _UNREAD]
    found += [f"{one.source.path}：{doubt.message}" for one, doubt in unread if doubt.message not in said]
    same = Counter(item.headline for item in items)
    found += [f"《{headline}》：有 {n} 条同名，可能重复" for headline, n in same.items() if n > 1]
    reasons: dict[str, list[str]] = {}
    for one in briefing.left_out:
        reasons.setdefault(one.why, []).append(f"《{one.headline}》")
    found += [f"未收录 {len(names)} 篇（{why}）：{'、'.join(names)}" for why, names in reasons.items()]
    return list(dict.fromkeys(found))


def _line(headline: str, doubt: Doubt) -> str:
    return f"《{headline}》：{doubt.message}" if headline else doubt.message


def name_of(span: Span) -> str:
    """A period as `briefing approve` takes it."""
    if span.week:
        return span.week
    start, end = span.period.start, span.period.end
    return str(start) if start == end else f"{start}_{end}"


# --- the release -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approved:
    """A draft that an editor let go; `at` is when it is to be sent, None if that time is past."""

    release: Release
    at: datetime | None


def approve(
    week: str, edition: str | None, document: Path | None, archive: Archive, plan: Plan, now: datetime
) -> Approved:
    """Let a draft go out; with a document exactly that file. Raises UsageError where there is no draft."""
    name = plan.edition(edition or plan.editions[0].name).name
    key = _drafted(name, week, archive, now)
    release = archive.releases.get(*key)
    assert release is not None, "what is known is in the ledger"
    if key in archive.logbook.marks(Mark.QUEUED):
        raise UsageError(f"{name} {week} 已经发出，不能再放行；要更正请用 briefing send --correction")
    data = _contents(document) if document else None
    archive.logbook.approve(key, Approval(release.revision, now, document.name if document else "", data))
    return Approved(release, _time_of(key, plan, now))


def _drafted(edition: str, week: str, archive: Archive, now: datetime) -> Key:
    """The draft that covers the days meant."""
    wanted = _period(week, now.astimezone(ZONE).date())
    known = sorted(
        (key for key in archive.releases.known() if key[0] == edition), key=lambda key: key[1].start
    )
    for key in known:
        if key[1] == wanted:
            return key
    around = [key for key in known if key[1].start <= wanted.start and wanted.end <= key[1].end]
    if len(around) == 1:
        return around[0]
    sent = archive.logbook.marks(Mark.QUEUED)
    waiting = [name_of(span_of(key[1])) for key in known if key not in sent]
    there = f"；等着放行的有 {'、'.join(waiting)}" if waiting else "；目前没有等着放行的草稿"
    raise UsageError(f"{edition} {week} 没有草稿{there}")


def _period(text: str, today: date) -> Period:
    """“2018-W45”, “last”, a day, or “2018-11-05_2018-11-11”."""
    if _WEEK.fullmatch(text.strip()):
        return periods.week(text, today).period
    ends = _SPAN.fullmatch(text.strip())
    first, last = (ends["first"], ends["last"]) if ends else (text, text)
    return Period(periods.day(first, "WEEK"), periods.day(last, "WEEK"))


def span_of(period: Period) -> Span:
    """The period by its week, if it is one."""
    week = periods.week_of(period.start)
    return week if week.period == period else Span(period)


def _contents(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NothingDone(
            f"--document {path}：读不了（{reason(error)}）；请检查路径，关闭打开它的程序"
        ) from None
    if not data:
        raise UsageError(f"--document {path}：文件是空的")
    return data


def _time_of(key: Key, plan: Plan, now: datetime) -> datetime | None:
    edition = plan.edition(key[0])
    found = schedule.slots(edition, plan.calendar, now - plan.catch_up, now + plan.catch_up)
    return next((slot.send for slot in found if slot.key == key and slot.send > now), None)
