"""An edited template: every mistake, with its paragraph and its text; and nothing else."""

from __future__ import annotations

import io
from dataclasses import is_dataclass
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import ConfigError
from briefing.render import nouns
from briefing.render.checking import check_page, check_word
from briefing.resources import templates


def word(*paragraphs: str | tuple[str, ...]) -> bytes:
    """A template of these paragraphs; a tuple is one paragraph's runs."""
    document = docx.Document()
    for one in paragraphs:
        paragraph = document.add_paragraph()
        for text in (one,) if isinstance(one, str) else one:
            paragraph.add_run(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def said(*paragraphs: str | tuple[str, ...]) -> list[str]:
    return [str(one) for one in check_word(word(*paragraphs))]


@pytest.mark.parametrize("path", sorted(templates().iterdir()), ids=lambda path: path.name)
def test_the_templates_that_ship_have_no_mistake(path: Path) -> None:
    if path.suffix == ".docx":
        assert check_word(path.read_bytes()) == []
    elif path.suffix == ".html":
        assert check_page(path.read_text("utf-8"), mail=path.stem == "邮件") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ titel }}", "没有“titel”这个字段，是否想写“title”？"),
        ("{{ 标题 }}", "没有“标题”这个字段；可用的见下面的清单"),
        ("{{ period.strat }}", "没有“strat”这个字段，是否想写“start”？可选：start、end"),
        ("{{ issue.nummer }}", "是否想写“number”"),
        ("{{ office.units }}", "是否想写“unit”"),
        ("{{ title|upper|haha }}", "没有“haha”这个过滤器"),
        ("{{ period|spam }}", "没有“spam”这个过滤器，是否想写“span”？"),
        ("{{ entries[0].item.texts }}", "是否想写“text”"),
        ("{{ title }", "“{{”没有成对"),
        ("{{ title", "“{{”没有成对"),
        ("title }}", "“}}”没有成对"),
        ("{{ title %}", "没有成对"),
        ("{ title }", "只有一个花括号，会照原样印出来"),
        ("{office.unit}", "只有一个花括号"),
        ("｛｛ title ｝｝", "是全角的"),
        ("｛{ title }｝", "是全角的"),
        ("{％ if title ％}", "是全角的"),
        ("{{ title | default（’无’） }}", "中文标点“（”"),
        ("{{ office．unit }}", "中文标点“．”"),
        ("{{ title title }}", "写法不对"),
        ("{{ }}", "写法不对"),
        ("{% if titel %}一{% endif %}", "没有“titel”"),
        ("{% if title %}一", "“if”没有结尾；请补上 {% endif %}"),
        ("一{% endif %}", "“endif”多余；前面没有对应的开头"),
        ("{% endfi %}", "没有“endfi”这种标记，是否想写“endif”？"),
        ("{% fi title %}", "没有“fi”这种标记，是否想写“if”？"),
        ("{% iftitle %}", "“if”后面要空一格"),
        ("{% else %}", "“else”不在 if 里面"),
        ("{% include 'x' %}", "不能引用别的文件"),
        ("{% for s in sektions %}{% endfor %}", "没有“sektions”这个字段，是否想写“sections”？"),
        ("{% for s in sections %}{{ s.lable }}{% endfor %}", "没有“lable”这个字段，是否想写“label”？"),
        ("{% for s in sections %}{{ loop.indx }}{% endfor %}", "loop 没有“indx”，是否想写“index”？"),
        ("{% for s in sections %}一{% endfor %}{{ s.label }}", "没有“s”这个字段"),
        ("{% if title %}{% for s in sections %}{% endif %}", "“for”没有结尾"),
        ("标题{%p if title %}", "要单独占一段；同一段里的“标题”会丢掉"),
        ("{%p if title %}{%p endif %}", "要单独占一段；同一段里的“{%p endif %}”会丢掉"),
        ("{%tr for s in sections %}", "只能放在表格的一行里"),
        ("{%tc for s in sections %}", "只能放在表格的一格里"),
        ("{% cellbg grid.rows[0].cells[0].shad %}", "是否想写“shade”"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_text(text: str, message: str) -> None:
    found = [one for one in check_word(word("好的一段", text)) if message in one.message]
    assert found, said("好的一段", text)
    assert (found[0].place, found[0].text) == ("第2段", text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ title }}",
        "没有标记，{只有}一些（括号）和 100%",
        "{{ period.start.year }}",
        "{{ title|default('无') }}",
        "{{ title|default(“无”) }}",
        "{% if issue %}{{ issue|issue_name }}{% elif week %}{{ week }}{% else %}—{% endif %}",
        "{% for s in sections if s.themes %}{{ s.label }}{{ loop.index }}{% endfor %}",
        "{% for s in sections %}{% for g in s.themes %}{% for i in g.items %}{{ numbers[i.id] }}"
        "{% for p in i.photos %}{{ p|picture(100) }}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set n = entries|length %}{{ n }}",
        "{% for key, value in numbers.items() %}{{ key }}{{ value }}{% endfor %}",
        "{% macro m(a) %}{{ a.x }}{% endmacro %}{{ m(title) }}",
        "{# {{ titel }} #}",
        "{{ sections|map(attribute='label')|join('、') }}",
        "{{ (entries|first).item.headline }}",
        "{%- if title -%}一{%- endif -%}",
        "{{r title }}",
    ],
)
def test_what_is_right_is_not_told(text: str) -> None:
    assert said(text) == []


