"""The mail message, parsed back by Python's own reader."""

from __future__ import annotations

import email
import re
from base64 import b64decode
from email.header import decode_header, make_header
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote

import pytest

from briefing.config import Config
from briefing.errors import ConfigError
from briefing.model import Briefing
from briefing.render import render
from briefing.render.clean import Cleaner
from briefing.render.letter import SIZE, Letter, for_leaders, write
from briefing.render.mail import Attachment, message
from briefing.resources import templates
from tests.render.readback import contrast, html, html_texts, made, mail, mail_part, unflowed, word_texts
from tests.render.sample import briefing, full, item, items_of, one, section

TEMPLATE = templates() / "邮件.html"
NAME = "一周要闻_2018-11-05_2018-11-11_第2稿.docx"
BODY = "11月5日上午，魏都区委常委会会议召开，听取党委、人大、政府、政协等部门重点工作完成情况。" * 3


@pytest.fixture(scope="module")
def data() -> bytes:
    return made(full(), "eml")


def letter(value: Briefing, *attached: str, leaders: bool = False) -> Letter:
    shown = for_leaders(value) if leaders else value
    return write(shown, TEMPLATE, Cleaner(), Config(), attached=attached)


def many(count: int) -> Briefing:
    """So many items of equal length, every seventh of them important."""
    items = tuple(item(str(n), f"第{n}件事", BODY, score=float(n % 7 == 0)) for n in range(count))
    return briefing(section("魏都区", ("政务要闻", items[::2]), ("经济发展", items[1::2])))


def test_its_parts_and_headers(data: bytes) -> None:
    parsed = mail(data)
    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    assert len(kinds) == 5
    assert parsed["Subject"] == "一周要闻（2018年11月5日至11日，2018年第45期（总第312期），第2稿）"
    assert parsed["Date"] == "Sun, 11 Nov 2018 00:00:00 +0800"
    assert (parsed["From"], parsed["To"], parsed["X-Unsent"]) == (None, None, "1")


def test_it_is_ascii_in_short_lines_and_base64(data: bytes) -> None:
    data.decode("ascii")
    assert max(map(len, data.split(b"\r\n"))) <= 160  # RFC 5322 allows 998; only a file's name is so long
    encodings = [part["Content-Transfer-Encoding"] for part in mail(data).walk() if not part.is_multipart()]
    assert encodings == ["base64"] * 3


def test_the_word_file_goes_with_it(data: bytes) -> None:
    (attached,) = mail(data).iter_attachments()
    assert attached.get_filename() == NAME
    assert attached.get_payload(decode=True) == made(full(), "docx")


def test_the_name_of_the_attachment_has_both_forms() -> None:
    """As programs read it that know only one of them, character by character."""
    long = "某某区委办公室某某区融媒体中心一周要闻R&D 汇编喆𠮷" + NAME
    data = message(letter(one(), long), [Attachment(long, "application/x-test", b"1")]).as_bytes()
    head = data[data.index(b"Content-Type: application/x-test") :].partition(b"\r\n\r\n")[0].decode()
    (mime_words,) = re.findall(r'name="(=\?.*?\?=)"', head, re.S)
    assert str(make_header(decode_header(re.sub(r"\r\n ", " ", mime_words)))) == long.replace("<", "_")
    assert all(len(word) <= 75 for word in mime_words.split())
    (percent,) = re.findall(r"filename\*=UTF-8''(\S+)", head)
    assert unquote(percent) == long
    (attached,) = mail(data).iter_attachments()
    assert attached.get_filename() == long


def test_a_name_with_marks_of_a_path_or_a_header_becomes_harmless() -> None:
    nasty = 'a\r\nBcc: x@y.z"\\../\x00\ud800.docx'
    data = message(letter(one()), [Attachment(nasty, "application/x-test", b"1")]).as_bytes()
    (attached,) = mail(data).iter_attachments()
    assert attached.get_filename() == "a__Bcc_ x@y.z__..___.docx"
    assert mail(data)["Bcc"] is None


