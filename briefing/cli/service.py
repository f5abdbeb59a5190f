"""The commands of the service: serve, run-due, approve, status, sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import options
from briefing.cli.app import Command, app
from briefing.cli.console import Console
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.model import Problem


@app.command(cls=Command)
def serve(
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """自动服务：按时读来稿、做简报、发邮件，直到停下（Ctrl-C 或关机）。

    每小时读一遍 [[sources]] 里的文件夹；周一 07:30 做上一周的简报，08:00 发出；逢放假顺延。
    关机、休眠错过的，开机后补上。同一个档案库只能有一个服务在运行。
    时间、收件人、值班人都在 briefing.toml 里。让它随电脑启动，见 docs/service.md。

    例如：

        briefing serve
    """
    from briefing import serving
    from briefing.results import Watch

    console = Console(quiet, verbose)
    target = archive or options.settings(config).database
    with serving.on_duty(lambda: options.settings(config), target, "serve", serving.now) as opened:

        def tell(line: str) -> None:
            console.note(f"{serving.now():%m-%d %H:%M:%S} {line}")

        watch = Watch(lambda problem: tell(f"警告：{problem.message}"), lambda _step, _done, _total: None)
        service = serving.Service(lambda: options.settings(config), opened, watch, tell, serving.now)
        console.note("服务已启动；停下请按 Ctrl-C")
        with serving.stopped_by_signals(service.stop):
            service.serve()
        console.note("服务已停下")
    return 0


@app.command(name="run-due", cls=Command)
def run_due(
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """把现在该做的做一遍就结束：读来稿、做简报、发邮件。供 cron、systemd 定时器、Windows 任务计划调用。

    该做什么由档案库里的记录决定，多运行几遍、错过了再运行，都不会重复。服务（serve）正在运行时，它什么也不做。

    例如，让任务计划每 10 分钟运行一次：

        briefing run-due --quiet
    """
    from briefing import lock, serving
    from briefing.cli import service_report as report
    from briefing.results import Watch

    console = Console(quiet, verbose)
    target = archive or options.settings(config).database
    told: list[Problem] = []
    try:
        with (
            serving.on_duty(lambda: options.settings(config), target, "run-due", serving.now) as opened,
            console.watching() as watch,
        ):

            def problem(one: Problem) -> None:
                told.append(one)
                watch.problem(one)

            heard = Watch(problem, watch.progress)
            service = serving.Service(
                lambda: options.settings(config), opened, heard, lambda _line: None, serving.now
            )
            with serving.stopped_by_signals(service.stop):
                done = service.look()
    except lock.Held as error:
        console.note(f"{error.holder or '另一个进程'} 正在运行，由它来做")
        done = []
    report.done(done, console, as_json)
    return 1 if told or any(one.failed for one in done) else 0


@app.command(cls=Command)
def approve(
    week: Annotated[
        str,
        typer.Argument(metavar="周", help="哪一期：2018-W45、last（上周），或 2018-11-05_2018-11-11。"),
    ],
    document: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="就发这个文件（改好的 Word），不发程序做的。"),
    ] = None,
    edition: Annotated[str | None, typer.Option(metavar="版本", help="哪个版本；不写就是主刊。")] = None,
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
) -> int:
    """放行一期草稿：审好了，可以发出。到了发出的时间由服务（或 run-due）发出，过了时间就马上发。

    只有 briefing.toml 里写了 [review] required = true 才需要放行。

    例如，放行上周的；或者改过以后，就发改好的文件：

        briefing approve last

        briefing approve 2018-W45 --document 改好的.docx
    """
    from briefing import lock, lookup, reviewing, serving
    from briefing.cli import service_report as report
    from briefing.schedule import Plan

    console, settings = Console(quiet), options.settings(config)
    with lookup.archive(archive or settings.database, must_exist=True) as opened:
        plan = Plan.of(settings)
        done = reviewing.approve(week, edition, document, opened, plan, serving.now())
        report.approved(done, lock.holder(lock.path_for(str(opened.target))), console)
    return 0


@app.command(cls=Command)
def status(
    archive: options.Archive = None,
    config: options.Configuration = None,
    as_json: options.Json = False,
) -> int:
    """看看情况：服务在不在运行，上一期、下一期，什么在等，档案库，放假安排知道到哪年，有什么问题。

    例如：

        briefing status
    """
    from briefing import lookup, serving, standing
    from briefing.cli import service_report as report
    from briefing.schedule import Plan

    settings = options.settings(config)
    with lookup.archive_to_read(archive or settings.database) as opened:
        report.standing(standing.standing(opened, settings, Plan.of(settings), serving.now()), as_json)
    return 0


@app.command(cls=Command)
def sources(
    action: Annotated[
        str | None,
        typer.Argument(metavar="[test]", help="test：试读一个来源，什么也不改。", show_default=False),
    ] = None,
    name: Annotated[
        str | None, typer.Argument(metavar="[名称]", help="试读哪个来源。", show_default=False)
    ] = None,
    archive: options.Archive = None,
    config: options.Configuration = None,
    verbose: options.Verbose = False,
    as_json: options.Json = False,
) -> int:
    """看每个来源：上次读成的时间、本周几篇文章、上次的错误。或者试读一个来源。

    例如，看全部；再试读“来稿”：

        briefing sources

        briefing sources test 来稿
    """
    from briefing import lookup, reading, serving, standing
    from briefing.cli import service_report as report
    from briefing.cli.report import ingested

    console, settings = Console(verbose=verbose), options.settings(config)
    if action is None:
        with lookup.archive_to_read(archive or settings.database) as opened:
            report.sources(standing.source_states(opened, settings, serving.now()), as_json)
        return 0
    if action != "test" or name is None:
        raise UsageError("请写成 briefing sources，或 briefing sources test 名称")
    source = reading.named(name, settings)
    with console.watching() as watch:
        done = reading.try_source(source, settings, serving.now(), watch)
    if done.run.error:
        return 4
    ingested(done.ingestion, console, as_json)
    return done.ingestion.outcome
