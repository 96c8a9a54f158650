#!/usr/bin/env bash
# Shows that a bare machine is enough. Puts a debootstrapped Debian 12 into FOLDER, installs there
# what the README asks for beforehand, clones the commit that is checked out here, runs `make demo`
# and `make test`, each twice, and prints the times. Root runs it, or a user with sudo; with --user
# the machine inside is a user's with sudo as well. The folder stays: remove it with `sudo rm -rf`.
# Usage: scripts/bare_machine.sh FOLDER [--user] [--demo-only]
set -euo pipefail

fail() { echo "bare_machine: $*" >&2; exit 2; }
say() { echo "bare_machine: $*"; }

folder='' as_user=no steps=(demo test)
for argument; do
  case $argument in
    --user) as_user=yes ;;
    --demo-only) steps=(demo) ;;
    -*) fail "unknown option '$argument'; use --user or --demo-only" ;;
    *) [ -z "$folder" ] || fail "two folders, '$folder' and '$argument'; give one"
       folder=$(realpath --canonicalize-missing "$argument") ;;
  esac
done
[ -n "$folder" ] || fail "no folder; usage: scripts/bare_machine.sh FOLDER [--user] [--demo-only]"
source=$(realpath "$(dirname "$0")/..")

# How the host reaches packages, for the machine inside. Names only: sudo forgets the variables.
passed=()
while IFS= read -r name; do passed+=("$name=${!name}"); done \
  < <(compgen -e | grep -E '^(PIP_.*|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY)$' || true)

# All mounts happen in a mount namespace of our own: however this ends, the kernel takes them away.
if [ -z "${BARE_MACHINE_INSIDE:-}" ]; then
  [ ! -e "$folder" ] || [ -z "$(ls -A "$folder" 2>/dev/null || echo unreadable)" ] ||
    fail "$folder: holds something; give a new folder"
  sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "it needs root; run it as root, or install sudo"
    sudo=(sudo)
  fi
  exec "${sudo[@]}" env "${passed[@]}" BARE_MACHINE_INSIDE=yes \
    unshare --mount --propagation private "$(realpath "$0")" "$@"
fi
unset BARE_MACHINE_INSIDE

if ! command -v debootstrap >/dev/null; then
  say "installing debootstrap"
  apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi

# The host's own mirrors of Debian 12, else Debian's.
mirrors=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) main' 'Created-By: Packages' \
  2>/dev/null | grep -E ' bookworm(-updates|-security)? main$' | sort -u || true)
grep -q ' bookworm main$' <<<"$mirrors" || mirrors='deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian bookworm-updates main
deb http://deb.debian.org/debian-security bookworm-security main'
mirror=$(awk '$3 == "bookworm" {print $2; exit}' <<<"$mirrors")

declare -a times
timed() {
  local what=$1 begin end
  shift
  say "$what"
  begin=$(date +%s.%N)
  "$@"
  end=$(date +%s.%N)
  times+=("$(printf '%-52s %8.1f s' "$what" "$(seconds_between "$begin" "$end")")")
}
seconds_between() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.3f", b - a}'; }

# Runs a command in the machine, as root or as its user, with nothing of the host's environment but
# the way to packages.
in_machine() {
  local home=/root user=root
  if [ "$1" = work ] && [ $as_user = yes ]; then home=/home/person user=person; fi
  shift
  chroot --userspec="$user:$user" "$folder" /usr/bin/env -i HOME="$home" USER="$user" LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${passed[@]}" \
    bash -c 'cd "$HOME" && if [ -d grapevine ]; then cd grapevine; fi && "$@"' bash "$@"
}

# Names, mirrors, proxies and certificates as the host has them; services do not start.
configure() {
  cp --dereference /etc/resolv.conf /etc/hosts "$folder/etc/"
  echo "$mirrors" >"$folder/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries)' \
    >"$folder/etc/apt/apt.conf.d/90host" || true
  [ -z "${http_proxy:-}" ] || echo "Acquire::http::Proxy \"$http_proxy\";" \
    >>"$folder/etc/apt/apt.conf.d/90host"
  [ -z "${https_proxy:-}" ] || echo "Acquire::https::Proxy \"$https_proxy\";" \
    >>"$folder/etc/apt/apt.conf.d/90host"
  printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
  chmod +x "$folder/usr/sbin/policy-rc.d"
  [ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$folder/etc/pip.conf"
  mkdir -p "$folder/usr/local/share/ca-certificates"
  cp -r /usr/local/share/ca-certificates/. "$folder/usr/local/share/ca-certificates/"
  mount -t proc proc "$folder/proc"
  mount --rbind /dev "$folder/dev"
  mount --rbind /sys "$folder/sys"
}

# What the README asks for before the first `make`.
beforehand() {
  local packages=(git make ca-certificates)
  [ $as_user = no ] || packages+=(sudo)
  in_machine root apt-get update -qq
  in_machine root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${packages[@]}"
}

add_user() {
  in_machine root useradd --create-home --shell /bin/bash person
  echo 'person ALL=(ALL) NOPASSWD: ALL' >"$folder/etc/sudoers.d/person"
}

mkdir -p "$folder"
include=()
[[ $mirror != https:* ]] || include=(--include=ca-certificates)
timed "debootstrap" debootstrap --variant=minbase "${include[@]}" bookworm "$folder" "$mirror"
configure
timed "beforehand: apt-get install git make ca-certificates" beforehand
[ $as_user = no ] || add_user
commit=$(git -c safe.directory="$source" -C "$source" rev-parse --short HEAD)
git -c safe.directory="$source" -C "$source" bundle create --quiet "$folder/srv/grapevine.bundle" HEAD
timed "git clone" in_machine work git clone --quiet /srv/grapevine.bundle grapevine
for warmth in cold warm; do
  for step in "${steps[@]}"; do timed "make $step, $warmth" in_machine work make "$step"; done
done

say "$commit on $(nproc) cores" \
  "with $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB, inside" \
  "$(if [ $as_user = yes ]; then echo a user with sudo; else echo root; fi):"
printf '%s\n' "${times[@]}"
