"""`briefing send` and `briefing deliveries`: what goes out, and what became of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing import codec
from briefing.cli import options
from briefing.cli.app import Command, app
from briefing.cli.console import Console
from briefing.zone import ZONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.delivering import Planned
    from briefing.model import Receipt
    from briefing.sending import Listing, Sent

_STATES = {
    "waiting": "等待",
    "claimed": "正在发",
    "committed": "正在发",
    "sent": "已发出",
    "failed": "没送到",
    "unknown": "不明",
    "empty": "没有他的要闻",
    "replaced": "由后一稿代替",
}
_CHANNELS = {"mail": "邮件", "folder": "文件夹", "chat": "群"}


@app.command(cls=Command)
def send(
    week: options.Week = None,
    since: options.Since = None,
    until: options.Until = None,
    edition: Annotated[
        str | None,
        typer.Option(metavar="版本", help="哪个版本；不写就是主刊。", rich_help_panel="选取"),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="收件人",
            help="只发给这个人（姓名或邮箱），可写多次；不写就发给全部收件人。",
            rich_help_panel="投递",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看发给谁、发什么，不发。", rich_help_panel="投递")
    ] = False,
    correction: Annotated[
        bool,
        typer.Option("--correction", help="发更正：给收到过上一稿的人发新的一稿。", rich_help_panel="投递"),
    ] = False,
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """现在就把一期简报发给收件人；不写时段就是上周的。发过的人不会再收到。

    没有制作过的先制作、编上期号；收件人、邮件服务器写在配置里（briefing init 的示例有说明）。
    每人单独一封，只有他要的区县和主题。结果一人一行，没发成的说明原因。

    例如，先看看会发给谁，再发：

        briefing send --week 2018-W45 --dry-run

        briefing send --week 2018-W45
    """
    from briefing import lookup, periods, sending

    console = Console(quiet, verbose)
    span = options.span(week, since, until, options.today())
    settings = options.settings(config)
    with (
        lookup.archive(archive or settings.database, must_exist=True) as opened,
        console.watching() as watch,
    ):
        sent = sending.send(
            span or periods.week("last", options.today()),
            opened,
            settings,
            options.now,
            watch,
            edition=edition,
            only=options.many(to),
            correction=correction,
            dry_run=dry_run,
        )
    console.close()
    _sent(sent, dry_run, console, as_json)
    return sent.outcome


@app.command(cls=Command)
def deliveries(
    week: options.Week = None,
    since: options.Since = None,
    until: options.Until = None,
    retry: Annotated[
        bool,
        typer.Option("--retry", help="没送到的、等待的，现在再试一次。", rich_help_panel="投递"),
    ] = False,
    unknown: Annotated[
        bool,
        typer.Option(
            "--unknown",
            help="和 --retry 一起用：不明的也再发一次（核实没收到再用，否则可能收到两封）。",
            rich_help_panel="投递",
        ),
    ] = False,
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """谁在什么时候收到了什么、什么在等、什么没送到和为什么；不写时段就列最近两周的和没办完的。

    状态：已发出（邮件服务器收下了）、等待（稍后自动再试）、没送到（对方拒收，或试完还不成）、
    不明（交出时断了，不知送到没有）、没有他的要闻、由后一稿代替。

    例如，看上周的；改好配置后把没送到的再发一次：

        briefing deliveries --week last

        briefing deliveries --retry
    """
    from briefing import lookup, sending
    from briefing.errors import UsageError

    if unknown and not retry:
        raise UsageError("--unknown 要和 --retry 一起用")
    console = Console(quiet, verbose)
    span = options.span(week, since, until, options.today())
    settings = options.settings(config)
    with (
        lookup.archive(archive or settings.database, must_exist=True) as opened,
        console.watching() as watch,
    ):
        listing = sending.deliveries(
            opened, settings, options.now, watch, span=span, retry=retry, unknown=unknown
        )
    console.close()
    _listed(listing, retry, console, as_json)
    return listing.outcome


def _sent(sent: Sent, dry_run: bool, console: Console, as_json: bool) -> None:
    from briefing.cli import report

    if as_json:
        shown: dict[str, Any] = {"briefing": sent.label, "problems": codec.dump(sent.problems)}
        if dry_run:
            shown["planned"] = [_planned_json(one) for one in sent.planned]
        else:
            shown["receipts"] = codec.dump(sent.receipts)
        report.print_json(shown)
        return
    if dry_run:
        report.rows(("收件", "渠道", "内容", "现状"), [_planned(one) for one in sent.planned])
        to_send = sum(1 for one in sent.planned if one.parcel.letter and one.state is None)
        nobody = "" if sent.planned else "（配置里还没有收件人）"
        console.note(f"{sent.label}：会发出 {to_send} 份{nobody}；没有发")
        return
    report.rows(_HEADER, [_row(one) for one in sent.receipts])
    console.note(f"{sent.label}：{_summary(sent.receipts)}")


def _listed(listing: Listing, retry: bool, console: Console, as_json: bool) -> None:
    from briefing.cli import report

    if as_json:
        report.print_json(
            {
                "receipts": codec.dump(listing.receipts),
                "retried": listing.retried,
                "problems": codec.dump(listing.problems),
            }
        )
        return
    report.rows(_HEADER, [_row(one) for one in listing.receipts])
    if retry:
        console.note(f"再试了 {listing.retried} 份")
    console.note(_summary(listing.receipts))


_HEADER = ("时间", "简报", "收件", "渠道", "状态", "说明")


def _row(receipt: Receipt) -> tuple[str, ...]:
    ticket = receipt.ticket
    state = _STATES[receipt.state]
    if receipt.state == "waiting" and receipt.due and receipt.attempts:
        state = f"{state}，{_time(receipt.due)} 再试"
    return (
        _time(receipt.changed),
        receipt.label,
        _who(receipt.name, ticket.recipient),
        _CHANNELS[ticket.channel],
        state,
        receipt.reason if receipt.state != "sent" else "",
    )


def _planned(planned: Planned) -> tuple[str, ...]:
    parcel = planned.parcel
    size = f"{(len(parcel.letter) + 1023) // 1024} KB" if parcel.letter else "没有他的要闻，不发"
    state = _STATES[planned.state] if planned.state else "未发"
    return _who(parcel.name, parcel.ticket.recipient), _CHANNELS[parcel.ticket.channel], size, state


def _planned_json(planned: Planned) -> dict[str, Any]:
    parcel = planned.parcel
    return {
        "ticket": codec.dump(parcel.ticket),
        "name": parcel.name,
        "bytes": len(parcel.head) + len(parcel.letter),
        "empty": not parcel.letter,
        "state": planned.state,
    }


def _who(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and name not in address else address


def _time(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def _summary(receipts: Sequence[Receipt]) -> str:
    counts = Counter(_STATES[one.state] for one in receipts)
    return "，".join(f"{state} {number}" for state, number in counts.items()) or "没有投递记录"
