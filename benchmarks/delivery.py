"""`python -m benchmarks.delivery`: one briefing to 1,000 recipients on the loopback, ten of whom are refused.

Beside it the least that any program must do: the same messages through smtplib on one connection, without an
outbox, so that nothing is known after a crash. The server is a process of its own. The last line is JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email import message_from_string
from email.policy import SMTP
from pathlib import Path
from typing import Any

from briefing.archive import Archive
from briefing.config import Config
from briefing.config.delivery import Mail, Recipient
from briefing.delivering import Post
from briefing.model import (
    Briefing,
    Delivery,
    Item,
    ItemSentence,
    Kind,
    Parcel,
    Period,
    Place,
    Section,
    ThemeItems,
)
from briefing.results import Watch

HOST = "127.0.0.1"
LIMIT = 60
REFUSED = 10
DISTRICTS = ("魏都区", "建安区", "襄城县", "鄢陵县")


def briefing(items: int = 40) -> Briefing:
    """A week's briefing of four districts."""
    text = "11月6日，魏都区召开脱贫攻坚推进会，听取工作汇报。会议强调，要压实责任，按期完成全年任务。"

    def item(number: int) -> Item:
        sentence = ItemSentence(text, f"a{number}", 0, 0, len(text))
        place = Place("河南省", "许昌市", DISTRICTS[number % len(DISTRICTS)])
        headline = f"{place.district}召开第{number}次推进会"
        return Item(
            id=f"i{number}",
            headline=headline,
            text=text,
            sentences=(sentence,),
            authors=(),
            event=f"e{number}",
            kind=Kind.NEWS,
            theme="政务要闻",
            place=place,
        )

    made = [item(number) for number in range(items)]
    sections = tuple(
        Section(
            Place("河南省", "许昌市", name),
            name,
            (ThemeItems("政务要闻", tuple(one for one in made if one.place.district == name)),),
        )
        for name in DISTRICTS
    )
    period = Period(date(2018, 11, 5), date(2018, 11, 11))
    return Briefing(
        title="一周要闻", edition="许昌市", week="2018-W45", period=period, by="published", sections=sections
    )


def people(number: int) -> tuple[Recipient, ...]:
    """Every second one wants a single district."""
    return tuple(
        Recipient(
            name=f"收件人{n}",
            address=f"{n}@example.cn",
            districts=(f"河南省许昌市{DISTRICTS[n // 2 % len(DISTRICTS)]}",) if n % 2 else (),
        )
        for n in range(number)
    )


def serve(number: int) -> None:
    """A mail server that refuses every hundredth recipient; tells at the end who got how much."""
    from aiosmtpd.controller import Controller

    got: Counter[str] = Counter()
    refused = {f"{n}@example.cn" for n in range(0, number, number // REFUSED)}

    class Handler:
        async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
            self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
        ) -> str:
            if address in refused:
                return "550 5.1.1 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
            got.update(envelope.rcpt_tos)
            return "250 OK"

    import socket

    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Handler(), hostname=HOST, port=port)
    controller.start()
    print(port, flush=True)
    sys.stdin.read()
    controller.stop()
    print(json.dumps({"recipients": len(got), "messages": got.total()}))


@contextmanager
def server(number: int, told: dict[str, int]) -> Iterator[int]:
    """A mail server in another process, and its port; what it had is in `told` afterwards."""
    command = [sys.executable, "-m", "benchmarks.delivery", "--serve", "--recipients", str(number)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()
        told.update(json.loads(process.stdout.read()))


def ours(number: int, folder: Path) -> tuple[float, dict[str, int], list[Parcel]]:
    """Seconds from the released briefing to the last receipt; what arrived; the messages."""
    told: dict[str, int] = {}
    with server(number, told) as port, Archive.open(folder / "briefing.db") as archive:
        mail = Mail(host=HOST, port=port, security="none", sender="编辑部 <y@example.cn>")
        config = Config(edition="许昌市", mail=mail, recipients=people(number))
        watch = Watch(lambda _problem: None, lambda _step, _done, _total: None)
        post = Post(archive, config, watch, lambda: datetime.now(UTC))
        now = datetime.now(UTC)
        made = briefing()
        archive.releases.draft(made, now)
        release = archive.releases.release(made.edition, made.period, now)
        planned, _ = post.plan(release.briefing)
        start = time.perf_counter()
        post.put(release)
        done = post.flush()
        seconds = time.perf_counter() - start
    assert done.counts == {Delivery.SENT: number - REFUSED, Delivery.FAILED: REFUSED}, done.counts
    return seconds, told, [one.parcel for one in planned]


def plain(number: int, parcels: list[Parcel]) -> tuple[float, dict[str, int]]:
    """The same messages through smtplib alone."""
    told: dict[str, int] = {}
    messages = [message_from_string(one.head + one.letter, policy=SMTP) for one in parcels]
    with server(number, told) as port:
        start = time.perf_counter()
        with smtplib.SMTP(HOST, port, local_hostname="localhost") as connection:
            for one, message in zip(parcels, messages, strict=True):
                with contextlib.suppress(smtplib.SMTPRecipientsRefused):
                    connection.send_message(message, "y@example.cn", [one.ticket.recipient])
        seconds = time.perf_counter() - start
    return seconds, told


def main() -> None:
    """Print both ways' seconds and one line of JSON; ends with an error beyond the limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery", description=__doc__)
    parser.add_argument("--recipients", type=int, default=1000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    number: int = options.recipients
    if options.serve:
        serve(number)
        return
    with tempfile.TemporaryDirectory() as folder:
        seconds, told, parcels = ours(number, Path(folder))
    assert told == {"recipients": number - REFUSED, "messages": number - REFUSED}, told
    alone, told = plain(number, parcels)
    assert told == {"recipients": number - REFUSED, "messages": number - REFUSED}, told
    size = sum(len(one.head) + len(one.letter) for one in parcels) / number / 1024
    print(f"{number} recipients, {REFUSED} refused, {size:.0f} KB a message: each of the others has it once")
    print(f"  briefing (composed, outbox, receipts)  {seconds:6.1f} s")
    print(f"  smtplib alone                          {alone:6.1f} s")
    figures = {"seconds": round(seconds, 1), "smtplib": round(alone, 1), "ratio": round(seconds / alone, 2)}
    print(json.dumps({"recipients": number, **figures}))
    if seconds > LIMIT:
        sys.exit(f"more than {LIMIT} s")


if __name__ == "__main__":
    main()
