"""Whether everything is ready on this computer, and how to mend what is not."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from briefing import __version__, config, mail_checkup, resources, service_checkup, templating
from briefing.annotate import Annotator, local
from briefing.annotate.gazetteer import Gazetteer
from briefing.annotate.home import unknown
from briefing.archive import Archive
from briefing.config import Config
from briefing.errors import BriefingError, reason
from briefing.newsroom import Newsroom
from briefing.render import printed, render
from briefing.results import Finding
from briefing.zone import ZONE

# A year's archive of one district's paper and its documents stay under this.
_ENOUGH_DISK = 500 * 1024 * 1024
# The faces of an official document, each with names under which systems know it.
_FACES = {
    "仿宋": ("仿宋", "FangSong", "STFangsong", "方正仿宋", "仿宋_GB2312"),
    "小标宋": ("方正小标宋", "FZXiaoBiaoSong", "小标宋"),
    "黑体": (
        "黑体",
        "SimHei",
        "STHeiti",
        "Heiti SC",
        "Noto Sans CJK",
        "Source Han Sans",
        "WenQuanYi Zen Hei",
    ),
    "楷体": ("楷体", "KaiTi", "STKaiti", "Kaiti SC", "AR PL UKai"),
}
_FONT_FILES = {
    "仿宋": ("simfang.ttf",),
    "小标宋": ("fzxbsjw.ttf", "fzxbsk.ttf"),
    "黑体": ("simhei.ttf",),
    "楷体": ("simkai.ttf",),
}


def examine(path: Path | None, archive: str | None) -> list[Finding]:
    """Examine what exists so far. A wrong configuration is a finding; the defaults then stand in for it."""
    findings = [_program()]
    settings, told = _configuration(path)
    findings += told
    findings.append(_data(settings))
    findings += _own_data(settings)
    findings += _homes(settings)
    findings += _templates(settings)
    findings.append(_archive(archive or settings.database))
    findings += _office(settings, archive or settings.database)
    findings.append(_out(settings.out))
    findings += _engines()
    findings.append(_fonts())
    findings.append(_printer(settings))
    return findings


def _program() -> Finding:
    python = f"briefing {__version__}，Python {platform.python_version()}（{platform.system()}）"
    return Finding("程序", "ok", python)


def _configuration(path: Path | None) -> tuple[Config, list[Finding]]:
    old: list[str] = []
    try:
        found = config.find(path)
        settings = config.load(found, old.append)
    except BriefingError as error:
        return Config(), [Finding("配置", "bad", str(error), "改正这一处；或删去这一行，用默认值")]
    if found is None:
        return settings, [Finding("配置", "ok", "没有配置文件，用默认值（briefing init 可写一份）")]
    warned = [Finding("配置", "warn", line, "照提示修改，或删去这一行；不改也照常运行") for line in old]
    return settings, [Finding("配置", "ok", str(found)), *warned]


def _data(settings: Config) -> Finding:
    try:
        Annotator.default(settings.model_copy(update={"places": None}))
    except BriefingError as error:
        return Finding("词表", "bad", str(error), "按提示修改配置或词表")
    except Exception as error:  # A damaged data file can fail in any way; here it is a finding.
        return Finding("词表", "bad", f"地名表或词表读不了（{error}）", "重新安装 briefing")
    return Finding("词表", "ok", "地名表、主题词表可用")


def _own_data(settings: Config) -> Iterator[Finding]:
    """The office's own places and papers: each wrong line by itself."""
    places = ("本地地名", settings.places, _places)
    for subject, path, read in (places, ("报纸特点", settings.papers, _papers)):
        if path is None:
            yield Finding(subject, "ok", "没有自己的文件，用程序自带的（briefing init 可写一份样本）")
            continue
        try:
            told, flaws = read(path)
        except BriefingError as error:
            yield Finding(subject, "bad", str(error), "在这个文件里改正；或改名、移走，暂不用它")
            continue
        mend = "改正这一处；在那以前它不起作用，其余照常"
        yield from (Finding(subject, "bad", flaw, mend) for flaw in flaws)
        if not flaws:
            yield Finding(subject, "ok", f"{path}：{told}")


def _homes(settings: Config) -> Iterator[Finding]:
    """What “我区” means, where the configuration says so."""
    homes = [("home", settings.home), *((f"来源 {one.name} 的 home", one.home) for one in settings.sources)]
    for where, home in homes:
        try:
            wrong = unknown(home, local.gazetteer(settings)[0]) if home else None
        except BriefingError:
            return  # Told of the file itself.
        if wrong:
            yield Finding("所在地", "bad", f"{where}：{wrong}", "在配置里改正这一处")


def _places(path: Path) -> tuple[str, list[str]]:
    entries, flaws = local.read(path, Gazetteer.default())
    return f"{len(entries)} 个地名", [flaw.told(path) for flaw in flaws]


