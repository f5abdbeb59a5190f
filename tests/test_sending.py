"""`briefing send` and `briefing deliveries` from outside, with a real mail server on the loopback."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from briefing.archive import Archive, Mark
from briefing.cli import app, options
from tests.deliver.post_office import Mailbox

PAGE = """\
2018年11月7日 星期三

区委召开脱贫攻坚推进会

本报讯（记者 李靓）11月6日，魏都区召开脱贫攻坚推进会，听取工作汇报。会议强调，要压实责任，按期完成全年任务。
"""
MORE = (
    PAGE
    + """
南关街道清扫背街小巷

本报讯（记者 付家宝）11月5日，魏都区南关街道组织志愿者清扫背街小巷，清运垃圾三十余车，受到居民好评。
"""
)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    kept = Clock()
    monkeypatch.setattr(options, "now", lambda: kept.now)
    return kept


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    assert clock
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setattr(options, "today", lambda: date(2018, 11, 12))
    read(PAGE)


def read(page: str) -> None:
    path = Path("来稿") / "a.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page, "utf-8")
    assert run("ingest", "来稿", "--home", "河南省许昌市魏都区").exit_code == 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def configure(port: int, *addresses: str) -> None:
    people = "".join(f'[[recipients]]\naddress = "{one}"\n' for one in addresses)
    mail = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "y@example.cn"\n'
    Path("briefing.toml").write_text(mail + people, "utf-8")


def data(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def states(*arguments: str) -> dict[str, str]:
    return {one["ticket"]["recipient"]: one["state"] for one in data(*arguments)["receipts"]}


def test_last_weeks_briefing_is_released_and_sent(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn", "b@example.cn")
    result = run("send")
    assert result.exit_code == 0, result.output
    assert mailbox.recipients == ["a@example.cn", "b@example.cn"]
    assert "2018年第1期" in mailbox.message("a@example.cn")["Subject"].replace(" ", "")
    assert "已发出 2" in result.stderr
    assert run("send").exit_code == 0
    assert len(mailbox.accepted) == 2


def test_a_dry_run_says_who_gets_what_and_sends_nothing(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn")
    result = run("send", "--dry-run")
    assert result.exit_code == 0
    assert "a@example.cn\t邮件" in result.stdout
    assert "会发出 1 份" in result.stderr
    assert mailbox.accepted == []
    assert data("send", "--dry-run")["planned"][0]["ticket"]["recipient"] == "a@example.cn"
    assert "没有投递记录" in run("deliveries").stderr
    # What was only looked at got no number: it is still the first issue.
    run("send")
    assert "第1期" in mailbox.message("a@example.cn")["Subject"]


def test_who_is_refused_is_named_and_the_status_says_so(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn", "b@example.cn")
    mailbox.refuse["b@example.cn"] = "550 no such user"
    result = run("send")
    assert result.exit_code == 1
    assert "b@example.cn" in result.stderr
    assert "550 no such user" in result.stderr
    assert "没送到\t550 no such user" in result.stdout
    assert states("deliveries") == {"a@example.cn": "sent", "b@example.cn": "failed"}


def test_nobody_reached_is_nothing_done(clock: Clock) -> None:
    configure(1, "a@example.cn")
    result = run("send")
    assert result.exit_code == 4
    assert "连不上邮件服务器" in result.stderr
    assert states("deliveries") == {"a@example.cn": "waiting"}
    clock.now += timedelta(minutes=1)
    assert run("deliveries", "--retry").exit_code == 4


def test_what_failed_is_tried_again_when_asked(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn", "b@example.cn")
    mailbox.refuse["b@example.cn"] = "550 no such user"
    run("send")
    mailbox.refuse.clear()
    result = run("deliveries", "--retry")
    assert result.exit_code == 0, result.output
    assert "再试了 1 份" in result.stderr
    assert mailbox.recipients == ["a@example.cn", "b@example.cn"]


def test_a_correction(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn")
    run("send")
    assert "没有可更正的" in run("send", "--correction").stderr
    read(MORE)
    assert run("send").exit_code == 0
    assert len(mailbox.accepted) == 1, "a changed content alone is no reason to send again"
    assert "a@example.cn" in run("send", "--correction", "--dry-run").stdout
    assert run("send", "--correction").exit_code == 0
    first, second = (message for _, message in mailbox.accepted)
    assert first != second
    mailbox.accepted.pop(0)
    assert mailbox.message("a@example.cn")["Subject"].startswith("【更正】")


def test_only_one_person(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn", "b@example.cn")
    run("send", "--to", "b@example.cn")
    assert mailbox.recipients == ["b@example.cn"]


def test_another_edition_has_its_own_title_and_recipients(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn", "b@example.cn")
    own = '[[editions]]\nname = "魏都要闻"\nrecipients = ["b@example.cn"]\n'
    Path("briefing.toml").write_text(own + Path("briefing.toml").read_text("utf-8"), "utf-8")
    assert run("send", "--edition", "魏都要闻").exit_code == 0
    assert mailbox.recipients == ["b@example.cn"]
    assert "魏都要闻" in mailbox.message("b@example.cn")["Subject"]
    assert "是否想写“魏都要闻”" in run("send", "--edition", "魏都").stderr


def test_what_was_sent_by_hand_the_service_sends_no_more(port: int, mailbox: Mailbox) -> None:
    configure(port, "a@example.cn")
    assert "没有叫“nobody@example.cn”的收件人" in run("send", "--to", "nobody@example.cn").stderr
    with Archive.open("briefing.db") as archive:
        assert not archive.logbook.marks(Mark.QUEUED)
        assert run("send").exit_code == 0
        assert len(archive.logbook.marks(Mark.QUEUED)) == 1
    assert mailbox.recipients == ["a@example.cn"]


def test_deliveries_of_a_week(port: int, mailbox: Mailbox, clock: Clock) -> None:
    configure(port, "a@example.cn")
    run("send")
    clock.now += timedelta(days=30)
    assert states("deliveries") == {}
    assert states("deliveries", "--week", "2018-W45") == {"a@example.cn": "sent"}
    assert states("deliveries", "--week", "2018-W44") == {}
    assert len(mailbox.accepted) == 1


def test_what_cannot_be_sent_is_said_in_one_line(port: int) -> None:
    def told(*arguments: str, status: int = 2) -> str:
        result = run(*arguments)
        assert result.exit_code == status, result.output
        (line,) = [line for line in result.stderr.splitlines() if line.startswith("错误：")]
        return line

    assert "还没有收件人" in told("send")
    Path("briefing.toml").write_text('[[recipients]]\naddress = "a@example.cn"\n', "utf-8")
    assert "[mail]" in told("send")
    configure(port, "a@example.cn")
    assert "2018-W45" in told("send", "--week", "2018-W40", status=3)
    assert "没有可更正的" in told("send", "--correction")
    assert "--retry" in told("deliveries", "--unknown")
    Path("briefing.toml").write_text(Path("briefing.toml").read_text("utf-8") + "[review]\nrequired = true\n")
    assert "先审后发" in told("send")
