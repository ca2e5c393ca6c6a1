"""What a public header costs whoever includes it, and that it needs no other before it."""

import os
import pathlib
import shutil
import subprocess

import pytest

import source_tree

COMPILER = os.environ.get("CXX") or shutil.which("g++") or "c++"
# The umbrellas: everything, and every resource.
LIMITS = {"include/phr/core/result.hpp": 20_000, "include/phr/phr.hpp": 60_000, "include/phr/fhir/r4/resources.hpp": 60_000}
LIMIT = 46_000


# Generated, one for each resource, all with the same includes: their costs are that of the last of these.
MODELS = "include/phr/fhir/r4/"
COUNTED = [MODELS + name for name in ("codes.hpp", "data_types.hpp", "resources.hpp")]


def hand_written_or_shared():
    return [path for path in source_tree.public_headers() if not path.startswith(MODELS) or path in COUNTED]


@pytest.mark.parametrize("path", hand_written_or_shared())
def test_header_compiles_alone_within_its_cost(path, tmp_path):
    source = tmp_path / "alone.cpp"
    name = pathlib.PurePosixPath(path).relative_to("include")
    source.write_text(f"#include <{name}>\n#include <{name}>\nint main() {{}}\n")
    flags = ["-std=c++20", f"-I{source_tree.ROOT}/include", "-Wall", "-Wextra", "-Werror"]
    expanded = subprocess.run([COMPILER, *flags, "-E", str(source)], capture_output=True, text=True, check=True).stdout
    lines = expanded.count("\n")
    print(f"{path}: {lines} lines")
    assert lines <= LIMITS.get(path, LIMIT)
    subprocess.run([COMPILER, *flags, "-fsyntax-only", str(source)], check=True)


# They are written by one generator: every run takes each eighth of them, the nightly run all.
def test_every_resource_header_compiles_alone(tmp_path):
    paths = [path for path in source_tree.public_headers() if path.startswith(MODELS)]
    if not os.environ.get("PHR_NIGHTLY"):
        paths = paths[::8]
    for path in paths:
        (tmp_path / f"{pathlib.PurePosixPath(path).stem}.cpp").write_text(f"#include <{pathlib.PurePosixPath(path).relative_to('include')}>\n")
    sources = sorted(str(source) for source in tmp_path.iterdir())
    flags = ["-std=c++20", f"-I{source_tree.ROOT}/include", "-Wall", "-Wextra", "-Wshadow", "-Werror", "-fsyntax-only"]
    subprocess.run(["xargs", "-P2", "-n8", COMPILER, *flags], input="\n".join(sources), text=True, check=True)
