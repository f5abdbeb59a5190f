"""The commands. Stages load only when a command runs, so that help is there at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import options
from briefing.cli.app import Command, app
from briefing.cli.console import Console
from briefing.errors import UsageError


@app.command(cls=Command)
def make(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[来源]...",
            help="文件或文件夹；- 是标准输入。不写就用档案库里的文章。",
            show_default=False,
        ),
    ] = None,
    week: options.Week = None,
    since: options.Since = None,
    until: options.Until = None,
    every_week: Annotated[
        bool,
        typer.Option("--every-week", help="有文章的每一周各出一份。", rich_help_panel="选取"),
    ] = False,
    by: options.By = "published",
    district: options.District = None,
    theme: options.Theme = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="文件夹", help="成品放在哪里；不写就用 out。", rich_help_panel="成品"),
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(
            metavar="格式",
            help="docx、html、json、pdf、txt、md、eml（邮件），用逗号隔开；不写就是 docx,html,json。",
            rich_help_panel="成品",
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            metavar="模板",
            help="用哪个 Word 模板：一周要闻、工作简报、会议材料，或自己的；不写就用配置里的。",
            rich_help_panel="成品",
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open", help="做完打开最近一期的 Word 文件。", rich_help_panel="成品")
    ] = False,
    home: options.Home = None,
    paper: options.Paper = None,
    published: options.Published = None,
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """把来源做成简报：读入、摘要、排版，生成 Word、网页和数据文件。开会前用这一条。

    写了来源，就只用这些来源的文章；没写时段，就把它们合成一份。
    不写来源，就用档案库里的文章；没写时段，就做到今天为止的七天。
    做成的文件一行一个列在标准输出；做过又没有变化的不会重做，被人改动过的成品不会覆盖。

    例如，把“来稿”里的版面按周做成简报：

        briefing make 来稿 --every-week

    只做魏都区 2018 年第 45 周，只要 Word：

        briefing make --week 2018-W45 --district 魏都 --format docx
    """
    from briefing import lookup, newsroom, weekly
    from briefing.cli import opening, report
    from briefing.results import Wish

    console, today = Console(quiet, verbose), options.today()
    span = options.span(week, since, until, today)
    if every_week and span is not None:
        raise UsageError("--every-week 和 --week、--since、--until 只能用一种")
    settings = options.settings(config)
    wish = Wish(
        span=span,
        every_week=every_week,
        by=options.counted_by(by),
        districts=options.many(district),
        themes=options.many(theme),
        formats=options.listed(format),
        out=out,
        template=template,
    )
    stated = options.given(home, paper, published)
    newsroom.check(stated, settings)
    target, must_exist = archive or settings.database, not sources
    with lookup.archive(target, must_exist) as opened, console.watching() as watch:
        made = weekly.make(wish, options.many(sources), opened, settings, today, watch, stated)
    report.made(made, console, as_json)
    if show:
        opening.show([file.path for one in made.made[-1:] for file in one.files], console)
    return made.outcome


@app.command(cls=Command)
def ingest(
    sources: Annotated[
        list[str], typer.Argument(metavar="来源...", help="文件或文件夹；- 是标准输入。", show_default=False)
    ],
    home: options.Home = None,
    paper: options.Paper = None,
    published: options.Published = None,
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """把来源读入档案库，先不做简报。同一来源读几遍都一样，改过的来源会更新。

    能读版面文字（.txt，几个版面之间用换页符隔开）、PDF 版面，和一行一篇的表格
    （.csv：列名 标题、正文，可加 见报日期、报名、版次、作者、栏目、网址；.jsonl：title、text 等）。

    例如，读入一个文件夹，报上没有印日期：

        briefing ingest 来稿/11月7日 --published 2018-11-07 --home 河南省许昌市魏都区
    """
    from briefing import lookup, newsroom, weekly
    from briefing.cli import report

    console, today = Console(quiet, verbose), options.today()
    settings, stated = options.settings(config), options.given(home, paper, published)
    newsroom.check(stated, settings)
    with lookup.archive(archive or settings.database) as opened, console.watching() as watch:
        done = weekly.ingest(options.many(sources), opened, settings, today, watch, stated)
    report.ingested(done, console, as_json)
    return done.outcome


@app.command(cls=Command)
def articles(
    week: options.Week = None,
    since: options.Since = None,
    until: options.Until = None,
    by: options.By = "published",
    district: options.District = None,
    theme: options.Theme = None,
    show: Annotated[
        str | None,
        typer.Option(
            metavar="编号", help="看一篇文章和它在来源里的原文；编号写开头几位就行。", rich_help_panel="选取"
        ),
    ] = None,
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """列出档案库里的文章；不写时段就全部列出。

    例如，看上周魏都区的文章，再看其中一篇：

        briefing articles --week last --district 魏都

        briefing articles --show 3f2a
    """
    from briefing import lookup
    from briefing.cli import report
    from briefing.results import Wish

    console = Console(quiet, verbose)
    span = options.span(week, since, until, options.today())
    settings = options.settings(config)
    wish = Wish(
        span=span, by=options.counted_by(by), districts=options.many(district), themes=options.many(theme)
    )
    with lookup.archive(archive or settings.database, must_exist=True) as opened:
        if show is not None:
            report.shown(*lookup.show(show, opened), as_json)
        else:
            report.listed(lookup.articles(wish, opened, settings), console, as_json)
    return 0


@app.command(cls=Command)
def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[文件夹]", help="放在哪个文件夹；不写就是当前文件夹。", show_default=False),
    ] = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="已有的文件也换成新的；原来的改名为 .bak 保留。")
    ] = False,
) -> int:
    """写一份带说明的配置 briefing.toml，并把模板复制到 templates 文件夹，供修改。

    另有本地地名、报纸特点、放假安排的样本：places.csv、papers.toml、放假安排.toml；
    双击就能用的“制作一周要闻”：把版面放进“来稿”文件夹，双击它，做好的 Word 文件就打开了；
    和 units 里让系统自动运行的文件（systemd、cron、Windows 任务计划），位置已经填好。
    已有的文件不会被覆盖，会逐个说明。改模板用 Word 或 WPS，改配置用记事本。

    例如，在“要闻”文件夹里准备好：

        briefing init 要闻
    """
    from briefing import starting

    console = Console()
    results = starting.start(folder, force)
    for one in results:
        if one.written:
            console.result(str(one.path))
        if one.message:
            console.note(one.message)
    return 0 if all(one.written for one in results) else 1


@app.command(cls=Command)
def doctor(
    archive: options.Archive = None,
    config: options.Configuration = None,
    as_json: options.Json = False,
) -> int:
    """检查配置、模板、档案库、字体、磁盘等是否就绪，有问题就说怎么修。

    例如：

        briefing doctor
    """
    from briefing import checkup
    from briefing.cli import report

    findings = checkup.examine(config, archive)
    report.findings(findings, as_json)
    return 1 if any(one.state == "bad" for one in findings) else 0
