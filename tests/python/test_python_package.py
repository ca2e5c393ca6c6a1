"""The package as a package: types, import time, exports, a wheel."""

import ast
import inspect
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from python_package import PACKAGE, ROOT, installed, phr

STUB = PACKAGE / "_core.pyi"


def mypy(*arguments):
    installed("mypy")
    environment = dict(os.environ, MYPYPATH=str(PACKAGE.parent))
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=PACKAGE.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_stubs_agree_with_what_is_built(tmp_path):
    allowed = pathlib.Path(__file__).with_name("stubtest_allowed.txt")
    ended = mypy("mypy.stubtest", "phr", "--concise", "--allowlist", str(allowed), "--ignore-unused-allowlist")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_package_is_typed(tmp_path):
    ended = mypy("mypy", "--strict", "--cache-dir", str(tmp_path), "-p", "phr")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_program_with_a_wrong_type_is_found_by_mypy(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import phr\n"
        "with phr.open('me.phr', 'x') as store:\n"
        "    me = store.session(now='2020')\n"
        "    ids: list[str] = [hit.id for hit in me.search('Patient')]\n"
        "    title: str = me.timeline()[0].title or ''\n"
        "    low: float = me.lab_trend('1').robust.low\n"
        "    me.search(5)\n",
        encoding="utf-8",
    )
    ended = mypy("mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program))
    assert [line.split(":")[1] for line in ended.stdout.splitlines() if "error:" in line] == ["6", "7"], ended.stdout


def stub_signatures():
    """Names and defaults of the parameters of each method of the stub; several for an overload."""
    found = {}
    for owner in ast.parse(STUB.read_text(encoding="utf-8")).body:
        functions = (
            [(f"{owner.name}.", each) for each in owner.body] if isinstance(owner, ast.ClassDef) else [("", owner)]
        )
        for prefix, each in functions:
            if not isinstance(each, ast.FunctionDef) or any(
                isinstance(d, ast.Name) and d.id == "property" for d in each.decorator_list
            ):
                continue
            given = each.args
            names = [one.arg for one in given.args + given.kwonlyargs]
            count = len(given.defaults)
            defaults = [ast.unparse(one) for one in given.defaults] + [
                ast.unparse(one) for one in given.kw_defaults if one is not None
            ]
            keyword_only = [one.arg for one in given.kwonlyargs]
            found.setdefault(prefix + each.name, []).append((names, count, defaults, keyword_only))
    return found


def built_signatures(function):
    """The same of a function of pybind11, from the first lines of its documentation; of one that is written in Python, as it says itself."""
    if inspect.isfunction(function) and not hasattr(function, "__wrapped__"):
        given = inspect.signature(function).parameters.values()
        places, named = ([each for each in given if (each.kind is each.KEYWORD_ONLY) is only] for only in (False, True))
        defaults = [[repr(each.default) for each in some if each.default is not each.empty] for some in (places, named)]
        yield [each.name for each in (*places, *named)], len(defaults[0]), defaults[0] + defaults[1], [each.name for each in named]
        return
    for text in re.findall(r"^(?:\d+\. )?\w+(\(.*\)) -> ", function.__doc__ or "", re.MULTILINE):
        plain = re.sub(r"<[^<>]*>", "None", text)
        parsed = ast.parse(f"def f{plain}: ...").body[0].args
        names = [one.arg for one in parsed.args + parsed.kwonlyargs]
        defaults = [ast.unparse(one) for one in parsed.defaults] + [
            ast.unparse(one) for one in parsed.kw_defaults if one is not None
        ]
        yield names, len(parsed.defaults), defaults, [one.arg for one in parsed.kwonlyargs]


def test_parameters_of_the_stub_are_those_that_are_built():
    checked = 0
    for name, expected in stub_signatures().items():
        function = phr._core
        for part in name.split("."):
            function = inspect.getattr_static(function, part) if inspect.isclass(function) else getattr(function, part)
        if name.split(".")[-1].startswith("__"):
            continue
        assert list(built_signatures(function)) == expected, name
        checked += 1
    assert checked > 30


def test_all_that_is_exported_exists_and_is_listed():
    assert sorted(phr.__all__) == phr.__all__
    assert all(hasattr(phr, name) for name in phr.__all__)
    public = {name for name, value in vars(phr._core).items() if inspect.isclass(value)} - {
        *("ChangeIterator", "CompiledPath", "CompiledView", "Cursor", "EventIterator", "HitIterator", "Model", "ModelList", "Page", "TakenRows", "VersionIterator")
    } - set(phr.ucum.__all__)
    assert public <= set(phr.__all__)
    assert re.fullmatch(r"\d+\.\d+\.\d+", phr.__version__)


def test_what_a_completion_offers_is_what_is_exported():
    assert dir(phr) == phr.__all__ and {"fhir", "ucum", "open", "Session"} < set(dir(phr))
    modules = {name for name, value in vars(phr).items() if inspect.ismodule(value) and not name.startswith("_")}
    assert modules <= {"fhir", "ucum"} and not {name for name in vars(phr) if not name.startswith("_")} - set(phr.__all__)
    scope = {}
    exec("from phr import *", scope)  # noqa: S102
    assert scope["fhir"] is phr.fhir and scope["open"] is phr.open and "os" not in scope


def test_import_is_quick_and_takes_little_along():
    program = (
        "import sys, time; before = set(sys.modules); began = time.perf_counter(); import phr; "
        "ended = time.perf_counter(); "
        "print(ended - began, *sorted(set(sys.modules) - before))"
    )
    environment = dict(os.environ, PYTHONPATH=str(PACKAGE.parent))
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(5)
    ]
    assert min(float(run[0]) for run in runs) < 0.1
    assert not {"numpy", "pandas", "tqdm", "decimal", "sqlite3"} & set(runs[0])


