"""Adds up JUnit files: names what failed and why the rest was skipped, then prints `N passed, N failed, N skipped`."""

import collections
import sys
import xml.etree.ElementTree as ElementTree


def skip_reason(case):
    """The message that a skipped case printed, or 'no reason given'."""
    node = case.find("skipped")
    text = (node.get("message") or "") if node is not None else ""
    output = case.findtext("system-out") or ""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for index, line in enumerate(lines):
        if line.endswith("Skipped") and index + 1 < len(lines):
            return lines[index + 1]
    return text or "no reason given"


def main(paths):
    passed, failed, skipped = 0, [], collections.Counter()
    for path in paths:
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
                failed.append(name)
            elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
                skipped[skip_reason(case)] += 1
            else:
                passed += 1
    for name in failed:
        print(f"failed: {name}")
    for reason, count in skipped.items():
        print(f"skipped {count}: {reason}")
    print(f"{passed} passed, {len(failed)} failed, {sum(skipped.values())} skipped")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
