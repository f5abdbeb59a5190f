"""`briefing pages`: how pages are read, to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import options
from briefing.cli.app import Command, app
from briefing.cli.console import Console


@app.command(cls=Command)
def pages(
    sources: Annotated[
        list[str], typer.Argument(metavar="来源...", help="文件或文件夹；- 是标准输入。", show_default=False)
    ],
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="写成这个网页；不写就在终端列出各篇和它们的行号。", rich_help_panel="成品"
        ),
    ] = None,
    home: options.Home = None,
    paper: options.Paper = None,
    published: options.Published = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """看版面读得对不对：每篇一种颜色、一个编号，标出阅读次序、标题署名等各是哪几行，以及存疑之处。

    网页是单独一个文件，不联网也能看；PDF 版面画在原样的版面图上。只看，不读入档案库。

    例如，看一个版面，然后用浏览器打开“版面.html”：

        briefing pages 来稿/第1版.txt --html 版面.html
    """
    from briefing import inspection, newsroom
    from briefing.cli import report
    from briefing.errors import NothingDone

    console, today = Console(quiet, verbose), options.today()
    settings, stated = options.settings(config), options.given(home, paper, published)
    newsroom.check(stated, settings)
    with console.watching() as watch:
        seen, problems = inspection.look(options.many(sources), settings, today, watch, stated)
    console.close()
    if not seen:
        raise NothingDone("没有读出任何版面")
    if html is None:
        report.pages(seen)
    else:
        inspection.write(seen, html)
        console.result(str(html))
    return 1 if problems else 0
