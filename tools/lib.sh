# shellcheck shell=bash
# What run, test, dev and the Dockerfile share. Sourced, never run; leaves the caller in the
# repository's root, with its output kept in build/logs and shown only when something fails.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
logs=build/logs

say() { printf '%s\n' "$*"; }

die() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# The part of a log that says what went wrong: from ninja's first FAILED on, or else its end.
show_failure() {
  local log=$1
  if grep -q '^FAILED:' "$log"; then
    sed -n '/^FAILED:/,$p' "$log" | head -n 60 >&2
  else
    tail -n 40 "$log" >&2
  fi
}

# step LABEL LOG ADVICE COMMAND...: runs the command quietly, prints one line with the time it took.
# A failure shows the telling part of the log and the advice, and returns 1.
step() {
  local label=$1 log=$logs/$2.log advice=$3 started=$SECONDS
  shift 3
  mkdir -p "$logs"
  printf '%s ...' "$label"
  if "$@" >"$log" 2>&1 </dev/null; then
    printf ' %d s\n' $((SECONDS - started))
    return 0
  fi
  printf ' FAILED after %d s\n' $((SECONDS - started))
  show_failure "$log"
  printf '\n%s failed. %s\nThe whole output is in %s.\n' "$label" "$advice" "$log" >&2
  return 1
}

# The packages of the named lists that are not installed, one a line.
missing_packages() {
  local list package command installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  for list in "$@"; do
    while read -r package command; do
      case $package in '' | '#'*) continue ;; esac
      [ -n "$command" ] && command -v "$command" >/dev/null && continue
      grep -qxF -e "$package" <<<"$installed" || printf '%s\n' "$package"
    done <"tools/packages/$list" || return
  done
}

as_root() {
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" "$@"
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o APT::Acquire::Retries=3 "$@"
}

# Debian's PostgreSQL makes and starts a cluster when it is installed for the first time, unless this
# was said before. The tests start their own.
without_system_cluster() {
  local settings=/etc/postgresql-common/createcluster.conf
  [ -e "$settings" ] ||
    printf 'create_main_cluster = false\n' | as_root install -D -m 644 /dev/stdin "$settings"
}

# PostgreSQL refuses to run as root, and another user gets nowhere where / is closed to others, as in a
# root file system that was unpacked into a folder of mktemp's.
open_root_folder() {
  [ "$(stat -c %a / | tail -c 2)" -ge 5 ] || as_root chmod 755 /
}

# The tests start the servers that they need. Debian starts one of each when it is installed, unless
# this file forbids it (invoke-rc.d); where an operator has one, it stays.
without_system_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root install -m 755 /dev/stdin "$policy"
  "$@" || status=$?
  as_root rm -f "$policy"
  return "$status"
}

update_and_install() {
  if [[ " $* " == *" postgresql-15 "* ]]; then
    without_system_cluster || return
    open_root_folder || return
  fi
  apt_get update && without_system_services apt_get install --no-install-recommends "$@"
}

# install_packages LIST...: what is missing of the lists in tools/packages. Nothing missing, no apt.
install_packages() {
  local names missing
  command -v dpkg-query >/dev/null ||
    die "This is no Debian system. AstroNova is built on Debian 12: see the Dockerfile."
  names=$(missing_packages "$@") || die "The list of packages cannot be read."
  [ -n "$names" ] || return 0
  mapfile -t missing <<<"$names"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      die "Packages are missing and there is no sudo. As root: apt-get install ${missing[*]}"
    sudo -v || die "Packages are missing. As root: apt-get install ${missing[*]}"
  fi
  step "Installing ${#missing[@]} packages" install \
    "Check the network and the package sources (Debian 12, main), then run the command again." \
    update_and_install "${missing[@]}"
}

# configure PRESET [product]: with `product`, a new build folder is laid out without the tests, so
# that what they need does not have to be installed.
configure() {
  local preset=$1 extent=${2:-full} options=() stamp=build/$1/configured
  if [ "$stamp" -nt CMakePresets.json ]; then
    [ "$extent" = product ] && return 0
    [ "$(cat "$stamp")" = full ] && return 0
  fi
  [ "$extent" = full ] || options=(-DASTRONOVA_TESTS=OFF -DASTRONOVA_BENCHMARKS=OFF)
  step "Configuring $preset" "configure-$preset" \
    "If the compiler or a library changed, remove build/$preset and run the command again." \
    cmake --preset "$preset" "${options[@]}" || return 1
  printf '%s\n' "$extent" >"$stamp"
}

# build PRESET [TARGET...]: everything, or the targets alone.
build() {
  local preset=$1 targets=("${@:2}")
  step "Building $preset" "build-$preset" "Mend the first error above and run the command again." \
    cmake --build "build/$preset" ${targets[0]:+--target "${targets[@]}"}
}

# The shell scripts of the repository, by their first line.
shell_scripts() {
  find . \( -name .git -o -path ./build -o -name node_modules \) -prune -o -type f -print0 |
    xargs -0 awk 'FNR == 1 && /^#!.*bash/ { print FILENAME } FNR == 1 { nextfile }'
  printf '%s\n' tools/lib.sh
}

# The C++ files of the repository.
cpp_files() {
  find src tests bench fuzz data -name node_modules -prune -o -type f \( -name '*.h' -o -name '*.cpp' \) -print | sort
}

# Where this machine has its own packages from.
debian_mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Identifier: Packages' |
    awk '!found && ($2 == "bookworm" || $2 == "stable") { print $1; found = 1 }'
}
