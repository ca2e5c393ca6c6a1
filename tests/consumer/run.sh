#!/usr/bin/env bash
# run.sh CMAKE BUILD CXX CC: see CMakeLists.txt.
set -euo pipefail
cmake=$1
build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$cmake" --install "$build" --prefix "$work/prefix" >"$work/install.log"
# Nothing of the source tree is to be found from there.
"$cmake" -S "$(dirname "$0")/project" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
  -DCMAKE_CXX_COMPILER="$3" -DCMAKE_C_COMPILER="$4" -DCMAKE_BUILD_TYPE=Release
"$cmake" --build "$work/build"
"$work/build/uses_cpp" "$work/cpp.phr"
"$work/build/uses_c" "$work/c.phr"
