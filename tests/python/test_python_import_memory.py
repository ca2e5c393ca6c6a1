"""An import of NDJSON takes little memory, whatever the input's size: measured of the program, at its peak, through a pipe.

PHR_IMPORT_BYTES is the size of the input; tests/nightly.sh takes 4 GB of them.
"""

import json
import os
import pathlib
import subprocess

import pytest
from python_package import BUILD, CHEAP, phr

PROGRAM = BUILD / "bin" / "phr"
BYTES = int(os.environ.get("PHR_IMPORT_BYTES", 60_000_000))
LIMIT = 64 << 20

if not PROGRAM.exists():
    pytest.skip("the program is not built", allow_module_level=True)


def lines(size):
    """Observations of many people with many codes, one in a hundred refused; no two lines alike. In blocks of some hundred."""
    number = 0
    while size > 0:
        block = []
        for _ in range(500):
            person = f"p{number // 200}"
            subject = "Practitioner?identifier=nobody" if number % 100 == 99 else f"Patient/{person}"
            block.append(json.dumps({
                "resourceType": "Observation",
                "id": f"00000000-0000-4000-8000-{number:012d}",
                "status": "final",
                "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}],
                "code": {"coding": [{"system": "http://loinc.org", "code": f"{number % 5003}-4", "display": f"Test {number % 5003}"}], "text": f"Test {number % 5003}"},
                "subject": {"reference": subject},
                "encounter": {"reference": f"Encounter/e{number // 7}"},
                "effectiveDateTime": f"20{number % 20:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}T10:{number % 60:02d}:00Z",
                "valueQuantity": {"value": number % 977 / 10, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"},
                "note": [{"text": "".join(chr(97 + (number * step) % 26) for step in range(1, 200))}],
            }))
            number += 1
        text = ("\n".join(block) + "\n").encode()
        size -= len(text)
        yield text


def peak(process):
    """Of the whole process, in bytes; 0 when it has ended."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return next((int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def test_ndjson_of_any_size_takes_64_mib(tmp_path):
    path = tmp_path / "me.phr"
    phr.open(path, passphrase="x", create=True, argon2=CHEAP).close()  # a usual key derivation takes 64 MiB by itself
    told = tmp_path / "report.json"  # a pipe would fill
    with told.open("wb") as out:
        process = subprocess.Popen([PROGRAM, "import", path, "/dev/stdin", "--json"], env={**os.environ, "PHR_PASSPHRASE": "x"}, stdin=subprocess.PIPE, stdout=out)
    sent = written = most = 0
    for block in lines(BYTES):
        process.stdin.write(block)
        sent += block.count(b"\n")
        written += len(block)
        most = max(most, peak(process))
    process.stdin.close()
    while process.poll() is None:
        most = max(most, peak(process))
    report = json.loads(told.read_text(encoding="utf-8"))
    print(f"{written:,} bytes, {sent:,} lines: peak {most / (1 << 20):.1f} MiB")
    assert report["created"] + len(report["refused"]) == sent and report["bytes"] == written
    assert len(report["refused"]) == sent // 100
    assert most <= LIMIT


def test_very_many_refused_lines_take_64_mib(tmp_path):
    path = tmp_path / "me.phr"
    phr.open(path, passphrase="x", create=True, argon2=CHEAP).close()
    text = "".join(json.dumps({"resourceType": "Observation", "id": f"o{number}", "status": "final", "code": {"text": "x"}, "subject": {"reference": "Patient/p" if number % 5 == 0 else "Patient?identifier=nobody"}}) + "\n" for number in range(60_000))
    told = tmp_path / "report.json"
    with told.open("wb") as out:
        process = subprocess.Popen([PROGRAM, "import", path, "/dev/stdin", "--json"], env={**os.environ, "PHR_PASSPHRASE": "x"}, stdin=subprocess.PIPE, stdout=out)
    process.stdin.write(text.encode())
    process.stdin.close()
    most = 0
    while process.poll() is None:
        most = max(most, peak(process))
    report = json.loads(told.read_text(encoding="utf-8"))
    print(f"{len(report['refused']):,} refused lines: peak {most / (1 << 20):.1f} MiB")
    assert (report["created"], len(report["refused"])) == (12_000, 48_000)
    assert most <= LIMIT
