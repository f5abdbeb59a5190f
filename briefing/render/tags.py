"""A template's tags, read one by one: each name and field looked up in the model, each block with its end.

Jinja stops at the first mistake; this goes on to the last. What docxtpl would do silently with a tag of Word
is foretold: text beside a {%p … %} is lost, a {%tr … %} outside of a table does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext

from briefing.errors import nearest
from briefing.render import nouns
from briefing.render.template import environment

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HALF = re.compile(r"\{[{%#]|[}%#]\}")
_HALF_OPEN = re.compile(r"\{\{|\{%")
# Typed with a Chinese input method: ｛｛ title ｝｝, {％ if ％}; and a brace too few: { title }.
_WIDE = re.compile(r"[{｛][{｛%％].{0,80}?[}｝%％][}｝]")
_SINGLE = re.compile(r"(?<!\{)\{\s*[a-z_]+(?:\.[a-z_]+)*\s*(?:\|\s*\w+\s*)?\}(?!\})")
_STATEMENT = re.compile(r"\{%(p|tr|tc|r)?[-+]?\s+(.*?)\s*[-+]?%\}$|\{%[-+]?(.*?)[-+]?%\}$", re.DOTALL)
_CHINESE = re.compile(r"[“”‘’（），。．：；｜＝［］　]")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_CLOSED = ("for", "if", "macro", "call", "filter", "with", "autoescape", "block", "raw")
_MIDDLE = {"elif": ("if",), "else": ("if", "for")}
_FOREIGN = ("include", "import", "from", "extends")
_ONLY_WORD = ("cellbg", "colspan", "hm", "vm")
_WIDTH = 40  # characters of a paragraph that are quoted


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, where (第3段, 第12行, 页脚第1段), and the text that stands there."""

    place: str
    text: str
    message: str

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _WIDTH else f"{self.text[:_WIDTH]}…"
        return f"{self.place}“{text}”：{self.message}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a template whose tags belong together: a paragraph, or a line of a page."""

    place: str
    text: str
    container: str = ""
    in_row: bool = True
    in_cell: bool = True
    row_text: str = ""


@dataclass(slots=True)
class _Open:
    """A block that waits for its end, and the names that it has made known."""

    word: str
    prefix: str
    unit: Unit
    names: dict[str, Any] = field(default_factory=dict)