def _papers(path: Path) -> tuple[str, list[str]]:
    newsroom = Newsroom.set_up(Config(papers=path))
    return f"{len(newsroom.papers)} 种报纸", [problem.message for problem in newsroom.problems]


def _templates(settings: Config) -> Iterator[Finding]:
    folder = settings.templates or resources.templates()
    sample = templating.sample(settings)
    for format in ("docx", "html", "eml"):
        try:
            render(sample, format, folder, settings)
        except BriefingError as error:
            mend = "用 briefing template check 查出每一处；或把配置里的 templates 去掉，用自带的模板"
            yield Finding(f"模板 {format}", "bad", str(error), mend)
        else:
            yield Finding(f"模板 {format}", "ok", str(folder))


def _archive(target: str) -> Finding:
    try:
        if Archive.is_missing(target):
            return Finding("档案库", "ok", f"{target} 还没有，第一次读入来源时建立")
        with Archive.open(target) as archive:
            archive.check_writable()
            return Finding("档案库", "ok", f"{archive.name}：{archive.count()} 篇文章，可以写入")
    except BriefingError as error:
        return Finding("档案库", "bad", str(error), "按提示处理；档案库可从备份取回")


def _office(settings: Config, target: str) -> list[Finding]:
    """Delivery and the service; names of districts are checked where there is an archive."""
    try:
        if not Archive.is_missing(target):
            with Archive.open(target) as archive:
                return list(_running(settings, archive))
    except BriefingError:
        pass  # Told of the archive itself.
    return list(_running(settings, None))


def _running(settings: Config, archive: Archive | None) -> Iterator[Finding]:
    yield from mail_checkup.examine(settings, archive)
    yield from service_checkup.examine(settings, archive, datetime.now(ZONE).date())


def _out(folder: Path) -> Finding:
    place = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), Path())
    free = shutil.disk_usage(place).free
    space = f"{free / 1024**3:.1f} GB 可用"
    try:
        probe = place / ".briefing-doctor.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        mend = "换一个文件夹（--out 或配置里的 out），或修改权限"
        return Finding("成品文件夹", "bad", f"{folder}：不能写入（{reason(error)}）", mend)
    if free < _ENOUGH_DISK:
        return Finding("成品文件夹", "warn", f"{folder}：{space}", "清理磁盘，留出 500 MB 以上")
    return Finding("成品文件夹", "ok", f"{folder}：可以写入，{space}")


def _engines() -> Iterator[Finding]:
    if importlib.util.find_spec("rjieba"):
        yield Finding("分词", "ok", "rjieba（快）")
    elif importlib.util.find_spec("jieba"):
        yield Finding("分词", "warn", "没有 rjieba，用 jieba（结果相同，较慢）", "pip install rjieba")
    else:
        yield Finding("分词", "bad", "没有 rjieba，也没有 jieba", "重新安装 briefing")
    if importlib.util.find_spec("textrank4zh"):
        yield Finding("摘要引擎", "ok", "fast、textrank4zh 都可用")
    else:
        yield Finding("摘要引擎", "warn", "只有 fast 可用", "要用 textrank4zh：pip install textrank4zh")


def _printer(settings: Config) -> Finding:
    if found := printed.program():
        return Finding("PDF", "ok", f"用 {found} 转换")
    missing = "没有 LibreOffice，做不了 PDF；其他格式照常"
    if "pdf" not in settings.formats:
        return Finding("PDF", "ok", missing)
    return Finding("PDF", "warn", missing, "安装 LibreOffice；或在 Word、WPS 里打开成品，另存为 PDF")


def _fonts() -> Finding:
    names = _installed()
    if names is None:
        return Finding("字体", "warn", "查不到装了哪些字体", "打开成品，看仿宋、黑体、楷体是否正常")
    missing = [face for face, known in _FACES.items() if not any(one.lower() in names for one in known)]
    if missing:
        mend = "Word 文件不受影响，在装有这些字体的电脑上显示正常；本机要看原样，请安装字体"
        return Finding("字体", "warn", f"本机没有 {'、'.join(missing)}", mend)
    return Finding("字体", "ok", f"{'、'.join(_FACES)} 都有")


def _installed() -> str | None:
    """The names of all installed fonts as one lower-case text; None where there is no way to know."""
    if sys.platform == "win32":
        files = {path.name.lower() for path in Path(r"C:\Windows\Fonts").glob("*")}
        return "\n".join(_FACES[face][0] for face, own in _FONT_FILES.items() if files & set(own)).lower()
    command = shutil.which("fc-list")
    if command is None:
        return None
    try:
        listed = subprocess.run([command, ":", "family"], capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return listed.stdout.decode("utf-8", "replace").lower()
