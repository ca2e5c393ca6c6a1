#!/usr/bin/env bash
# peers.sh PROGRAMS [--strict] [--rounds N] [--only fhirpath|ucum|views]: side-by-side runs against other implementations, on Synthea, one thread each.
# PROGRAMS is the bin of a build with benchmarks. The peers are installed from npm into a folder that is thrown away, or kept
# and used again where PHR_PEERS names it. What cannot be installed or run is told; only --strict makes a failure of it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$1
shift
if [ -z "${PHR_SUITES:-}" ] || [ ! -d "$PHR_SUITES/synthea-100" ]; then
  echo "peers: PHR_SUITES is unset or has no synthea-100: nothing to run on" >&2
  exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PHR_PEERS=${PHR_PEERS:-$work/peers}
mkdir -p "$PHR_PEERS" "$work/inputs" "$work/views"

[ -e "$PHR_PEERS/package.json" ] || echo '{"private": true}' >"$PHR_PEERS/package.json"
for peer in fhirpath@5.2.2 @lhncbc/ucum-lhc@7.1.10 @duckdb/node-api@1.5.6-r.1 @medplum/core@4.5.2; do
  [ -d "$PHR_PEERS/node_modules/${peer%@*}" ] && continue
  npm install --prefix "$PHR_PEERS" --ignore-scripts --no-audit --no-fund --loglevel=error "$peer" >"$work/log" 2>&1 || echo "peers: $peer cannot be installed: $(grep -m1 . "$work/log")" >&2
done

node "$here/peers/split.mjs" "$PHR_SUITES/synthea-100" "$work/inputs"
node "$here/peers/expressions.mjs" "$PHR_SUITES/fhir-r4-definitions" "$work/inputs" 2>"$work/log" || echo "peers: no expressions without fhirpath.js" >&2
# So many that what a query costs beforehand does not count.
for _ in $(seq 60); do cat "$work/inputs/Patient.ndjson"; done >"$work/views/Patient.ndjson"
for _ in $(seq 4); do cat "$work/inputs/Observation.ndjson"; done >"$work/views/Observation.ndjson"
python3 "$here/peers/compare.py" "$programs/phr_peers" "$work/inputs" "$work/views" "$@"
