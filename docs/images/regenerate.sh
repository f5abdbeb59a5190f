#!/usr/bin/env bash
# The pictures of the READMEs, from the briefing of one week: bash docs/images/regenerate.sh [WEEK]
# Needs `make brief` before it, and soffice, pdftoppm, chromium and the Noto CJK fonts.
set -euo pipefail
cd "$(dirname "$0")/../.."
week=${1:-2018-W45}
here=$PWD/docs/images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export PYTHONPATH=$PWD
page() { # TEMPLATE PAGE NAME: a page of the week's document by that template, with an office's settings
  "${PYTHON:-.venv/bin/python}" - "$week" "$1" "$work/$3.pdf" <<'PYTHON'
import sys
from pathlib import Path

from briefing import codec
from briefing.config import Config
from briefing.model import Briefing
from briefing.render import render
from briefing.resources import templates
from tests.render.sample import CONFIG

week, template, target = sys.argv[1:]
(path,) = Path("out", week).glob("*.json")
briefing = codec.loads(Briefing, path.read_bytes())
config = CONFIG if template == "工作简报" else Config()
made = render(briefing, "pdf", templates(), config.model_copy(update={"template": template}))
Path(target).write_bytes(made.data)
PYTHON
  number=$2
  if [ "$number" = foot ]; then # the page with 版记
    number=1
    until pdftotext -f "$number" -l "$number" "$work/$3.pdf" - | grep -q 共印; do number=$((number + 1)); done
  fi
  pdftoppm -png -r 70 -f "$number" -l "$number" -singlefile "$work/$3.pdf" "$here/$3"
}

# Free faces stand in for those of an official document, which only office computers have.
page 一周要闻 1 word
page 工作简报 1 word-official
page 工作简报 foot word-foot
page 会议材料 1 word-meeting
cp out/"$week"/*.html "$work/page.html"
for size in 1280,1150 390,844; do
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size="$size" \
    --user-data-dir="$work/chromium" --screenshot="$here/html-${size%,*}.png" "file://$work/page.html" >/dev/null 2>&1
done
ls -l "$here"/*.png
