"""The README says what is true: each of its snippets runs as it stands, on sample data."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language, holding=""):
    """The first block of that language that holds the text."""
    return next(found for found in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if holding in found)


def run(command, folder, **environment):
    path = f"{BUILD / 'bin'}:{os.environ['PATH']}"
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False,
                           env={**os.environ, "PATH": path, **environment})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture
def folder(tmp_path):
    """An empty folder with a bundle.json, as the snippets expect one."""
    run(["phr", "synth", "--seed", "1", "--people", "1", "--years", "5", "-o", "bundle.json"], tmp_path)
    return tmp_path


def test_cpp_snippet_runs(folder):
    run([BUILD / "bin" / "readme_cpp"], folder)
    assert (folder / "me.phr").exists()


def test_c_snippet_finds_observations(folder):
    assert re.fullmatch(r"[1-9]\d+ observations\n", run([BUILD / "bin" / "readme_c"], folder))


def test_python_snippet_prints_a_report_and_three_hits(folder):
    out = run([sys.executable, "-c", block("python")], folder)
    assert "created" in out
    assert len([line for line in out.splitlines() if re.match(r"Observation [0-9a-f-]{36} ", line)]) == 3


def test_python_expressions_are_what_the_comments_say():
    shown = block("python", "phr.fhirpath")
    names, glucose = (line.split("   # ")[0].split("  #")[0] for line in shown.splitlines()[1:])
    import phr

    scope = {"phr": phr}
    exec(shown.splitlines()[0], scope)  # noqa: S102  (the page's own text)
    assert eval(names, scope) == ["Eva"]  # noqa: S307
    assert str(eval(glucose, scope)).startswith("97.28424 mg/dL")  # noqa: S307


def test_python_view_writes_what_was_measured(folder):
    run([sys.executable, "-c", "import phr\n" + block("python", "phr.view")], folder)
    lines = (folder / "labs.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id,value" and len(lines) > 10 and any(re.fullmatch(r"[0-9a-f-]{36},[0-9.]+", line) for line in lines)


def test_python_transaction_lands(folder):
    out = run([sys.executable, "-c", block("python", "import_file") + block("python", "transaction")], folder)
    assert re.search(r"type +id +version +created\nPatient +[0-9a-f-]{36} +1 +yes\nCondition +[0-9a-f-]{36} +1 +yes\n$", out)


def test_shell_snippet_runs_and_draws(folder):
    (folder / "bundle.json").unlink()
    out = run(["bash", "-euo", "pipefail", "-c", block("sh", "phr synth")], folder)
    assert "intact" in out
    assert re.fullmatch(r"id,born\n[0-9a-f-]{36},[0-9]{4}-[0-9]{2}-[0-9]{2}\n", (folder / "people.csv").read_text(encoding="utf-8"))
    assert (folder / "a1c.svg").read_text(encoding="utf-8").startswith("<svg")


def test_links_lead_somewhere():
    pages = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md")] + sorted((ROOT / "docs").rglob("*.md"))
    broken = [f"{page.relative_to(ROOT)}: {target}" for page in pages
              for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
              if not target.startswith("http") and not (page.parent / target).exists()]
    assert broken == []