def test_boundaries_are_in_no_part_and_follow_from_the_content(data: bytes) -> None:
    marks = re.findall(r'boundary="(.*?)"', data.decode())
    assert len(set(marks)) == len(marks) == 2
    assert marks != re.findall(r'boundary="(.*?)"', made(one(), "eml").decode())
    assert made(full(), "eml") == data


def test_both_bodies_carry_every_item(data: bytes) -> None:
    parsed = mail(data)
    text, page = unflowed(mail_part(parsed, "plain")), mail_part(parsed, "html").encode()
    items = items_of(full())
    tags = ["〔续〕" * i.continued + "〔补〕" * i.late for i in items]
    marked = [f"{n}. {i.headline}{tag}" for n, (i, tag) in enumerate(zip(items, tags, strict=True), 1)]
    assert html_texts(page, "h4.n") == marked
    for headline, body, i in zip(marked, html_texts(page, "p.t")[:12], items, strict=True):
        assert body.startswith(i.text)
        assert f"\n{headline}\n　　{i.text}" in text
    assert html_texts(page, "h3.n") == [photo.headline for photo in full().photos]
    assert f"附件：{NAME}" in text


def test_the_text_reads_well_by_itself(data: bytes) -> None:
    text = mail_part(mail(data), "plain")
    assert text.startswith("一周要闻\n三地新闻信息中心　2018年11月5日至11日")
    part = mail(data).get_body(("plain",))
    assert part is not None
    assert dict(part["Content-Type"].params) == {"charset": "utf-8", "format": "flowed", "delsp": "yes"}
    assert "以下供编辑核对" not in text


def test_a_preheader_comes_first(data: bytes) -> None:
    page = mail_part(mail(data), "html").encode()
    first = "；".join(i.headline for s in full().sections[:1] for g in s.themes[:2] for i in g.items)
    assert html_texts(page, "div.hide") == [first]
    assert page.index(first.encode()) < page.index(b"<table")


def test_nothing_is_fetched_and_every_style_is_inlined(data: bytes) -> None:
    page = mail_part(mail(data), "html")
    assert html(page.encode()).addresses == []
    assert not re.search(r"url\(|@import|<script|<link|https?://", page)
    style = re.findall(r"<style>(.*?)</style>", page, re.S)
    assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}", "", "".join(style)).strip() == ""
    unstyled = re.findall(r"<(?:h\d|p|td|table)(?![^>]*style=)[^>]*>", re.sub(r"<!--.*?-->", "", page))
    assert unstyled == []


def test_an_editor_sees_the_doubts_and_leaders_do_not() -> None:
    seen, unseen = letter(full(), NAME), letter(full(), NAME, leaders=True)
    assert "待核 6 处" in seen.html and "标题里的“我区”没有换成区名" in unflowed(seen.text)
    assert "没有印出日期" in seen.html
    assert seen.html.count("文章在此处中断") == 1
    for body in (unseen.html, unseen.text):
        assert "待核" not in body and "在此处中断" not in body and "没有换成区名" not in body
    assert len(html_texts(unseen.html.encode(), "h4.n")) == 12


@pytest.mark.parametrize("count", [0, 1, 60, 90, 500])
def test_with_an_attachment_it_stays_small(count: int) -> None:
    written = letter(many(count), NAME)
    assert len(message(written).as_bytes()) <= written.size <= SIZE
    shown = html_texts(written.html.encode(), "h4.n")
    assert len(shown) + written.omitted == count
    assert (written.omitted > 0) == (count >= 90)


