#!/usr/bin/env bash
# The pictures of the READMEs, from the briefing of one week: bash docs/images/regenerate.sh [WEEK]
# Needs `make brief` before it, and soffice, pdftoppm, chromium and the Noto CJK fonts.
set -euo pipefail
cd "$(dirname "$0")/../.."
week=${1:-2018-W45}
here=$PWD/docs/images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Free faces in the place of those of an official document, which only office computers have.
{
  echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
  echo '<include>/etc/fonts/fonts.conf</include>'
  while read -r face free; do
    echo "<match target='pattern'><test name='family'><string>$face</string></test>"
    echo "<edit name='family' mode='assign' binding='strong'><string>$free</string></edit></match>"
  done <<'FACES'
仿宋 Noto Serif CJK SC
宋体 Noto Serif CJK SC
楷体 Noto Serif CJK SC
方正小标宋简体 Noto Serif CJK SC
黑体 Noto Sans CJK SC
FACES
  echo '</fontconfig>'
} >"$work/fonts.conf"

cp out/"$week"/*.docx "$work/word.docx"
cp out/"$week"/*.html "$work/page.html"
FONTCONFIG_FILE=$work/fonts.conf soffice "-env:UserInstallation=file://$work/profile" --headless \
  --convert-to pdf --outdir "$work" "$work/word.docx" >/dev/null
pdftoppm -png -r 90 -f 1 -singlefile "$work/word.pdf" "$here/word"

for size in 1280,1150 390,844; do
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size="$size" \
    --user-data-dir="$work/chromium" --screenshot="$here/html-${size%,*}.png" "file://$work/page.html" >/dev/null 2>&1
done
ls -l "$here"/*.png
