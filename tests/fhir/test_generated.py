"""What is checked in is what the generator makes of HL7's definitions."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Folders and files that the generator writes into, with what else stands there written by hand.
WRITTEN = ("include/phr/fhir/resource_type.hpp", "include/phr/fhir/r4", "src/fhir/r4", "src/validate/terminology/r4_table.inc", "src/validate/invariants/r4_invariants.inc", "docs/search-parameters.md", "bindings/python/phr/fhir/__init__.pyi",
           "bindings/python/phr/fhir/_types.py")
BY_HAND = {"src/fhir/r4/resource_type_table.cpp", "src/fhir/r4/search_parameter_table.cpp"}


def generated(root):
    found = {}
    for name in WRITTEN:
        path = root / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


def test_the_generator_gives_what_is_checked_in(tmp_path):
    suites = os.environ.get("PHR_SUITES")
    if not suites:
        pytest.skip("PHR_SUITES is unset: no definitions to generate from")
    definitions = pathlib.Path(suites) / "fhir-r4-definitions"
    subprocess.run([sys.executable, ROOT / "src/fhir/gen/generate.py", definitions, tmp_path], check=True)
    made = generated(tmp_path)
    there = {name: text for name, text in generated(ROOT).items() if name not in BY_HAND}
    assert len(made) > 290
    assert sorted(made) == sorted(there)
    assert [name for name in made if made[name] != there[name]] == []


def test_the_generator_needs_only_the_standard_library(tmp_path):
    shutil.copytree(ROOT / "src/fhir/gen", tmp_path / "gen", ignore=shutil.ignore_patterns("__pycache__"))
    modules = {path.stem for path in (tmp_path / "gen").glob("*.py")}
    for path in (tmp_path / "gen").glob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "from ")):
                name = line.split()[1].split(".")[0]
                assert name in sys.stdlib_module_names | modules, f"{path.name}: {line}"
