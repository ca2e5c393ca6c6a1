"""The table of units is what the generator makes of UCUM's own file."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = ROOT / "src/ucum/unit_table.inc"


def test_the_generator_gives_what_is_checked_in(tmp_path):
    suites = os.environ.get("PHR_SUITES")
    if not suites:
        pytest.skip("PHR_SUITES is unset: no ucum-essence.xml to generate from")
    made = tmp_path / "unit_table.inc"
    source = pathlib.Path(suites) / "ucum" / "ucum-essence.xml"
    subprocess.run([sys.executable, ROOT / "src/ucum/gen/generate.py", source, made], check=True)
    assert made.read_bytes() == TABLE.read_bytes()


def test_the_table_carries_the_notice_of_its_licence():
    notice = TABLE.read_text(encoding="utf-8").split("\n\n")[0]
    for words in ("copyright", "https://ucum.org/license", "AS IS", "Regenstrief Institute"):
        assert words in notice
