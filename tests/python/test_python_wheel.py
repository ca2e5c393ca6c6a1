"""The wheel that pip makes, with the module of the build under test in the place of one that is compiled anew. Without the network."""

import os
import pathlib
import subprocess
import sys
import zipfile

import pytest
from python_package import PACKAGE, ROOT, installed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    for needed in ("scikit_build_core", "pip"):
        installed(needed)
    folder = tmp_path_factory.mktemp("wheel")
    settings = {
        "build-dir": folder / "build",
        "cmake.source-dir": pathlib.Path(__file__).with_name("wheel"),
        "cmake.define.PHR_MODULE": next(PACKAGE.glob("_core.*.so")).resolve(),
    }
    command = [
        *(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder),
        *(f"--config-settings={name}={value}" for name, value in settings.items()),
        ROOT / "bindings" / "python",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return next(folder.glob("phr-*.whl"))


def test_a_wheel_holds_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names == {f"phr/{path.relative_to(PACKAGE)}" for path in PACKAGE.rglob("*") if path.is_file() and path.parent.name != "__pycache__"}
    assert {"phr/__init__.py", "phr/py.typed", "phr/_core.pyi", "phr/fhir/__init__.py"} < names and any(name.startswith("phr/_core.") and name.endswith(".so") for name in names)


def test_an_unpacked_wheel_works(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    program = (
        "import phr, sys; s = phr.open(sys.argv[1], 'x', create=True, argon2=(64, 1, 1)); "
        "s.session().update({'resourceType': 'Patient', 'id': 'p1'}); print(phr.__file__, s.info.counts)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "me.phr"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == f"{tmp_path / 'phr' / '__init__.py'} {{'Patient': 1}}\n"
