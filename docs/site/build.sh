#!/usr/bin/env bash
# build.sh: the pages of the repository and the reference of C, C++ and Python as a site in build/site, without a warning or a dead link.
# What it needs of Python's packages, in the versions of requirements.txt, goes to build/site-venv. Ends with 3 where pip knows of no packages at all.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$(command -v /usr/bin/python3 || command -v python3)
"$python" -c 'import ensurepip, venv' 2>/dev/null || cmake/setup.sh  # Debian has them in a package of their own
venv=build/site-venv
wanted=docs/site/requirements.txt
mkdir -p build

if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  echo "site: installing mkdocs and its theme"
  rm -rf "$venv"
  "$python" -m venv "$venv"
  if ! "$venv/bin/pip" install -q --disable-pip-version-check -r "$wanted" 2>build/site-pip.log; then
    cat build/site-pip.log >&2
    if grep -q 'from versions: none' build/site-pip.log; then exit 3; fi
    exit 1
  fi
  cp "$wanted" "$venv/requirements.txt"
fi

PYTHONDONTWRITEBYTECODE=1 "$python" docs/site/stage.py build/site-pages
NO_MKDOCS_2_WARNING=1 "$venv/bin/mkdocs" build --strict --clean -f build/site.yml 2>build/site.log || { cat build/site.log >&2; exit 1; }
if grep -E 'WARNING|ERROR' build/site.log; then exit 1; fi
"$python" docs/site/links.py build/site build/site-external-links.txt
echo "site: open build/site/index.html"
