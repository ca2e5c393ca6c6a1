"""python_bench.py [FOLDER]: reading FHIR JSON in Python, side by side with what is on PyPI.

Makes a throw-away virtual environment in FOLDER (a temporary one without), installs fhir.resources there, and times three
ways of reading the same texts: ours, the standard json.loads, and fhir.resources. Needs PHR_SUITES, and the package on
PYTHONPATH (build/<preset>/python). No part of the tests: it fetches from PyPI.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PEER = """
import json, sys, time
from importlib import import_module
texts = json.load(open(sys.argv[1]))
classes = {}
def read(text):
    kind = json.loads(text)["resourceType"]
    if kind not in classes:
        classes[kind] = getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    return classes[kind].model_validate_json(text)
taken, failed = 0, 0
for text in texts:
    try:
        read(text)
    except Exception:
        failed += 1
best = 1e9
for _ in range(2):
    began = time.perf_counter()
    for text in texts:
        try:
            read(text)
        except Exception:
            pass
    best = min(best, time.perf_counter() - began)
print(json.dumps({"seconds": best, "failed": failed}))
"""


def best_of(times, work, texts):
    best = 1e9
    for _ in range(times):
        began = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - began)
    return best


def row(name, figure, unit, against, other, lower_is_better=False):
    ratio = other / figure if lower_is_better else figure / other
    print(f"{name:<52} {figure:>9.1f} {unit:<6} {against:<36} {other:>9.2f} {ratio:>8.2f}")


def peer_rate(folder, texts):
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "fhir.resources"], check=True)
    given = folder / "texts.json"
    given.write_text(json.dumps(texts), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run([python, "-c", PEER, given], check=True, capture_output=True, text=True, env=environment)
    made = json.loads(ended.stdout)
    if made["failed"]:
        print(f"fhir.resources refuses {made['failed']} of {len(texts)}", file=sys.stderr)
    return sum(len(text.encode()) for text in texts) / made["seconds"] / 1e6


def main():
    import phr

    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(tempfile.mkdtemp())
    files = [path.read_text(encoding="utf-8") for path in sorted((pathlib.Path(os.environ["PHR_SUITES"]) / "synthea-10").glob("*.json"))]
    resources = [json.dumps(entry["resource"], separators=(",", ":"), ensure_ascii=False) for file in files for entry in json.loads(file)["entry"]]
    sample = resources[::10]
    peer = peer_rate(folder, sample)
    for name, texts in (("Bundles as files", files), ("one compact resource each", resources)):
        megabytes = sum(len(text.encode()) for text in texts) / 1e6
        standard = megabytes / best_of(5, json.loads, texts)
        for way, work in (("from_json", phr.fhir.from_json), ("from_json, lazy", lambda text: phr.fhir.from_json(text, lazy=True))):
            row(f"python: {way}, {name}", megabytes / best_of(5, work, texts), "MB/s", "json.loads, same texts", standard)
    megabytes = sum(len(text.encode()) for text in sample) / 1e6
    row("python: from_json, one compact resource each", megabytes / best_of(5, phr.fhir.from_json, sample), "MB/s", "fhir.resources, same texts", peer)
    validated = megabytes / best_of(5, phr.validate, sample)
    row("python: validate, one compact resource each", validated, "MB/s", "fhir.resources, same texts", peer)
    timed = [sys.executable, "-c", "import time; t = time.perf_counter(); import phr; print(time.perf_counter() - t)"]
    spent = min(float(subprocess.run(timed, check=True, capture_output=True, text=True).stdout) for _ in range(5))
    row("python: import phr", spent * 1000, "ms", "limit", 100, lower_is_better=True)


if __name__ == "__main__":
    main()
