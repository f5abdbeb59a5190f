#!/bin/sh
# 安装：找到能用的 Python（3.11、3.12、3.13），其余交给 install.py。也可以指定：PYTHON=/路径/python3 sh 安装.sh
here=$(cd "$(dirname "$0")" && pwd) || exit
for python in "$PYTHON" python3.13 python3.12 python3.11 python3; do
  [ -n "$python" ] || continue
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" "$here/install.py"
  fi
done
echo '错误：没有找到 Python 3.11 或更新的版本；请先安装 Python' >&2
exit 1
