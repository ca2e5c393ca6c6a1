#!/usr/bin/env bash
# run.sh FOLDER: runs every benchmark program in the folder (bin of a build), measures what models cost to build, and prints one table: name, figure, limit or peer, ratio.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for program in "$1"/*_bench; do
  echo "running $(basename "$program")" >&2
  "$program" --benchmark_out="$results/$(basename "$program").json" --benchmark_out_format=json >"$results/log" 2>&1 || {
    cat "$results/log" >&2
    exit 1
  }
done
python3 "$here/build_cost.py" "$(dirname "$1")" >"$results/build_cost.json"
python3 "$here/table.py" "$results"/*.json