class Reader:
    """Reads a template's tags in order, knowing which names each block has made."""

    def __init__(self, word: bool, mail: bool = False) -> None:
        self._word = word
        self._environment = environment(str)
        self._filters = {*self._environment.filters, "picture"}
        self._names = nouns.names(mail)
        self._open: list[_Open] = []
        self._found: list[Mistake] = []

    def read(self, units: Sequence[Unit]) -> list[Mistake]:
        """Every mistake in the units, in the order of the text; blocks that nothing ends come last."""
        for unit in units:
            self._unit(unit)
        for block in self._open:
            self._tell(block.unit, f"“{block.word}”没有结尾；请补上 {{%{block.prefix} end{block.word} %}}")
        return self._found

    def _tell(self, unit: Unit, message: str) -> None:
        mistake = Mistake(unit.place, " ".join(unit.text.split()), message)
        if mistake not in self._found:
            self._found.append(mistake)

    def _unit(self, unit: Unit) -> None:
        rest = TAG.sub("", unit.text)
        if (wide := _WIDE.search(rest)) and re.search("[｛｝％]", wide[0]):
            self._tell(
                unit, f"“{wide[0]}”里的括号或百分号是全角的；请切换到英文输入法重打 {{{{ }}}} 和 {{% %}}"
            )
        elif half := (_HALF if self._word else _HALF_OPEN).search(rest):
            self._tell(unit, f"“{half[0]}”没有成对；开头和结尾要在同一段里，各是两个符号")
        elif self._word and (single := _SINGLE.search(rest)):
            self._tell(unit, f"“{single[0]}”只有一个花括号，会照原样印出来；应是两个：{{{{ … }}}}")
        tags = TAG.findall(unit.text)
        if self._word:
            self._whole(unit, tags, rest)
        for tag in tags:
            if tag.startswith("{{"):
                self._expression(unit, tag[2:-2])
            elif tag.startswith("{%"):
                self._statement(unit, tag)

    def _whole(self, unit: Unit, tags: list[str], rest: str) -> None:
        """What docxtpl would lose: it takes out the whole paragraph or row that a {%p or {%tr stands in."""
        prefixed = [tag for tag in tags if re.match(r"\{[%{]p\s", tag)]
        if prefixed and (rest.strip() or len(tags) > 1):
            others = " ".join([rest.strip(), *(tag for tag in tags if tag != prefixed[0])]).strip()
            self._tell(unit, f"{prefixed[0]} 要单独占一段；同一段里的“{others}”会丢掉")
        rows = [tag for tag in tags if re.match(r"\{[%{]tr\s", tag)]
        if rows and not unit.in_row:
            self._tell(unit, f"{rows[0]} 只能放在表格的一行里；不在表格里的请写 {{%p … %}}")
        elif rows and unit.row_text.strip() != rows[0]:
            self._tell(unit, f"{rows[0]} 要单独占表格的一行；同一行里的其他文字会丢掉")
        if (cells := [tag for tag in tags if re.match(r"\{[%{]tc\s", tag)]) and not unit.in_cell:
            self._tell(unit, f"{cells[0]} 只能放在表格的一格里")

    # --- statements -------------------------------------------------------------------------------------

    def _statement(self, unit: Unit, tag: str) -> None:
        match = _STATEMENT.match(tag)
        prefix = (match[1] or "") if match else ""
        body = ((match[2] or match[3] or "") if match else "").strip()
        word, _, rest = body.partition(" ")
        if not self._word and prefix:
            body, word, rest, prefix = f"{prefix} {body}", prefix, body, ""
        if word in _ONLY_WORD and self._word:
            if rest.strip():
                self._expression(unit, rest)
        elif word in _FOREIGN:
            self._tell(unit, f"“{word}”用不了：模板里不能引用别的文件")
        elif word.startswith("end"):
            self._end(unit, word[3:], prefix)
        elif word in _MIDDLE:
            self._middle(unit, word, rest)
        elif word == "set" or word in _CLOSED:
            self._begin(unit, word, prefix, body)
        else:
            known = (*_CLOSED, *_MIDDLE, "set", *(f"end{one}" for one in _CLOSED))
            glued = next((one for one in known if word.startswith(one)), None)
            said = f"，“{glued}”后面要空一格" if glued else nearest(word, known)
            self._tell(unit, f"没有“{word}”这种标记{said}")

    def _begin(self, unit: Unit, word: str, prefix: str, body: str) -> None:
        block = _Open(word, prefix, unit)
        lone = word == "set" and "=" not in body
        end = f"{{% end{word} %}}" if word in _CLOSED or lone else ""
        tree = self._parsed(unit, f"{{% {body} %}}{end}")
        node = tree.body[0] if tree is not None and tree.body else None
        if isinstance(node, nodes.For):
            kind = nouns.element(self._type(unit, node.iter))
            for target in node.target.find_all(nodes.Name):
                block.names[target.name] = kind if isinstance(node.target, nodes.Name) else Any
            if isinstance(node.target, nodes.Name):
                block.names[node.target.name] = kind
            block.names["loop"] = LoopContext
        elif isinstance(node, nodes.If):
            self._type(unit, node.test)
        elif isinstance(node, nodes.Macro):
            self._known_from_here(node.name, Any)
            block.names |= {one.name: Any for one in node.args}
        elif isinstance(node, nodes.Assign):
            kind = self._type(unit, node.node)
            if isinstance(node.target, nodes.Name):
                self._known_from_here(node.target.name, kind)
            return
        elif tree is not None:
            block.names |= {one.name: Any for one in tree.find_all(nodes.Name) if one.ctx == "store"}
        self._open.append(block)
        if isinstance(node, nodes.For) and node.test is not None:
            self._type(unit, node.test)

    def _known_from_here(self, name: str, kind: Any) -> None:
        (self._open[-1].names if self._open else self._names)[name] = kind

    def _middle(self, unit: Unit, word: str, rest: str) -> None:
        if not self._open or self._open[-1].word not in _MIDDLE[word]:
            self._tell(unit, f"“{word}”不在 if 里面；请核对它前面的标记")
        if word == "elif":
            tree = self._parsed(unit, f"{{% if {rest} %}}{{% endif %}}")
            if tree is not None and isinstance(tree.body[0], nodes.If):
                self._type(unit, tree.body[0].test)

    def _end(self, unit: Unit, word: str, prefix: str) -> None:
        if not any(block.word == word for block in self._open):
            known = any(word == one for one in (*_CLOSED, "set"))
            hint = (
                "；前面没有对应的开头，或者多了一个"
                if known
                else nearest(f"end{word}", map("end{}".format, _CLOSED))
            )
            self._tell(unit, f"“end{word}”多余{hint}" if known else f"没有“end{word}”这种标记{hint}")
            return
        while self._open[-1].word != word:
            lost = self._open.pop()
            self._tell(
                lost.unit,
                f"“{lost.word}”没有结尾；在{unit.place}之前请补上 {{%{lost.prefix} end{lost.word} %}}",
            )
        block = self._open.pop()
        if not self._word:
            return
        if block.prefix != prefix:
            first, last = f"{{%{block.prefix} {word} … %}}", f"{{%{prefix} end{word} %}}"
            self._tell(
                unit, f"{block.unit.place}的开头是 {first}，这里的结尾却是 {last}；百分号后面的字母要一样"
            )
        elif prefix in ("", "p", "r") and block.unit.container != unit.container:
            self._tell(unit, f"“end{word}”和{block.unit.place}的开头不在同一格、同一个文本框里")

    # --- expressions ------------------------------------------------------------------------------------

    def _expression(self, unit: Unit, text: str) -> None:
        if self._word:
            text = re.sub(r"^(?:p|r|tr|tc)\s", " ", text)
        tree = self._parsed(unit, f"{{{{ {text} }}}}")
        if tree is not None:
            for output in tree.body:
                for node in output.iter_child_nodes():
                    self._type(unit, node)

    def _parsed(self, unit: Unit, source: str) -> nodes.Template | None:
        try:
            return self._environment.parse(source.translate(_STRAIGHT) if self._word else source)
        except TemplateSyntaxError as error:
            if chinese := _CHINESE.search(source):
                hint = f"标记里有中文标点“{chinese[0]}”，请换成英文的"
            else:
                hint = f"写法不对（{error.message}）"
            self._tell(unit, hint)
            return None

    def _type(self, unit: Unit, node: nodes.Node) -> Any:
        """The type of an expression; tells of every name, field and filter in it that there is none of."""
        match node:
            case nodes.Name():
                return self._name(unit, node.name)
            case nodes.Getattr():
                return self._field(unit, self._type(unit, node.node), node.attr)
            case nodes.Getitem():
                self._type(unit, node.arg)
                kind = self._type(unit, node.node)
                if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                    return self._field(unit, kind, node.arg.value)
                return kind if isinstance(node.arg, nodes.Slice) else nouns.value(kind)
            case nodes.Filter():
                if node.name not in self._filters:
                    self._tell(unit, f"没有“{node.name}”这个过滤器{_near(node.name, self._filters)}")
                kinds = [self._type(unit, child) for child in node.iter_child_nodes()]
                keeps = node.name in ("sort", "list", "reverse", "selectattr", "rejectattr")
                return kinds[0] if keeps and kinds else Any
            case _:
                for child in node.iter_child_nodes():
                    self._type(unit, child)
                return Any

    def _name(self, unit: Unit, name: str) -> Any:
        for block in reversed(self._open):
            if name in block.names:
                return block.names[name]
        if name in self._names:
            return self._names[name]
        if name not in self._environment.globals:
            known = [*self._names, *(one for block in self._open for one in block.names)]
            self._tell(unit, f"没有“{name}”这个字段{_near(name, known)}")
        return Any

    def _field(self, unit: Unit, kind: Any, name: str) -> Any:
        if kind is LoopContext:
            if not hasattr(LoopContext, name):
                self._tell(unit, f"loop 没有“{name}”{_near(name, _LOOP)}")
            return Any
        fields = nouns.fields(kind)
        if fields is None:
            return Any
        if name not in fields:
            self._tell(unit, f"没有“{name}”这个字段{nearest(name, fields)}")
            return Any
        return fields[name]


_LOOP = ("index", "first", "last", "length", "index0", "revindex", "previtem", "nextitem")


def _near(word: str, choices: Any) -> str:
    """The nearest match alone: there are too many to name them all."""
    hint = nearest(word, choices).partition("可选：")[0]
    return hint if "是否想写" in hint else "；可用的见下面的清单"
