#!/usr/bin/env bash
# venv.sh FOLDER: what requirements.txt names, in a virtual environment of the Python that the package is built for. Does nothing, and needs
# no network, where FOLDER has it already. Nothing of the machine's own packages is seen in it, so that the tests are the same everywhere.
set -euo pipefail
folder=$1
wanted=$(dirname "$0")/requirements.txt
cmp -s "$wanted" "$folder/made-of.txt" && "$folder/bin/python" -c "" 2>/dev/null && exit 0
echo "venv: installing what the tests of the Python package need"
rm -rf "$folder"
/usr/bin/python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$folder/made-of.txt"
