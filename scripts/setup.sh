#!/usr/bin/env bash
# Puts in place what Grapevine needs on Debian 12. Says one line for each thing it does, and is
# silent about what is there already. Usage: scripts/setup.sh [build|test|coverage|format|site]
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-build}
build_packages=(cmake g++ make ninja-build pkgconf python3-venv ccache mold git
  libtbb-dev libfmt-dev libcli11-dev libtomlplusplus-dev nlohmann-json3-dev libsodium-dev
  libboost-dev libfast-float-dev libigraph-dev libisal-dev libxxhash-dev libzstd-dev)
test_packages=(catch2 libbenchmark-dev python3-dev)
coverage_packages=(clang-19 llvm-19 libclang-rt-19-dev)

case $purpose in
  build) packages=("${build_packages[@]}") ;;
  test) packages=("${build_packages[@]}" "${test_packages[@]}") ;;
  coverage) packages=("${build_packages[@]}" "${test_packages[@]}" "${coverage_packages[@]}") ;;
  format) packages=(clang-format-19) ;;
  site) packages=(python3-venv) ;;
  *) echo "setup: unknown purpose '$purpose'; use build, test, coverage, format or site" >&2; exit 2 ;;
esac

say() { echo "setup: $*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    echo "setup: '$*' needs root; run as root, or install sudo" >&2
    exit 2
  fi
}

# Runs a command, and shows what it printed only when it fails.
quietly() {
  local output
  output=$("$@" 2>&1) || { echo "$output" >&2; exit 1; }
}

missing=()
for package in "${packages[@]}"; do
  # A virtual or replaced package has no status line of its own, hence the pattern on 'ok installed'.
  dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "apt-get update"
  quietly as_root apt-get update -qq
  say "installing ${missing[*]}"
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}"
fi

[ "$purpose" != format ] || exit 0

# Prints what pyproject.toml pins: of the package, or of the group that is named.
pinned() {
  /usr/bin/python3 -c 'import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
group = sys.argv[1]
print(*(project["dependency-groups"][group] if group else project["project"]["dependencies"]))' "$1"
}

# Installs what is pinned into .venv, unless the file `mark` there says that it is in it.
install_pinned() {
  local mark=.venv/$1 requirements=$2 why=$3
  [ "$(cat "$mark" 2>/dev/null)" != "$requirements" ] || return 0
  say "installing $requirements into .venv ($why)"
  # shellcheck disable=SC2086  # one word each
  quietly .venv/bin/pip install --quiet --disable-pip-version-check --only-binary=:all: $requirements
  echo "$requirements" >"$mark"
}

[ -x .venv/bin/python ] || /usr/bin/python3 -m venv .venv
if [ "$purpose" = site ]; then
  install_pinned grapevine-site "$(pinned site)" "a site of docs/"
  exit 0
fi
install_pinned grapevine-requirements "$(pinned '')" "Arrow and Parquet for C++"
if [ "$purpose" = test ]; then
  install_pinned grapevine-tests "$(pinned test)" "tests of the Python package"
  install_pinned grapevine-oracle "$(pinned oracle)" "measures to compare ours with"
fi

# Installs packages that a build can do without; tells by its status whether they are there now.
apt_try() {
  (as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
    -qq --no-install-recommends "$@") >/dev/null 2>&1
}

# The page of reports draws with packages of npm. Where npm or its registry is not at hand, reports
# are text: a build needs neither.
give_up() {
  cp study/report/page/package-lock.json .node.tried
  say "$1: reports will be text, unless older packages are there; rm .node.tried to try again"
}

install_page_packages() {
  local lock=study/report/page/package-lock.json
  cmp -s "$lock" .node/installed && return 0
  # What could not be had is not tried at every build: only when the packages asked for change.
  cmp -s "$lock" .node.tried && return 0
  if ! command -v npm >/dev/null; then
    say "installing nodejs npm (for the page of reports)"
    apt_try nodejs npm || { give_up "no npm here"; return 0; }
  fi
  say "installing npm packages into .node (for the page of reports)"
  rm -rf .node.new
  mkdir .node.new
  cp study/report/page/package.json "$lock" .node.new/
  if (cd .node.new && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1) >/dev/null 2>&1; then
    cp "$lock" .node.new/installed
    rm -rf .node .node.tried
    mv .node.new .node
  else
    rm -rf .node.new
    give_up "npm could not install them"
  fi
}
install_page_packages

# Tests look at the page in a browser; without one they skip.
if [ "$purpose" = test ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null &&
  ! command -v google-chrome >/dev/null; then
  say "installing chromium (to look at the page of reports)"
  apt_try chromium fonts-dejavu-core || say "no chromium here: tests of the page will skip"
fi
