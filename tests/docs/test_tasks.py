"""Pages of docs/tasks: from top to bottom in one folder, what they type and what they evaluate gives what they show."""

import doctest
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
PAGES = sorted((ROOT / "docs" / "tasks").glob("*.md"))
PASSPHRASE = "correct horse battery staple"


def typed(block, folder):
    """The block as a terminal would show it."""
    environment = {**os.environ, "PATH": f"{BUILD / 'bin'}:{os.environ['PATH']}", "PHR_PASSPHRASE": PASSPHRASE}
    shown = ""
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        ended = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        shown += f"$ {command}\n{ended.stdout}{ended.stderr}"
    return shown


def evaluated(block, scope, name):
    told = []
    test = doctest.DocTestParser().get_doctest(block, scope, name, name, 0)
    test.globs = scope  # what a block defines, the next one has
    ran = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append, clear_globs=False)
    assert ran.failed == 0, "".join(told)
    return ran.attempted


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_does_what_it_says(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = path.read_text(encoding="utf-8")
    scope, steps = {}, 0
    for found in re.finditer(r"^```(\w+)\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        language, block = found.groups()
        if language == "json":  # the file that was named last
            (tmp_path / re.findall(r"`([\w.-]+\.json)`", page[:found.start()])[-1]).write_text(block, encoding="utf-8")
        elif language == "console":
            assert typed(block, tmp_path) == block
            steps += 1
        elif language == "pycon":
            if not (BUILD / "python" / "phr").is_dir():
                pytest.skip("the Python package is not built (PHR_BUILD_PYTHON)")
            steps += evaluated(block, scope, path.name)
        else:
            assert language in ("c", "text"), f"nothing runs blocks of {language}"
            steps += language == "c"
    assert steps > 0


def test_what_is_not_run_says_so():
    """Swift, Kotlin and Qt stand as text under a sentence that says it; what follows "It prints" is compared."""
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        for found in re.finditer(r"^```text\n", page, re.MULTILINE):
            before = page[:found.start()].rstrip().split("\n\n")[-1]
            assert before.endswith("It prints") or "not run by our tests" in before, path.name
