"""What the clerk on duty is told: each thing once, found from the archive and the computer as they are.

A notice's key says what it is about; the archive takes each key once (`Logbook.give`), so that a look every
half minute by however many processes makes one mail of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from briefing import lookup, periods, reviewing, schedule
from briefing.archive import Archive, Mark, Notice
from briefing.config import Config
from briefing.config.service import Edition
from briefing.model import Delivery, Period, Receipt
from briefing.periods import Span
from briefing.results import Wish
from briefing.schedule import Key, Kind, Plan, Receipts, Slot, Task
from briefing.zone import ZONE

_DAY = timedelta(days=1)
_WEEKS_COMPARED = 4
_MOST_LINES = 50
_LOST = (Delivery.FAILED, Delivery.UNKNOWN)
_UNDER_WAY = (Delivery.WAITING, Delivery.CLAIMED, Delivery.COMMITTED)


@dataclass(slots=True)
class Lookout:
    """One look around. `checked` are the keys that need no second look in this process."""

    archive: Archive
    config: Config
    plan: Plan
    now: datetime
    checked: set[str]

    def all(self, receipts: Receipts) -> Iterator[Notice]:
        """Every notice that is due now, whether it was given before or not."""
        yield from self.sources()
        yield from self.disk()
        yield from self.calendar()
        yield from self._missed(schedule.missed(self.now, self.plan, receipts))
        yield from self.deliveries()
        queued = self.archive.logbook.marks(Mark.QUEUED)
        for edition in self.plan.editions:
            after = self.now - self.plan.catch_up
            for slot in schedule.slots(edition, self.plan.calendar, after, self.now):
                yield from self._issue(slot, edition, receipts, queued.get(slot.key))

    # --- sources and the computer ---

    def sources(self) -> Iterator[Notice]:
        """Sources that have failed for a day."""
        runs = self.archive.logbook.runs()
        for source in self.config.sources:
            run = runs.get(source.name)
            if run and run.failing and run.attempted - run.failing >= _DAY:
                since = run.failing.astimezone(ZONE)
                last = f"{_when(run.succeeded)}" if run.succeeded else "从未成功"
                yield self._notice(
                    f"source|{source.name}|{since:%Y-%m-%dT%H:%M}",
                    f"来源“{source.name}”读不成",
                    f"从 {_when(since)} 起一直读不成。\n原因：{run.error}\n上次读成：{last}\n\n"
                    "请检查文件夹是否还在、共享盘是否连着、有没有权限。修好后会自动恢复。",
                )

    def disk(self) -> Iterator[Notice]:
        """Too little space where the archive or the documents are; once a week."""
        for name, folder in (("档案库", _archive_folder(self.config)), ("成品文件夹", self.config.out)):
            free = free_space(folder)
            if free is not None and free < self.config.duty.disk * 1024 * 1024:
                week = periods.week_of(self._today()).week
                yield self._notice(
                    f"disk|{week}",
                    "磁盘快满了",
                    f"{name}所在的磁盘只剩 {free // 1024**2} MB（少于 {self.config.duty.disk} MB）。\n\n"
                    "请尽快清理；磁盘写满后，来稿读不进来，简报也做不成。",
                )
                return

    def calendar(self) -> Iterator[Notice]:
        """A year whose holidays should be known and are not."""
        year = self.plan.calendar.unknown_year(self._today())
        if year is not None:
            yield self._notice(
                f"calendar|{year}",
                f"还不知道 {year} 年的放假安排",
                f"程序里没有 {year} 年的放假和调休（尚未公布，或程序没更新），先按法定节假日和周末推算。\n\n"
                "办法一：更新本程序。办法二：按通知自己写一个放假安排文件，"
                '在 briefing.toml 里写 [calendar] file = "放假安排.toml"，以它为准。',
            )

    def deliveries(self) -> Iterator[Notice]:
        """Recipients who did not get a briefing, or of whom nobody knows."""
        lost: dict[tuple[str, int], list[Receipt]] = {}
        for one in self.archive.outbox.receipts(states=_LOST, since=self.now - self.plan.catch_up):
            if not one.ticket.subject.startswith("notice|"):
                lost.setdefault((one.ticket.subject, one.ticket.revision), []).append(one)
        for (subject, revision), found in lost.items():
            lines = [
                f"{one.name or one.ticket.recipient}（{one.ticket.recipient}）：{_why(one)}" for one in found
            ]
            yield self._notice(
                f"undelivered|{subject}|{revision}|{len(found)}",
                f"{found[0].label}：{len(found)} 处没有送到",
                f"{found[0].label} 有 {len(found)} 处没有送到，或不知道是否送到：\n"
                + "\n".join(lines[:_MOST_LINES])
                + (f"\n……另有 {len(lines) - _MOST_LINES} 处" if len(lines) > _MOST_LINES else "")
                + "\n\n改正后可以重发：briefing deliveries --retry（不知道的先问对方，再加 --unknown）",
            )

    # --- one issue ---

    def _issue(
        self, slot: Slot, edition: Edition, receipts: Receipts, queued: datetime | None
    ) -> Iterator[Notice]:
        if slot.key in receipts.empty and slot.key not in receipts.drafted:
            yield self._about(
                slot,
                "empty",
                "没有文章",
                f"{slot.edition} {slot.span} 没有任何文章，没有制作简报，也没有发出任何邮件。\n\n"
                "请检查来稿是否放进了文件夹、日期对不对。补上来稿后会自动制作。",
            )
        if slot.key in receipts.drafted:
            yield from self._few(slot, edition)
            yield from self._bare(slot)
            yield from self._draft(slot, receipts)
        yield from self._late(slot, receipts, queued)

    def _missed(self, slots: Sequence[Slot]) -> Iterator[Notice]:
        """Issues too old to be made up for, all of an edition in one notice."""
        days = self.config.service.catch_up
        for name in dict.fromkeys(slot.edition for slot in slots):
            found = [slot for slot in slots if slot.edition == name]
            lines = [f"{slot.span}：应在 {_when(slot.send)} 发出；{_by_hand(slot)}" for slot in found]
            yield self._notice(
                _key("missed", found[-1].key),
                f"{name}：错过了 {len(found)} 期",
                f"{name} 有 {len(found)} 期到时服务没有运行，已经过了 {days} 天，不再自动补发：\n"
                + "\n".join(lines)
                + "\n\n需要的话请照上面的命令手工制作。",
            )

    def _few(self, slot: Slot, edition: Edition) -> Iterator[Notice]:
        """Fewer articles than in the weeks before."""
        key = _key("few", slot.key)
        if key in self.checked:
            return
        self.checked.add(key)
        number, usual = self._number(edition, slot.span.period), self._usual(edition, slot.span.period)
        if usual is not None and number * 100 < usual * self.config.duty.few:
            yield self._about(
                slot,
                "few",
                "文章比平常少",
                f"{slot.edition} {slot.span} 只有 {number} 篇文章，前四期一般有 {usual:g} 篇。\n\n"
                "请看看是不是有来稿没有放进来，或有的来源没有读成（briefing sources）。",
            )

    def _bare(self, slot: Slot) -> Iterator[Notice]:
        """A briefing in which nothing is printed, since all its articles were left out."""
        key = _key("bare", slot.key)
        if key in self.checked:
            return
        self.checked.add(key)
        release = self.archive.releases.get(*slot.key)
        if release and not release.briefing.sections and not release.briefing.photos:
            yield self._about(
                slot,
                "bare",
                "没有可登的要闻",
                f"{slot.edition} {slot.span} 的 {len(release.briefing.left_out)} 篇文章都没有收录"
                "（例如上一期报过、没有新进展），收件人不会收到要闻。\n\n"
                "没有收录的原因写在成品的核对页里。",
            )

    def _usual(self, edition: Edition, period: Period) -> float | None:
        """The median of the weeks before; None where too few of them have articles to tell."""
        weeks = (timedelta(days=7 * n) for n in range(1, _WEEKS_COMPARED + 1))
        numbers = [
            number
            for week in weeks
            if (number := self._number(edition, Period(period.start - week, period.end - week)))
        ]
        return median(numbers) if len(numbers) >= 2 else None

    def _number(self, edition: Edition, period: Period) -> int:
        wish = Wish(span=Span(period), districts=edition.districts, themes=edition.themes)
        return lookup.number(wish, self.archive, self.config)

    def _draft(self, slot: Slot, receipts: Receipts) -> Iterator[Notice]:
        """The draft for the editor, and what became of it."""
        review = self.config.review
        if not review.required or slot.key in receipts.approved:
            return
        deadline = schedule.deadline_of(slot, review)
        if slot.key not in receipts.sent and self.now < deadline:
            yield from self._to_review(slot, deadline)
        elif slot.key in receipts.sent:
            yield self._about(
                slot,
                "unapproved",
                "没有放行，已按配置发出",
                f"{slot.edition} {slot.span} 到 {_when(deadline)} 还没有人放行，"
                '已按配置（[review] otherwise = "send"）照发。',
            )
        else:
            yield self._about(
                slot,
                "held",
                "没有放行，已扣住",
                f"{slot.edition} {slot.span} 到 {_when(deadline)} 还没有人放行，没有发出。\n\n"
                f"审好后运行：briefing approve {reviewing.name_of(slot.span)}，就会发出。",
            )

    def _to_review(self, slot: Slot, deadline: datetime) -> Iterator[Notice]:
        key = _key("draft", slot.key)
        if key not in self.checked:
            self.checked.add(key)
            release = self.archive.releases.get(*slot.key)
            assert release is not None, "what is drafted is in the ledger"
            behind = lookup.behind(release.briefing, self.archive)
            yield reviewing.letter(release, deadline, self.config, self.now, behind.values())

    def _late(self, slot: Slot, receipts: Receipts, queued: datetime | None) -> Iterator[Notice]:
        """A briefing that went out too late or has not gone out."""
        limit = slot.send + timedelta(minutes=self.config.duty.late)
        held = self.config.review.required and slot.key in receipts.drafted and slot.key not in receipts.sent
        if held or slot.key not in receipts.drafted | receipts.sent:
            return
        waiting = len(self.archive.outbox.receipts(subject=_key("", slot.key)[1:], states=_UNDER_WAY))
        if queued is not None and queued > limit:
            yield self._about(
                slot,
                "late",
                "晚了",
                f"{slot.edition} {slot.span} 应在 {_when(slot.send)} 发出，到 {_when(queued)} 才发出。\n\n"
                "常见的原因：电脑关机、休眠或服务没有启动，或审稿放行得晚。",
            )
        elif self.now > limit and (queued is None or waiting):
            why = (
                f"还有 {waiting} 处没有送到，会继续重试（briefing deliveries 看原因）"
                if waiting
                else "还没有发出"
            )
            yield self._about(
                slot,
                "late",
                "没有按时发出",
                f"{slot.edition} {slot.span} 应在 {_when(slot.send)} 发出，{why}。",
            )

    # --- how a notice is written ---

    def _today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def _about(self, slot: Slot, what: str, subject: str, text: str) -> Notice:
        return self._notice(
            _key(what, slot.key), f"{slot.edition} {reviewing.name_of(slot.span)}：{subject}", text
        )

    def _notice(self, key: str, subject: str, text: str) -> Notice:
        # A span ends in a full-width bracket, after which no blank belongs.
        return Notice(key, subject, text.replace("） ", "）"), self.now)


def recipients(slot: Slot, problems: str, now: datetime) -> Notice:
    """Recipients that had to be left out."""
    subject = f"{slot.edition} {reviewing.name_of(slot.span)}：有的收件人没有发"
    text = (
        f"{slot.edition} {slot.span} 发出时，有的收件人写得不对，没有给他们发：\n{problems}\n\n"
        "请改正后用 briefing send 补发。"
    )
    return Notice(_key("recipients", slot.key), subject, text, now)


def fault(task: Task, why: str, now: datetime) -> Notice:
    """A task that failed."""
    what = {Kind.READ: "读取来源", Kind.COMPOSE: "制作", Kind.SEND: "发出", Kind.HOLD: "扣住"}[task.kind]
    of = _key("fault", task.slot.key) if task.slot else f"fault|{task.subject}"
    about = f"{task.subject} {task.slot.span}" if task.slot else f"“{task.subject}”"
    key = f"{of}|{task.kind}|{now.astimezone(ZONE):%Y-%m-%d}"
    text = f"{what} {about} 时出了问题：{why}\n\n程序会过一会儿再试；问题不解决，今天不再重复提醒。"
    return Notice(key, f"{what}没有成功：{about}", text, now)


def _key(what: str, key: Key) -> str:
    edition, period = key
    return f"{what}|{edition}|{period.start}|{period.end}"


def _by_hand(slot: Slot) -> str:
    period = slot.span.period
    if slot.span.week:
        return f"briefing make --week {slot.span.week}"
    return f"briefing make --since {period.start} --until {period.end}"


def _why(receipt: Receipt) -> str:
    unknown = "不知道是否送到；" if receipt.state is Delivery.UNKNOWN else ""
    return f"{unknown}{receipt.reason}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}"


# --- the computer ------------------------------------------------------------------------------------


def free_space(folder: Path) -> int | None:
    """Free bytes where a folder is, or would be; None where that cannot be told."""
    place = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), Path())
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return None


def _archive_folder(config: Config) -> Path:
    return Path() if "://" in config.database else Path(config.database).expanduser().parent
