"""Programs of examples/ run as they stand, on the sample data that their page names, and say the same in each language."""

import ast
import contextlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
EXAMPLES = ROOT / "examples"
PROGRAMS = sorted(path for folder in ("c", "cpp", "python") for path in (EXAMPLES / folder).iterdir() if path.suffix in (".c", ".cpp", ".py"))
HAS_PYTHON = (BUILD / "python" / "phr").is_dir()
# A line that each of a task prints, whatever the language.
SAYS = {"labs": r"^2025-12-03 6\.3 %$", "share": r"^the trail is intact", "compute": r"unit_mismatch$"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the programs find bundle.json, made as examples/README.md says."""
    command = re.search(r"^phr synth .*$", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)[0]
    subprocess.run([BUILD / "bin" / "phr", *command.split()[1:]], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command_of(path):
    if path.suffix != ".py":
        return [BUILD / "bin" / f"example_{path.parent.name}_{path.stem}"]
    if not HAS_PYTHON:
        pytest.skip("the Python package is not built (PHR_BUILD_PYTHON)")
    return [sys.executable, path]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_program_does_its_task(path, folder):
    ended = subprocess.run(command_of(path), capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(BUILD / "python")})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(SAYS[path.stem], ended.stdout, re.MULTILINE), ended.stdout
    if path.stem == "labs":
        assert (folder / "labs.svg").read_text(encoding="utf-8").startswith("<svg")
        again = subprocess.run(command_of(path), capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(BUILD / "python")})
        assert again.stdout.startswith("0 created, 330 unchanged\n")


def test_a_table_is_the_same_in_each_language(folder):
    for path in (EXAMPLES / "c/compute.c", EXAMPLES / "python/compute.py"):
        subprocess.run(command_of(path), check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(BUILD / "python")})
        rows = (folder / "weights.csv").read_text(encoding="utf-8").splitlines()
        assert rows[0].startswith("when,") and rows[1].startswith("2021-03-16T13:10:00+01:00,83.2") and len(rows) == 21


def run_cell(source, scope):
    """What a cell prints, and what its last expression shows."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), scope)  # noqa: S102  (the notebook's own text)
        shown = eval(compile(last, "cell", "eval"), scope) if last else None  # noqa: S307
    return printed.getvalue(), shown


def test_the_notebook_shows_what_it_kept(folder):
    """Its cells from top to bottom, without Jupyter, beside the outputs that stand in the file."""
    if not HAS_PYTHON:
        pytest.skip("the Python package is not built (PHR_BUILD_PYTHON)")
    scope, compared = {}, 0
    for cell in json.loads((EXAMPLES / "python" / "first_hour.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        printed, shown = run_cell("".join(cell["source"]), scope)
        kept = {output["output_type"]: output for output in cell["outputs"]}
        assert printed == "".join(kept["stream"]["text"] if "stream" in kept else "")
        assert (shown is not None) == ("execute_result" in kept)
        if shown is None:
            continue
        for kind, text in kept["execute_result"]["data"].items():
            made = {"text/plain": repr, "text/html": lambda of: of._repr_html_(), "image/svg+xml": lambda of: of._repr_svg_()}[kind](shown)
            assert re.sub(r"\s", "", made) == re.sub(r"\s", "", "".join(text))
            compared += 1
    assert compared > 10


def test_examples_are_short():
    assert [str(path) for path in PROGRAMS if path.read_text(encoding="utf-8").count("\n") >= 200] == []
    assert len(PROGRAMS) == 9
