"""Any text, whatever its characters, arrives unchanged in every format."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.config import Config, Office
from briefing.model import Briefing, Doubt, LeftOut, Photo, Place
from briefing.render import FORMATS, render
from briefing.resources import templates
from tests.render.readback import (
    TEMPLATES,
    html_texts,
    made,
    mail,
    mail_part,
    markdown_blocks,
    unflowed,
    word_lines,
    word_texts,
)
from tests.render.sample import article, briefing, item, one, section

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NASTY = (
    "R&D <3% {{ x }} {% y %}",
    "{_{ title }_} {%_ %_} {# # #} %} }}",
    "</w:t></w:r></w:p><w:sectPr/>",
    "<script>alert(1)</script>&amp;&#65;",
    "喆旻昇𠮷👨‍👩‍👧🇨🇳é é",
    "“引号”——破折号……《书名》〔号〕",
    "a\tb\nc  d\u3000e\u00a0f",
    "# 题 #\n- 项\n1. 条\n> 引\n~~删~~ *强* _调_ `码` [链](http://x) ![图](y) <http://z>",
    "    代码块",
    "===\n---\n***",
    "\x00\x07\x1b[31m\ufffe\uffff\ud800",
    r"\n\t\d800 \\",
)
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.lists(st.sampled_from([*"&<>{}%#\"'\\*_`[]()~-+=.!|\n\t 1中，", "{{", "%}", "\x0b", "\ud83d"])).map(
        "".join
    ),
)


def kept(text: str) -> str:
    """What is left of a text: all but what XML forbids, with one kind of line end."""
    return FORBIDDEN.sub("", re.sub("\r\n?", "\n", text))


def everywhere(headline: str, text: str, name: str) -> Briefing:
    """A briefing that carries a text in each kind of place."""
    photo = Photo(headline, text, None, Place(), name, None, None, "p")
    the_only = item("1", headline, text, authors=(name,), warnings=(Doubt("d", text),))
    return briefing(
        section(name, (name, (the_only,))),
        edition=name,
        week=None,
        photos=(photo,),
        left_out=(LeftOut("x", headline, text),),
        warnings=(Doubt("w", text, ((1, 2),)),),
    )


@pytest.mark.parametrize("template", TEMPLATES)
@settings(max_examples=25, deadline=None)
@given(headline=texts, text=texts, name=texts)
def test_word(template: str, headline: str, text: str, name: str) -> None:
    office = Office(unit=name, secrecy=headline, note=text, report_to=name, issue_to=text, copies=3)
    data = made(everywhere(headline, text, name), "docx", Config(template=template, office=office))
    assert word_texts(data, "Heading 3") == [f"1. {kept(headline)}", kept(headline)]
    assert word_texts(data, "要闻") == [kept(text), kept(text)]
    assert word_texts(data, "署名") == ([f"（{kept(name)}）"] if name else [])
    assert word_texts(data, "待核")[1:] == [f"※ 待核：{kept(text)}"]
    assert ("表", f"{kept(headline)}|{kept(text)}") in word_lines(data)
    assert ("表", f"||{kept(text)}　第1—2行") in word_lines(data)
    if template == "工作简报":
        assert word_texts(data, "密级") == ([kept(headline)] if headline else [])
        assert word_texts(data, "编者按") == ([f"编者按：{kept(text)}"] if text else [])
        assert word_texts(data, "版记") == [
            *([f"报：\t{kept(name)}"] if name else []),
            *([f"发：\t{kept(text)}"] if text else []),
            f"{kept(name) if name else ''}\t共印3份",
        ]


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
def test_html(headline: str, text: str, name: str) -> None:
    value = everywhere(headline, text, name)
    data = made(value, "html")
    assert html_texts(data, "h4") == [f"1{kept(headline)}"]
    credit = f"（{kept(name)}）" if name else ""
    assert html_texts(data, "p.text") == [kept(text) + credit, kept(text)]
    assert html_texts(data, "q") == ([kept(text)] if text else [""])
    assert html_texts(data, "p.doubt") == [f"※ 待核{kept(text)}"]
    # With its article beside it: marked within the whole of it.
    beside = made(value, "html", articles={"a-1": article("a-1", text + headline, name, title=headline)})
    assert html_texts(beside, "p.printed") == ([kept(headline)] if headline else [])
    assert "".join(html_texts(beside, "li.has")) == (kept(text + headline) if text + headline else "")


@settings(max_examples=25, deadline=None)
@given(texts, texts, texts)
def test_mail(headline: str, text: str, name: str) -> None:
    parsed = mail(made(everywhere(headline, text, name), "eml"))
    page = mail_part(parsed, "html").encode()
    credit = f"（{kept(name)}）" if name else ""
    assert (html_texts(page, "h4.n"), html_texts(page, "h3.n")) == (
        [f"1. {kept(headline)}"],
        [kept(headline)],
    )
    assert html_texts(page, "p.t") == [kept(text) + credit, kept(text)]
    assert html_texts(page, "p.q")[1] == f"※ 待核：{kept(text)}"
    # Blanks at the end of a line mean in format=flowed that it goes on: as layout they are dropped.
    plain = re.sub(" +(?=\n|$)", "", f"\n1. {kept(headline)}\n　　{kept(text)}{credit}\n")
    assert plain in unflowed(mail_part(parsed, "plain"))
    (attached,) = parsed.iter_attachments()
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert word_texts(content, "要闻") == [kept(text), kept(text)]


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
def test_json_drops_nothing_at_all(headline: str, text: str, name: str) -> None:
    value = json.loads(made(everywhere(headline, text, name), "json"))
    found = value["sections"][0]["themes"][0]["items"][0]

    # JSON itself reads two halves side by side as the character they make.
    def joined(words: str) -> str:
        return words.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

    assert (found["headline"], found["text"]) == (joined(headline), joined(text))
    assert found["authors"] == [joined(name)]


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
def test_text(headline: str, text: str, name: str) -> None:
    page = made(everywhere(headline, text, name), "txt").decode()
    credit = f"（{kept(name)}）" if name else ""
    assert f"\n1. {kept(headline)}\n　　{kept(text)}{credit}\n" in page
    assert f"· {kept(headline)}：{kept(text)}\n" in page


@settings(max_examples=100, deadline=None)
@given(texts, texts, texts)
def test_markdown(headline: str, text: str, name: str) -> None:
    # U+0085 at a block's end is a blank to the reader that we compare with.
    blocks = [
        (tag, shown.strip("\x85"))
        for tag, shown in markdown_blocks(made(everywhere(headline, text, name), "md"))
    ]
    assert [shown for tag, shown in blocks if tag == "h4"] == [
        f"1. {kept(headline)}".strip("\x85"),
        f"▲ {kept(headline)}".strip("\x85"),
    ]
    assert ("p", f"{kept(headline)}：{kept(text)}".strip("\x85")) in blocks
    body = (kept(text) + (f"（{kept(name)}）" if name else "")).strip("\x85")
    assert not body or ("p", body) in blocks


@pytest.mark.parametrize("format", ["docx", "html", "txt", "md", "eml"])
def test_what_is_dropped_is_reported(format: str) -> None:
    document = render(one("标题\x07甲", "正文\ud800乙\x07。"), format, templates())
    (problem,) = document.problems
    assert (problem.stage, problem.code) == ("render", "broken-characters")
    assert problem.subject == f"一周要闻.{format}"
    assert (
        problem.message
        == "有文档不能容纳的字符，已略去：U+0007、U+D800，首见于“" + problem.message.split("“")[1]
    )
    assert "标题甲" in problem.message


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "pdf"])
def test_a_text_of_two_megabytes(format: str) -> None:
    text = "R&D <3% 喆𠮷" * 200_000 + "。"
    data = made(one("长", text), format)
    if format == "docx":
        assert word_texts(data, "要闻") == [text]
    elif format == "html":
        assert html_texts(data, "p.text") == [text]
    elif format == "md":
        assert ("p", text) in markdown_blocks(data)
    elif format == "eml":
        (attached,) = mail(data).iter_attachments()
        content = attached.get_payload(decode=True)
        assert isinstance(content, bytes)
        assert word_texts(content, "要闻") == [text]
    else:
        assert text in data.decode()
