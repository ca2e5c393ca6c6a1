#!/usr/bin/env bash
# Prints the folder of the unpacked conformance suites, or nothing where they are absent. Unpacks them once into build/.
set -euo pipefail
cd "$(dirname "$0")/.."
source=../shared/suites
[ -x "$source/unpack.sh" ] || exit 0
command -v xz >/dev/null || exit 0  # make asks before it has set up, and again after
destination=$PWD/build/suites
if [ ! -e "$destination/.complete" ] || [ "$source/README.md" -nt "$destination/.complete" ]; then
  mkdir -p "$destination"
  "$source/unpack.sh" "$destination" >/dev/null
  touch "$destination/.complete"
fi
echo "$destination"
