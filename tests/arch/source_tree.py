"""The tree as its checks see it: files that git knows or would take, and what they include."""

import fnmatch
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


IGNORED = {"build", "node_modules", "__pycache__", ".git", ".cache"}


def listed():
    """Every file of the tree: tracked, or new and not ignored; without git, all that is not built."""
    if shutil.which("git") and (ROOT / ".git").exists():
        names = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                               cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
        return [name for name in names if name]
    return [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and not IGNORED & set(path.parts)]


LISTED = sorted(set(listed()))


def files(*patterns):
    """Paths below the root, as text, in order; a pattern's * takes slashes too."""
    return [path for path in LISTED
            if (not patterns or any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)) and (ROOT / path).is_file()]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes(path):
    return INCLUDE.findall(text(path))


def public_headers():
    return files("include/phr/*.hpp")
