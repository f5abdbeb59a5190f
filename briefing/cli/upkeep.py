"""The commands that keep what there is: backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli import options
from briefing.cli.app import Command, app
from briefing.cli.console import Console


@app.command(cls=Command)
def backup(
    file: Annotated[Path, typer.Argument(metavar="文件", help="备份到哪个文件；已有的备份会换成新的。")],
    archive: options.Archive = None,
    config: options.Configuration = None,
    quiet: options.Quiet = False,
) -> int:
    """备份档案库：读过的文章、发出的各期、谁收到了什么，都在里面。服务正在运行也可以备份。

    备份是一个完整的文件，写完、查过才换上，写到一半断电也不会弄坏上一次的备份。
    怎样恢复，见 docs/upkeep.md。

    例如，备份到移动硬盘：

        briefing backup E:/要闻备份.db
    """
    from briefing import safekeeping

    console = Console(quiet)
    done = safekeeping.backup(archive or options.settings(config).database, file)
    console.result(str(done.path))
    console.note(f"已备份，{done.size / 1024**2:.1f} MB；briefing.toml 和来稿、成品请另外复制")
    return 0