def test_the_most_important_stay_under_their_own_numbers() -> None:
    written = letter(many(500), NAME)
    shown = html_texts(written.html.encode(), "h4.n")
    important = [n for n in range(500) if n % 7 == 0]
    assert {f"第{n}件事" for n in important[:20]} <= {line.partition(" ")[2] for line in shown}
    assert shown[0] == "1. 第0件事" and shown[1] == "8. 第14件事"
    assert f"其余{written.omitted}条见附件" in written.html
    assert f"另有要闻{written.omitted}条未在此列出，全文见附件。" in unflowed(written.text)
    assert "要闻500条" in written.text and "要闻500条" in written.html


def test_an_item_too_long_for_a_mail_is_pointed_to() -> None:
    written = letter(one("长", "一" * 100_000 + "。"), NAME)
    assert (written.omitted, written.size < SIZE) == (1, True)
    assert "要闻1条，全文见附件。" in written.html


def test_without_an_attachment_nothing_is_left_out() -> None:
    written = letter(many(500))
    assert written.omitted == 0
    assert len(html_texts(written.html.encode(), "h4.n")) == 500
    assert "附件" not in written.text


def test_headers_come_from_the_sender() -> None:
    headers = {"From": "一周要闻 <desk@example.cn>", "To": "a@example.cn", "Subject": "更正：一周要闻"}
    parsed = mail(message(letter(one()), headers=headers).as_bytes())
    assert [parsed[name] for name in headers] == list(headers.values())
    assert parsed["Date"] is None


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
def test_no_header_can_be_smuggled_in(end: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        message(letter(one()), headers={"Subject": f"a{end}Bcc: x@y.z"})
    parsed = mail(message(letter(briefing(title=f"要闻{end}Bcc: x@y.z"))).as_bytes())
    assert parsed["Bcc"] is None
    assert parsed["Subject"].replace(" ", "") == "要闻Bcc:x@y.z（2018年11月5日至11日）"


def test_a_wrong_tag_is_one_line(tmp_path: Path) -> None:
    copytree(templates(), tmp_path, dirs_exist_ok=True)
    (tmp_path / TEMPLATE.name).write_text("<!doctype html>\n{{ titel }}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"“邮件.html”第2行.*用了没有的字段“titel”") as caught:
        render(full(), "eml", tmp_path)
    assert "\n" not in str(caught.value)
    (tmp_path / TEMPLATE.name).unlink()
    with pytest.raises(ConfigError, match=r"读不了模板“.*邮件.html”"):
        render(full(), "eml", tmp_path)


def test_it_is_a_message_that_any_reader_takes(data: bytes) -> None:
    old = email.message_from_bytes(data)  # the reader of Python 2's days, which knows RFC 2231 and no policy
    parts = [part for part in old.walk() if not part.is_multipart()]
    payload = parts[0].get_payload()
    assert isinstance(payload, str)
    assert b64decode(payload).decode().startswith("一周要闻")
    assert word_texts(made(full(), "docx"), "Heading 3")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_contrast_of_the_mail_is_that_of_wcag_aa(dark: bool) -> None:
    """Every colour of text on the ground that it stands on, from the template's own style sheet."""
    light, _, night = TEMPLATE.read_text("utf-8").partition("@media (prefers-color-scheme: dark)")
    css = night if dark else light
    ink, ground = colours(css, "color"), colours(css, "background-color")
    pairs = [(name, ".q" if name == ".q" else ".sheet") for name in ink if name != ".hide"]
    assert {"h1", "h2", ".n", ".c", ".q", ".foot"} <= {name for name, _ in pairs}
    assert [pair for pair in pairs if contrast(ink[pair[0]], ground[pair[1]]) < 4.5] == []


def colours(css: str, what: str) -> dict[str, str]:
    """A property's colour by selector; of “h3.n” also as “.n”."""
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css)):
        value = re.search(rf"(?<![\w-]){what}: (#[0-9a-f]{{6}})", body)
        for selector in selectors.split(",") if value else ():
            name = selector.strip().split()[-1]
            found[name if name[0] == "." else name.partition(".")[0]] = str(value and value[1])
            if ".n" in name:
                found[".n"] = str(value and value[1])
    return found