def test_only_the_module_s_entry_is_exported():
    library = next(PACKAGE.glob("_core.*.so"))
    if shutil.which("nm") is None:
        pytest.skip("nm is not installed")
    listed = subprocess.run(
        ["nm", "-D", "--defined-only", str(library)], capture_output=True, text=True, check=True
    ).stdout
    names = [line.split()[-1] for line in listed.splitlines()]
    assert "PyInit__core" in names
    assert [name for name in names if "sqlite" in name.lower() or "phr" in name or "otan" in name] == []


def test_the_readme_s_snippet_runs(tmp_path):
    readme = ROOT / "README.md"
    snippet = re.search(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL).group(1)
    (tmp_path / "bundle.json").write_text(
        '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p1"}},'
        '{"resource":{"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/p1"},'
        '"code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},"effectiveDateTime":"2020",'
        '"valueQuantity":{"value":5.40,"unit":"%"}}}]}',
        encoding="utf-8",
    )
    environment = dict(os.environ, PYTHONPATH=str(PACKAGE.parent))
    ended = subprocess.run(
        [sys.executable, "-c", snippet], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "2 created" in ended.stdout and "Observation o1" in ended.stdout and "Decimal('5.40')" in ended.stdout


def test_help_says_what_the_stub_says():
    checked = 0
    for owner in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if not isinstance(owner, ast.ClassDef):
            continue
        for name, node in [(owner.name, owner)] + [
            (f"{owner.name}.{each.name}", each) for each in owner.body if isinstance(each, ast.FunctionDef)
        ]:
            built = getattr(phr._core, owner.name)
            built = built if node is owner else getattr(built, node.name)
            written = ast.get_docstring(node)
            assert not written or written in inspect.getdoc(built), name
            checked += bool(written)
    assert checked > 60


def test_the_wheel_s_version_is_the_library_s():
    project = (ROOT / "bindings" / "python" / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'^version = "(.*)"$', project, re.MULTILINE).group(1) == phr.__version__
