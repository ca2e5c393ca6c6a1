"""The types of phr.fhir: its stub has every type and element of the tables, so that mypy and editors find what is wrong."""

import ast
import os
import pathlib
import re
import subprocess
import sys

import pytest
from python_package import PACKAGE, ROOT, installed, phr

from phr import _core, fhir
from phr.fhir import _element, _types

STUB = ast.parse((PACKAGE / "fhir" / "__init__.pyi").read_text(encoding="utf-8"))
RIGHT = """
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Optional
from phr import fhir

patient = fhir.Patient(birthDate="1980-02-03", name=[fhir.HumanName(family="A", given=["B"]), {"family": "C"}], gender="male")
patient.birthDate = date(2000, 1, 2)
patient.deceased = datetime(2020, 1, 2, tzinfo=timezone.utc)
patient.name[0].given.append("D")
patient.name.append({"family": "E"})
patient.name = [fhir.HumanName(family="F")]
patient.contact = [fhir.Patient.Contact(gender="female", name={"family": "G"})]
del patient.gender
family: Optional[str] = patient.name[0].family
gender: Optional[str] = patient.contact[0].gender
names: list[fhir.HumanName] = patient.name[0:1]
given: list[str] = [each for name in patient.name for each in name.given]
observation = fhir.Observation(status="final", code={"text": "x"}, value=fhir.Quantity(value=5.4))
amount: Optional[Decimal] = observation.valueQuantity.value if observation.valueQuantity else None
observation.value = "words"
read: fhir.Patient = fhir.Patient.from_json(patient.to_json())
bundle = fhir.Bundle(type="batch", entry=[{"resource": patient}, fhir.Bundle.Entry(fullUrl="urn:x")])
for entry in bundle.entry:
    if isinstance(entry.resource, fhir.Patient):
        print(entry.resource.name, entry.resource.id)
encounter = fhir.Encounter(class_={"code": "AMB"}, status="planned")
item = fhir.Questionnaire.Item(linkId="1", type="group", item=[fhir.Questionnaire.Item(linkId="2", type="string")])
"""
WRONG = """
import phr
from phr import fhir
patient = fhir.Patient()
fhir.Patient(nme=3)
fhir.Patient(gender="x")
fhir.Patient(active="yes")
fhir.Patient(name=fhir.HumanName())
fhir.Patient(birthDate=1980)
fhir.Patient.Contact(nme=1)
fhir.Patient.Nobody
fhir.Nobody
fhir.Observation(value=fhir.HumanName())
fhir.Observation(status="finished")
patient.gender = "y"
patient.nme
patient.nme = 3
patient.active = "yes"
patient.name.append(3)
patient.name[0].given = "x"
family: str = patient.name[0].family
number: int = fhir.Quantity().value
patient.contact[0].name.nobody
fhir.HumanName(resourceType="Patient")
phr.fhir.Patient(nme=3)
phr.serch
"""


def mypy(tmp_path, program):
    installed("mypy")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    ended = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", tmp_path / "program.py"], cwd=PACKAGE.parent,
                           env=dict(os.environ, MYPYPATH=str(PACKAGE.parent)), capture_output=True, text=True, check=False)
    return sorted({int(line.split(":")[1]) for line in ended.stdout.splitlines() if ": error:" in line}), ended.stdout


def test_what_is_right_is_right_for_mypy_too(tmp_path):
    exec(compile(RIGHT, "right", "exec"), {})  # noqa: S102  (and for Python)
    assert mypy(tmp_path, RIGHT)[0] == []


def test_what_is_wrong_is_found_by_mypy(tmp_path):
    wrong, said = mypy(tmp_path, WRONG)
    assert wrong == list(range(5, WRONG.count("\n") + 1)), said
    assert 'Unexpected keyword argument "nme" for "Patient"' in said and '"Patient" has no attribute "nme"' in said


def classes(inside, path=""):
    """(path of FHIR, class) of the stub, parts among them."""
    for each in inside.body:
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            here = f"{path}.{each.name[0].lower()}{each.name[1:]}" if path else each.name
            yield here, each
            yield from classes(each, here)


def annotations(of):
    return {each.target.id: ast.unparse(each.annotation) for each in of.body if isinstance(each, ast.AnnAssign)}


def test_every_type_of_the_tables_is_in_the_stub():
    header = (ROOT / "include/phr/fhir/resource_type.hpp").read_text(encoding="utf-8")
    resources = re.findall(r"^  (\w+) = \d+,?$", re.search(r"enum class resource_type[^{]*\{(.*?)\}", header, re.DOTALL).group(1), re.MULTILINE)
    table = (ROOT / "src/fhir/r4/structures.cpp").read_text(encoding="utf-8")
    data_types = set(re.findall(r'\{"(\w+)", &r4::', table)) - {"Element", "BackboneElement"}
    assert list(_types.RESOURCES) == resources and len(resources) == 146
    assert set(_types.DATA_TYPES) == data_types and len(data_types) > 35
    there = {path for path, _ in classes(STUB) if "." not in path}
    assert there == set(resources) | data_types
    for name in there:
        assert issubclass(getattr(fhir, name), fhir.Resource if name in resources else fhir.Element)