def test_a_tag_split_over_runs_is_read_as_one() -> None:
    assert said(("{", "{ ti", "tle }", "}")) == []
    assert said(("{", "{ ti", "tel }", "}")) == ["第1段“{{ titel }}”：没有“titel”这个字段，是否想写“title”？"]


def test_every_mistake_is_told_at_once_in_order() -> None:
    found = said("{{ a }}", "{%p for s in sections %}", "{{ s.b }}", "{{ c", "{%p endfor %}", "{{ d }}")
    assert [one.partition("“")[0] for one in found] == ["第1段", "第3段", "第4段", "第6段"]


def test_beginning_and_end_must_be_of_one_kind() -> None:
    found = said("{%p if title %}", "一", "{% endif %}")
    assert "百分号后面的字母要一样" in found[0]


def table(*rows: tuple[str, ...]) -> bytes:
    document = docx.Document()
    made = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_rows_of_a_table() -> None:
    loop = (
        ("{%tr for s in sections %}", ""),
        ("{{ s.label }}", "{{ s.place.city }}"),
        ("{%tr endfor %}", ""),
    )
    assert check_word(table(*loop)) == []
    (lost,) = check_word(table(("{%tr for s in sections %}", "会丢"), *loop[1:]))
    assert "同一行里的其他文字会丢掉" in lost.message
    found = check_word(table(("{% if title %}", "{% endif %}")))
    assert "不在同一格" in found[0].message


def test_a_text_box_and_a_footer_are_read() -> None:
    document = docx.Document(str(templates() / "工作简报.docx"))
    box = next(
        document.element.body.iter(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"
        )
    )
    box.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{{{{ office.koipes }}}}</w:t></w:r></w:p>"))
    document.sections[0].footer.paragraphs[0].add_run("{{ titel }}")
    data = io.BytesIO()
    document.save(data)
    first, second = check_word(data.getvalue())
    assert "是否想写“copies”" in first.message
    assert second.place == "页脚第1段"


@pytest.mark.parametrize("junk", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file(junk: bytes) -> None:
    with pytest.raises(ConfigError, match="不是 Word 文档"):
        check_word(junk)


def test_a_page_is_told_by_its_lines() -> None:
    page = "<style>@media print{a{b:c}}</style>\n<p>{{ titel }}</p>\n{% for s in\n sections %}\n{{ s.x }}\n"
    assert [str(one) for one in check_page(page)] == [
        "第2行“{{ titel }}”：没有“titel”这个字段，是否想写“title”？",
        "第5行“{{ s.x }}”：没有“x”这个字段。可选：place、label、themes",
        "第3行“{% for s in sections %}”：“for”没有结尾；请补上 {% endfor %}",
    ]


def test_the_mails_own_fields_are_known_in_the_mail_alone() -> None:
    assert check_page("{{ omitted }}", mail=True) == []
    assert check_page("{{ omitted }}")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("{{", "}}", "{%", "%}", "{#", "#}", "{", "}", " ", "if", "for", "s in sections", "endif"),
                *("endfor", "title", "|", ".", "p ", "tr ", "(", ")", "'", "“", "｛｛", "else", "set x = 1"),
                *("\n", "[0]", "-"),
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_whatever_stands_there_it_is_read_to_the_end(text: str) -> None:
    for mistake in (*check_word(word(text, "{{ title }}")), *check_page(text)):
        assert mistake.place and mistake.message
        assert str(mistake).startswith(mistake.place)


def test_every_field_is_explained_and_no_other() -> None:
    explained = {noun: set(fields) - {"*"} for noun, fields in nouns.explained().items()}
    top = set(nouns.names())
    found = {"briefing": top, "letter": set(nouns.LETTER)}
    waiting = list(nouns.names().values())
    seen: set[str] = set()
    while waiting:
        kind = waiting.pop()
        for inner in (kind, nouns.element(kind), nouns.element(nouns.value(kind))):
            fields = nouns.fields(inner)
            plain = nouns._plain(inner)
            if fields is None or plain.__name__ in seen:
                continue
            seen.add(plain.__name__)
            found[plain.__name__.lower()] = set(fields)
            waiting += fields.values()
            assert is_dataclass(plain) or plain.__name__ in ("Office", "Layout")
    assert explained == found
