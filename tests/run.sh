#!/usr/bin/env bash
# run.sh PRESET: every test of the project; ends with one line, `N passed, N failed, N skipped`.
set -uo pipefail
cd "$(dirname "$0")/.."
build=build/$1
rm -f "$build"/*.junit.xml
if [ -z "${PHR_SUITES:-}" ]; then
  echo "PHR_SUITES is not set: the tests that read the conformance suites skip"
fi
ctest --test-dir "$build" -j "$(nproc)" --output-on-failure --no-tests=error --output-junit "$PWD/$build/ctest.junit.xml" |
  grep -avE '^ *[0-9]+/[0-9]+ Test .*(Passed|Skipped)|^ *Start ' || true
# Debian's Python: the one that pytest and the headers of setup.sh are for.
PHR_BUILD="$PWD/$build" PYTHONPATH="$PWD/$build/python" PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m pytest -q -p no:cacheprovider -n "$(nproc)" --dist loadfile \
  --no-header --tb=short -o junit_family=xunit2 --junitxml "$PWD/$build/pytest.junit.xml" tests || true
python3 tests/tally.py "$build"/*.junit.xml
