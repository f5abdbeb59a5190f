"""安装：把 wheels 里的组件装进旁边的 program 文件夹。不联网，不改动系统，不需要管理员权限。

Install the bundle beside this file. Needs Python >= 3.11 and nothing else: no venv, no pip, no network.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"
PROGRAM = HERE / "program"
MAIN = '"""Run as: python program"""\n\nfrom briefing.cli import main\n\nmain()\n'


def say(text: str) -> None:
    """A line, at once."""
    print(text, flush=True)


def requirements() -> Path:
    """The list for this Python; ends with one line where there is none."""
    lists = {path.stem[len("requirements-") :]: path for path in WHEELS.glob("requirements-*.txt")}
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if here not in lists:
        known = "、".join(sorted(lists))
        sys.exit(
            f"错误：这个安装包供 Python {known} 使用，这里是 {here}（{sys.executable}）；请装其中一个版本"
        )
    return lists[here]


def install(listed: Path) -> None:
    """Into a folder aside, then in the place of the former one: a failed installation changes nothing."""
    aside = PROGRAM.with_name("program.new")
    shutil.rmtree(aside, ignore_errors=True)
    pip = next(WHEELS.glob("pip-*.whl")) / "pip"
    quiet = (
        "--quiet",
        "--disable-pip-version-check",
        "--no-warn-script-location",
        "--root-user-action=ignore",
    )
    only = ("--no-index", "--find-links", str(WHEELS), "--no-deps", "--require-hashes")
    command = [sys.executable, "-I", str(pip), "--isolated", "install", *quiet, *only]
    if subprocess.call([*command, "--target", str(aside), "--requirement", str(listed)]):
        shutil.rmtree(aside, ignore_errors=True)
        sys.exit("错误：没有装成（上面是原因）；请确认安装包与这台电脑的系统相符，重新解压再试")
    (aside / "__main__.py").write_text(MAIN, "utf-8")
    former = PROGRAM.with_name("program.old")
    shutil.rmtree(former, ignore_errors=True)
    try:
        # Windows does not rename a folder whose files are in use: then the former program is still whole.
        if PROGRAM.exists():
            PROGRAM.rename(former)
        aside.rename(PROGRAM)
    except OSError as error:
        sys.exit(f"错误：{PROGRAM} 正在使用，换不了（{error.strerror}）；请先停掉程序，再安装一次")
    shutil.rmtree(former, ignore_errors=True)


def write_command() -> None:
    """A file `briefing` that runs the program from a terminal."""
    python = Path(sys.executable)
    near = python.relative_to(HERE) if HERE in python.parents else None
    if sys.platform == "win32":
        called = str(python if near is None else near).replace("%", "%%")
        begin = '@"' if near is None else '@"%~dp0'
        path, text = HERE / "briefing.bat", f'{begin}{called}" "%~dp0program" %*\r\n'
        path.write_bytes(text.encode("mbcs"))
        return
    called = "'" + str(python).replace("'", "'\\''") + "'"
    path = HERE / "briefing"
    path.write_text(f'#!/bin/sh\nexec {called} "$(dirname "$0")/program" "$@"\n', "utf-8")
    path.chmod(0o755)


def prepare() -> None:
    """The configuration and the start files; what the office has from an earlier installation stays."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(PROGRAM), "init", str(HERE)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    if done.returncode not in (0, 1) or not (HERE / "来稿").is_dir():
        sys.exit(f"错误：装上了，但是运行不了：\n{done.stderr.decode('utf-8', 'replace')}")


def main() -> None:
    """Install, write the command, prepare the folder."""
    listed = requirements()
    say("正在安装，约一分钟……")
    install(listed)
    write_command()
    prepare()
    say(f"装好了：{HERE}")
    say("以后：把版面放进“来稿”文件夹，双击“制作一周要闻”。")


if __name__ == "__main__":
    main()
