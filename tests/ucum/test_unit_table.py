"""The table of units is what the generator makes of UCUM's own file."""

import os
import pathlib
import re
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


def analytes():
    text = (ROOT / "src/ucum/analyte_table.inc").read_text(encoding="utf-8")
    return text, re.findall(r'^    \{"(\d+)-(\d)", \d+, role::\w+\},$', text, re.MULTILINE)


def test_the_analytes_are_what_the_generator_makes(tmp_path):
    made = tmp_path / "analyte_table.inc"
    subprocess.run([sys.executable, ROOT / "src/ucum/gen/analytes.py", made], check=True)
    assert made.read_text(encoding="utf-8") == analytes()[0]
    assert "http://loinc.org/license" in analytes()[0]


def test_the_codes_of_analytes_have_their_check_digits():
    """Modulus 10: the digits in odd places from the right, read as one number, doubled, stand before the even ones."""
    codes = analytes()[1]
    assert len(codes) > 130
    for digits, check in codes:
        doubled = str(2 * int(digits[::-1][0::2][::-1]))
        assert (sum(map(int, doubled + digits[::-1][1::2])) + int(check)) % 10 == 0, f"{digits}-{check}"
