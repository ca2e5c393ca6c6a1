"""The tree as its checks see it: files that git knows or would take, and what they include."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def files(*patterns):
    """Paths below the root, as text, in order: tracked ones and new ones that are not ignored."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted(path for path in set(listed) if path and (ROOT / path).is_file())


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes(path):
    return INCLUDE.findall(text(path))


def public_headers():
    return files("include/phr/*.hpp")
