#!/usr/bin/env bash
# setup.sh [PACKAGE...]: installs what the build needs and is not there: Debian packages, those named too, and the pinned SQLCipher source from npm.
# Does nothing, and needs no network, when all of it is there. Nothing else of the build ever downloads.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(g++ cmake ninja-build ccache pkg-config xz-utils npm libboost-dev libfmt-dev libsimdjson-dev libexpat1-dev libbotan-2-dev libargon2-dev libzstd-dev zlib1g-dev
          libcli11-dev libarchive-dev libre2-dev libyaml-cpp-dev libssl-dev libgtest-dev libbenchmark-dev pybind11-dev python3-dev python3-venv python3-pytest python3-pytest-xdist mypy)
packages+=("$@")
missing=()
for package in "${packages[@]}"; do
  case $package in  # a tool that is on the PATH from elsewhere serves as well
    npm | cmake | ccache) command -v "$package" >/dev/null && continue ;;
    ninja-build) command -v ninja >/dev/null && continue ;;
  esac
  [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  install="apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" = 0 ]; then as_root=(); elif command -v sudo >/dev/null; then as_root=(sudo); else
    echo "PHR needs some Debian packages. As root, run: $install" >&2
    exit 1
  fi
  echo "setup: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  # shellcheck disable=SC2086
  "${as_root[@]}" $install -qq >/dev/null
fi

installed=third_party/node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ third_party/package-lock.json -nt "$installed" ]; then
  echo "setup: fetching the pinned SQLCipher source"
  (cd third_party && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  touch "$installed"
fi
