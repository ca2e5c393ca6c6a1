"""A module includes only modules of a lower rank, and third parties only where layers.txt says so."""

import pathlib
import re

import pytest

import source_tree

STANDARD = set("""algorithm any array atomic bit bitset charconv chrono climits cmath compare concepts condition_variable
    csignal cstddef cstdint cstdio cstdlib cstring ctime cwchar clocale cerrno deque exception filesystem forward_list fstream
    functional initializer_list iomanip ios iosfwd iostream istream iterator limits list locale map memory memory_resource mutex
    new numeric optional ostream queue random ranges ratio set shared_mutex span sstream stack stdexcept string string_view
    system_error thread tuple type_traits typeinfo unordered_map unordered_set utility valarray variant vector version cfloat
    cinttypes cassert cstdarg source_location numbers
    assert.h stddef.h stdint.h stdio.h stdlib.h string.h limits.h errno.h math.h time.h
    dirent.h windows.h fcntl.h poll.h signal.h termios.h unistd.h sys/stat.h sys/types.h sys/file.h sys/ioctl.h sys/mman.h sys/single_threaded.h sys/wait.h pthread.h""".split())


def read_layers():
    ranks, allowed = {}, {}
    for line in (pathlib.Path(__file__).parent / "layers.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words and words[0] != "wall" and not line.startswith("#"):
            ranks[words[1]] = int(words[0])
            allowed[words[1]] = words[2:]
    return ranks, allowed


def read_walls():
    """The headers that a module shows to others, by module; one that is not in it shows all."""
    walls = {}
    for line in (pathlib.Path(__file__).parent / "layers.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words and words[0] == "wall":
            walls.setdefault(words[1], []).extend(f"{words[1]}/{name}" for name in words[2:])
    return walls


RANKS, ALLOWED = read_layers()
WALLS = read_walls()
SOURCES = source_tree.files("include/phr/*.hpp", "src/*.hpp", "src/*.cpp", "src/*.c")


def module_of(path):
    """The module a file is of, or None for the umbrella."""
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "include":
        return parts[2] if len(parts) > 3 else None
    return parts[1]


def included_module(name):
    parts = pathlib.PurePosixPath(name).parts
    if parts[0] == "phr":
        return parts[1] if len(parts) > 2 else None
    return parts[0] if parts[0] in RANKS else None


def test_every_source_is_of_a_module_in_the_table():
    assert [path for path in SOURCES if module_of(path) not in RANKS and path != "include/phr/phr.hpp"] == []


def test_modules_include_only_lower_ranks():
    wrong = []
    for path in SOURCES:
        module = module_of(path)
        for name in source_tree.includes(path):
            other = included_module(name)
            if module is not None and other is not None and other != module and RANKS[other] >= RANKS[module]:
                wrong.append(f"{path} includes {name}")
    assert wrong == []


# The binding of Python and the tools are outside of src/MODULE, and see what is public alone.
OUTSIDE = source_tree.files("bindings/*.hpp", "bindings/*.cpp", "examples/*.cpp")


def test_walls_are_not_looked_over():
    """Of a module with a wall, others include the headers that it shows; SQL is behind that of the store."""
    wrong = []
    for path in SOURCES + OUTSIDE:
        module = module_of(path) if path in SOURCES else None
        for name in source_tree.includes(path):
            other = pathlib.PurePosixPath(name).parts[0]
            if other in WALLS and other != module and name not in WALLS[other]:
                wrong.append(f"{path} includes {name}")
    assert wrong == []


def test_walls_show_what_is_there():
    shown = [name for names in WALLS.values() for name in names]
    assert [name for name in shown if not (source_tree.ROOT / "src" / name).is_file()] == []
    assert len(shown) == len(set(shown))


def test_no_sql_is_written_outside_of_the_store():
    word = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|PRAGMA) ")
    wrong = [path for path in SOURCES if module_of(path) not in ("store", None) and word.search(source_tree.text(path))]
    assert wrong == []


def test_third_parties_stay_where_the_table_puts_them():
    wrong = []
    for path in SOURCES:
        module, public = module_of(path), path.startswith("include/")
        for name in source_tree.includes(path):
            if name in STANDARD or included_module(name) or name.startswith("phr/") or name.endswith(".inc"):
                continue
            may = [word for word in ALLOWED.get(module, []) if word.startswith("public:") == public]
            may += [word[len("public:"):] for word in ALLOWED.get(module, []) if word.startswith("public:")]
            if path.startswith("src/store/sqlcipher/"):  # the amalgamation and its provider (decision D2)
                may += ["sqlite3.c", "botan", "page_cipher.h", "system.h"]
            if not any(name == word or name.startswith(word) for word in may):
                wrong.append(f"{path} includes {name}")
    assert wrong == []


@pytest.mark.parametrize("path", source_tree.public_headers())
def test_public_headers_include_no_third_party(path):
    forbidden = ("simdjson", "botan", "sqlite3", "fmt/", "pybind11", "zstd", "CLI/")
    assert [name for name in source_tree.includes(path) if name.startswith(forbidden)] == []


def test_the_architecture_page_has_the_same_table():
    rows = re.findall(r"^\| (\d) \| ((?:`\w+`(?:, )?)+) \|", source_tree.text("docs/architecture.md"), re.MULTILINE)
    told = {name: int(rank) for rank, names in rows for name in re.findall(r"`(\w+)`", names)}
    reserved = {"exchange", "sync"}
    assert told == {name: rank for name, rank in RANKS.items() if name not in reserved}


def test_the_drawing_of_the_house_has_the_same_ranks():
    drawing = source_tree.text("docs/architecture.md").split("```text")[1].split("```")[0]
    drawn = {name: int(rank) for name, rank in re.findall(r"\b([a-z]+) (\d)\b", drawing)}
    for line in drawing.splitlines():  # several of one rank: the number stands behind the last
        names = re.findall(r"\b[a-z]+\b", line)
        numbers = re.findall(r"\d", line)
        if len(numbers) == 1 and len(names) > 2 and set(names) <= set(RANKS):
            drawn.update({name: int(numbers[0]) for name in names})
    assert {"session", "interactions", "clinical", "gate", "store", "core"} <= set(drawn)
    assert {name: rank for name, rank in drawn.items() if name in RANKS and RANKS[name] != rank} == {}
