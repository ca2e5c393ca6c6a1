"""compare.py OURS INPUTS VIEW_INPUTS: runs our side and each peer on the same inputs, one after the other in several rounds, and prints one table: the medians, their
ratio, and what it should be. A peer without an answer is told of; with --strict it, another answer, or a ratio below the aim is a failure."""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


# Where the peer does less than we do: it computes in double.
OTHER_AIMS = {"exact decimals, theirs by the texts of codes": 1}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ours", help="phr_peers")
    parser.add_argument("inputs", help="Type.ndjson and Type.txt for FHIRPath")
    parser.add_argument("view_inputs", help="Patient.ndjson and Observation.ndjson for views")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["fhirpath", "ucum", "views"])
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def contests(given):
    """What is run: subject, peer, our command, the peer's command, the ratio that is aimed at."""
    def script(name, *more):
        return ["node", os.path.join(HERE, name), *more]
    return [contest for contest in [
        ("fhirpath", "fhirpath.js", [given.ours, "fhirpath", given.inputs], script("fhirpath.mjs", given.inputs), 30),
        ("ucum", "ucum-lhc", [given.ours, "ucum"], script("ucum.mjs"), 10),
        ("views", "DuckDB", [given.ours, "views", os.path.join(HERE, "..", "views"), given.view_inputs], script("views.mjs", "duckdb", given.view_inputs), 1),
        ("views", "Medplum", [given.ours, "views", os.path.join(HERE, "..", "views"), given.view_inputs], script("views.mjs", "medplum", given.view_inputs), 50),
    ] if given.only in (None, contest[0])]


def figures_of(command):
    """What a side prints, by name; an error message where it fails."""
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        lines = [line for line in run.stderr.splitlines() if line.strip()] or ["exit code %d" % run.returncode]
        return {}, next((line for line in lines if re.match(r"\w*Error", line)), lines[-1])
    return {figure["name"]: figure for figure in map(json.loads, run.stdout.splitlines())}, None


def text(number):
    return "-" if number is None else f"{number / 1e6:.3g} M" if number >= 1e6 else f"{number / 1e3:.3g} k"


def compare(contest, rounds):
    subject, peer, our_command, their_command, aim = contest
    runs = {"ours": [], "theirs": []}
    problems = []
    for _ in range(rounds):
        for side, command in (("ours", our_command), ("theirs", their_command)):
            figures, error = figures_of(command)
            if error is not None:
                problems.append(f"{peer if side == 'theirs' else 'phr'} ({subject}): {error}")
            runs[side].append(figures)
        if problems:
            break
    names = list(dict.fromkeys(name for side in runs.values() for name in side[0]))
    rows = []
    for name in names:
        wanted = OTHER_AIMS.get(name, aim)
        ours, theirs = ([run[name] for run in runs[side] if name in run] for side in ("ours", "theirs"))
        our_median, their_median = (statistics.median(each["per_second"] for each in side) if side else None for side in (ours, theirs))
        ratio = our_median / their_median if ours and theirs else None
        if ours and theirs and ours[0]["answer"] != theirs[0]["answer"]:
            problems.append(f"{peer} ({name}): our answer is {ours[0]['answer']}, theirs {theirs[0]['answer']}")
        if ratio is not None and ratio < wanted:
            problems.append(f"{peer} ({name}): {ratio:.2f} times, the aim is {wanted}")
        unit = (ours or theirs)[0]["unit"]
        rows.append((f"{subject}: {name}", f"{text(our_median)} {unit}/s", f"{peer} {text(their_median)}", "-" if ratio is None else f"{ratio:.2f}", str(wanted)))
    return rows, problems


def main():
    given = arguments()
    rows, problems = [("name", "ours", "peer", "ratio", "aim")], []
    for contest in contests(given):
        print(f"running {contest[0]} against {contest[1]}", file=sys.stderr)
        more_rows, more_problems = compare(contest, given.rounds)
        rows += more_rows
        problems += more_problems
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print("  ".join(cell.rjust(width) if column > 2 else cell.ljust(width) for column, (cell, width) in enumerate(zip(row, widths))).rstrip())
    for problem in dict.fromkeys(problems):
        print("note:", problem)
    return 1 if given.strict and problems else 0


if __name__ == "__main__":
    sys.exit(main())
