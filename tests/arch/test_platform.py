"""The operating system is called from src/core/platform alone (decision D20)."""

import re

import source_tree

SYSTEM = re.compile(r"""^\s*\#\s*include\s*<(unistd\.h|fcntl\.h|sys/[\w.]+|cerrno|errno\.h|termios\.h|poll\.h|signal\.h|csignal|dirent\.h|pthread\.h|sched\.h|
    dlfcn\.h|windows\.h|winsock2?\.h|io\.h|filesystem|fstream)>""", re.MULTILINE | re.VERBOSE)
CALLS = re.compile(r"std::filesystem|\b[io]?fstream\b|\bf(?:re)?open\(|\bsystem_clock\b|\bgetenv\(|\bgmtime|\blocaltime")
# What else may, and why.
MAY = {
    "src/views/arrow/stream.cpp": "numbers of errno are part of Arrow's C stream",
    "bindings/python/src/view.cpp": "the same stream",
    "bindings/python/src/held.hpp": "the process id, to know a forked child: the binding sees no header of ours but public ones",
}


def calls_of(path):
    text = source_tree.text(path)
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    return sorted({found.group(0).split("<")[-1].strip(">") for found in SYSTEM.finditer(text)} | set(CALLS.findall(code)))


def outside():
    paths = source_tree.files("include/*.hpp", "src/*.hpp", "src/*.cpp", "src/*.c", "bindings/*.hpp", "bindings/*.cpp", "bindings/*.h")
    return [path for path in paths if not path.startswith("src/core/platform/")]


def test_the_platform_alone_calls_the_operating_system():
    assert {path: calls for path in outside() if path not in MAY and (calls := calls_of(path))} == {}


def test_what_else_may_still_does():
    assert {path: calls_of(path) != [] for path in MAY} == dict.fromkeys(MAY, True)


def test_there_is_one_table_of_error_numbers():
    cases = re.compile(r"case E[A-Z]{3,}:")
    paths = source_tree.files("src/*.cpp", "src/*.hpp", "bindings/*.cpp", "bindings/*.hpp")
    assert [path for path in paths if path not in MAY and cases.search(source_tree.text(path))] == ["src/core/platform/system_error.cpp"]
