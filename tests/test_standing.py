"""How things stand, as `briefing status` says it: nothing counts as sent before it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from briefing.archive import Archive
from briefing.config.delivery import Mail, Recipient
from briefing.delivering import Post
from briefing.results import Watch
from briefing.schedule import Plan
from briefing.standing import Standing, standing
from tests.deliver.post_office import HOST, Mailbox, free_port, server
from tests.test_running import Office
from tests.test_schedule import at
from tests.test_weekly import FIRST, SECOND

STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)


def posted(archive: Archive, port: int) -> Office:
    """An office whose post is real."""
    mail = Mail(host=HOST, port=port, security="none", sender="y@example.cn", timeout=5)
    office = Office(archive, mail=mail, recipients=(Recipient(address="a@example.cn"),))
    office.put("a.jsonl", FIRST, SECOND)
    office.shift.post = Post(archive, office.config, STATIC, lambda: office.now)
    return office


def seen(office: Office) -> Standing:
    return standing(office.archive, office.config, Plan.of(office.config), office.now)


def test_what_waits_in_the_outbox_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Archive.open("briefing.db") as archive:
        office = posted(archive, free_port())
        office.run("2018-11-12T08:00")
        found = seen(office)
        assert found.editions[0].last is not None and found.editions[0].last.state == "sending"
        assert len(found.waiting.refused) == 1
        assert any("还没有发成，会再试：" in problem for problem in found.problems)

        mailbox = Mailbox()
        with server(mailbox) as port:
            assert office.config.mail is not None
            mail = office.config.mail.model_copy(update={"port": port})
            config = office.config.model_copy(update={"mail": mail})
            office.now = at("2018-11-12T08:00") + timedelta(minutes=5)
            Post(archive, config, STATIC, lambda: office.now).flush()
        assert mailbox.recipients == ["a@example.cn"]
        found = seen(office)
        assert found.editions[0].last is not None and found.editions[0].last.state == "sent"
        assert not found.waiting.refused and not found.problems
