"""A briefing through Debian's postfix, with its own configuration on the loopback, into Maildirs.

Run by .ci/full as root, where postfix is installed: bash .ci/full
"""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path

import pytest

from briefing.archive import Archive
from briefing.config import Config
from briefing.config.delivery import Mail, Recipient
from briefing.model import Delivery
from tests.deliver import test_kill
from tests.deliver.post_office import HOST, certificates, free_port
from tests.test_delivering import Office, body, week, word

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydestination =
mynetworks = 127.0.0.0/8
relayhost =
default_transport = error:nothing leaves this computer
virtual_mailbox_domains = example.test
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_tls_chain_files = {certificate}
smtpd_tls_security_level = may
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_client_connection_rate_limit = 0
disable_vrfy_command = yes
"""


@dataclass(frozen=True)
class Postfix:
    port: int
    folder: Path
    ca_file: Path

    def received(self, name: str) -> list[EmailMessage]:
        """What is in somebody's Maildir, each message parsed."""
        found = sorted((self.folder / "mail" / name / "new").glob("*"))
        parsed = [message_from_bytes(path.read_bytes(), policy=default) for path in found]
        assert all(isinstance(one, EmailMessage) and not one.defects for one in parsed)
        return [one for one in parsed if isinstance(one, EmailMessage)]

    def drained(self) -> None:
        """Wait until all that was accepted is delivered; postfix queues it first."""
        for _ in range(300):
            listed = ["postqueue", "-c", str(self.folder / "etc"), "-p"]
            if b"queue is empty" in subprocess.run(listed, capture_output=True, check=True).stdout:
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "postfix.log").read_text())

    def emptied(self) -> None:
        """Nothing is in any Maildir any more."""
        for path in (self.folder / "mail").glob("*/new/*"):
            path.unlink()


@pytest.fixture
def postfix() -> Iterator[Postfix]:
    # Not below pytest's own folder: each of its runs closes that to others, and postfix has users of its own.
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    folder.chmod(0o755)
    owner = pwd.getpwnam("nobody")
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    for name in ("spool", "data", "etc"):
        (folder / name).mkdir()
    os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, 0)
    names = "".join(f"{name}@example.test {name}/\n" for name in ("zhang", "li", "wang", *"012345"))
    (folder / "mailboxes").write_text(names)
    _, ca_file = certificates(folder)
    values = {"folder": folder, "uid": owner.pw_uid, "gid": owner.pw_gid}
    values["certificate"] = folder / f"server-{HOST}-1.pem"
    port, config = free_port(), folder / "etc"
    (config / "main.cf").write_text(MAIN.format(**values))
    (config / "master.cf").write_text(master(port))
    run = ["postfix", "-c", str(config)]
    subprocess.run([*run, "start"], check=True, capture_output=True, timeout=60)
    try:
        listening(port)
        yield Postfix(port, folder, ca_file)
    finally:
        subprocess.run([*run, "stop"], check=False, capture_output=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def listening(port: int) -> None:
    """Wait until the server lets somebody in: its start returns before."""
    for _ in range(300):
        try:
            with smtplib.SMTP(HOST, port, "localhost", 5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("postfix does not listen")


def master(port: int) -> str:
    """Debian's own services, out of the chroot, with smtpd on our port."""
    lines: list[str] = []
    for line in Path("/usr/share/postfix/master.cf.dist").read_text().splitlines():
        fields = line.split()
        if len(fields) >= 8 and not line.startswith(("#", " ")):
            fields[4] = "n"
            if fields[:2] == ["smtp", "inet"]:
                fields[0] = f"{HOST}:{port}"
            line = " ".join(fields)
        lines.append(line)
    return "\n".join(lines) + "\n"


def test_a_briefing_through_postfix_into_mailboxes(postfix: Postfix, tmp_path: Path) -> None:
    mail = Mail(
        host=HOST,
        port=postfix.port,
        security="starttls",
        ca_file=postfix.ca_file,
        sender="编辑部 <yaowen@example.test>",
    )
    people = (
        Recipient(name="张三", address="zhang@example.test"),
        Recipient(name="李四", address="li@example.test", districts=("魏都",)),
        Recipient(name="王五", address="wang@example.test", form="text", way="bcc"),
        Recipient(name="没有此人", address="nobody@example.test"),
    )
    with Archive.open(tmp_path / "briefing.db") as archive:
        office = Office(archive, Config(edition="许昌市", mail=mail, recipients=people))
        for _ in range(2):
            states = office.send(week())
        assert states.pop("nobody@example.test") is Delivery.FAILED
        assert set(states.values()) == {Delivery.SENT}
        (refused,) = office.post.receipts(states=[Delivery.FAILED])
        assert refused.reason.startswith("550 5.1.1")
    postfix.drained()
    (whole,), (own,), (blind,) = (postfix.received(name) for name in ("zhang", "li", "wang"))
    assert whole["To"] == "张三 <zhang@example.test>"
    assert whole["Subject"].startswith("一周要闻")
    assert "襄城县发展旅游" in word(whole)
    assert "襄城" not in word(own) + body(own)
    assert blind.get_content_type() == "text/plain"
    assert "wang@" not in (blind["To"] or "") + (blind["Cc"] or "")


@dataclass
class KilledOffice(test_kill.Office):
    """As in the tests of kills; what arrived is what is in the Maildirs."""

    postfix: Postfix | None = None

    def accepted(self) -> list[tuple[str, str]]:
        assert self.postfix
        self.postfix.drained()
        return [
            (one, str(message["Message-ID"]))
            for one in self.people
            for message in self.postfix.received(one.partition("@")[0])
        ]


def test_a_sender_killed_at_random_moments(postfix: Postfix, tmp_path: Path) -> None:
    people = tuple(f"{n}@example.test" for n in range(6))
    total: Counter[str] = Counter()
    whole = 0.0
    for number in count():
        target = str(tmp_path / f"{number}.db")
        office = KilledOffice(target, postfix.port, tmp_path / "log", people=people, postfix=postfix)
        begun = time.monotonic()
        if whole:
            child = office.started()
            time.sleep(random.random() * whole)
            os.kill(child, signal.SIGKILL)
            total["kills"] += test_kill.ended(child)
        assert not office.run()
        whole = whole or time.monotonic() - begun
        total += office.check("postfix")
        postfix.emptied()
        if total["kills"] >= 20:
            break
    assert total["twice"] == 0
    print(f"\npostfix: {dict(total)}")
