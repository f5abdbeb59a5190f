"""`briefing template check`: a template that was edited, tag by tag."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import help, options
from briefing.cli.app import Command, Group, app
from briefing.cli.console import Console

template = typer.Typer(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
app.add_typer(template, name="template")


@template.callback(invoke_without_command=True)
def _template(context: typer.Context) -> None:
    """检查改过的模板。

    例如：

        briefing template check templates/工作简报.docx
    """
    if context.invoked_subcommand is None:
        print(help.text(context.command, context))


@template.command(cls=Command)
def check(
    file: Annotated[
        Path, typer.Argument(metavar="模板", help="改过的 .docx 或 .html 模板。", show_default=False)
    ],
    config: options.Configuration = None,
    as_json: options.Json = False,
) -> int:
    """检查模板里的每一个标记，逐处说明错在哪一段、怎么改，并列出能用的字段。

    写错的字段、没有结尾的 {% for %}、全角的 ｛｛ ｝｝、会丢掉的文字，一次都列出来。
    没有错就用样例做一份“样稿”放在模板旁边，打开看看是不是您要的样子。

    例如：

        briefing template check templates/工作简报.docx
    """
    from briefing import templating
    from briefing.cli import report

    console = Console()
    checked = templating.check(file, options.settings(config))
    report.template(checked, templating.fields(), console, as_json)
    return 2 if checked.mistakes or checked.broken else 0
