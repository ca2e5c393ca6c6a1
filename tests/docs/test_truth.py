"""Every claim of README.md and SECURITY.md, and every figure of docs/, names what holds it.

A claim carries a comment that nobody sees on the page: <!-- held by A | B -->, where each of them is
    Suite.Test                       a test of GoogleTest
    tests/x/test_y.py::test_z        a test of pytest
    path: literal                    a constant: the file has that text
    bench: name                      a figure that `make bench` prints: a benchmark whose name has it
    figure 12,345 in path            a figure that stands in another page, or is counted by a test there
    published: name                  what others say of themselves: docs/comparison.md has a row of that name with a link to it
It stands in the paragraph, list item or row of a table that it is about; in a row each has a comment of its own, for a bar ends a cell.
"""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HELD = re.compile(r"<!-- held by (.*?) -->", re.DOTALL)
UNITS = (
    "%|ms|us|µs|ns|MiB|KiB|GiB|MB|kB|k/s|/s|M/s|bytes|rows|times|seconds|microseconds|milliseconds|minutes|lines|resources|levels|hits|bits?|characters|combinations"
    "|patients|steps|tests|official|cases|vectors|kills|threads|processes"
)
FIGURE = re.compile(rf"(?<![\w.#/-])\d[\d,.]*\s?(?:{UNITS})\b")
# Histories of how it came to be, and lists of what is missing with the figures of their day: they are dated, not held.
DATED = {"status.md"}


def pages():
    return [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *sorted(path for folder in ("docs", "docs/tasks") for path in (ROOT / folder).glob("*.md") if path.name not in DATED)]


def sources(folder, *patterns):
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for pattern in patterns for path in sorted((ROOT / folder).rglob(pattern)))


TESTS = set(re.findall(r"^TEST(?:_F|_P)?\((\w+, \w+)\)", sources("tests", "*.cpp", "*.c"), re.MULTILINE))
BENCHMARKS = sources("benchmarks", "*.cpp")


def problem_with(mark):
    """Why what a mark names does not hold anything; None where it does."""
    mark = " ".join(mark.split())
    if mark.startswith("bench: "):
        return None if mark.removeprefix("bench: ") in BENCHMARKS else "no benchmark has that in its name"
    if mark.startswith("published: "):
        row = rf"^\| {re.escape(mark.removeprefix('published: '))} \| \[.*?\]\(https://"
        return None if re.search(row, (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8"), re.MULTILINE) else "no row says where it is published"
    if re.fullmatch(r"\w+\.\w+", mark):
        return None if mark.replace(".", ", ") in TESTS else "there is no such test"
    if "::" in mark.split(": ")[0]:
        path, name = mark.split("::")
        file = ROOT / path
        return None if file.is_file() and re.search(rf"^def {name}\(", file.read_text(encoding="utf-8"), re.MULTILINE) else "there is no such test"
    path, _, literal = mark.partition(": ")
    file = ROOT / path
    if not file.is_file():
        return "there is no such file"
    return None if literal and literal in file.read_text(encoding="utf-8") else "the file does not say so"


def blocks(page):
    """Paragraphs, list items and rows of tables, without code."""
    text = re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n", text):
        yield from (part for part in re.split(r"\n(?=\||- )", paragraph) if part.strip())


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_what_holds_a_claim_is_there(page):
    wrong = [f"{mark.strip()}: {why}" for held in HELD.findall(page.read_text(encoding="utf-8")) for mark in held.split(" | ") if (why := problem_with(mark.strip()))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_every_figure_is_held(page):
    bare = [each for each in blocks(page.read_text(encoding="utf-8")) if FIGURE.search(HELD.sub("", each)) and not HELD.search(each)]
    assert not bare, "\n--\n".join(bare)


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_no_mark_cuts_a_row_of_a_table(page):
    """GitHub ends a cell at each bar, also within a comment, and shows what is left of it."""
    rows = [each for each in page.read_text(encoding="utf-8").splitlines() if each.startswith("|")]
    assert not [each for each in rows if any("|" in mark for mark in HELD.findall(each))]


@pytest.mark.parametrize(("name", "heading"), [("README.md", "What you get"), ("SECURITY.md", "What PHR protects"), ("SECURITY.md", "What it does not protect")])
def test_every_claim_is_held(name, heading):
    page = (ROOT / name).read_text(encoding="utf-8")
    section = re.search(rf"^## {heading}.*?$(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE).group(1)
    claims = [each for each in blocks(section) if re.match(r"\s*- |\| (?!threat|---)", each) and not re.match(r"\s*\|---", each)]
    assert len(claims) > 3
    bare = [each for each in claims if not HELD.search(each)]
    assert not bare, "\n--\n".join(bare)


def test_the_changelog_begins_with_this_version():
    version = re.search(r"^project\(phr VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"), re.MULTILINE).group(1)
    first = re.search(r"^## \[(.*?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE).group(1)
    assert first in (version, "Unreleased")


def test_a_mark_that_holds_nothing_is_found():
    assert problem_with("Nobody.WroteThis") and problem_with("tests/docs/test_truth.py::test_nobody_wrote_this") and problem_with("README.md: nobody wrote this")
    assert problem_with("bench: nobody wrote this") and problem_with("nowhere.hpp: x")
    assert problem_with("published: nobody wrote this") and problem_with("published: HFS search") is None
    assert problem_with("tests/docs/test_truth.py::test_every_figure_is_held") is None
