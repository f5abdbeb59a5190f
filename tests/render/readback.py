"""Documents read back, each by a reader that knows nothing of our code."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
from email.message import EmailMessage
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt

from briefing.config import Config
from briefing.model import Briefing
from briefing.render import render
from briefing.render.originals import Articles
from briefing.resources import templates
from tests.render.sample import printed

TEMPLATES = ("一周要闻", "工作简报", "会议材料")
GOLDEN = Path(__file__).parent / "golden"


def made(
    briefing: Briefing, format: str, config: Config | None = None, articles: Articles | None = None
) -> bytes:
    """A document from the templates that ship."""
    return render(briefing, format, templates(), config, articles).data


def word(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def word_part(data: bytes, name: str) -> str:
    """One part of a .docx as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def word_lines(data: bytes) -> list[tuple[str, str]]:
    """(style, text) of each paragraph, those of a text box after the one that it hangs on, and (“表”, cells
    joined by |) of each table row, in order."""
    lines: list[tuple[str, str]] = []
    document = word(data)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            boxed = [Paragraph(one, block._parent) for one in block._p.iter(qn("w:p")) if one is not block._p]
            for paragraph in (block, *boxed):
                assert paragraph.style is not None
                lines.append((str(paragraph.style.name), paragraph.text))
        else:
            assert isinstance(block, Table)
            lines += (("表", "|".join(cell.text for cell in row.cells)) for row in block.rows)
    return lines


def word_texts(data: bytes, style: str) -> list[str]:
    return [text for name, text in word_lines(data) if name == style]


class _Elements(HTMLParser):
    """The text of each element, by tag and class (“p.text”), closed elements only."""

    _VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, list[str]]] = []
        self.found: list[tuple[str, str]] = []
        self.outline: list[int] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += (given[name] or "" for name in ("src", "href", "data", "action") if name in given)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag in ("h1", "h2", "h3", "h4", "h5"):
            self.outline.append(int(tag[1]))
        if tag not in self._VOID:
            self.open.append((f"{tag}.{given['class']}" if given.get("class") else tag, []))

    def handle_data(self, data: str) -> None:
        for _, texts in self.open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        name, texts = self.open.pop()
        assert name.partition(".")[0] == tag, f"<{name}> closed by </{tag}>"
        self.found.append((name, "".join(texts)))


def html(data: bytes) -> _Elements:
    """A page's elements; fails where one is closed by another's end tag or not at all."""
    reader = _Elements()
    reader.feed(data.decode())
    reader.close()
    assert not reader.open
    return reader


def html_texts(data: bytes, name: str) -> list[str]:
    return [text for found, text in html(data).found if found == name]


def html_body(data: bytes) -> str:
    """The page without its style sheet: what a golden file is about."""
    text = data.decode()
    return text[text.index("<body>") :]


def luminance(colour: str) -> float:
    """Of a colour #rrggbb, as WCAG defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Of two colours, 1 to 21, as WCAG defines it."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def markdown_blocks(data: bytes) -> list[tuple[str, str]]:
    """(“h4” or “p” …, text) of each block as CommonMark reads it."""
    blocks: list[tuple[str, str]] = []
    tokens = MarkdownIt("commonmark").parse(data.decode())
    for before, token in pairwise(tokens):
        if token.type == "inline":
            texts = ("\n" if part.type.endswith("break") else part.content for part in token.children or ())
            blocks.append((before.tag, "".join(texts)))
    return blocks


def mail_frame(data: bytes) -> str:
    """A message as it stands without its bodies, and without what the content's digest decides."""
    frame = re.sub(r"(?<=\r\n\r\n)[A-Za-z0-9+/=\r\n]+", "…\n\n", data.decode("ascii"))
    return re.sub(r"[0-9a-f]{32}", "…", frame).replace("\r\n", "\n")


def goldens(briefing: Briefing, config: Config) -> dict[str, str]:
    """Each format of a briefing, and each Word template, as the text its golden file holds."""
    words = {
        f"full.{name}.docx.txt": made(briefing, "docx", config.model_copy(update={"template": name}))
        for name in TEMPLATES
    }
    letter = made(briefing, "eml", config)
    return {
        "full.json": made(briefing, "json", config).decode(),
        "full.txt": made(briefing, "txt", config).decode(),
        "full.md": made(briefing, "md", config).decode(),
        "full.html": html_body(made(briefing, "html", config, printed(briefing))),
        "full.eml.txt": mail_frame(letter) + mail_part(mail(letter), "plain"),
        "full.eml.html": mail_part(mail(letter), "html"),
    } | {
        name: "".join(f"{style}｜{text}\n" for style, text in word_lines(data))
        for name, data in words.items()
    }


def unflowed(text: str) -> str:
    """The text of a mail part of format=flowed, delsp=yes, as RFC 3676 has it joined."""
    joined = ""
    for line in text.split("\n"):
        words = line.removeprefix(" ")
        soft = words.endswith(" ")
        joined += words[:-1] if soft else words + "\n"
    return joined.removesuffix("\n")


def mail(data: bytes) -> EmailMessage:
    """A message, parsed; fails where a part has a defect."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def mail_part(message: EmailMessage, kind: str) -> str:
    """The text or html of a message, with one kind of line end."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
