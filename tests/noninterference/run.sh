#!/usr/bin/env bash
# run.sh FOLDER [NAME=VALUE...]: the non-interference test, then its mutants, each until the first difference that the library itself does not
# make, in at most MUTANT_PAIRS pairs. Fails where there is a difference, or where a mutant is not caught.
set -uo pipefail
bin=$1
shift
pairs=${MUTANT_PAIRS:-200}
seed=1
for each in "$@"; do
  case $each in SEED=*) seed=${each#SEED=} ;; esac
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
"$bin/noninterference" "$@" || failed=1
"$bin/noninterference" PAIRS="$pairs" SEED="$seed" KEEP="$folder/known" SHOW=0 TIMING=0 >/dev/null
caught=0
all=0
for name in $(sed -n 's/^mutant //p' "$(dirname "$0")/mutants.txt"); do
  each=$bin/noninterference_$name
  all=$((all + 1))
  "$each" PAIRS="$pairs" SEED="$seed" BUT="$folder/known" UNTIL_FIRST=1 >"$folder/said" 2>&1
  if [ $? -eq 1 ]; then
    caught=$((caught + 1))
    echo "mutant $name: caught: $(grep -m 1 -E '^(difference|fault)' "$folder/said" | cut -c1-150)"
  else
    echo "mutant $name: NOT caught: $(tail -n 1 "$folder/said")"
    failed=1
  fi
done
echo "mutants: $caught of $all caught"
exit $failed
