#!/usr/bin/env bash
# run.sh SECONDS [NAME...]: builds the fuzzers and runs each of them, or the named ones, so long. A corpus is copied
# first, so a run leaves the source tree as it was. What ends a fuzzer is kept in build/fuzz/crashes/: mend it, and add
# the file to corpus/NAME.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?usage: run.sh SECONDS [NAME...]}
shift
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for folder in tests/fuzz/corpus/*/; do names+=("$(basename "$folder")"); done
fi

cmake/build.sh fuzz "${names[@]/%/_fuzz}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p build/fuzz/crashes
fuzz() {  # fuzz NAME: prints one line
  local name=$1
  cp -r "tests/fuzz/corpus/$name" "$work/$name"
  local options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="build/fuzz/crashes/$name-")
  if [ -e "tests/fuzz/$name.dict" ]; then options+=(-dict="tests/fuzz/$name.dict"); fi
  if "build/fuzz/bin/${name}_fuzz" "${options[@]}" "$work/$name" >"$work/$name.log" 2>&1; then
    echo "fuzz $name: $(awk '/number_of_executed_units/ {print $2}' "$work/$name.log") inputs in $seconds s, none fails"
  else
    tail -n 60 "$work/$name.log"
    echo "fuzz $name: FAILED, see build/fuzz/crashes/"
    touch "$work/failed"
  fi
}
for name in "${names[@]}"; do  # FUZZ_JOBS of them at once
  while [ "$(jobs -rp | wc -l)" -ge "${FUZZ_JOBS:-1}" ]; do wait -n; done
  fuzz "$name" &
done
wait
[ ! -e "$work/failed" ]
