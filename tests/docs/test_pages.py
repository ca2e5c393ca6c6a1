"""Pages of docs/: their C++ blocks are one program, their sessions of Python and of the shell say what is shown."""

import doctest
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))


@pytest.mark.parametrize("name", ["fhirpath", "models", "search", "sharing", "ucum", "validation", "views"])
def test_the_page_prints_what_it_says(name):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    printed = re.search(r"It prints\n\n```text\n(.*?)```", page, re.DOTALL).group(1)
    ended = subprocess.run([BUILD / "bin" / f"{name}_page"], capture_output=True, text=True, check=True)
    assert ended.stdout == printed


@pytest.mark.parametrize("name", ["c", "records", "tasks/embed-in-an-app"])
def test_the_page_s_c_prints_what_it_says(name, tmp_path):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    printed = re.search(r"It prints\n\n```text\n(.*?)```", page.split("\n```c\n")[1], re.DOTALL).group(1)
    ended = subprocess.run([BUILD / "bin" / f"{name.replace('/', '_')}_c_page"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ended.stdout == printed


def blocks(name, language):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


@pytest.fixture
def labs(tmp_path, monkeypatch):
    """A folder with what the pages on views and sharing read, to be in."""
    bundle = re.search(r'R"\((\{"resourceType":"Bundle".*?)\)"', "".join(blocks("sharing", "cpp")), re.DOTALL).group(1)
    (tmp_path / "hospital.json").write_text(bundle, encoding="utf-8")
    (tmp_path / "labs.json").write_text(
        '{"resource":"Observation","select":[{"column":[{"name":"id","path":"id"},{"name":"patient","path":"subject.getReferenceKey(Patient)"},'
        '{"name":"value","path":"value.ofType(Quantity).value"}]}]}', encoding="utf-8")
    (tmp_path / "labs.ndjson").write_text(
        '{"resourceType":"Observation","id":"a","subject":{"reference":"Patient/p1"},"valueQuantity":{"value":5.40}}\n{"resourceType":"Observation","id":"b"}\n',
        encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["fhirpath", "python", "records", "search", "sharing", "ucum", "views"])
def test_the_page_s_python_says_what_it_shows(name, labs):
    if not (BUILD / "python" / "phr").is_dir():
        pytest.skip("the Python package is not built (PHR_BUILD_PYTHON)")
    session = "".join(blocks(name, "pycon"))
    told = []
    test = doctest.DocTestParser().get_doctest(session, {}, name, f"{name}.md", 0)
    ran = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
    assert ran.failed == 0, "".join(told)
    assert ran.attempted > 4


def test_the_columns_of_the_page_on_views_reach_others(labs):
    if os.environ.get("PHR_NO_VENV"):
        for package in ("duckdb", "pandas", "polars", "pyarrow"):
            pytest.importorskip(package, reason=f"PHR_NO_VENV is set, and {package} is not in this Python")
    scope = {}
    exec("".join(blocks("views", "python")), scope)  # noqa: S102  (the page's own text)
    assert scope["table"].num_rows == 2 and scope["table"].equals(scope["made"]) and list(scope["frame"]["id"]) == ["a", "b"]
    assert scope["lazy"].collect().shape == (2, 3)
    assert sorted(scope["mean"], key=str) == [("Patient/p1", 5.4), (None, None)]


def test_the_frames_of_the_page_on_python_are_what_it_says(labs):
    if os.environ.get("PHR_NO_VENV"):
        for package in ("duckdb", "pandas", "polars", "pyarrow"):
            pytest.importorskip(package, reason=f"PHR_NO_VENV is set, and {package} is not in this Python")
    shown = re.search(r"## Frames\n.*?(?=^## )", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE).group(0)
    session, use = re.search(r"```pycon\n(.*?)```", shown, re.DOTALL).group(1), re.search(r"```python\n(.*?)```", shown, re.DOTALL).group(1)
    scope = {}
    exec("import duckdb, phr\nme = phr.open('me.phr', 'x', create=True, argon2=(64, 1, 1)).session()\nme.update({'resourceType': 'Patient', 'id': 'ada'})", scope)  # noqa: S102
    exec("".join(example.source for example in doctest.DocTestParser().get_examples(session)), scope)  # noqa: S102  (the page's own text)
    exec(use, scope)  # noqa: S102
    assert scope["by_year"].to_dict() == {2020: 5.4, 2021: 6.1} and scope["counted"] == [("ada", "4548-4", 2)]
    rows = dict(re.findall(r"^\| (hits|a timeline|`latest\(\)`) \| (.*) \|$", shown, re.MULTILINE))
    said = {name: re.findall(r"`(\w+)`", columns) for name, columns in rows.items()}
    assert said == {"hits": list(scope["frame"].columns), "a timeline": scope["polar"].columns, "`latest()`": list(scope["me"].latest().to_pandas().columns)}
    assert [str(scope["frame"][name].dtype) for name in ("when", "value", "version")] == ["datetime64[ns, UTC]", "float64", "int64"]


@pytest.mark.parametrize("name", ["fhirpath", "records", "search", "sharing", "ucum", "views"])
def test_the_page_s_commands_print_what_they_show(name, tmp_path, labs):
    (tmp_path / "patient.json").write_text('{"resourceType":"Patient","name":[{"given":["Eva","Maria"]}]}', encoding="utf-8")
    people = [f'{{"resourceType":"Patient","id":"{of}","birthDate":"{born}"}}\n' for of, born in (("a", "1980-02-03"), ("b", "2001"))]
    (tmp_path / "people.ndjson").write_text("".join(people), encoding="utf-8")
    shown = "".join(blocks(name, "console"))
    environment = {**os.environ, "PATH": f"{BUILD / 'bin'}:{os.environ['PATH']}", "PHR_PASSPHRASE": "correct horse battery staple"}
    printed = ""
    for command in re.findall(r"^\$ (.*)$", shown, re.MULTILINE):
        ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        printed += f"$ {command}\n{ended.stdout}{ended.stderr}"
    assert printed == shown and printed.count("$ phr") > 2
