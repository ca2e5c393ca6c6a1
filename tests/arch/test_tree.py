"""What the tree holds, and how long its files are."""

import re

import source_tree

TOP = {"CMakeLists.txt", "CMakePresets.json", "Makefile", "README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "include",
       "src", "bindings", "examples", "benchmarks", "tests", "docs", "cmake", "third_party", ".ci", ".gitignore"}
GENERATED = ("include/phr/fhir/r4/", "src/fhir/r4/", "include/phr/fhir/resource_type.hpp")


def hand_written(*patterns):
    return [path for path in source_tree.files(*patterns) if not path.startswith(GENERATED)]


def too_long(paths, limit):
    return [f"{path}: {count}" for path in paths if (count := source_tree.text(path).count("\n")) > limit]


def test_top_level_is_what_the_design_says():
    assert {path.split("/")[0] for path in source_tree.files()} <= TOP


def test_hand_written_headers_are_short():
    assert too_long(hand_written("include/phr/*.hpp", "bindings/c/include/*.h"), 300) == []


def test_hand_written_sources_are_short():
    assert too_long(hand_written("src/*.cpp", "src/*.hpp", "src/*.c", "bindings/*.cpp", "bindings/*.hpp"), 400) == []
    assert too_long(hand_written("tests/*.cpp"), 600) == []


def test_generated_code_stays_small():
    generated = [path for path in source_tree.files("include/*", "src/*") if path.startswith(GENERATED)]
    assert len(generated) > 100
    assert sum(source_tree.text(path).count("\n") for path in generated) < 60_000


def test_cmake_lists_its_files():
    assert [path for path in source_tree.files("*CMakeLists.txt", "*.cmake") if re.search(r"file\s*\(\s*GLOB", source_tree.text(path))] == []


def test_nothing_is_left_unfinished():
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    paths = source_tree.files("include/*", "src/*", "bindings/*", "examples/*", "benchmarks/*", "cmake/*", "docs/*")
    assert [path for path in paths if not path.endswith((".zstd", ".inc")) and word.search(source_tree.text(path))] == []
