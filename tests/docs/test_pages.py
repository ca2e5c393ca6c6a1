"""Pages of docs/ whose blocks are one program: it prints what the page says."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))


@pytest.mark.parametrize("name", ["models", "ucum", "validation"])
def test_the_page_prints_what_it_says(name):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    printed = re.search(r"It prints\n\n```text\n(.*?)```", page, re.DOTALL).group(1)
    ended = subprocess.run([BUILD / "bin" / f"{name}_page"], capture_output=True, text=True, check=True)
    assert ended.stdout == printed
