"""Templates that an office edits: what is wrong with one, what it can print, what it looks like filled."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from briefing import codec, resources
from briefing.config import Config, Office
from briefing.errors import ConfigError, NothingDone, UsageError, reason
from briefing.model import Briefing
from briefing.render import render
from briefing.render.checking import Mistake, check_page, check_word
from briefing.render.clean import Cleaner
from briefing.render.letter import write
from briefing.render.nouns import explained

MAIL = "邮件"
"""The name of the template that fills mails."""

# What a sample prints of an office that has said nothing of itself: else its conditions stay unseen.
_OFFICE = Office(
    unit="某某区委办公室",
    secrecy="内部资料　注意保存",
    note="这里是编者按；内容写在 briefing.toml 的 [office] 里。",
    report_to="某某",
    send_to="某某、某某",
    issue_to="各单位",
    copies=100,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A template's mistakes; without any, the sample made of it, or in `broken` why there is none."""

    mistakes: tuple[Mistake, ...] = ()
    sample: Path | None = None
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """What a template can speak of: its name and its fields, each with what it means."""

    name: str
    fields: tuple[tuple[str, str], ...]


def check(path: Path, config: Config) -> Checked:
    """Read a template tag by tag; where all are right, fill it with a sample and put that beside it.

    Raises UsageError for a file that is no template, NothingDone where the sample cannot be written.
    """
    mistakes = _mistakes(path)
    if mistakes:
        return Checked(tuple(mistakes))
    try:
        data = _filled(path, config)
    except ConfigError as error:
        return Checked(broken=str(error))
    target = path.with_name(f"{path.stem}_样稿{path.suffix}")
    aside = path.with_name(f".briefing-{os.getpid()}.tmp")
    try:
        aside.write_bytes(data)
        aside.replace(target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise NothingDone(f"{target}：样稿写不了（{reason(error)}）；如果正开着，请先关掉") from None
    return Checked(sample=target)


def fields() -> tuple[Noun, ...]:
    """Everything that a template can print."""
    return tuple(
        Noun(noun["*"], tuple((name, text) for name, text in noun.items() if name != "*"))
        for noun in explained().values()
    )


def sample(config: Config) -> Briefing:
    """A small briefing with everything in it that a template may have to print."""
    made = codec.loads(Briefing, resources.data("sample.json").read_bytes())
    return codec.load(Briefing, codec.dump(made) | {"title": config.title})


def _mistakes(path: Path) -> list[Mistake]:
    try:
        if path.suffix.lower() == ".docx":
            return check_word(path.read_bytes())
        if path.suffix.lower() in (".html", ".htm"):
            return check_page(path.read_text("utf-8-sig"), mail=path.stem == MAIL)
    except ConfigError as error:
        raise ConfigError(f"{path}：{error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except FileNotFoundError:
        raise UsageError(f"{path}：没有这个文件；请核对文件名和文件夹") from None
    except OSError as error:
        raise UsageError(f"{path}：读不了（{reason(error)}）；如果正开着，请先关掉") from None
    raise UsageError(f"{path}：不是模板；模板是 .docx（Word）或 .html（网页、邮件）文件")


def _filled(path: Path, config: Config) -> bytes:
    office = config.office if config.office != Office() else _OFFICE
    settings = config.model_copy(update={"template": path.stem, "office": office})
    if path.stem == MAIL and path.suffix != ".docx":
        letter = write(sample(config), path, Cleaner(), settings, attached=("一周要闻.docx",))
        return letter.html.encode()
    return render(sample(config), path.suffix.lower().lstrip("."), path.parent, settings).data
