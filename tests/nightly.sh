#!/usr/bin/env bash
# What takes too long for every change: about four hours on two cores. Ends with a line for each part.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
part() {  # part NAME COMMAND...
  local name=$1
  shift
  if "$@" >"build/nightly-$name.log" 2>&1; then
    echo "nightly $name: passed: $(tail -n 1 "build/nightly-$name.log")"
  else
    echo "nightly $name: FAILED, see build/nightly-$name.log: $(tail -n 1 "build/nightly-$name.log")"
    failed=1
  fi
}
mkdir -p build
sanitized() {  # every C++ and C test with these sanitizers
  cmake/build.sh "$1" && ctest --test-dir "build/$1" -j "$(nproc)" --output-on-failure --no-tests=error &&
    PHR_BUILD="$PWD/build/$1" /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/program --deselect tests/program/test_kill.py
}
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1

cmake/build.sh release >build/nightly-build.log 2>&1 || { echo "nightly build: FAILED"; exit 1; }
part search env PHR_NIGHTLY=1 build/release/bin/session_tests --gtest_filter='FhirpathOracle.*'
part noninterference make noninterference PAIRS=10000 SEED="${NONINTERFERENCE_SEED:-1}"
part concurrency env PHR_LONG_RUN_SECONDS=60 build/release/bin/session_tests --gtest_filter='Concurrency.*'
part processes env PHR_NIGHTLY=1 build/release/bin/processes_tests --gtest_filter='Many.*:Suspend.UnderLoad*'
part damage env PHR_NIGHTLY=1 build/release/bin/session_tests --gtest_filter='Damage.*'
part cross make cross
part headers env PHR_NIGHTLY=1 /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/arch/test_headers.py
part asan sanitized asan
part tsan sanitized tsan
part tsan-concurrency env PHR_LONG_RUN_SECONDS=60 build/tsan/bin/session_tests --gtest_filter='Concurrency.*'
part kills env PHR_KILLS=200 PHR_BUILD="$PWD/build/release" /usr/bin/python3 -m pytest -q -s -p no:cacheprovider tests/program/test_kill.py
part import-memory env PHR_IMPORT_BYTES=4000000000 PHR_BUILD="$PWD/build/release" PYTHONPATH="$PWD/build/release/python" /usr/bin/python3 -m pytest -q -s -p no:cacheprovider tests/python/test_python_import_memory.py
part fuzz tests/fuzz/run.sh "${FUZZ_SECONDS:-600}"
part bench make bench
exit $failed
