"""Whether the service would do what its configuration means: sources, editions, review, calendar."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date

from briefing import lookup, schedule
from briefing.archive import Archive
from briefing.config import Config
from briefing.errors import BriefingError
from briefing.results import Finding, Wish
from briefing.schedule import Plan


def examine(config: Config, archive: Archive | None, today: date) -> Iterator[Finding]:
    """One finding for each thing; names of districts are checked where there is an archive."""
    yield _calendar(config, today)
    for source in config.sources:
        subject = f"来源 {source.name}"
        if not source.folder.is_dir():
            yield Finding(
                subject, "bad", f"{source.folder}：没有这个文件夹", "建立它，或修改 [[sources]] 的 folder"
            )
        elif not os.access(source.folder, os.R_OK | os.X_OK):
            yield Finding(subject, "bad", f"{source.folder}：没有读取权限", "修改文件夹的权限")
        else:
            yield Finding(subject, "ok", f"{source.folder}，每 {source.every} 分钟读一次")
    for edition in schedule.editions(config):
        wish = Wish(districts=edition.districts, themes=edition.themes)
        try:
            lookup.themes(wish, config)
            if archive is not None:
                lookup.query(wish, archive, config)
        except BriefingError as error:
            told = str(error).replace("--district", "districts").replace("--theme", "themes")
            yield Finding(f"版本 {edition.name}", "bad", told, "改正 [weekly] 或 [[editions]] 里的这一项")
    if config.review.required and not config.review.editors:
        mend = "在 [review] 的 editors 里写上邮箱；或者不要 required = true"
        yield Finding("审稿", "warn", "要先审再发，而没有写草稿发给谁", mend)


def _calendar(config: Config, today: date) -> Finding:
    try:
        calendar = Plan.of(config).calendar
    except BriefingError as error:
        return Finding("放假安排", "bad", str(error), "改正这个文件；或去掉 [calendar] file")
    year = calendar.unknown_year(today)
    if year is None:
        return Finding("放假安排", "ok", f"知道到 {calendar.last_known} 年")
    mend = "更新程序；或照通知改好 放假安排.toml（briefing init 有样本），写进 [calendar] file"
    return Finding("放假安排", "warn", f"还不知道 {year} 年的，先按法定节假日和周末推算", mend)
