#!/usr/bin/env bash
# `pip install .` into a new virtual environment, then the package's tests against what it installed.
set -euo pipefail
cd "$(dirname "$0")/.."
source=$PWD
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

/usr/bin/python3 -m venv "$place/venv"
pip() { "$place/venv/bin/pip" "$@" --quiet --disable-pip-version-check; }
start=$SECONDS
pip install .
echo "pip install . took $((SECONDS - start)) s"

cd "$place"   # away from the source tree: only what was installed is there
env -i "$place/venv/bin/grapevine" demo --out demo
packages=$("$place/venv/bin/python" -c 'import tomllib
print(*tomllib.load(open("'"$source"'/pyproject.toml", "rb"))["dependency-groups"]["test"])')
# shellcheck disable=SC2086  # one word each
pip install --only-binary=:all: $packages
"$place/venv/bin/python" -m pytest -q -p no:cacheprovider --rootdir "$source" "$source/tests/python"
