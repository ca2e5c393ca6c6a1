#!/usr/bin/env bash
# run.sh PRESET: every test of the project; ends with one line, `N passed, N failed, N skipped`.
set -uo pipefail
cd "$(dirname "$0")/.."
build=build/$1
rm -f "$build"/*.junit.xml
if [ -z "${PHR_SUITES:-}" ]; then
  echo "PHR_SUITES is not set: the tests that read the conformance suites skip"
fi
# The Python that the package is built for; and in a virtual environment, what takes its results.
python=/usr/bin/python3
if [ -n "${PHR_NO_VENV:-}" ]; then
  echo "PHR_NO_VENV is set: tests of the Python package skip where this machine's Python lacks a package that they need"
elif [ ! -d "$build/python" ]; then
  echo "the preset $1 has no Python package: its tests skip"
elif tests/python/venv.sh "$build/venv"; then
  python=$build/venv/bin/python
else
  echo "The virtual environment of tests/python/requirements.txt cannot be made. Without a network, set PHR_NO_VENV=1." >&2
  exit 1
fi
ctest --test-dir "$build" -j "$(nproc)" --output-on-failure --no-tests=error --output-junit "$PWD/$build/ctest.junit.xml" |
  grep -avE '^ *[0-9]+/[0-9]+ Test .*(Passed|Skipped)|^ *Start ' || true
PHR_BUILD="$PWD/$build" PYTHONPATH="$PWD/$build/python" PYTHONDONTWRITEBYTECODE=1 "$python" -m pytest -q -p no:cacheprovider -n "$(nproc)" --dist loadfile \
  --no-header --tb=short -o junit_family=xunit2 --junitxml "$PWD/$build/pytest.junit.xml" tests || true
python3 tests/tally.py "$build"/*.junit.xml
