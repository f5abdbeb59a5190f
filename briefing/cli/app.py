"""The commands' group: every way a run can end, told in one line with its exit status."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from briefing import __version__
from briefing.cli import console, help, mistakes
from briefing.errors import BriefingError

_INTERRUPTED = 130
_FAULT = 1
_LOG = "briefing-error.log"


class Command(TyperCommand):
    """A command with our help."""

    def get_help_option(self, ctx: Any) -> Any:
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help.text(self, ctx))


def _explained(option: Any) -> Any:
    if option is not None:
        option.help = "显示这段说明。"
    return option


class Group(TyperGroup):
    """A group of commands with our help."""

    def get_help_option(self, ctx: Any) -> Any:
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help.text(self, ctx))


class Commands(Group):
    """All commands: ends every run with one line and the right exit status, never with a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002 (typer's signature; this group always ends the process)
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and end the process with its exit code."""
        console.prepare()
        if not (sys.argv[1:] if args is None else args):
            args = ["--help"]
        try:
            status = super().main(
                args, prog_name or "briefing", complete_var, False, windows_expand_args, **extra
            )
            if status == _INTERRUPTED:
                console.mistake("已中断；已完成的部分都保留着")
            sys.stdout.flush()
        except BriefingError as error:
            console.mistake(str(error))
            status = error.exit_code
        except typer.TyperException as error:
            console.mistake(mistakes.told(error))
            status = 2
        except KeyboardInterrupt:
            console.mistake("已中断；已完成的部分都保留着")
            status = _INTERRUPTED
        except BrokenPipeError:
            status = _hung_up()
        except Exception as error:
            console.mistake(_fault(error))
            status = _FAULT
        sys.exit(int(status or 0))

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command; a reader that hung up (`| head`) is no mistake."""
        # Typer itself would end a closed pipe with status 1, which here means “done in part”.
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return _hung_up()


def _hung_up() -> int:
    """The reader of our output (`| head`) has enough: no fault, and nothing to complain of at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _fault(error: Exception) -> str:
    """A fault of the program: one line, and the details in a file that can be sent to its makers."""
    if logging.getLogger("briefing").isEnabledFor(logging.DEBUG):
        traceback.print_exc()
    path = Path(tempfile.gettempdir()) / _LOG
    try:
        path.write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
        where = f"详情已写入 {path}；也可加 -v 重试查看"
    except OSError:
        where = "请加 -v 重试查看详情"
    return f"程序出错（{type(error).__name__}：{error}）；{where}"


app = typer.Typer(
    name="briefing",
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"briefing {__version__}")
        raise typer.Exit


@app.callback()
def _briefing(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本。", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """把区县报纸的版面做成每周要闻简报：读入版面，按区县和主题摘要，生成 Word、网页和数据文件。

    最常用的一条命令：

        briefing make 来稿文件夹 --every-week
    """


def main() -> None:
    """The entry point of the installed command."""
    app()
