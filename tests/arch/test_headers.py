"""What a public header costs whoever includes it, and that it needs no other before it."""

import os
import pathlib
import shutil
import subprocess

import pytest

import source_tree

COMPILER = os.environ.get("CXX") or shutil.which("g++") or "c++"
LIMITS = {"include/phr/core/result.hpp": 20_000, "include/phr/phr.hpp": 60_000}
LIMIT = 46_000


@pytest.mark.parametrize("path", source_tree.public_headers())
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
