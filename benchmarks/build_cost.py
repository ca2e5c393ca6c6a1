"""What the models cost whoever builds with them, in the shape of Google Benchmark's JSON: build_cost.py BUILD_FOLDER > FILE

The stripped size that decoding and encoding every resource adds to a program, and the time to compile a file that includes
one resource.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
COMPILER = os.environ.get("CXX") or shutil.which("g++") or "c++"
WITHOUT = """#include <phr/fhir/json.hpp>
int main(int, char** words) { phr::fhir::json::document text; return text.parse(words[1]) ? 0 : 1; }
"""
ALL = """#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/resources.hpp>
int main(int, char** words) {
  const auto any = phr::fhir::json_decode(words[1]);
  return any && !phr::fhir::json_encode(any.value()).empty() ? 0 : 1;
}
"""
ONE = "#include <phr/fhir/r4/observation.hpp>\nphr::fhir::r4::Observation made() { return {.id = \"a\"}; }\n"


def compiled(folder, name, text, *more):
    source = folder / f"{name}.cpp"
    source.write_text(text, encoding="utf-8")
    out = folder / name
    subprocess.run([COMPILER, "-std=c++20", "-O2", f"-I{ROOT}/include", str(source), "-o", str(out), *more], check=True)
    return out


def linked(folder, name, text, build):
    libraries = [f"{build}/src/fhir/libphr_fhir.a", f"{build}/src/core/libphr_core.a", "-lsimdjson", "-lfmt", "-Wl,--gc-sections", "-s"]
    return compiled(folder, name, text, *libraries).stat().st_size


def row(name, unit, figure, limit):
    return {"name": name, "run_type": "iteration", "figure": figure, "other": limit, "ratio": limit / figure, "label": f"{unit}|limit"}


def main():
    build = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        added = (linked(folder, "all", ALL, build) - linked(folder, "without", WITHOUT, build)) / 1e6
        spent = []
        for _ in range(3):
            begin = time.monotonic()
            compiled(folder, "one", ONE, "-c")
            spent.append(time.monotonic() - begin)
    json.dump({"benchmarks": [row("models: stripped size of all resources", "MB", added, 4),
                              row("models: compile a file with one resource", "s", sorted(spent)[1], 1)]}, sys.stdout)


if __name__ == "__main__":
    main()
