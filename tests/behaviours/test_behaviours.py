"""Behaviours that others test, and traps that others fell into: each has a test of ours, or a reason why not.

A line of a list is a name, a tab, and tests (`Suite.Test` of C++, `file.py::test` of pytest), `not applicable: why` or `later: module, what`;
behind another tab may stand what differs. The names of the lists in PHR_SUITES are all there, and no others."""

import os
import pathlib
import re

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
LISTS = {"android_fhir_engine.tsv": "android-fhir-engine-test-names.txt", "blaze.tsv": "blaze-integration-script-names.txt"}
CPP = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)
PYTEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
REASON = re.compile(r"(not applicable|later): (.+)")


def lines(name):
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def suite(name):
    folder = os.environ.get("PHR_SUITES")
    path = pathlib.Path(folder or "/nowhere") / "search-behaviour-lists" / name
    if not path.is_file():
        pytest.skip(f"PHR_SUITES has no search-behaviour-lists/{name}")
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def known():
    """Every test that the sources hold."""
    found = set()
    for path in (ROOT / "tests").rglob("*_test.cpp"):
        found |= {".".join(match) for match in CPP.findall(path.read_text(encoding="utf-8"))}
    for path in (ROOT / "tests").rglob("test_*.py"):
        found |= {f"{path.relative_to(ROOT)}::{name}" for name in PYTEST.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 500
    return found


def wrong_with(line, known):
    """What is wrong with a line of a list; nothing where it is right."""
    if not 2 <= len(line) <= 3 or not all(part.strip() == part and part for part in line):
        return "it is no name, tests and note"
    if line[1].startswith(("not applicable", "later")):
        reason = REASON.fullmatch(line[1])
        if not reason or len(reason[2]) < 10:
            return "it has no reason"
        return "; ".join(f"no test {name}" for name in re.findall(r"\b[A-Z]\w+\.[A-Z]\w+\b", reason[2]) if name not in known)
    return "; ".join(f"no test {name}" for name in line[1].split(" ") if name not in known)


@pytest.mark.parametrize("name", [*LISTS, "traps.tsv"])
def test_every_line_names_tests_that_exist(name, known):
    wrong = {line[0]: problem for line in lines(name) if (problem := wrong_with(line, known))}
    assert wrong == {}
    names = [line[0] for line in lines(name)]
    assert len(set(names)) == len(names) > 20


@pytest.mark.parametrize("name", LISTS)
def test_every_name_of_the_suite_has_a_line(name):
    theirs = [line for line in suite(LISTS[name]) if line]
    assert [line[0] for line in lines(name)] == theirs


def test_most_names_apply():
    told = [line[1] for name in LISTS for line in lines(name)]
    tested = [each for each in told if not REASON.fullmatch(each)]
    assert len(tested) > 280, len(tested)


def test_a_wrong_line_is_found(known):
    known = known | {"Good.Test"}
    assert wrong_with(["a", "Good.Test"], known) == ""
    assert wrong_with(["a", "Good.Test Missing.Test"], known) == "no test Missing.Test"
    assert wrong_with(["a", "tests/x.py::test_x"], known) == "no test tests/x.py::test_x"
    assert wrong_with(["a", "not applicable"], known) == "it has no reason"
    assert wrong_with(["a", "not applicable: "], known) != ""
    assert wrong_with(["a", "later: sync"], known) == "it has no reason"
    assert wrong_with(["a", "not applicable: see Missing.Test instead"], known) == "no test Missing.Test"
    assert wrong_with(["a"], known) != ""


def test_the_combinations_of_us_core_have_their_test(known):
    assert len(suite("us-core-search-combinations.csv")) > 300
    assert "UsCoreSearch.EveryCombinationFindsExactlyItsResources" in known


def test_no_test_program_is_huge():
    """Trap: generated models whose test program took a gigabyte and a half."""
    programs = [path for path in (BUILD / "bin").glob("*_tests") if path.is_file()]
    if not programs:
        pytest.skip("no test program is built")
    assert {path.name: path.stat().st_size for path in programs if path.stat().st_size > 512 << 20} == {}
