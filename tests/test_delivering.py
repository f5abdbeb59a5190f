"""Delivery end to end: from a released briefing through a real mail server on the loopback to receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.archive import Archive, Release
from briefing.config import Config
from briefing.config.delivery import Chat, Folder, Mail, Recipient
from briefing.config.delivery import Delivery as Manner
from briefing.delivering import Post
from briefing.errors import ConfigError
from briefing.model import Briefing, Delivery, Doubt, Photo, Place, Problem
from briefing.render.mail import Attachment
from briefing.results import Watch
from tests.deliver.post_office import Mailbox
from tests.render import sample

NOW = datetime(2018, 11, 12, 0, 0, tzinfo=UTC)
WEIDU, XIANGCHENG = Place("河南省", "许昌市", "魏都区"), Place("河南省", "许昌市", "襄城县")


def week(**fields: Any) -> Briefing:
    """A briefing with news of two districts and a photo of the second."""
    first = sample.item("1", "魏都区委召开会议", "11月5日，魏都区委召开会议。", place=WEIDU)
    school = sample.item("2", "魏都区新建小学", "11月6日，魏都区新建小学开学。", place=WEIDU, theme="教育")
    other = sample.item(
        "3", "襄城县发展旅游", "11月7日，襄城县举办旅游节。", place=XIANGCHENG, theme="文化体育旅游"
    )
    photo = Photo("首山秋色", "首山秋色正浓。", None, XIANGCHENG, "生态环境", date(2018, 11, 7), None, "a-9")
    return sample.briefing(
        sample.section("魏都区", ("政务要闻", (first,)), ("教育", (school,)), place=WEIDU),
        sample.section("襄城县", ("文化体育旅游", (other,)), place=XIANGCHENG),
        photos=(photo,),
        **fields,
    )


class Office:
    """A post room over an archive, with a clock that the test sets and the problems that were told."""

    def __init__(self, archive: Archive, config: Config) -> None:
        self.now = NOW
        self.problems: list[Problem] = []
        self.archive, self.config = archive, config
        watch = Watch(self.problems.append, lambda _step, _done, _total: None)
        self.post = Post(archive, config, watch, lambda: self.now)

    def release(self, briefing: Briefing) -> Release:
        drafted = self.archive.releases.draft(briefing, self.now)
        return self.archive.releases.release(
            briefing.edition, briefing.period, self.now, revision=drafted.revision
        )

    def send(self, briefing: Briefing, **options: Any) -> dict[str, Delivery]:
        self.post.put(self.release(briefing), **options)
        self.post.flush()
        return self.states()

    def states(self) -> dict[str, Delivery]:
        return {one.ticket.recipient: one.state for one in self.post.receipts()}


def office(archive: Archive, port: int, *recipients: Recipient, **fields: Any) -> Office:
    mail = Mail(host="127.0.0.1", port=port, security="none", sender="编辑部 <yaowen@example.cn>", timeout=10)
    return Office(archive, Config(edition="许昌市", mail=mail, recipients=recipients, **fields))


def everybody() -> tuple[Recipient, ...]:
    return (
        Recipient(name="张三", address="zhang@example.cn"),
        Recipient(name="李四", address="li@example.cn", districts=("魏都",)),
        Recipient(name="王五", address="wang@example.cn", themes=("教育",), form="text"),
        Recipient(name="赵六", address="zhao@example.cn", form="attachment", way="cc"),
        Recipient(name="钱七", address="qian@example.cn", way="bcc"),
    )


# --- each gets what is his ---


def test_each_gets_one_message_with_what_concerns_him(archive: Archive, port: int, mailbox: Mailbox) -> None:
    states = office(archive, port, *everybody()).send(week())
    assert set(states.values()) == {Delivery.SENT}
    assert mailbox.recipients == [one.address for one in everybody()]
    whole, own, theme = (mailbox.message(f"{name}@example.cn") for name in ("zhang", "li", "wang"))
    text = {part: body(part) for part in (whole, own, theme)}
    assert all(word in text[whole] for word in ("魏都区委召开会议", "新建小学", "襄城县发展旅游", "首山秋色"))
    assert "魏都区委召开会议" in text[own]
    assert not any(word in text[own] for word in ("襄城", "首山"))
    assert "新建小学" in text[theme]
    assert not any(word in text[theme] for word in ("魏都区委召开会议", "襄城", "首山"))


def test_the_attachment_is_narrowed_as_the_text_is(archive: Archive, port: int, mailbox: Mailbox) -> None:
    office(archive, port, *everybody()).send(week())
    assert "襄城县发展旅游" in word(mailbox.message("zhang@example.cn"))
    own = word(mailbox.message("li@example.cn"))
    assert "魏都区委召开会议" in own
    assert "襄城" not in own


def test_forms(archive: Archive, port: int, mailbox: Mailbox) -> None:
    office(archive, port, *everybody()).send(week())
    kinds = {
        name: [part.get_content_type() for part in mailbox.message(f"{name}@example.cn").walk()]
        for name in ("zhang", "wang", "zhao")
    }
    assert "text/html" in kinds["zhang"]
    assert kinds["wang"] == ["text/plain"]
    assert kinds["zhao"][:2] == ["multipart/mixed", "text/plain"]
    assert "魏都区委" not in body(mailbox.message("zhao@example.cn"))
    assert "魏都区委召开会议" in word(mailbox.message("zhao@example.cn"))


def test_nobody_sees_who_else_gets_it(archive: Archive, port: int, mailbox: Mailbox) -> None:
    office(archive, port, *everybody()).send(week())
    for one in everybody():
        (data,) = [data for name, data in mailbox.accepted if name == one.address]
        others = {other.address for other in everybody()} - {one.address}
        assert not any(other.encode() in data for other in others)
    assert mailbox.message("zhang@example.cn")["To"] == "张三 <zhang@example.cn>"
    copy = mailbox.message("zhao@example.cn")
    assert copy["Cc"] == "赵六 <zhao@example.cn>"
    assert copy["To"] == "一周要闻:;"
    blind = mailbox.message("qian@example.cn")
    assert "qian" not in blind.as_string()
    assert blind["Cc"] is None


def test_no_news_for_somebody_is_no_mail(archive: Archive, port: int, mailbox: Mailbox) -> None:
    states = office(archive, port, Recipient(address="a@example.cn", districts=("河南省许昌市禹州市",))).send(
        week()
    )
    assert states == {"a@example.cn": Delivery.EMPTY}
    assert mailbox.accepted == []


def test_no_news_for_somebody_is_a_line_where_he_wants_one(
    archive: Archive, port: int, mailbox: Mailbox
) -> None:
    person = Recipient(address="a@example.cn", districts=("河南省许昌市禹州市",))
    office(archive, port, person, delivery=Manner(when_empty="line")).send(week())
    message = mailbox.message("a@example.cn")
    assert body(message) == "禹州市本期没有要闻。\n"
    assert list(message.iter_attachments()) == []


def test_a_wrong_district_is_told_and_the_others_get_theirs(
    archive: Archive, port: int, mailbox: Mailbox
) -> None:
    people = (
        Recipient(name="张三", address="a@example.cn", districts=("没有区",)),
        Recipient(address="b@example.cn"),
    )
    one = office(archive, port, *people)
    one.send(week())
    assert mailbox.recipients == ["b@example.cn"]
    (told,) = one.problems
    assert "张三" in told.message
    assert "没有区" in told.message
    assert "--district" not in told.message


def test_only_those_named(archive: Archive, port: int, mailbox: Mailbox) -> None:
    office(archive, port, *everybody()).send(week(), only=["张三", "wang@example.cn"])
    assert mailbox.recipients == ["zhang@example.cn", "wang@example.cn"]


def test_without_a_mail_server_recipients_cannot_be_served(archive: Archive) -> None:
    config = Config(edition="许昌市", recipients=(Recipient(address="a@example.cn"),))
    one = Office(archive, config)
    with pytest.raises(ConfigError, match=r"\[mail\]"):
        one.send(week())


def test_an_editors_document_goes_alone(archive: Archive, port: int, mailbox: Mailbox) -> None:
    document = Attachment("定稿.docx", "application/octet-stream", b"edited")
    office(archive, port, *everybody()).send(week(), document=document)
    for one in everybody():
        message = mailbox.message(one.address)
        (attached,) = message.iter_attachments()
        assert attached.get_filename() == "定稿.docx"
        assert attached.get_content() == b"edited"
        assert "魏都区委" not in body(message)


def test_doubts_are_shown_where_no_editor_has_seen_them(
    archive: Archive, port: int, mailbox: Mailbox
) -> None:
    doubtful = sample.one(warnings=(Doubt("date", "日期是推断的"),))
    office(archive, port, Recipient(address="a@example.cn", form="text")).send(doubtful)
    assert "日期是推断的" in body(mailbox.message("a@example.cn"))


def test_ten_who_are_refused_keep_nobody_else_from_it(archive: Archive, port: int, mailbox: Mailbox) -> None:
    people = tuple(Recipient(address=f"{n}@example.cn", form="text") for n in range(100))
    mailbox.refuse = {f"{n}@example.cn": "550 no such user" for n in range(0, 100, 20)}
    mailbox.refuse |= {f"{n}@example.cn": "450 try later" for n in range(10, 100, 20)}
    one = office(archive, port, *people)
    states = one.send(week())
    assert sorted(mailbox.recipients) == sorted(
        person.address for person in people if person.address not in mailbox.refuse
    )
    assert {state for name, state in states.items() if name in mailbox.refuse} == {
        Delivery.FAILED,
        Delivery.WAITING,
    }
    assert mailbox.connections == 1


def test_what_an_editor_has_released_tells_no_doubts(archive: Archive, port: int, mailbox: Mailbox) -> None:
    doubtful = sample.one(warnings=(Doubt("date", "日期是推断的"),))
    addresses = ("a@example.cn", "b@example.cn")
    recipients = [Recipient(address=address) for address in addresses]
    office(archive, port, recipients[0]).send(doubtful)
    office(archive, port, *recipients).send(doubtful, checked=True)
    unchecked, checked = (mailbox.message(address) for address in addresses)
    for text in (body, word):
        assert "日期是推断的" in text(unchecked)
        assert "待核" not in text(checked) and "核对页" not in text(checked)
        assert "甲区召开会议" in text(checked)


# --- headers ---


def test_headers_of_a_mailing_that_programs_know(archive: Archive, port: int, mailbox: Mailbox) -> None:
    office(archive, port, Recipient(name="张三", address="a@example.cn")).send(week())
    message = mailbox.message("a@example.cn")
    assert message["From"] == "编辑部 <yaowen@example.cn>"
    assert message["Date"].datetime == NOW
    assert message["List-Id"] == "<briefing.example.cn>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@example.cn>")
    assert "一周要闻" in message["Subject"]
    (data,) = [data for _, data in mailbox.accepted]
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998


# --- once, and again where that is right ---


def test_everything_may_be_repeated(archive: Archive, port: int, mailbox: Mailbox) -> None:
    one = office(archive, port, *everybody())
    for _ in range(3):
        one.send(week())
        one.now += timedelta(hours=1)
    assert len(mailbox.accepted) == len(everybody())


def test_who_is_added_later_gets_it_then(archive: Archive, port: int, mailbox: Mailbox) -> None:
    office(archive, port, *everybody()[:1]).send(week())
    office(archive, port, *everybody()[:2]).send(week())
    assert mailbox.recipients == ["zhang@example.cn", "li@example.cn"]


def test_a_correction_goes_to_those_who_had_the_earlier_one(
    archive: Archive, port: int, mailbox: Mailbox
) -> None:
    one = office(archive, port, *everybody()[:2])
    one.send(week())
    first = mailbox.message("zhang@example.cn")
    mailbox.accepted.clear()
    corrected = replace(week(), title="一周要闻", photos=())
    later = office(archive, port, *everybody()[:3])
    later.send(corrected, correction=True)
    assert mailbox.recipients == ["zhang@example.cn", "li@example.cn"]
    message = mailbox.message("zhang@example.cn")
    assert message["Subject"].startswith("【更正】")
    assert message["In-Reply-To"] == first["Message-ID"]
    assert message["Message-ID"] != first["Message-ID"]
    assert "以这一封（第2稿）为准" in body(message)


def test_who_still_waits_for_the_earlier_one_gets_the_new_one_alone(
    archive: Archive, port: int, mailbox: Mailbox
) -> None:
    mailbox.refuse["li@example.cn"] = "450 later"
    one = office(archive, port, *everybody()[:2])
    one.send(week())
    mailbox.refuse.clear()
    one.send(replace(week(), photos=()), correction=True)
    assert mailbox.recipients == ["zhang@example.cn", "zhang@example.cn", "li@example.cn"]
    assert not mailbox.message("li@example.cn")["Subject"].startswith("【更正】")
    one.now += timedelta(days=1)
    one.post.flush()
    assert len(mailbox.accepted) == 3


# --- folders, groups, notices, the list ---


def test_folders_get_their_files(archive: Archive, tmp_path: Path) -> None:
    shared = tmp_path / "共享"
    config = Config(edition="许昌市", folders=(Folder(path=shared, formats=("docx", "txt")),))
    one = Office(archive, config)
    one.send(week())
    assert sorted(path.suffix for path in shared.iterdir()) == [".docx", ".txt"]
    assert set(one.states().values()) == {Delivery.SENT}
    before = {path: path.stat().st_mtime_ns for path in shared.iterdir()}
    one.send(week())
    assert {path: path.stat().st_mtime_ns for path in shared.iterdir()} == before


def test_a_notice_is_given_once_for_its_key(archive: Archive, port: int, mailbox: Mailbox) -> None:
    from briefing.config.service import Duty

    one = office(archive, port, duty=Duty(addresses=("值班 <duty@example.cn>",)))
    for _ in range(2):
        one.post.notify("本周没有文章", "2018-W45 没有文章。", "empty|2018-W45")
        one.post.flush()
    message = mailbox.message("duty@example.cn")
    assert message["Subject"] == "本周没有文章"
    assert body(message) == "2018-W45 没有文章。\n"
    one.post.notify("另一件", "另一件。", "other")
    one.post.flush()
    assert len(mailbox.accepted) == 2


def test_a_notice_without_anybody_to_tell_is_no_fault(archive: Archive) -> None:
    assert Office(archive, Config()).post.notify("一", "二", "三") == 0


def test_a_notice_cannot_smuggle_in_headers(archive: Archive, port: int, mailbox: Mailbox) -> None:
    one = office(archive, port)
    one.post.notify("题\r\nBcc: evil@example.cn", "文", "key", ["a@example.cn"])
    one.post.flush()
    message = mailbox.message("a@example.cn")
    assert message["Bcc"] is None
    assert message["Subject"] == "题 Bcc: evil@example.cn"


def test_the_list_of_recipients_as_excel_saves_it(
    archive: Archive, port: int, mailbox: Mailbox, tmp_path: Path
) -> None:
    path = tmp_path / "收件人.csv"
    path.write_bytes("姓名,邮箱,区县\n张三,zhang@example.cn,魏都区\n李四,wrong,\n".encode("gb18030"))
    one = office(archive, port, delivery=Manner(recipients_file=path))
    one.send(week())
    assert mailbox.recipients == ["zhang@example.cn"]
    (told,) = one.problems
    assert "收件人.csv 第 3 行" in told.message


def test_a_plan_writes_nothing(archive: Archive, port: int, mailbox: Mailbox) -> None:
    one = office(archive, port, *everybody())
    planned, problems = one.post.plan(week())
    assert [entry.parcel.ticket.recipient for entry in planned] == [p.address for p in everybody()]
    assert problems == []
    assert one.post.receipts() == []
    assert mailbox.accepted == []


def test_a_chat_group_that_is_gone_is_told(archive: Archive) -> None:
    group = Chat(name="工作群", url_env="NO_SUCH_VARIABLE")
    one = Office(archive, Config(edition="许昌市", chats=(group,)))
    one.send(week())
    (receipt,) = one.post.receipts()
    assert receipt.state is Delivery.FAILED
    assert "NO_SUCH_VARIABLE" in receipt.reason


def body(message: Any) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n")


def word(message: Any) -> str:
    """The text of the attached Word file."""
    from io import BytesIO

    from docx import Document

    (attached,) = message.iter_attachments()
    document = Document(BytesIO(attached.get_content()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
