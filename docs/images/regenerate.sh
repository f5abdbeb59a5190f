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
# browser ARGUMENT …: Chromium, quietly and without looking anything up.
browser() {
  chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars \
    --user-data-dir="$work/chromium" "$@" >/dev/null 2>&1
}

browser --window-size=1280,1150 --screenshot="$here/html-1280.png" "file://$work/page.html"
# How an editor checks: an item opened to its article, of a week whose first item is a part of a long one.
sed -z 's/<details>/<details open>/; s|</head>|<style>.masthead, .toc, .district > h2 { display: none }</style></head>|' \
  out/2018-W27/*.html >"$work/open.html"
browser --window-size=800,1000 --screenshot="$here/html-check.png" "file://$work/open.html"
browser --window-size=390,844 --screenshot="$here/html-390.png" "file://$work/page.html"
browser --no-pdf-header-footer --print-to-pdf="$work/print.pdf" "file://$work/page.html"
pdftoppm -png -r 90 -f 1 -singlefile "$work/print.pdf" "$here/html-print"

"${PYTHON:-.venv/bin/python}" -m briefing make --quiet --archive out/briefing.db --week "$week" --format eml \
  --out "$work/mail" >/dev/null
"${PYTHON:-.venv/bin/python}" - "$work/mail/$week"/*.eml >"$work/mail.html" <<'PYTHON'
import email.policy
import sys

with open(sys.argv[1], "rb") as file:
    message = email.message_from_binary_file(file, policy=email.policy.default)
print(message.get_body(("html",)).get_content())
PYTHON
browser --window-size=600,900 --screenshot="$here/mail-600.png" "file://$work/mail.html"
ls -l "$here"/*.png
