#!/usr/bin/env bash
# venv.sh NAME: makes the virtual environment tests/venvs/NAME.txt once, keeps it for the next run, and prints the path of
# its Python. They lie in $AUGSHARD_VENVS, by default ~/.cache/augshard/venvs. Not needed to build or run augshard.
set -euo pipefail

list=$(dirname "${BASH_SOURCE[0]}")/venvs/$1.txt
folder=${AUGSHARD_VENVS:-$HOME/.cache/augshard/venvs}/$1
python=$folder/bin/python
stamp=$folder/installed.txt

# The stamp is written last: an installation that was cut short is taken up again.
if ! cmp -s "$list" "$stamp" || ! "$python" -c '' 2>/dev/null; then
  "$python" -c '' 2>/dev/null || python3 -m venv --clear "$folder" >&2
  "$python" -m pip install --quiet --disable-pip-version-check --requirement "$list" >&2
  cp "$list" "$stamp"
fi
echo "$python"
