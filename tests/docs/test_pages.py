"""Pages of docs/: their C++ blocks are one program, their sessions of Python and of the shell say what is shown."""

import doctest
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))


@pytest.mark.parametrize("name", ["fhirpath", "models", "ucum", "validation"])
def test_the_page_prints_what_it_says(name):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    printed = re.search(r"It prints\n\n```text\n(.*?)```", page, re.DOTALL).group(1)
    ended = subprocess.run([BUILD / "bin" / f"{name}_page"], capture_output=True, text=True, check=True)
    assert ended.stdout == printed


def blocks(name, language):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


@pytest.mark.parametrize("name", ["fhirpath", "ucum"])
def test_the_page_s_python_says_what_it_shows(name):
    if not (BUILD / "python" / "phr").is_dir():
        pytest.skip("the Python package is not built (PHR_BUILD_PYTHON)")
    session = "".join(blocks(name, "pycon"))
    told = []
    test = doctest.DocTestParser().get_doctest(session, {}, name, f"{name}.md", 0)
    ran = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
    assert ran.failed == 0, "".join(told)
    assert ran.attempted > 4


@pytest.mark.parametrize("name", ["fhirpath", "ucum"])
def test_the_page_s_commands_print_what_they_show(name, tmp_path):
    (tmp_path / "patient.json").write_text('{"resourceType":"Patient","name":[{"given":["Eva","Maria"]}]}', encoding="utf-8")
    people = [f'{{"resourceType":"Patient","id":"{of}","birthDate":"{born}"}}\n' for of, born in (("a", "1980-02-03"), ("b", "2001"))]
    (tmp_path / "people.ndjson").write_text("".join(people), encoding="utf-8")
    shown = "".join(blocks(name, "console"))
    environment = {**os.environ, "PATH": f"{BUILD / 'bin'}:{os.environ['PATH']}"}
    printed = ""
    for command in re.findall(r"^\$ (.*)$", shown, re.MULTILINE):
        ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        printed += f"$ {command}\n{ended.stdout}{ended.stderr}"
    assert printed == shown and printed.count("$ phr") > 2
