"""Headers: what a recipient's program reads is what was meant, and nobody can add one."""

from datetime import UTC, datetime
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

from hypothesis import example, given
from hypothesis import strategies as st

from briefing.config.delivery import Mail
from briefing.deliver.envelope import common, head, message_id
from briefing.model import Ticket

NOW = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)
MAIL = Mail(host="h", sender="编辑部 <y@example.cn>", reply_to="bianji@example.cn")
HEADERS = {"Date", "Message-ID", "To", "Cc", "In-Reply-To", "References"}

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def parsed(lines: str) -> EmailMessage:
    assert lines.isascii()
    assert lines.endswith("\r\n")
    assert "\r\n\r\n" not in lines
    message = message_from_string(lines, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_recipients_own_lines() -> None:
    message = parsed(head("张三", "a@example.cn", "to", "<1@example.cn>", NOW, "<0@example.cn>"))
    assert message["To"] == "张三 <a@example.cn>"
    assert message["Message-ID"] == "<1@example.cn>"
    assert message["In-Reply-To"] == message["References"] == "<0@example.cn>"
    assert message["Date"] == "Mon, 12 Nov 2018 08:00:00 +0800"


@example(name="", group="00000000000000000¡¡¡¡¡¡¡¡¡¡¡𐀀 0", way="cc")
@example(name="", group="魏都区一周要闻（供区委常委、区人大、区政府、区政协领导参阅）", way="bcc")
@given(name=text, group=text, way=st.sampled_from(["to", "cc", "bcc"]))
def test_no_name_adds_a_header_or_another_recipient(name: str, group: str, way: str) -> None:
    message = parsed(head(name, "a@example.cn", way, "<1@example.cn>", NOW, group=group))
    assert set(message.keys()) <= HEADERS
    reached = [one for field in ("To", "Cc") if message[field] for one in message[field].addresses]
    assert [one.addr_spec for one in reached] == ([] if way == "bcc" else ["a@example.cn"])
    assert not message.get_payload()


@given(subject=text, title=text)
def test_no_subject_adds_a_header(subject: str, title: str) -> None:
    made = EmailMessage()
    made.set_content("文", cte="base64")
    before = set(made.keys())
    lines = common(made, MAIL, f"{title} {subject}")
    message = message_from_string(lines, policy=default)
    expected = {"From", "Reply-To", "List-Id", "Auto-Submitted", "X-Auto-Response-Suppress", "Subject"}
    assert set(message.keys()) == before | expected
    assert message["From"].addresses[0].addr_spec == "y@example.cn"


def test_the_same_ticket_has_the_same_message_id_and_another_another() -> None:
    ticket = Ticket("期", 1, "mail", "a@example.cn")
    assert message_id(ticket, MAIL) == message_id(ticket, MAIL)
    others = [Ticket("期", 2, "mail", "a@example.cn"), Ticket("期", 1, "mail", "b@example.cn")]
    assert len({message_id(one, MAIL) for one in [ticket, *others]}) == 3
    assert message_id(ticket, MAIL).endswith("@example.cn>")
