"""Briefing → Document: the finished briefing as Word, HTML, JSON, PDF, text, Markdown or mail, in bytes.

A format is one small module and one line of the table below. Whatever stands in the briefing
arrives in every format unchanged; see `clean` for the only exception, which is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from briefing.config import Config
from briefing.errors import ConfigError, UsageError, nearest, reason
from briefing.model import Briefing, Document, Problem
from briefing.render import html, mail, plain, printed, structure, word
from briefing.render.clean import Cleaner
from briefing.render.originals import Articles, cited
from briefing.render.pictures import Pictures
from briefing.render.printed import Unprinted

# The page for the screen; a template that an office made for Word alone goes with this one.
_SCREEN = "一周要闻.html"
# One letter for every kind of document: it says what is attached.
_MAIL = "邮件.html"


def find_template(folder: Path, name: str) -> Path:
    """The Word template of a name. Raises ConfigError with those there are."""
    path = folder / f"{name.removesuffix('.docx')}.docx"
    if not path.exists():
        there = sorted(one.stem for one in folder.glob("*.docx") if not one.stem.endswith("_样稿"))
        raise ConfigError(f"没有模板“{path}”{nearest(path.stem, there)}")
    return path


@dataclass(frozen=True, slots=True)
class _Job:
    """What a document is made from: the briefing, the templates' folder, the settings; the gates for text
    and pictures, which remember what they had to drop; and what else is to be told."""

    briefing: Briefing
    templates: Path
    config: Config
    articles: Articles = field(default_factory=dict)
    clean: Cleaner = field(default_factory=Cleaner)
    pictures: Pictures = field(default_factory=Pictures)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.config.template.removesuffix(".docx")

    @property
    def word(self) -> Path:
        """The Word template that the settings name; one that is missing is named with those there are."""
        return find_template(self.templates, self.name)

    @property
    def screen(self) -> Path:
        """The web page's template: that of the same name, else the one that ships."""
        path = self.templates / f"{self.name}.html"
        return path if path.exists() else self.templates / _SCREEN

    @property
    def mail(self) -> Path:
        return self.templates / _MAIL


def _word(job: _Job) -> bytes:
    return word.render(job.briefing, job.word, job.clean, job.config, job.pictures)


def _html(job: _Job) -> bytes:
    return html.render(job.briefing, job.screen, job.clean, job.config, job.pictures, job.articles)


def _pdf(job: _Job) -> bytes:
    document = _word(job)
    if problem := printed.unshown(document):
        job.problems.append(problem)
    return printed.printed(document)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a format is made."""

    media_type: str
    make: Callable[[_Job], bytes]


_KINDS = {
    "docx": _Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
    "html": _Kind("text/html; charset=utf-8", _html),
    "json": _Kind("application/json", lambda job: structure.render(job.briefing)),
    "pdf": _Kind("application/pdf", _pdf),
    "txt": _Kind("text/plain; charset=utf-8", lambda job: plain.text(job.briefing, job.clean, job.config)),
    "md": _Kind(
        "text/markdown; charset=utf-8", lambda job: plain.markdown(job.briefing, job.clean, job.config)
    ),
    "eml": _Kind(
        "message/rfc822",
        lambda job: mail.render(job.briefing, job.mail, _word(job), job.clean, job.config),
    ),
}

__all__ = ["FORMATS", "Unprinted", "cited", "find_template", "render"]

FORMATS = tuple(_KINDS)
"""The formats that can be asked for, in the order in which they are offered."""


def render(
    briefing: Briefing,
    format: str,
    templates: Path,
    config: Config | None = None,
    articles: Articles | None = None,
) -> Document:
    """The briefing as a document of `format`; equal input gives equal bytes.

    `templates` is the folder that holds the Word and HTML templates, `config` says which one and what the
    office prints beside the news. `articles` are those that the briefing `cited`: the web page shows each
    item's sentences where they stand in them; the other formats need none. What had to be dropped from the
    text stands in the document's `problems`.
    Raises UsageError for an unknown format, ConfigError for a template that is missing or wrong, Unprinted
    for a PDF that LibreOffice did not make.
    """
    if format not in _KINDS:
        raise UsageError(f"没有“{format}”这种格式{nearest(format, FORMATS)}")
    kind = _KINDS[format]
    job = _Job(briefing, templates, config or Config(), articles or {})
    with _reading(job.templates):
        data = kind.make(job)
    dropped = job.clean.problems(f"{briefing.title}.{format}")
    problems = (*dropped, *job.pictures.problems, *job.problems)
    return Document(format, f".{format}", kind.media_type, data, problems)


@contextmanager
def _reading(templates: Path) -> Iterator[None]:
    """What can go wrong with a template's file, as one line."""
    try:
        yield
    except OSError as error:
        path = error.filename or templates
        raise ConfigError(f"读不了模板“{path}”：{reason(error)}。可用 briefing init 取回") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"“{templates}”里的网页模板不是 UTF-8 编码，请另存为 UTF-8") from error
