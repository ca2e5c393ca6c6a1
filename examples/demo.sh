#!/usr/bin/env bash
# demo.sh PHR [FILE]: a walk through a health record: make it, fill it, ask it, chart it, share a part of it, check it.
# Without FILE a family is made up. Everything lands in build/demo, to look at afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/$1
file=${2:+$(realpath "$2")}
folder=$PWD/build/demo
rm -rf "$folder"
mkdir -p "$folder/family"
cd "$folder"
export PHR_PASSPHRASE="correct horse battery staple"
bold='' plain=''
if [ -t 1 ]; then bold=$(tput bold 2>/dev/null || true) plain=$(tput sgr0 2>/dev/null || true); fi

step() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
# Shows the command as a user would type it.
show() {
  printf '$ phr'
  for word in "$@"; do
    case $word in *[\&\|\*\ ]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
}
run() {
  show "$@"
  "$program" "$@"
}
# The same for a command that must be refused.
refused() {
  show "$@"
  local code=0
  "$program" "$@" || code=$?
  if [ "$code" = 0 ]; then echo "this should have been refused" >&2; exit 1; fi
  echo "(exit code $code)"
}

step "1. A record: one file, encrypted"
run init me.phr

if [ -n "$file" ]; then
  step "2. Import $file"
  run import me.phr "$file"
else
  step "2. A made-up family of six, and its import"
  run synth --seed 1 --people 6 --years 5 -o family
  run import me.phr family/*.json
fi
run info me.phr

patient=$("$program" search me.phr 'Patient?_count=1' --ids 2>/dev/null | cut -d/ -f2)
step "3. What happened to the first person, newest first"
run timeline me.phr --patient "$patient" --most 8 --type Encounter --type Condition --type MedicationRequest --type Immunization --type Procedure

step "4. The latest laboratory values"
run latest me.phr --patient "$patient" --category laboratory

code=4548-4
if ! "$program" chart me.phr "$code" --patient "$patient" >/dev/null 2>&1; then
  # Another record: the first kind of value that has numbers in one unit.
  code=
  while read -r each; do
    if "$program" chart me.phr "$each" --patient "$patient" >/dev/null 2>&1; then code=$each; break; fi
  done < <("$program" latest me.phr --patient "$patient" --json | sed -n 's/.*"code":"\([^"]*\)".*/\1/p')
fi
step "5. One value over time"
if [ -n "$code" ]; then
  run chart me.phr "$code" --patient "$patient" -o trend.svg
  echo "$folder/trend.svg"
else
  echo "(this record has no numbers to draw)"
fi

step "6. Consents that came with the import say nothing until the owner adopts them"
run consent pending me.phr
waiting=$("$program" consent pending me.phr --json | sed -n 's/^{"id":"\([^"]*\)".*"patient":"'"$patient"'".*/\1/p')
if [ -n "$waiting" ]; then run consent preview me.phr "${waiting%%$'\n'*}"; fi
run consent adopt me.phr --all

clinician=Practitioner/visiting-clinician
step "7. What a visiting clinician may see, and why"
run consent explain me.phr "$clinician" --purpose TREAT --patient "$patient"
run search me.phr "Observation?patient=$patient&_sort=-date&_count=3" --as "$clinician" --purpose TREAT
secret=$("$program" search me.phr "DocumentReference?patient=$patient&_count=1" --ids 2>/dev/null)
if [ -n "$secret" ]; then refused read me.phr "$secret" --as "$clinician" --purpose TREAT; fi

step "8. A wrong passphrase"
PHR_PASSPHRASE="incorrect horse" refused info me.phr

step "9. Who did what, and proof that the trail was not changed"
run audit list me.phr --most 12
run audit verify me.phr

step "Done. The record is $folder/me.phr; its passphrase is \"$PHR_PASSPHRASE\"."
