"""Makes one table of Google Benchmark's JSON files: name, figure, limit or peer, ratio (above 1 is better than it)."""

import json
import sys


def text(number):
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        for run in json.load(file)["benchmarks"]:
            name = run["name"].split("/iterations:")[0]
            if run.get("error_occurred"):
                yield (name, "failed", run["error_message"], "")
            elif "ratio" in run:
                unit, against = run["label"].split("|")
                yield (name, f"{text(run['figure'])} {unit}", f"{against} {text(run['other'])}", f"{run['ratio']:.2f}")


def main(paths):
    rows = [("name", "figure", "limit or peer", "ratio")] + [row for path in paths for row in rows_of(path)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(cell.rjust(width) if column == 3 else cell.ljust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))))
    return 1 if any(row[1] == "failed" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