def test_every_element_and_part_of_the_tables_is_in_the_stub_as_it_repeats():
    parts, checked = set(), 0
    for path, of in classes(STUB):
        model, known = _core.new_model(path), annotations(of)
        assert model.type == path
        assert sorted(known) == sorted(_element._names_of(path)), path
        for name in model.names(False):
            written = known[_element._python_name(name)]
            assert written.startswith(("_Many[", "_ManyParts[")) == isinstance(model.get(name), _core.ModelList), (path, name)
            if _element._part_of(path, name):
                parts.add(f"{path}.{name}")
                assert written.split("[")[1].rstrip("]").endswith("." + name[0].upper() + name[1:])
            checked += 1
        arguments = next(each for each in of.body if isinstance(each, ast.FunctionDef)).args
        assert [each.arg for each in arguments.kwonlyargs] == list(known) and all(arguments.kw_defaults)
    assert parts == {path for path, _ in classes(STUB) if "." in path} and checked > 5000


def test_a_code_of_a_required_binding_is_a_literal_of_just_its_codes():
    said = {each.targets[0].id: ast.literal_eval(each.value.slice) for each in STUB.body if isinstance(each, ast.Assign) and ast.unparse(each.value).startswith("Literal[")}
    header = (ROOT / "src/fhir/r4/codes.cpp").read_text(encoding="utf-8")
    tables = {name: tuple(re.findall(r'"((?:[^"\\]|\\.)*)"', codes)) for name, codes in re.findall(r"names_(\w+)\[\] = \{(.*?)\};", header)}
    assert {name.removeprefix("_"): (codes,) if isinstance(codes, str) else codes for name, codes in said.items()} == tables and len(tables) > 200
    patient = next(of for path, of in classes(STUB) if path == "Patient")
    assert annotations(patient)["gender"] == "_One[_AdministrativeGender, _AdministrativeGender]" and said["_AdministrativeGender"] == ("male", "female", "other", "unknown")


def test_names_are_complete_for_whoever_looks_at_them():
    assert set(_types.RESOURCES) | set(_types.DATA_TYPES) < set(dir(fhir)) == set(fhir.__all__) and dir(fhir) == sorted(dir(fhir))
    assert {"birthDate", "deceased", "deceasedBoolean", "deceasedDateTime", "Contact", "Communication", "Link", "from_json"} < set(dir(fhir.Patient))
    assert {"birthDate", "deceasedBoolean", "to_json"} < set(dir(fhir.Patient())) and "class_" in dir(fhir.Encounter()) and "valueBoolean" in dir(fhir.Extension())
    assert "Name" not in dir(fhir.Patient) and "nameBoolean" not in dir(fhir.Patient)
    exec("from phr.fhir import *\nassert Patient and Quantity and from_json", {})  # noqa: S102


def test_a_part_is_a_class_of_what_it_is_a_part_of():
    contact = fhir.Patient.Contact(gender="male", name={"family": "A"})
    assert fhir.Patient(contact=[contact]).contact[0] == contact and type(fhir.Patient(contact=[contact]).contact[0]) is fhir.Patient.Contact
    assert fhir.Observation.ReferenceRange(text="x").text == "x" and fhir.Timing.Repeat(count=3).count == 3
    for of, name in ((fhir.Patient, "Name"), (fhir.Patient, "Nobody"), (fhir.Questionnaire.Item, "Item"), (fhir.Element, "Contact"), (fhir.Patient, "contact")):
        with pytest.raises(AttributeError, match="has no part"):
            getattr(of, name)


def test_stubtest_would_find_a_type_that_is_not_there(tmp_path):
    installed("mypy")
    package = tmp_path / "phr"
    package.mkdir()
    for path in PACKAGE.rglob("*"):
        if path.is_file():
            (package / path.relative_to(PACKAGE)).parent.mkdir(exist_ok=True)
            (package / path.relative_to(PACKAGE)).symlink_to(path.resolve())
    stub = package / "fhir" / "__init__.pyi"
    text = stub.read_text(encoding="utf-8")
    stub.unlink()
    stub.write_text(text + "\nclass Nobody(Resource): ...\n", encoding="utf-8")
    allowed = pathlib.Path(__file__).with_name("stubtest_allowed.txt")
    ended = subprocess.run([sys.executable, "-m", "mypy.stubtest", "phr.fhir", "--concise", "--allowlist", allowed, "--ignore-unused-allowlist"], cwd=tmp_path,
                           env=dict(os.environ, MYPYPATH=str(tmp_path), PYTHONPATH=str(tmp_path)), capture_output=True, text=True, check=False)
    assert [line for line in ended.stdout.splitlines() if "Nobody" in line and "not present at runtime" in line], ended.stdout + ended.stderr
    assert len([line for line in ended.stdout.splitlines() if line.startswith("phr.")]) == 1, ended.stdout
